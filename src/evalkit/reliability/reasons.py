"""Why a coefficient has no value, and what to know beside one that has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from evalkit.language import Text

if TYPE_CHECKING:
    from evalkit.reliability.ratings import Ratings

NOTHING: Final = Text("er zijn geen coderingen", "there are no codings")
ONE_CODER: Final = Text(
    "er is maar één codeur; voor overeenstemming zijn er twee nodig",
    "there is only one coder; agreement takes two",
)
UNPAIRED: Final = Text(
    "geen enkele eenheid is door twee codeurs gecodeerd", "no unit was coded by two coders"
)
ONE_LEVEL: Final = Text(
    "er is maar één code gebruikt; of codeurs beter zijn dan toeval is dan niet te zien, "
    "lees het percentage overeenstemming",
    "one code only was used; whether coders do better than chance cannot be seen, "
    "read the percent agreement",
)
NO_DISTANCE: Final = Text(
    "bij toeval verwacht deze maat geen enkel verschil, dus is er niets om mee te vergelijken",
    "by chance this measure expects no difference at all, so there is nothing to compare with",
)

NO_WIDTH: Final = Text(
    "alle eenheden dragen evenveel bij, daarom heeft het interval geen breedte; dat is geen zekerheid",
    "all units contribute alike, so the interval has no width; that is not certainty",
)
ONE_UNIT: Final = Text(
    "één eenheid (of cluster) is te weinig voor een interval",
    "one unit (or cluster) is too little for an interval",
)
FEW_CLUSTERS: Final = Text(
    "minder dan tien clusters: het interval is waarschijnlijk te smal",
    "fewer than ten clusters: the interval is probably too narrow",
)
PAIR_BOOTSTRAP: Final = Text(
    "de bootstrap van Krippendorff (2006) trekt paren alsof ze onafhankelijk zijn; het 95%-interval "
    'bevat de waarde maar in 76 tot 88% van de gevallen, gebruik liever interval="bca"',
    "Krippendorff's (2006) bootstrap draws pairs as if independent; its 95% interval holds the value "
    'in only 76 to 88% of cases, interval="bca" is better',
)


def undefined_replicates(count: int, total: int) -> Text:
    """Say how many replicates had no value and were left out."""
    return Text(
        f"{count} van {total} herhalingen hadden geen waarde en tellen niet mee",
        f"{count} of {total} replicates had no value and do not count",
    )


def why_unpaired(ratings: Ratings, paired: float) -> Text | None:
    """Return why there is nothing to compare, or None when some unit has two codings."""
    if paired > 0:
        return None
    coders = int((ratings.table.rows >= 0).any(axis=0).sum())
    return NOTHING if coders == 0 else ONE_CODER if coders == 1 else UNPAIRED


def why_no_chance(ratings: Ratings) -> Text:
    """Return why the expected disagreement is zero."""
    rows = ratings.table.rows
    used = rows[rows >= 0]
    return ONE_LEVEL if used.size and (used == used[0]).all() else NO_DISTANCE
