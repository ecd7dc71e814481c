"""Where coders differ: confusion of levels, coders, and clusters."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalkit.errors import ParameterError
from evalkit.reliability import (
    agreement_by_cluster,
    agreement_by_coder,
    confused_levels,
    krippendorff_alpha,
    level_confusion,
    levels_by_coder,
    without_each_coder,
)

# Krippendorff (2011), table C, and the coincidences he prints for it.
TABLE_C = [
    [1, 1, None, 1],
    [2, 2, 3, 2],
    [3, 3, 3, 3],
    [3, 3, 3, 3],
    [2, 2, 2, 2],
    [1, 2, 3, 4],
    [4, 4, 4, 4],
    [1, 1, 2, 1],
    [2, 2, 2, 2],
    [None, 5, 5, 5],
    [None, None, 1, 1],
    [None, None, 3, None],
]
COINCIDENCES = [
    [7, 4 / 3, 1 / 3, 1 / 3, 0],
    [4 / 3, 10, 4 / 3, 1 / 3, 0],
    [1 / 3, 4 / 3, 8, 1 / 3, 0],
    [1 / 3, 1 / 3, 1 / 3, 4, 0],
    [0, 0, 0, 0, 3],
]
CODES = st.lists(
    st.lists(st.sampled_from([0, 1, 2, None]), min_size=3, max_size=3), min_size=1, max_size=12
)


def test_the_coincidences_are_those_krippendorff_prints():
    found = level_confusion(TABLE_C)
    assert found.to_numpy() == pytest.approx(np.array(COINCIDENCES), abs=1e-12)
    assert found.index.tolist() == found.columns.tolist() == [1, 2, 3, 4, 5]


def test_levels_stand_in_the_order_of_the_scheme_also_those_nobody_used():
    found = level_confusion([["b", "a"]], levels=["c", "b", "a"])
    assert found.columns.tolist() == ["c", "b", "a"]
    assert found.to_numpy().tolist() == [[0, 0, 0], [0, 0, 1], [0, 1, 0]]


@given(CODES)
def test_alpha_follows_from_the_coincidences(ratings):
    pairs = level_confusion(ratings).to_numpy()
    alpha = krippendorff_alpha(ratings, interval="none").value
    assert np.array_equal(pairs, pairs.T)
    used, total = pairs.sum(axis=0), pairs.sum()
    if not np.isnan(alpha):
        expected = (total**2 - (used**2).sum()) / (total - 1)
        assert alpha == pytest.approx(1 - (total - np.trace(pairs)) / expected, abs=1e-9)


@given(CODES, st.permutations([0, 1, 2]))
def test_the_order_of_coders_does_not_matter_to_confusion(ratings, order):
    swapped = [[row[i] for i in order] for row in ratings]
    assert level_confusion(swapped).equals(level_confusion(ratings))


def test_the_most_confused_levels_come_first_with_their_ratio_to_chance():
    # 2 of 4 units have a with b; used: a 3, b 4, c 1; e_ab = 3 * 4 / 7.
    found = confused_levels([["a", "b"], ["b", "a"], ["b", "c"], ["a", "b"]])
    assert found["level"].tolist() == ["a", "b"]
    assert found["other"].tolist() == ["b", "c"]
    assert found["units"].tolist() == [3, 1]
    assert found["share"].tolist() == [0.75, 0.25]
    assert found["ratio"].tolist() == pytest.approx([3 / (3 * 4 / 7), 1 / (4 * 1 / 7)])


def test_a_coder_who_is_always_one_step_higher_has_a_shift_of_one():
    ratings = pd.DataFrame({"a": [1, 2, 3, 1], "b": [1, 2, 3, 1], "c": [2, 3, 4, 2]})
    found = agreement_by_coder(ratings).set_index("coder")
    assert found["shift"].tolist() == [-0.5, -0.5, 1.0]
    assert found["percent"].tolist() == [0.5, 0.5, 0.0]
    assert (found["low"] == found["shift"]).all()  # every unit says the same


def test_others_who_did_not_code_a_unit_do_not_count_in_percent_agreement():
    ratings = pd.DataFrame({"a": ["x", "y"], "b": ["x", "x"], "c": [None, "y"], "d": [None, "y"]})
    found = agreement_by_coder(ratings).set_index("coder")["percent"]
    assert found.to_dict() == pytest.approx(
        {"a": (1 + 2 / 3) / 2, "b": 0.5, "c": 2 / 3, "d": 2 / 3}
    )


def test_the_interval_of_a_shift_is_that_of_a_mean():
    from scipy.stats import ttest_1samp

    ratings = np.array([[1, 2], [2, 2], [4, 3], [1, 4], [2, 3]])
    found = agreement_by_coder(ratings, level=0.9).iloc[0]
    wanted = ttest_1samp(ratings[:, 0] - ratings[:, 1], 0).confidence_interval(0.9)
    assert (found["low"], found["high"]) == pytest.approx(tuple(wanted))


def test_ordered_words_shift_in_steps_and_names_do_not_shift():
    words = [["laag", "hoog"], ["midden", "hoog"]]
    stepped = agreement_by_coder(words, levels=["laag", "midden", "hoog"])
    assert stepped["shift"].tolist() == [-1.5, 1.5]
    assert agreement_by_coder(words)["shift"].isna().all()


def test_each_coders_use_of_levels_stands_beside_that_of_the_others():
    ratings = pd.DataFrame({"a": ["x", "x", "y"], "b": ["y", "x", "y"], "c": ["y", None, None]})
    found = levels_by_coder(ratings).set_index(["coder", "level"])
    assert found.loc[("a", "x"), ["k", "n", "share", "others"]].tolist() == pytest.approx(
        [2, 3, 2 / 3, 1 / 3]
    )
    assert found.loc[("c", "x"), ["k", "n", "share", "others"]].tolist() == [0, 1, 0, 0.5]


def test_without_the_coder_who_is_off_alpha_is_one():
    rng = np.random.default_rng(4)
    good = rng.integers(0, 3, 40)
    ratings = pd.DataFrame({"a": good, "b": good, "c": rng.integers(0, 3, 40)})
    found = without_each_coder(ratings).set_index("coder")
    whole = krippendorff_alpha(ratings).value
    assert found.loc["c", "value"] == 1.0
    assert found.loc["c", "difference"] == pytest.approx(1 - whole)
    assert found.loc["c", "low"] > 0
    assert (found.loc[["a", "b"], "difference"] < 0).all()


def test_of_two_coders_none_can_be_missed():
    found = without_each_coder([["a", "b"], ["b", "b"]])
    assert found["value"].isna().all()
    assert set(found["reason"]) == {"without this coder only one is left"}


def test_percent_agreement_per_document_is_worst_first():
    ratings = pd.DataFrame(
        [["a", "a"], ["a", "b"], ["b", "b"], ["a", "b"], ["b", None]],
        index=["u1", "u2", "u3", "u4", "u5"],
    )
    clusters = pd.Series({"u5": "D3", "u4": "D2", "u3": "D1", "u2": "D1", "u1": "D1"})
    found = agreement_by_cluster(ratings, clusters)
    assert found["cluster"].tolist() == ["D2", "D1", "D3"]
    assert found["units"].tolist() == [1, 3, 1]
    assert found["n"].tolist() == [1, 3, 0]
    assert found["percent"].tolist()[:2] == [0, pytest.approx(2 / 3)]
    assert np.isnan(found["percent"].iloc[2])
    assert agreement_by_cluster(ratings).shape == (5, 4)


@pytest.mark.parametrize(
    "function",
    [
        level_confusion,
        confused_levels,
        agreement_by_coder,
        levels_by_coder,
        without_each_coder,
        agreement_by_cluster,
    ],
)
@pytest.mark.parametrize(
    "ratings", [[], [["a"], ["b"]], [[None, None]], [["a", None], [None, "b"]], [["a", "a"]]]
)
def test_nothing_to_compare_gives_a_table_and_never_a_crash(function, ratings):
    found = function(ratings)
    assert isinstance(found, pd.DataFrame)
    if "reason" in found and len(found):
        silent = found[found["reason"] == ""]
        assert silent["n"].gt(0).all()


def test_measurements_have_no_table_of_levels():
    with pytest.raises(ParameterError, match="put measurements in classes"):
        level_confusion(np.random.default_rng(0).normal(size=(1000, 2)))
    with pytest.raises(ParameterError, match="confidence level"):
        agreement_by_coder([["a", "a"]], level=95)
