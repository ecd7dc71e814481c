"""The words of the reports, in Dutch and English, from `words.yaml`."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import yaml

from evalkit.language import Text

if TYPE_CHECKING:
    from evalkit.language import Language

# The safe loader written in C is ten times as fast; not every build of PyYAML has it.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@cache
def words() -> dict[str, Text]:
    """Return every text of the reports by its name, e.g. "region.title"."""
    source = files("evalkit.reports").joinpath("words.yaml").read_text("utf-8")
    return {
        f"{group}.{name}": Text(text["nl"], text["en"])
        for group, texts in yaml.load(source, _LOADER).items()  # noqa: S506
        for name, text in texts.items()
    }


def say(name: str, language: Language, **values: object) -> str:
    """Return a text in a language, with its blanks filled in.

    Parameters
    ----------
    name : str
        Name of the text in `words.yaml`, e.g. "page.skip".
    language : {"nl", "en"}
        Language of the text.
    **values : object
        What goes in the blanks; numbers are already written in the language.

    Returns
    -------
    str

    Examples
    --------
    >>> say("page.skip", "nl")
    'Naar de inhoud'
    """
    return words()[name].in_language(language).format(**values)
