"""Change between two waves: the moves first, then what a test adds, then what neither can say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from evalkit.inference.moves import Moves, table_of_moves
from evalkit.inference.sign_test import sign_test
from evalkit.inference.signed_rank import hodges_lehmann, signed_rank_test
from evalkit.language import Language, Text, format_number
from evalkit.results import Estimate, Result, Test

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from numpy.typing import ArrayLike

    from evalkit.reliability.labels import LevelsLike
    from evalkit.results import Selection

REGRESSION_TO_THE_MEAN: Final = Text(
    "wie laag begon, komt bij een tweede meting vanzelf hoger uit (regressie naar het gemiddelde); "
    "een deel van de stijging kan daardoor komen",
    "units that started low come out higher at a second measurement by themselves (regression to the "
    "mean); part of the rise may come from that",
)
SAME_JUDGES: Final = Text(
    "dezelfde beoordelaars keken twee keer en kenden de eerste uitkomst; laat een deel van de eerste "
    "meting opnieuw en blind coderen",
    "the same judges looked twice and knew the first outcome; have part of the first wave coded "
    "again and blind",
)
NO_COMPARISON: Final = Text(
    "er is geen vergelijkingsgroep; verandering is hier geen effect",
    "there is no comparison group; change is not effect here",
)


def change_cautions(
    n: int,
    population: int,
    *,
    selected_on_first_wave: bool = True,
    same_judges: bool = True,
    comparison_group: bool = False,
) -> tuple[Text, ...]:
    """Tell what must be read beside a change between two waves.

    Parameters
    ----------
    n : int
        Units seen at both waves.
    population : int
        Units there were to see.
    selected_on_first_wave : bool
        Whether units were followed because of how they stood at the first wave.
    same_judges : bool
        Whether the same people judged both waves.
    comparison_group : bool
        Whether units without the measure were followed as well.

    Returns
    -------
    tuple of Text

    References
    ----------
    .. [1] Campbell and Kenny (1999), A Primer on Regression Artifacts.

    Examples
    --------
    >>> len(change_cautions(14, 18))
    4
    """
    cautions = []
    if n < population:
        cautions.append(
            Text(
                f"{n} van {population} eenheden zijn twee keer gezien; de {population - n} andere "
                "kunnen anders zijn, daarom staan de grenzen erbij",
                f"{n} of {population} units were seen twice; the other {population - n} may differ, "
                "so the bounds are given beside it",
            )
        )
    if selected_on_first_wave:
        cautions.append(REGRESSION_TO_THE_MEAN)
    if same_judges:
        cautions.append(SAME_JUDGES)
    if not comparison_group:
        cautions.append(NO_COMPARISON)
    return tuple(cautions)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change(Result):
    """Everything that can be said about change between two waves, in the order to say it.

    Attributes
    ----------
    moves : Moves
        The table of moves.
    bounds : Estimate
        Share that moved up, with the least and the most it can be in the population.
    sign : Test
        Exact sign test.
    signed_rank : Test
        Signed rank test by permutation.
    typical : Estimate
        Hodges and Lehmann's typical change, in levels.
    cautions : tuple of Text
        What must be read beside it.
    """

    moves: Moves
    bounds: Estimate
    sign: Test
    signed_rank: Test
    typical: Estimate
    cautions: tuple[Text, ...]

    def to_frame(self) -> pd.DataFrame:
        """Return one row with the moves, the bounds and the tests."""
        import pandas as pd

        moves = self.moves
        return pd.DataFrame(
            [
                {
                    "up": moves.up, "same": moves.same, "down": moves.down, "n": moves.n,
                    "population": moves.population, "low": self.bounds.low,
                    "high": self.bounds.high, "sign_p": self.sign.p_value,
                    "signed_rank_p": self.signed_rank.p_value, "typical": self.typical.value,
                }
            ]
        )  # fmt: skip

    def in_language(self, language: Language) -> str:
        """Return the moves, the bounds, the tests and the cautions, a line each."""
        low, high = (format_number(end, language, digits=2) for end in
                     (self.bounds.low, self.bounds.high))  # fmt: skip
        lines = [self.moves.in_language(language)]
        if self.moves.missing and self.moves.n:
            total = self.moves.population
            lines.append(
                f"aandeel omhoog van alle {total}: minstens {low}, hoogstens {high}"
                if language == "nl"
                else f"share up of all {total}: at least {low}, at most {high}"
            )
        lines += [test.in_language(language) for test in (self.sign, self.signed_rank)]
        lines += [caution.in_language(language) for caution in self.cautions]
        return "\n".join(lines)

    def __str__(self) -> str:
        return self.in_language("en")


def change_between_waves(
    before: Sequence[object] | ArrayLike | pd.Series[Any],
    after: Sequence[object] | ArrayLike | pd.Series[Any],
    *,
    levels: LevelsLike = None,
    population: int | None = None,
    selected_on_first_wave: bool = True,
    same_judges: bool = True,
    comparison_group: bool = False,
    frame: str = "",
    selection: Selection = "unknown",
) -> Change:
    """Say what can be said about change between two waves of the same units.

    Parameters
    ----------
    before, after : array_like or Series, shape (n,)
        Level of each unit at either wave; Series are matched by label (see `table_of_moves`).
    levels : sequence, scheme Item, CategoricalDtype or None
        The levels from low to high; None takes ordered categories or numbers in their own order.
    population : int or None
        Units there were to see; None takes all units of either wave.
    selected_on_first_wave : bool
        Whether units were followed because of how they stood at the first wave.
    same_judges : bool
        Whether the same people judged both waves.
    comparison_group : bool
        Whether units without the measure were followed as well.
    frame : str
        What the population is.
    selection : {"census", "random", "purposive", "unknown"}
        How the units of the second wave were chosen.

    Returns
    -------
    Change

    Raises
    ------
    ParameterError
        If columns differ in length, a level is unknown, or the levels have no order.

    Examples
    --------
    >>> change = change_between_waves([1] * 14, [2] * 11 + [1] * 3, population=18)
    >>> print(change.in_language("en").splitlines()[0])
    11 up, 3 the same, 0 down of 14; 4 of 18 not seen twice
    """
    moves = table_of_moves(
        before, after, levels=levels, population=population, frame=frame, selection=selection
    )
    design: dict[str, Any] = {
        "population": moves.population, "frame": frame, "selection": selection,
    }  # fmt: skip
    return Change(
        moves=moves,
        bounds=moves.bounds("up"),
        sign=sign_test(moves, **design),
        signed_rank=signed_rank_test(moves, **design),
        typical=hodges_lehmann(moves, **design),
        cautions=change_cautions(
            moves.n, moves.population, selected_on_first_wave=selected_on_first_wave,
            same_judges=same_judges, comparison_group=comparison_group,
        ),
    )  # fmt: skip
