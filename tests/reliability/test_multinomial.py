"""Weights of resampled patterns have exactly the multinomial law, by every route."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from evalkit.reliability import multinomial
from evalkit.reliability.multinomial import multinomial_weights

COUNTS = np.array([400, 1, 30, 0, 250, 7, 90])
ROUTES = {
    "by unit": multinomial._by_unit,
    "by pattern": multinomial._by_pattern,
    "topped up": multinomial._topped_up,
}


@pytest.fixture(params=ROUTES)
def drawn(request):
    return ROUTES[request.param](COUNTS, 4000, np.random.default_rng(5))


def test_every_row_holds_all_units(drawn):
    assert (drawn.sum(axis=1) == COUNTS.sum()).all()
    assert (drawn >= 0).all()
    assert (drawn[:, COUNTS == 0] == 0).all()


def test_means_and_covariances_are_those_of_the_multinomial(drawn):
    n = COUNTS.sum()
    share = COUNTS / n
    exact = n * (np.diag(share) - np.outer(share, share))
    error = np.sqrt((np.outer(np.diag(exact), np.diag(exact)) + exact**2) / len(drawn))
    assert (np.abs(drawn.mean(axis=0) - COUNTS) <= 4.5 * np.sqrt(np.diag(exact) / len(drawn))).all()
    assert (np.abs(np.cov(drawn.T) - exact) <= 4.5 * error + 1e-9).all()


def test_each_weight_is_binomial(drawn):
    n = int(COUNTS.sum())
    for column, count in zip(drawn.T, COUNTS, strict=True):
        law = stats.binom(n, count / n)
        edges = np.unique(law.ppf(np.linspace(0.05, 0.95, 8)))
        expected = np.diff(np.concatenate([[0], law.cdf(edges), [1]])) * len(column)
        found = np.bincount(np.searchsorted(edges, column), minlength=len(edges) + 1)
        kept = expected > 5
        if kept.sum() > 1:
            chi = ((found[kept] - expected[kept]) ** 2 / expected[kept]).sum()
            assert stats.chi2.sf(chi, kept.sum() - 1) > 1e-4


@pytest.mark.parametrize("counts", [np.ones(50, int), np.array([5]), np.full(3, 10**6), COUNTS])
def test_blocks_add_up_to_the_replicates_asked_for(counts):
    rows = list(multinomial_weights(counts, 1234, np.random.default_rng(1)))
    assert sum(len(block) for block in rows) == 1234
    assert all((block.sum(axis=1) == counts.sum()).all() for block in rows)


def test_units_that_are_too_many_to_list_are_found_by_their_place(monkeypatch):
    listed = multinomial._draw_units(COUNTS, np.array([500, 3]), np.random.default_rng(2))
    monkeypatch.setattr(multinomial, "_LISTED", 10)
    placed = multinomial._draw_units(COUNTS, np.array([500, 3]), np.random.default_rng(2))
    assert (listed == placed).all()
