import math

import pytest

from evalkit.claims import load_claims, verdict
from evalkit.claims.testability import untestable_reason
from evalkit.errors import ParameterError, SchemeError
from evalkit.evaluations.claimed_share import published_count
from evalkit.evaluations.measured_claims import load_measures
from evalkit.evaluations.measured_share import measured_share
from evalkit.evaluations.place import Place
from evalkit.evaluations.replication import replicate
from evalkit.inference import hypergeometric_interval, replication_table
from evalkit.schemes import load_scheme, scheme_names
from evalkit.study import open_study

ITEMS = {item.id: item for name in scheme_names() for item in load_scheme(name).items}
MEASURES = load_measures()
CLAIMS = {claim.id: claim for claim in load_claims()}


def code(unit, item, value, facet=""):
    return {"unit": unit, "item": item, "facet": facet, "value": value}


def row_of(analysis, claim):
    [row] = analysis.table[analysis.table["claim"] == claim].to_dict("records")
    return row


def test_every_testable_claim_is_measured_or_has_a_reason():
    testable = {name for name, claim in CLAIMS.items() if untestable_reason(claim) is None}
    measured = {measure.claim for measure in MEASURES.measures}
    assert measured <= set(CLAIMS)
    assert testable <= measured | set(MEASURES.unmeasured)
    assert not measured & set(MEASURES.unmeasured)
    # A claim that words leave untestable needs no reason of its own.
    assert set(MEASURES.unmeasured) <= testable


def test_a_measure_asks_what_its_item_can_answer(make_study):
    empty = make_study()
    for measure in MEASURES.measures:
        if not measure.item:
            assert measure.source in ("regions-renewed", "escalations-too-fast")
            continue
        item = ITEMS[measure.item]
        assert measure.unit in item.units, measure
        # Raises when an answer, unit or facet does not fit the item.
        assert measured_share(empty, measure, place=Place()).n == 0
        if measure.source == "shares":
            assert item.scale == "share", measure
        elif measure.at_least is None:
            every = {level.value for level in item.levels_on(measure.facet)}
            assert set(measure.values) < every, measure


@pytest.fixture
def six(make_study, places):
    """Regions that recorded their agreements, and municipalities below the norm."""
    places["units"] = [
        {"unit": f"R{n}", "kind": "region", "region": f"VT9{n}", "wave": "w0"} for n in (1, 2)
    ] + [
        {"unit": f"G{n}@{wave}", "kind": "municipality", "municipality": f"GM900{n}", "wave": wave}
        for n in range(1, 5)
        for wave in ("w0", "w1")
    ]
    coded = [code(f"R{n}", "E3.3", "ja", "paper") for n in (1, 2)]
    coded += [code(f"G{n}@w0", "E3.2", value, "practice") for n, value in enumerate("0012", 1)]
    coded += [code(f"G{n}@w1", "E3.2", "2", "practice") for n in range(1, 5)]
    coded += [code(f"G{n}@w1", "A1.1", "ja", "paper") for n in range(1, 5)]
    return make_study(places, {"een": coded})


def test_a_claim_is_judged_by_its_words_and_what_was_counted(six):
    analysis = replicate(six)
    below = row_of(analysis, "E12")
    # The first wave, though the municipalities were judged again later.
    assert (below["k"], below["n"]) == (2, 4)
    assert below["counted"].en == "Elder abuse: below norm"
    exact = hypergeometric_interval(2, 4, 355)
    assert (below["low"], below["high"]) == (exact.low / 355, exact.high / 355)
    assert below["verdict"].en == "different"
    assert row_of(analysis, "E01")["verdict"].en == "too little data"


def test_a_claim_that_is_a_count_is_shown_beside_four_methods(six):
    row = row_of(replicate(six, margin=0.2), "E01")
    table = replication_table((6, 6), (2, 2), margin=0.2).table.set_index("method")
    assert row["predicted_low"] == table.loc["prediction interval", "low"]
    assert row["tost_p"] == table.loc["TOST", "p_value"]
    assert [row["bayes_narrow"], row["bayes_wide"]] == table.loc["Bayes factor", "value"].tolist()
    assert row["tost_p"] < row_of(replicate(six, margin=0.05), "E01")["tost_p"]


