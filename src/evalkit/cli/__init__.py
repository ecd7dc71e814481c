"""The command line: ``evalkit VERB``, one file per verb, loaded when it is asked for."""

from __future__ import annotations

import contextlib
import io
import os
import re
import sys
from importlib import import_module
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final, NoReturn

import typer

import evalkit
from evalkit.errors import EvalkitError, ParameterError, unknown_name
from evalkit.language import LANGUAGES, Language, Text

if TYPE_CHECKING:
    from collections.abc import Sequence

VERBS: Final = {
    "new": Text("Begin een studie in een nieuwe map.", "Start a study in a new folder."),
    "check": Text(
        "Controleer een studie en toon alle bevindingen.", "Check a study and list every finding."
    ),
    "schemes": Text("Toon de codeerschema's.", "Show the coding schemes."),
    "agree": Text(
        "Toon hoever codeurs het eens zijn, en waar niet.",
        "Show how far coders agree, and where they do not.",
    ),
    "evaluate": Text(
        "Beantwoord de vragen van de evaluaties.", "Answer the questions of the evaluations."
    ),
    "replicate": Text(
        "Leg gepubliceerde uitspraken naast de studie.",
        "Hold published claims against the study.",
    ),
    "report": Text(
        "Maak de rapporten van een studie en een overzicht.",
        "Make the reports of a study, with an index.",
    ),
}
_ABOUT: Final = Text(
    "evalkit herhaalt evaluaties van samenwerkingsafspraken tussen Veilig Thuis en lokale teams.",
    "evalkit replicates evaluations of collaboration agreements between Veilig Thuis and "
    "local teams.",
)
# What typer itself prints in a help text; longest first where one is part of another.
_DUTCH: Final = {
    "Usage: ": "Gebruik: ",
    "[OPTIONS]": "[OPTIES]",
    "COMMAND [ARGS]...": "OPDRACHT [ARGUMENTEN]...",
    "Arguments:": "Argumenten:",
    "Options:": "Opties:",
    "Commands:": "Opdrachten:",
    "Show this message and exit.": "Toon deze uitleg.",
    "[required]": "[verplicht]",
    "env var: ": "omgevingsvariabele: ",
    "default: ": "standaard: ",
    "x>=": "vanaf ",
}
_USAGE_ERROR: Final[Any] = typer.BadParameter.__base__  # of the click that this typer brings


def main(args: Sequence[str] | None = None) -> NoReturn:
    """Run ``evalkit`` and leave with its exit code.

    Parameters
    ----------
    args : sequence of str, optional
        The words after ``evalkit``; by default those of the command line.

    Raises
    ------
    SystemExit
        Always: 0 done, 1 some reports failed, 2 the user can mend it, 3 refused by disclosure
        control, 130 interrupted.
    """
    words = list(sys.argv[1:] if args is None else args)
    language = spoken_language(words)
    code = 0
    try:
        try:
            code = _run(words, language)
        except EvalkitError as error:
            code = error.exit_code
            _explain(error, language)
        sys.stdout.flush()
    except (KeyboardInterrupt, typer.Abort):
        code = 130
    except BrokenPipeError:  # `evalkit schemes | head`
        for stream in (sys.stdout, sys.stderr):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
    if code == 130:  # typer turns Ctrl-C into this code, without a word
        print(Text("afgebroken", "interrupted").in_language(language), file=sys.stderr)
    sys.exit(code)


def spoken_language(words: Sequence[str] | None = None) -> Language:
    """Return the language evalkit speaks: of ``--language``, else of EVALKIT_LANGUAGE, else Dutch.

    Parameters
    ----------
    words : sequence of str, optional
        The words after ``evalkit``; by default those of the command line.

    Returns
    -------
    {"nl", "en"}
        The language of what evalkit says.

    Examples
    --------
    >>> spoken_language(["report", "--language", "en"])
    'en'
    """
    words = list(sys.argv[1:] if words is None else words)
    asked = [after for word, after in pairwise(words) if word == "--language"]
    asked += [word.partition("=")[2] for word in words if word.startswith("--language=")]
    for word in (*asked, os.environ.get("EVALKIT_LANGUAGE")):
        for language in LANGUAGES:
            if word == language:
                return language
    return "nl"


def application(words: Sequence[str], language: Language) -> typer.Typer:
    """Make the typer application; only the verb that is asked for is imported.

    Parameters
    ----------
    words : sequence of str
        The words after ``evalkit``.
    language : {"nl", "en"}
        Language of the help texts.

    Returns
    -------
    typer.Typer
        With every verb of `VERBS`.

    Raises
    ------
    ParameterError
        If the verb does not exist.
    """
    app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
    about = _ABOUT.in_language(language)
    app.callback(help=about, no_args_is_help=True, invoke_without_command=True)(_show_version)
    asked = words[0] if words and not words[0].startswith("-") else None
    if asked is not None and asked not in VERBS:
        raise unknown_name(Text("opdracht", "command"), asked, VERBS)
    for verb, summary in VERBS.items():
        command = _unasked
        if verb == asked:
            command = getattr(import_module(f"evalkit.cli.{verb}"), verb)
        app.command(verb, help=summary.in_language(language))(command)
    return app


