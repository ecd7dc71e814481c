"""From the code of a source to the line a reader can follow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from evalkit.errors import unknown_name
from evalkit.language import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from evalkit.study import Study

_UNKNOWN_ADDRESS: Final = Text("adres onbekend", "address unknown")


def cite_source(study: Study, source: str) -> Text:
    """Write a source as a reference: title, publisher, date, address.

    Parameters
    ----------
    study : Study
        A study with the table ``sources``.
    source : str
        Code of the source, e.g. "W34".

    Returns
    -------
    Text
        One line; an address that is not known is said to be so.

    Raises
    ------
    ParameterError
        If the table has no such source.

    Examples
    --------
    >>> from evalkit.study import open_study
    >>> cite_source(open_study("published"), "W15").nl.split(". ")[0]
    'Drie Veilig Thuis-organisaties voldoende na hertoets'
    """
    row = _row(study, source)
    title = Text(_text(row["title"]), _text(row["title_en"]) or _text(row["title"]))
    origin = ", ".join(filter(None, (_text(row["publisher"]), _text(row["published"]))))
    address = _text(row["address"])

    def line(title: str, unknown: str) -> str:
        return ". ".join(filter(None, (title, origin, address or unknown)))

    return Text(line(title.nl, _UNKNOWN_ADDRESS.nl), line(title.en, _UNKNOWN_ADDRESS.en))


def credit_lines(study: Study, sources: Iterable[str]) -> list[Text]:
    """Return the credits that the licences of some sources ask for, each once.

    Parameters
    ----------
    study : Study
        A study with the table ``sources``.
    sources : iterable of str
        Codes of sources; those without a licence of their own ask for no credit line.

    Returns
    -------
    list of Text
        In order of first appearance, e.g. "Bron: CBS, StatLine-tabel 84852NED (CC BY 4.0)".

    Raises
    ------
    ParameterError
        If the table has no such source.
    """
    lines: dict[Text, None] = {}
    for source in sources:
        row = _row(study, source)
        credit = _text(row["credit"])
        if credit:
            licence = _text(row["licence"]).replace("CC-BY-4.0", "CC BY 4.0")
            tail = f" ({licence})" if licence else ""
            english = _text(row["credit_en"]) or credit
            lines[Text(credit + tail, english + tail)] = None
    return list(lines)


def _row(study: Study, source: str) -> pd.Series:
    table = study.table("sources")
    found = table[table["source"] == source]
    if found.empty:
        raise unknown_name(Text("bron", "source"), source, table["source"])
    return found.iloc[0]


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
