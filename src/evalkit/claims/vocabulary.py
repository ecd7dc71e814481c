"""The fixed words of a claims table: bases, directions, topics, addressees and threads."""

from __future__ import annotations

import re
from typing import Final

from evalkit.language import Text

BASES: Final[dict[str, Text]] = {
    "agreements": Text("afspraken", "agreements"),
    "aldermen": Text("wethouders", "aldermen"),
    "aspects": Text("onderdelen van het kwaliteitskader", "parts of the quality framework"),
    "centre-municipalities": Text("centrumgemeenten", "centre municipalities"),
    "contacts": Text("contacten", "contacts"),
    "country": Text("het hele land", "the whole country"),
    "differences": Text("verschillen", "differences"),
    "escalations": Text("escalaties", "escalations"),
    "families": Text("gezinnen", "families"),
    "files": Text("dossiers", "case files"),
    "handovers": Text("overdrachten", "handovers"),
    "improvements": Text("verbeteringen", "improvements"),
    "meetings": Text("bijeenkomsten", "meetings"),
    "members": Text("leden van de werkgroep", "members of the workgroup"),
    "mentions": Text("keren dat iets genoemd is", "mentions"),
    "municipalities": Text("gemeenten", "municipalities"),
    "networks": Text("lokale netwerken", "local networks"),
    "none": Text("niets dat te tellen is", "nothing that can be counted"),
    "officials": Text("beleidsambtenaren", "policy officers"),
    "parties": Text("partijen", "parties"),
    "places": Text("plaatsen", "places"),
    "plans": Text("plannen", "plans"),
    "professionals": Text("professionals", "professionals"),
    "regions": Text("VT-regio's", "VT regions"),
    "reports": Text("meldingen", "reports"),
    "safety-regions": Text("veiligheidsregio's", "safety regions"),
    "sides": Text("kanten (Veilig Thuis en teams)", "sides (Veilig Thuis and teams)"),
    "situations": Text("situaties", "situations"),
    "staff": Text("medewerkers", "staff"),
    "teams": Text("lokale teams", "local teams"),
    "vision-regions": Text("regio's met een regiovisie", "regions with a regional vision"),
}
"""What a quantifier can range over. The 22 vision regions are not the 26 VT regions."""

_FRAME_WORDS: Final[dict[str, str]] = {
    "agreements": r"afspraak|afspraken|agreements?",
    "aldermen": r"wethouders?|alderm[ae]n",
    "aspects": r"onderde(?:el|len)|aspecten|aspects?",
    "centre-municipalities": r"centrumgemeenten?|cent(?:re|er)[ -]municipalit(?:y|ies)",
    "contacts": r"contacten|contacts?",
    "escalations": r"escalaties?|escalations?",
    "families": r"gezin|gezinnen|famil(?:y|ies)",
    "files": r"dossiers?|(?:case )?files?",
    "handovers": r"overdracht|overdrachten|handovers?",
    "meetings": r"bijeenkomst|bijeenkomsten|meetings?",
    "mentions": r"mentions?",
    "municipalities": r"gemeenten?|municipalit(?:y|ies)",
    "networks": r"netwerk|netwerken|networks?",
    "officials": r"ambtena(?:ar|ren)|beleidsambtena(?:ar|ren)|officials?|policy officers?",
    "parties": r"partijen?|part(?:y|ies)",
    "places": r"plaats|plaatsen|places?",
    "plans": r"plan|plannen|plans",
    "professionals": r"professionals?",
    "regions": r"(?:vt-)?regio(?:'s|’s)?|(?:vt )?regions?",
    "reports": r"melding|meldingen|reports?",
    "safety-regions": r"veiligheidsregio(?:'s|’s)?|safety regions?",
    "situations": r"situaties?|situations?",
    "staff": r"medewerkers?|staff",
    "teams": r"(?:wijk)?teams?",
    "vision-regions": r"regiovisie-regio(?:'s|’s)?|regio(?:'s|’s)? met (?:een )?regiovisie"
    r"|vision[ -]regions?|regions? with a regional vision",
}
_FRAME: Final = re.compile(
    "|".join(
        rf"(?P<{base.replace('-', '_')}>(?<![\w-])(?:{words})(?!\w))"
        # The longer name first: a vision region is a region too.
        for base, words in sorted(_FRAME_WORDS.items(), key=lambda item: -len(item[1]))
    ),
    re.IGNORECASE,
)

DIRECTIONS: Final[dict[str, Text]] = {
    "strength": Text("sterk punt", "strength"),
    "shortcoming": Text("tekort", "shortcoming"),
    "neutral": Text("neutraal", "neutral"),
    "improvement": Text("verbetering", "improvement"),
    "mixed": Text("gemengd", "mixed"),
    "norm": Text("norm", "norm"),
    "wish": Text("wens", "wish"),
    "conditional": Text("voorwaardelijk", "conditional"),
}
"""Where a claim points; a norm says what should be, a wish is counted by who voices it."""

