"""Sources that give different values for the same thing, side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Hashable

    import pandas as pd

    from evalkit.study import Study

_TABLES: Final = {
    "municipality_numbers": (("quantity", "year"), ("value",)),
    "indicators": (("indicator",), ("value", "base", "start", "end")),
    "legal_terms": (("term",), ("value", "unit", "share")),
}
"""Per table: what identifies the thing, and what sources may differ about."""

COLUMNS: Final = (
    "table",
    "key",
    "title",
    "title_en",
    "column",
    "value",
    "source",
    "note",
    "note_en",
)


def disagreements(study: Study) -> pd.DataFrame:
    """Return the rows about which sources disagree.

    Nothing is chosen or averaged: every value stays beside its source.

    Parameters
    ----------
    study : Study
        A study with ``municipality_numbers``, ``indicators`` or ``legal_terms``.

    Returns
    -------
    DataFrame
        One row per source and disputed column: `table`, `key` (the thing, e.g. "vt-regions
        2017"), `title` and `title_en`, `column`, `value` as text, `source`, `note`, `note_en`.
        Empty when all sources agree.

    Examples
    --------
    >>> from evalkit.study import open_study
    >>> found = disagreements(open_study("published"))
    >>> found.loc[found["key"] == "vt-regions 2017", ["value", "source"]].values.tolist()
    [['27', 'W18'], ['26', 'W19']]
    """
    import pandas as pd

    rows: list[dict[str, str]] = []
    for table, (keys, columns) in _TABLES.items():
        frame = study.table(table)
        for _, group in frame.groupby(list(keys), sort=False):
            for column in columns:
                if group[column].nunique() > 1:
                    rows += [_row(table, keys, column, row) for row in group.to_dict("records")]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _row(
    table: str, keys: tuple[str, ...], column: str, row: dict[Hashable, object]
) -> dict[str, str]:
    kept = {name: _shown(row[name]) for name in ("title", "title_en", "source", "note", "note_en")}
    key = " ".join(_shown(row[name]) for name in keys)
    return {"table": table, "key": key, "column": column, "value": _shown(row[column]), **kept}


def _shown(value: object) -> str:
    import pandas as pd

    if pd.isna(value):  # type: ignore[call-overload]
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
