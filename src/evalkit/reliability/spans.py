"""Spans that coders marked and labelled on a continuum: a text, a recording."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from evalkit.errors import ParameterError, unknown_name
from evalkit.language import Text

if TYPE_CHECKING:
    from numpy.typing import NDArray

GAP: Final = 0
_REQUIRED: Final = ("coder", "start", "end", "level")


@dataclass(frozen=True, slots=True)
class Spans:
    """Spans as numbers, sorted by document, coder and start.

    Attributes
    ----------
    document, coder, level : ndarray of int64, shape (n_spans,)
        Numbers from 0; levels from 1, as 0 is the gap between spans.
    start, end : ndarray of float64, shape (n_spans,)
        Position in the document; `end` is exclusive.
    documents, coders, levels : tuple
        What the numbers stand for (`levels[0]` is level 1).
    length : ndarray of float64, shape (n_documents,)
        Length of each continuum, in the unit of the positions.
    """

    document: NDArray[np.int64]
    coder: NDArray[np.int64]
    level: NDArray[np.int64]
    start: NDArray[np.float64]
    end: NDArray[np.float64]
    documents: tuple[object, ...]
    coders: tuple[object, ...]
    levels: tuple[object, ...]
    length: NDArray[np.float64]

    def within(self, document: int) -> Spans:
        """Return the spans of one document, given by number."""
        kept = self.document == document
        return Spans(
            np.zeros(int(kept.sum()), np.int64),
            self.coder[kept],
            self.level[kept],
            self.start[kept],
            self.end[kept],
            self.documents[document : document + 1],
            self.coders,
            self.levels,
            self.length[document : document + 1],
        )


def read_spans(
    spans: pd.DataFrame, *, length: float | Mapping[object, float], overlap: bool = False
) -> Spans:
    """Check spans and turn them into numbers.

    Parameters
    ----------
    spans : DataFrame
        One row per span with `coder`, `start`, `end` (exclusive), `level`, and `document` when
        there are several.
    length : float or mapping
        Length of the continuum, or per document; a document without spans counts when it is named
        here.
    overlap : bool
        Whether spans of one coder may overlap.

    Returns
    -------
    Spans

    Raises
    ------
    ParameterError
        If a column is missing, a position is no number, a span is empty, lies outside its
        continuum, or overlaps another span of its coder where `overlap` is False.
    """
    for column in _REQUIRED:
        if column not in spans.columns:
            raise unknown_name(
                Text("kolom", "column"), column, map(str, spans.columns), where="spans"
            )
    frame = spans.reset_index(drop=True)
    for column in _REQUIRED:
        _refuse_first(frame[column].isna(), frame, Text("is leeg", "is empty"), column)
    positions = {
        c: pd.to_numeric(frame[c], errors="coerce").astype(float) for c in ("start", "end")
    }
    for column, numbers in positions.items():
        _refuse_first(numbers.isna(), frame, Text("is geen getal", "is not a number"), column)
    start, end = positions["start"].to_numpy(), positions["end"].to_numpy()
    _refuse_first(
        pd.Series(end <= start),
        frame,
        Text("ligt niet na start", "does not lie after start"),
        "end",
    )
    several = "document" in frame.columns
    only = next(iter(length)) if isinstance(length, Mapping) and len(length) == 1 else "document"
    labels = frame["document"] if several else pd.Series([only] * len(frame), dtype=object)
    documents, lengths = _lengths(labels, length)
    number = {name: i for i, name in enumerate(documents)}
    document = labels.map(number).to_numpy(np.int64)
    outside = (start < 0) | (end > lengths[document]) if len(frame) else np.zeros(0, bool)
    _refuse_first(
        pd.Series(outside), frame, Text("ligt buiten de tekst", "lies outside the continuum"), "end"
    )
    coder, coders = pd.factorize(frame["coder"], sort=False)
    level, levels = pd.factorize(frame["level"].astype(object), sort=False)
    order = np.lexsort((end, start, coder, document))
    if not overlap:
        same = (np.diff(document[order]) == 0) & (np.diff(coder[order]) == 0)
        clash = np.zeros(len(frame), bool)
        clash[order[1:]] = same & (start[order][1:] < end[order][:-1])
        _refuse_first(
            pd.Series(clash),
            frame,
            Text(
                "overlapt een andere spanne van deze codeur", "overlaps another span of this coder"
            ),
            "start",
        )
    return Spans(
        document[order].astype(np.int64),
        coder[order].astype(np.int64),
        level[order].astype(np.int64) + 1,
        start[order].astype(np.float64),
        end[order].astype(np.float64),
        documents,
        tuple(coders.tolist()),
        tuple(levels.tolist()),
        lengths,
    )


def _lengths(
    labels: pd.Series[str], length: float | Mapping[object, float]
) -> tuple[tuple[object, ...], NDArray[np.float64]]:
    seen = list(dict.fromkeys(labels))
    if isinstance(length, Mapping):
        for name in seen:
            if name not in length:
                raise unknown_name(
                    Text("document", "document"), name, map(str, length), where="length"
                )
        names = tuple(length)
        sizes = [float(length[name]) for name in names]
    else:
        names = tuple(seen) or ("document",)
        if len(names) > 1:
            raise ParameterError(
                nl="length: geef bij meer documenten de lengte per document, {document: lengte}",
                en="length: with several documents, give the length of each, {document: length}",
            )
        sizes = [float(length)]
    if not all(np.isfinite(size) and size > 0 for size in sizes):
        raise ParameterError(
            nl=f"length moet groter zijn dan nul, niet {length!r}",
            en=f"length must be greater than zero, not {length!r}",
        )
    return names, np.asarray(sizes)


def _refuse_first(bad: pd.Series[Any], frame: pd.DataFrame, why: Text, column: str) -> None:
    if not bad.any():
        return
    row = int(np.flatnonzero(bad)[0])
    value = frame[column].iloc[row]
    raise ParameterError(
        nl=f"spans, rij {row + 1}, kolom {column!r}: {value!r} {why.nl}; verbeter de rij",
        en=f"spans, row {row + 1}, column {column!r}: {value!r} {why.en}; mend the row",
    )
