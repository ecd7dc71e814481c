"""The parameters of a report notebook: which it declares, and whether a value fits.

A parameter is code: papermill writes it into a cell and runs it. It also runs on with a name that
the notebook does not know, and then reports on the default region. So names and types are checked
before a kernel starts, and what was written into the cell is read back and compared.
"""

from __future__ import annotations

import ast
import json
import math
from typing import TYPE_CHECKING

from evalkit.errors import ParameterError, ReportError, system_reason, unknown_name
from evalkit.language import Text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_KIND = {
    "str": Text("tekst", "text"),
    "int": Text("een geheel getal", "a whole number"),
    "float": Text("een getal", "a number"),
    "bool": Text("True of False", "True or False"),
    "NoneType": Text("None", "None"),
    "list": Text("een lijst", "a list"),
    "dict": Text("een dict", "a dict"),
}


def declared_parameters(notebook: Path) -> dict[str, object]:
    """Read the parameters a notebook declares, with their defaults.

    Parameters
    ----------
    notebook : Path
        A notebook with one code cell tagged ``parameters`` that holds only lines like
        ``name = literal``, annotated or not.

    Returns
    -------
    dict of str to object
        Name to default, in the order of the cell.

    Raises
    ------
    ReportError
        If the notebook cannot be read, has no such cell or more than one, or the cell holds
        anything but literals.
    """
    where = notebook.name
    try:
        cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
        tagged = [
            cell
            for cell in cells
            if cell["cell_type"] == "code" and "parameters" in cell["metadata"].get("tags", ())
        ]
        sources = ["".join(cell["source"]) for cell in tagged]
    except OSError as error:
        raise ReportError(
            nl=f"{notebook}: het notebook is niet te lezen ({system_reason(error).nl})",
            en=f"{notebook}: the notebook cannot be read ({system_reason(error).en})",
        ) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ReportError(
            nl=f"{where}: dit is geen Jupyter-notebook; bewaar het opnieuw vanuit JupyterLab",
            en=f"{where}: this is not a Jupyter notebook; save it again from JupyterLab",
        ) from error
    if len(sources) != 1:
        raise ReportError(
            nl=f"{where}: precies één codecel moet het label 'parameters' hebben, "
            f"gevonden: {len(sources)}",
            en=f"{where}: exactly one code cell must have the tag 'parameters', "
            f"found {len(sources)}",
        )
    return literal_assignments(sources[0], where=where)


def literal_assignments(source: str, *, where: str) -> dict[str, object]:
    """Read ``name = literal`` lines without running them.

    Parameters
    ----------
    source : str
        Python source.
    where : str
        The file, for the message.

    Returns
    -------
    dict of str to object
        Names to values.

    Raises
    ------
    ReportError
        If the source holds anything else.

    Examples
    --------
    >>> literal_assignments('region: str = "VT08"  # code', where="region_report.ipynb")
    {'region': 'VT08'}
    """
    found: dict[str, object] = {}
    line = 1
    try:
        for statement in ast.parse(source).body:
            line = statement.lineno
            match statement:
                case ast.Assign(targets=[ast.Name(id=name)], value=value):
                    found[name] = ast.literal_eval(value)
                case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                    found[name] = ast.literal_eval(value)
                case ast.Expr(value=ast.Constant(value=str())):
                    pass
                case _:
                    raise ValueError
    except (ValueError, SyntaxError) as error:
        line = getattr(error, "lineno", None) or line
        raise ReportError(
            nl=f"{where}, parametercel, regel {line}: hier mogen alleen regels van de vorm "
            "'naam = letterlijke waarde' staan",
            en=f"{where}, parameters cell, line {line}: only lines like 'name = literal value' "
            "may stand here",
        ) from error
    return found


def check_parameters(
    given: Mapping[str, object], declared: Mapping[str, object], *, where: str
) -> None:
    """Refuse a parameter that the notebook does not declare or whose type differs.

    Parameters
    ----------
    given : mapping of str to object
        What will be injected.
    declared : mapping of str to object
        What `declared_parameters` found; a default of None accepts any type.
    where : str
        The notebook, for the message.

    Raises
    ------
    ParameterError
        With the nearest declared name, or with the type that was expected.
    """
    for name, value in given.items():
        if name not in declared:
            raise unknown_name(Text("parameter", "parameter"), name, declared, where=where)
        default = declared[name]
        if default is not None and type(value) is not type(default):
            raise _misfit(name, value, _KIND[type(default).__name__], where)
        if not _is_plain(value):
            plain = Text("tekst, getallen, lijsten en dicts", "text, numbers, lists and dicts")
            raise _misfit(name, value, plain, where)


def _misfit(name: str, value: object, expected: Text, where: str) -> ParameterError:
    kind = type(value).__name__
    return ParameterError(
        nl=f"{where}: parameter {name!r} moet {expected.nl} zijn, gevonden: {value!r} ({kind})",
        en=f"{where}: parameter {name!r} must be {expected.en}, found {value!r} ({kind})",
    )


def _is_plain(value: object) -> bool:
    # Exact types: papermill writes a numpy bool or a subclass of str as something else.
    if value is None or type(value) in {str, int, bool}:
        return True
    if type(value) is float:
        return math.isfinite(value)
    if type(value) is list:
        return all(_is_plain(part) for part in value)
    if type(value) is dict:
        return all(type(key) is str and _is_plain(part) for key, part in value.items())
    return False


def same_values(first: object, second: object) -> bool:
    """Return whether two parameters are equal and of the same types all the way down.

    Parameters
    ----------
    first, second : object
        Plain values.

    Returns
    -------
    bool
        Whether they print alike, which for plain values means the same.

    Examples
    --------
    >>> same_values("0363", 363), same_values([1], [True]), same_values({"a": 1.0}, {"a": 1.0})
    (False, False, True)
    """
    return repr(first) == repr(second)
