import math

import pytest

from evalkit.errors import ParameterError
from evalkit.evaluations import Indicator, indicator_estimate, indicator_values, resolve_place
from evalkit.inference import hypergeometric_interval, survey_proportion, wilson_interval

TOGETHER = Indicator(item="E2.1", values=("ja",), unit="file", facet="practice")


def code(unit, item, value, facet="", **more):
    return {"unit": unit, "item": item, "facet": facet, "value": value, **more}


@pytest.fixture
def files(make_study, places):
    """Twelve files, three per municipality: yes no yes, ..., and one of each kind of missing."""
    answers = ["ja", "nee", "ja", "ja", "nb", "ja", "nee", "nee", "nvt", "ja", "nr", "nee"]
    places["units"] = [
        {"unit": f"D{n:02}", "kind": "file", "municipality": f"GM900{1 + n // 3}", "wave": "w0"}
        for n in range(13)
        if n < 12
    ] + [{"unit": "D99", "kind": "file", "municipality": "GM9001", "wave": "w0"}]
    coded = [code(f"D{n:02}", "E2.1", value, "practice") for n, value in enumerate(answers)]
    return make_study(places, {"een": coded})


def test_files_are_clustered_in_municipalities_and_the_population_is_theirs(files):
    estimate = indicator_estimate(files, TOGETHER)
    assert (estimate.k, estimate.n, estimate.clusters) == (5, 9, 4)
    assert estimate.selection == "purposive"
    assert estimate.name.nl == "Samen op eerste huisbezoek: ja"
    # Four clusters tell too little of how much clusters differ.
    assert math.isnan(estimate.low)
    assert math.isnan(estimate.high)
    assert "4 clusters" in estimate.reason.nl


def test_from_five_clusters_on_the_interval_is_that_of_the_design(make_study, places):
    has = [1, 0, 1, 1, 1, 0, 0, 1, 0, 0]
    homes = [1, 1, 1, 2, 2, 3, 3, 4, 4, 5]
    places["municipalities"] += [
        {"municipality": "GM9005", "name": "Vijf", "valid_from": "2015-01-01"}
    ]
    places["memberships"] += [
        {"municipality": "GM9005", "region": "VT91", "valid_from": "2015-01-01"}
    ]
    places["units"] = [
        {"unit": f"D{n:02}", "kind": "file", "municipality": f"GM900{home}", "wave": "w0"}
        for n, home in enumerate(homes)
    ]
    coded = [
        code(f"D{n:02}", "E2.1", "ja" if yes else "nee", "practice") for n, yes in enumerate(has)
    ]
    estimate = indicator_estimate(make_study(places, {"een": coded}), TOGETHER)
    by_hand = survey_proportion(has, clusters=homes, population=355)
    assert (estimate.low, estimate.high) == pytest.approx((by_hand.low, by_hand.high))


def test_each_kind_of_missing_is_counted_apart(files):
    said = [warning.nl for warning in indicator_estimate(files, TOGETHER).warnings]
    assert said[-4:] == [
        "niet van toepassing: 1", "niet te bepalen: 1", "niet gevraagd of niet gemeld: 1",
        "niet gecodeerd: 1",
    ]  # fmt: skip
    values = indicator_values(files, TOGETHER).set_index("unit")
    assert values.loc[["D00", "D01"], "has"].tolist() == [1, 0]
    assert values.loc[["D04", "D99"], "missing"].tolist() == ["nb", "uncoded"]
    assert values["has"].isna().sum() == 4


def test_within_one_municipality_the_interval_is_wilsons(files):
    estimate = indicator_estimate(files, TOGETHER, place=resolve_place(files, None, "GM9001"))
    wilson = wilson_interval(2, 3, selection="purposive")
    assert (estimate.k, estimate.n) == (2, 3)
    assert (estimate.low, estimate.high) == (wilson.low, wilson.high)


def test_within_a_region_its_municipalities_are_the_clusters(files):
    estimate = indicator_estimate(files, TOGETHER, place=resolve_place(files, "VT91"))
    assert (estimate.k, estimate.n, estimate.clusters) == (4, 5, 2)
    assert estimate.population is None


