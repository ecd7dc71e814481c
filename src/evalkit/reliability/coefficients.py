"""The coefficients by name, for tables, differences and the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args

from evalkit.errors import unknown_name
from evalkit.language import Text
from evalkit.reliability.brennan_prediger import brennan_prediger, brennan_prediger_statistic
from evalkit.reliability.cohen import cohen_kappa, cohen_statistic
from evalkit.reliability.conger import conger_kappa, conger_statistic
from evalkit.reliability.fleiss import fleiss_kappa, fleiss_statistic
from evalkit.reliability.gwet import gwet_ac1, gwet_ac2, gwet_statistic
from evalkit.reliability.krippendorff import alpha_statistic, krippendorff_alpha
from evalkit.reliability.percent import percent_agreement, percent_statistic
from evalkit.reliability.scott import scott_pi, scott_statistic

if TYPE_CHECKING:
    from collections.abc import Callable

    from evalkit.reliability.statistic import Statistic
    from evalkit.results import Agreement

CoefficientName = Literal[
    "percent_agreement",
    "cohen_kappa",
    "scott_pi",
    "fleiss_kappa",
    "conger_kappa",
    "brennan_prediger",
    "gwet_ac1",
    "gwet_ac2",
    "krippendorff_alpha",
]

_FUNCTIONS: dict[str, Callable[..., Agreement]] = {
    "percent_agreement": percent_agreement,
    "cohen_kappa": cohen_kappa,
    "scott_pi": scott_pi,
    "fleiss_kappa": fleiss_kappa,
    "conger_kappa": conger_kappa,
    "brennan_prediger": brennan_prediger,
    "gwet_ac1": gwet_ac1,
    "gwet_ac2": gwet_ac2,
    "krippendorff_alpha": krippendorff_alpha,
}

_STATISTICS: dict[str, Callable[..., Statistic]] = {
    "percent_agreement": percent_statistic,
    "cohen_kappa": cohen_statistic,
    "scott_pi": scott_statistic,
    "fleiss_kappa": fleiss_statistic,
    "conger_kappa": conger_statistic,
    "brennan_prediger": brennan_prediger_statistic,
    "gwet_ac1": gwet_statistic,
    "gwet_ac2": lambda ratings, weights="quadratic": gwet_statistic(ratings, weights),
    "krippendorff_alpha": alpha_statistic,
}


def find_coefficient(name: CoefficientName) -> Callable[..., Agreement]:
    """Return the function of a coefficient.

    Parameters
    ----------
    name : str
        Such as "krippendorff_alpha".

    Returns
    -------
    callable
        From ratings and keyword options to an `Agreement`.

    Raises
    ------
    ParameterError
        If there is no such coefficient.
    """
    return _FUNCTIONS[_known(name)]


def find_statistic(name: CoefficientName) -> Callable[..., Statistic]:
    """Return what builds a coefficient from `Ratings` and its `weights` or `metric`."""
    return _STATISTICS[_known(name)]


def _known(name: str) -> str:
    if name not in _FUNCTIONS:
        raise unknown_name(Text("coëfficiënt", "coefficient"), name, get_args(CoefficientName))
    return name
