"""The lines under an answer: each says something, and nothing shows how it is made inside."""

from evalkit.evaluations.analysis import written
from evalkit.evaluations.comparison import regions_compared
from evalkit.evaluations.replication import replicate
from evalkit.inference import benjamini_hochberg, beta_binomial, funnel_limits
from evalkit.language import format_number
from evalkit.study import open_study

DEMO = open_study("demo")


def test_a_funnel_tells_how_many_lie_outside_and_how_many_chance_puts_there():
    funnel = funnel_limits([1, 10, 11, 9], [20, 20, 20, 20], limits="integer")
    assert funnel.table["outside"].ne("").sum() == 1
    chance = format_number(funnel.dispersion_p, "nl", digits=3)
    assert "1 van 4 plaatsen buiten de 95%-grenzen, door toeval verwacht 0,2" in (
        funnel.in_language("nl")
    )
    assert funnel.in_language("nl").endswith(f"p = {chance}")
    assert "1 of 4 places outside the 95% limits" in funnel.in_language("en")


def test_a_pooled_model_tells_the_mean_and_what_a_new_place_may_have():
    pooled = beta_binomial([4, 10, 11, 9], [20, 20, 20, 20])
    for language in ("nl", "en"):
        line = pooled.in_language(language)
        assert pooled.mean.in_language(language) in line
        assert pooled.prediction.in_language(language) in line


def test_without_data_the_line_is_the_reason():
    for empty in (funnel_limits([], []), beta_binomial([], [])):
        assert empty.reason.nl in empty.in_language("nl")
        assert written(empty, "nl")


def test_a_table_that_stands_in_the_answer_has_no_line_of_its_own():
    assert written(benjamini_hochberg([0.01, 0.4], family="two"), "nl") == ""
    analysis = regions_compared(DEMO)
    assert len(analysis.results) == 12  # four questions: a funnel, a model and a table each
    lines = analysis.in_language("en").splitlines()
    assert len(lines) == 1 + len(analysis.statements) + 8


def test_an_answer_is_shown_by_name_where_html_is_not():
    analysis = regions_compared(DEMO)
    assert repr(analysis) == f"Analysis(tsd-2020: regions_compared, {len(analysis.table)} rows)"


def test_replication_of_one_evaluation_holds_only_its_claims():
    every = replicate(DEMO).table["claim"]
    own = replicate(DEMO, evaluation="aef-2020").table["claim"]
    assert list(own) == [name for name in every if name.startswith("C")]
    assert 0 < len(own) < len(every)
