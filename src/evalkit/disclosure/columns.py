"""Release a frame column by column; what is not declared and not plainly a label is refused."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

from evalkit.disclosure.judgement import judge_number, judge_share, missing_kind
from evalkit.disclosure.released import SEAL, Released, ReleasedNumber
from evalkit.disclosure.tables import Cell, ColumnKind, ReleasedTable
from evalkit.errors import DisclosureError, ParameterError, unknown_name
from evalkit.language import Text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from evalkit.disclosure.policy import Policy

_BARE_NUMBER = re.compile(r"[-+]?[\d.,\s]*\d[\d.,\s]*%?")
_YEAR = re.compile(r"(19|20)\d\d")
_YES, _NO = Text("ja", "yes"), Text("nee", "no")


def release_table(
    policy: Policy,
    policies: Sequence[Policy],
    frame: pd.DataFrame,
    *,
    counts: Sequence[str],
    shares: Mapping[str, tuple[str, str]],
    titles: Mapping[str, Text],
    what: Text,
    level: float | None,
) -> ReleasedTable:
    """Release a table; see `Gate.table`.

    Parameters
    ----------
    policy : Policy
        What is allowed in the table as a whole.
    policies : sequence of Policy
        What is allowed in each row.
    frame : DataFrame
        The raw table.
    counts : sequence of str
        Columns that are counts.
    shares : mapping
        New columns, each from a column `k` and a column `n`.
    titles : mapping
        Headings by column.
    what : Text
        What it is, for the record.
    level : float or None
        Confidence level of shares; None for no interval.

    Returns
    -------
    ReleasedTable
        Without the raw numbers.
    """
    named = [name for name in frame.index.names if name is not None]
    frame = frame.reset_index(level=named) if named else frame
    _check_names(frame, counts=counts, shares=shares, what=what)
    if len(policies) != len(frame):
        raise ParameterError(
            nl=f"{what.nl}: zeg van elke rij over wie zij gaat",
            en=f"{what.en}: say of each row whom it is about",
        )
    inputs = {name for pair in shares.values() for name in pair} - set(counts)
    made: dict[str, list[Cell]] = {}
    kinds: dict[str, ColumnKind] = {}
    for name in [str(column) for column in frame.columns if column not in inputs]:
        values = frame[name].tolist()
        if name in counts:
            made[name] = [
                judge_number(each, value, what)
                for each, value in zip(policies, values, strict=True)
            ]
        else:
            made[name] = [
                _label(each, value, name, what)
                for each, value in zip(policies, values, strict=True)
            ]
        is_label = name not in counts and all(isinstance(cell, Text) for cell in made[name])
        kinds[name] = "label" if is_label else "number"
    for name, (k, n) in shares.items():
        cells = [
            judge_share(each, part, whole, what, level)
            for each, part, whole in zip(
                policies, frame[k].tolist(), frame[n].tolist(), strict=True
            )
        ]
        made[name], kinds[name] = list(cells), "share"
        if k in made:
            made[k] = [
                _hide(cell, what) if share.hidden else cell
                for cell, share in zip(made[k], cells, strict=True)
            ]
    rows = tuple(zip(*made.values(), strict=True))
    return ReleasedTable(
        what=what,
        profile=policy.name,
        hidden=any(isinstance(cell, Released) and cell.hidden for row in rows for cell in row),
        columns=tuple(made),
        kinds=tuple(kinds.values()),
        rows=rows,
        titles=tuple(titles.get(name, Text(name, name)) for name in made),
        seal=SEAL,
    )


def _check_names(
    frame: pd.DataFrame,
    *,
    counts: Sequence[str],
    shares: Mapping[str, tuple[str, str]],
    what: Text,
) -> None:
    known = list(frame.columns)
    if len(set(known)) < len(known) or not all(isinstance(name, str) for name in known):
        raise ParameterError(
            nl=f"{what.nl}: elke kolom heeft een eigen naam nodig, als tekst",
            en=f"{what.en}: each column needs a name of its own, as text",
        )
    for name in [*counts, *(name for pair in shares.values() for name in pair)]:
        if name not in known:
            raise unknown_name(Text("kolom", "column"), name, known, where=what)
    for name in shares:
        if name in known:
            raise ParameterError(
                nl=f"{what.nl}: kolom {name!r} bestaat al; geef het aandeel een andere naam",
                en=f"{what.en}: there already is a column {name!r}; name the share otherwise",
            )


def _label(policy: Policy, value: object, name: str, what: Text) -> Cell:
    if isinstance(value, Text):
        label = value
    elif isinstance(value, str):
        label = Text(value, value)
    elif missing_kind(value) is not None:
        return Text("", "")
    elif policy.passes:
        return _public_cell(policy, value, what)
    else:
        raise _undeclared(name, what)
    if not policy.passes:
        bare = [half for half in label if _BARE_NUMBER.fullmatch(half.strip())]
        if any(not _YEAR.fullmatch(half.strip()) for half in bare):
            raise _undeclared(name, what)
    return label


def _public_cell(policy: Policy, value: object, what: Text) -> Cell:
    if isinstance(value, bool):
        return _YES if value else _NO
    if isinstance(value, (int, float)):
        return judge_number(policy, value, what)
    return Text(str(value), str(value))


def _undeclared(name: str, what: Text) -> DisclosureError:
    return DisclosureError(
        nl=f"{what.nl}: kolom {name!r} bevat iets anders dan tekst en is niet opgegeven; "
        "noem de kolom bij counts of shares, maak er tekst van of laat haar weg",
        en=f"{what.en}: column {name!r} holds something else than text and is not declared; "
        "name it under counts or shares, make it text or leave it out",
    )


def _hide(cell: Cell, what: Text) -> Cell:
    profile = cast("Released", cell).profile
    return ReleasedNumber(what=what, profile=profile, hidden=True, seal=SEAL)
