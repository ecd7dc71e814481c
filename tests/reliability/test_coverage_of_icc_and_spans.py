"""Do the intervals of the ICCs and of u-alpha hold the true value? (table in docs/reliability.md)"""

from functools import cache

import numpy as np
import pandas as pd
import pytest

from evalkit.reliability import alpha_unitizing, icc

UNITS, CODERS = 30, 4
SPREAD = {"unit": 1.0, "coder": 0.5, "error": 0.8}  # standard deviations
TRUE = {
    "ICC1": 1.0 / (1.0 + 0.8**2),
    "ICC2": 1.0 / (1.0 + 0.5**2 + 0.8**2),
    "ICC3": 1.0 / (1.0 + 0.8**2),
}
SAMPLES = {"icc": 600, "u-alpha": 200}


def draw_ratings(rng, form):
    """ICC1: coders differ per unit; ICC2: drawn anew per sample; ICC3: always the same four."""
    unit = rng.normal(0, SPREAD["unit"], (UNITS, 1))
    error = rng.normal(0, SPREAD["error"], (UNITS, CODERS))
    coder = {
        "ICC1": np.zeros((1, CODERS)),
        "ICC2": rng.normal(0, SPREAD["coder"], (1, CODERS)),
        "ICC3": np.array([[-0.6, -0.2, 0.1, 0.7]]),
    }[form]
    return unit + coder + error


def icc_coverage(form):
    rng, held = np.random.default_rng(11), 0
    truth = TRUE[form[:4]]
    if form.endswith("k"):
        truth = CODERS * truth / (1 + (CODERS - 1) * truth)
    for _ in range(SAMPLES["icc"]):
        found = icc(draw_ratings(rng, form[:4]), form=form)
        held += found.low <= truth <= found.high
    return held / SAMPLES["icc"]


@pytest.mark.slow
@pytest.mark.parametrize("form", ["ICC1", "ICC2", "ICC3", "ICC1k", "ICC2k", "ICC3k"])
def test_intervals_of_the_iccs_hold_the_true_value(form):
    assert 0.925 <= icc_coverage(form) <= 0.975  # three Monte-Carlo errors around 0.95


def draw_spans(rng, documents):
    """Two coders mark the same passages a few positions apart; some documents are hard."""
    rows = []
    for document in range(documents):
        off, wrong = (2, 0.1) if rng.random() < 0.6 else (8, 0.4)
        for passage in range(4):
            start, level = 30 * passage + int(rng.integers(0, 6)), rng.choice(["x", "y"])
            for coder in "ab":
                begin = max(start + int(rng.integers(-off, off + 1)), 30 * passage)
                other = "y" if level == "x" else "x"
                given = other if rng.random() < wrong else level
                rows.append((document, coder, begin, min(begin + 12, 30 * passage + 30), given))
    frame = pd.DataFrame(rows, columns=["document", "coder", "start", "end", "level"])
    return frame, dict.fromkeys(range(documents), 120)


@cache
def true_alpha(form):
    spans, length = draw_spans(np.random.default_rng(1), 4000)
    return alpha_unitizing(spans, length=length, form=form, replicates=0).value


@pytest.mark.slow
@pytest.mark.parametrize("form", ["u", "|u", "cu"])
def test_intervals_over_documents_hold_the_true_alpha_of_spans(form):
    rng, held = np.random.default_rng(5), 0
    for seed in range(SAMPLES["u-alpha"]):
        spans, length = draw_spans(rng, 30)
        found = alpha_unitizing(spans, length=length, form=form, replicates=400, seed=seed)
        held += found.low <= true_alpha(form) <= found.high
    # Percentiles of 30 documents are a little narrow; three Monte-Carlo errors are 0.05.
    assert 0.88 <= held / SAMPLES["u-alpha"] <= 0.99
