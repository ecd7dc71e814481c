"""Two parties, the same question: how far Veilig Thuis and the local team see the same."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import pandas as pd

from evalkit.errors import ParameterError, unknown_name
from evalkit.inference.marginal_homogeneity import stuart_maxwell_test
from evalkit.inference.proportions import wilson_interval
from evalkit.inference.sampled import CENSUS, check_selection, selection_warnings
from evalkit.inference.sign_test import sign_test
from evalkit.inference.unit_table import TableResult
from evalkit.language import Text
from evalkit.reliability import cohen_kappa
from evalkit.reliability.measurements import check_level
from evalkit.results import NAN
from evalkit.schemes import MISSING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evalkit.results import Selection

#: Columns of the table that `dyad_congruence` makes, in order.
DYAD_COLUMNS: Final = (
    "item", "pairs", "only_first", "only_second", "same", "same_share", "same_low", "same_high",
    "kappa", "kappa_low", "kappa_high", "difference", "difference_low", "difference_high",
    "first_higher", "second_higher", "sign_p", "homogeneity_p", "rosier", "reason_nl", "reason_en",
)  # fmt: skip

_NO_PAIRS: Final = Text(
    "geen eenheid waarvoor beide partijen antwoordden", "no unit for which both parties answered"
)
_SAME: Final = Text(
    "beide partijen antwoordden overal hetzelfde", "both parties gave the same answer everywhere"
)
_SPLIT: Final = Text(
    "waar een partij binnen een eenheid verdeeld antwoordde, telt het middelste antwoord, en bij "
    "twee middelste het laagste",
    "where a party was divided within a unit its middle answer counts, of two the lower",
)


class _Pairs(NamedTuple):
    """Steps on the scale per unit, first and second party; NaN where one did not answer."""

    frame: pd.DataFrame
    divided: bool


def dyad_congruence(
    answers: pd.DataFrame,
    *,
    levels: Mapping[str, Sequence[str]],
    parties: tuple[str, str] = ("VT", "team"),
    by: str | Sequence[str] = ("region", "municipality", "wave"),
    level: float = 0.95,
    frame: str = "",
    selection: Selection = "unknown",
) -> TableResult:
    """Compare the answers of two parties to the same items about the same units.

    Parameters
    ----------
    answers : DataFrame
        The table `answers` of a study: party, item, value, and the columns of `by`.
    levels : mapping of str to sequence of str
        Per item its levels from least to most favourable; items that are not named are left out.
        For an item of a scheme: ``[level.value for level in item.levels]``.
    parties : tuple of str
        The two parties, as written in `answers`.
    by : str or sequence of str
        Columns that say what an answer is about; both parties must have answered about the same.
        Missing values are a value of their own (a region without municipality).
    level : float
        Confidence level in (0, 1).
    frame : str
        What the population is.
    selection : {"census", "random", "purposive", "unknown"}
        How the units were chosen.

    Returns
    -------
    TableResult
        One row per item: pairs, only_first, only_second (answered by one party), same with share
        and Wilson interval, quadratic weighted kappa with interval, mean difference in steps
        (second minus first) with t interval, first_higher, second_higher, p-values of the sign and
        the Stuart-Maxwell test, `rosier` (the party that is higher when the sign test is
        significant at 1 - level; else ""), reason_nl and reason_en where something is undefined.

    Raises
    ------
    ParameterError
        If a column or party does not exist, a value is no level of its item, or the parties are
        one.

    Notes
    -----
    Missing codes (nvt, nb, nr, wg) are no answers. Kappa says whether parties agree unit by unit;
    the difference and the tests whether one is rosier overall. Both are needed: two parties can
    agree closely and differ by a step everywhere. Many items make a family: see
    `benjamini_hochberg`.

    Examples
    --------
    >>> answers = pd.DataFrame(
    ...     {
    ...         "party": ["VT", "team"] * 3,
    ...         "municipality": ["A", "A", "B", "B", "C", "C"],
    ...         "item": "clear",
    ...         "value": ["yes", "partly", "yes", "yes", "partly", "no"],
    ...     }
    ... )
    >>> scale = {"clear": ["no", "partly", "yes"]}
    >>> found = dyad_congruence(answers, levels=scale, by=["municipality"]).table
    >>> int(found.loc[0, "first_higher"]), int(found.loc[0, "second_higher"])
    (2, 0)
    """
    check_level(level)
    check_selection(selection)
    by = [by] if isinstance(by, str) else list(by)
    _check(answers, levels, parties, by)
    rows, divided, about = [], False, 0
    for item, scale in levels.items():
        pairs = _pairs(answers, item, list(map(_label, scale)), parties, by)
        divided |= pairs.divided
        about = max(about, len(pairs.frame))
        rows.append({"item": item} | _congruence(pairs.frame, len(scale), parties, level))
    table = pd.DataFrame(rows, columns=list(DYAD_COLUMNS))
    warnings = selection_warnings(selection) + ((_SPLIT,) if divided else ())
    if selection == "census":
        table[
            [f"{name}_{end}" for name in ("same", "kappa", "difference") for end in ("low", "high")]
        ] = NAN
        warnings += (CENSUS,)
    return TableResult(
        name=Text(f"{parties[1]} naast {parties[0]}", f"{parties[1]} beside {parties[0]}"),
        table=table,
        n=about,
        frame=frame,
        selection=selection,
        method="pairs per unit: Wilson, weighted kappa, t, sign test, Stuart-Maxwell",
        reason=None if about else _NO_PAIRS,
        warnings=warnings,
    )


def _check(
    answers: pd.DataFrame,
    levels: Mapping[str, Sequence[str]],
    parties: tuple[str, str],
    by: Sequence[str],
) -> None:
    if not by or not isinstance(levels, Mapping):
        raise ParameterError(
            nl="dyad_congruence: geef bij by minstens één kolom en bij levels per item zijn niveaus",
            en="dyad_congruence: give at least one column for by, and for levels those of each item",
        )
    for column in ("party", "item", "value", *by):
        if column not in answers.columns:
            raise unknown_name(Text("kolom", "column"), column, answers.columns, where="answers")
    if len(set(parties)) != 2:
        raise ParameterError(
            nl=f"parties = {parties!r}: geef twee verschillende partijen",
            en=f"parties = {parties!r}: give two different parties",
        )
    known = set(answers["party"].dropna().astype(str))
    for party in parties:
        if len(answers) and party not in known:
            raise unknown_name(Text("partij", "party"), party, known, where="answers")
    for item, scale in levels.items():
        if len(scale) < 2 or len(set(scale)) < len(scale):
            raise ParameterError(
                nl=f"levels: item {item!r} heeft minstens twee verschillende niveaus nodig",
                en=f"levels: item {item!r} needs at least two different levels",
            )


def _pairs(
    answers: pd.DataFrame, item: str, scale: list[str], parties: tuple[str, str], by: list[str]
) -> _Pairs:
    mine = answers[(answers["item"].astype(str) == item) & answers["party"].isin(parties)]
    values = mine["value"].astype(object)
    answered = values.notna() & ~values.astype(str).isin(list(MISSING))
    mine, values = mine[answered], values[answered].map(_label)
    strange = sorted(set(values) - set(scale))
    if strange:
        raise unknown_name(
            Text("niveau", "level"), strange[0], scale, where=f"answers, item {item}"
        )
    steps = mine.assign(step=values.map({name: at for at, name in enumerate(scale)}).astype(float))
    empty = pd.DataFrame({"first": pd.Series(dtype=float), "second": pd.Series(dtype=float)})
    if not len(steps):
        return _Pairs(empty, divided=False)
    keys = steps[by].astype(object).where(steps[by].notna(), "")
    groups = steps["step"].groupby([*(keys[name] for name in by), steps["party"].astype(str)])
    middle = groups.quantile(0.5, interpolation="lower").unstack()
    divided = bool((groups.nunique() > 1).any())
    middle = middle.reindex(columns=list(parties))
    middle.columns = pd.Index(["first", "second"])
    return _Pairs(middle, divided=divided)


def _label(value: object) -> str:
    """Write a level; a whole number that an empty cell made 1.0 is 1 again."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _congruence(
    steps: pd.DataFrame, q: int, parties: tuple[str, str], level: float
) -> dict[str, object]:
    both = steps.dropna().astype(int)
    n = len(both)
    row: dict[str, object] = dict.fromkeys(DYAD_COLUMNS[1:], NAN)
    row |= {"pairs": n, "same": int((both["first"] == both["second"]).sum())}
    row["only_first"] = int((steps["first"].notna() & steps["second"].isna()).sum())
    row["only_second"] = int((steps["second"].notna() & steps["first"].isna()).sum())
    row |= {"first_higher": 0, "second_higher": 0, "rosier": "", "reason_nl": "", "reason_en": ""}
    if not n:
        return row | {"reason_nl": _NO_PAIRS.nl, "reason_en": _NO_PAIRS.en}
    change = (both["second"] - both["first"]).to_numpy(np.float64)
    row |= {"first_higher": int((change < 0).sum()), "second_higher": int((change > 0).sum())}
    same = wilson_interval(int(row["same"]), n, level=level)  # type: ignore[call-overload]
    row |= {"same_share": same.value, "same_low": same.low, "same_high": same.high}
    kappa = cohen_kappa(both, levels=list(range(q)), weights="quadratic", level=level)
    row |= {"kappa": kappa.value, "kappa_low": kappa.low, "kappa_high": kappa.high}
    low, high = _mean_ends(change, level)
    row |= {"difference": float(change.mean()), "difference_low": low, "difference_high": high}
    sign = sign_test(both["first"], both["second"])
    table = np.zeros((q, q), dtype=np.int64)
    np.add.at(table, (both["first"].to_numpy(), both["second"].to_numpy()), 1)
    row |= {"sign_p": sign.p_value, "homogeneity_p": stuart_maxwell_test(table).p_value}
    if sign.p_value < 1 - level:
        row["rosier"] = parties[int((change > 0).sum() > (change < 0).sum())]
    reason = kappa.reason or (_SAME if sign.reason else None)
    return row | ({"reason_nl": reason.nl, "reason_en": reason.en} if reason else {})


def _mean_ends(
    change: np.ndarray[tuple[int], np.dtype[np.float64]], level: float
) -> tuple[float, float]:
    from scipy.stats import t as t_law

    n = len(change)
    if n < 2 or np.ptp(change) == 0:
        return NAN, NAN
    half = float(t_law.isf((1 - level) / 2, n - 1)) * float(change.std(ddof=1)) / math.sqrt(n)
    return float(change.mean()) - half, float(change.mean()) + half
