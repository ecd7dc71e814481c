"""The fixed words of a coding scheme: scales, facets, units, status and missing codes."""

from __future__ import annotations

from typing import Final, Literal, get_args

from evalkit.language import Text

Scale = Literal[
    "nominal",
    "ordinal",
    "interval",
    "ratio",
    "count",
    "share",
    "duration",
    "date",
    "set",
    "text",
]
Facet = Literal["paper", "known", "practice"]
Status = Literal["sourced", "inferred", "sourced theme, inferred measure"]
Unit = Literal[
    "action",
    "agenda-point",
    "case-discussion",
    "centre-municipality",
    "child",
    "document",
    "document-theme",
    "escalation",
    "escalation-route",
    "family",
    "file",
    "file-moment",
    "file-professional",
    "file-step",
    "meeting",
    "municipality",
    "municipality-norm",
    "region",
    "region-year",
    "respondent",
]

SCALES: Final[dict[str, Text]] = {
    "nominal": Text("nominaal", "nominal"),
    "ordinal": Text("ordinaal", "ordinal"),
    "interval": Text("interval", "interval"),
    "ratio": Text("verhoudingsgetal", "ratio"),
    "count": Text("aantal", "count"),
    "share": Text("aandeel (k van n)", "share (k of n)"),
    "duration": Text("duur", "duration"),
    "date": Text("datum", "date"),
    "set": Text("verzameling", "set"),
    "text": Text("tekst", "text"),
}
LEVELLED: Final = frozenset({"nominal", "ordinal", "set"})
UNORDERED: Final = frozenset({"nominal", "set", "text"})

FACETS: Final[dict[str, Text]] = {
    "paper": Text("papier", "paper"),
    "known": Text("bekend", "known"),
    "practice": Text("praktijk", "practice"),
}

STATUSES: Final[dict[str, Text]] = {
    "sourced": Text("uit bron", "sourced"),
    "inferred": Text("afgeleid", "inferred"),
    "sourced theme, inferred measure": Text(
        "thema uit bron, meting afgeleid", "sourced theme, inferred measure"
    ),
}

UNITS: Final[dict[str, Text]] = {
    "action": Text("actiepunt", "action point"),
    "agenda-point": Text("agendapunt", "agenda point"),
    "case-discussion": Text("casusbespreking", "case discussion"),
    "centre-municipality": Text("centrumgemeente", "centre municipality"),
    "child": Text("kind in dossier", "child in file"),
    "document": Text("document met afspraken (versie)", "agreement document (version)"),
    "document-theme": Text("document × thema", "document × theme"),
    "escalation": Text("escalatie", "escalation"),
    "escalation-route": Text("escalatie × route", "escalation × route"),
    "family": Text("gezin", "family"),
    "file": Text("dossier", "case file"),
    "file-moment": Text("dossier × moment", "case file × moment"),
    "file-professional": Text("dossier × professional", "case file × professional"),
    "file-step": Text("dossier × processtap", "case file × process step"),
    "meeting": Text("overleg", "meeting"),
    "municipality": Text("gemeente", "municipality"),
    "municipality-norm": Text("gemeente × norm", "municipality × norm"),
    "region": Text("regio", "region"),
    "region-year": Text("regio × jaar", "region × year"),
    "respondent": Text("respondent", "respondent"),
}

MISSING: Final[dict[str, Text]] = {
    "nvt": Text("niet van toepassing", "not applicable"),
    "nb": Text("niet te bepalen uit dit materiaal", "cannot be determined from this material"),
    "nr": Text("niet gevraagd of niet gerapporteerd", "not asked or not reported"),
    "wg": Text("weggelaten om herleiding te voorkomen", "withheld to prevent disclosure"),
}

SCALE_NAMES: Final = get_args(Scale)
FACET_NAMES: Final = get_args(Facet)
UNIT_NAMES: Final = get_args(Unit)
STATUS_NAMES: Final = get_args(Status)
