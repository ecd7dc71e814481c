"""Time until a safety risk drops out of view, from evaluations at moments."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pandas as pd

from evalkit.errors import ParameterError
from evalkit.inference.columns import read_numbers
from evalkit.inference.handovers import require_columns
from evalkit.inference.kaplan_meier import kaplan_meier
from evalkit.language import Text
from evalkit.results import Result

if TYPE_CHECKING:
    from evalkit.inference.survival_curve import SurvivalCurve
    from evalkit.language import Language
    from evalkit.results import Selection

_ANSWERS: Final = {
    "ja": "in", "yes": "in", "true": "in", "1": "in", "1.0": "in",
    "nee": "out", "no": "out", "false": "out", "0": "out", "0.0": "out",
    "nvt": "gone", "nb": "unknown", "nr": "unknown", "wg": "unknown", "": "unknown",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskView(Result):
    """How long safety risks stay in view.

    Attributes
    ----------
    latest : SurvivalCurve
        Each risk drops out at the moment at which it was found out of view.
    earliest : SurvivalCurve
        Each risk drops out right after the last moment at which it was seen in view. A check on
        `latest`, not a bound: a risk censored between the two dates is at risk in one curve and
        not in the other, so that the curves may cross.
    cases : DataFrame
        One row per risk: `risk, seen_until, out_at, observed, returned, moments`; `returned` says
        that it came back into view later.
    n, dropped : int
        Risks followed, and risks without one moment that tells anything.
    returned : int
        Risks that came back into view.
    """

    latest: SurvivalCurve
    earliest: SurvivalCurve
    cases: pd.DataFrame
    n: int
    dropped: int
    returned: int

    def in_language(self, language: Language) -> str:
        """Return the one line that can be pasted into a text."""
        events = self.latest.events
        median = self.latest.median().in_language(language)
        if language == "nl":
            gone, back = (
                "raakte" if events == 1 else "raakten",
                "kwam" if self.returned == 1 else "kwamen",
            )
            head = f"{events} van {self.n} risico's {gone} uit beeld, {self.returned} {back} terug"
        else:
            head = f"{events} of {self.n} risks went out of view, {self.returned} came back"
        return f"{head}; {median}"

    def __str__(self) -> str:
        return self.in_language("en")


def time_in_view(
    moments: pd.DataFrame,
    *,
    clusters: str | None = None,
    level: float = 0.95,
    population: int | None = None,
    frame: str = "",
    selection: Selection = "unknown",
) -> RiskView:
    """Follow safety risks over moments of evaluation until they drop out of view.

    Parameters
    ----------
    moments : DataFrame
        One row per risk and moment: `risk`, `time` (days or months since the handover, at least 0)
        and `in_view` (ja or nee, True or False; "nvt" when the risk no longer exists; "nb", "nr",
        "wg" or empty when it is not known).
    clusters : str or None
        Column with the file or municipality, when risks are nested.
    level : float
        Confidence level in (0, 1).
    population : int or None
        Risks that exist (N).
    frame : str
        What the population is.
    selection : {"census", "random", "purposive", "unknown"}
        How the risks were chosen.

    Returns
    -------
    RiskView
        Two curves, as the day itself lies between two evaluations: of each risk, not of the curve
        as a whole (see `RiskView`). A risk in view until its last
        moment, or until it no longer exists, is censored at the last moment it was in view.

    Raises
    ------
    ParameterError
        If a column is absent, a time is missing or negative, a moment occurs twice, or an answer
        is not known.

    Notes
    -----
    A moment of which nothing is known is passed over: it widens the stretch in which the risk may
    have dropped out. The first time out of view counts, also when the risk came back.

    Examples
    --------
    >>> seen = pd.DataFrame(
    ...     {
    ...         "risk": list("aaabbb"),
    ...         "time": [0, 90, 180] * 2,
    ...         "in_view": ["ja", "nee", "nee", "ja", "ja", "ja"],
    ...     }
    ... )
    >>> print(time_in_view(seen))
    1 of 2 risks went out of view, 0 came back; median, in view 90.00 [90.00, –], 95%-CI, n=2
    """
    require_columns(moments, ("risk", "time", "in_view", *([clusters] if clusters else [])))
    table = pd.DataFrame({"risk": moments["risk"].to_numpy()})
    table["time"] = read_numbers(moments["time"], "time")
    table["answer"] = _read_answers(moments["in_view"])
    if table["risk"].isna().any() or not (table["time"] >= 0).all():
        raise ParameterError(
            nl="bij een rij ontbreekt risk of time, of is time negatief; tel vanaf de overdracht",
            en="a row lacks risk or time, or its time is negative; count from the handover",
        )
    if table.duplicated(["risk", "time"]).any():
        raise ParameterError(
            nl="een risico heeft twee rijen op hetzelfde moment; houd er één",
            en="a risk has two rows at the same moment; keep one",
        )
    cases = _follow(table)
    used = cases[cases["moments"] > 0]
    group = None
    if clusters is not None:
        group = used["risk"].map(moments.groupby("risk")[clusters].first()).to_numpy()
    end = used["out_at"].where(used["observed"].astype(bool), used["seen_until"])
    latest, earliest = (
        kaplan_meier(
            column.to_numpy(float), used["observed"].astype(int), clusters=group, level=level,
            population=population, frame=frame, selection=selection,
            name=Text("in beeld", "in view"),
        )
        for column in (end, used["seen_until"])
    )  # fmt: skip
    return RiskView(
        latest=latest, earliest=earliest, cases=cases, n=len(used), dropped=len(cases) - len(used),
        returned=int(used["returned"].sum()),
    )  # fmt: skip


def _read_answers(values: pd.Series) -> list[str]:
    words = ["" if pd.isna(value) else str(value).strip().lower() for value in values]
    bad = [line for line, word in enumerate(words) if word not in _ANSWERS]
    if bad:
        raise ParameterError(
            nl=f"in_view, rij {bad[0] + 1}: schrijf ja, nee, nvt, nb of laat leeg",
            en=f"in_view, row {bad[0] + 1}: write ja, nee, nvt, nb or leave it empty",
        )
    return [_ANSWERS[word] for word in words]


def _follow(table: pd.DataFrame) -> pd.DataFrame:
    """Return one row per risk, in the order in which risks first appear."""
    codes, risks = pd.factorize(table["risk"])
    told = table.assign(code=codes).sort_values(["code", "time"], ignore_index=True)
    told = told[told["answer"] != "unknown"]
    # What no longer exists cannot be kept in view.
    told = told[~told["answer"].eq("gone").groupby(told["code"]).cummax()]
    out = told["answer"].eq("out").groupby(told["code"]).cummax()
    before, after = told[~out].groupby("code"), told[out]
    cases = pd.DataFrame({"risk": risks}, index=pd.RangeIndex(len(risks)))
    cases["seen_until"] = before["time"].max().reindex(cases.index, fill_value=0.0)
    cases["out_at"] = after.groupby("code")["time"].min().reindex(cases.index)
    cases["observed"] = cases["out_at"].notna()
    cases["returned"] = cases.index.isin(after["code"][after["answer"] == "in"])
    cases["moments"] = told.groupby("code").size().reindex(cases.index, fill_value=0)
    return cases
