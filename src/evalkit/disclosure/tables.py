"""A table that has passed the gate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from evalkit.disclosure.policy import HIDDEN_NOTE
from evalkit.disclosure.released import Released, ReleasedNumber, ReleasedShare
from evalkit.errors import unknown_name
from evalkit.language import Language, Text

if TYPE_CHECKING:
    import pandas as pd

ColumnKind = Literal["label", "number", "share"]
Cell = Text | ReleasedNumber | ReleasedShare


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasedTable(Released):
    """Labels and released numbers, row by row.

    Attributes
    ----------
    columns : tuple of str
        Names of the columns.
    kinds : tuple of {"label", "number", "share"}
        Kind of each column.
    rows : tuple of tuple
        Cells: a `Text` for a label, a released number or share otherwise.
    titles : tuple of Text
        Heading of each column.
    """

    columns: tuple[str, ...]
    kinds: tuple[ColumnKind, ...]
    rows: tuple[tuple[Cell, ...], ...]
    titles: tuple[Text, ...]

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def n_hidden(self) -> int:
        """Number of hidden cells."""
        return sum(isinstance(cell, Released) and cell.hidden for row in self.rows for cell in row)

    @property
    def mask(self) -> pd.DataFrame:
        """Frame of the same shape: True where a cell is hidden."""
        import pandas as pd

        flags = [[isinstance(cell, Released) and cell.hidden for cell in row] for row in self.rows]
        return pd.DataFrame(flags, columns=list(self.columns), dtype=bool)

    @property
    def note(self) -> Text | None:
        """The line under a table or plot that explains the sign; None when nothing is hidden."""
        if not self.hidden:
            return None
        return HIDDEN_NOTE

    def title(self, column: str) -> Text:
        """Return the heading of a column.

        Parameters
        ----------
        column : str
            Name of the column.

        Returns
        -------
        Text
            The heading.
        """
        return self.titles[self._position(column)]

    def kind(self, column: str) -> ColumnKind:
        """Return the kind of a column: "label", "number" or "share".

        Parameters
        ----------
        column : str
            Name of the column.

        Returns
        -------
        str
            The kind.
        """
        return self.kinds[self._position(column)]

    def column(self, column: str) -> tuple[Cell, ...]:
        """Return the cells of a column.

        Parameters
        ----------
        column : str
            Name of the column.

        Returns
        -------
        tuple
            One cell per row.

        Raises
        ------
        ParameterError
            If there is no such column.
        """
        position = self._position(column)
        return tuple(row[position] for row in self.rows)

    def formatted(self, language: Language) -> pd.DataFrame:
        """Return the table as a reader sees it: text only, headings in `language`.

        Parameters
        ----------
        language : {"nl", "en"}
            Language of words and numbers.

        Returns
        -------
        DataFrame
            One column of text per column of the table.
        """
        import pandas as pd

        cells = [[cell.in_language(language) for cell in row] for row in self.rows]
        return pd.DataFrame(cells, columns=[t.in_language(language) for t in self.titles])

    def to_frame(self) -> pd.DataFrame:
        """Return labels and numbers as a frame; hidden and missing are both NA (see `mask`).

        Returns
        -------
        DataFrame
            A share has its value under its own name and `_k`, `_n`, `_low`, `_high` beside it.
        """
        import pandas as pd

        frame = pd.DataFrame(index=range(len(self)))
        for name, kind in zip(self.columns, self.kinds, strict=True):
            cells = self.column(name)
            if kind == "label":
                frame[name] = [cell.in_language("nl") for cell in cells]
                continue
            parts = ("value", "k", "n", "low", "high") if kind == "share" else ("value",)
            for part in parts:
                key = name if part == "value" else f"{name}_{part}"
                values = pd.Series([getattr(c, part) for c in cells], dtype="Float64")
                whole = kind == "number" or part in {"k", "n"}
                fits = whole and bool((values.dropna() % 1 == 0).all())
                frame[key] = values.astype("Int64") if fits else values
        return frame

    def in_language(self, language: Language) -> str:
        """Return the table as plain text.

        Parameters
        ----------
        language : {"nl", "en"}
            Language of words and numbers.

        Returns
        -------
        str
            One line per row.
        """
        return self.formatted(language).to_string(index=False)

    def _repr_html_(self) -> str:
        return str(self.formatted("nl").to_html(index=False, escape=True, border=0))

    def _position(self, column: str) -> int:
        if column not in self.columns:
            raise unknown_name(Text("kolom", "column"), column, self.columns, where=self.what)
        return self.columns.index(column)
