"""Draw every design many times, store what was found, and write the tables of docs/inference.md.

``python tests/recovery/table.py`` draws all anew (a quarter of an hour on 2 cores);
``python tests/recovery/table.py NAME ...`` only those experiments;
``python tests/recovery/table.py --write`` only writes the tables from found.csv.
"""

from __future__ import annotations

import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pandas as pd

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

FOUND = HERE / "found.csv"
DOCS = HERE.parents[1] / "docs" / "inference.md"
SEED = 2018
TIMES = 10
START, END = "<!-- tests/recovery/table.py writes from here", "<!-- to here -->"


def draw(name: str) -> pd.DataFrame:
    """Draw one experiment ten times as often as the tests do."""
    from designs import EXPERIMENTS

    experiment = EXPERIMENTS[name]
    found = experiment.repeat(TIMES * experiment.runs, SEED)
    found.insert(0, "experiment", name)
    return found.rename_axis("method").reset_index()


def coverage_table(found: pd.DataFrame) -> list[str]:
    """Return the Markdown lines of the table of coverage."""
    from designs import EXPERIMENTS, notes
    from designs.exact import exact_rows

    lines = ["| method | design | nominal | covered | runs | why |", "|---|---|---|---|---|---|"]
    for method, design, covered in exact_rows():
        share = f"{covered.mean():.1%}, at least {covered.min():.1%}"
        lines.append(f"| {method} | {design} | 95% | {share} | exact | |")
    for row in found.dropna(subset="covered").itertuples():
        share = f"{row.covered:.1%} ± {100 * row.covered_error:.1f}"
        share += f"; none in {row.none:.1%}" if row.none > 0 else ""
        why = notes.COVERAGE.get((row.experiment, row.method), "")
        lines.append(
            f"| {row.method} | {EXPERIMENTS[row.experiment].design} | "
            f"{notes.nominal(row.method):.0%} | {share} | {int(row.runs):,} | {why} |"
        )
    return lines


def recovery_table(found: pd.DataFrame) -> list[str]:
    """Return the Markdown lines of the table of recovery."""
    from designs import EXPERIMENTS, notes

    lines = ["| estimator | design | true | found on average | why |", "|---|---|---|---|---|"]
    # One estimate with several intervals is one row.
    once = found.dropna(subset="bias").drop_duplicates(["experiment", "truth", "bias"])
    for row in once.itertuples():
        why = notes.BIAS.get((row.experiment, row.method), "")
        value = f"{row.truth + row.bias:.3f} ± {row.bias_error:.3f}"
        lines.append(
            f"| {row.method} | {EXPERIMENTS[row.experiment].design} | {row.truth:.3f} | {value} | "
            f"{why} |"
        )
    return lines


def sections(found: pd.DataFrame) -> str:
    """Return both sections of the docs."""
    return "\n".join([
        f"{START}: seed {SEED}. -->",
        "## Coverage at the designs of the sources",
        "",
        "How often a 95% interval holds the truth when the demonstration study is drawn anew from its stored",
        "truth; for a test, how often it stays silent when nothing is there. ± is one standard error of the",
        "simulation; \"exact\" sums over all counts at every true count, or at 97 true shares.",
        "`tests/recovery/table.py` makes this table, and the tests hold fewer draws against it.",
        "",
        "A truth for *such municipalities* is that of an endless number like these 18; one for *all their files*",
        "that of the files that these municipalities, or all 355, handed over.",
        "",
        *coverage_table(found),
        "",
        "## Recovery on the demonstration study",
        "",
        "The mean of the estimates beside the truth that follows from `datasets/demo/truth.toml`, over the same",
        "draws.",
        "",
        *recovery_table(found),
        "",
        END,
    ])  # fmt: skip


def write(found: pd.DataFrame) -> None:
    """Put the sections into the docs."""
    text = DOCS.read_text(encoding="utf-8")
    if START in text:
        before, rest = text.split(START)
        text = before + sections(found) + rest.split(END)[1]
    else:
        text = f"{text.rstrip()}\n\n{sections(found)}\n"
    DOCS.write_text(text, encoding="utf-8")


def main(arguments: list[str]) -> None:
    """Draw, store and write."""
    from designs import EXPERIMENTS

    names = [name for name in arguments if not name.startswith("-")] or list(EXPERIMENTS)
    if "--write" not in arguments:
        with ProcessPoolExecutor(2) as workers:
            drawn = pd.concat(workers.map(draw, names), ignore_index=True)
        if FOUND.exists():
            old = pd.read_csv(FOUND)
            drawn = pd.concat([old[~old["experiment"].isin(names)], drawn], ignore_index=True)
        order = {name: place for place, name in enumerate(EXPERIMENTS)}
        drawn = drawn.sort_values("experiment", key=lambda own: own.map(order), kind="stable")
        drawn.to_csv(FOUND, index=False, float_format="%.6g", lineterminator="\n")
    write(pd.read_csv(FOUND))


if __name__ == "__main__":
    main(sys.argv[1:])
