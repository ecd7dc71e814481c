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
    from evalkit.language import Language

_WORDS = {
    "skip": Text("Naar de inhoud", "Skip to content"),
    "kicker": Text("Rapporten", "Reports"),
    "code": Text("Code", "Code"),
    "state": Text("Stand", "State"),
    "fictitious": Text(
        "Deze studie is verzonnen, om te laten zien wat evalkit doet. Geen cijfer gaat over een "
        "bestaande regio, gemeente of een bestaand gezin.",
        "This study is fictitious, to show what evalkit does. No figure is about an existing "
        "region, municipality or family.",
    ),
    "footer": Text(
        "Gemaakt met evalkit. Waaruit elk rapport is gemaakt, staat in",
        "Made with evalkit. What each report was made from is in",
    ),
}
_COUNTRY_WORDS = {
    "national": Text("Landelijk", "National"),
    "national_link": Text("Landelijk rapport", "National report"),
}
_STUDY_WORDS = {
    "national": Text("De hele studie", "The whole study"),
    "national_link": Text("Rapport over de hele studie", "Report on the whole study"),
}
_REGION_WORDS = {
    "places": Text("Per regio", "By region"),
    "caption": Text("Rapport en stand per regio", "Report and state by region"),
    "place": Text("Regio", "Region"),
}
_MUNICIPALITY_WORDS = {
    "places": Text("Per regio en gemeente", "By region and municipality"),
    "caption": Text(
        "Rapport en stand per regio, met de gemeenten eronder",
        "Report and state by region, with its municipalities below it",
    ),
    "place": Text("Regio of gemeente", "Region or municipality"),
}
_ELSEWHERE = Text("Zonder regio", "Without a region")
_INVENTED = Text("verzonnen", "fictitious")
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
    rows = [_row(entry, language) for entry in entries]
    made = sum(row["is_made"] for row in rows)
    counts = (format_number(made, language), format_number(len(rows), language))
    summary = Text(
        f"{counts[0]} van de {counts[1]} rapporten zijn gemaakt.",
        f"{counts[0]} of {counts[1]} reports were made.",
    )
    has_municipalities = any(row["kind"] == "municipality" for row in rows)
    texts = _WORDS | (_STUDY_WORDS if plan.has_units else _COUNTRY_WORDS)
    texts |= _MUNICIPALITY_WORDS if has_municipalities else _REGION_WORDS
    title, invented = plan.title.in_language(language), _INVENTED.in_language(language)
    if plan.is_fictitious and invented not in title.casefold():
        title = f"{title} ({invented})"
    return _template().render(
        language=language,
        title=title,
        is_fictitious=plan.is_fictitious,
        summary=summary.in_language(language),
        national=[row for row in rows if row["kind"] == "national"],
        has_municipalities=has_municipalities,
        groups=_groups(plan, [row for row in rows if row["kind"] != "national"]),
        words={name: text.in_language(language) for name, text in texts.items()},
        style=_style(),
    )


def _row(entry: Mapping[str, Any], language: Language) -> dict[str, Any]:
    return {
        "kind": entry["kind"],
        "region": entry["region"],
        "code": entry["municipality"] or entry["region"],
        "name": entry["name"][language],
        "page": entry["page"],
        "is_head": False,
        "is_made": entry["state"] == State.OK,
        "state": _STATE[State(entry["state"])].in_language(language),
        "reason": Reason(entry["reason"]).words.in_language(language),
        "message": entry["message"][language],
    }


def _groups(plan: Plan, rows: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Put every municipality under its region, which may itself have no report in the folder."""
    if all(row["kind"] == "region" for row in rows):
        return [rows] if rows else []
    groups: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        head = _without_report(plan, row["region"])
        group = groups.setdefault(row["region"], [head])
        if row["kind"] == "region":
            group[0] = row | {"is_head": True}
        else:
            group.append(row)
    return [groups[region] for region in sorted(groups, key=lambda code: (not code, code))]


def _without_report(plan: Plan, region: str) -> dict[str, Any]:
    name = plan.regions.get(region) or _ELSEWHERE.in_language(plan.language)
    nothing = dict.fromkeys(("state", "reason", "message"), "")
    return {"code": region, "name": name, "is_made": False, "is_head": True, **nothing}


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