def test_a_number_of_the_whole_group_reads_as_all_of_it(six):
    # "Fourteen" of the fourteen followed, against four of four here.
    row = row_of(replicate(six), "A02")
    assert (row["k"], row["n"], row["claimed_low"]) == (4, 4, 1)
    assert row["verdict"].en == "too little data"


def test_what_was_not_counted_says_why(six):
    analysis = replicate(six)
    # No item at all, an item nobody coded, and a claim whose words cannot be held against a count.
    assert (
        row_of(analysis, "D37")["reason"].en == "no item asks whether one wants to hear from others"
    )
    assert "coded here" in row_of(analysis, "E04")["reason"].en
    assert "C01" not in set(analysis.table["claim"])
    assert all(math.isnan(row_of(analysis, claim)["low"]) for claim in ("D37", "E04"))


def test_a_proxy_is_counted_but_never_judged(make_study, places):
    places["units"] = [{"unit": f"C{n}", "kind": "case-discussion", "wave": "w0"} for n in (1, 2)]
    places["answers"] = [
        {"respondent": f"p{n}", "party": "VT", "municipality": "GM9001", "wave": wave,
         "item": "C4.4", "value": value}
        for n, (wave, value) in enumerate([("w0", "5"), ("w1", "4"), ("w1", "1"), ("w1", "nr")])
    ]  # fmt: skip
    study = make_study(places, {"een": [code("C1", "B3.2", "ja"), code("C2", "B3.2", "nee")]})
    analysis = replicate(study)
    for claim, counted in (("B14", (1, 2)), ("C09", (1, 2))):
        row = row_of(analysis, claim)
        assert (row["k"], row["n"]) == counted
        assert row["verdict"].en == "not testable"
        assert row["reason"] == row["note"] != ("", "")
    assert row_of(analysis, "B14")["low"] > 0


def test_counts_of_their_own(make_study, places):
    places["units"] = [
        {"unit": f"DOC{n}", "kind": "document", "region": region, "wave": "w0"}
        for n, region in enumerate(["VT91", "VT91", "VT92"])
    ] + [{"unit": "J1", "kind": "region-year", "region": "VT91", "wave": "w0"}]
    places["escalations"] = [
        {"escalation": name, "step": step, "region": "VT91", "route": route, "date": date}
        for name, step, route, date in [
            ("a", 1, 3, "2018-05-01"), ("b", 1, 1, "2018-06-01"), ("b", 2, 2, "2018-07-01"),
            ("c", 1, 3, "2021-06-01"),
        ]
    ]  # fmt: skip
    analysis = replicate(make_study(places, {"een": [code("J1", "B5.1", "4/6")]}))
    counts = {
        row["claim"]: (row["k"], row["n"])
        for _, row in analysis.table.iterrows()
        if row["n"] is not None
    }
    assert counts["C15"] == (1, 2)
    assert counts["B11"] == (1, 2)
    assert counts["B04"] == (4, 6)


def test_the_early_half_of_the_escalations_of_a_place_is_that_of_the_study(make_study, places):
    places["escalations"] = [
        {"escalation": name, "step": 1, "region": region, "route": route, "date": f"{year}-05-01"}
        for name, region, route, year in [
            ("a", "VT91", 3, 2018), ("b", "VT91", 1, 2018), ("c", "VT91", 3, 2021),
            ("d", "VT92", 1, 2030),
        ]
    ]  # fmt: skip
    row = row_of(replicate(make_study(places), region="VT91"), "B11")
    assert (row["k"], row["n"]) == (2, 3)


