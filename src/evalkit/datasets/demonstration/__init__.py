"""The generator of the fictitious study that is shipped as ``demo``.

One file per part: what is true of it (a dataclass, read from ``demo/truth.toml``), how it is drawn
(``draw_...``), and what an estimator should find (methods of the dataclass).
"""

from evalkit.datasets.demonstration.simulation import (
    DEFAULT_SEED,
    demo_truth,
    simulate_demo,
    write_demo,
)

__all__ = ["DEFAULT_SEED", "demo_truth", "simulate_demo", "write_demo"]
