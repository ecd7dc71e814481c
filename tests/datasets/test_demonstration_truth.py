"""What the truth of the demonstration says of itself is what its draws give, many times over."""

from __future__ import annotations

import dataclasses
import time

import numpy as np
import pandas as pd
import pytest

from evalkit.datasets import demo_truth
from evalkit.datasets.demonstration.answer import Answer
from evalkit.datasets.demonstration.calendar import working_days_after
from evalkit.datasets.demonstration.children import draw_children
from evalkit.datasets.demonstration.coders import CODERS, code
from evalkit.datasets.demonstration.draws import negative_binomial, normal, stream, whole_weibull
from evalkit.datasets.demonstration.escalations import draw_escalations
from evalkit.datasets.demonstration.files import draw_files
from evalkit.datasets.demonstration.half_years import draw_counts
from evalkit.datasets.demonstration.handovers import draw_handovers
from evalkit.datasets.demonstration.judgements import draw_judgements
from evalkit.datasets.demonstration.respondents import draw_answers
from evalkit.datasets.demonstration.risks import draw_risks
from evalkit.errors import ParameterError

TRUTH = demo_truth()


def _near(values: list[float], truth: float, *, errors: float = 4.0) -> None:
    """Hold the mean of independent draws against the truth, in standard errors."""
    found = np.asarray(values)
    assert abs(found.mean() - truth) < errors * found.std(ddof=1) / np.sqrt(len(found))


def test_shares_add_up_to_one() -> None:
    answers = [
        *TRUTH.files.items.values(),
        *TRUTH.judgements.norms.values(),
        *TRUTH.judgements.both_waves.values(),
        *TRUTH.judgements.second_wave.values(),
        *TRUTH.answers.items.values(),
    ]
    shares = [answer.shares for answer in answers]
    shares += [*TRUTH.interviews.items.values(), *TRUTH.children.heard.values()]
    shares += [TRUTH.documents.paper, TRUTH.documents.practice, TRUTH.escalations.needs]
    assert all(abs(sum(own.values()) - 1) < 1e-9 for own in shares)


def test_levels_of_the_truth_are_those_of_the_schemes() -> None:
    from evalkit.datasets.demonstration.coders import facet_of, scale_of

    for item, answer in TRUTH.files.items.items():
        scale = scale_of(item, facet_of(item))
        if scale.kind == "level":
            assert list(answer.levels) == list(scale.levels), item


def test_files_have_the_shares_that_the_truth_tells() -> None:
    rng = stream(1, 99)
    draws = [draw_files(TRUTH.files, rng) for _ in range(120)]
    for item, levels in {"E2.1": ["ja"], "A2.3": ["2", "3"], "E1.4": ["volwassene"]}.items():
        shares = []
        for files in draws:
            answered = files[item][files[item].isin(TRUTH.files.items[item].levels)]
            shares.append(float(answered.isin(levels).mean()))
        _near(shares, TRUTH.files.share(item, levels))
    pairs = [files["E2.2"].str.split("/", expand=True).astype(int).sum() for files in draws]
    _near([float(k / n) for k, n in pairs], TRUTH.files.parts["E2.2"].share)


def test_a_strong_municipality_has_the_share_that_the_truth_tells() -> None:
    rng = stream(2, 99)
    strengths = np.linspace(-2, 2, 18)
    expected = TRUTH.files.share_given("E2.1", ["ja"], strengths)
    assert expected[-1] > 2 * expected[0]
    shares = []
    for _ in range(200):
        files = draw_files(TRUTH.files, rng, strengths)
        answered = files[files["E2.1"].isin(["nee", "ja"])]
        shares.append(answered["E2.1"].eq("ja").groupby(answered["place"]).mean())
    found = pd.concat(shares, axis=1).mean(axis=1).to_numpy()
    assert np.abs(found - expected).max() < 0.05


def test_the_intraclass_correlation_is_that_of_draws() -> None:
    answer = Answer(shares={"nee": 0.7, "ja": 0.3}, cluster=0.3)
    rng = stream(3, 99)
    strengths = normal(rng, 40_000)
    first, second = (answer.steps(answer.latent(rng, strengths)) for _ in range(2))
    assert answer.intraclass(["ja"]) == pytest.approx(np.corrcoef(first, second)[0, 1], abs=0.02)


def test_an_unknown_level_gets_the_nearest_right_word() -> None:
    with pytest.raises(ParameterError, match="'ja'"):
        TRUTH.files.share("E2.1", ["jaa"])
    with pytest.raises(ParameterError, match=r"'E1\.3'"):
        TRUTH.agreement("E1.33")


def test_children_are_heard_as_often_as_the_truth_tells() -> None:
    rng = stream(4, 99)
    design = draw_files(TRUTH.files, rng)[["unit", "place", "children"]]
    met = []
    for _ in range(200):
        heard = draw_children(TRUTH.children, design, rng)["E2.5"]
        met.append(float(heard[heard != "nb"].eq("met").mean()))
    _near(met, TRUTH.children.share("met"))
    assert TRUTH.children.share("met", "0-3") < TRUTH.children.share("met", "12-17")


