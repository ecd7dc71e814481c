"""The alpha family for unitizing against the definitions of the paper, written out position by position."""

import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evalkit.errors import ParameterError
from evalkit.reliability import (
    alpha_unitizing,
    alpha_unitizing_2004,
    alpha_unitizing_per_level,
    gamma,
)

COLUMNS = ["coder", "start", "end", "level"]


def by_definition(spans, length):
    """u, |u, cu and (k)u of Krippendorff et al. (2016), equations 1-13, from lists of positions."""
    coders, levels = sorted({s[0] for s in spans}), sorted({s[3] for s in spans})
    m, q = len(coders), len(levels)
    at = {c: [0] * length for c in coders}
    for coder, start, end, level in spans:
        for position in range(start, end):
            at[coder][position] = levels.index(level) + 1
    observed = np.zeros((q + 1, q + 1))
    for one, two in itertools.permutations(coders, 2):
        for position in range(length):
            observed[at[one][position], at[two][position]] += 1 / (m - 1)
    own, shared = np.zeros(q + 1), np.zeros(q + 1)
    for coder, start, end, level in spans:
        k = levels.index(level) + 1
        own[k] += (end - start) ** 2
        for other in coders:
            if other != coder:
                shared[k] += sum(at[other][p] > 0 for p in range(start, end)) ** 2 / (m - 1)
    own[0] = sum(row.count(0) for row in at.values())

    def expect(table, paired):
        margin = table.sum(axis=1)
        return (
            (np.outer(margin, margin) - np.diag(paired))
            * margin.sum()
            / (margin.sum() ** 2 - paired.sum())
        )

    def alpha(table, due):
        return 1 - (table.sum() - np.trace(table)) / (due.sum() - np.trace(due))

    due = expect(observed, own)
    marked, marked_due = observed[1:, 1:], expect(observed[1:, 1:], shared[1:])
    single = {
        level: 1
        - marked_due[k].sum()
        / marked[k].sum()
        * (marked[k].sum() - marked[k, k])
        / (marked_due[k].sum() - marked_due[k, k])
        for k, level in enumerate(levels)
        if marked[k].sum()
    }
    binary = 1 - observed[0, 1:].sum() / due[0, 1:].sum()
    return {
        "u": alpha(observed, due),
        "|u": binary,
        "cu": alpha(marked, marked_due),
        "(k)u": single,
    }


SPANS = [
    ("a", 2, 5, "x"), ("a", 9, 11, "x"), ("a", 12, 20, "y"), ("b", 2, 5, "x"), ("b", 7, 15, "y"),
    ("c", 2, 5, "x"), ("c", 10, 15, "y"),
]  # fmt: skip


def test_the_family_equals_its_definition_position_by_position():
    spans = pd.DataFrame(SPANS, columns=COLUMNS)
    expected = by_definition(SPANS, 20)
    for form in ("u", "|u", "cu"):
        assert alpha_unitizing(spans, length=20, form=form).value == pytest.approx(
            expected[form], abs=1e-12
        )
    table = alpha_unitizing_per_level(spans, length=20).set_index("level")["value"]
    assert table.to_dict() == pytest.approx(expected["(k)u"], abs=1e-12)


@st.composite
def coded_texts(draw):
    length = draw(st.integers(10, 60))
    spans = []
    for coder in "abc"[: draw(st.integers(2, 3))]:
        cuts = sorted(draw(st.sets(st.integers(0, length), min_size=2, max_size=8)))
        for start, end in itertools.pairwise(cuts):
            if draw(st.booleans()) or start == cuts[0]:
                spans.append((coder, start, end, draw(st.sampled_from("xyz"))))
    return spans, length


@settings(deadline=None, max_examples=60)
@given(coded_texts())
def test_any_coded_text_equals_the_definition(text):
    spans, length = text
    frame = pd.DataFrame(spans, columns=COLUMNS)
    with np.errstate(all="ignore"):
        expected = by_definition(spans, length)
    for form in ("u", "|u", "cu"):
        found = alpha_unitizing(frame, length=length, form=form)
        if np.isnan(found.value):
            assert found.reason is not None
        else:
            assert found.value == pytest.approx(expected[form], abs=1e-9)


def test_krippendorff_unitized_alpha_0_1_0_prints_the_same():
    # krippendorff-unitized-alpha 0.1.0 (2022-03), three coders, with every gap as a segment.
    spans = pd.DataFrame(SPANS, columns=COLUMNS)
    assert alpha_unitizing(spans, length=20).value == pytest.approx(0.4739130434782609, abs=1e-12)


