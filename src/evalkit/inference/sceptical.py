"""The sceptical p-value: whether the new study convinces one who doubted the old."""

from __future__ import annotations

import math
from typing import Final, Literal, get_args

from evalkit.errors import ParameterError
from evalkit.inference.sampled import choose
from evalkit.language import Text
from evalkit.results import Test

Recalibration = Literal["golden", "nominal", "controlled"]

_GOLDEN: Final = (1 + math.sqrt(5)) / 2


def sceptical_z(original_z: float, new_z: float, *, variance_ratio: float) -> float:
    """Return the sceptical z-value of two studies, at least 0 (see `sceptical_p`)."""
    if not variance_ratio >= 0 or not math.isfinite(original_z + new_z + variance_ratio):
        raise ParameterError(
            nl="geef eindige z-waarden en een verhouding van varianties van minstens 0",
            en="give finite z-values and a ratio of variances of at least 0",
        )
    first, second = original_z**2, new_z**2
    if not first or not second:
        return 0.0
    arithmetic, harmonic = (first + second) / 2, 2 / (1 / first + 1 / second)
    # Multiplied by its conjugate, so that it also holds at a ratio of 1.
    root = math.sqrt(arithmetic * (arithmetic + (variance_ratio - 1) * harmonic))
    return math.sqrt(arithmetic * harmonic / (root + arithmetic))


def sceptical_p(
    original_z: float,
    new_z: float,
    *,
    variance_ratio: float,
    recalibration: Recalibration = "golden",
    alternative: Literal["one-sided", "two-sided"] = "one-sided",
) -> Test:
    """Test of replication success by challenging the original with a sceptical prior, Held (2020).

    Parameters
    ----------
    original_z, new_z : float
        z-values of both studies.
    variance_ratio : float
        Variance of the original estimate divided by that of the new one (about the ratio of their
        sample sizes), at least 0.
    recalibration : {"golden", "nominal", "controlled"}
        So that a just significant original needs at least the same effect; none; or so that the
        overall false positive rate is that of two significant studies.
    alternative : {"one-sided", "two-sided"}
        One-sided is in the direction of the original.

    Returns
    -------
    Test
        Small: success. `statistic` is the sceptical z before recalibration.

    Raises
    ------
    ParameterError
        If a number or option does not fit.

    References
    ----------
    .. [1] Held (2020), J. R. Statist. Soc. A 183(2), 431-448.
    .. [2] Held, Micheloud and Pawel (2022), Annals of Applied Statistics 16, 706-720.
    .. [3] Micheloud, Balabdaoui and Held (2023), Statistica Neerlandica 77, 573-591.

    Examples
    --------
    >>> round(sceptical_p(2.58, 2.33, variance_ratio=2).p_value, 4)
    0.0226
    """
    from scipy.stats import norm

    where = "sceptical_p"
    choose("recalibration", recalibration, get_args(Recalibration), where=where)
    choose("alternative", alternative, ("one-sided", "two-sided"), where=where)
    z = sceptical_z(original_z, new_z, variance_ratio=variance_ratio)
    if recalibration == "controlled":
        p_value = math.sqrt(_both_by_chance(z, variance_ratio))
    else:
        p_value = 2 * float(norm.sf(z * (math.sqrt(_GOLDEN) if recalibration == "golden" else 1)))
    if alternative == "one-sided":
        same = original_z * new_z > 0
        p_value = p_value / 2 if same else 1 - p_value / 2
    return Test(
        name=Text("sceptische p-waarde", "sceptical p-value"),
        statistic=z,
        p_value=p_value,
        alternative="two-sided" if alternative == "two-sided" else "greater",
        n=2,
        method=f"Held (2020), {recalibration}",
    )


def _both_by_chance(z: float, ratio: float) -> float:
    """Probability of a sceptical z-value (either sign) of at least `z` when both effects are 0."""
    from scipy.integrate import quad
    from scipy.stats import norm

    if z == 0:
        return 1.0

    def density(x: float) -> float:
        need = z * math.sqrt(1 + ratio / (x**2 / z**2 - 1)) if x > z else math.inf
        return 4 * float(norm.sf(need) * norm.pdf(x))

    value, _ = quad(density, z, z + 40, points=[z + 0.1, z + 1, z + 4], epsabs=1e-14, limit=200)
    return float(value)
