"""Plots of released values: each comes with the sentence that is its alt text."""

from evalkit.plots.bars import bar_plot
from evalkit.plots.canvas import Plot
from evalkit.plots.coders import coder_plot, confusion_plot
from evalkit.plots.curves import curve_plot
from evalkit.plots.dyads import dyad_plot
from evalkit.plots.forest import forest_plot
from evalkit.plots.funnel import funnel_plot
from evalkit.plots.intervals import IntervalRow, interval_plot
from evalkit.plots.levels import level_plot
from evalkit.plots.map import neighbours, region_map
from evalkit.plots.moves import moves_plot
from evalkit.plots.routes import route_plot
from evalkit.plots.series import series_plot
from evalkit.plots.shrinkage import shrinkage_plot
from evalkit.plots.trend import trend_plot

__all__ = [
    "IntervalRow",
    "Plot",
    "bar_plot",
    "coder_plot",
    "confusion_plot",
    "curve_plot",
    "dyad_plot",
    "forest_plot",
    "funnel_plot",
    "interval_plot",
    "level_plot",
    "moves_plot",
    "neighbours",
    "region_map",
    "route_plot",
    "series_plot",
    "shrinkage_plot",
    "trend_plot",
]
