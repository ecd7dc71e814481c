"""What a result is called: in Dutch a Dutch name, in English the English one, as data English."""

import inspect

import pandas as pd
import pytest

import evalkit.inference as inf
from evalkit.language import Text, as_text
from evalkit.results import Estimate

FILES = pd.DataFrame({"escalation": ["a", "a", "b"], "step": [1, 2, 1], "route": [1, 2, 3]})
ROUTES = inf.escalation_conformance(FILES)
CURVE = inf.kaplan_meier([1, 2, 2, 4, 5], [1, 1, 0, 1, 0])
ENDS = inf.aalen_johansen([1, 2, 2, 3], ["contact", "refused", "contact", None])


@pytest.mark.parametrize(
    ("result", "nl", "en"),
    [
        (inf.wilson_interval(3, 9), "aandeel 3 van 9", "share 3 of 9"),
        (inf.mcnemar_test([[1, 1], [7, 12]], method="corrected"),
         "McNemar, chi-kwadraat met", "McNemar, chi-square with"),
        (inf.sign_test([1, 1, 2], [2, 2, 2]), "Tekentoets, exact: p", "Sign test, exact: p"),
        (inf.beta_binomial([1, 2], [3, 4]).mean, "gemiddeld aandeel", "mean share of units"),
        (inf.table_of_moves([1, 2], [2, 2]).bounds(), "omhoog", "up"),
        (CURVE.at(2.5), "zonder gebeurtenis na 2,5 0,60", "without the event at 2.5 0.60"),
        (CURVE.median(), "mediaan, zonder", "median, without"),
        (CURVE.quantile(0.25), "0,25-kwantiel, zonder", "0.25 quantile, without"),
        (CURVE, "zonder gebeurtenis (3 van 5)", "without the event (3 of 5)"),
        (ENDS.at(2, "contact"), "geëindigd: contact (na 2) 0,50", "ended: contact (by 2) 0.50"),
        (ROUTES.estimate("skips"), "slaat een route over 1 van 2", "skips 1 of 2"),
        (ROUTES.estimate("first route 3"), "eerste route 3", "first route 3"),
        (ROUTES.time_on(1), "nog op route 1", "still on route 1"),
        (inf.segmented_trend([1, 2]).change, "verhouding van de freq", "rate ratio"),
    ],
)  # fmt: skip
def test_a_result_is_called_by_its_name_in_each_language(result, nl, en):
    assert result.in_language("nl").startswith(nl)
    assert result.in_language("en").startswith(en)
    assert str(result) == result.in_language("en")
    assert result.to_dict()["name"] == as_text(result.name).en
    assert result.to_frame().loc[0, "name"] == as_text(result.name).en


def test_every_default_name_exists_in_both_languages():
    found = {
        function: inspect.signature(getattr(inf, function)).parameters["name"].default
        for function in inf.__all__
        if callable(getattr(inf, function))
        and not inspect.isclass(getattr(inf, function))
        and "name" in inspect.signature(getattr(inf, function)).parameters
    }
    assert len(found) > 12
    del found["model_of_routes"]  # where a model comes from: a code, not a word
    assert [name for name, default in found.items() if not isinstance(default, Text)] == []


def test_a_name_of_ones_own_may_be_a_plain_string_or_text():
    plain = inf.wilson_interval(3, 9, name="teams")
    both = inf.wilson_interval(3, 9, name=Text("dossiers", "files"))
    assert plain.in_language("nl").startswith("teams 3")
    assert both.in_language("nl").startswith("dossiers 3")
    assert both.in_language("en").startswith("files 3")
    assert Estimate(name="x", value=1.0, n=1, method="m").to_dict()["name"] == "x"


def test_what_is_expected_comes_first_among_ends_and_goes_by_its_label():
    labels = {"contact": Text("eerste contact", "first contact")}
    ends = inf.aalen_johansen([1, 2, 3], ["refused", "contact", None], expected=["contact"],
                              labels=labels)  # fmt: skip
    assert ends.causes == ("contact", "refused")
    assert ends.label("contact").nl == "eerste contact"
    assert ends.label("refused").nl == "refused"
    assert ends.at(3, "contact").value == pytest.approx(1 / 3)


def test_a_solution_is_called_by_its_kind_also_without_a_model():
    data = pd.DataFrame({"A": [1, 1, 0, 0], "B": [0, 0, 1, 1], "Y": [1, 0, 1, 0]})
    table = inf.qca_truth_table(data, outcome="Y")
    for kind, nl in (("conservative", "conservatief"), ("parsimonious", "spaarzaam")):
        assert str(inf.qca_solution(table, kind)).startswith(f"{kind}: Y –: ")
        assert inf.qca_solution(table, kind).in_language("nl").startswith(f"{nl}: Y –: ")
