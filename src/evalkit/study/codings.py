"""Codings held against the coding scheme: item, facet, level, unit and wave."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from evalkit.errors import choices, nearest
from evalkit.language import Text, join_words
from evalkit.schemes import FACETS, UNITS
from evalkit.study.findings import Findings, Remark, shown
from evalkit.study.items import item_index, scheme_items
from evalkit.study.levels import judge_value
from evalkit.study.references import like, rows
from evalkit.study.values import MISSING_KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from evalkit.schemes import Item, Scheme
    from evalkit.study.reading import Reading

_Key = tuple[Any, Any, Any, Any]


def check_codings(reading: Reading, units: Reading, schemes: Sequence[Scheme]) -> Findings:
    """Hold the codings of one coder against the schemes and the units.

    Parameters
    ----------
    reading : Reading
        The journal of one coder.
    units : Reading
        The table units.
    schemes : sequence of Scheme
        The schemes of the study, at least one.

    Returns
    -------
    Findings
        What is wrong, with line and column.
    """
    found = like(reading)
    judge = _Judge(schemes)
    known = {u: (kind, wave) for _, u, kind, wave in rows(units, "unit", "kind", "wave")}
    last = dt.datetime.min  # noqa: DTZ901
    for line, unit, item, facet, wave, value, time, evidence in rows(
        reading, "unit", "item", "facet", "wave", "value", "time", "evidence"
    ):
        kind, own_wave = known.get(unit, (None, None))
        for column, remark in judge.remarks(item, facet, value, kind):
            seen = {"unit": unit, "item": item, "facet": facet, "value": value}[column]
            _add(found, remark, line, column, shown("" if seen is None else seen))
        if wave is not None and own_wave is not None and wave != own_wave:
            _add(found, _other_wave(shown(unit), own_wave), line, "wave", shown(wave))
        if isinstance(time, dt.datetime):
            if time < last:
                found.add(
                    "time-goes-back",
                    Text(
                        "dit tijdstip ligt voor dat van een eerdere regel",
                        "this time is before that of an earlier line",
                    ),
                    Text(
                        "de laatste regel telt, niet het laatste tijdstip",
                        "the last line counts, not the latest time",
                    ),
                    line=line,
                    column="time",
                    value=time.isoformat(),
                    severity="warning",
                )
            last = max(last, time)
        most = judge.most_words.get(item)
        if evidence is not None and most is not None and len(evidence.split()) > most:
            _long_quote(found, line, most)
    return found


def check_answers(reading: Reading, schemes: Sequence[Scheme]) -> Findings:
    """Hold the answers of respondents against the schemes.

    Parameters
    ----------
    reading : Reading
        The table answers.
    schemes : sequence of Scheme
        The schemes of the study, at least one.

    Returns
    -------
    Findings
        What is wrong, with line and column.
    """
    found = like(reading)
    judge = _Judge(schemes, mask=reading.schema.column("value").sensitive)
    for line, item, value in rows(reading, "item", "value"):
        for column, remark in judge.remarks(item, None, value, None, any_facet=True):
            seen = shown(item if column == "item" else value, sensitive=judge.mask)
            _add(found, remark, line, column, shown(item) if column == "item" else seen)
    return found


def check_kinds(units: Reading) -> Findings:
    """Report units of a kind that evalkit does not know.

    Parameters
    ----------
    units : Reading
        The table units.

    Returns
    -------
    Findings
        What is wrong, with line and column.
    """
    found = like(units)
    for line, kind in rows(units, "kind"):
        if kind is not None and kind not in UNITS:
            message = Text(
                f"eenheden van soort {shown(kind)!r} bestaan niet",
                f"there are no units of kind {shown(kind)!r}",
            )
            _add(
                found, Remark("unknown-kind", message, _kind_hint(kind)), line, "kind", shown(kind)
            )
    return found


def _kind_hint(kind: str) -> Text:
    for code, label in UNITS.items():
        if kind.lower() in (label.nl, label.en):
            return Text(f"bedoelt u {code!r}?", f"did you mean {code!r}?")
    return _guess(kind, UNITS)


class _Judge:
    """Judges codings by the schemes; the same coding is judged once."""

    def __init__(self, schemes: Sequence[Scheme], *, mask: bool = False) -> None:
        self.mask = mask
        self.most_words = {
            item.id: scheme.quotes.most_words
            for scheme in reversed(schemes)
            for item in scheme_items(scheme)
        }
        self._items = item_index(schemes)
        self._refs = [scheme.ref for scheme in schemes]
        self._known: dict[_Key, list[tuple[str, Remark]]] = {}

    def remarks(
        self, item: str | None, facet: str | None, value: str | None, kind: str | None,
        *, any_facet: bool = False,
    ) -> list[tuple[str, Remark]]:  # fmt: skip
        """Return (column, what is wrong with it) for one coding."""
        key = (item, facet, value, kind)
        if key not in self._known:
            self._known[key] = list(self._judge(item, facet, value, kind, any_facet=any_facet))
        return self._known[key]

    def _judge(
        self, item_id: str | None, facet: str | None, value: str | None, kind: str | None,
        *, any_facet: bool,
    ) -> Iterable[tuple[str, Remark]]:  # fmt: skip
        if item_id is None:
            return
        item = self._items.get(item_id)
        if item is None:
            message = Text(
                f"item {shown(item_id)!r} staat niet in {join_words(self._refs, 'nl', last='or')}",
                f"item {shown(item_id)!r} is not in {join_words(self._refs, 'en', last='or')}",
            )
            yield "item", Remark("unknown-item", message, _guess(item_id, self._items))
            return
        if item.is_derived:
            yield "item", _derived(item)
        facet_fits = any_facet or (facet in item.facets if item.facets else facet is None)
        if not facet_fits:
            yield "facet", _wrong_facet(item, facet)
        if kind is not None and kind not in item.units:
            yield "unit", _wrong_kind(item, kind)
        if value is not None and value not in MISSING_KINDS:
            remark = judge_value(value, item, facet if facet_fits else None, mask=self.mask)
            if remark:
                yield "value", remark


def _guess(found: str, known: Iterable[str]) -> Text:
    known = list(known)
    guess = nearest(found, known)
    if guess:
        return Text(f"bedoelt u {guess!r}?", f"did you mean {guess!r}?")
    return Text(f"kies uit {choices(known, 'nl')}", f"choose {choices(known, 'en')}")


def _wrong_facet(item: Item, facet: str | None) -> Remark:
    if not item.facets:
        return Remark(
            "unknown-facet",
            Text(f"item {item.id} kent geen facetten", f"item {item.id} has no facets"),
            Text("laat de kolom leeg", "leave the column empty"),
        )
    by_label = {word: code for code, label in FACETS.items() for word in label}
    guess = by_label.get((facet or "").lower())
    hint = Text(f"bedoelt u {guess!r}?", f"did you mean {guess!r}?")
    if guess not in item.facets:
        hint = _guess(facet or "", item.facets)
    message = Text(f"facet {shown(facet)!r} hoort niet bij item {item.id}",
                   f"facet {shown(facet)!r} is not in item {item.id}")  # fmt: skip
    if facet is None:
        message = Text(f"bij item {item.id} hoort een facet", f"item {item.id} needs a facet")
    return Remark("unknown-facet", message, hint)


def _wrong_kind(item: Item, kind: str) -> Remark:
    return Remark(
        "wrong-unit",
        Text(
            f"item {item.id} wordt niet gevraagd van een eenheid van soort {kind!r}",
            f"item {item.id} is not asked of a unit of kind {kind!r}",
        ),
        Text(f"wel van {choices(item.units, 'nl')}", f"but of {choices(item.units, 'en')}"),
    )


def _derived(item: Item) -> Remark:
    return Remark(
        "derived-item",
        Text(
            f"item {item.id} wordt berekend en niet gecodeerd",
            f"item {item.id} is computed, not coded",
        ),
        Text(f"codeer {choices(item.derived_from, 'nl')}",
             f"code {choices(item.derived_from, 'en')}"),
    )  # fmt: skip


def _other_wave(unit: str, wave: str) -> Remark:
    return Remark(
        "other-wave",
        Text(
            f"eenheid {unit!r} hoort bij meting {wave!r}", f"unit {unit!r} belongs to wave {wave!r}"
        ),
        Text("laat de kolom leeg of verbeter haar", "leave the column empty or correct it"),
    )


def _add(found: Findings, remark: Remark, line: int, column: str, value: str) -> None:
    found.add(remark.rule, remark.message, remark.hint, line=line, column=column, value=value)


def _long_quote(found: Findings, line: int, most: int) -> None:
    found.add(
        "long-quote",
        Text(f"de vindplaats is langer dan {most} woorden",
             f"the evidence is longer than {most} words"),
        Text("noem document en bladzijde, citeer kort", "name document and page, quote briefly"),
        line=line,
        column="evidence",
        severity="warning",
    )  # fmt: skip


def current_rows(reading: Reading, unit_waves: Mapping[Any, Any]) -> list[int]:
    """Return the positions of the codings that count: per question the last line.

    Parameters
    ----------
    reading : Reading
        The journal of one coder; rows with an error are passed over.
    unit_waves : mapping
        Wave by unit, for codings that leave the wave empty.

    Returns
    -------
    list of int
        Positions among the used rows, in order.
    """
    last: dict[_Key, int] = {}
    used = 0
    for row, (_, unit, item, facet, wave) in enumerate(
        rows(reading, "unit", "item", "facet", "wave")
    ):
        if row in reading.wrong:
            continue
        last[unit, item, facet, wave if wave is not None else unit_waves.get(unit)] = used
        used += 1
    return sorted(last.values())
