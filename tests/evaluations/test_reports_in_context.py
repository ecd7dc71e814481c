"""Half-yearly figures: described, broken in 2019, never judged."""

import pytest

from evalkit.evaluations import reports_in_context
from evalkit.study import open_study

MEASURES = [
    {"table": "T", "measure": measure, "subject": subject, "unit": "count", "category": category,
     "breakdown": breakdown, "subject_en": subject, "category_en": category}
    for measure, subject, category, breakdown in (
        ("M", "Meldingen", "totaal", ""), ("S", "Meldingen", "slachtoffer", "rol"),
    )
]  # fmt: skip


def _count(region, period, value, measure="M"):
    kind = "NL" if region.startswith("NL") else "GM" if region.startswith("GM") else "VT"
    return {
        "table": "T", "measure": measure, "region": region, "region_name": region,
        "region_type": kind, "period": period, "value": value, "status": "final", "rounding": 1,
        "source": "DEMO",
    }  # fmt: skip


@pytest.fixture
def make(make_study, places):
    def study(counts):
        sources = [{"source": "DEMO", "title": "verzonnen"}]
        return make_study(places | {"counts": counts, "measures": MEASURES, "sources": sources})

    return study


def _halves(first, last):
    return [f"{year}HJ0{half}" for year in range(first, last + 1) for half in (1, 2)]


def test_regions_are_added_up_only_where_all_have_a_figure(make):
    counts = [_count("VT91", period, 10) for period in _halves(2020, 2021)]
    counts += [_count("VT92", period, 5) for period in _halves(2020, 2021)[:3]]
    counts += [_count("VT92", "2021HJ02", "")]
    table = reports_in_context(make(counts)).table
    assert table["count"].tolist()[:3] == [15, 15, 15]
    assert table["count"].isna().tolist() == [False, False, False, True]


def test_the_country_goes_before_the_sum_and_parts_are_left_out(make):
    counts = [_count("NL01", period, 900) for period in _halves(2020, 2020)]
    counts += [_count("VT91", period, 10) for period in _halves(2020, 2020)]
    counts += [_count("NL01", period, 1, "S") for period in _halves(2020, 2020)]
    analysis = reports_in_context(make(counts))
    assert analysis.table["count"].tolist() == [900, 900]


def test_a_short_series_is_described_from_the_break_on(make):
    values = [100, 110, 200, 190]
    counts = [_count("VT91", *pair) for pair in zip(_halves(2018, 2019), values, strict=True)]
    analysis = reports_in_context(make(counts), region="VT91")
    assert analysis.results[0].model is None
    assert analysis.statements[0].in_language("nl") == (
        "Meldingen: 200 in de eerste helft van 2019 en 190 in de tweede helft van 2019."
    )
    assert [side.nl for side in analysis.table["side"]] == ["ervoor", "ervoor", "vanaf", "vanaf"]


def test_a_long_series_gets_a_model_with_the_break(make):
    periods = _halves(2014, 2023)
    counts = [
        _count("VT91", period, 100 + at % 3 + 40 * (period >= "2019HJ01"))
        for at, period in enumerate(periods)
    ]
    model = reports_in_context(make(counts), region="VT91").results[0].model
    assert model is not None
    step = model.to_frame() if not hasattr(model, "table") else model.table
    assert "step" in step.astype(str).to_string()


def test_no_word_calls_a_rise_bad(make):
    counts = [_count("VT91", period, at + 10) for at, period in enumerate(_halves(2019, 2022))]
    analysis = reports_in_context(make(counts), region="VT91")
    text = analysis.in_language("nl")
    assert not any(word in text for word in ("slechter", "verslechter", "zorgelijk", "helaas"))
    assert "niet slechter" in analysis.cautions[0].nl


def test_a_municipality_without_figures_has_those_of_its_region(make):
    counts = [_count("VT91", period, 10) for period in _halves(2020, 2020)]
    analysis = reports_in_context(make(counts), municipality="GM9002")
    assert analysis.table["count"].tolist() == [10, 10]
    assert any("geen eigen cijfers" in caution.nl for caution in analysis.cautions)


def test_the_published_study_is_answered_or_says_why():
    analysis = reports_in_context(open_study("published"))
    assert (analysis.reason is None) == bool(len(analysis.table))


def test_the_last_half_year_is_held_against_the_same_half(make):
    counts = [_count("VT91", period, at + 10) for at, period in enumerate(_halves(2018, 2021)[:-1])]
    counts += [_count("VT91", "2021HJ02", 90)]
    analysis = reports_in_context(make(counts), region="VT91")
    assert analysis.statements[0].in_language("nl") == (
        "Meldingen: 13 in de tweede helft van 2019 en 90 in de tweede helft van 2021."
    )
    assert analysis.results[0].in_language("nl") == (
        "Meldingen: van 13 (2019-2) naar 90 (2021-2): meer"
    )


@pytest.mark.parametrize("subject", ["Overgedragen dossiers", "Meldingen"])
def test_fewer_handovers_may_mean_a_longer_stay_of_veilig_thuis(make_study, places, subject):
    measures = [{**MEASURES[0], "subject": subject}]
    counts = [_count("VT91", period, 10) for period in _halves(2020, 2020)]
    sources = [{"source": "DEMO", "title": "verzonnen"}]
    study = make_study(places | {"counts": counts, "measures": measures, "sources": sources})
    warned = any("langer betrokken" in caution.nl for caution in reports_in_context(study).cautions)
    assert warned == (subject == "Overgedragen dossiers")
