"""A model of escalation as data: the routes in order, each used only after the ones before it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from evalkit.errors import ParameterError, unknown_name
from evalkit.language import Text
from evalkit.schemes import load_scheme

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class RouteModel:
    """Cumulative routes of escalation.

    Attributes
    ----------
    name : str
        Where the model comes from, e.g. "samen-doen-2021@1.0".
    routes : tuple of str
        The routes from the lowest; at least one, each once. An escalation begins with the first,
        uses each in turn and may end after any.
    labels : tuple of Text
        What each route is called.
    """

    name: str
    routes: tuple[str, ...]
    labels: tuple[Text, ...]

    def __post_init__(self) -> None:
        if not self.routes or len(set(self.routes)) < len(self.routes):
            raise ParameterError(
                nl="een model heeft ten minste één route en elke route één keer",
                en="a model has at least one route and each route once",
            )
        if len(self.labels) != len(self.routes):
            raise ParameterError(
                nl=f"het model heeft {len(self.routes)} routes en {len(self.labels)} namen",
                en=f"the model has {len(self.routes)} routes and {len(self.labels)} labels",
            )

    def position(self, route: object) -> int:
        """Return the place of a route in the model, from 0.

        Parameters
        ----------
        route : object
            Number or name as it stands in the log; 2 and 2.0 are "2".

        Returns
        -------
        int

        Raises
        ------
        ParameterError
            If the model has no such route.
        """
        whole = isinstance(route, float) and route.is_integer()
        name = str(int(route) if whole else route)  # type: ignore[call-overload]
        if name not in self.routes:
            raise unknown_name(Text("route", "route"), name, self.routes, where=self.name)
        return self.routes.index(name)

    def runs(self) -> tuple[tuple[int, ...], ...]:
        """Return every way through the model that conforms: the first 1, 2, ... routes."""
        return tuple(tuple(range(end)) for end in range(1, len(self.routes) + 1))


def route_model(scheme: str | Path = "samen-doen-2021", *, item: str = "B1.2") -> RouteModel:
    """Read the routes from an ordered item of a coding scheme.

    Parameters
    ----------
    scheme : str or Path
        Name of a shipped scheme or a scheme file, so that a region can bring its own.
    item : str
        The item whose levels are the routes, from the lowest.

    Returns
    -------
    RouteModel

    Raises
    ------
    ParameterError
        If the scheme or item does not exist, or its levels have no order.

    Examples
    --------
    >>> route_model().routes
    ('1', '2', '3')
    """
    found = load_scheme(scheme)
    levels = found.item(item)
    if not levels.is_ordered or not levels.levels:
        raise ParameterError(
            nl=f"{found.ref}, item {item}: de niveaus hebben geen volgorde en zijn dus geen routes",
            en=f"{found.ref}, item {item}: its levels have no order and so are no routes",
        )
    values = tuple(level.value for level in levels.levels)
    return RouteModel(found.ref, values, tuple(level.label for level in levels.levels))


def model_of_routes(
    routes: Iterable[object], *, name: str = "routes", labels: Sequence[Text] | None = None
) -> RouteModel:
    """Make a model from the names of its routes, from the lowest.

    Parameters
    ----------
    routes : iterable of object
        E.g. ``[1, 2, 3, 4]`` or ``["team", "manager", "bestuur"]``.
    name : str
        What the model is called.
    labels : sequence of Text or None
        What each route is called; None takes the names.

    Returns
    -------
    RouteModel

    Raises
    ------
    ParameterError
        If there is no route, or one occurs twice.
    """
    names = tuple(str(route) for route in routes)
    words = tuple(Text(route, route) for route in names) if labels is None else tuple(labels)
    return RouteModel(name, names, words)


def route_distance(path: Sequence[int], run: Sequence[int]) -> int:
    """Count the steps to leave out and to put in that turn one path into the other.

    Parameters
    ----------
    path, run : sequence of int
        Routes in the order of use.

    Returns
    -------
    int
        Edit distance without substitution: len(path) + len(run) - 2 (longest common subsequence).

    Examples
    --------
    >>> route_distance([0, 2], [0, 1, 2])
    1
    """
    shared = [0] * (len(run) + 1)
    for step in path:
        before = 0
        for place, wanted in enumerate(run, start=1):
            here = shared[place]
            shared[place] = before + 1 if step == wanted else max(here, shared[place - 1])
            before = here
    return len(path) + len(run) - 2 * shared[-1]
