"""Every question to every study: nothing, one unit, one wave, no waves, all missing, the demo."""

import re
from string import Formatter

import pandas as pd
import pytest

import evalkit.evaluations as ev
from evalkit.disclosure import open_gate
from evalkit.errors import ParameterError
from evalkit.evaluations.analysis import Share
from evalkit.language import Text
from evalkit.study import open_study

QUESTIONS = [
    "agreement_content", "agreement_versions", "configurations", "file_practice", "handover_terms",
    "improvement", "judgements_again", "municipalities_compared", "norm_judgements",
    "paper_and_practice", "regions_compared", "reports_in_context", "safety_in_view", "sample",
    "two_parties", "waiting_times",
]  # fmt: skip
PLACES = [{}, {"region": "VT91"}, {"municipality": "GM9001"}]
UNITS = [
    {"unit": "GM9001@w0", "kind": "municipality", "municipality": "GM9001", "wave": "w0"},
    {"unit": "GM9001@w0-V1", "kind": "municipality-norm", "parent": "GM9001@w0"},
    {"unit": "D1", "kind": "file", "municipality": "GM9001", "wave": "w0"},
    {"unit": "D1-k1", "kind": "child", "parent": "D1"},
    {"unit": "DOC", "kind": "document", "region": "VT91", "wave": "w0", "date": "2017-05-01"},
]


def _coded(value=None):
    answers = [
        ("GM9001@w0-V1", "E4", "", "1"), ("GM9001@w0", "E2.1.1", "practice", "2"),
        ("GM9001@w0", "A6", "", "2"), ("D1", "E1.3", "practice", "ja"), ("D1", "E1.4", "", "kind"),
        ("D1-k1", "E2.5", "practice", "met"), ("DOC", "C2.1", "paper", "3"),
        ("DOC", "C2.1", "practice", "0"), ("DOC", "C2.4", "paper", "5"), ("DOC", "C0.2", "", "bestuur"),
    ]  # fmt: skip
    return [
        {"unit": unit, "item": item, "facet": facet, "value": value or own}
        for unit, item, facet, own in answers
    ]


def _tables(places):
    return places | {
        "units": UNITS,
        "handovers": [
            {"unit": "D1", "region": "VT91", "municipality": "GM9001", "sent": "2019-03-04",
             "accepted": "2019-03-06", "end": "2019-04-01", "end_reason": "einde waarneming"}
        ],
        "risks": [
            {"unit": "D1", "risk": "r1", "source": "VT", "moment": m, "date": f"2019-0{m + 3}-04",
             "in_view": seen}
            for m, seen in enumerate(("ja", "nee"))
        ],
        "answers": [
            {"respondent": f"{party}1", "party": party, "municipality": "GM9001", "region": "VT91",
             "wave": "w0", "item": "C4.4", "value": "3", "prompted": "ja"}
            for party in ("VT", "team")
        ],
        "counts": [
            {"table": "T", "measure": "M", "region": "VT91", "region_name": "Regio A",
             "region_type": "VT", "period": "2019HJ01", "value": 100, "status": "final",
             "rounding": 1, "source": "DEMO"}
        ],
        "measures": [
            {"table": "T", "measure": "M", "subject": "Meldingen", "category": "totaal",
             "unit": "count", "subject_en": "Reports", "category_en": "total"}
        ],
        "sources": [{"source": "DEMO", "title": "verzonnen"}],
    }  # fmt: skip


@pytest.fixture(params=["nothing", "places", "one unit", "uncoded", "all missing", "no waves"])
def study(request, make_study, places):
    if request.param == "nothing":
        return make_study(places)
    tables = _tables(places)
    if request.param == "places":
        return make_study({name: tables[name] for name in places})
    if request.param == "uncoded":
        return make_study(places | {"units": UNITS})
    value = "nb" if request.param == "all missing" else None
    if request.param == "no waves":
        bare = [{k: v for k, v in unit.items() if k != "wave"} for unit in UNITS]
        answers = [row | {"wave": ""} for row in tables["answers"]]
        changed = {"units": bare, "answers": answers}
        return make_study(tables | changed, {"anna": _coded()}, waves=())
    return make_study(tables, {"anna": _coded(value)})


