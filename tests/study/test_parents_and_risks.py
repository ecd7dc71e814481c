"""Units that belong to units, and risks followed over moments."""

import pytest

from evalkit.errors import ParameterError
from evalkit.study import open_study


@pytest.fixture
def units(folder):
    """Give units a parent, after those of the example, and return the errors."""

    def write(*pairs):
        file = folder / "tables" / "units.csv"
        head, *kept = file.read_text().splitlines()
        own = {unit for unit, _ in pairs}
        kept = [line for line in kept if line.partition(",")[0] not in own]
        added = [f"{unit},file,,,,,,{parent}," for unit, parent in pairs]
        file.write_text("\n".join([head, *kept, *added]) + "\n")
        return [c for c in open_study(folder).check() if c.file == "tables/units.csv"]

    return write


def test_a_chain_of_parents_is_fine(units):
    assert units(("X1", "X2"), ("X2", "X3"), ("X3", "")) == []


def test_a_parent_that_does_not_exist_is_a_finding(units):
    (check,) = units(("X1", "X9"))
    assert (check.rule, check.column, check.value) == ("unknown-reference", "parent", "X9")


def test_a_circle_is_one_finding_however_many_hang_on_it(units):
    (check,) = units(("X0", "X1"), ("X1", "X2"), ("X2", "X3"), ("X3", "X1"), ("X4", "X2"))
    assert (check.rule, check.column, check.line) == ("parent-circle", "parent", 9)
    assert check.message.nl == "eenheid 'X1' hoort volgens parent bij zichzelf, via 'X2' en 'X3'"
    assert check.message.en.endswith("through 'X2' and 'X3'")


def test_two_circles_are_two_findings_and_a_unit_of_its_own_is_one(units):
    checks = units(("X1", "X1"), ("X2", "X3"), ("X3", "X2"))
    assert [(c.line, c.rule) for c in checks] == [(8, "parent-circle"), (9, "parent-circle")]


def test_a_long_chain_is_walked_once(units):
    names = [f"X{i}" for i in range(20_000)]
    assert units(*zip(names, [*names[1:], ""], strict=True)) == []


def test_a_study_from_before_the_column_parent_still_opens(folder):
    file = folder / "tables" / "units.csv"
    file.write_text(
        "\n".join(line.rpartition(",")[0] for line in file.read_text().splitlines()[:-1])
    )
    study = open_study(folder)
    assert study.check() == []
    assert study.table("units")["parent"].isna().all()


def test_risks_are_read_with_their_kinds_of_missing(folder):
    study = open_study(folder)
    risks = study.table("risks")
    assert risks["in_view"].tolist() == ["ja", "ja", "nee", "ja", "nvt", "ja", "nb"]
    assert set(study.missing_kinds("risks")["in_view"]) == {"", "nvt", "nb"}
    assert risks["moment"].tolist() == [0, 1, 2, 1, 2, 0, 1]


@pytest.mark.parametrize(
    ("old", "new", "rule", "column"),
    [
        ("F002,r1,VT,0", "F009,r1,VT,0", "unknown-reference", "unit"),
        ("F002,r1,VT,0", "D001,r1,VT,0", "wrong-unit", "unit"),
        ("F001,r1,VT,1,2024-05-21", "F001,r1,VT,1,2024-02-01", "dates-out-of-order", "date"),
        ("F001,r1,VT,1", "F001,r1,VT,0", "duplicate-key", "unit, risk, moment"),
        ("F001,r1,VT,1", "F001,r1,VT,100", "out-of-range", "moment"),
        ("F001,r1,VT,1", "F001,r1,politie,1", "not-in-list", "source"),
        ("2024-05-21,ja", "2024-05-21,misschien", "not-in-list", "in_view"),
        ("2024-05-21,ja", "2024-05-21,", "required", "in_view"),
    ],
)
def test_risks_that_cannot_be(folder, old, new, rule, column):
    file = folder / "tables" / "risks.csv"
    assert old in file.read_text()
    file.write_text(file.read_text().replace(old, new, 1))
    (check,) = open_study(folder).check()
    assert (check.file, check.rule, check.column) == ("tables/risks.csv", rule, column)
    assert "F00" not in repr(check)


def test_a_municipality_is_found_by_code_and_name_and_else_the_nearest_is_named(folder):
    study = open_study(folder)
    assert study.municipality("gm9003")["size_class"] == "middel"
    assert study.municipality(" gemeente B1 (verzonnen) ")["municipality"] == "GM9003"
    with pytest.raises(ParameterError) as error:
        study.municipality("Gemeente B3 (verzonnen)")
    assert "did you mean 'Gemeente B" in str(error.value)