TOPICS: Final[dict[str, Text]] = {
    "agreements": Text("afspraken", "agreements"),
    "agreements-police": Text("afspraken met politie en justitie", "agreements with the police"),
    "analysis": Text("analyse van het gezin", "analysis of the family"),
    "bottlenecks": Text("knelpunten", "bottlenecks"),
    "capacity": Text("capaciteit", "capacity"),
    "child-voice": Text("stem van het kind", "voice of the child"),
    "coherence": Text("samenhang in hulp", "coherence of help"),
    "commitment": Text("bestuurlijke betrokkenheid", "administrative commitment"),
    "compliance": Text("naleving", "compliance"),
    "cooperation": Text("samenwerking", "cooperation"),
    "customisation": Text("maatwerk", "customisation"),
    "direction": Text("regie en aanspreekpunt", "direction and contact point"),
    "division-of-tasks": Text("taakverdeling", "division of tasks"),
    "early-detection": Text("vroeg signaleren", "early detection"),
    "effect": Text("doorwerking", "effect"),
    "elder-abuse": Text("ouderenmishandeling", "elder abuse"),
    "escalation": Text("escalatie", "escalation"),
    "evaluation": Text("evalueren van hulp", "evaluation of help"),
    "focus": Text("aandacht", "focus"),
    "function": Text("doel van afspraken", "purpose of agreements"),
    "governance": Text("sturing", "governance"),
    "handover": Text("overdracht", "handover"),
    "implementation": Text("invoering", "implementation"),
    "information": Text("informatie delen", "sharing information"),
    "intake": Text("instroom van meldingen", "intake of reports"),
    "learning": Text("leren", "learning"),
    "maintenance": Text("onderhoud van afspraken", "maintenance of agreements"),
    "monitoring": Text("monitoring", "monitoring"),
    "outcomes": Text("zicht op resultaat", "insight into outcomes"),
    "outreach": Text("outreachend werken", "outreach"),
    "overall": Text("algemeen", "overall"),
    "overview": Text("overzicht", "overview"),
    "ownership": Text("eigenaarschap", "ownership"),
    "participation": Text("inspraak van het gezin", "participation of the family"),
    "plans": Text("plannen", "plans"),
    "practice": Text("praktijk", "practice"),
    "quality-framework": Text("kwaliteitskader", "quality framework"),
    "relations": Text("elkaar kennen", "relations"),
    "representativeness": Text("vertegenwoordiging", "representativeness"),
    "roles": Text("rollen", "roles"),
    "safety-first": Text("eerst veiligheid", "safety first"),
    "safety-in-view": Text("zicht op veiligheid", "view on safety"),
    "scale": Text("schaal", "scale"),
    "shared-language": Text("gedeelde taal", "shared language"),
    "shared-vision": Text("gedeelde visie", "shared vision"),
    "social-network": Text("sociaal netwerk", "social network"),
    "spill-over": Text("doorwerking elders", "spill-over"),
    "support": Text("behoefte aan steun", "need of support"),
    "team-types": Text("soorten teams", "types of team"),
    "use-of-evaluation": Text("gebruik van onderzoek", "use of evaluation"),
    "vision": Text("visie", "vision"),
    "volume": Text("aantal meldingen", "number of reports"),
}
"""What the published claims are about; a study of your own may use other topics."""

ADDRESSEES: Final[dict[str, Text]] = {
    "aldermen": Text("wethouders", "aldermen"),
    "policy-officers": Text("beleidsmedewerkers", "policy officers"),
    "local-partners": Text("lokale partners", "local partners"),
    "local-teams": Text("lokale teams", "local teams"),
    "municipalities": Text("gemeenten", "municipalities"),
    "national-programme": Text("rijk en landelijk programma", "state and national programme"),
    "not-stated": Text("niet genoemd", "not stated"),
    "police": Text("politie", "police"),
    "professionals": Text("hulpverleners", "professionals"),
    "veilig-thuis": Text("Veilig Thuis", "Veilig Thuis"),
}
"""Who has to act on a recommendation."""


def base_of(frame: str) -> str | None:
    """Return the base a frame counts: the first thing named in it; None when none is known.

    Parameters
    ----------
    frame : str
        What an estimate is about, in Dutch or English, e.g. "VT regions 2020".

    Returns
    -------
    str or None
        A key of `BASES`.

    Examples
    --------
    >>> base_of("dossiers in 18 gemeenten"), base_of("centre municipalities 2016")
    ('files', 'centre-municipalities')
    """
    if frame in BASES:
        return frame
    found = _FRAME.search(frame)
    return found.lastgroup.replace("_", "-") if found and found.lastgroup else None
