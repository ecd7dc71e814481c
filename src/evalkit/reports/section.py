"""A section of a report: typed blocks that become HTML in one template, with autoescape on."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from jinja2 import Environment

    from evalkit.language import Language

#: Marks an output of a notebook as made by `Section`; `render_page` lets no other HTML through.
SECTION_MIME: Final = "application/vnd.evalkit.section+json"
_LONG: Final = 60  # characters: more than this needs a wide column to be read


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Plain text; "lead" opens a report, "note" is to keep in mind, "small" stands aside."""

    text: str
    kind: Literal["plain", "lead", "note", "small"] = "plain"


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list of plain texts."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture with the sentence that replaces it for who does not see it."""

    svg: str
    alt: str
    caption: str
    width: Literal["wide", "narrow"] = "wide"

    @property
    def address(self) -> str:
        """The picture as a data URI, so that the page asks nobody for it."""
        return "data:image/svg+xml;base64," + b64encode(self.svg.encode()).decode()


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table; the first of its addresses is linked from the text itself."""

    text: str
    is_number: bool = False
    addresses: tuple[str, ...] = ()

    @property
    def links(self) -> tuple[str, ...]:
        """The addresses a reader may follow; anything but the web stays unlinked."""
        return tuple(a for a in self.addresses if a.startswith(("https://", "http://")))

    @property
    def style(self) -> str:
        """Class of the cell: numbers stand right, sentences get room."""
        if self.is_number:
            return "number"
        return "long" if len(self.text) > _LONG else ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table as it is printed; the first cell of a row is its header."""

    caption: str
    head: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A heading below that of the section, with its own blocks."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """Pictures of one kind, which stand beside each other where there is room."""

    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Fold:
    """What only some readers need: closed until a reader opens it, and open in print."""

    title: str
    blocks: tuple[Block, ...]


Block = Paragraph | Bullets | Figure | Figures | Table | Part | Fold


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One section of a report.

    Attributes
    ----------
    anchor : str
        Its address within the page, unique in a report.
    title : str
        The heading, as plain text.
    language : {"nl", "en"}
        Language of all its words.
    blocks : tuple
        What stands under the heading; all of it plain text until it is rendered.
    level : int
        Level of the heading: 1 for the opening of a report, 2 for a section.
    is_fictitious : bool
        Whether the data are invented; the page then says so in its title.
    sheets : tuple of str
        Style sheets that it needs beside the one of every page, by name.
    """

    anchor: str
    title: str
    language: Language
    blocks: tuple[Block, ...]
    level: int = 2
    is_fictitious: bool = False
    sheets: tuple[str, ...] = ()

    def to_html(self) -> str:
        """Return the section as HTML; every text in it is escaped."""
        html = environment().get_template("section.html.j2").render(section=self)
        return "\n".join(line for line in html.splitlines() if line.strip())

    def _repr_html_(self) -> str:
        return self.to_html()

    def _repr_mimebundle_(self, **_: object) -> dict[str, object]:
        mark: dict[str, object] = {
            "anchor": self.anchor,
            "title": self.title,
            "level": self.level,
        }
        if self.is_fictitious:
            mark["fictitious"] = True
        if self.sheets:
            mark["sheets"] = list(self.sheets)
        return {"text/html": self.to_html(), "text/plain": str(self), SECTION_MIME: mark}

    def __str__(self) -> str:
        return self.title


@cache
def environment() -> Environment:
    """Return the template environment of this room: autoescape on, a missing name is an error."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    made = Environment(
        loader=PackageLoader("evalkit.reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["kind"] = lambda block: type(block).__name__
    return made
