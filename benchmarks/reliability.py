"""Agreement between coders, side by side with other packages in one run.

    python benchmarks/reliability.py [--large] [--only TEXT] [--repeats N] [--growth FILE]

Every row runs evalkit's public function from a DataFrame, checks included, and each peer that can
be imported from the input it likes best (made before the clock starts), in one process. Time is CPU
time, the best of the repeats; memory is the peak that numpy and Python allocate beyond the input.
Peers that are not installed are left out: krippendorff, statsmodels, scikit-learn, irrCAC, evalaudit,
krippendorff-unitized-alpha.
`--growth` draws time and memory against the number of units into FILE.
"""

from __future__ import annotations

import argparse
import gc
import importlib
import time
import tracemalloc
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from evalkit import reliability as rel

Call = Callable[[], object]


@dataclass
class Case:
    """One row of the table: evalkit's calls and the peers' by name."""

    name: str
    ours: dict[str, Call]
    peers: dict[str, Call] = field(default_factory=dict)
    input_bytes: int = 0
    large: bool = False


def simulate(n: int, r: int, q: int, *, missing: float = 0.2, seed: int = 1) -> np.ndarray:
    """Ratings as floats with NaN: a skewed true level, 65% copied, 10% next to it, rest random."""
    rng = np.random.default_rng(seed)
    share = 1 / np.arange(1, q + 1)
    truth = rng.choice(q, size=(n, 1), p=share / share.sum())
    kind = rng.random((n, r))
    near = np.clip(truth + rng.choice([-1, 1], (n, r)), 0, q - 1)
    codes = np.where(kind < 0.65, truth, np.where(kind < 0.75, near, rng.integers(0, q, (n, r))))
    ratings = codes.astype(np.float64) + 1
    ratings[rng.random((n, r)) < missing] = np.nan
    return ratings


def as_categories(ratings: np.ndarray, q: int) -> pd.DataFrame:
    codes = np.nan_to_num(ratings).astype(np.int8) - 1
    kind = pd.CategoricalDtype([f"level {i:02d}" for i in range(q)], ordered=True)
    return pd.DataFrame(
        {f"c{j}": pd.Categorical.from_codes(codes[:, j], dtype=kind) for j in range(codes.shape[1])}
    )


def installed(name: str) -> object | None:
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


def alpha_peers(ratings: np.ndarray, metric: str) -> dict[str, Call]:
    peers: dict[str, Call] = {}
    if package := installed("krippendorff"):
        data = np.ascontiguousarray(ratings.T)
        peers["krippendorff"] = partial(
            package.alpha, reliability_data=data, level_of_measurement=metric
        )
    if metric == "nominal" and (package := installed("irrCAC.raw")):
        frame = pd.DataFrame(ratings)
        peers["irrCAC"] = lambda: package.CAC(frame).krippendorff()
    return peers


def alpha_cases(n: int, r: int, q: int, *, large: bool = False) -> list[Case]:
    ratings = simulate(n, r, q)
    frame, labels = pd.DataFrame(ratings), as_categories(ratings, q)
    text = labels.astype("str") if n <= 1_000_000 else None
    cases = []
    for metric in ("nominal", "ordinal", "interval"):
        ours: dict[str, Call] = {
            "numbers": partial(rel.krippendorff_alpha, frame, metric=metric, interval="none")
        }
        if metric != "interval":
            ours["categories"] = partial(
                rel.krippendorff_alpha, labels, metric=metric, interval="none"
            )
        name = f"alpha {metric}, {n:,} x {r}, {q} levels"
        cases.append(Case(name, ours, alpha_peers(ratings, metric), ratings.nbytes, large))
    if text is not None:
        cases.append(text_case(text, f"alpha nominal from text, {n:,} x {r}, {q} levels"))
    return cases


