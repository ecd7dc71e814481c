"""What is drawn from the demonstration study many times over, and what each estimator makes of it."""

from designs import change, coders, durations, few_clusters, files, missing, places, views

EXPERIMENTS = {
    experiment.name: experiment
    for part in (files, few_clusters, places, change, durations, views, missing, coders)
    for experiment in part.EXPERIMENTS
}

__all__ = ["EXPERIMENTS"]
