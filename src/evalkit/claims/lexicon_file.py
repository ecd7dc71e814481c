"""Reading a lexicon file: every fault becomes one sentence that says where and what to do."""

from __future__ import annotations

from pathlib import Path
from typing import Final, get_args

import yaml

from evalkit.claims.lexicon import TESTABLE, Kind, Lexicon, Quantifier, numeral
from evalkit.claims.shares import Band
from evalkit.errors import ParameterError, unknown_name
from evalkit.language import Text

_SETS: Final = ("logical", "wide", "narrow")
_FIELDS: Final = ("word", "forms", "class", "kind", *_SETS, "reason", "source")
_PARTS: Final = ("words", "numerals", "scales")


def read_lexicon(path: str | Path) -> Lexicon:
    """Read a lexicon from a file of the user.

    Parameters
    ----------
    path : str or Path
        A YAML file.

    Returns
    -------
    Lexicon
        Words and scales.

    Raises
    ------
    ParameterError
        If the file cannot be read or does not hold together.
    """
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise _wrong(
            str(path),
            Text("het bestand is niet te lezen", "the file cannot be read"),
            Text("geef een YAML-bestand in UTF-8", "give a YAML file in UTF-8"),
        ) from error
    return parse_lexicon(text, Path(path).name)


def parse_lexicon(text: str, file: str) -> Lexicon:
    """Read a lexicon from the text of a file.

    Parameters
    ----------
    text : str
        The YAML.
    file : str
        Name of the file, for the messages.

    Returns
    -------
    Lexicon
        Words and scales.

    Raises
    ------
    ParameterError
        With the first thing to mend.
    """
    try:
        data = yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        raise _wrong(
            file,
            Text(f"regel {line} is geen geldige YAML", f"line {line} is not valid YAML"),
            Text("kijk naar inspringing en aanhalingstekens", "look at indents and quotes"),
        ) from error
    words = data.get("words") if isinstance(data, dict) else None
    if not isinstance(words, list) or not words:
        raise _wrong(
            file,
            Text("de lijst 'words' ontbreekt of is leeg", "the list 'words' is missing or empty"),
            Text(
                "begin met een kopie van quantifiers.yaml", "start from a copy of quantifiers.yaml"
            ),
        )
    _refuse_unknown(data, _PARTS, file)
    entries = [_entry(raw, number, file) for number, raw in enumerate(words, start=1)]
    entries += _numerals(data.get("numerals"), file)
    _refuse_doubles(entries, file)
    return Lexicon(tuple(entries), _scales(data.get("scales"), entries, file))


def _entry(raw: object, number: int, file: str) -> Quantifier:
    fields = _mapping(raw, f"{file}, words[{number}]")
    word = _word(fields.get("word"), f"{file}, words[{number}]")
    where = f"{file}, {word!r}"
    _refuse_unknown(fields, _FIELDS, where)
    kind = fields.get("kind")
    kinds: tuple[Kind, ...] = get_args(Kind)
    if kind not in kinds:
        raise unknown_name(Text("soort", "kind"), kind, kinds, where=f"{where}, kind")
    bands = {name: _band(fields[name], f"{where}, {name}") for name in _SETS if name in fields}
    _refuse_sets(kind, set(bands), where)
    forms = fields.get("forms", [])
    if not isinstance(forms, list):
        raise _wrong(
            where,
            Text("'forms' is geen lijst", "'forms' is no list"),
            Text("schrijf [bijna alle, vrijwel alle]", "write [bijna alle, vrijwel alle]"),
        )
    return Quantifier(
        word=word,
        forms=tuple(_word(form, f"{where}, forms") for form in forms),
        group=str(fields.get("class", "")),
        kind=kinds[kinds.index(kind)],
        logical=bands.get("logical"),
        wide=bands.get("wide"),
        narrow=bands.get("narrow"),
        reason=_reason(fields.get("reason"), where),
        source=str(fields.get("source", "")),
    )


def _numerals(raw: object, file: str) -> list[Quantifier]:
    if raw is None:
        return []
    where = f"{file}, numerals"
    fields = _mapping(raw, where)
    reason, source = _reason(fields.get("reason"), where), str(fields.get("source", ""))
    found = []
    for word, number in _mapping(fields.get("words"), f"{where}, words").items():
        if type(number) is not int or number < 1:
            raise _wrong(
                f"{where}, {word!r}",
                Text(f"{number!r} is geen heel getal vanaf 1", f"{number!r} is no whole number"),
                Text("schrijf bijvoorbeeld twee: 2", "write for example twee: 2"),
            )
        found.append(numeral(_word(word, where), number, reason, source))
    return found