def text_case(text: pd.DataFrame, name: str) -> Case:
    """Labels as a spreadsheet holds them, for both; equal cells are one object, or each its own."""
    peers: dict[str, Call] = {}
    if package := installed("krippendorff"):
        cells = np.where(text.isna(), "nan", text).astype(str).T
        peers["krippendorff"] = partial(
            package.alpha, reliability_data=cells, level_of_measurement="nominal"
        )
        peers["krippendorff after pandas.factorize"] = partial(factorize_first, package, text)
    copies = text.map(lambda label: "".join(list(label)), na_action="ignore")
    ours: dict[str, Call] = {
        "text": partial(rel.krippendorff_alpha, text, interval="none"),
        "text in separate objects": partial(rel.krippendorff_alpha, copies, interval="none"),
    }
    return Case(name, ours, peers, int(text.memory_usage(deep=True).sum()))


def factorize_first(package: Any, text: pd.DataFrame) -> float:
    """Alpha of a peer as one would write it from a table of labels: numbers are its fast input."""
    codes, _ = pd.factorize(text.to_numpy().ravel())
    numbers = np.where(codes < 0, np.nan, codes).reshape(text.shape)
    return float(package.alpha(reliability_data=numbers.T, level_of_measurement="nominal"))


def bootstrap_cases(n: int, r: int, q: int, replicates: int) -> list[Case]:
    ratings = simulate(n, r, q)
    frame, documents = pd.DataFrame(ratings), np.arange(n) // 20
    few = 3 if n > 10_000 else 20
    peers: dict[str, Call] = {}
    if installed("krippendorff"):
        peers[f"krippendorff x {replicates // few}"] = partial(
            resample_krippendorff, np.ascontiguousarray(ratings.T), few
        )
    # evalaudit keeps replicates x units in memory: 10,000 of 100,000 would take 100 GB.
    if installed("evalaudit") and n * replicates <= 10**8:
        peers["evalaudit"] = partial(bootstrap_evalaudit, as_long(ratings), replicates)
    call = partial(rel.krippendorff_alpha, frame, interval="bootstrap", replicates=replicates)
    name = f"{replicates:,} bootstraps of alpha, {n:,} x {r}, {q} levels"
    return [
        Case(name, {"numbers": call}, peers, ratings.nbytes),
        Case(
            f"{replicates:,} cluster bootstraps of alpha, {n:,} x {r}, {q} levels",
            {"numbers": partial(call, clusters=documents)},
            input_bytes=ratings.nbytes,
        ),
    ]


def resample_krippendorff(data: np.ndarray, times: int) -> None:
    package, rng = installed("krippendorff"), np.random.default_rng(0)
    for _ in range(times):
        units = rng.integers(0, data.shape[1], data.shape[1])
        package.alpha(reliability_data=data[:, units], level_of_measurement="nominal")


def as_long(ratings: np.ndarray) -> pd.DataFrame:
    unit, coder = np.nonzero(~np.isnan(ratings))
    return pd.DataFrame({"item_id": unit, "rater_id": coder, "rating": ratings[unit, coder]})


def bootstrap_evalaudit(long: pd.DataFrame, replicates: int) -> object:
    package = installed("evalaudit")
    return package.rater_agreement(long, level="nominal", n_boot=replicates, seed=0)


