"""Judgements of municipalities, by norm and by item, at two waves with regression to the mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from evalkit.datasets.demonstration.answer import STRENGTH_WEIGHTS, STRENGTHS, Answer
from evalkit.datasets.demonstration.draws import between, normal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from evalkit.datasets.demonstration.draws import Floats, Ints

BLOCKS: Final = {"V": "veiligheid", "H": "passende hulp", "K": "kwaliteitszorg"}
#: What a reader sees of a norm beside its code.
NAMES: Final = {
    "V1": "Risico's blijven in beeld",
    "V2": "Eerst veiligheid",
    "V3": "Veiligheidsafspraken zijn concreet",
    "H1": "Hulp begint snel en samen",
    "H2": "Eén gezin, één plan, één regisseur",
    "H3": "Het kind is gehoord",
    "K1": "Het netwerk evalueert samen",
    "K2": "Ouderenmishandeling is in beeld",
}
_EXAMPLES: Final = {
    "V1": "Elke evaluatie begint met de lijst van risico's die Veilig Thuis meegaf.",
    "V2": "Een veiligheidsgesprek gaat vooraf aan elke andere hulp, ook zonder hulpvraag.",
    "V3": "Veiligheidsafspraken staan op één blad, met wie, wat, wanneer en wat daarna.",
    "H1": "Veilig Thuis en het team plannen het eerste huisbezoek bij de overdracht samen.",
    "H2": "Gezin en professionals werken in één gedeeld plan met één vaste regisseur.",
    "H3": "Een kindgesprek hoort bij elke start van de hulp en bij elke evaluatie.",
    "K1": "Ieder kwartaal bespreekt het netwerk met het gezin wat de afspraken opleverden.",
    "K2": "Een aandachtsfunctionaris ouderenmishandeling kijkt met het team en de thuiszorg mee.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgements:
    """What is judged of municipalities at two waves.

    Attributes
    ----------
    gain_spread : float
        Standard deviation of the own gain of a municipality.
    stopped, stopped_low : int
        Municipalities not followed; of these from the lower half of the first wave.
    interviews : mapping of str to sequence of int
        Least and most interviews per norm, by wave.
    same : mapping of str to str
        Items that ask what a norm asks, which is judged once.
    norms, both_waves, second_wave : mapping of str to Answer
        Per norm, per item of both waves and per item of the second wave how judgements come about.
    plan : mapping
        Points, share covered and parties of improvement plans.
    """

    gain_spread: float
    stopped: int
    stopped_low: int
    interviews: Mapping[str, Sequence[int]]
    same: Mapping[str, str]
    norms: Mapping[str, Answer]
    both_waves: Mapping[str, Answer]
    second_wave: Mapping[str, Answer]
    plan: Mapping[str, Any]

    def moves(self, name: str) -> Floats:
        """Return the true table of moves of a norm or item, over all municipalities.

        Parameters
        ----------
        name : str
            A norm such as "V1", or an item of both waves such as "E3.2".

        Returns
        -------
        ndarray, shape (levels, levels)
            Chance of each level at the first wave (rows) and at the second (columns).
        """
        answer = {**self.norms, **self.both_waves}[name]
        first = answer.given(STRENGTHS)
        second = answer.given(STRENGTHS, answer.gain, self.gain_spread**2)
        return np.asarray((STRENGTH_WEIGHTS[:, None] * first).T @ second)

    def change(self, name: str) -> float:
        """Return the true mean change of a norm or item in levels, over all municipalities."""
        moves = self.moves(name)
        steps = np.arange(len(moves))
        return float((moves * (steps - steps[:, None])).sum())

    def improved(self, name: str) -> float:
        """Return the true share of all municipalities that move up."""
        return float(np.triu(self.moves(name), 1).sum())


@dataclass(frozen=True, slots=True)
class Judged:
    """Judgements of one draw.

    Attributes
    ----------
    first, second : mapping of str to ndarray, shape (18,)
        Level per norm and item at each wave, of all municipalities.
    followed : ndarray of bool, shape (18,)
        Which went on to the second wave.
    interviews : ndarray of int, shape (2, 8, 18)
        Interviews per wave, norm and municipality.
    """

    first: Mapping[str, NDArray[Any]]
    second: Mapping[str, NDArray[Any]]
    followed: NDArray[np.bool_]
    interviews: Ints


def draw_judgements(
    judgements: Judgements, rng: np.random.Generator, strengths: Floats | None = None
) -> Judged:
    """Draw the judgements of all municipalities at both waves, and who was followed.

    Parameters
    ----------
    judgements : Judgements
        The truth.
    rng : Generator
        Stream of this part.
    strengths : ndarray, shape (18,), or None
        Strength per municipality; None draws them.

    Returns
    -------
    Judged
        Also what the second wave would have said of the municipalities that stopped.
    """
    if strengths is None:
        strengths = normal(rng, 18)
    n = len(strengths)
    own = judgements.gain_spread * normal(rng, n)
    first: dict[str, NDArray[Any]] = {}
    second: dict[str, NDArray[Any]] = {}
    total = np.zeros(n)
    for name, answer in {**judgements.norms, **judgements.both_waves}.items():
        before = answer.latent(rng, strengths)
        first[name] = answer.words(before)
        second[name] = answer.words(answer.latent(rng, strengths, answer.gain + own))
        if name in judgements.norms:
            total += answer.steps(before)
    for item, norm in judgements.same.items():
        if norm in first:
            first[item], second[item] = first[norm], second[norm]
    for name, answer in judgements.second_wave.items():
        second[name] = answer.words(answer.latent(rng, strengths, own))
    second |= _plan(judgements.plan, rng, n)
    followed = np.ones(n, dtype=bool)
    followed[_stopped(judgements, rng, total)] = False
    interviews = np.stack(
        [
            between(rng, judgements.interviews[wave], len(judgements.norms) * n).reshape(-1, n)
            for wave in ("w0", "w1")
        ]
    )
    return Judged(first, second, followed, interviews)


def _stopped(judgements: Judgements, rng: np.random.Generator, total: Floats) -> Ints:
    """Return which municipalities stopped: some of the lower half, the others of the upper."""
    order = np.argsort(total + rng.random(len(total)) * 0.5)
    half = len(total) // 2
    low, high = judgements.stopped_low, judgements.stopped - judgements.stopped_low
    parts = []
    for group, many in ((order[:half], low), (order[half:], high)):
        parts.append(group[np.argsort(rng.random(len(group)))[:many]])
    return np.concatenate(parts)


def _plan(plan: Mapping[str, Any], rng: np.random.Generator, n: int) -> dict[str, NDArray[Any]]:
    points = between(rng, plan["points"], n)
    most = int(points.max())
    covered = ((rng.random((n, most)) < plan["covered"]) & (np.arange(most) < points[:, None])).sum(
        axis=1
    )
    chances = np.array(list(plan["parties"].values()))
    named = rng.random((n, len(chances))) < chances
    words = ["|".join(np.array(list(plan["parties"]))[row]) for row in named]
    return {
        "A1.2": np.array([f"{k}/{m}" for k, m in zip(covered, points, strict=True)], dtype=object),
        "A1.5": np.array(words, dtype=object),
    }


def good_examples(levels: Mapping[str, NDArray[Any]], norms: Sequence[str]) -> pd.DataFrame:
    """Return per municipality a good example of the first norm that it was above.

    Parameters
    ----------
    levels : mapping of str to ndarray
        Level per norm of one wave.
    norms : sequence of str
        The norms, in the order in which an example is looked for.

    Returns
    -------
    DataFrame
        E5 and E5.1, "nvt" where no norm was exceeded.
    """
    above = np.array([levels[norm] == "2" for norm in norms])
    best = [norms[int(column.argmax())] if column.any() else None for column in above.T]
    return pd.DataFrame({
        "E5": [_EXAMPLES[norm] if norm else "nvt" for norm in best],
        "E5.1": [norm[0] if norm else "nvt" for norm in best],
    })  # fmt: skip
