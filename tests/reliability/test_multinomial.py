"""Weights of resampled patterns have exactly the multinomial law, by every route."""

from __future__ import annotations

from itertools import permutations, product

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from evalkit.reliability import multinomial
from evalkit.reliability.krippendorff import alpha_statistic
from evalkit.reliability.multinomial import multinomial_weights
from evalkit.reliability.ratings import read_ratings
from evalkit.reliability.uncertainty import by_cluster, draw_replicates

COUNTS = np.array([400, 1, 30, 0, 250, 7, 90])
ROUTES = {
    "one common pattern": lambda counts: multinomial._shared_out(counts, 1),
    "two common patterns": lambda counts: multinomial._shared_out(counts, 2),
    "all patterns common": lambda counts: multinomial._shared_out(counts, len(counts)),
    "topped up": multinomial._topped_up,
}


@pytest.fixture(params=ROUTES)
def route(request):
    return ROUTES[request.param]


@pytest.fixture
def drawn(route):
    draw, _ = route(COUNTS)
    return draw(8000, np.random.default_rng(5)).T


def test_every_row_holds_all_units(drawn):
    assert (drawn.sum(axis=1) == COUNTS.sum()).all()
    assert (drawn >= 0).all()
    assert (drawn == np.rint(drawn)).all()
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


@pytest.mark.parametrize("counts", [[3, 2, 1], [1, 1, 1, 1, 1], [2, 2, 2]])
def test_every_way_to_resample_a_few_units_has_its_chance(monkeypatch, route, counts):
    """A law is more than its moments: all outcomes of five or six units, chi-square."""
    monkeypatch.setattr(multinomial, "_SLACK", 1.0)  # units to top up, and rows above n
    n, size = sum(counts), 60_000
    draw, _ = route(np.array(counts))
    rows = draw(size, np.random.default_rng(7)).T.astype(int)
    ways = [way for way in product(range(n + 1), repeat=len(counts)) if sum(way) == n]
    expected = stats.multinomial.pmf(ways, n, np.array(counts) / n) * len(rows)
    place = (n + 1) ** np.arange(len(counts))
    found = np.bincount(rows @ place, minlength=(n + 1) ** len(counts))[np.array(ways) @ place]
    assert found.sum() == len(rows) > size // 8
    chi = ((found - expected) ** 2 / expected).sum()
    assert stats.chi2.sf(chi, len(ways) - 1) > 1e-4


@pytest.mark.parametrize("slots", [1 << 5, multinomial._SLOTS])
def test_tables_hold_the_poisson_law_to_rounding(monkeypatch, slots):
    """Not by drawing: the chance of every value, summed over its slots and what they leave over."""
    monkeypatch.setattr(multinomial, "_SLOTS", slots)
    means = np.array([0.3, 4.7, 60.0, 60.0, 2500.5])
    poissons = multinomial._Poissons(means)
    assert (np.diff(poissons.table) == [1, 1, 0, 1]).all()
    first = np.append(0, poissons.last[:-1] + 1)
    for table, mean in enumerate(np.unique(means)):
        own = slice(first[table], poissons.last[table] + 1)
        values, rest = poissons.values[own], poissons.rest[own] - 2 * table
        slot = poissons.slots[table * slots : (table + 1) * slots]
        chance = (slot == values[:, None]).mean(axis=1)
        chance += (slot < 0).mean() * np.diff(rest, prepend=0)
        assert chance == pytest.approx(stats.poisson.pmf(values, mean), abs=1e-13)
        assert chance.sum() == pytest.approx(1, abs=1e-13)