def test_a_place_is_held_against_the_same_claims(six):
    region = replicate(six, region="VT92")
    assert (row_of(region, "E12")["k"], row_of(region, "E12")["n"]) == (0, 2)
    assert set(region.table["claim"]) == set(replicate(six).table["claim"])
    # One place can neither confirm nor refute what was said of all together.
    assert {text.en for text in region.table["verdict"]} == {"not testable"}
    assert "all places" in row_of(region, "E12")["reason"].en
    assert region.table["tost_p"].isna().all()


def test_counts_of_an_invented_study_say_nothing_of_the_real_claims(six):
    assert "invented" in replicate(six).cautions[0].en
    toml = six.path / "study.toml"
    toml.write_text(toml.read_text("utf-8").replace("fictitious = true", "fictitious = false"))
    real = replicate(open_study(six.path))
    assert not any("invented" in caution.en for caution in real.cautions)


def test_a_published_count_is_one_that_words_leave():
    assert published_count(CLAIMS["E01"]) == (6, 6)
    assert published_count(CLAIMS["A02"]) == (14, 14)
    for claim in ("E06", "E11", "D04"):  # a range, no share, not asked of all
        assert published_count(CLAIMS[claim]) is None


def test_the_verdict_is_that_of_the_claims_room(six):
    analysis = replicate(six)
    estimate = next(
        r
        for r in analysis.results
        if r.name == ("Samenwerkingsafspraken: ja", "Collaboration agreements: yes")
    )
    from dataclasses import replace

    share = replace(
        estimate, value=1, low=estimate.low / 26, high=1, scale="share", frame="VT regions"
    )
    assert row_of(analysis, "E01")["reason"] == verdict(CLAIMS["E01"], share).reason


def test_a_study_that_counted_nothing_says_so(make_study, places):
    assert "niets gecodeerd" in replicate(make_study(places)).reason.nl
    assert replicate(make_study(schemes=[], waves=(), name="leeg")).table.empty


def test_claims_of_your_own_bring_their_own_measures(six, make_study, tmp_path):
    claims = [
        {"claim": "X1", "evaluation": "eigen-2024", "text_nl": "Alle regio's.", "text_en": "All.",
         "term": "alle", "quantifier": "alle", "base": "regions", "base_stated": "yes",
         "polarity": "positive", "prompted": "yes", "direction": "strength", "topic": "agreements",
         "source": "S1"}
    ]  # fmt: skip
    sources = [{"source": "S1", "title": "Eigen", "address": "https://example.org"}]
    own = make_study({"claims": claims, "sources": sources}, name="eigen")
    assert "measured_claims.yaml" in replicate(six, against=own).reason.nl
    (own.path / "measured_claims.yaml").write_text(
        "measures: [{claim: X1, item: E3.3, unit: region, facet: paper, values: [ja]}]"
    )
    analysis = replicate(six, against=str(own.path))
    assert (analysis.evaluation, row_of(analysis, "X1")["k"]) == ("eigen", 2)
    (own.path / "measured_claims.yaml").write_text("measures: [{claim: X1, itm: E3.3}]")
    with pytest.raises(
        SchemeError, match=r"measured_claims.yaml, line 1, column 'measures\[0\].unit'"
    ):
        replicate(six, against=own)
    (own.path / "measured_claims.yaml").write_text(
        "measures: [{claim: X1, item: E3.3, unit: region, wave: lst}]"
    )
    with pytest.raises(SchemeError, match="did you mean 'last'"):
        replicate(six, against=own)
    (own.path / "measured_claims.yaml").write_text("unmeasured: {X2: {nl: niet, en: not}}")
    with pytest.raises(ParameterError, match=r"measured_claims\.yaml.*'X2'.*X1"):
        replicate(six, against=own)


@pytest.mark.parametrize("margin", [0, 1, -0.1, math.nan])
def test_a_margin_is_a_difference_of_shares(six, margin):
    with pytest.raises(ParameterError, match="margin"):
        replicate(six, margin=margin)


def test_a_mistyped_study_of_claims_gets_the_nearest(six):
    with pytest.raises(ParameterError, match="did you mean 'published'"):
        replicate(six, against="publised")
