"""The shipped studies, and small questions about the published figures in them.

The folder ``published`` is a study (`evalkit.study.open_study`): real open figures, each with its
source. What its tables hold is told in ``docs/published.md``. The folder ``demo`` is a fictitious
study with all that evalkit can read; `demo_truth` tells what is true in it.
"""

from evalkit.datasets.demonstration import demo_truth, simulate_demo, write_demo
from evalkit.datasets.disagreements import disagreements
from evalkit.datasets.figures import figures, figures_for_region, period_name
from evalkit.datasets.region_map import map_credit, region_shapes
from evalkit.datasets.sources import cite_source, credit_lines

__all__ = [
    "cite_source",
    "credit_lines",
    "demo_truth",
    "disagreements",
    "figures",
    "figures_for_region",
    "map_credit",
    "period_name",
    "region_shapes",
    "simulate_demo",
    "write_demo",
]
