"""A study: a folder with study.toml, tables and codings, opened for reading."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from evalkit.errors import StudyError, unknown_name
from evalkit.language import Text
from evalkit.study.checking import find_all
from evalkit.study.codings import current_rows
from evalkit.study.description import StudyDescription
from evalkit.study.findings import per_file
from evalkit.study.folder import read_codings, read_tables
from evalkit.study.places import find_place
from evalkit.study.schema import table_names

if TYPE_CHECKING:
    import pandas as pd

    from evalkit.results import Check
    from evalkit.study.findings import Findings
    from evalkit.study.reading import Reading

_CODING_COLUMNS = [
    "coder", "unit", "item", "facet", "wave", "value", "evidence", "confidence", "time",
]  # fmt: skip


class Study(StudyDescription):
    """A study on disk: what study.toml says, its tables and its codings, read once.

    Made from the path of its folder; `open_study` finds it by name too.
    """

    @property
    def coders(self) -> tuple[str, ...]:
        """Names of the journals of coders, that of the consensus left out."""
        return tuple(name for name in self.coder_readings if name != self.consensus)

    @cached_property
    def _tables(self) -> tuple[dict[str, Reading], list[Findings]]:
        return read_tables(self.path)

    @cached_property
    def _coders(self) -> tuple[dict[str, Reading], list[Findings]]:
        return read_codings(self.path)

    @property
    def readings(self) -> dict[str, Reading]:
        """Every table as read, by name: rows in, used and reported, and what was found."""
        return self._tables[0]

    @property
    def coder_readings(self) -> dict[str, Reading]:
        """Every journal of codings as read, by coder."""
        return self._coders[0]

    @property
    def table_names(self) -> tuple[str, ...]:
        """Names of the tables that `table` knows."""
        return table_names()

    def table(self, name: str) -> pd.DataFrame:
        """Return a table with typed columns.

        Parameters
        ----------
        name : str
            One of `table_names`.

        Returns
        -------
        DataFrame
            A new frame with the columns of the schema; without rows when the study lacks it.

        Raises
        ------
        ParameterError
            If there is no such table.
        StudyError
            If rows of it could not be used, so that none goes missing unseen; `readings` gives
            the rows that could.
        """
        if name not in self.readings:
            raise unknown_name(Text("tabel", "table"), name, self.table_names)
        self._refuse_errors([self.readings[name]])
        if name not in self._frames:
            self._frames[name] = self.readings[name].frame()
        return self._frames[name].copy(deep=False)  # pandas 3 copies what is written to

    @cached_property
    def _frames(self) -> dict[str, pd.DataFrame]:
        """The frames that `table` has made, for it is asked often."""
        return {}

    def missing_kinds(self, name: str) -> pd.DataFrame:
        """Return, cell by cell of `table`, which kind of missing it is.

        Parameters
        ----------
        name : str
            One of `table_names`.

        Returns
        -------
        DataFrame of str
            "nvt", "nb", "nr" or "wg"; "" where there is a value or an empty cell.

        Raises
        ------
        ParameterError
            If there is no such table.
        """
        if name not in self.readings:
            raise unknown_name(Text("tabel", "table"), name, self.table_names)
        return self.readings[name].missing_kinds()

    @property
    def codings(self) -> pd.DataFrame:
        """The codings that count: per coder, unit, item, facet and wave the last line.

        Returns
        -------
        DataFrame
            Columns coder, unit, item, facet, wave, value, evidence, confidence, time. Where a
            coding leaves the wave empty it is that of the unit.

        Raises
        ------
        StudyError
            If rows of a journal could not be used.
        """
        return self._codings(current=True)

    @property
    def journal(self) -> pd.DataFrame:
        """All codings, those that were replaced later too; columns as in `codings`."""
        return self._codings(current=False)

    @property
    def settled(self) -> pd.DataFrame:
        """What the coders settled on: one row per unit, item, facet and wave that was coded.

        Returns
        -------
        DataFrame
            Columns unit, item, facet, wave, value, basis, coders; in the order of first coding.
            `basis` is "consensus", "agreed" (two or more coders with the same answer: sets compared
            as sets, numbers and dates by what they mean), "one coder" or "unsettled" (they differ
            and there is no consensus: `value` is missing). `coders` counts those who answered, the
            consensus left out.

        Raises
        ------
        StudyError
            If rows of a journal could not be used.
        EvalkitError
            If a scheme cannot be read.
        """
        return self._settled.copy()

    @cached_property
    def _settled(self) -> pd.DataFrame:
        from evalkit.study.settled import settle

        return settle(self.codings, self.items, self.consensus)

    def _codings(self, *, current: bool) -> pd.DataFrame:
        import pandas as pd

        from evalkit.study.reading import absent
        from evalkit.study.schema import table_schema

        units = self.readings["units"]
        self._refuse_errors([units, *self.coder_readings.values()])
        waves = dict(zip(units.values["unit"], units.values["wave"], strict=True))
        frames = [absent(table_schema("codings"), "").frame().assign(coder=pd.Series(dtype="str"))]
        for coder, reading in self.coder_readings.items():
            frame = reading.frame().assign(
                coder=pd.Series([coder] * reading.rows_used, dtype="str")
            )
            frame["wave"] = frame["wave"].fillna(frame["unit"].map(waves)).astype("str")
            frames.append(frame.iloc[current_rows(reading, waves)] if current else frame)
        return pd.concat(frames, ignore_index=True)[_CODING_COLUMNS]

    def _refuse_errors(self, readings: list[Reading]) -> None:
        found = per_file([reading.findings for reading in readings])
        if any(check.severity == "error" for check in found):
            raise _invalid(self.name, found)

    def region(self, code_or_name: str) -> pd.Series:
        """Return the row of a region.

        Parameters
        ----------
        code_or_name : str
            E.g. "VT08" or "Groningen"; capitals do not matter.

        Returns
        -------
        Series
            A row of the table regions; of regions with the same name the latest.

        Raises
        ------
        ParameterError
            If there is no such region; it names the nearest.
        """
        return find_place(self.table("regions"), code_or_name, Text("regio", "region"))

    def municipality(self, code_or_name: str) -> pd.Series:
        """Return the row of a municipality.

        Parameters
        ----------
        code_or_name : str
            E.g. "GM0344" or "Utrecht"; capitals do not matter.

        Returns
        -------
        Series
            A row of the table municipalities; of those with the same name the latest.

        Raises
        ------
        ParameterError
            If there is no such municipality; it names the nearest.
        """
        what = Text("gemeente", "municipality")
        return find_place(self.table("municipalities"), code_or_name, what)

    def reliability(self, **options: Any) -> pd.DataFrame:
        """Return how reliable the coding of every item is.

        Parameters
        ----------
        **options : object
            Of `evalkit.reliability.study_reliability`, such as ``items=["C1.1"]`` or
            ``clusters="municipality"``.

        Returns
        -------
        DataFrame
            One row per item and facet; without rows when nothing was coded.
        """
        # The one import from a room below: people look for this on the study.
        from evalkit.reliability import study_reliability

        return study_reliability(self, **options)

    def check(self) -> list[Check]:
        """Find everything that is wrong with the study, at once.

        Returns
        -------
        list of Check
            Errors and warnings, file by file; at most 500 per file, and then one that says how
            many there are more. Nothing is written.
        """
        return list(self._findings)

    @cached_property
    def _findings(self) -> list[Check]:
        return find_all(self, [*self._tables[1], *self._coders[1]])

    def require_valid(self) -> None:
        """Raise when `check` finds an error; warnings pass.

        Raises
        ------
        StudyError
            With all findings in `findings`.
        """
        found = self.check()
        if any(check.severity == "error" for check in found):
            raise _invalid(self.name, found)


def _invalid(name: str, found: list[Check]) -> StudyError:
    errors = [check for check in found if check.severity == "error"]
    more = len(errors) - 1
    return StudyError(
        nl=f"studie {name}: {errors[0].in_language('nl')}"
        + (f" (en nog {more}; evalkit check toont ze alle)" if more else ""),
        en=f"study {name}: {errors[0].in_language('en')}"
        + (f" (and {more} more; evalkit check shows them all)" if more else ""),
        findings=found,
    )
