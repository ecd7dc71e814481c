"""``study.toml``: what the study is, which waves it has, and how its units were chosen."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, get_args

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PositiveInt,
    StrictBool,
    ValidationError,
    model_validator,
)
from pydantic_core import PydanticCustomError

from evalkit.errors import StudyError, choices, nearest, system_reason
from evalkit.language import LANGUAGES, Language, Text
from evalkit.results import Check
from evalkit.study.findings import shown

if TYPE_CHECKING:
    from pathlib import Path

    from pydantic_core import ErrorDetails

FILE: Final = "study.toml"
StudySelection = Literal["census", "random", "purposive"]
Profile = Literal["public", "protected"]


def _two_languages(value: object) -> object:
    """Take one text as both languages; a table must have exactly nl and en."""
    if isinstance(value, str) and value.strip():
        return Text(value, value)
    if isinstance(value, dict) and set(value) == {"nl", "en"}:
        words = [value["nl"], value["en"]]
        if all(isinstance(word, str) and word.strip() for word in words):
            return Text(*words)
    raise PydanticCustomError("two_languages", "not a text in two languages")


_Words = Annotated[Text, BeforeValidator(_two_languages)]


def _names(value: object) -> object:
    """Take one name as a list of one."""
    if isinstance(value, str):
        return (value,)
    if isinstance(value, list) and all(isinstance(name, str) and name.strip() for name in value):
        return tuple(value)
    raise PydanticCustomError("names", "not a name or a list of names")


_Names = Annotated[tuple[str, ...], BeforeValidator(_names)]


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Wave(_Model):
    """A period of measurement.

    Attributes
    ----------
    id : str
        E.g. "w0".
    label : Text
        What it is called.
    start, end : date
        First and last day.
    """

    id: str = Field(min_length=1)
    label: _Words
    start: dt.date
    end: dt.date

    @model_validator(mode="after")
    def _in_order(self) -> Wave:
        if self.end < self.start:
            raise PydanticCustomError("wave_order", "the end is before the start")
        return self


class Frame(_Model):
    """How many exist, whether or not the study looked at them.

    Attributes
    ----------
    regions, municipalities : int or None
        Numbers in the population; None when not known.
    """

    regions: PositiveInt | None = None
    municipalities: PositiveInt | None = None


class _Section(_Model):
    title: _Words
    language: Language = "nl"
    scheme: _Names = ()
    consensus: str | None = Field(default=None, min_length=1)
    selection: StudySelection
    profile: Profile
    fictitious: StrictBool = False


class Settings(_Model):
    """The content of study.toml.

    Attributes
    ----------
    study : section
        title, language, scheme, consensus, selection, profile, fictitious.
    frame : Frame
        How many regions and municipalities exist.
    waves : tuple of Wave
        In the order of the file.
    """

    study: _Section
    frame: Frame = Frame()
    waves: tuple[Wave, ...] = ()

    @model_validator(mode="after")
    def _own_ids(self) -> Settings:
        ids = [wave.id for wave in self.waves]
        if len(set(ids)) != len(ids):
            raise PydanticCustomError("wave_twice", "two waves have the same id")
        return self


_KEYS: Final[dict[str, tuple[str, ...]]] = {
    "": tuple(Settings.model_fields),
    "study": tuple(_Section.model_fields),
    "frame": tuple(Frame.model_fields),
    "waves": tuple(Wave.model_fields),
}
_CHOICES: Final[dict[str, tuple[str, ...]]] = {
    "study.language": LANGUAGES,
    "study.selection": get_args(StudySelection),
    "study.profile": get_args(Profile),
}


def read_settings(path: Path) -> Settings:
    """Read and hold a study.toml against what belongs in it.

    Parameters
    ----------
    path : Path
        The file.

    Returns
    -------
    Settings
        Everything in it, defaults filled in.

    Raises
    ------
    StudyError
        If it cannot be read or a key or value is wrong; `findings` has all of them.
    """
    try:
        raw = tomllib.loads(path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n"))
        return Settings.model_validate(raw)
    except OSError as error:
        finding = _whole(
            f"kan niet worden gelezen ({system_reason(error).nl})",
            f"cannot be read ({system_reason(error).en})",
            Text("controleer de rechten", "check its permissions"),
        )
        raise _broken([finding]) from error
    except UnicodeDecodeError as error:
        finding = _whole(
            "is niet in UTF-8 opgeslagen",
            "is not saved as UTF-8",
            Text("bewaar het bestand als UTF-8", "save the file as UTF-8"),
        )
        raise _broken([finding]) from error
    except tomllib.TOMLDecodeError as error:
        raise _broken([_syntax(str(error))]) from error
    except ValidationError as error:
        raise _broken([_finding(detail) for detail in error.errors()]) from error


def _broken(findings: list[Check]) -> StudyError:
    first = findings[0]
    more = len(findings) - 1
    return StudyError(
        nl=first.in_language("nl") + (f" (en nog {more} bevindingen)" if more else ""),
        en=first.in_language("en") + (f" (and {more} more findings)" if more else ""),
        findings=findings,
    )


def _whole(nl: str, en: str, hint: Text) -> Check:
    return Check(file=FILE, rule="unreadable-file", message=Text(nl, en), hint=hint)


def _syntax(message: str) -> Check:
    place = re.search(r"line (\d+), column (\d+)", message)
    what = message.partition(" (at ")[0]
    return Check(
        file=FILE,
        line=int(place[1]) if place else None,
        rule="toml-syntax",
        message=Text(f"dit is geen geldige TOML ({what})", f"this is not valid TOML ({what})"),
        hint=Text(
            'zet tekst tussen aanhalingstekens, bijvoorbeeld scheme = "aef-2020"',
            'put text between quotation marks, for example scheme = "aef-2020"',
        ),
    )


_EXPECTED: Final[dict[str, Text]] = {
    "title": Text(
        '{ nl = "...", en = "..." } of een tekst', '{ nl = "...", en = "..." } or a text'
    ),
    "label": Text(
        '{ nl = "...", en = "..." } of een tekst', '{ nl = "...", en = "..." } or a text'
    ),
    "start": Text("een datum zonder aanhalingstekens: 2018-07-01", "a bare date: 2018-07-01"),
    "end": Text("een datum zonder aanhalingstekens: 2020-06-30", "a bare date: 2020-06-30"),
    "regions": Text("een geheel getal boven 0", "a whole number above 0"),
    "municipalities": Text("een geheel getal boven 0", "a whole number above 0"),
    "fictitious": Text("true of false", "true or false"),
    "scheme": Text(
        'een naam of een lijst, bijvoorbeeld "aef-2020@1.0" of ["aef-2020@1.0", "tsd-2020@1.0"]',
        'a name or a list, such as "aef-2020@1.0" or ["aef-2020@1.0", "tsd-2020@1.0"]',
    ),
    "consensus": Text(
        'de naam van een codeur, bijvoorbeeld "consensus"', 'the name of a coder: "consensus"'
    ),
    "id": Text('een korte tekst, bijvoorbeeld "w0"', 'a short text such as "w0"'),
    "waves": Text("een of meer blokken [[waves]]", "one or more blocks [[waves]]"),
}


def _finding(detail: ErrorDetails) -> Check:
    steps = [step for step in detail["loc"] if isinstance(step, str)]
    numbers = [step + 1 for step in detail["loc"] if isinstance(step, int)]
    key = ".".join(steps) + (f" ({numbers[0]})" if numbers else "")
    name = steps[-1] if steps else ""
    kind = detail["type"]
    if kind == "missing":
        message = Text(f"{key!r} ontbreekt", f"{key!r} is missing")
        hint = _expected(".".join(steps))
        value = ""
    elif kind == "extra_forbidden":
        return _unknown_key(key, name, ".".join(steps[:-1]))
    elif kind == "wave_twice":
        message = Text("twee metingen hebben dezelfde id", "two waves have the same id")
        hint = Text("geef elke meting een eigen id", "give each wave its own id")
        return Check(file=FILE, column="waves", rule="duplicate-wave", message=message, hint=hint)
    elif kind == "wave_order":
        message = Text("het einde ligt voor het begin", "the end is before the start")
        hint = Text("verwissel start en end", "swap start and end")
        return Check(file=FILE, column=key, rule="wave-order", message=message, hint=hint)
    else:
        value = shown(_plain(detail["input"]))
        message = Text(f"{value!r} past niet bij {key!r}", f"{value!r} does not fit {key!r}")
        hint = _expected(".".join(steps), value)
    return Check(file=FILE, column=key, value=value, rule="bad-setting", message=message, hint=hint)


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def _expected(key: str, value: str = "") -> Text:
    if key in _CHOICES:
        known = _CHOICES[key]
        guess = nearest(value, known) if value else None
        if guess:
            return Text(f"bedoelt u {guess!r}?", f"did you mean {guess!r}?")
        return Text(f"kies uit {choices(known, 'nl')}", f"choose {choices(known, 'en')}")
    words = _EXPECTED.get(key.rpartition(".")[2], Text(f"een blok [{key}]", f"a block [{key}]"))
    return Text(f"verwacht wordt {words.nl}", f"expected is {words.en}")


def _unknown_key(key: str, name: str, section: str) -> Check:
    known = _KEYS.get(section, ())
    guess = nearest(name, known)
    hint = Text(
        f"kies uit {choices(known, 'nl', most=9)}", f"choose {choices(known, 'en', most=9)}"
    )
    if guess:
        hint = Text(f"bedoelt u {guess!r}?", f"did you mean {guess!r}?")
    return Check(
        file=FILE,
        column=key,
        value=name,
        rule="unknown-key",
        message=Text(f"de sleutel {key!r} bestaat niet", f"there is no key {key!r}"),
        hint=hint,
    )