def _holds_together(analysis):
    table = analysis.table
    assert isinstance(table, pd.DataFrame)
    if analysis.reason is not None:
        assert not len(table)
        assert not analysis.statements
        return
    assert len(table)
    labels = set(table) - set(analysis.counts) - set(analysis.derived)
    for column in table:
        assert column in analysis.titles, column
    for column in labels:
        assert table[column].map(lambda cell: isinstance(cell, Text)).all(), column
    for column in analysis.counts:
        counts = table[column].dropna()
        assert (counts >= 0).all(), column
        assert (counts % 1 == 0).all(), column
    for name, (k, n) in analysis.shares.items():
        assert {k, n} <= set(analysis.counts)
        assert name in analysis.titles
        assert (table[k] <= table[n]).all()
    assert set(analysis.derived) <= set(table)
    _statements_hold(analysis)
    for result in analysis.results:
        assert result.in_language("nl")
        assert result.in_language("en")


def _statements_hold(analysis):
    for statement in analysis.statements:
        for half in statement.text:
            fields = {name for _, name, *_ in Formatter().parse(half) if name}
            assert fields == set(statement.values)
            assert not re.search(r"(?<![\w(])\d", re.sub(r"\(\d{4}\)", "", half)), half
        for value in statement.values.values():
            if isinstance(value, Share):
                assert 0 <= value.k <= value.n
        assert statement.in_language("nl") != statement.in_language("en") or analysis.name == "x"
    for caution in analysis.cautions:
        assert not re.search(r"\d+ van \d+", caution.nl)


def _passes_the_gate(analysis, profile):
    gate = open_gate(profile)
    kept = analysis.table.drop(columns=list(analysis.derived))
    released = gate.table(
        kept, counts=analysis.counts, shares=analysis.shares, titles=analysis.titles,
        what=analysis.title,
    )  # fmt: skip
    assert len(released) == len(kept)
    for statement in analysis.statements:
        values = {
            name: gate.share(value.k, value.n, what="x") if isinstance(value, Share)
            else gate.count(value, what="x") if isinstance(value, int)
            else value
            for name, value in statement.values.items()
        }  # fmt: skip
        gate.text(statement.text, what="x", **values)


def test_a_small_study_gets_answers_or_reasons(study):
    for question in QUESTIONS:
        for where in PLACES:
            analysis = getattr(ev, question)(study, **where)
            assert analysis.name == question
            _holds_together(analysis)
            if analysis.reason is None:
                _passes_the_gate(analysis, "protected")


@pytest.fixture(scope="module")
def demo():
    return open_study("demo")


@pytest.mark.parametrize("where", [{}, {"region": "VT93"}, {"municipality": "GM9012"}])
def test_every_question_is_answered_on_the_demonstration_study(demo, where):
    for question in QUESTIONS:
        analysis = getattr(ev, question)(demo, **where)
        _holds_together(analysis)
        if question == "configurations" and where:
            assert analysis.reason is not None
            continue
        assert analysis.reason is None, question
        assert analysis.statements, question
        _passes_the_gate(analysis, "protected")


def test_a_single_wave_is_answered_too(demo):
    for question in QUESTIONS:
        _holds_together(getattr(ev, question)(demo, region="VT92", wave="w1"))


def test_a_mistyped_place_or_wave_gets_the_nearest(make_study, places):
    study = make_study(places)
    for question in QUESTIONS:
        with pytest.raises(ParameterError, match="VT9"):
            getattr(ev, question)(study, region="VT19")
        with pytest.raises(ParameterError, match="w0"):
            getattr(ev, question)(study, wave="w00")
