"""Whatever is done to a scheme file, the answer is a scheme or one clear error."""

import json
from pathlib import Path

import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import evalkit.schemes
from evalkit.errors import SchemeError
from evalkit.schemes import Scheme, load_scheme

LIBRARY = Path(evalkit.schemes.__file__).parent / "library"
WHOLE = yaml.safe_load((LIBRARY / "samen-doen-2021.yaml").read_text(encoding="utf-8"))
ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 3),
    st.text(max_size=5),
    st.just([]),
    st.just({}),
    st.lists(st.text(max_size=3), max_size=2),
    st.dictionaries(st.text(max_size=3), st.text(max_size=3), max_size=2),
    st.sampled_from(["R-DOC", "R-ROUTE", "ordinal", "set", "nvt", "B1.1"]),
)


def read(path: Path) -> Scheme | SchemeError:
    try:
        return load_scheme(path)
    except SchemeError as error:
        return error


def _places(data, place=()):
    yield place
    pairs = data.items() if isinstance(data, dict) else enumerate(data)
    for key, value in pairs:
        if isinstance(value, (dict, list)):
            yield from _places(value, (*place, key))
        else:
            yield (*place, key)


PLACES = [place for place in _places(WHOLE) if place]


def _with(data, place, odd):
    if not place:
        return odd
    copy = dict(data) if isinstance(data, dict) else list(data)
    copy[place[0]] = _with(data[place[0]], place[1:], odd)
    return copy


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(st.sampled_from(PLACES), ODD), min_size=1, max_size=2))
def test_a_file_with_anything_replaced_is_a_scheme_or_one_error(tmp_path, changes):
    data = WHOLE
    for place, odd in changes:
        try:
            data = _with(data, place, odd)
        except (KeyError, IndexError, TypeError, AttributeError):
            continue  # the first change took this place away
    path = tmp_path / "x.yaml"
    path.write_text(json.dumps(data, indent=1), encoding="utf-8")
    outcome = read(path)
    assert isinstance(outcome, (Scheme, SchemeError))
    if isinstance(outcome, SchemeError):
        assert outcome.in_language("nl") != outcome.in_language("en")
        assert all(finding.line for finding in outcome.findings)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(max_size=80))
def test_any_text_is_refused_with_one_error(tmp_path, text):
    path = tmp_path / "x.yaml"
    path.write_text(text, encoding="utf-8", newline="", errors="replace")
    assert isinstance(read(path), SchemeError)


@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.from_regex(r"\A[A-Za-z0-9.:+_-]{1,8}\Z"))
def test_a_plain_value_is_never_changed(tmp_path, value):
    head = "id: x\nversion: '1.0'\ntitle: {nl: a, en: b}\ndescription: {nl: a, en: b}\n"
    item = (
        "quotes: {most_words: 1}\nthemes:\n- id: T\n  label: {nl: a, en: b}\n  items:\n"
        "  - id: T\n    label: {nl: a, en: b}\n    definition: {nl: a, en: b}\n    scale: nominal\n"
        f"    levels:\n    - value: {value}\n      label: {{nl: a, en: b}}\n"
        "    units: [file]\n    status: inferred\n"
    )
    path = tmp_path / "x.yaml"
    path.write_text(head + item, encoding="utf-8")
    outcome = read(path)
    if isinstance(outcome, Scheme):  # "-", "a:", "null" and "nvt" are refused, not changed
        assert outcome.item("T").levels[0].value == value
