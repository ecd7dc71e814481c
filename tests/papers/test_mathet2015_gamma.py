"""Mathet, Widlöcher and Métivier (2015), Computational Linguistics 41(3): gamma.

Disorders of the best alignment are deterministic: they are pygamma-agreement 0.5.9's (which computes
in float32), stored in DKPro's GammaAgreementFixtureTest. Gamma itself is a Monte Carlo estimate there,
from 30 draws of its statistical sampler; two of its own runs differ by up to 0.08.
"""

import pandas as pd
import pytest

from evalkit.reliability import gamma

TWO = [("1", 1, 5, "a"), ("1", 6, 10, "b"), ("1", 11, 15, "a"),
       ("2", 2, 6, "a"), ("2", 7, 11, "b"), ("2", 12, 16, "a")]  # fmt: skip
THREE = [("1", 1, 5, "a"), ("1", 10, 14, "b"), ("2", 2, 6, "a"), ("2", 11, 15, "b"),
         ("3", 1, 4, "a"), ("3", 9, 14, "c")]  # fmt: skip
WEIGHTED = [("1", 1, 5, "a"), ("1", 6, 10, "b"), ("1", 11, 15, "c"),
            ("2", 2, 7, "a"), ("2", 8, 12, "b"), ("2", 11, 15, "a")]  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "weights", "disorder", "value"),
    [
        (TWO, (1, 1), 0.0625, 0.8836),
        (THREE, (1, 1), 0.40875643491744995, 0.6588),
        (WEIGHTED, (3, 2), 1.0277777910232544, 0.2443),
    ],
)
def test_disorder_and_gamma_of_the_fixtures(rows, weights, disorder, value):
    spans = pd.DataFrame(rows, columns=["coder", "start", "end", "level"])
    for sampler in ("shuffle", "statistical"):
        found = gamma(
            spans,
            length=16,
            position_weight=weights[0],
            level_weight=weights[1],
            sampler=sampler,
            precision=0.1,
        )
        assert 1 - found.observed == pytest.approx(disorder, abs=1e-6)
        assert found.value == pytest.approx(value, abs=0.2)
        assert found.low < found.value < found.high


@pytest.mark.parametrize(
    ("rows", "disorder"),
    [
        ([("1", 1, 5, "a"), ("1", 20, 24, "b"), ("2", 2, 6, "a"), ("2", 40, 44, "b")], 1.03125),
        ([("1", 1, 5, "a"), ("1", 20, 24, "b"), ("2", 2, 6, "a"), ("2", 40, 44, "b"), ("3", 1, 4, "a")],
         1.253316307067871),
    ],
)  # fmt: skip
def test_a_span_without_counterpart_costs_what_pygamma_says(rows, disorder):
    # pygamma-agreement 0.5.9, get_best_alignment(CombinedCategoricalDissimilarity()).disorder
    spans = pd.DataFrame(rows, columns=["coder", "start", "end", "level"])
    found = gamma(spans, length=50, precision=0.5, empty_cost=1)
    assert 1 - found.observed == pytest.approx(disorder, abs=1e-6)
