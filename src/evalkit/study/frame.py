"""The frame of study.toml: no more can have been looked at than exist."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from evalkit.language import Text, format_number
from evalkit.study.findings import Findings
from evalkit.study.places import PLACED
from evalkit.study.references import rows
from evalkit.study.settings import FILE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from evalkit.study.reading import Reading
    from evalkit.study.settings import Frame

_PLACES: Final = (
    ("region", "regions", Text("regio's", "regions")),
    ("municipality", "municipalities", Text("gemeenten", "municipalities")),
)


def check_frame(tables: Mapping[str, Reading], frame: Frame) -> Findings:
    """Point out that more places were looked at than exist by study.toml.

    Parameters
    ----------
    tables : mapping of str to Reading
        All tables by name.
    frame : Frame
        How many exist.

    Returns
    -------
    Findings
        A warning per kind of place; places that have ended are not counted.
    """
    found = Findings(FILE)
    for column, table, noun in _PLACES:
        exist = getattr(frame, table)
        ended = {code for _, code, end in rows(tables[table], column, "valid_to") if end}
        seen = {code for name in PLACED for _, code in rows(tables[name], column)} - ended - {None}
        if exist is None or len(seen) <= exist:
            continue
        n = len(seen)
        found.add(
            "frame-too-small",
            Text(
                f"de tabellen noemen {format_number(n, 'nl')} {noun.nl}, terwijl er "
                f"{format_number(exist, 'nl')} zouden bestaan",
                f"the tables name {format_number(n, 'en')} {noun.en}, while "
                f"{format_number(exist, 'en')} are said to exist",
            ),
            Text(
                "tel onder [frame] ook wat niet is bekeken",
                "count under [frame] also what was not looked at",
            ),
            column=f"frame.{table}",
            value=str(exist),
            severity="warning",
        )
    return found
