"""The judgement of single values: what is missing, what is hidden, what is left after rounding.

No message here ever holds the value it is about.
"""

from __future__ import annotations

import math
from numbers import Real
from statistics import NormalDist
from typing import TYPE_CHECKING, Any

from evalkit.disclosure.released import (
    MISSING_WORDS,
    SEAL,
    ReleasedEstimate,
    ReleasedNumber,
    ReleasedRange,
    ReleasedResult,
    ReleasedShare,
)
from evalkit.errors import DisclosureError
from evalkit.results import NAN, Estimate, Result

if TYPE_CHECKING:
    from evalkit.disclosure.policy import Policy
    from evalkit.language import Text

_CLAIM_STEPS = 20  # under protection a claimed range is widened to whole twentieths (5 points)


def missing_kind(value: Any) -> str | None:
    """Return the kind of missing, or None when there is a value.

    Parameters
    ----------
    value : object
        A cell as it was read.

    Returns
    -------
    str or None
        A key of `MISSING_WORDS`.
    """
    import pandas as pd

    if isinstance(value, str):
        code = value.strip()
        return code if code in MISSING_WORDS else None
    return "unknown" if pd.isna(value) is True else None


def judge_number(policy: Policy, value: object, what: Text) -> ReleasedNumber:
    """Round or hide one number.

    Parameters
    ----------
    policy : Policy
        What is allowed.
    value : object
        The raw number, or a code for missing.
    what : Text
        What it is, for the record.

    Returns
    -------
    ReleasedNumber
        Without the raw number.
    """
    missing = missing_kind(value)
    kept: float | None = NAN
    if missing is None:
        number = _number(value, what)
        kept = number if policy.passes else policy.rounded(_whole(number, what))
    return ReleasedNumber(
        what=what,
        profile=policy.name,
        missing=missing,
        hidden=kept is None,
        value=NAN if kept is None else kept,
        seal=SEAL,
    )


def judge_share(
    policy: Policy, k: object, n: object, what: Text, level: float | None
) -> ReleasedShare:
    """Make a share from the judged counts, or hide it.

    Parameters
    ----------
    policy : Policy
        What is allowed.
    k, n : object
        The raw counts, or codes for missing.
    what : Text
        What it is, for the record.
    level : float or None
        Confidence level in (0, 1); None for no interval.

    Returns
    -------
    ReleasedShare
        Without the raw counts.
    """
    missing = missing_kind(n) or missing_kind(k)
    if missing is not None:
        return ReleasedShare(what=what, profile=policy.name, missing=missing, seal=SEAL)
    part, whole = _whole(_number(k, what), what), _whole(_number(n, what), what)
    if part > whole:
        raise DisclosureError(
            nl=f"{what.nl}: het deel is groter dan het geheel",
            en=f"{what.en}: the part is larger than the whole",
        )
    shown_part, shown_whole = policy.rounded(part), policy.rounded(whole)
    rest = policy.rounded(whole - part)
    if shown_part is None or shown_whole is None or rest is None:
        return ReleasedShare(what=what, profile=policy.name, hidden=True, n=shown_whole, seal=SEAL)
    if shown_whole == 0:  # only where zero may be shown
        return ReleasedShare(what=what, profile=policy.name, missing="nvt", k=0, n=0, seal=SEAL)
    value = shown_part / shown_whole
    if max(value, 1 - value) > policy.group_share:
        return ReleasedShare(what=what, profile=policy.name, hidden=True, n=shown_whole, seal=SEAL)
    low, high = (NAN, NAN) if level is None else _wilson(shown_part, shown_whole, level)
    return ReleasedShare(
        what=what,
        profile=policy.name,
        value=value,
        k=shown_part,
        n=shown_whole,
        low=low,
        high=high,
        level=NAN if level is None else level,
        seal=SEAL,
    )


def judge_estimate(policy: Policy, estimate: Estimate, what: Text) -> ReleasedEstimate:
    """Pass an estimate, or make it anew from the judged counts, or hide it.

    Parameters
    ----------
    policy : Policy
        What is allowed.
    estimate : Estimate
        The raw estimate.
    what : Text
        What it is, for the record.

    Returns
    -------
    ReleasedEstimate
        The same estimate only if the policy passes everything.
    """
    kept = estimate if policy.passes else _remade(policy, estimate, what)
    return ReleasedEstimate(
        what=what, profile=policy.name, hidden=kept is None, estimate=kept, seal=SEAL
    )


