"""A scheme made in Python follows the same rules as one read from a file."""

import pickle

import pytest
from pydantic import ValidationError

from evalkit.errors import ParameterError
from evalkit.language import Text
from evalkit.schemes import (
    FACETS,
    MISSING,
    SCALES,
    STATUSES,
    UNITS,
    Item,
    Level,
    Scheme,
    load_scheme,
)
from evalkit.schemes.vocabulary import FACET_NAMES, SCALE_NAMES, STATUS_NAMES, UNIT_NAMES

LOW, HIGH = (Level(value=v, label=Text(v, v)) for v in ("laag", "hoog"))


def item(**given) -> Item:
    fields = {
        "id": "T1",
        "label": Text("a", "b"),
        "definition": Text("c.", "d."),
        "scale": "ordinal",
        "levels": (LOW, HIGH),
        "units": ("file",),
        "status": "inferred",
    }
    return Item(**(fields | given))


def test_every_word_of_the_vocabulary_has_a_label():
    assert set(SCALES) == set(SCALE_NAMES)
    assert set(FACETS) == set(FACET_NAMES)
    assert set(UNITS) == set(UNIT_NAMES)
    assert set(STATUSES) == set(STATUS_NAMES)
    assert list(MISSING) == ["nvt", "nb", "nr", "wg"]
    assert len({text.nl for text in MISSING.values()}) == 4


@pytest.mark.parametrize(
    "wrong",
    [
        {"levels": ()},
        {"levels": (LOW, LOW)},
        {"levels": (LOW,)},
        {"scale": "count"},
        {"units": ()},
        {"status": "sourced"},
        {"minimum": 1},
        {"facet_levels": ({"facet": "paper", "levels": (LOW, HIGH)},)},
        {"label": {"nl": "a"}},
        {"label": "a"},
        {"multiple": True},
        {"scale": "set", "multiple": False},
        {"unknown": 1},
        {"levels": (Level(value="wg", label=Text("a", "b")), HIGH)},
    ],
)
def test_a_wrong_item_cannot_be_made(wrong):
    with pytest.raises(ValidationError):
        item(**wrong)


def test_a_scheme_cannot_be_made_with_an_id_twice():
    whole = load_scheme("tsd-2020").model_dump()
    whole["themes"][0]["items"] += (whole["themes"][0]["items"][0],)
    with pytest.raises(ValidationError, match=r"'E0\.1' is there twice"):
        Scheme.model_validate(whole)


def test_nothing_can_be_changed_and_everything_can_be_hashed_and_pickled():
    scheme = load_scheme("samen-doen-2021")
    with pytest.raises(ValidationError):
        scheme.items[0].label = Text("x", "y")
    again = pickle.loads(pickle.dumps(scheme))
    assert again == scheme
    assert hash(again) == hash(scheme)


def test_a_scheme_survives_json():
    for name in ("aef-2020", "regioaanpak-2016"):
        scheme = load_scheme(name)
        assert Scheme.model_validate_json(scheme.model_dump_json()) == scheme


def test_order_comes_with_the_scale():
    assert item().is_ordered
    assert not item(scale="nominal").is_ordered
    assert not item(scale="set").is_ordered
    assert item(scale="share", levels=()).is_ordered
    assert not item(scale="text", levels=()).is_ordered


def test_a_mistyped_item_level_or_facet_gets_the_nearest_right_word():
    scheme = load_scheme("regioaanpak-2016")
    with pytest.raises(ParameterError, match=r"regioaanpak-2016@1\.0.*did you mean 'D1\.2'"):
        scheme.item("D12")
    with pytest.raises(ParameterError, match="did you mean 'werkagenda'"):
        scheme.item("D1.2").level("werkagend")
    with pytest.raises(ParameterError, match="did you mean 'paper'"):
        scheme.item("D1.2").levels_on("papr")
    assert scheme.item("D1.2").level("werkagenda").label.en == "work agenda, not on paper"


def test_a_set_always_takes_several_levels():
    assert item(scale="set").multiple
    assert not item().multiple
