import pytest

from evalkit.study import open_study


@pytest.mark.parametrize(
    ("party", "meant"),
    [
        ("Team", "team"),
        ("vt", "VT"),
        ("Veilig Thuis", "VT"),
        ("wijkteam", "team"),
        ("politie", None),
        ("gemeente", None),
    ],
)
def test_a_party_that_is_nearly_one_that_is_compared_is_pointed_out(folder, found, party, meant):
    file = folder / "tables" / "answers.csv"
    file.write_text(file.read_text().replace("R002,team,", f"R002,{party},"))
    study = open_study(folder)
    hints = [(c.line, c.column, c.hint.nl, c.severity) for c in found(study, "near-word")]
    assert hints == ([(3, "party", f"bedoelt u {meant!r}?", "warning")] if meant else [])
    study.require_valid()


def test_words_of_an_escalation_that_are_not_counted_are_pointed_out_once(folder, found):
    file = folder / "tables" / "escalations.csv"
    text = file.read_text().replace("veiligheid,wijkteam", "veiligheid in gevaar|anders,team")
    file.write_text(text.replace("afspraak-aangepast", "afspraak aangepast"))
    trigger, initiator, outcome = found(open_study(folder), "near-word")
    assert [c.column for c in (trigger, initiator, outcome)] == ["trigger", "initiator", "outcome"]
    assert "veiligheid in gevaar" not in trigger.in_language("nl")  # it may hold words of a file
    assert "(2 keer)" in trigger.message.nl
    assert initiator.in_language("en").endswith(
        "'team' (2 times) is a word of your own and does not count as 'wijkteam'; "
        "did you mean 'wijkteam'?"
    )
    assert outcome.hint.en == "did you mean 'afspraak-aangepast'?"
