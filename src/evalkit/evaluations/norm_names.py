"""What the norms of a study are called."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from evalkit.evaluations.labels import quoted
from evalkit.evaluations.place import Place, units_at
from evalkit.language import Text

if TYPE_CHECKING:
    import pandas as pd

    from evalkit.study import Study

#: Item whose levels are the themes of the norms.
EXAMPLE: Final = "E5.1"
#: First letter of the norms on safety.
SAFETY: Final = "V"


def norm_codes(units: pd.DataFrame) -> list[str]:
    """Return the code of the norm of each unit: what follows the name of its parent."""
    return [
        unit.removeprefix(f"{parent}-") if isinstance(parent, str) else unit.rpartition("-")[2]
        for unit, parent in zip(units["unit"], units["parent"], strict=True)
    ]


def norm_labels(study: Study) -> dict[str, Text]:
    """Return per norm what a reader sees: its code, and its name where the table units has one.

    Parameters
    ----------
    study : Study
        The study.

    Returns
    -------
    dict of str to Text
        By code, e.g. "V1 Risico's blijven in beeld".
    """
    units = units_at(study, Place(), kind="municipality-norm")
    labels = {norm: Text(norm, norm) for norm in norm_codes(units)}
    units = units.dropna(subset=["name"])
    for norm, name in zip(norm_codes(units), units["name"], strict=True):
        labels[norm] = Text(f"{norm} {name}", f"{norm} {name}")
    return labels


def norm_theme(study: Study, norm: str) -> Text:
    """Return the theme of a norm by its first letter, as item E5.1 names them; else nothing."""
    levels = (
        {each.value: each.label for each in study.item(EXAMPLE).levels}
        if (EXAMPLE in study.items)
        else {}
    )
    return levels.get(norm[:1], Text("", ""))


def said_norm(study: Study, norm: str) -> Text:
    """Return a norm as a sentence names it: by its name, else by its code and theme."""
    label, theme = norm_labels(study)[norm], norm_theme(study, norm)
    if label.nl != norm:
        return quoted(label)
    return Text(*(f"{norm} ({part})" if part else norm for part in theme))
