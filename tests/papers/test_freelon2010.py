"""Freelon (2010), ReCal: Intercoder reliability calculation as a web service, Int. J. Internet Sci. 5,
20-33, Tables 9 and 10 (data as shipped with R icr 0.6.6)."""

import pytest

from evalkit.reliability import cohen_kappa, fleiss_kappa, krippendorff_alpha, light_kappa, scott_pi

FILE_2_03 = [
    [2, 1],
    [2, 2],
    [2, 2],
    [4, 4],
    [1, 1],
    [1, 1],
    [1, 1],
    [4, 4],
    [4, 4],
    [1, 1],
    [2, 3],
    [1, 1],
    [1, 1],
    [1, 1],
    [1, 1],
    [1, 1],
    [1, 1],
    [1, 1],
    [1, 1],
    [2, 2],
    [1, 1],
    [1, 1],
    [1, 1],
    [4, 4],
    [1, 1],
    [4, 4],
    [1, 1],
    [1, 1],
    [3, 1],
    [4, 4],
    [1, 1],
    [1, 1],
    [4, 4],
    [4, 4],
    [1, 1],
    [4, 4],
    [1, 1],
    [1, 1],
    [1, 1],
    [1, 1],
    [1, 1],
    [1, 1],
    [1, 1],
    [1, 1],
    [1, 1],
    [1, 1],
    [2, 1],
    [4, 4],
    [1, 1],
    [1, 1],
]
FILE_3_10 = [
    [1, 1, 1],
    [1, 1, 1],
    [1, 1, 1],
    [0, 0, 0],
    [10, 10, 10],
    [10, 10, 10],
    [2, 2, 2],
    [5, 5, 5],
    [4, 4, 4],
    [1, 1, 1],
    [0, 0, 0],
    [0, 0, 0],
    [3, 3, 2],
    [0, 0, 0],
    [2, 1, 1],
    [1, 1, 1],
    [0, 0, 1],
    [0, 0, 0],
    [2, 3, 1],
    [1, 0, 0],
    [0, 0, 2],
    [2, 2, 1],
    [3, 3, 3],
    [2, 2, 2],
    [1, 1, 1],
]


def test_two_coders_of_file_2_03():
    assert krippendorff_alpha(FILE_2_03).value == pytest.approx(0.8334, abs=6e-5)
    assert scott_pi(FILE_2_03).value == pytest.approx(0.832, abs=0.0005)
    assert cohen_kappa(FILE_2_03).value == pytest.approx(0.83, abs=0.005)


def test_three_coders_of_file_3_10():
    assert krippendorff_alpha(FILE_3_10).value == pytest.approx(0.7462, abs=6e-5)
    assert fleiss_kappa(FILE_3_10).value == pytest.approx(0.743, abs=0.0005)
    assert light_kappa(FILE_3_10).value == pytest.approx(0.743, abs=0.0005)
