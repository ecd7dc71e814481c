"""What captions say of a curve: medians that enough units carry."""

import pandas as pd
import pytest

from evalkit.evaluations import waiting_times
from evalkit.inference import (
    CumulativeIncidence,
    aalen_johansen,
    escalation_conformance,
    funnel_limits,
    kaplan_meier,
)
from evalkit.language import Text
from evalkit.reports.figure_sentences import (
    ends_seen,
    funnel_seen,
    routes_seen,
    view_seen,
    waiting_seen,
)
from evalkit.study import open_study


@pytest.mark.parametrize(
    ("followed", "told"),
    [(3, "4 maanden (hier)"), (2, "niet te bepalen: te weinig zo lang gevolgd (hier)")],
)
def test_no_median_is_told_of_a_curve_that_two_still_carry(followed, told):
    """At 4 months 2 or 3 are still followed, the others were lost sight of at 1 month."""
    durations, ends = [1] * 4 + [4] * followed, [0] * 4 + [1] * followed
    curve = kaplan_meier(durations, ends, name=Text("in beeld, hier", "in view, here"))
    assert curve.median().value == 4
    assert view_seen([curve]).nl == f"De helft van de risico's was uit beeld na: {told}."


def test_a_median_that_was_not_reached_stays_so():
    curve = kaplan_meier([1, 2], [0, 0], name="here")
    assert view_seen([curve]).en == "Half of the risks were out of view after: not reached (here)."


def test_the_wait_is_that_of_all_files_also_of_refused_ones():
    results = waiting_times(open_study("demo")).results
    ends = [each for each in results if isinstance(each, CumulativeIncidence)]
    assert waiting_seen(ends) == Text(
        "Van alle overgedragen dossiers had de helft contact na: 15 werkdagen (de hele studie).",
        "Of all files handed over half had contact after: 15 working days (the whole study).",
    )


def test_routes_are_told_without_a_verb_that_must_agree():
    log = pd.DataFrame({"escalation": list("abb"), "step": [1, 1, 2], "route": [1, 3, 3]})
    assert routes_seen(escalation_conformance(log)).nl == (
        "Escalaties: 2; stap voor stap volgens het model: 1; een route overgeslagen: 1; een route "
        "herhaald: 1."
    )


def test_curves_are_told_apart_by_the_part_of_their_name_that_differs():
    names = ("in beeld, alle, hier", "in beeld, van het team, hier")
    curves = [kaplan_meier([1, 2, 2, 2], [0, 1, 1, 1], name=name) for name in names]
    assert "2 maanden (alle) en 2 maanden (van het team)." in view_seen(curves).nl


@pytest.mark.parametrize(
    ("times", "told"),
    [
        (4, "Na 8 werkdagen: contact 6 van 8 en geweigerd 2 van 8."),
        (10, "Na 20 werkdagen: contact 75% en geweigerd 25%."),
    ],
)
def test_under_twenty_ends_are_counts_the_most_frequent_first(times, told):
    causes = (["refused", "contact", "contact", "contact"] * 5)[: 2 * times]
    labels = {"contact": Text("contact", "contact"), "refused": Text("geweigerd", "refused")}
    found = aalen_johansen(range(1, 2 * times + 1), causes, labels=labels)
    assert ends_seen(found).nl == told


@pytest.mark.parametrize(("n", "told"), [(10, "met 5 van 10 binnen"), (20, "met 50% binnen")])
def test_under_twenty_a_place_in_a_funnel_is_a_count(n, told):
    funnel = funnel_limits([n // 2, 9, 11], [n, 20, 20], units=["Hier", "Daar", "Ginds"])
    assert told in funnel_seen(funnel, "Hier").nl