def test_regions_and_municipalities_are_held_against_how_many_exist(make_study, places):
    places["units"] = [
        {"unit": f"R{n}", "kind": "region", "region": f"VT9{n}", "wave": "w0"} for n in (1, 2)
    ] + [
        {"unit": f"G{n}", "kind": "municipality", "municipality": f"GM900{n}", "wave": "w0"}
        for n in (1, 2, 3, 4)
    ]
    coded = [code(f"R{n}", "E3.3", "ja", "paper") for n in (1, 2)]
    coded += [code(f"G{n}", "E3.2", v, "practice") for n, v in enumerate("0120", start=1)]
    study = make_study(places, {"een": coded})
    recorded = indicator_estimate(
        study, Indicator(item="E3.3", values=("ja",), unit="region", facet="paper")
    )
    exact = hypergeometric_interval(2, 2, 26)
    assert (recorded.low, recorded.high, recorded.population) == (exact.low, exact.high, 26)
    below = Indicator(item="E3.2", values=("0",), unit="municipality", facet="practice")
    assert indicator_estimate(study, below).population == 355
    # How many municipalities a region has is not known when the table lists four of 355.
    inside = indicator_estimate(study, below, place=resolve_place(study, "VT91"))
    assert (inside.k, inside.n, inside.population) == (1, 2, None)


def test_centre_municipalities_that_did_not_answer_are_in_the_population(make_study, places):
    places["units"] = [
        {"unit": f"CG{n}", "kind": "centre-municipality", "wave": "w0"} for n in range(6)
    ]
    coded = [code(f"CG{n}", "D5.3", value) for n, value in enumerate(["ja", "nee", "ja", "nr"])]
    study = make_study(places, {"een": coded})
    wish = Indicator(item="D5.3", values=("ja",), unit="centre-municipality")
    estimate = indicator_estimate(study, wish)
    assert (estimate.k, estimate.n, estimate.population) == (2, 3, 6)


def test_units_that_all_agree_are_worth_no_more_than_their_clusters(make_study, places):
    places["units"] = [
        {"unit": f"D{n:02}", "kind": "file", "municipality": f"GM900{1 + n // 3}", "wave": "w0"}
        for n in range(12)
    ]
    study = make_study(
        places, {"een": [code(f"D{n:02}", "E2.1", "nee", "practice") for n in range(12)]}
    )
    estimate = indicator_estimate(study, TOGETHER)
    assert (estimate.k, estimate.n, estimate.low) == (0, 12, 0)
    # Clopper-Pearson for 0 of 4: 1 - 0.025 ** (1 / 4).
    assert estimate.high == pytest.approx(1 - 0.025**0.25)


def test_a_file_counts_when_any_of_its_moments_does(make_study, places):
    places["units"] = [
        {"unit": f"D{n}", "kind": "file", "municipality": "GM9001", "wave": "w0"} for n in range(4)
    ] + [
        {"unit": f"D{n}-m{m}", "kind": "file-moment", "parent": f"D{n}"}
        for n in range(4)
        for m in range(2)
    ]
    seen = {"D0": "ja nee", "D1": "ja nb", "D2": "nb nvt", "D3": "ja ja"}
    coded = [
        code(f"{file}-m{m}", "E1.2", value, "practice")
        for file, values in seen.items()
        for m, value in enumerate(values.split())
    ]
    study = make_study(places, {"een": coded})
    lost = Indicator(item="E1.2", values=("nee",), unit="file-moment", facet="practice", per="top")
    estimate = indicator_estimate(study, lost)
    assert (estimate.k, estimate.n) == (1, 3)
    moments = Indicator(item="E1.2", values=("nee",), unit="file-moment", facet="practice")
    assert indicator_estimate(study, moments).clusters == 3


def test_numbers_shares_sets_and_who_does_not_know(make_study, places):
    places["units"] = [
        {"unit": f"CG{n}", "kind": "centre-municipality", "wave": "w0"} for n in range(4)
    ]
    coded = [code(f"CG{n}", "D1.4", v, "paper") for n, v in enumerate(["3/4", "0/5", "nb", "4/4"])]
    coded += [code(f"CG{n}", "D6", v) for n, v in enumerate(["meldcode|uitkomsten", "meldcode"])]
    coded += [code(f"CG{n}", "D3.6", v) for n, v in enumerate(["3", "0.9", "1.5"])]
    study = make_study(places, {"een": coded})
    kind = "centre-municipality"
    counts = {
        Indicator(item="D1.4", at_least=0.75, unit=kind, facet="paper"): (2, 3),
        Indicator(item="D1.4", at_least=0, lacking=("nb",), unit=kind, facet="paper"): (3, 4),
        Indicator(item="D6", values=("uitkomsten",), unit=kind): (1, 2),
        Indicator(item="D6", values=("uitkomsten", "meldcode"), unit=kind): (2, 2),
        Indicator(item="D3.6", at_least=1, at_most=2, unit=kind): (1, 3),
    }
    for indicator, counted in counts.items():
        estimate = indicator_estimate(study, indicator)
        assert (estimate.k, estimate.n) == counted, indicator
    assert estimate.name == ("Instroom tegenover raming: minstens 1 en hooguit 2",
                             "Intake against estimate: at least 1 and at most 2")  # fmt: skip


