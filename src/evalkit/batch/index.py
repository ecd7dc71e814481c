"""The page that lists every report of a batch with its state."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from evalkit.batch.outcome import Reason, State
from evalkit.language import Text, format_number

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from jinja2 import Template

    from evalkit.batch.plan import Plan

_WORDS = {
    "skip": Text("Naar de inhoud", "Skip to content"),
    "kicker": Text("Rapporten", "Reports"),
    "national": Text("Landelijk", "National"),
    "national_link": Text("Landelijk rapport", "National report"),
    "regions": Text("Per regio", "By region"),
    "caption": Text("Rapport en stand per regio", "Report and state by region"),
    "code": Text("Code", "Code"),
    "region": Text("Regio", "Region"),
    "state": Text("Stand", "State"),
    "fictitious": Text(
        "De cijfers van deze studie zijn verzonnen, om evalkit te laten zien.",
        "The figures of this study are invented, to show what evalkit does.",
    ),
    "footer": Text(
        "Gemaakt met evalkit. Waaruit elk rapport is gemaakt, staat in",
        "Made with evalkit. What each report was made from is in",
    ),
}
_STATE = {
    State.OK: Text("gemaakt", "made"),
    State.FAILED: Text("niet gelukt", "failed"),
    State.PENDING: Text("nog niet gemaakt", "not made yet"),
}


def render_index(plan: Plan, entries: Sequence[Mapping[str, Any]]) -> str:
    """Make the index page; it carries no time, so the same input gives the same text.

    Parameters
    ----------
    plan : Plan
        Gives title and language.
    entries : sequence of dict
        The reports as in the manifest.

    Returns
    -------
    str
        HTML without scripts and without addresses elsewhere.
    """
    language = plan.language
    rows = [
        {
            "code": entry["region"],
            "name": entry["name"][language],
            "page": entry["page"],
            "is_made": entry["state"] == State.OK,
            "state": _STATE[State(entry["state"])].in_language(language),
            "reason": Reason(entry["reason"]).words.in_language(language),
            "message": entry["message"][language],
        }
        for entry in entries
    ]
    made = sum(row["is_made"] for row in rows)
    counts = (format_number(made, language), format_number(len(rows), language))
    summary = Text(
        f"{counts[0]} van de {counts[1]} rapporten zijn gemaakt.",
        f"{counts[0]} of {counts[1]} reports were made.",
    )
    return _template().render(
        language=language,
        title=plan.title.in_language(language),
        is_fictitious=plan.is_fictitious,
        summary=summary.in_language(language),
        national=[row for row in rows if not row["code"]],
        regions=[row for row in rows if row["code"]],
        words={name: text.in_language(language) for name, text in _WORDS.items()},
        style=_style(),
    )


@cache
def _style() -> str:
    # Not files("evalkit.reports"): that imports the room, and pandas with it.
    return files("evalkit").joinpath("reports", "style.css").read_text("utf-8").strip()


@cache
def _template() -> Template:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("evalkit.batch"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template("index.html.j2")
