"""Small studies on disk, from what each coder gave to each item."""

import pytest

from evalkit.study import open_study
from evalkit.study.csv_text import csv_text

SETTINGS = """\
[study]
title = {{ nl = "Proef", en = "Trial" }}
language = "nl"
{scheme}
selection = "purposive"
profile = "{profile}"
fictitious = true
[frame]
regions = 1
{waves}
"""
WAVE = """\
[[waves]]
id = "w{number}"
label = {{ nl = "meting {number}", en = "wave {number}" }}
start = 202{number}-01-01
end = 202{number}-12-31
"""


@pytest.fixture
def make_study(tmp_path):
    """Write a study: per (item, facet) and coder the answers to units D000, D001, ...; None is none.

    With two waves the answers of even places are those of w0, of odd places those of w1.
    """

    def make(
        answers, *, scheme="aef-2020@1.0", profile="public", waves=1, kind="document", evidence=None
    ):
        folder = tmp_path / "proef"
        (folder / "tables").mkdir(parents=True)
        (folder / "codings").mkdir()
        settings = SETTINGS.format(
            scheme=f'scheme = "{scheme}"' if scheme else "",
            profile=profile,
            waves="".join(WAVE.format(number=number) for number in range(waves)),
        )
        (folder / "study.toml").write_text(settings, encoding="utf-8")
        journals = {}
        units = {}
        for (item, facet), coders in answers.items():
            for coder, given in coders.items():
                for place, value in enumerate(given):
                    unit = f"D{place // waves:03d}"
                    wave = f"w{place % waves}"
                    units[unit] = [unit, kind, None, None, None, None if waves > 1 else wave, None]
                    if value is not None:
                        seen = f"{unit}, p. 1" if evidence is None else evidence
                        journals.setdefault(coder, []).append(
                            ["2024-01-01T10:00:00", unit, item, facet, wave, value, seen, 2]
                        )
        head = ["unit", "kind", "region", "municipality", "team", "wave", "date"]
        (folder / "tables" / "units.csv").write_text(
            csv_text([head, *units.values()]), encoding="utf-8"
        )
        head = ["time", "unit", "item", "facet", "wave", "value", "evidence", "confidence"]
        for coder, lines in journals.items():
            (folder / "codings" / f"{coder}.csv").write_text(
                csv_text([head, *lines]), encoding="utf-8"
            )
        return open_study(folder)

    return make
