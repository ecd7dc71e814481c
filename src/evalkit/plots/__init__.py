"""Plots of released values: each comes with the sentence that is its alt text."""

from evalkit.plots.bars import bar_plot
from evalkit.plots.canvas import Plot
from evalkit.plots.coders import coder_plot, confusion_plot
from evalkit.plots.forest import forest_plot
from evalkit.plots.intervals import IntervalRow, interval_plot
from evalkit.plots.levels import level_plot
from evalkit.plots.map import neighbours, region_map
from evalkit.plots.series import series_plot

__all__ = [
    "IntervalRow",
    "Plot",
    "bar_plot",
    "coder_plot",
    "confusion_plot",
    "forest_plot",
    "interval_plot",
    "level_plot",
    "neighbours",
    "region_map",
    "series_plot",
]