def kappa_cases(n: int, r: int, q: int) -> list[Case]:
    ratings = simulate(n, r, q, missing=0)
    frame, labels = pd.DataFrame(ratings), as_categories(ratings, q)
    counts = np.stack([(ratings == level).sum(axis=1) for level in range(1, q + 1)], axis=1)
    fleiss: dict[str, Call] = {}
    pairs: dict[str, Call] = {}
    ac1: dict[str, Call] = {}
    conger: dict[str, Call] = {}
    couples = [(a, b) for a in range(r) for b in range(a)]
    if inter := installed("statsmodels.stats.inter_rater"):
        whole = ratings.astype(np.int64)
        fleiss["statsmodels"] = lambda: inter.fleiss_kappa(inter.aggregate_raters(whole)[0])
        fleiss["statsmodels, counts given"] = lambda: inter.fleiss_kappa(counts)
        pairs["statsmodels"] = lambda: [
            inter.cohens_kappa(inter.to_table(whole[:, pair], q)[0], return_results=False)
            for pair in map(list, couples)
        ]
    if metrics := installed("sklearn.metrics"):
        pairs["scikit-learn"] = lambda: [
            metrics.cohen_kappa_score(ratings[:, a], ratings[:, b]) for a, b in couples
        ]
    if gwet := installed("irrCAC.raw"):
        ac1["irrCAC"] = lambda: gwet.CAC(frame).gwet()
        conger["irrCAC"] = lambda: gwet.CAC(frame).conger()
        fleiss["irrCAC"] = lambda: gwet.CAC(frame).fleiss()
    size, label = ratings.nbytes, f"{n:,} x {r}, {q} levels"

    def both(function: Callable[..., object], **options: object) -> dict[str, Call]:
        return {
            "numbers": partial(function, frame, **options),
            "categories": partial(function, labels, **options),
        }

    return [
        Case(f"Fleiss with error, {label}", both(rel.fleiss_kappa), fleiss, size),
        Case(f"AC1 with error, {label}", both(rel.gwet_ac1), ac1, size),
        Case(f"Conger with error, {label}", both(rel.conger_kappa), conger, size),
        Case(
            f"Cohen of all pairs, {label}",
            both(rel.agreement_by_pair, interval="none"),
            pairs,
            size,
        ),
    ]


def measurement_case(n: int) -> Case:
    rng = np.random.default_rng(2)
    ratings = rng.normal(50, 10, (n, 1)) + rng.normal(0, 4, (n, 3))
    peers = alpha_peers(ratings, "interval") if n <= 300 else {}
    call = partial(rel.krippendorff_alpha, pd.DataFrame(ratings), metric="interval")
    return Case(f"alpha interval, {n:,} x 3 measurements", {"numbers": call}, peers, ratings.nbytes)


def spans_case(spans: int) -> Case:
    """Three coders who cut the same text into spans of three levels."""
    rng = np.random.default_rng(4)
    length, rows = 40 * spans, []
    for coder in "abc":
        starts = np.arange(spans) * 40 + rng.integers(0, 8, spans)
        ends = starts + rng.integers(8, 30, spans)
        level = rng.choice(["x", "y", "z"], spans)
        rows += [(coder, *row) for row in zip(starts, ends, level, strict=True)]
    frame = pd.DataFrame(rows, columns=["coder", "start", "end", "level"])
    peers: dict[str, Call] = {}
    if package := installed("krippendorff_unitized_alpha.krippendorffs_unitized_alpha"):
        data = {
            coder: package.impute_empty_segments(
                [
                    package.Segment(row.level, int(row.start), int(row.end))
                    for row in own.itertuples()
                ],
                length,
            )
            for coder, own in frame.groupby("coder")
        }
        peers["krippendorff-unitized-alpha"] = partial(package.KrippendorffUnitizedAlpha, data)
    call = partial(rel.alpha_unitizing, frame, length=length, replicates=0)
    size = int(frame.memory_usage().sum())
    return Case(f"u-alpha, 3 coders x {spans:,} spans", {"spans": call}, peers, size)


def cases(*, large: bool) -> list[Callable[[], list[Case]]]:
    made: list[Callable[[], list[Case]]] = [
        partial(alpha_cases, 10_000, 5, 5),
        partial(alpha_cases, 100_000, 3, 5),
        partial(alpha_cases, 100_000, 3, 20),
        partial(bootstrap_cases, 1_000, 3, 5, 1_000),
        partial(bootstrap_cases, 100_000, 3, 5, 1_000),
        partial(bootstrap_cases, 100_000, 3, 5, 10_000),
        partial(bootstrap_cases, 100_000, 3, 20, 1_000),
        partial(kappa_cases, 100_000, 5, 5),
        lambda: [spans_case(400)],
        lambda: [measurement_case(300), measurement_case(1_000_000)],
        partial(alpha_cases, 1_000_000, 3, 5),
    ]
    if large:
        made.append(partial(alpha_cases, 1_000_000, 3, 20, large=True))
    return made


