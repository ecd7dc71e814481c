from __future__ import annotations

from dataclasses import replace

from evalkit.claims import THREADS, threads


def test_the_four_threads_run_through_the_years(published):
    found = {thread.id: thread for thread in threads(published.values())}
    assert list(found) == list(THREADS)
    years = {name: sorted({step.year for step in t.steps}) for name, t in found.items()}
    assert years == {
        "elder-abuse": [2016, 2020, 2022],
        "paper-practice": [2016, 2020, 2022],
        "monitoring": [2016, 2022],
        "1g1p1r": [2020, 2022],
    }


def test_elder_abuse_is_told_in_order(published):
    elder = threads(published.values())[0]
    assert [step.claim.id for step in elder.steps] == [
        "D30", "D31", "D32", "D33", "D34", "E12", "A20",
    ]  # fmt: skip
    assert [step.testable for step in elder.steps] == [True, True, True, False, False, True, False]


def test_no_published_thread_allows_a_line_through_the_years(published):
    assert not any(thread.is_comparable for thread in threads(published.values()))


def test_two_years_on_one_base_of_one_size_are_comparable(published):
    first = replace(published["E06"], thread="mine")
    later = replace(first, id="Z1", evaluation="later-2024")
    (thread,) = threads([later, first])
    assert thread.is_comparable
    assert [step.year for step in thread.steps] == [2020, 2024]
    assert thread.title.nl == "mine"
    other = replace(later, base_n=14)
    assert not threads([first, other])[0].is_comparable


def test_a_thread_is_a_table_and_a_text(published):
    thread = threads(published.values())[0]
    frame = thread.to_frame()
    assert frame["claim"].tolist()[-1] == "A20"
    assert frame["base_n"].tolist()[-2:] == [18, 14]
    lines = thread.in_language("nl").splitlines()
    assert lines[0] == "Ouderenmishandeling"
    assert lines[-1].startswith("2022 A20: ")
    assert lines[-1].endswith("(gemeenten, n=14)")


def test_a_thread_of_ones_own_cannot_write_html(published):
    claim = replace(published["E06"], thread="<script>")
    assert "<script>" not in threads([claim])[0]._repr_html_()


def test_claims_without_a_thread_have_none(published):
    assert threads([published["E02"]]) == []