def test_the_wave_is_the_last_one_coded_unless_asked_for(make_study, places):
    places["units"] = [
        {"unit": f"G{n}@{w}", "kind": "municipality", "municipality": f"GM900{n}", "wave": w}
        for n in (1, 2)
        for w in ("w0", "w1")
    ]
    coded = [code(f"G{n}@w0", "E3.2", "0", "practice") for n in (1, 2)]
    coded += [code("G1@w1", "E3.2", "1", "practice"), code("G2@w1", "E3.2", "2", "practice")]
    study = make_study(places, {"een": coded})
    below = Indicator(item="E3.2", values=("0",), unit="municipality", facet="practice")
    assert indicator_estimate(study, below).k == 0
    assert indicator_estimate(study, below, wave="w0").k == 2
    with pytest.raises(ParameterError, match="did you mean 'w1'"):
        indicator_estimate(study, below, wave="w1.")


def test_what_coders_disagree_on_is_missing(make_study, places):
    places["units"] = [{"unit": "D1", "kind": "file", "municipality": "GM9001", "wave": "w0"}]
    study = make_study(
        places,
        {
            "een": [code("D1", "E2.1", "ja", "practice")],
            "twee": [code("D1", "E2.1", "nee", "practice")],
        },
    )
    estimate = indicator_estimate(study, TOGETHER)
    assert math.isnan(estimate.value)
    assert estimate.reason.en == "no answer to this question was coded here"
    assert estimate.warnings[0].en == "coders still differ: 1"


@pytest.mark.parametrize(
    ("indicator", "message"),
    [
        (Indicator(item="E2.1", values=("ja",), unit="child", facet="practice"), "kind of unit"),
        (Indicator(item="E2.1", values=("ja",), unit="file"), "no facet None"),
        (
            Indicator(item="E2.1", values=("jaa",), unit="file", facet="practice"),
            "did you mean 'ja'",
        ),
        (Indicator(item="E2.1", unit="file", facet="practice"), "give levels"),
        (Indicator(item="E2.1", at_least=1, unit="file", facet="practice"), "give levels"),
        (Indicator(item="E0.3", values=("1",), unit="file"), "no level '1'|give levels"),
    ],
)
def test_an_indicator_that_does_not_fit_its_item_is_refused(files, indicator, message):
    with pytest.raises(ParameterError, match=message):
        indicator_estimate(files, indicator)


def test_an_item_of_no_scheme_of_the_study_is_a_reason(make_study, places):
    study = make_study(places, schemes=["aef-2020"])
    estimate = indicator_estimate(study, TOGETHER)
    assert math.isnan(estimate.value)
    assert "'E2.1'" in estimate.reason.nl
    assert indicator_estimate(study, Indicator(item="C0.5", at_least=3, unit="document")).n == 0


def test_of_documents_those_in_force_count_whatever_wave_they_are_from(make_study, places):
    documents = [("A-1", "VT91", "w0", "2017-05-01"), ("A-2", "VT91", "w1", "2020-09-01"),
                 ("B-1", "VT92", "w0", "2017-06-01")]  # fmt: skip
    places["units"] = [
        {"unit": unit, "kind": "document", "region": region, "wave": wave, "date": date}
        for unit, region, wave, date in documents
    ]
    coded = {"een": [code(unit, "C2.1", "2", "paper") for unit, *_ in documents]}
    study = make_study(places, coded)
    worked_out = Indicator(item="C2.1", values=("2", "3", "4"), unit="document", facet="paper")
    assert set(indicator_values(study, worked_out)["unit"]) == {"A-2", "B-1"}
    assert set(indicator_values(study, worked_out, wave="w0")["unit"]) == {"A-1", "B-1"}
