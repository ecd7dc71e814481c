"""Published figures as tables: totals, breakdowns, and regions side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from evalkit.datasets import period_name
from evalkit.language import Text
from evalkit.reports.report import texts, with_columns
from evalkit.reports.words import words
from evalkit.results import NAN

if TYPE_CHECKING:
    import pandas as pd

    from evalkit.reports.report import Report
    from evalkit.reports.section import Table
    from evalkit.study import Study

ADVICE: Final = "Gestarte adviezen"
REPORTS: Final = "Ontvangen meldingen"
OUTCOME: Final = "uitkomst van de veiligheidsbeoordeling"
HANDOVER: Final = "overdracht"
REPEATS: Final = "vervolgmelding tijdens betrokkenheid van Veilig Thuis"
AREA: Final = ("Inwoners", "Gemeenten")
"""Subjects, breakdowns and categories as the table ``measures`` names them."""


def totals(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the totals among figures, each once although several tables of CBS print it."""
    found = rows[rows["breakdown"].isna() & (rows["unit"] == "count")]
    found = found[~found["subject"].isin(AREA)]
    return found.drop_duplicates(["subject", "period", "value", "sign"])


def breakdowns(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the figures that are broken down, but for the outcomes of safety assessments."""
    return rows[rows["breakdown"].notna() & (rows["breakdown"] != OUTCOME)]


def shown(rows: pd.DataFrame) -> list[object]:
    """Return the values, with the sign of the source where it printed no number."""
    return [*rows["value"].astype(object).where(rows["value"].notna(), rows["sign"])]


def status_words(rows: pd.DataFrame) -> list[Text]:
    """Return "provisional" or "final" in both languages."""
    return [words()[f"word.{status}"] for status in rows["status"]]


def totals_table(report: Report, rows: pd.DataFrame, name: str) -> Table:
    """Lay out totals, one per line, oldest first."""
    rows = totals(rows).sort_values(["period", "subject"], kind="stable")
    frame = with_columns(
        rows,
        subject=texts(rows, "subject"),
        period=[period_name(period) for period in rows["period"]],
        value=shown(rows),
        status=status_words(rows),
        basis=texts(rows, "basis"),
    )[["subject", "period", "value", "status", "basis", "source"]]
    return report.table(frame, "reports.totals", counts=["value"], region=name)


def breakdown_tables(report: Report, rows: pd.DataFrame) -> list[Table]:
    """Lay out figures by category: a table per breakdown and period, a column per subject."""
    keys = ["breakdown", "breakdown_en", "period", "status", "basis", "basis_en"]
    return [
        _breakdown_table(report, group)
        for _, group in breakdowns(rows).groupby(keys, sort=False, dropna=False)
    ]


def _breakdown_table(report: Report, group: pd.DataFrame) -> Table:
    import pandas as pd

    group = with_columns(
        group,
        category=texts(group, "category"),
        subject=texts(group, "subject"),
        shown=shown(group),
    )
    columns: dict[str, Text] = {}
    made: dict[Text, dict[str, object]] = {}
    for row in group.to_dict("records"):
        sign = " (%)" if row["unit"] == "percent" else ""
        name = f"{row['subject'].nl}{sign}"
        columns.setdefault(name, Text(name, f"{row['subject'].en}{sign}"))
        made.setdefault(row["category"], {}).setdefault(name, row["shown"])
    frame = pd.DataFrame(
        [{"category": category} | cells for category, cells in made.items()],
        columns=["category", *columns],
    )
    first = group.iloc[0]
    status, basis = words()[f"word.{first['status']}"], texts(group, "basis")[0]
    return report.table(
        frame,
        "reports.by",
        counts=list(columns),
        titles=columns,
        notes=[report.cite(group["source"])],
        breakdown=_capital(texts(group, "breakdown")[0]),
        period=period_name(first["period"]),
        status=Text(f"{status.nl}, {basis.nl}", f"{status.en}, {basis.en}"),
    )


def _capital(text: Text) -> Text:
    return Text(text.nl[:1].upper() + text.nl[1:], text.en[:1].upper() + text.en[1:])


def side_by_side(study: Study, everything: pd.DataFrame) -> pd.DataFrame:
    """Return what is known of the present regions for the same measures, in alphabetical order.

    Parameters
    ----------
    study : Study
        A study with ``regions``.
    everything : DataFrame
        Its `evalkit.datasets.figures`.

    Returns
    -------
    DataFrame
        Columns region (the name), population (mid-2020), reports_2020, reports_2023, rate (reports
        per 1,000 inhabitants in 2020), repeats and percent (2023); NaN where not known. Regions of
        which none of the reports are known are left out. `source` lists the sources of the
        population and reports, `repeats_source` is that of the repeat reports.
    """
    import pandas as pd

    regions, areas = study.table("regions"), study.table("same_areas")
    now = regions[regions["valid_to"].isna()].sort_values("name", key=lambda s: s.str.casefold())
    areas = areas[areas["valid_to"].isna()]
    rows = []
    for code, name in zip(now["region"], now["name"], strict=True):
        same = everything["region"].isin(areas.loc[areas["region"] == code, "same_as"])
        own = everything["region"] == code
        rows.append({"region": name} | _key_figures(pd.concat([everything[own], everything[same]])))
    columns = ["region", "population", "reports_2020", "reports_2023", "rate", "repeats", "percent"]
    frame = pd.DataFrame(rows, columns=[*columns, "source", "repeats_source"])
    return frame[frame[["reports_2020", "reports_2023", "repeats"]].notna().any(axis=1)]


def _key_figures(rows: pd.DataFrame) -> dict[str, object]:
    """Pick the measures that several regions have; the region's own row stands first."""
    received = totals(rows)
    received = received[received["subject"] == REPORTS]
    again = rows[rows["category"] == REPEATS]
    picked = {
        "population": rows[(rows["subject"] == "Inwoners") & (rows["table"] == "afgeleid")],
        "reports_2020": received[received["period"] == "2020JJ00"],
        "reports_2023": received[received["period"] == "2023JJ00"],
        "repeats": again[again["unit"] == "count"],
        "percent": again[again["unit"] == "percent"],
    }
    found = {name: part["value"].iloc[0] if len(part) else NAN for name, part in picked.items()}
    codes = {name: part["source"].iloc[0] for name, part in picked.items() if len(part)}
    again_source = codes.pop("repeats", None) or codes.get("percent")
    codes.pop("percent", None)
    rate = 1000 * found["reports_2020"] / found["population"]
    return found | {
        "rate": rate,
        "source": tuple(dict.fromkeys(codes.values())),
        "repeats_source": again_source,
    }