def test_handovers_are_accepted_and_followed_by_contact_as_the_truth_tells() -> None:
    rng = stream(5, 99)
    design = pd.concat([TRUTH.places.file_design] * 100, ignore_index=True)
    table = draw_handovers(TRUTH.handovers, design, rng)
    # Decisions long before the end are never cut off by it.
    early = table[table["decided"] < pd.Timestamp("2019-12-01")]
    sent = early["sent"].to_numpy("datetime64[D]")
    n = len(early)
    reached = early["reached"].to_numpy("datetime64[D]")
    in_time = (reached <= working_days_after(sent, 10)).mean()
    assert in_time == pytest.approx(TRUTH.handovers.contact_within(10), abs=4 / (2 * n**0.5))
    weeks = (reached <= sent + np.timedelta64(70, "D")).mean()
    assert weeks == pytest.approx(TRUTH.handovers.contact_within_weeks(10), abs=4 / (2 * n**0.5))
    known = ~(early["accepted"].isna() & early["reached"].notna()).to_numpy()
    accepted = early["accepted"].to_numpy("datetime64[D]") <= working_days_after(sent, 5)
    assert accepted[known].mean() == pytest.approx(
        TRUTH.handovers.accepted_within(5), abs=4 / (2 * n**0.5)
    )
    assert TRUTH.handovers.still_waiting(10) < 1 - TRUTH.handovers.contact_within(10)


def test_risks_drop_out_of_view_at_the_hazard_that_the_truth_tells() -> None:
    rng = stream(6, 99)
    risks = draw_risks(TRUTH.risks, np.array([f"D{n}" for n in range(8000)]), rng)
    first = risks[(risks["moment"] == 0) & (risks["source"] == "VT")]
    assert first["in_view"].eq("ja").mean() == pytest.approx(
        TRUTH.risks.in_view(0, "VT"), abs=0.015
    )
    start = risks[risks["moment"] == 0].set_index("unit")["date"].groupby(level=0).first()
    later = risks[(risks["source"] == "team") & (risks["moment"] == 1)]
    later = later[later["in_view"].isin(["ja", "nee"])]
    months = (later["date"] - later["unit"].map(start)).dt.days / (365.25 / 12)
    expected = TRUTH.risks.in_view(months, "team").mean()
    assert later["in_view"].eq("ja").mean() == pytest.approx(expected, abs=0.02)


def test_judgements_move_as_the_truth_tells_before_anyone_is_chosen() -> None:
    rng = stream(7, 99)
    judged = draw_judgements(TRUTH.judgements, rng, normal(rng, 40_000))
    for name in ("V1", "E3.2", "E2.1.1"):
        moves = pd.crosstab(judged.first[name], judged.second[name], normalize=True).to_numpy()
        assert np.abs(moves - TRUTH.judgements.moves(name)).max() < 0.008
        steps = judged.second[name].astype(int) - judged.first[name].astype(int)
        assert steps.mean() == pytest.approx(TRUTH.judgements.change(name), abs=0.015)
        assert (steps > 0).mean() == pytest.approx(TRUTH.judgements.improved(name), abs=0.01)
    # Who gained more gained on every norm: the spread of the own gain is there.
    gains = [judged.second[n].astype(int) - judged.first[n].astype(int) for n in ("V1", "K1")]
    assert np.corrcoef(gains)[0, 1] > 0.05


def test_the_low_rise_more_than_the_high_by_regression_to_the_mean() -> None:
    rng = stream(8, 99)
    judged = draw_judgements(TRUTH.judgements, rng, normal(rng, 20_000))
    first, second = (waves["V1"].astype(int) for waves in (judged.first, judged.second))
    rise = second - first
    assert rise[first == 0].mean() > 0.4
    # The whole group gains, and still the high fall.
    assert TRUTH.judgements.change("V1") > 0.2
    assert rise[first > 0].mean() < 0


def test_four_stop_and_three_of_them_were_low() -> None:
    rng = stream(16, 99)
    for _ in range(20):
        judged = draw_judgements(TRUTH.judgements, rng)
        total = np.sum([judged.first[n].astype(int) for n in TRUTH.judgements.norms], axis=0)
        stopped = np.sort(total[~judged.followed])
        assert len(stopped) == 4
        assert stopped[2] <= np.median(total)
        assert stopped[3] >= np.median(total)


