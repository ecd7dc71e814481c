"""A released table as it stands on a page: late formatting, headers, links to the sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evalkit.reports.section import Cell, Table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from evalkit.disclosure.tables import ReleasedTable
    from evalkit.language import Language


def table(
    released: ReleasedTable,
    *,
    language: Language,
    caption: str,
    notes: Sequence[str] = (),
    links: Mapping[str, Sequence[str]] | None = None,
) -> Table:
    """Lay out a released table.

    Parameters
    ----------
    released : ReleasedTable
        What passed the gate. Its first column names the rows.
    language : {"nl", "en"}
        Language of headings, words and numbers.
    caption : str
        What the table shows.
    notes : sequence of str
        Lines under the table; the one that explains hidden cells is added where needed.
    links : mapping of str to sequence of str, optional
        For a column, the address of each row; several addresses are separated by " ; ".

    Returns
    -------
    Table
    """
    links = links or {}
    is_number = [kind != "label" for kind in released.kinds]
    head = tuple(
        Cell(title.in_language(language), is_number=number)
        for title, number in zip(released.titles, is_number, strict=True)
    )
    rows = tuple(
        tuple(
            Cell(
                cell.in_language(language),
                is_number=number,
                addresses=tuple(links[name][position].split(" ; ")) if name in links else (),
            )
            for name, cell, number in zip(released.columns, row, is_number, strict=True)
        )
        for position, row in enumerate(released.rows)
    )
    if released.note is not None:
        notes = (*notes, released.note.in_language(language))
    return Table(caption, head, rows, tuple(notes))
