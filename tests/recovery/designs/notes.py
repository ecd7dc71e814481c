"""What is known not to hold, and why: each note is printed beside the number it explains."""

from __future__ import annotations

#: By experiment and method, coverage below what the interval says.
COVERAGE: dict[tuple[str, str], str] = {
    ("files-share", "`wilson_interval`, files as if independent"): (
        "files of a municipality are alike; shown to warn"
    ),
    ("files-of-18", "`survey_proportion`, without strata or weights"): (
        "a file in a large municipality stands for more files; shown to warn"
    ),
    ("six-regions", "normal interval, CR1"): "six clusters; never used, shown to warn",
    ("pooled-shares", "`beta_binomial`, ML, each municipality"): (
        "alpha and beta are taken as known; the result warns, the default does not do so"
    ),
    ("pooled-means", "`random_effects`, each municipality"): (
        "tau2 is taken as known, as in metafor; the result warns"
    ),
    ("pooled-means", "`random_effects`, a new municipality"): (
        "tau2 is taken as known, as in metafor; the result warns"
    ),
    ("reports", "`segmented_trend`, errors HAC"): (
        "16 points cannot tell the correlation; no longer the default, the result warns"
    ),
    ("reports", "`segmented_trend`, errors model"): (
        "theta is taken as known and comes out too large; not the default"
    ),
}
#: By experiment and method, an estimate that is off its truth.
BIAS: dict[tuple[str, str], str] = {
    **dict.fromkeys(
        (
            ("change-14-of-18", "`newcombe_paired_interval`"),
            ("change-14-of-18", "`tango_interval`"),
        ),
        "who stopped was low and had most to gain; the page gives the bounds",
    ),
    ("handovers", "1 - `kaplan_meier`, as if nobody was refused"): (
        "refusals are no open files; take `aalen_johansen`"
    ),
    ("risks", "`time_in_view`, latest"): "a risk is found out of view at the next evaluation",
    ("risks", "`time_in_view`, earliest"): "a risk drops out after the last evaluation that saw it",
}
#: Intervals that promise something else than 95%.
NOMINAL = {"`worst_case_bounds`": 1.0}


def nominal(method: str) -> float:
    """Return what an interval says it covers."""
    return next((level for name, level in NOMINAL.items() if method.startswith(name)), 0.95)
