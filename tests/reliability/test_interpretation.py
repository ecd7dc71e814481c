import pytest

from evalkit.errors import ParameterError
from evalkit.reliability import benchmark, benchmark_probabilities, interpret, interpretation_scales
from evalkit.results import Agreement

AC1 = Agreement(name="Gwet's AC1", value=0.775, se=0.14295, n=12, coders=4)


@pytest.mark.parametrize(
    ("scale", "value", "label"),
    [
        ("landis-koch", -0.1, "poor"),
        ("landis-koch", 0.0, "slight"),
        ("landis-koch", 0.20, "slight"),
        ("landis-koch", 0.201, "fair"),
        ("landis-koch", 0.81, "almost perfect"),
        ("altman", 0.60, "moderate"),
        ("koo-li", 0.75, "good"),
        ("koo-li", 0.90, "good"),
        ("koo-li", 0.91, "excellent"),
        ("krippendorff", 0.667, "tentative conclusions only"),
        ("krippendorff", 0.8, "reliable"),
        ("fleiss", 0.75, "fair to good"),
    ],
)
def test_a_value_at_the_edge_gets_the_label_its_source_gives(scale, value, label):
    assert interpret(value, scale=scale).label.en == label


@pytest.mark.parametrize(
    ("scale", "cumulative"),
    [
        ("landis-koch", [0.39569, 0.88279, 0.99538, 0.99997, 1.0, 1.0]),
        ("altman", [0.39569, 0.88279, 0.99538, 0.99997, 1.0]),
        ("fleiss", [0.54303, 0.99538, 1.0]),
    ],
)
def test_cumulative_probabilities_equal_those_of_irrcac(scale, cumulative):
    # irrCAC (PyPI) 0.4.4, Benchmark(coeff=0.775, se=0.14295), 2026-11; printed to five decimals
    found = benchmark_probabilities(AC1, scale=scale)["cumulative"]
    assert found.tolist() == pytest.approx(cumulative, abs=6e-6)


def test_the_benchmark_is_the_best_label_that_is_probable_enough():
    assert benchmark(AC1, scale="landis-koch").label.en == "moderate"
    assert benchmark(AC1, scale="landis-koch", level=0.85).label.en == "substantial"
    assert interpret(AC1.value, scale="landis-koch").label.en == "substantial"


def test_without_sampling_error_the_benchmark_is_the_label_of_the_value():
    sure = Agreement(name="x", value=0.85, se=0.0, n=9, coders=2)
    assert benchmark(sure, scale="altman").label.en == "very good"


def test_every_scale_names_its_source_and_starts_at_minus_one():
    for scale in interpretation_scales():
        assert "(" in interpret(-1.0, scale=scale).source


def test_a_mistyped_scale_a_wrong_value_and_a_missing_error_are_refused():
    with pytest.raises(ParameterError, match="did you mean 'landis-koch'"):
        interpret(0.5, scale="landis_koch")
    with pytest.raises(ParameterError, match="between -1 and 1"):
        interpret(1.2)
    with pytest.raises(ParameterError, match="no standard error"):
        benchmark(Agreement(name="x", value=0.5, n=9, coders=2))
