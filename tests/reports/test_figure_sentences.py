"""What captions say of a curve: medians that enough units carry."""

import pandas as pd
import pytest

from evalkit.evaluations import waiting_times
from evalkit.inference import CumulativeIncidence, escalation_conformance, kaplan_meier
from evalkit.language import Text
from evalkit.reports.figure_sentences import routes_seen, view_seen, waiting_seen
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
