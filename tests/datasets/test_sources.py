"""Every value leads to a text that can be found."""

from __future__ import annotations

import csv
import re
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from evalkit.datasets import cite_source, credit_lines, disagreements
from evalkit.errors import ParameterError

if TYPE_CHECKING:
    from evalkit.study import Study

FOLDER = Path(str(files("evalkit") / "datasets" / "published"))
TABLES = sorted((FOLDER / "tables").glob("*.csv"))


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


SOURCES = {row["source"]: row for row in _rows(FOLDER / "tables" / "sources.csv")}


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_every_row_leads_to_a_source(path: Path) -> None:
    rows = _rows(path)
    assert rows
    if path.stem == "measures":  # words of evalkit for measures, not facts from a source
        return
    assert {row["source"] for row in rows} <= set(SOURCES)


@pytest.mark.parametrize("code", SOURCES)
def test_a_source_has_an_address_or_says_that_it_is_unknown(code: str) -> None:
    row = SOURCES[code]
    assert row["title"]
    assert row["title_en"]
    if row["address"]:
        assert re.fullmatch(r"https?://[^ ]+", row["address"])
    else:
        assert "onbekend" in row["note"]
        assert "unknown" in row["note_en"]
        assert row["published"] or "datum onbekend" in row["note"]


def test_the_five_evaluations_and_their_missing_addresses() -> None:
    assert [code for code in ("S0", "S1", "S2", "S3", "S4") if not SOURCES[code]["address"]] == [
        "S0",
        "S1",
        "S2",
        "S3",
    ]


def test_a_source_named_in_a_note_exists() -> None:
    for path in TABLES:
        for row in _rows(path):
            for column, text in row.items():
                if column.startswith("note"):
                    named = set(re.findall(r"\b(?:W[0-9]{2}[a-h]?|S[0-4])\b", text))
                    assert named <= set(SOURCES), (path.name, text)


def test_figures_are_from_pages_with_a_licence_or_from_a_quotation() -> None:
    for row in _rows(FOLDER / "tables" / "counts.csv"):
        licence = SOURCES[row["source"]]["licence"]
        assert licence == ("" if row["table"] == "geciteerd" else "CC-BY-4.0")


def test_a_figure_of_cbs_leads_to_the_page_of_its_own_table() -> None:
    for row in _rows(FOLDER / "tables" / "counts.csv"):
        if row["table"].lower().endswith("ned"):
            assert f"/{row['table']}" in SOURCES[row["source"]]["address"]


def test_a_reference_names_title_publisher_and_address(published: Study) -> None:
    line = cite_source(published, "W34")
    assert line.nl.startswith("Zorgen over aanhoudende lange wachttijden Veilig Thuis. Inspectie")
    assert line.nl.endswith(SOURCES["W34"]["address"])
    assert cite_source(published, "S2").nl.endswith("adres onbekend")
    assert cite_source(published, "S2").en.endswith("address unknown")


def test_a_mistyped_source_gets_the_nearest_right_word(published: Study) -> None:
    with pytest.raises(ParameterError, match=r"did you mean '84852NED-\d'") as caught:
        cite_source(published, "84852NE-1")
    assert "bedoelt u" in caught.value.in_language("nl")


def test_a_credit_is_given_once_and_only_where_the_licence_asks(published: Study) -> None:
    lines = credit_lines(published, ["84852NED-1", "84852NED-2", "W34"])
    assert [line.nl for line in lines] == ["Bron: CBS, StatLine-tabel 84852NED (CC BY 4.0)"]
    assert [line.en for line in lines] == ["Source: CBS, StatLine table 84852NED (CC BY 4.0)"]


def test_sources_that_disagree_stand_side_by_side(published: Study) -> None:
    found = disagreements(published)
    seen = {
        key: list(zip(group["value"], group["source"], strict=True))
        for key, group in found.groupby("key")
    }
    assert seen == {
        "municipalities 2022": [("345", "W53e"), ("344", "W78")],
        "vt-regions 2017": [("27", "W18"), ("26", "W19")],
        "tsd-municipalities": [("2020-02", "W04"), ("2020-06", "W06")],
    }
    assert set(found.loc[found["key"] == "tsd-municipalities", "column"]) == {"end"}


def test_a_study_without_these_tables_has_no_disagreements(tmp_path: Path) -> None:
    from evalkit.study import open_study

    (tmp_path / "study.toml").write_text(
        '[study]\ntitle = { nl = "Leeg", en = "Empty" }\nselection = "census"\n'
        'profile = "public"\n',
        encoding="utf-8",
    )
    assert disagreements(open_study(tmp_path)).empty


def test_the_page_about_the_study_counts_its_tables_rightly() -> None:
    page = Path(__file__).parents[2] / "docs" / "published.md"
    stated = dict(re.findall(r"^\| `(\w+)` \| ([0-9,]+) \|", page.read_text("utf-8"), re.MULTILINE))
    counted = {path.stem: f"{len(_rows(path)):,}" for path in TABLES}
    assert len(stated) == 11
    assert stated == {name: counted[name] for name in stated}