def _scales(raw: object, entries: list[Quantifier], file: str) -> dict[str, dict[str, Band]]:
    testable = {
        form: entry.word
        for entry in entries
        if entry.kind in TESTABLE
        for form in (entry.word, *entry.forms)
    }
    found: dict[str, dict[str, Band]] = {}
    for name, scale in _mapping(raw or {}, f"{file}, scales").items():
        where = f"{file}, scales, {name}"
        words = _mapping(_mapping(scale, where).get("words"), f"{where}, words")
        for word in words:
            if word not in testable:
                raise unknown_name(
                    Text("toetsbaar woord", "testable word"), word, testable, where=where
                )
        found[str(name)] = {
            testable[str(word)]: _band(text, f"{where}, {word!r}") for word, text in words.items()
        }
    return found


def _mapping(raw: object, where: str) -> dict[object, object]:
    if not isinstance(raw, dict):
        raise _wrong(
            where,
            Text(
                "hier hoort een reeks 'veld: waarde' te staan",
                "a series of 'field: value' belongs here",
            ),
            Text("kijk in quantifiers.yaml hoe het hoort", "see quantifiers.yaml for how to"),
        )
    return raw


def _word(raw: object, where: str) -> str:
    if not isinstance(raw, str) or not raw.strip():
        raise _wrong(
            where,
            Text(f"{raw!r} is geen woord", f"{raw!r} is no word"),
            Text("zet het woord tussen aanhalingstekens", "put the word between quotes"),
        )
    return " ".join(raw.lower().split())


def _band(raw: object, where: str) -> Band:
    try:
        return Band.parse(raw if isinstance(raw, str) else "")
    except ValueError as error:
        raise _wrong(
            where,
            Text(f"{raw!r} is geen interval", f"{raw!r} is no interval"),
            Text(
                'schrijf bijvoorbeeld "[2/n, 0.75]" of "(1/2, 1)"',
                'write for example "[2/n, 0.75]" or "(1/2, 1)"',
            ),
        ) from error


def _reason(raw: object, where: str) -> Text:
    words = raw if isinstance(raw, dict) else {}
    if not (words.get("nl") and words.get("en")):
        raise _wrong(
            where,
            Text("'reason' mist nl of en", "'reason' lacks nl or en"),
            Text("schrijf {nl: ..., en: ...}", "write {nl: ..., en: ...}"),
        )
    return Text(str(words["nl"]), str(words["en"]))


def _refuse_unknown(fields: dict[object, object], known: tuple[str, ...], where: str) -> None:
    for field in fields:
        if field not in known:
            raise unknown_name(Text("veld", "field"), field, known, where=where)


def _refuse_sets(kind: str, given: set[str], where: str) -> None:
    if kind in TESTABLE and "logical" not in given:
        raise _wrong(
            where,
            Text(f"soort {kind!r} vraagt om 'logical'", f"kind {kind!r} asks for 'logical'"),
            Text('geef ten minste "[0, 1]"', 'give at least "[0, 1]"'),
        )
    if kind not in TESTABLE and given & {"wide", "narrow"}:
        raise _wrong(
            where,
            Text(
                f"soort {kind!r} is nooit te toetsen, maar heeft 'wide' of 'narrow'",
                f"kind {kind!r} can never be tested, yet has 'wide' or 'narrow'",
            ),
            Text("haal die weg of kies een andere soort", "remove them or choose another kind"),
        )
    if "narrow" in given and "wide" not in given:
        raise _wrong(
            where,
            Text("'narrow' staat er zonder 'wide'", "'narrow' stands there without 'wide'"),
            Text("geef ook 'wide'", "give 'wide' too"),
        )


def _refuse_doubles(entries: list[Quantifier], file: str) -> None:
    seen: set[str] = set()
    for word in (form for entry in entries for form in (entry.word, *entry.forms)):
        if word in seen:
            raise _wrong(
                file,
                Text(f"{word!r} staat er twee keer in", f"{word!r} is in it twice"),
                Text("laat er één staan", "keep one"),
            )
        seen.add(word)


def _wrong(where: str, what: Text, mend: Text) -> ParameterError:
    return ParameterError(nl=f"{where}: {what.nl}; {mend.nl}", en=f"{where}: {what.en}; {mend.en}")
