"""What only shows when tables are laid side by side."""

import pytest

from evalkit.study import open_study


@pytest.fixture
def change(folder):
    """Replace words in a table of the example and check the study."""

    def change_and_check(table, old, new):
        file = folder / "tables" / f"{table}.csv"
        text = file.read_text()
        assert old in text
        file.write_text(text.replace(old, new, 1))
        return [check for check in open_study(folder).check() if check.severity == "error"]

    return change_and_check


def test_the_example_has_no_findings(folder):
    assert open_study(folder).check() == []


@pytest.mark.parametrize(
    ("table", "old", "new", "rule", "line", "column"),
    [
        ("memberships", "GM9001,VT91", "GM9001,VT93", "unknown-reference", 2, "region"),
        ("memberships", "GM9001,VT91", "GM9007,VT91", "unknown-reference", 2, "municipality"),
        ("memberships", "2024-12-31", "2025-06-30", "overlapping-membership", 4, "municipality"),
        ("memberships", "2024-12-31", "2025-01-01", "overlapping-membership", 4, "municipality"),
        ("memberships", "2015-01-01", "2014-01-01", "outside-validity", 2, "region"),
        ("regions", "VERZ", "VERS", "unknown-reference", 2, "source"),
        ("regions", "2015-01-01,,,", "2015-01-01,,VT99,", "unknown-reference", 2, "successor"),
        ("units", "VT91,GM9002", "VT92,GM9002", "not-in-region", 6, "municipality"),
        ("units", "w1", "w2", "unknown-wave", 6, "wave"),
        ("units", "T02", "T01", "team-elsewhere", 5, "team"),
        ("units", "T02", "T2", "unknown-reference", 5, "team"),
        ("units", "D001,document", "D001,documnt", "unknown-kind", 2, "kind"),
        ("answers", "VT91,GM9001", "VT92,GM9001", "not-in-region", 3, "municipality"),
        ("answers", "C4.2", "C4.9", "unknown-item", 5, "item"),
        ("answers", "C4.4,4", "C4.4,6", "unknown-level", 2, "value"),
        ("handovers", "F001", "F009", "unknown-reference", 2, "unit"),
        ("handovers", "2024-02-08", "2024-02-01", "dates-out-of-order", 2, "sent"),
        ("handovers", "2024-06-30", "2024-02-01", "dates-out-of-order", 3, "end"),
        ("handovers", "VT91,GM9002", "VT92,GM9002", "not-in-region", 4, "municipality"),
        ("municipalities", "2024-01-01,,,", "2024-01-01,2020-01-01,2019-01-01,",
         "dates-out-of-order", 2, "valid_to"),
        ("escalations", "E01,2,VT91,GM9001,2024-04-16", "E01,2,VT91,GM9001,2024-04-01",
         "dates-out-of-order", 3, "date"),
        ("escalations", "E01,2,VT91,GM9001", "E01,2,VT92,GM9003", "region-changes", 3, "region"),
        ("escalations", "E01,2", "E01,3", "missing-step", 3, "step"),
        ("escalations", "E02,1", "E02,2", "missing-step", 4, "step"),
    ],
)  # fmt: skip
def test_tables_that_contradict_each_other(change, table, old, new, rule, line, column):  # noqa: PLR0917
    checks = change(table, old, new)
    placed = {(check.rule, check.file, check.line, check.column) for check in checks}
    assert (rule, f"tables/{table}.csv", line, column) in placed


def test_a_municipality_that_moved_is_told_apart_by_date(change):
    # F003 is of 2025, when GM9002 had moved; with a date of 2024 the old region is right.
    checks = change("units", "VT91,GM9002,,w1,2025-01-14", "VT91,GM9002,,w1,2024-12-31")
    (check,) = [check for check in checks if check.rule == "not-in-region"]
    assert check.hint.nl == "GM9002 hoort dan bij VT92"


def test_a_row_without_a_date_is_dated_by_its_wave(change):
    checks = change("units", "VT91,GM9002,,w1,2025-01-14", "VT92,GM9002,,w1,")
    assert "not-in-region" in {check.rule for check in checks}


def test_a_membership_that_outlives_its_region_is_reported(change):
    checks = change("regions", "2015-01-01,,,", "2015-01-01,2024-12-31,,")
    placed = {(c.file, c.line) for c in checks if c.rule == "outside-validity"}
    assert placed == {("tables/memberships.csv", 2), ("tables/memberships.csv", 4)}


def test_a_membership_with_an_unreadable_date_is_one_finding(change):
    (check,) = change("memberships", "2024-12-31", "eind 2024")
    assert (check.rule, check.line) == ("not-a-date", 3)


def test_a_region_outside_its_life_is_reported(folder, found):
    file = folder / "tables" / "regions.csv"
    file.write_text(
        file.read_text().replace("(verzonnen),2015-01-01,,", "(verzonnen),2025-01-01,,")
    )
    lines = {(c.file, c.line) for c in found(open_study(folder), "region-not-valid")}
    assert ("tables/units.csv", 2) in lines
    assert ("tables/units.csv", 6) not in lines


def test_a_table_that_is_referred_to_and_absent_is_one_finding(folder, found):
    (folder / "tables" / "sources.csv").unlink()
    checks = found(open_study(folder), "missing-table")
    assert {check.file for check in checks} == {
        f"tables/{name}.csv" for name in ("regions", "municipalities", "memberships")
    }
    assert len(checks) == 3


@pytest.mark.parametrize("whole", [False, True])
def test_what_follows_from_a_table_that_cannot_be_read_is_not_reported_too(folder, found, whole):
    file = folder / "tables" / "units.csv"
    file.write_text("" if whole else file.read_text().replace("unit,kind", "eenheid,soort"))
    study = open_study(folder)
    assert found(study, "empty-file" if whole else "missing-column")
    assert not found(study, "unknown-reference")


def test_a_sensitive_key_is_masked_and_not_guessed(change):
    check = next(c for c in change("handovers", "F001", "F009") if c.column == "unit")
    assert check.value == "•••"
    assert check.hint.en == "add the row to units"
    assert "F00" not in repr(check)


def test_an_unknown_code_is_not_guessed_from_its_looks(change):
    check = change("memberships", "GM9001,VT91", "GM9007,VT91")[0]
    assert "bedoelt u" not in check.hint.nl


def test_findings_are_sorted_by_line_within_a_file(folder):
    (folder / "tables" / "memberships.csv").write_text(
        "municipality,region,valid_from\nGM9099,VT91,\nGM9001,VT99,\nGM9001,VT91,x\n"
    )
    lines = [c.line for c in open_study(folder).check() if c.file == "tables/memberships.csv"]
    assert lines == sorted(lines)
    assert lines == [2, 3, 4]
