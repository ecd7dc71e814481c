"""Replicate evaluations of collaboration agreements between Veilig Thuis and local teams.

Start with `open_study` and `load_scheme`; everything else hangs on what they return or lives in the
room that carries its name: `evalkit.reliability`, `evalkit.claims`, `evalkit.disclosure`, ...
The public names load on first use, so that ``import evalkit`` costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from evalkit.schemes import Scheme as Scheme
    from evalkit.schemes import load_scheme as load_scheme
    from evalkit.study import Study as Study
    from evalkit.study import open_study as open_study

__version__ = "0.1.0"

_ROOM = {
    "Scheme": "evalkit.schemes",
    "Study": "evalkit.study",
    "load_scheme": "evalkit.schemes",
    "open_study": "evalkit.study",
}
__all__ = ["Scheme", "Study", "__version__", "load_scheme", "open_study"]


def __getattr__(name: str) -> object:
    if name in _ROOM:
        return getattr(import_module(_ROOM[name]), name)
    message = f"module 'evalkit' has no attribute {name!r}"
    raise AttributeError(message)


def __dir__() -> list[str]:
    return sorted(__all__)
