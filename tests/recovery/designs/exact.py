"""Coverage that needs no draws: summed over all counts, at all true shares."""

from __future__ import annotations

import numpy as np
from scipy.stats import binom, hypergeom

from evalkit import inference as inf

SHARES = np.linspace(0.02, 0.98, 97)
OF = ((6, 26), (14, 355), (18, 355), (22, 35))


def _held(intervals, chance, truth):
    low, high = (np.array([[getattr(one, end)] for one in intervals]) for end in ("low", "high"))
    return (chance * ((low <= truth + 1e-12) & (truth <= high + 1e-12))).sum(axis=0)


def share_coverage(interval, n):
    """Return the coverage of an interval of a share at 97 true shares."""
    chance = binom.pmf(np.arange(n + 1)[:, None], n, SHARES)
    return _held([interval(k, n) for k in range(n + 1)], chance, SHARES)


def count_coverage(n, population, **options):
    """Return the coverage of the hypergeometric interval at every count of the population."""
    having = np.arange(population + 1)
    chance = hypergeom.pmf(np.arange(n + 1)[:, None], population, having, n)
    found = [inf.hypergeometric_interval(k, n, population, **options) for k in range(n + 1)]
    return _held(found, chance, having)


def exact_rows():
    """Return (method, design, coverage at each truth) of every exact design."""
    rows = []
    for n, population in OF:
        design = f"{n} of {population}"
        rows.append(("`hypergeometric_interval`", design, count_coverage(n, population)))
        wang = count_coverage(n, population, method="wang")
        rows.append(("`hypergeometric_interval`, Wang", design, wang))
    for interval in (inf.wilson_interval, inf.clopper_pearson_interval, inf.midp_interval):
        rows += [
            (f"`{interval.__name__}`", f"n = {n}", share_coverage(interval, n))
            for n in (6, 14, 18, 22)
        ]
    return rows
