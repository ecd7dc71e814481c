"""A study of a few rows, written to disk and opened."""

import csv
import json

import pytest

from evalkit.study import Study

SETTINGS = """\
[study]
title = {{ nl = "Kleine studie", en = "Small study" }}
language = "nl"
scheme = {scheme}
selection = "{selection}"
profile = "{profile}"
fictitious = true
{more}
[frame]
regions = 26
municipalities = 355
{waves}
"""
WAVE = """\
[[waves]]
id = "{}"
label = {{ nl = "{}", en = "{}" }}
start = {}
end = {}
"""
SCHEMES = ("tsd-2020", "tsd-monitor-2022", "aef-2020", "regioaanpak-2016", "samen-doen-2021")
WAVES = (
    ("w0", "eerste meting", "first wave", "2018-07-01", "2020-06-30"),
    ("w1", "tweede meting", "second wave", "2020-07-01", "2022-12-31"),
)


@pytest.fixture
def make_study(tmp_path):
    """Return a function that writes tables and codings (dicts per row) and opens the study."""

    def make(
        tables=None, codings=None, *, schemes=SCHEMES, waves=WAVES, selection="purposive",
        profile="public", more="", name="klein",
    ):  # fmt: skip
        folder = tmp_path / name
        for kind, content in (("tables", tables or {}), ("codings", codings or {})):
            (folder / kind).mkdir(parents=True)
            for table, rows in content.items():
                columns = list(dict.fromkeys(column for row in rows for column in row))
                with (folder / kind / f"{table}.csv").open("w", newline="") as file:
                    writer = csv.DictWriter(file, columns)
                    writer.writeheader()
                    writer.writerows(rows)
        settings = SETTINGS.format(
            scheme=json.dumps(list(schemes)), selection=selection, profile=profile, more=more,
            waves="".join(WAVE.format(*wave) for wave in waves),
        )  # fmt: skip
        (folder / "study.toml").write_text(settings)
        study = Study(folder)
        study.require_valid()
        return study

    return make


def _region(number):
    return {"region": f"VT9{number}", "name": f"Regio {'ABCDEF'[number - 1]}"}


@pytest.fixture
def places():
    """Two regions with two municipalities each, as tables."""
    return {
        "regions": [_region(1), _region(2)],
        "municipalities": [
            {"municipality": f"GM900{n}", "name": f"Gemeente {name}"}
            for n, name in enumerate(("A1", "A2", "B1", "B2"), start=1)
        ],
        "memberships": [
            {"municipality": f"GM900{n}", "region": f"VT9{1 + (n > 2)}"} for n in range(1, 5)
        ],
    }
