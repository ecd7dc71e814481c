"""What all reports share: the study, its gate, the language, and who is cited."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from evalkit.disclosure import open_gate
from evalkit.errors import unknown_name
from evalkit.language import LANGUAGES, Text, join_words
from evalkit.reports.section import Figure, Paragraph, Section
from evalkit.reports.sentence import counted, released_counted
from evalkit.reports.table import table
from evalkit.reports.words import words
from evalkit.study import open_study

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Mapping, Sequence

    import pandas as pd

    from evalkit.disclosure import Released, ReleasedShare
    from evalkit.language import Language
    from evalkit.plots import Plot
    from evalkit.reports.section import Block, Table
    from evalkit.study import Study


class Report:
    """A report on a study; its methods return sections.

    Everything a section prints has passed the gate of the study's disclosure profile.

    Parameters
    ----------
    study : str or path
        Name of a shipped study or the folder of one.
    language : {"nl", "en"}
        Language of the report.

    Raises
    ------
    ParameterError
        If the language does not exist.
    StudyError
        If the study cannot be opened or has errors.
    """

    #: Style sheets of its pages beside the one of every page.
    sheets: tuple[str, ...] = ()

    def __init__(self, study: str | os.PathLike[str], language: str) -> None:
        known: dict[str, Language] = {word: word for word in LANGUAGES}
        if language not in known:
            raise unknown_name(Text("taal", "language"), language, LANGUAGES)
        self.language = known[language]
        self.study = open_study(study)
        self.study.require_valid()
        self.gate = open_gate(self.study.profile)
        self._cited: dict[str, dict[str, None]] = {}
        self._studies: dict[str, Study] = {}

    def section(self, name: str, *blocks: Block | None, level: int = 2, **values: str) -> Section:
        """Make a section headed by the words ``title.<name>``; a block of None is left out."""
        return Section(
            anchor=name.replace("_", "-"),
            title=self.say(f"title.{name}", **values),
            language=self.language,
            blocks=tuple(block for block in blocks if block is not None),
            level=level,
            is_fictitious=self.study.fictitious,
            sheets=self.sheets,
        )

    def say(self, name: str, **values: Released | Text | str) -> str:
        """Return a sentence of `words.yaml`; what fills its blanks passes the gate.

        The numbers in the sentence itself ("24 expectations") are ours and no data.
        """
        what = words()["record.sentences"]
        shown = {
            blank: self.gate.text(Text("{it}", "{it}"), what=what, it=value)
            for blank, value in values.items()
        }
        return (
            words()[name]
            .in_language(self.language)
            .format(**{blank: text.in_language(self.language) for blank, text in shown.items()})
        )

    def counted(self, share: ReleasedShare, noun: Text) -> Released | str:
        """Return a released count of a group in words, for a blank of `say`."""
        if self.gate.policy.passes:
            return counted(share, noun, self.language)
        return released_counted(self.gate, share, noun)

    def paragraph(self, name: str, **values: Released | Text | str) -> Paragraph:
        """Return a sentence as a paragraph."""
        return Paragraph(self.say(name, **values))

    def note(self, name: str, **values: Released | Text | str) -> Paragraph:
        """Return a sentence that a reader must keep in mind."""
        return Paragraph(self.say(name, **values), "note")

    def table(
        self,
        frame: pd.DataFrame,
        caption: str,
        *,
        counts: Sequence[str] = (),
        shares: Mapping[str, tuple[str, str]] | None = None,
        titles: Mapping[str, Text] | None = None,
        links: Mapping[str, Sequence[str]] | None = None,
        notes: Sequence[str] = (),
        **values: str | Text,
    ) -> Table:
        """Release a frame and lay it out.

        Parameters
        ----------
        frame : DataFrame
            One row per row; a column ``source`` is linked to the address of the source.
        caption : str
            Name of the caption in `words.yaml`.
        counts : sequence of str
            Columns that are counts, see `Gate.table`.
        shares : mapping of str to (str, str), optional
            New columns, each made from a column `k` and a column `n`.
        titles : mapping of str to Text, optional
            Headings; a column without one is headed by the words ``column.<name>``.
        links : mapping of str to sequence of str, optional
            Columns to link, with the address of each row; several are separated by " ; ".
        notes : sequence of str
            Lines under the table.
        **values : str or Text
            For the blanks of the caption.

        Returns
        -------
        Table
        """
        headings = {
            name: words().get(f"column.{name}", Text(name, name))
            for name in map(str, frame.columns)
        }
        headings |= {name: words()[f"column.{name}"] for name in shares or {}} | dict(titles or {})
        what = fill(words()[caption], values)
        released = self.gate.table(
            frame, counts=counts, shares=shares, titles=headings, what=what, level=None
        )
        linked = dict(links or {})
        if "source" in frame:
            self.cite(frame["source"])
            known = self.study.table("sources").set_index("source", drop=False)
            linked["source"] = [address(known.loc[code]) for code in frame["source"]]
        return table(
            released,
            language=self.language,
            caption=what.in_language(self.language),
            notes=notes,
            links=linked,
        )

    def figure(self, plot: Plot, caption: str, *, is_narrow: bool = False) -> Figure:
        """Set a plot of released things on the page; invented data are called so beside it."""
        invented = f" {words()['page.invented'].in_language(self.language)}"
        beside = invented if self.study.fictitious else ""
        return Figure(
            svg=plot.to_svg(self.language),
            alt=plot.alt.in_language(self.language) + beside,
            caption=caption + beside,
            width="narrow" if is_narrow else "wide",
        )

    def cite(self, codes: Iterable[object], *, of: Study | None = None) -> str:
        """Remember sources for the list at the end; return them as a line under a table.

        Sources are those of the report's own study, or of another, whose claims it quotes.
        """
        study = of or self.study
        found = dict.fromkeys(code for code in codes if isinstance(code, str) and code)
        self._studies.setdefault(study.name, study)
        self._cited.setdefault(study.name, {}).update(found)
        # Codes of sources look like numbers to the gate; they name publications, not people.
        listed = join_words(found, self.language)
        return words()["note.sources"].in_language(self.language).format(sources=listed)

    @property
    def sources_used(self) -> list[tuple[Study, pd.DataFrame]]:
        """Per study, its own first, the rows of its table ``sources`` that were cited."""
        used = []
        own_first = sorted(self._cited.items(), key=lambda pair: pair[0] != self.study.name)
        for name, codes in own_first:
            frame = self._studies[name].table("sources")
            rows = frame[frame["source"].isin(codes)]
            used += [(self._studies[name], rows)] if len(rows) else []
        return used


def address(source: pd.Series) -> str:
    """Return the addresses of a source, separated by " ; "; empty when none is known.

    Parameters
    ----------
    source : Series
        A row of the table ``sources``.

    Returns
    -------
    str
    """
    parts = [source["address"], source["other_addresses"]]
    return " ; ".join(str(part) for part in parts if isinstance(part, str) and part)


def with_columns(frame: pd.DataFrame, **columns: Any) -> pd.DataFrame:
    """Return a frame with columns of any objects, such as `Text`, set.

    Parameters
    ----------
    frame : DataFrame
        The frame; it is not changed.
    **columns : sequence
        A value per row.

    Returns
    -------
    DataFrame
    """
    return frame.assign(**columns)


def texts(frame: pd.DataFrame, column: str) -> list[Text]:
    """Return a column that exists in Dutch and English: ``title`` and ``title_en``, or ``text_nl``."""
    dutch = frame[column] if column in frame else frame[f"{column}_nl"]
    pairs = zip(dutch, frame[f"{column}_en"], strict=True)
    return [Text(_filled(nl), _filled(en) or _filled(nl)) for nl, en in pairs]


def _filled(value: Any) -> str:
    return value if isinstance(value, str) else ""


def fill(text: Text, values: Mapping[str, str | Text]) -> Text:
    """Fill the blanks of a text in both languages.

    Parameters
    ----------
    text : Text
        With ``{name}`` where a value goes.
    values : mapping of str to (str or Text)
        The values by name.

    Returns
    -------
    Text
    """
    both = {n: v if isinstance(v, Text) else Text(v, v) for n, v in values.items()}
    return Text(
        text.nl.format(**{n: v.nl for n, v in both.items()}),
        text.en.format(**{n: v.en for n, v in both.items()}),
    )
