import inspect

import pytest

import evalkit.evaluations
from evalkit.errors import ParameterError
from evalkit.evaluations.catalogue import EVALUATIONS, evaluate
from evalkit.evaluations.display import analysis_csv, analysis_html, analysis_json, analysis_text
from evalkit.schemes import scheme_names
from evalkit.study import open_study

QUESTIONS = [(name, ask) for name, (_, asked) in EVALUATIONS.items() for ask in asked]


@pytest.mark.parametrize(("name", "ask"), QUESTIONS, ids=lambda part: getattr(part, "__name__", ""))
def test_every_question_is_asked_alike_and_answers_to_its_name(name, ask, make_study):
    parameters = inspect.signature(ask).parameters
    assert list(parameters)[:4] == ["study", "region", "municipality", "wave"]
    assert all(p.default is None for p in list(parameters.values())[1:4])
    answer = ask(make_study(waves=()))
    assert (answer.name, answer.evaluation) == (ask.__name__, name)
    assert answer.reason is not None
    assert ask.__name__ in evalkit.evaluations.__all__


def test_each_scheme_has_its_evaluation():
    assert set(EVALUATIONS) == {*scheme_names(), "context"}


def test_all_questions_leave_out_what_the_study_does_not_use(make_study, places):
    study = make_study(places, schemes=["aef-2020"])
    assert {answer.evaluation for answer in evaluate(study)} == {"aef-2020"}
    # Asked for by name they say why there is no answer.
    asked = evaluate(study, evaluation="regioaanpak-2016")
    assert [answer.reason is not None for answer in asked] == [True, True]


def test_a_mistyped_name_gets_the_nearest(make_study, places):
    study = make_study(places)
    with pytest.raises(ParameterError, match="did you mean 'tsd-2020'"):
        evaluate(study, evaluation="tsd-202")
    with pytest.raises(ParameterError, match="did you mean 'Regio A'"):
        evaluate(study, region="Regio AA")


@pytest.mark.slow
@pytest.mark.parametrize("where", [{}, {"region": "VT93"}, {"municipality": "GM9009"}], ids=str)
def test_every_answer_on_the_demonstration_study_can_be_shown_in_every_form(where):
    study = open_study("demo")
    answers = evaluate(study, **where)
    assert len(answers) == len(QUESTIONS)
    for answer in answers:
        assert (answer.reason is None) == bool(len(answer.table))
        for language in ("nl", "en"):
            assert analysis_html(answer, language)
            assert analysis_json(answer, language)["rows"] == [] or answer.reason is None
            assert analysis_text(answer, language, width=60)
    assert analysis_csv(answers, "nl").count("\n") > 100
