"""The evaluations themselves: one question to a study per function, each with a typed answer."""

from evalkit.evaluations.analysis import Analysis, Share, Statement

__all__ = ["Analysis", "Share", "Statement"]
