"""What a protected page tells: all about organisations, and of people nothing that leads to few."""

import csv
import re
import shutil
from dataclasses import replace
from html import unescape
from importlib.resources import as_file, files

import pandas as pd
import pytest

from evalkit import open_study
from evalkit.disclosure import ORGANISATIONS_RULE, open_gate
from evalkit.evaluations import Analysis, Share, Statement
from evalkit.evaluations.catalogue import evaluate
from evalkit.language import Text
from evalkit.reports import (
    open_municipality_report,
    open_national_report,
    open_region_report,
)
from evalkit.reports.sentence import counted, released_statements

ABOUT_ORGANISATIONS = {
    "agreement_content", "agreement_versions", "paper_and_practice", "norm_judgements",
    "judgements_again", "improvement", "configurations",
}  # fmt: skip
FILES = Text("dossiers", "files")
#: Two municipalities of one region with eight files each.
PAIR = ("GM9011", "GM9012")
OF_ORGANISATIONS = {"municipality", "municipality-norm"}
OF_PEOPLE = ("practice", "handover", "safety", "two_parties", "escalation", "published_claims",
             "sources", "disclosure")  # fmt: skip


@pytest.fixture(scope="module")
def protected(tmp_path_factory):
    study = tmp_path_factory.mktemp("study") / "demo"
    with as_file(files("evalkit") / "datasets" / "demo") as shipped:
        shutil.copytree(shipped, study)
    settings = study / "study.toml"
    text = settings.read_text("utf-8")
    settings.write_text(text.replace('profile = "public"', 'profile = "protected"'), "utf-8")
    return str(study)


@pytest.fixture(scope="module")
def exchanged(protected, tmp_path_factory):
    """The same study, in which two municipalities have each other's files, answers and steps."""
    study = tmp_path_factory.mktemp("exchanged") / "demo"
    shutil.copytree(protected, study)
    other = dict(zip(PAIR, reversed(PAIR), strict=True))
    teams = pd.read_csv(study / "tables" / "teams.csv").groupby("municipality")["team"].agg(list)
    for name in ("units", "answers", "handovers", "escalations"):
        path = study / "tables" / f"{name}.csv"
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        for row in rows:
            place = row["municipality"]
            if place not in other or row.get("kind") in OF_ORGANISATIONS:
                continue
            row["municipality"] = other[place]
            if row.get("team"):
                there = teams[other[place]]
                row["team"] = there[teams[place].index(row["team"]) % len(there)]
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, rows[0], lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    return str(study)


def text_of(section):
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", section.to_html()))).strip()


def told(study, name):
    report = open_municipality_report(study, name, "nl")
    sections = {name: getattr(report, name)() for name in OF_PEOPLE}
    return {name: "" if each is None else text_of(each) for name, each in sections.items()}


def test_where_all_counts_are_hidden_the_page_is_the_same_whatever_they_are(protected, exchanged):
    raw = [open_study(study).table("handovers") for study in (protected, exchanged)]
    one, two = (sorted(frame[frame["municipality"] == PAIR[1]]["unit"]) for frame in raw)
    assert len(one) == len(two) == 8
    assert not set(one) & set(two)
    assert told(protected, PAIR[1]) == told(exchanged, PAIR[1])


@pytest.mark.slow
def test_only_answers_that_count_documents_or_judged_organisations_are_about_them():
    analyses = evaluate(open_study("demo"))
    assert {each.name for each in analyses} > ABOUT_ORGANISATIONS
    found = {each.name for each in analyses if each.about == "organisations"}
    assert found == ABOUT_ORGANISATIONS


def answer(*said, table=None, **fields):
    return Analysis(
        name="seen", evaluation="tsd-2020", title=Text("Gezien", "Seen"),
        question=Text("Wat?", "What?"), table=pd.DataFrame() if table is None else table,
        statements=said, **fields,
    )  # fmt: skip


def released(*said, **fields):
    found = released_statements(open_gate("protected"), answer(*said, **fields))
    return [text.in_language("nl") for text in found]


SUBJECTS = Statement(text=Text("Niet gezien: {which}.", "Not seen: {which}."),
                     values={"which": Text("één plan", "one plan")})  # fmt: skip


