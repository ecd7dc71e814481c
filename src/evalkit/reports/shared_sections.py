"""The sections that a regional and a national report have in common."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final, Literal

import pandas as pd

from evalkit.claims import load_claims
from evalkit.datasets import credit_lines
from evalkit.disclosure import HIDDEN
from evalkit.language import Text, format_number
from evalkit.plots import forest_plot
from evalkit.reliability import reliability_sentence, study_reliability
from evalkit.reports.agreement_table import COLUMNS, agreement_table, released_rows
from evalkit.reports.analysis_blocks import folded
from evalkit.reports.claim_tables import evaluation_name
from evalkit.reports.phrase import amount, met, month, same, share_of, span
from evalkit.reports.report import Report, address, fill, texts, with_columns
from evalkit.reports.section import Bullets, Paragraph
from evalkit.reports.words import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evalkit.reports.agreement_table import Row
    from evalkit.reports.section import Block, Section, Table

#: Indicators that tell how large a study was; the method section tells that in words.
_DESIGN: Final = ("tsd-", "regioaanpak-", "cohort-", "ghnt-")


_FEW: Final = 30  # items of which agreement is drawn, and told in the report of a single place
#: Tables that hold what a study looked at itself.
_FIELDWORK: Final = ("units", "answers", "handovers", "escalations", "risks")


class SharedSections(Report):
    """A report with the context, method and sources that all reports end with."""

    level: Literal["national", "region", "municipality"] = "national"

    @property
    def sheets(self) -> tuple[str, ...]:  # type: ignore[override]
        """Style sheets of its pages beside the one of every page."""
        return ("fieldwork",) if self.has_fieldwork else ()

    @cached_property
    def has_fieldwork(self) -> bool:
        """Whether anything was coded, asked or followed for this study."""
        if len(self.study.codings):
            return True
        return any(len(self.study.table(name)) for name in _FIELDWORK)

    def legal(self) -> Section | None:
        """Return the terms of the law and the sector, and national figures on them."""
        terms, figures = self.study.table("legal_terms"), self.study.table("indicators")
        figures = figures[~figures["indicator"].str.startswith(_DESIGN)]
        blocks: list[Block] = []
        if len(terms):
            blocks.append(self._terms(terms))
        if len(figures):
            blocks += [self._indicators(figures), self.note("legal.context")]
        return self.section("legal", *blocks) if blocks else None

    def _terms(self, terms: pd.DataFrame) -> Table:
        rows = terms.to_dict("records")
        frame = with_columns(
            terms,
            title=texts(terms, "title"),
            term=[amount(row["value"], row["unit"]) for row in rows],
            kind=[share_of(words()[f"word.{row['kind']}"], row["share"]) for row in rows],
            note=texts(terms, "note"),
        )
        return self.table(frame[["title", "term", "kind", "note", "source"]], "legal.terms")

    def _indicators(self, figures: pd.DataFrame) -> Table:
        rows = figures.to_dict("records")
        frame = with_columns(
            figures,
            title=texts(figures, "title"),
            value=[
                amount(row["value"], row["unit"], row["base"], about=bool(row["approximate"]))
                for row in rows
            ],
            period=[span(row["start"], row["end"]) for row in rows],
            note=texts(figures, "note"),
        )
        columns = ["title", "value", "period", "note", "source"]
        return self.table(frame[columns], "legal.indicators")

    def inspections_table(self, rows: pd.DataFrame, *, with_region: bool) -> Table:
        """Lay out judgements of the inspectorates, oldest first per region."""
        names = self.study.table("regions").set_index("region")["name"]
        made = rows.to_dict("records")
        frame = with_columns(
            rows,
            region=rows["region"].map(names),
            date=[month(row["date"]) for row in made],
            test=[
                Text(
                    f"{row['framework']}, {kind.nl}",
                    f"{row['framework'].replace('Stap', 'Step')}, {kind.en}",
                )
                for row in made
                for kind in (words()[f"word.{row['occasion']}"],)
            ],
            met=[met(row["met_low"], row["met_high"], row["expectations"]) for row in made],
            verdict=[
                text if text.nl else words()["word.unread"] for text in texts(rows, "verdict")
            ],
            note=texts(rows, "note"),
        ).sort_values("region", kind="stable")
        columns = ["date", "test", "met", "verdict", "note", "source"]
        return self.table(
            frame[["region", *columns] if with_region else columns], "inspections.table"
        )

    def method_blocks(self) -> tuple[Block, ...]:
        """Return who the evaluations looked at, and what is not known about that."""
        known = dict.fromkeys(claim.evaluation for claim in load_claims(self.study))
        rows = [
            {"evaluation": evaluation_name(name)}
            | {part: words()[f"method.{name}_{part}"] for part in ("who", "chosen", "unknown")}
            for name in sorted(known, key=lambda evaluation: evaluation[-4:])
            if f"method.{name}_who" in words()
        ]
        coded = () if self._agreement.empty else (self.reliability_sentence(),)
        if not rows:
            return coded
        return (
            self.table(pd.DataFrame(rows), "method.table"),
            self.paragraph("method.unknown"),
            self.paragraph("method.words"),
            *coded,
        )

    def reliability(self) -> Section | None:
        """Return how far coders agreed on every item that was coded.

        Of many items that takes long to compute and to read: the report of a place leaves it to the
        one of the whole study.
        """
        if not self.tells_agreement:
            return None
        rows = released_rows(self._agreement, "items", self.gate)
        if self.level != "national" and len(rows) > _FEW:
            elsewhere = self.paragraph("reliability.elsewhere")
            return self.section("reliability", self.reliability_sentence(), elsewhere)
        shown = [row["n"] != HIDDEN for row in rows]
        double = [row for row in rows if row["n"] != 0]
        title = words()["reliability.table"]
        is_drawn = any(shown) and len(rows) <= _FEW
        plot = forest_plot(self._agreement, gate=self.gate, title=title) if is_drawn else None
        caption = title.in_language(self.language)
        return self.section(
            "reliability",
            self.reliability_sentence(),
            self.figure(plot, caption) if plot else None,
            self._agreement_table(double, caption) if double else None,
            self.paragraph("reliability.cutoffs") if any(shown) else None,
        )

    @property
    def tells_agreement(self) -> bool:
        """Whether this report tells how far coders agreed."""
        return self.level == "national" or self.study.codings["item"].nunique() <= _FEW

    def _agreement_table(self, rows: Sequence[Row], caption: str) -> Block:
        laid = agreement_table(COLUMNS["items"], rows, caption=caption, language=self.language)
        return folded(self, laid, words()["reliability.table"]) if self.has_fieldwork else laid

    def reliability_sentence(self) -> Paragraph:
        """Return in one sentence how reliable the coding was."""
        if self._agreement.empty:
            claimed = len(self.study.table("claims")) > 0
            return self.paragraph(f"reliability.{'published' if claimed else 'none'}")
        rows = released_rows(self._agreement, "items", self.gate)
        shown = [row["n"] != HIDDEN for row in rows]
        return Paragraph(reliability_sentence(self._agreement, self.language, shown=shown))

    @cached_property
    def _agreement(self) -> pd.DataFrame:
        return study_reliability(self.study)

    def _released(self, frame: pd.DataFrame) -> Block:
        laid = self.table(frame, "disclosure.table")
        return folded(self, laid, words()["disclosure.table"]) if self.has_fieldwork else laid

    def sources(self) -> Section:
        """Return the sources cited so far, with address and licence; call it after the rest.

        What was coded in a study of one's own rests on all its sources.
        """
        if self.has_fieldwork:
            self.cite(self.study.table("sources")["source"])
        if not self.sources_used:
            return self.section("sources", self.paragraph("sources.none"))
        used = pd.concat([rows for _, rows in self.sources_used], ignore_index=True)
        own = words()["word.licence_of_source"]
        frame = with_columns(
            used,
            code=used["source"],
            title=texts(used, "title"),
            publisher=[
                _published(publisher, date)
                for publisher, date in zip(used["publisher"], used["published"], strict=True)
            ],
            licence=[
                same(name.replace("CC-BY-", "CC BY ")) if isinstance(name, str) else own
                for name in used["licence"]
            ],
        )
        addresses = [address(row) for _, row in used.iterrows()]
        credit = [
            line.in_language(self.language)
            for study, rows in self.sources_used
            for line in credit_lines(study, rows["source"])
        ]
        return self.section(
            "sources",
            self.table(
                frame[["code", "title", "publisher", "licence"]],
                "sources.table",
                links={"title": addresses},
            ),
            None if all(addresses) else self.paragraph("sources.unlinked"),
            Bullets(tuple(credit)) if credit else None,
        )

    def disclosure(self) -> Section:
        """Return what was released under which rule; call it last."""
        policy = self.gate.policy
        record = self.gate.record(self.language)
        if policy.passes and self.has_fieldwork:
            name = "invented" if self.study.fictitious else "own"
            return self.section("disclosure", self.paragraph(f"disclosure.{name}"))
        if policy.passes:
            cells = format_number(int(record["cells"].sum()), self.language)
            total = fill(words()["disclosure.total"], {"parts": f"{len(record)}", "cells": cells})
            return self.section(
                "disclosure",
                Paragraph(policy.wording.in_language(self.language)),
                self.paragraph("disclosure.data"),
                Paragraph(total.in_language(self.language)),
            )
        # How many numbers were hidden tells how many years, answers or claims there were any for.
        pairs = zip(record["cells"], record["hidden"], strict=True)
        frame = with_columns(
            record,
            cells=[
                words()[f"disclosure.{'none' if hidden == cells else 'part' if hidden else 'all'}"]
                if cells
                else words()["disclosure.words"]
                for cells, hidden in pairs
            ],
        )
        return self.section(
            "disclosure",
            Paragraph(policy.wording.in_language(self.language)),
            self._released(frame[["what", "rule", "cells"]]),
        )


def _published(publisher: object, date: object) -> Text:
    """Write who published a source and when, as far as known."""
    parts = [same(publisher)] if isinstance(publisher, str) else []
    parts += [month(date)] if isinstance(date, str) else []
    return Text(", ".join(part.nl for part in parts), ", ".join(part.en for part in parts))
