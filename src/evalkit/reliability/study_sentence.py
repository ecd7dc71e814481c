"""Reliability of a study in one honest sentence, for the method box of a report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from evalkit.language import Language, Text, format_number
from evalkit.reliability.interpretation import interpret

if TYPE_CHECKING:
    from collections.abc import Sequence


_UNRELIABLE: Final = interpret(0.0).label.en


def reliability_sentence(
    table: pd.DataFrame, language: Language, *, shown: Sequence[bool] | None = None
) -> str:
    """Say in one sentence how reliable the coding of a study is.

    Parameters
    ----------
    table : DataFrame
        From `study_reliability`.
    language : {"nl", "en"}
        Language of the sentence.
    shown : sequence of bool or None
        For each row whether its coefficient may be shown; None shows all. Rows that may not are
        counted as coded and said to be hidden.

    Returns
    -------
    str
        How many items were coded by two or more coders, the range of the coefficient, how many are
        below 0.667 and how many the verdict calls not reliable, and how many have no value or are hidden.
    """
    visible = pd.Series(True if shown is None else list(shown), index=table.index, dtype=bool)
    double = table[table["n"] > 0]
    if not len(double):
        return Text(
            "Niet dubbel gecodeerd: over de overeenstemming tussen codeurs is niets bekend.",
            "Not double-coded: nothing is known of the agreement between coders.",
        ).in_language(language)
    known = double[visible[double.index]].dropna(subset="value")
    undefined = double[visible[double.index] & double["value"].isna()]
    counts = {
        "coded": table["item"].nunique(),
        "double": double["item"].nunique(),
        "below": known.loc[known["value"] < 0.667, "item"].nunique(),
        "doubtful": known.loc[known["verdict_en"] == _UNRELIABLE, "item"].nunique(),
        "undefined": undefined["item"].nunique(),
        "hidden": double.loc[~visible[double.index], "item"].nunique(),
    }
    n = {name: format_number(count, language) for name, count in counts.items()}
    said = [
        Text(
            f"{n['double']} van de {n['coded']} gecodeerde items zijn door twee of meer codeurs "
            "gecodeerd",
            f"{n['double']} of the {n['coded']} coded items were coded by two or more coders",
        ).in_language(language)
    ]
    if len(known):
        said.append(_range(known, n["below"], language))
    if counts["doubtful"] > counts["below"]:
        said.append(
            Text(
                f"met de onzekerheid erbij zijn er {n['doubtful']} niet betrouwbaar te noemen",
                f"with the uncertainty {n['doubtful']} cannot be called reliable",
            ).in_language(language)
        )
    if counts["undefined"]:
        said.append(
            Text(
                f"bij {n['undefined']} is de coëfficiënt niet te bepalen",
                f"for {n['undefined']} the coefficient is undefined",
            ).in_language(language)
        )
    if counts["hidden"]:
        said.append(
            Text(
                f"bij {n['hidden']} is de coëfficiënt afgeschermd, omdat het om te weinig eenheden gaat",
                f"for {n['hidden']} the coefficient is hidden, because there are too few units",
            ).in_language(language)
        )
    return f"{'; '.join(said)}."


def _range(known: pd.DataFrame, below: str, language: Language) -> str:
    alpha = known["coefficient"].str.startswith("Krippendorff").all()
    name = Text(
        "Krippendorffs alfa" if alpha else "de coëfficiënt",
        "Krippendorff's alpha" if alpha else "the coefficient",
    )
    low, high = (
        format_number(value, language, digits=2)
        for value in (known["value"].min(), known["value"].max())
    )
    limit = format_number(0.667, language)
    spread = (
        Text(f"{name.nl} is {low}", f"{name.en} is {low}")
        if low == high
        else Text(f"{name.nl} loopt van {low} tot {high}", f"{name.en} runs from {low} to {high}")
    ).in_language(language)
    under = Text(
        f"bij {below} onder {limit}, de grens voor voorlopige conclusies",
        f"for {below} below {limit}, the limit for tentative conclusions",
    ).in_language(language)
    return f"{spread}, {under}"