def draw_growth(path: str, repeats: int) -> None:
    """Draw CPU time and extra memory of alpha against the number of units, both on log scales."""
    from matplotlib.figure import Figure

    sizes = [10**3, 10**4, 10**5, 10**6, 10**7]
    lines: dict[str, list[tuple[int, float, float]]] = {}
    for n in sizes:
        ratings = simulate(n, 3, 5)
        calls = {
            "evalkit, categories": partial(
                rel.krippendorff_alpha, as_categories(ratings, 5), interval="none"
            ),
            "evalkit, numbers": partial(
                rel.krippendorff_alpha, pd.DataFrame(ratings), interval="none"
            ),
        }
        if n <= 10**6:
            calls |= alpha_peers(ratings, "nominal")
        for name, call in calls.items():
            call()
            point = (n, 1e3 * cpu_seconds(call, repeats), peak_bytes(call) / 1e6)
            lines.setdefault(name, []).append(point)
            print(f"| {name} | {n:,} | {point[1]:.2f} | {point[2]:.1f} |", flush=True)
    figure = Figure(figsize=(9, 3.6), layout="constrained")
    axes = figure.subplots(1, 2)
    for name, points in lines.items():
        n, milliseconds, megabytes = zip(*points, strict=True)
        axes[0].loglog(n, milliseconds, marker="o", label=name)
        axes[1].loglog(n, megabytes, marker="o", label=name)
    for ax, title in zip(axes, ("CPU time, ms", "extra memory at its peak, MB"), strict=True):
        ax.set(xlabel="units (3 coders, 5 levels)", title=title)
        ax.grid(visible=True, color="0.9")
    axes[0].legend(frameon=False)
    figure.savefig(path, metadata={"Date": None})


def cpu_seconds(call: Call, repeats: int) -> float:
    times = list[float]()
    gc.collect()
    # A call of a few milliseconds needs more repeats before its best is steady.
    while len(times) < repeats or (sum(times) < 0.3 and len(times) < 50):
        start = time.process_time()
        call()
        times.append(time.process_time() - start)
        if times[-1] > 10:
            break
    return min(times)


def peak_bytes(call: Call) -> int:
    gc.collect()
    tracemalloc.start()
    call()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def row(case: Case, repeats: int) -> str:
    for call in case.ours.values():
        call()  # imports and first-use costs are nobody's
    ours = {name: cpu_seconds(call, repeats) for name, call in case.ours.items()}
    peers = {
        name: cpu_seconds(call, repeats) * float(name.rpartition(" x ")[2] if " x " in name else 1)
        for name, call in case.peers.items()
    }
    memory = peak_bytes(next(iter(case.ours.values()))) / max(case.input_bytes, 1)
    # A peer that starts from a ready table of counts has had its work done; it is not the measure.
    whole = {name: seconds for name, seconds in peers.items() if "given" not in name}
    best = min(whole, key=lambda name: whole[name], default="")
    mine = ", ".join(f"{name} {1e3 * seconds:.2f}" for name, seconds in ours.items())
    ratio = ", ".join(f"{peers[best] / seconds:.0f}" for seconds in ours.values()) if best else "–"
    theirs = f"{best} {1e3 * peers[best]:.1f}" if best else "–"
    return f"| {case.name} | {mine} | {theirs} | {ratio} | {memory:.1f} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--large", action="store_true", help="1,000,000 x 20 levels too")
    parser.add_argument("--only", default="", help="rows whose name holds this text")
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--growth", default="", help="draw growth into this file and stop")
    arguments = parser.parse_args()
    if arguments.growth:
        draw_growth(arguments.growth, arguments.repeats)
        return
    print("| task | evalkit, ms | best peer, ms | ratio | peak memory / input |")
    print("|---|---|---|---|---|")
    for make in cases(large=arguments.large):
        for case in make():
            if arguments.only in case.name:
                print(row(case, arguments.repeats), flush=True)


if __name__ == "__main__":
    main()
