"""Ids are never used again, and a change needs a step of the version."""

from typing import Any

import pytest

from evalkit.schemes import Scheme, check_succession, compare_schemes, load_scheme

OLD = load_scheme("tsd-monitor-2022")


def later(version: str, change: Any = None) -> Scheme:
    whole = OLD.model_dump(mode="json") | {"version": version}
    if change:
        change(whole)
    return Scheme.model_validate(whole)


def entry(whole: Any, id_: str) -> Any:
    return next(i for theme in whole["themes"] for i in theme["items"] if i["id"] == id_)


def rules(new: Scheme, old: Scheme = OLD) -> list[str]:
    return [check.rule for check in check_succession(old, new)]


def remove(whole: Any, id_: str, *, retire: bool = True) -> None:
    for theme in whole["themes"]:
        theme["items"] = [i for i in theme["items"] if i["id"] != id_]
    whole["retired"] = [id_] if retire else []


def add_item(whole: Any) -> None:
    new = entry(whole, "A1.2") | {"id": "A1.6", "label": {"nl": "Nieuw", "en": "New"}}
    whole["themes"][0]["items"].append(new)


def add_level(whole: Any) -> None:
    level = {"value": "apotheek", "label": {"nl": "apotheek", "en": "pharmacy"}}
    entry(whole, "A1.5")["levels"].append(level)


def reword(whole: Any) -> None:
    entry(whole, "A1.5")["levels"][0]["label"]["en"] = "local social team"
    entry(whole, "A1.1")["definition"]["nl"] += " Het kan ook een raadsbrief zijn."


def relevel(whole: Any) -> None:
    del entry(whole, "A1.5")["levels"][0]


def reorder(whole: Any) -> None:
    entry(whole, "A1.3")["levels"].reverse()


def redefine(whole: Any) -> None:
    entry(whole, "A1.5")["levels"][0]["label"] = {"nl": "kerk", "en": "church"}


def move_unit(whole: Any) -> None:
    entry(whole, "A1.3")["units"] = ["region"]


def reuse(whole: Any) -> None:
    item = entry(whole, "A4.4")
    item["label"] = {"nl": "Wachtlijst", "en": "Waiting list"}
    item["definition"] = {"nl": "Hoe lang gezinnen wachten.", "en": "How long families wait."}


def test_a_scheme_follows_itself():
    assert compare_schemes(OLD, OLD).is_same
    assert check_succession(OLD, OLD) == []


def test_a_comparison_tells_what_was_added_removed_and_changed():
    def change(whole: Any) -> None:
        add_item(whole)
        add_level(whole)
        relevel(whole)
        remove(whole, "A5.2")

    found = compare_schemes(OLD, later("2.0", change))
    assert (found.added, found.removed) == (("A1.6",), ("A5.2",))
    (changed,) = found.changed
    assert changed.item == "A1.5"
    assert changed.added_levels == ("apotheek",)
    assert changed.removed_levels == ("wijkteam",)
    assert str(found) == (
        "tsd-monitor-2022@1.0 -> tsd-monitor-2022@2.0: 1 added, 1 removed, 1 changed"
    )
    assert found.to_frame().to_dict("list") == {
        "item": ["A1.6", "A5.2", "A1.5"],
        "change": ["added", "removed", "changed"],
        "what": ["", "", "+apotheek, -wijkteam"],
    }


@pytest.mark.parametrize("change", [add_item, add_level, reword])
def test_an_addition_or_other_words_need_a_small_step(change):
    assert rules(later("1.0", change)) == ["version-step"]
    assert rules(later("1.1", change)) == []
    assert rules(later("2.0", change)) == []


@pytest.mark.parametrize(
    "change", [relevel, reorder, redefine, move_unit, lambda w: remove(w, "A5.2")]
)
def test_a_change_of_meaning_needs_a_large_step(change):
    assert rules(later("1.0", change)) == ["version-step"]
    assert rules(later("1.1", change)) == ["version-step"]
    assert rules(later("2.0", change)) == []
    assert "2.0" in check_succession(OLD, later("1.1", change))[0].hint.nl


def test_a_version_does_not_go_back():
    assert rules(later("0.9", add_item)) == ["version-step"]
    assert rules(later("1.9"), old=later("1.10")) == ["version-step"]


def test_an_id_is_never_used_for_something_else():
    assert rules(later("2.0", reuse)) == ["id-reused"]
    scale = later("2.0", lambda whole: entry(whole, "A1.2").update(scale="ratio"))
    assert rules(scale) == ["id-reused"]


def test_a_removed_id_is_retired_and_stays_so():
    assert rules(later("2.0", lambda w: remove(w, "A5.2", retire=False))) == ["id-not-retired"]
    retired = later("2.0", lambda w: remove(w, "A5.2"))
    assert rules(later("3.0"), old=retired) == ["id-not-retired"]


def test_other_parts_of_the_scheme_count_as_well():
    found = compare_schemes(OLD, later("1.0", lambda w: w["title"].update(nl="Anders")))
    assert found.other_fields == ("title",)
    assert rules(later("1.0", lambda w: w["title"].update(nl="Anders"))) == ["version-step"]
