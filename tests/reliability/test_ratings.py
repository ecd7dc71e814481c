"""Ratings as people have them: labels, Categoricals, gaps of every kind, sets, measurements."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from evalkit import reliability as rel
from evalkit.errors import ParameterError
from evalkit.reliability.identity import number_objects
from evalkit.reliability.patterns import count_patterns, rows_of_units

NAN = float("nan")
NUMBERS = np.array([[1, 2, NAN], [2, 2, 2], [3, 3, 1], [1, NAN, 1], [NAN, 3, 3]])
LABELS = np.array([None, "laag", "midden", "hoog"], object)[np.nan_to_num(NUMBERS).astype(int)]
ORDER = ["laag", "midden", "hoog"]
ITEM = SimpleNamespace(levels=[SimpleNamespace(value=v) for v in ORDER], is_ordered=True)


def frames():
    labels = pd.DataFrame(LABELS)
    yield "object", labels.astype(object)
    yield "str", labels.astype("str")
    yield "string", labels.astype("string")
    yield "pd.NA", labels.astype(object).where(labels.notna(), pd.NA)
    yield "Categorical", labels.astype(pd.CategoricalDtype(ORDER))
    yield "Categoricals that differ", labels.apply(lambda c: c.astype("category"))
    yield "list", LABELS.tolist()
    yield "array", LABELS


@pytest.mark.parametrize(
    ("name", "table"), list(frames()), ids=lambda v: v if isinstance(v, str) else ""
)
def test_labels_of_every_type_give_the_same(name, table):
    expected = rel.krippendorff_alpha(NUMBERS, metric="ordinal")
    found = rel.krippendorff_alpha(table, metric="ordinal", levels=ORDER)
    assert (found.value, found.se) == pytest.approx((expected.value, expected.se), abs=1e-14)
    assert found.levels == tuple(ORDER)


@pytest.mark.parametrize("dtype", ["float32", "float64", "Int64", "UInt8", "Float64", "Int16"])
@pytest.mark.parametrize("metric", ["nominal", "ordinal", "interval", "ratio"])
def test_numbers_of_every_type_give_the_same(dtype, metric):
    table = pd.DataFrame(NUMBERS).astype(dtype)
    expected = rel.krippendorff_alpha(NUMBERS, metric=metric).value
    assert rel.krippendorff_alpha(table, metric=metric).value == pytest.approx(expected, abs=1e-14)
    assert rel.read_ratings(table).levels == (1, 2, 3)


@pytest.mark.parametrize("dtype", [np.uint8, np.int8, np.uint16, np.int64])
@pytest.mark.parametrize("metric", ["interval", "ratio", "ordinal"])
def test_small_unsigned_integers_do_not_wrap_around(dtype, metric):
    table = np.array([[1, 2], [120, 1], [3, 3], [2, 120], [120, 120]])
    found = rel.krippendorff_alpha(table.astype(dtype), metric=metric).value
    assert found == pytest.approx(rel.krippendorff_alpha(table.astype(float), metric=metric).value)
    weighted = rel.cohen_kappa(table.astype(dtype), weights="quadratic").value
    assert weighted == pytest.approx(
        rel.cohen_kappa(table.astype(float), weights="quadratic").value
    )


def test_booleans_are_two_levels_also_with_gaps():
    table = pd.DataFrame({"a": [True, False, None], "b": [True, True, False]})
    assert rel.read_ratings(table).levels == (False, True)
    assert rel.read_ratings(np.array([[True, False]])).levels == (False, True)
    assert rel.read_ratings(table.astype("boolean")).levels == (False, True)


def test_values_that_nobody_used_are_no_levels_unless_declared():
    assert rel.read_ratings(np.array([[1, 5], [9, 1]])).levels == (1, 5, 9)
    assert rel.brennan_prediger([[1, 1], [2, 3]], levels=[1, 2, 3, 4, 5]).expected == pytest.approx(
        0.2
    )
    categories = pd.CategoricalDtype(["a", "b", "c"])
    table = pd.DataFrame({"x": ["a", "b"], "y": ["a", "a"]}).astype(categories)
    assert rel.read_ratings(table).levels == ("a", "b", "c")


@pytest.mark.parametrize(
    "values", [[0.5, 1.0, 2.5], [-3, 0, 4], [1, 10_000_000], [2**60, 2**60 + 1]]
)
def test_numbers_are_their_own_levels(values):
    table = np.array([[values[0], values[-1]], [values[-1], values[-1]]])
    assert rel.read_ratings(table).levels == (values[0], values[-1])


def test_an_order_comes_from_a_list_an_item_or_an_ordered_categorical_only():
    assert not rel.read_ratings(LABELS).ordered
    assert rel.read_ratings(LABELS, levels=ORDER).ordered
    assert rel.read_ratings(LABELS, levels=ITEM).ordered
    assert rel.read_ratings(LABELS, levels=pd.CategoricalDtype(ORDER, ordered=True)).ordered
    assert not rel.read_ratings(LABELS, levels=pd.CategoricalDtype(ORDER)).ordered
    ordered = pd.DataFrame(LABELS).astype(pd.CategoricalDtype(ORDER, ordered=True))
    assert rel.read_ratings(ordered).ordered
    nominal = SimpleNamespace(levels=ITEM.levels, is_ordered=False)
    assert not rel.read_ratings(LABELS, levels=nominal).ordered


def test_an_item_reads_its_kinds_of_missing_as_missing_and_numbers_as_text():
    table = pd.DataFrame({"a": ["laag", "nvt", "hoog"], "b": ["laag", "nb", "midden"]})
    assert rel.cohen_kappa(table, levels=ITEM).n == 2
    digits = SimpleNamespace(levels=[SimpleNamespace(value=v) for v in "123"], is_ordered=True)
    found = rel.krippendorff_alpha(NUMBERS, metric="ordinal", levels=digits)
    assert found.value == pytest.approx(rel.krippendorff_alpha(NUMBERS, metric="ordinal").value)


def test_levels_named_as_missing_are_missing():
    table = rel.read_ratings([["x", "?"], ["x", "y"], ["y", "y"]], missing=["?"])
    assert table.levels == ("x", "y")
    assert rel.cohen_kappa(table).n == 2
    assert rel.read_ratings([[1, 9], [2, 2]], missing=[9]).levels == (1, 2)


def test_a_mistyped_level_gets_the_nearest_right_word():
    with pytest.raises(ParameterError, match="'miden'; did you mean 'midden'"):
        rel.cohen_kappa([["miden", "hoog"]], levels=ORDER)


def test_long_codings_and_a_table_give_the_same():
    long = (
        pd.DataFrame(LABELS, columns=["anna", "bo", "cor"])
        .rename_axis("unit")
        .melt(var_name="coder", ignore_index=False)
        .reset_index()
    )
    read = rel.ratings_from_long(long.sample(frac=1, random_state=1), levels=ORDER)
    assert set(read.coders) == {"anna", "bo", "cor"}
    found = rel.krippendorff_alpha(read, metric="ordinal")
    assert found.value == pytest.approx(rel.krippendorff_alpha(NUMBERS, metric="ordinal").value)


def test_double_codings_are_refused_kept_last_or_taken_as_a_set():
    long = pd.DataFrame(
        {"unit": [1, 1, 1, 2, 2], "coder": list("aabab"), "value": ["x", "y", "x", "x", "x"]}
    )
    with pytest.raises(ParameterError, match="1 codings are duplicates, the first by coder 'a'"):
        rel.ratings_from_long(long)
    assert rel.percent_agreement(rel.ratings_from_long(long, duplicates="last")).value == 0.5
    sets = rel.ratings_from_long(long, duplicates="set")
    assert frozenset({"x", "y"}) in sets.levels
    assert rel.krippendorff_alpha(sets, metric="masi").reason is None
    with pytest.raises(ParameterError, match="did you mean 'set'"):
        rel.ratings_from_long(long, duplicates="sets")
    with pytest.raises(ParameterError, match="no column 'valu'; did you mean 'value'"):
        rel.ratings_from_long(long, value="valu")
    with pytest.raises(ParameterError, match="without a unit or a coder"):
        rel.ratings_from_long(long.assign(coder=[None, *"abab"]))


def test_measurements_stay_numbers():
    rng = np.random.default_rng(0)
    table = rng.normal(100, 10, (2000, 3)) + rng.normal(0, 5, (2000, 1))
    read = rel.read_ratings(table)
    assert read.numbers is not None
    assert read.levels == ()
    assert (read.to_numbers() == table).all()
    long = pd.DataFrame(table).rename_axis("unit").melt(var_name="coder", ignore_index=False)
    assert (rel.ratings_from_long(long.reset_index()).to_numbers() == table).all()
    with pytest.raises(ParameterError, match="measurements, not levels"):
        rel.fleiss_kappa(np.arange(30000.0).reshape(-1, 2) * 1.1)


def test_ratings_can_be_read_again_with_levels():
    read = rel.read_ratings(LABELS)
    assert rel.read_ratings(read) is read
    assert rel.read_ratings(read, levels=ORDER).levels == tuple(ORDER)


def test_clusters_follow_the_index():
    table = pd.DataFrame(NUMBERS, index=list("pqrst"))
    documents = pd.Series([1, 1, 2, 2, 3], index=list("pqrst"))
    plain = rel.gwet_ac1(table, clusters=documents)
    shuffled = rel.gwet_ac1(table, clusters=documents.sample(frac=1, random_state=2))
    assert plain.se == shuffled.se
    with pytest.raises(ParameterError, match="no value for 1 units"):
        rel.gwet_ac1(table, clusters=documents.drop("p"))


@pytest.mark.parametrize(("r", "q"), [(2, 3), (3, 20), (5, 20), (40, 5), (70, 100)])
def test_patterns_are_the_distinct_rows_with_their_counts(r, q):
    rng = np.random.default_rng(r)
    codes = rng.integers(-1, q, (300, r))
    codes = np.vstack([codes, codes[:120]])
    columns = tuple(codes.T.astype(np.int16))
    table = count_patterns(columns, q)
    rows, counts = np.unique(codes, axis=0, return_counts=True)
    order = np.lexsort(table.rows.T[::-1])
    assert (table.rows[order] == rows).all()
    assert (table.counts[order] == counts).all()
    assert (table.rows[rows_of_units(table, columns, q)] == codes).all()


def long_codes(r=3, n=40_000):
    """More units than are read at a time, with a level that is first seen near the end."""
    rng = np.random.default_rng(r)
    codes = rng.integers(-1, 4, (n, r))
    codes[n - 5 :, 0] = 4
    return codes


def as_labels(codes, copies):
    """Cells of text; `copies` says whether each cell is an object of its own."""
    names = [None, "a", "b", "c", "d", "late"]
    cells = np.empty(codes.shape, object)
    for place, code in np.ndenumerate(codes):
        name = names[code + 1]
        cells[place] = "".join([*name, ""]) + "." if copies and name else name and name + "."
    if not copies:
        shared = {cell: cell for cell in cells.ravel()}
        cells = np.vectorize(shared.get, otypes=[object])(cells)
    return cells


def test_every_route_reads_the_same_ratings():
    codes = long_codes()
    levels = [name + "." for name in ("a", "b", "c", "d", "late")]
    shared, own = as_labels(codes, copies=False), as_labels(codes, copies=True)
    assert len(set(map(id, shared.ravel()))) == 6
    assert len(set(map(id, own.ravel()))) > 90_000
    chunks = np.vstack([as_labels(part, copies=False) for part in np.array_split(codes, 7)])
    numbers = np.where(codes < 0, np.nan, codes + 1.0)
    gaps = np.where(codes < 0, np.nan, 10.0 * codes - 20)
    routes = {
        "shared": shared,
        "own": own,
        "chunks": pd.DataFrame(chunks),
        "text": pd.DataFrame(shared).astype("str"),
        "own text": pd.DataFrame(own).astype("str"),
        "nullable": pd.DataFrame(shared).astype("string"),
        "categories": pd.DataFrame(shared).astype(pd.CategoricalDtype(levels)),
        "several": pd.DataFrame(shared).astype("category"),
        "numbers": numbers,
        "by row": pd.DataFrame(np.ascontiguousarray(numbers)),
        "by column": np.asfortranarray(numbers),
        "whole": pd.DataFrame(numbers).astype("Int64"),
        "small": np.where(codes < 0, np.nan, codes - 3).astype(np.float32),
        "gaps": gaps,
    }
    tables = {name: rel.read_ratings(table) for name, table in routes.items()}
    for name, read in tables.items():
        assert read.q == 5, name
        assert (np.column_stack(read.columns) == codes).all(), name
        assert (read.table.rows[read.row_of_unit] == codes).all(), name
        assert read.table.counts.sum() == len(codes), name
        assert len(np.unique(read.table.rows, axis=0)) == len(read.table.counts), name
    assert {read.levels for read in list(tables.values())[:8]} == {tuple(levels)}
    assert tables["gaps"].levels == (-20, -10, 0, 10, 20)
    pair = tables["numbers"].take_coders((2, 0))
    assert (np.column_stack(pair.columns) == codes[:, [2, 0]]).all()
    some = tables["shared"].take_units(np.arange(len(codes)) % 3 == 0)
    assert (np.column_stack(some.columns) == codes[::3]).all()
    values = {rel.krippendorff_alpha(read, interval="none").value for read in tables.values()}
    assert len(values) == 1


def test_many_coders_are_read_without_a_key_per_unit():
    codes = long_codes(r=30, n=20_000)
    read = rel.read_ratings(np.where(codes < 0, np.nan, codes.astype(float)))
    assert (np.column_stack(read.columns) == codes).all()
    assert (read.table.rows[read.row_of_unit] == codes).all()


@pytest.mark.parametrize(("odd", "levels"), [(2.5, (0, 1, 2, 2.5, 3)), (-7.0, (-7, 0, 1, 2, 3))])
def test_a_number_that_is_seen_late_is_read(odd, levels):
    numbers = np.abs(long_codes()[:-5]).astype(float)
    numbers[-3, 1] = odd
    read = rel.read_ratings(numbers)
    assert read.levels == levels
    assert (read.to_numbers() == numbers).all()
    numbers[-2, 1] = np.inf
    with pytest.raises(ParameterError, match="infinity is not a level"):
        rel.read_ratings(numbers)


def test_large_whole_numbers_beside_a_gap_keep_the_gap():
    for low in (2.0**53 - 2, 2.0**53, 2.0**53 + 2, 1e16 + 2, -(2.0**53), -1e16):
        read = rel.read_ratings(np.array([[low, np.nan], [low + 4, low]]))
        assert [column.tolist() for column in read.columns] == [[0, 1], [-1, 0]]
        assert read.to_numbers().tolist()[1] == [low + 4, low]


def test_equal_cells_of_different_types_are_one_level_named_by_the_first():
    cells = np.array([[1.0, True], [True, 1], [1, 1.0], [None, pd.NA]] * 9000, object)
    read = rel.read_ratings(pd.DataFrame(cells))
    assert repr(read.levels) == "(1.0,)"
    assert read.columns[0][:4].tolist() == [0, 0, 0, -1]


def test_objects_are_numbered_by_what_they_are():
    names = ["x" * k for k in range(1, 200)]
    rng = np.random.default_rng(4)
    cells = np.array(names, object)[rng.integers(0, 199, 50_000)]
    numbers, objects = number_objects(cells)
    assert [objects[number] for number in numbers.tolist()] == cells.tolist()
    assert list(objects.values()) == list(dict.fromkeys(cells))
    assert number_objects(np.array([f"{k}." for k in range(300)], object)) is None
    assert number_objects(np.empty(0, object))[1] == {}
