"""A study of three regions and report notebooks of one cell, so that a batch takes seconds."""

import json

import pytest

SECTION = (
    "from evalkit.reports import Section\n"
    "Section(anchor='m', title=f'{study!r} {region!r}', language=language, blocks=())"
)
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
    """Write both report notebooks, with these cells after the parameters of the regional one."""

    def write(folder, *cells, parameters=PARAMETERS, tags=("parameters",)):
        folder.mkdir(exist_ok=True)
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