def test_subjects_without_a_number_tell_counts_of_people_and_stay_inside():
    assert released(SUBJECTS) == []
    assert released(SUBJECTS, about="organisations") == ["Niet gezien: één plan."]
    assert released(replace(SUBJECTS, about="organisations")) == ["Niet gezien: één plan."]


def test_a_sentence_that_quotes_a_word_from_unrounded_data_stays_inside():
    share = Share(k=20, n=60, noun=FILES)
    word = Text("lager dan toeval verklaart", "lower than chance explains")
    said = Statement(text=Text("{share}: {word}.", "{share}: {word}."),
                     values={"share": share, "word": word})  # fmt: skip
    table = pd.DataFrame({"outside": [word]})
    assert released(said, table=table, derived=("outside",)) == []
    assert released(said, table=table) != []


def test_an_answer_is_about_people_unless_it_says_otherwise():
    assert answer().about == "people"


def test_in_an_answer_about_organisations_a_sentence_may_still_be_about_people(protected):
    of_files = replace(SUBJECTS, about="people")
    assert released(of_files, about="organisations") == []
    younger = "de dossiers zijn van daarvoor"
    public, guarded = (open_region_report(study, "VT91", "nl") for study in ("demo", protected))
    assert younger in text_of(public.agreements())
    assert younger not in text_of(guarded.agreements())


@pytest.mark.parametrize(
    ("k", "n", "nl", "en"),
    [
        (24, 52, "ongeveer de helft van de dossiers (afgerond: 25 van 50)",
         "about half of the files (rounded: 25 of 50)"),
        (33, 67, "ongeveer de helft van de dossiers (afgerond: 35 van 65)",
         "about half of the files (rounded: 35 of 65)"),
        (30, 50, "meer dan de helft van de dossiers (afgerond: 30 van 50)",
         "more than half of the files (rounded: 30 of 50)"),
        (10, 60, "een beperkt aantal dossiers (afgerond: 10 van 60)",
         "a limited number of files (rounded: 10 of 60)"),
    ],
)  # fmt: skip
def test_a_rounded_count_gets_no_more_exact_word_than_it_bears(k, n, nl, en):
    share = open_gate("protected").share(k, n, what="files")
    assert counted(share, FILES, "nl") == nl
    assert counted(share, FILES, "en") == en


def test_what_is_about_organisations_stands_on_a_protected_page_as_it_was_counted(protected):
    public, guarded = (open_region_report(study, "VT92", "nl") for study in ("demo", protected))
    for name in ("agreements", "norms", "change"):
        own, shown = (re.findall(r"<td.*?</td>|<li>.*?</li>", getattr(report, name)().to_html())
                      for report in (public, guarded))  # fmt: skip
        assert [cell for cell in shown if cell not in own] == []
        assert len(shown) > 10
        assert "afgeschermd" not in text_of(getattr(guarded, name)())
    said = text_of(guarded.disclosure())
    assert ORGANISATIONS_RULE.nl in said
    assert "Inhoud van de afspraken " + ORGANISATIONS_RULE.nl + " getoond" in said
    assert not re.search(r"\d+, waarvan", said)


def test_how_many_places_exist_and_were_looked_at_is_public_and_files_are_not(protected):
    guarded = open_national_report(protected, "nl").sample()
    said = text_of(guarded)
    assert "Er is gekeken in 6 van de 26 regio's." in said
    assert "regio 6 26" in said
    assert "gemeente 18 355" in said
    raw = open_study("demo").table("units")
    assert f"kind in dossier {(raw['kind'] == 'child').sum()}" not in said


def test_a_page_says_which_answers_it_holds_in_part_and_which_not_at_all(protected):
    report = open_region_report(protected, "VT92", "nl")
    said = text_of(report.practice())
    assert "Deels afgeschermd: “Wat er in de dossiers te zien is”." in said
    assert "Niet te publiceren" not in said
    said = text_of(report.two_parties())
    assert "Niet te publiceren voor deze regio: “Twee partijen, dezelfde vraag”." in said
    assert "Deels afgeschermd" not in said
