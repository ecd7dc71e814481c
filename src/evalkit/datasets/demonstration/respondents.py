"""Answers of Veilig Thuis and local teams to the same items about each municipality."""

from __future__ import annotations

from dataclasses import dataclass
from math import comb
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from evalkit.datasets.demonstration.answer import STRENGTH_WEIGHTS, STRENGTHS
from evalkit.datasets.demonstration.draws import between, chance, normal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from evalkit.datasets.demonstration.answer import Answer
    from evalkit.datasets.demonstration.draws import Floats

PARTIES: Final = ("VT", "team")


@dataclass(frozen=True, slots=True, kw_only=True)
class Respondents:
    """What both parties answer.

    Attributes
    ----------
    invited : mapping of str to sequence of int
        Per party the least and most respondents per municipality.
    response : mapping of str to float
        Per party the chance that who was invited answers.
    unprompted : float
        Chance that an answer came unprompted.
    missing : mapping of str to float
        Shares of missing codes per answer.
    items : mapping of str to Answer
        Per item how answers of Veilig Thuis come about.
    rosier : mapping of str to float
        Per item the shift of the latent value of the team.
    """

    invited: Mapping[str, Sequence[int]]
    response: Mapping[str, float]
    unprompted: float
    missing: Mapping[str, float]
    items: Mapping[str, Answer]
    rosier: Mapping[str, float]

    def difference(self, item: str) -> float:
        """Return the true mean of the team minus that of Veilig Thuis, in levels."""
        answer = self.items[item]
        return answer.mean(self.rosier[item]) - answer.mean()

    def dyad_difference(self, item: str) -> float:
        """Return the true difference of the middle answers per municipality, team minus VT.

        Over municipalities about which both parties answered; of two middle answers the lower.
        """
        answer = self.items[item]
        middles = [
            self._mean_middle(answer, party, self.rosier[item] if party == "team" else 0.0)
            for party in PARTIES
        ]
        return float(STRENGTH_WEIGHTS @ (middles[1] - middles[0]))

    def _mean_middle(self, answer: Answer, party: str, shift: float) -> Floats:
        """Return the mean middle answer of a party by strength of the municipality."""
        reached = np.cumsum(answer.given(STRENGTHS, shift), axis=1)[:, :-1]
        many = self._answering(party)
        total = np.zeros(len(STRENGTHS))
        for n, chance_of in enumerate(many):
            middle = (n + 1) // 2
            above = sum(comb(n, k) * reached**k * (1 - reached) ** (n - k) for k in range(middle))
            total += chance_of * np.sum(above, axis=1) if n else 0.0
        return np.asarray(total / many[1:].sum())

    def _answering(self, party: str) -> Floats:
        """Return the chance of 0, 1, 2, ... answers of a party about a municipality."""
        low, high = self.invited[party]
        comes = self.response[party] * (1 - sum(self.missing.values()))
        many = np.zeros(high + 1)
        for asked in range(low, high + 1):
            for n in range(asked + 1):
                many[n] += comb(asked, n) * comes**n * (1 - comes) ** (asked - n)
        return many / (high - low + 1)

    def share(self, item: str, levels: Sequence[str], party: str) -> float:
        """Return the true share of respondents of a party with one of the levels."""
        return self.items[item].share(levels, self.rosier[item] if party == "team" else 0.0)


def draw_answers(
    respondents: Respondents, places: pd.DataFrame, rng: np.random.Generator
) -> pd.DataFrame:
    """Draw the answers of both parties.

    Parameters
    ----------
    respondents : Respondents
        The truth.
    places : DataFrame
        Municipalities with `region, municipality`.
    rng : Generator
        Stream of this part.

    Returns
    -------
    DataFrame
        The table answers; who did not respond is not in it.
    """
    m = len(places)
    counts = {party: between(rng, respondents.invited[party], m) for party in PARTIES}
    home = np.concatenate([np.repeat(np.arange(m), counts[party]) for party in PARTIES])
    party = np.repeat(PARTIES, [counts[name].sum() for name in PARTIES])
    n = len(home)
    came = chance(rng, np.where(party == "VT", *(respondents.response[p] for p in PARTIES)), n)
    leads = chance(rng, 0.25, n)
    frames = []
    for item, answer in respondents.items.items():
        view = normal(rng, m)[home]
        shift = np.where(party == "team", respondents.rosier[item], 0.0)
        words = answer.lose(rng, answer.words(answer.latent(rng, view, shift)))
        frames.append(pd.DataFrame({
            "respondent": np.arange(n),
            "item": item,
            "value": words,
            "prompted": np.where(chance(rng, respondents.unprompted, n), "nee", "ja"),
        })[came])  # fmt: skip
    answers = pd.concat(frames)
    who = answers["respondent"].to_numpy()
    codes = np.cumsum(came)[who]
    table: dict[str, Any] = {
        "respondent": [f"R{code:03d}" for code in codes],
        "party": party[who],
        "role": np.where(leads[who], "teammanager", "medewerker"),
        "region": places["region"].to_numpy()[home[who]],
        "municipality": places["municipality"].to_numpy()[home[who]],
        "wave": "w0",
        "item": answers["item"],
        "value": answers["value"],
        "prompted": answers["prompted"],
    }
    return pd.DataFrame(table).sort_values(["respondent", "item"], ignore_index=True)