def test_coders_who_mark_the_same_agree_perfectly():
    one = pd.DataFrame([("a", 0, 4, "x"), ("a", 6, 9, "y")], columns=COLUMNS)
    both = pd.concat([one, one.assign(coder="b")])
    for form in ("u", "|u", "cu"):
        assert alpha_unitizing(both, length=12, form=form).value == 1
    assert gamma(both, length=12).value == 1


def test_documents_are_added_and_resampled():
    rng = np.random.default_rng(1)
    rows = []
    for document in range(12):
        start = int(rng.integers(0, 20))
        rows += [(document, "a", start, start + 10, "x"), (document, "a", 60, 70, "y")]
        rows += [
            (document, "b", start + int(rng.integers(0, 5)), start + 12, "x"),
            (document, "b", 61, 70, "x"),
        ]
    spans = pd.DataFrame(rows, columns=["document", *COLUMNS])
    length = dict.fromkeys(range(12), 80)
    found = alpha_unitizing(spans, length=length)
    assert found.low < found.value < found.high
    again = alpha_unitizing(spans, length=length)
    assert (found.value, found.low, found.high) == (again.value, again.low, again.high)
    one = alpha_unitizing(spans[spans.document < 2], length={0: 80, 1: 80})
    assert np.isnan(one.low)
    assert "documents" in one.warnings[0].en


def test_a_document_nobody_marked_counts_as_agreement_on_a_gap():
    spans = pd.DataFrame(
        [("d", "a", 0, 5, "x"), ("d", "b", 1, 6, "x")], columns=["document", *COLUMNS]
    )
    alone = alpha_unitizing(spans, length={"d": 10}, form="|u").value
    assert alpha_unitizing(spans, length={"d": 10, "e": 10}, form="|u").value > alone


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([("a", 4, 4, "x")], "does not lie after start"),
        ([("a", 0, 99, "x")], "lies outside the continuum"),
        ([("a", 0, 5, "x"), ("a", 3, 8, "x")], "overlaps another span"),
        ([("a", None, 5, "x")], "is empty"),
        ([("a", "begin", 5, "x")], "is not a number"),
    ],
)
def test_a_span_that_cannot_be_used_is_named(rows, message):
    with pytest.raises(ParameterError, match=message):
        alpha_unitizing(pd.DataFrame(rows, columns=COLUMNS), length=20)


def test_a_missing_column_a_wrong_form_and_a_wrong_level_are_named():
    spans = pd.DataFrame(SPANS, columns=COLUMNS)
    with pytest.raises(ParameterError, match="no column 'level'"):
        alpha_unitizing(spans.rename(columns={"level": "levels"}), length=20)
    with pytest.raises(ParameterError, match="no form 'ku'"):
        alpha_unitizing(spans, length=20, form="ku")
    with pytest.raises(ParameterError, match="no level 'z'"):
        alpha_unitizing_2004(spans, length=20, of="z")
    with pytest.raises(ParameterError, match="no sampler"):
        gamma(spans, length=20, sampler="shufle")


@pytest.mark.parametrize(
    ("rows", "form", "why"),
    [
        ([], "u", "fewer than two coders"),
        ([("a", 0, 5, "x")], "u", "fewer than two coders"),
        ([("a", 0, 20, "x"), ("b", 0, 20, "x")], "u", "one level and no gap"),
        ([("a", 0, 5, "x"), ("b", 0, 5, "x")], "cu", "one level"),
        ([("a", 0, 5, "x"), ("b", 10, 15, "y")], "cu", "only one level"),
    ],
)
def test_undefined_is_a_reason(rows, form, why):
    found = alpha_unitizing(pd.DataFrame(rows, columns=COLUMNS), length=20, form=form)
    assert np.isnan(found.value)
    assert why in found.reason.en


def test_gamma_of_random_spans_lies_near_zero():
    rng = np.random.default_rng(3)
    values = []
    for _ in range(20):
        rows = []
        for coder in "ab":
            start = np.sort(rng.uniform(0, 900, 8))
            rows += [(coder, s, s + rng.uniform(10, 40), rng.choice(["x", "y"])) for s in start]
        values.append(gamma(pd.DataFrame(rows, columns=COLUMNS), length=1000, precision=0.1).value)
    assert abs(np.mean(values)) < 0.1


def test_gamma_forgives_a_near_miss_that_alpha_does_not():
    near = pd.DataFrame([("a", 10, 20, "x"), ("b", 12, 22, "x")], columns=COLUMNS)
    far = pd.DataFrame([("a", 10, 20, "x"), ("b", 18, 28, "x")], columns=COLUMNS)
    assert gamma(near, length=100).value > gamma(far, length=100).value
