"""A study of three regions and report notebooks of one cell, so that a batch takes seconds."""

import json

import pytest

SECTION = (
    "from evalkit.reports import Section\n"
    "Section(anchor='m', title=f'{study!r} {region!r}', language=language, blocks=())"
)
# Two municipalities with a file, one whose region is not known, one where nothing was looked at.
TABLES = {
    "municipalities": """municipality,name,valid_from,valid_to
GM0004,Vierhuizen,,
GM0003,Drieberg,2010-01-01,2020-12-31
GM0002,Tweespruit,,
GM0001,Eenrum,,
""",
    "memberships": """municipality,region,valid_from,valid_to
GM0001,VT03,,
GM0002,VT01,,
GM0003,VT03,2020-01-01,2020-12-31
""",
    "teams": "team,municipality,name,type\nT1,GM0003,,\n",
    "units": """unit,kind,region,municipality,team,wave,date,parent
D1,file,,GM0001,,w0,,
D2,file,,,T1,w0,,
D2-k1,child,,,,,,D2
D3,file,,GM0004,,w0,,
VT02@w0,region,VT02,,,w0,,
""",
}
PARAMETERS = 'study: str = "published"\nregion: str = "VT01"\nlanguage: str = "nl"'


@pytest.fixture(scope="session")
def write_study():
    """Write a study with the given rows of the table regions."""

    def write(folder, *rows, profile="public"):
        rows = rows or (
            "VT01,Noord,2020-01-01,,",
            "VT02,Súdwest,2020-01-01,,",
            "VT03,Oost,2020-01-01,,",
        )
        (folder / "tables").mkdir(parents=True, exist_ok=True)
        (folder / "study.toml").write_text(
            '[study]\ntitle = { nl = "Drie regio\'s", en = "Three regions" }\nlanguage = "nl"\n'
            f'selection = "census"\nprofile = "{profile}"\nfictitious = true\n'
            "[frame]\nregions = 3\nmunicipalities = 9\n"
            '[[waves]]\nid = "w0"\nlabel = { nl = "Meting", en = "Wave" }\n'
            "start = 2020-01-01\nend = 2020-12-31\n",
            encoding="utf-8",
        )
        table = ["region,name,valid_from,valid_to,successor,source,note"]
        table += [f"{row},," for row in rows]
        (folder / "tables" / "regions.csv").write_text("\n".join(table) + "\n", encoding="utf-8")
        return folder

    return write


@pytest.fixture(scope="session")
def write_notebooks():
    """Write the report notebooks, with these cells after the parameters of the regional one."""

    def write(folder, *cells, parameters=PARAMETERS, tags=("parameters",)):
        folder.mkdir(exist_ok=True)
        local = (
            PARAMETERS.replace("region", "municipality"),
            SECTION.replace("region", "municipality"),
        )
        write_notebook(folder / "municipality_report.ipynb", local, ("parameters",))
        national = PARAMETERS.replace("VT01", "")
        write_notebook(folder / "national_report.ipynb", (national, SECTION), ("parameters",))
        cells = (parameters, *cells, SECTION)
        write_notebook(folder / "region_report.ipynb", cells, tags)
        return folder

    return write


@pytest.fixture
def make_study(write_study, tmp_path):
    return lambda *rows, **options: write_study(tmp_path / "drie", *rows, **options)


@pytest.fixture
def make_study_of_places(make_study):
    """Write the study of three regions with units in three municipalities."""

    def make(**tables):
        folder = make_study()
        for name, text in (TABLES | tables).items():
            (folder / "tables" / f"{name}.csv").write_text(text, encoding="utf-8")
        return folder

    return make


@pytest.fixture
def make_notebooks(write_notebooks, tmp_path):
    return lambda *cells, **options: write_notebooks(tmp_path / "notebooks", *cells, **options)


def write_notebook(path, cells, tags):
    code = [
        {
            "cell_type": "code",
            "id": f"c{number}",
            "metadata": {"tags": list(tags)} if number == 0 else {},
            "execution_count": None,
            "outputs": [],
            "source": source,
        }
        for number, source in enumerate(cells)
    ]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    book = {"cells": code, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
    path.write_text(json.dumps(book), encoding="utf-8")
