"""A study on disk: ``study.toml``, tables and codings, read and checked.

`open_study` opens one, `Study.check` finds everything that is wrong with it at once, `new_study`
makes an empty one.
"""

from __future__ import annotations

from evalkit.study.new import new_study
from evalkit.study.opening import open_study, shipped_studies
from evalkit.study.reading import Reading
from evalkit.study.schema import OWN_TABLES, TableSchema, table_names, table_schema
from evalkit.study.settings import Frame, Wave
from evalkit.study.study import Study
from evalkit.study.values import MISSING_KINDS

__all__ = [
    "MISSING_KINDS",
    "OWN_TABLES",
    "Frame",
    "Reading",
    "Study",
    "TableSchema",
    "Wave",
    "new_study",
    "open_study",
    "shipped_studies",
    "table_names",
    "table_schema",
]