def _speak(command: Any, language: Language) -> None:
    """Keep one half of the help texts, which verbs write as ``Nederlands | English``."""
    for part in getattr(command, "commands", {}).values():
        _speak(part, language)
    for param in command.params:
        dutch, _, english = (getattr(param, "help", None) or "").partition(" | ")
        if english:
            param.help = Text(dutch, english).in_language(language)


def _show_version(version: bool = typer.Option(False, "--version", help="evalkit x.y.z")) -> None:
    if version:
        print(f"evalkit {evalkit.__version__}")
        raise typer.Exit


def _unasked() -> None:
    """Stand in the list of verbs; the help of a verb loads the verb."""


def _run(words: list[str], language: Language) -> int:
    command = typer.main.get_command(application(words, language))
    _speak(command, language)
    is_help = "--help" in words or not words
    if is_help and words and words[0].startswith("-"):  # evalkit --language en --help
        words = ["--help"]
    shown = io.StringIO()
    try:
        with contextlib.redirect_stdout(shown) if is_help else contextlib.nullcontext():
            code = command.main(words, prog_name="evalkit", standalone_mode=False)
    except _USAGE_ERROR as error:
        if words:
            raise _mendable(error, words) from error
        code = 2
        print(error.format_message(), file=shown)
    text = shown.getvalue()
    for english, dutch in _DUTCH.items() if language == "nl" else ():
        text = text.replace(english, dutch)
    print(text, end="")
    return code if isinstance(code, int) else 0


def _explain(error: EvalkitError, language: Language) -> None:
    sentence = error.in_language(language)
    wrong = [check for check in getattr(error, "findings", ()) if check.severity == "error"]
    if wrong:
        for check in wrong:
            print(check.in_language(language), file=sys.stderr)
        n, one = len(wrong), len(wrong) == 1
        sentence = Text(
            f"{n} {'fout' if one else 'fouten'} in de studie; er is niets gemaakt",
            f"{n} {'error' if one else 'errors'} in the study; nothing was made",
        ).in_language(language)
    print(f"evalkit: {sentence}", file=sys.stderr)


def _mendable(error: Any, words: Sequence[str]) -> ParameterError:
    """Say in both languages what typer says about the words of the command line."""
    verb = words[0] if words[0] in VERBS else ""
    place = f"{verb}: " if verb else ""
    param = getattr(error, "param", None)
    name = str(param.opts[0]) if param is not None else getattr(error, "option_name", "")
    shown = name if name.startswith("-") else name.upper()
    kind, message = type(error).__name__, error.format_message()
    if kind == "NoSuchOption":
        known = [word for option in error.ctx.command.params for word in option.opts]
        return unknown_name(Text("optie", "option"), name, [*known, "--help"], where=verb)
    if kind == "MissingParameter":
        return ParameterError(
            nl=f"{place}{shown} ontbreekt; zie evalkit {verb} --help",
            en=f"{place}{shown} is missing; see evalkit {verb} --help",
        )
    if kind == "BadOptionUsage":
        return ParameterError(
            nl=f"{place}{shown} vraagt een waarde", en=f"{place}{shown} needs a value"
        )
    if kind == "BadParameter" and shown:
        return _unfitting(f"{place}{shown}", _given(name, words), error.message)
    if "extra argument" in message:
        help_text = f"evalkit {verb} --help"
        return ParameterError(
            nl=f"{place}te veel woorden; zie {help_text}",
            en=f"{place}too many words; see {help_text}",
        )
    return ParameterError(nl=message, en=message)


def _given(name: str, words: Sequence[str]) -> str:
    """Return the value that follows an option."""
    for word, after in pairwise(words):
        if word == name:
            return after
    joined = [word.partition("=")[2] for word in words if word.startswith(f"{name}=")]
    return joined[0] if joined else words[-1]


def _unfitting(where: str, value: str, message: str) -> ParameterError:
    """Say which value was expected; typer only says so in English words."""
    known = [word for word in re.findall("'([^']*)'", message) if word != value]
    if known:
        return unknown_name(Text("waarde", "value"), value, known, where=where)
    number = re.search("integer|number|float|greater|less", message)
    expected = Text("een ander soort waarde", "another kind of value")
    if "integer" in message:
        expected = Text("een geheel getal", "a whole number")
    elif number:
        expected = Text("een getal", "a number")
    low = re.search("(?:greater than or equal to |x>=)([0-9.]+)", message)
    least = Text(f" vanaf {low[1]}", f" from {low[1]}") if low else Text("", "")
    return ParameterError(
        nl=f"{where}: {value!r} past niet; geef {expected.nl}{least.nl}",
        en=f"{where}: {value!r} does not fit; give {expected.en}{least.en}",
    )