@pytest.mark.parametrize("slots", [1 << 5, multinomial._SLOTS])
def test_draws_follow_their_tables(monkeypatch, slots):
    monkeypatch.setattr(multinomial, "_SLOTS", slots)
    monkeypatch.setattr(multinomial, "_PER_SLOT", (1 << 16) // slots)
    monkeypatch.setattr(multinomial, "_CHUNK_CELLS", 50_000)  # chunks that split the patterns
    means = np.array([60.0, 0.3, 2500.5, 60.0])
    drawn = multinomial._Poissons(means).draw(20_000, np.random.default_rng(3))
    assert np.abs(np.corrcoef(drawn) - np.eye(4)).max() < 4.5 / 20_000**0.5
    for row, mean in zip(drawn, means, strict=True):
        law = stats.poisson(mean)
        edges = np.unique(law.ppf(np.linspace(0.02, 0.98, 25)))
        expected = np.diff(np.concatenate([[0], law.cdf(edges), [1]])) * len(row)
        found = np.bincount(np.searchsorted(edges, row), minlength=len(edges) + 1)
        chi = ((found - expected) ** 2 / expected).sum()
        assert stats.chi2.sf(chi, len(edges)) > 1e-4


def test_the_route_fits_the_counts():
    many = np.arange(1, 60) ** 3
    assert 0 < multinomial._cheapest(many, 10_000) < 20
    assert multinomial._cheapest(many, 2) == len(many)  # tables would not pay
    assert multinomial._cheapest(np.ones(5000, int), 1000) == 0
    assert multinomial._cheapest(np.array([7, 2]), 1000) > 0  # too few units to stay below


@pytest.mark.parametrize(
    "counts",
    [np.ones(500, int), np.array([5]), np.full(3, 10**6), COUNTS, np.arange(1, 60) ** 3],
)
def test_blocks_add_up_to_the_replicates_asked_for_and_repeat(monkeypatch, counts):
    monkeypatch.setattr(multinomial, "_BLOCK_CELLS", 1 << 13)
    rows = list(multinomial_weights(counts, 1234, np.random.default_rng(1)))
    assert len(rows) > 1 or len(counts) < 10
    assert sum(len(block) for block in rows) == 1234
    assert all((block.sum(axis=1) == counts.sum()).all() for block in rows)
    again = multinomial_weights(counts, 1234, np.random.default_rng(1))
    assert all((a == b).all() for a, b in zip(rows, again, strict=True))
    other = next(multinomial_weights(counts, 1234, np.random.default_rng(2)))
    assert len(counts) == 1 or not (rows[0][:9] == other[:9]).all()


@pytest.fixture(scope="module", params=[1, 4])
def resampled(request):
    """Ratings, the documents of some units each, and alphas of documents drawn one by one."""
    rng = np.random.default_rng(11)
    truth = rng.integers(0, 3, (300, 1))
    codes = np.where(rng.random((300, 3)) < 0.6, truth, rng.integers(0, 3, (300, 3)))
    codes[rng.random((300, 3)) < 0.2] = -1
    codes = codes[(codes >= 0).sum(axis=1) >= 2]
    documents = np.arange(len(codes)) // request.param
    together = coincidences(codes)
    of_document = np.array([together[documents == d].sum(axis=0) for d in np.unique(documents)])
    size = len(of_document)
    naive = [alpha_of(of_document[rng.integers(0, size, size)].sum(axis=0)) for _ in range(6000)]
    return read_ratings(pd.DataFrame(codes).mask(codes < 0)), documents, np.array(naive)


@pytest.mark.parametrize("route", [*ROUTES, "cheapest"])
def test_the_bootstrap_of_alpha_is_that_of_whole_units(monkeypatch, resampled, route):
    ratings, documents, naive = resampled
    statistic = alpha_statistic(ratings)
    if documents[-1] + 1 < ratings.n:
        statistic = by_cluster(statistic, ratings.row_of_unit, documents)
    if route != "cheapest":
        common = [1, 2, len(statistic.counts), 0][list(ROUTES).index(route)]
        monkeypatch.setattr(multinomial, "_cheapest", lambda *_: common)
    drawn = draw_replicates(statistic, 6000, 1)
    assert stats.ks_2samp(drawn, naive).pvalue > 1e-3
    assert drawn.mean() == pytest.approx(naive.mean(), abs=6.4 * naive.std() / len(naive) ** 0.5)
    tails = [0.025, 0.975]
    share = stats.percentileofscore(drawn, np.quantile(naive, tails), kind="mean") / 100
    assert share == pytest.approx(tails, abs=0.013)


def coincidences(codes):
    """Return per unit the table of its pairs of codings, each over its codings minus 1."""
    together = np.zeros((len(codes), 3, 3))
    for a, b in permutations(range(codes.shape[1]), 2):
        unit = np.flatnonzero((codes[:, a] >= 0) & (codes[:, b] >= 0))
        share = 1 / ((codes[unit] >= 0).sum(axis=1) - 1)
        np.add.at(together, (unit, codes[unit, a], codes[unit, b]), share)
    return together


def alpha_of(together):
    totals = together.sum(axis=1)
    n = totals.sum()
    observed = n - np.trace(together)
    return 1 - (n - 1) * observed / (n * n - totals @ totals)