def judge_result(policy: Policy, result: Result, what: Text) -> ReleasedResult:
    """Pass a result, or hide it where the policy does not pass everything.

    Parameters
    ----------
    policy : Policy
        What is allowed.
    result : Result
        The raw result.
    what : Text
        What it is, for the record.

    Returns
    -------
    ReleasedResult
        With the result only if the policy passes everything.
    """
    if not isinstance(result, Result):
        raise DisclosureError(
            nl=f"{what.nl}: dit is geen uitkomst van evalkit; neem voor getallen count, share of "
            "table",
            en=f"{what.en}: this is no result of evalkit; take count, share or table for numbers",
        )
    kept = result if policy.passes else None
    return ReleasedResult(
        what=what, profile=policy.name, hidden=kept is None, result=kept, seal=SEAL
    )


def judge_range(policy: Policy, low: float, high: float, what: Text) -> ReleasedRange:
    """Pass a claimed range, widened to steps of five points under protection.

    Parameters
    ----------
    policy : Policy
        What is allowed.
    low, high : float
        Shares in [0, 1], or both NaN.
    what : Text
        What it is, for the record.

    Returns
    -------
    ReleasedRange
        At least as wide as what was given.
    """
    missing = "nvt" if math.isnan(low) and math.isnan(high) else None
    if missing is None:
        if not 0 <= low <= high <= 1:
            raise DisclosureError(
                nl=f"{what.nl}: dit is geen bereik van aandelen tussen 0 en 1",
                en=f"{what.en}: this is no range of shares between 0 and 1",
            )
        if not policy.passes:
            low = math.floor(low * _CLAIM_STEPS) / _CLAIM_STEPS
            high = math.ceil(high * _CLAIM_STEPS) / _CLAIM_STEPS
    return ReleasedRange(
        what=what,
        profile=policy.name,
        missing=missing,
        low=float(low),
        high=float(high),
        seal=SEAL,
    )


def _remade(policy: Policy, estimate: Estimate, what: Text) -> Estimate | None:
    k, n = estimate.k, estimate.n
    undefined = math.isnan(estimate.value)
    if not undefined and (k is None or n == 0 or not math.isclose(k / n, estimate.value)):
        raise DisclosureError(
            nl=f"{what.nl}: is berekend uit niet-afgeronde gegevens en mag onder profiel "
            f"{policy.name!r} niet naar buiten; geef het aantal en het totaal",
            en=f"{what.en}: is made from unrounded data and may not go out under profile "
            f"{policy.name!r}; give the count and the total",
        )
    # An interval for clustered units cannot be made from two counts; Wilson's would be too narrow.
    has_interval = not math.isnan(estimate.low) and estimate.clusters is None
    level = estimate.level if has_interval else None
    share = None if undefined else judge_share(policy, k, n, what, level)
    if share is None or share.hidden or share.n is None:
        return None
    made = f"rounded to {policy.base}"
    return Estimate(
        name=what,
        value=share.value,
        low=share.low,
        high=share.high,
        level=estimate.level,
        n=share.n,
        k=share.k,
        selection=estimate.selection,
        scale="share",
        method=f"Wilson interval, counts {made}" if has_interval else f"proportion, counts {made}",
    )


def _number(value: object, what: Text) -> float:
    if isinstance(value, bool) or not isinstance(value, Real) or not math.isfinite(value):
        raise DisclosureError(
            nl=f"{what.nl}: een waarde is geen getal en ook geen code voor ontbrekend",
            en=f"{what.en}: a value is neither a number nor a code for missing",
        )
    number = float(value)
    return int(number) if number.is_integer() else number


def _whole(number: float, what: Text) -> int:
    if number < 0 or not isinstance(number, int):
        raise DisclosureError(
            nl=f"{what.nl}: een aantal is geen geheel getal van ten minste 0",
            en=f"{what.en}: a count is not a whole number of at least 0",
        )
    return number


def _wilson(k: int, n: int, level: float) -> tuple[float, float]:
    if not 0 < level < 1:
        raise DisclosureError(
            nl="een betrouwbaarheidsniveau ligt tussen 0 en 1",
            en="a confidence level lies between 0 and 1",
        )
    z2 = NormalDist().inv_cdf((1 + level) / 2) ** 2
    centre = (k + z2 / 2) / (n + z2)
    half = math.sqrt(z2) / (n + z2) * math.sqrt(k * (n - k) / n + z2 / 4)
    # The ends are exact at none and at all; floating point would miss them by a hair.
    return (0.0 if k == 0 else centre - half), (1.0 if k == n else centre + half)