def test_the_team_is_rosier_by_what_the_truth_tells() -> None:
    rng = stream(9, 99)
    places = pd.concat([TRUTH.places.municipalities[["region", "municipality"]]] * 60)
    places = places.assign(municipality=[f"P{n}" for n in range(len(places))])
    answers = draw_answers(TRUTH.answers, places, rng)
    own = answers[(answers["item"] == "C4.4") & answers["value"].isin(list("12345"))]
    steps = own.assign(step=own["value"].astype(int))
    means = steps.groupby("party")["step"].mean()
    assert means["team"] - means["VT"] == pytest.approx(TRUTH.answers.difference("C4.4"), abs=0.08)
    middle = steps.groupby(["municipality", "party"])["step"].agg(
        lambda own: np.sort(own.to_numpy())[(len(own) - 1) // 2]
    )
    gap = middle.unstack().eval("team - VT").dropna()
    assert gap.mean() == pytest.approx(
        TRUTH.answers.dyad_difference("C4.4"), abs=4 * gap.std() / len(gap) ** 0.5
    )


def test_of_two_middle_answers_the_lower_counts() -> None:
    answer = Answer(shares={"1": 0.2, "2": 0.3, "3": 0.5})
    pair = dataclasses.replace(
        TRUTH.answers,
        invited={"VT": [2, 2], "team": [1, 1]},
        response={"VT": 1.0, "team": 1.0},
        missing={},
        items={"C4.4": answer},
        rosier={"C4.4": 0.0},
    )
    lower_of_two = 0.8**2 + 0.5**2
    assert pair.dyad_difference("C4.4") == pytest.approx((0.8 + 0.5) - lower_of_two)


def test_routes_are_skipped_as_often_as_the_truth_tells() -> None:
    rng = stream(10, 99)
    places = TRUTH.places.municipalities
    shares = {"before": [], "after": []}
    for _ in range(60):
        log = draw_escalations(TRUTH.escalations, places, rng)
        log = log[log["route"] != ""].assign(route=lambda own: own["route"].astype(int))
        case = log.sort_values("step").groupby("escalation")
        whole = case["step"].first().eq(1)
        skipped = case["route"].first()[whole].gt(1)
        late = case["date"].first()[whole] >= pd.Timestamp(TRUTH.escalations.change)
        shares["before"].append(float(skipped[~late].mean()))
        shares["after"].append(float(skipped[late].mean()))
    _near(shares["before"], TRUTH.escalations.skipping("before"))
    _near(shares["after"], TRUTH.escalations.skipping("after"))


def test_reports_jump_at_the_break_by_what_the_truth_tells() -> None:
    rng = stream(11, 99)
    name = "Ontvangen meldingen"
    measure = TRUTH.half_years.measures[name]
    rates = measure.rates(16, 8)
    assert rates[8] / rates[7] == pytest.approx(measure.rate_ratio * measure.trend)
    assert rates[9] / rates[8] == pytest.approx(measure.trend_after)
    jumps = []
    for _ in range(40):
        counts = draw_counts(TRUTH.half_years, TRUTH.places, rng)
        own = counts[(counts["measure"] == name) & (counts["region_type"] == "VT")]
        total = own.groupby("period")["value"].sum()
        jumps.append(float(np.log(total["2019HJ01"] / total["2018HJ02"])))
    _near(jumps, float(np.log(measure.rate_ratio * measure.trend)))


def test_counts_have_the_variance_of_the_negative_binomial() -> None:
    counts = negative_binomial(stream(12, 99), np.full(60_000, 40.0), 0.1)
    assert counts.mean() == pytest.approx(40, abs=0.3)
    assert counts.var() == pytest.approx(40 + 0.1 * 40**2, rel=0.04)


def test_delays_are_at_least_one_unit() -> None:
    delay = {"scale": 0.2, "shape": 0.9}
    assert whole_weibull(stream(13, 99), delay, 1000).min() == 1


def test_coders_agree_as_often_as_the_truth_tells() -> None:
    rng = stream(14, 99)
    shares = [TRUTH.files.share("A2.3", [level]) for level in "0123"]
    levels = np.array(list("0123"), dtype=object)
    value = levels[np.searchsorted(np.cumsum(shares)[:-1], rng.random(60_000))]
    truth = pd.DataFrame({"unit": "D", "item": "A2.3", "facet": "practice", "value": value})
    first, second = (code(truth, TRUTH.coders, coder, rng)["value"] for coder in CODERS)
    for seen, coder in ((first, CODERS[0]), (second, CODERS[1])):
        written = pd.crosstab(value[seen != "nb"], seen[seen != "nb"], normalize="index")
        expected = TRUTH.coders.confusion(coder, "A2.3", "practice")
        assert np.abs(written.to_numpy() - expected).max() < 0.015
    both = (first != "nb") & (second != "nb")
    same, kappa = TRUTH.agreement("A2.3")
    assert (first == second)[both].mean() == pytest.approx(same, abs=0.01)
    table = pd.crosstab(first[both], second[both], normalize=True).to_numpy()
    expected = table.sum(axis=1) @ table.sum(axis=0)
    assert (np.trace(table) - expected) / (1 - expected) == pytest.approx(kappa, abs=0.015)
    assert (first == "nb").mean() == pytest.approx(TRUTH.coders.unsure, abs=0.003)


def test_one_part_can_be_drawn_thousands_of_times() -> None:
    rng = stream(15, 99)
    design = TRUTH.places.file_design
    start = time.perf_counter()
    for _ in range(20):
        draw_files(TRUTH.files, rng)
        draw_handovers(TRUTH.handovers, design, rng)
        draw_judgements(TRUTH.judgements, rng)
        draw_escalations(TRUTH.escalations, TRUTH.places.municipalities, rng)
    # About 16 ms a round; the bound leaves room for a busy machine.
    assert (time.perf_counter() - start) / 20 < 0.15
