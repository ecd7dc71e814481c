"""Fleiss (1971), Measuring nominal scale agreement among many raters, Psychol. Bull. 76, 378-382."""

import pytest

from evalkit.reliability import agreement_by_level, fleiss_kappa

DIAGNOSES = [
    [4, 4, 4, 4, 4, 4],
    [2, 2, 2, 5, 5, 5],
    [2, 3, 3, 3, 3, 5],
    [5, 5, 5, 5, 5, 5],
    [2, 2, 2, 4, 4, 4],
    [1, 1, 3, 3, 3, 3],
    [3, 3, 3, 3, 5, 5],
    [1, 1, 3, 3, 3, 4],
    [1, 1, 4, 4, 4, 4],
    [5, 5, 5, 5, 5, 5],
    [1, 4, 4, 4, 4, 4],
    [1, 2, 4, 4, 4, 4],
    [2, 2, 2, 3, 3, 3],
    [1, 4, 4, 4, 4, 4],
    [2, 2, 4, 4, 4, 5],
    [3, 3, 3, 3, 3, 5],
    [1, 1, 1, 4, 5, 5],
    [1, 1, 1, 1, 1, 2],
    [2, 2, 4, 4, 4, 4],
    [1, 3, 3, 5, 5, 5],
    [5, 5, 5, 5, 5, 5],
    [2, 4, 4, 4, 4, 4],
    [2, 2, 4, 5, 5, 5],
    [1, 1, 4, 4, 4, 4],
    [1, 4, 4, 4, 4, 5],
    [2, 2, 2, 2, 2, 4],
    [1, 1, 1, 1, 5, 5],
    [2, 2, 4, 4, 4, 4],
    [1, 3, 3, 3, 3, 3],
    [5, 5, 5, 5, 5, 5],
]


def test_kappa_of_thirty_patients_and_six_raters():
    found = fleiss_kappa(DIAGNOSES)
    assert found.value == pytest.approx(0.430, abs=0.0005)
    assert found.observed == pytest.approx(0.5556, abs=5e-5)
    assert found.expected == pytest.approx(0.220, abs=0.0005)


def test_kappa_per_diagnosis_is_his_up_to_his_rounding():
    found = agreement_by_level(DIAGNOSES, interval="none")
    assert found["value"].tolist() == pytest.approx([0.248, 0.248, 0.517, 0.470, 0.565], abs=0.0035)
