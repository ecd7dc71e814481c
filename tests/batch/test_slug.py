import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalkit.batch.slug import require_distinct, slug
from evalkit.errors import ReportError


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("VT02", "Fryslân"), "vt02-fryslan"),
        (("VT02", unicodedata.normalize("NFD", "Fryslân")), "vt02-fryslan"),
        (("VT24", "Brabant-Zuidoost"), "vt24-brabant-zuidoost"),
        (("", "'s-Hertogenbosch"), "s-hertogenbosch"),
        (("VT1", "../../etc/passwd"), "vt1-etc-passwd"),
        (("Straße", "Ærø"), "strasse-aero"),
        (("a" * 80,), "a" * 60),
        (("NUL",), "report-nul"),
        (("index",), "report-index"),
    ],
)
def test_names_become_plain_file_names(words, expected):
    assert slug(*words) == expected


@given(st.text(min_size=1))
def test_every_text_becomes_a_safe_name_or_a_sentence(text):
    try:
        name = slug(text)
    except ReportError:
        return
    assert re.fullmatch("[a-z0-9]([a-z0-9-]{0,58}[a-z0-9])?", name)


def test_a_name_without_letters_is_refused():
    with pytest.raises(ReportError, match="no file name can be made of '—'"):
        slug("—")


def test_names_that_differ_only_in_case_collide():
    names = [(slug(name), name) for name in ("GRONINGEN", "Utrecht", "groningen")]
    with pytest.raises(ReportError, match=r"'GRONINGEN' and 'groningen' .* groningen\.html"):
        require_distinct(names)
