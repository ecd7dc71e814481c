"""The gate: the only way from a study to a page, plot or table.

Under a protective profile each count is judged and rounded first; complements are counts too. All
else (shares, intervals, sentences, charts) is made from what that leaves, so nothing derived can
tell more than the rounded counts do. What is about organisations alone, and is said to be so, passes
as it is and is recorded under a rule of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar, get_args

from evalkit.disclosure.columns import release_table
from evalkit.disclosure.judgement import (
    judge_estimate,
    judge_number,
    judge_range,
    judge_result,
    judge_share,
)
from evalkit.disclosure.policy import ORGANISATIONS_RULE, Policy, load_policy
from evalkit.disclosure.released import (
    Released,
    ReleasedEstimate,
    ReleasedNumber,
    ReleasedRange,
    ReleasedResult,
    ReleasedShare,
    ReleasedText,
)
from evalkit.disclosure.sentences import judge_text
from evalkit.errors import DisclosureError, unknown_name
from evalkit.language import Text, as_text
from evalkit.results import About

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from evalkit.disclosure.tables import ReleasedTable
    from evalkit.language import Language
    from evalkit.results import Estimate, Result

_Kind = TypeVar("_Kind", bound=Released)
_ABOUT: Final[tuple[str, ...]] = get_args(About)


def open_gate(profile: str) -> Gate:
    """Open the gate of a disclosure profile.

    Parameters
    ----------
    profile : str
        Exactly "public" (passes everything and records so) or "protected".

    Returns
    -------
    Gate
        With an empty record.

    Raises
    ------
    DisclosureError
        If the profile does not exist (exit code 3); nothing is released then.

    Examples
    --------
    >>> gate = open_gate("protected")
    >>> print(gate.count(43, what="files"), gate.count(9, what="files"))
    45 x
    >>> share = gate.share(43, 148, what="files handed over")
    >>> share.fraction("nl"), share.in_language("nl")
    ('45 van 150', '30%')
    """
    return Gate(load_policy(profile))


class Gate:
    """Releases values under one policy and keeps the record of it.

    Parameters
    ----------
    policy : Policy
        What is allowed.

    """

    __slots__ = ("_policy", "_releases")

    def __init__(self, policy: Policy) -> None:
        if type(policy) is not Policy:
            raise DisclosureError(
                nl="een poort heeft een Policy nodig; gebruik open_gate met een profielnaam",
                en="a gate needs a Policy; use open_gate with the name of a profile",
            )
        self._policy = policy
        self._releases: dict[tuple[Text, str], list[int]] = {}

    @property
    def policy(self) -> Policy:
        """The policy in force for what is about people."""
        return self._policy

    def policy_for(self, about: About) -> Policy:
        """Return what is allowed with what is about people, or about organisations alone.

        Parameters
        ----------
        about : {"people", "organisations"}
            What is counted.

        Returns
        -------
        Policy
            The policy in force, or for organisations that of profile "public".

        Raises
        ------
        DisclosureError
            If it is neither.
        """
        if about not in _ABOUT:
            error = unknown_name(Text("soort gegevens", "kind of data"), str(about), _ABOUT)
            raise DisclosureError(nl=error.text.nl, en=error.text.en)
        return self._policy if about == "people" else load_policy("public")

    def count(self, value: object, *, what: Text | str, about: About = "people") -> ReleasedNumber:
        """Release one count.

        Parameters
        ----------
        value : int, None or a missing code
            The count; under profile "public" any finite number.
        what : Text or str
            What is counted, for the record.
        about : {"people", "organisations"}
            What is counted.

        Returns
        -------
        ReleasedNumber
            The rounded count, hidden, or missing with its kind.

        Raises
        ------
        DisclosureError
            If it is not a number, or under protection not a whole number of at least 0.
        """
        return self._noted(judge_number(self.policy_for(about), value, as_text(what)))

    def share(
        self,
        k: object,
        n: object,
        *,
        what: Text | str,
        level: float | None = 0.95,
        about: About = "people",
    ) -> ReleasedShare:
        """Release the share `k` of `n`.

        Hidden when `k`, its complement or `n` is too small, or when one side holds more of the
        group than the policy allows; none and all of a group are therefore always hidden.

        Parameters
        ----------
        k, n : int, None or a missing code
            Counts, 0 <= k <= n.
        what : Text or str
            What it is a share of, for the record.
        level : float or None
            Confidence level of the Wilson interval, in (0, 1); None for a census.
        about : {"people", "organisations"}
            What is counted.

        Returns
        -------
        ReleasedShare
            Made from the rounded counts; or hidden, or missing with its kind.

        Raises
        ------
        DisclosureError
            If `k` and `n` are not such counts.
        """
        return self._noted(judge_share(self.policy_for(about), k, n, as_text(what), level))

    def estimate(self, estimate: Estimate, *, what: Text | str) -> ReleasedEstimate:
        """Release an estimate.

        Under protection only a proportion passes: it is made anew from the rounded counts, with a
        Wilson interval where the units were not clustered and there was an interval, and without
        names, frame, population and warnings, which may hold counts.

        Parameters
        ----------
        estimate : Estimate
            The estimate; a proportion carries `k`.
        what : Text or str
            What is estimated, for the record.

        Returns
        -------
        ReleasedEstimate
            The estimate itself under "public", a new one or hidden otherwise.

        Raises
        ------
        DisclosureError
            Under protection, if the estimate is no proportion `k` / `n`: it comes from unrounded
            data and cannot be made from rounded counts.
        """
        return self._noted(judge_estimate(self._policy, estimate, as_text(what)))

    def result(
        self, result: Result, *, what: Text | str, about: About = "people"
    ) -> ReleasedResult:
        """Release a test, curve or model.

        It is made from unrounded data and cannot be made anew from rounded counts; under protection
        it is therefore hidden. A share is best released by `share`, `estimate` or `table`.

        Parameters
        ----------
        result : Result
            Any result of evalkit.
        what : Text or str
            What it is, for the record.
        about : {"people", "organisations"}
            What is counted.

        Returns
        -------
        ReleasedResult
            The result itself under "public", hidden otherwise.

        Raises
        ------
        DisclosureError
            If it is no `Result`.

        Examples
        --------
        >>> from evalkit.inference import sign_test
        >>> test = sign_test([1, 2, 1, 1], [2, 2, 2, 3])
        >>> print(open_gate("protected").result(test, what="change"))
        x
        """
        return self._noted(judge_result(self.policy_for(about), result, as_text(what)))

    def range(self, low: float, high: float, *, what: Text | str) -> ReleasedRange:
        """Release what the words of a published claim allow.

        It comes from a publication and not from the study; under protection it is all the same
        widened to whole steps of five points, so that no exact share can pass this way.

        Parameters
        ----------
        low, high : float
            Shares, 0 <= low <= high <= 1; both NaN when the words say nothing.
        what : Text or str
            Which claim, for the record.

        Returns
        -------
        ReleasedRange
            The range; missing (nvt) when the words say nothing.

        Raises
        ------
        DisclosureError
            If these are no such shares.
        """
        return self._noted(judge_range(self._policy, low, high, as_text(what)))

    def text(
        self,
        template: Text,
        *,
        what: Text | str,
        about: About = "people",
        **values: Released | Text | str,
    ) -> ReleasedText:
        """Release a sentence of our own; its numbers go in as released values.

        The free text of a case file or interview never passes here: no rule can judge it.

        Parameters
        ----------
        template : Text
            The sentence, with ``{name}`` for each of `values`.
        what : Text or str
            What it is, for the record.
        about : {"people", "organisations"}
            What is counted.
        **values : Released, Text or str
            Released values and labels by name.

        Returns
        -------
        ReleasedText
            Formats its numbers late, by language.

        Raises
        ------
        DisclosureError
            If a name has no value or, under protection, if the sentence or a label brings a number
            of its own (a year is allowed).
        """
        return judge_text(self.policy_for(about), template, values, as_text(what))

    def table(
        self,
        frame: pd.DataFrame,
        *,
        counts: Sequence[str],
        what: Text | str,
        shares: Mapping[str, tuple[str, str]] | None = None,
        titles: Mapping[str, Text] | None = None,
        level: float | None = 0.95,
        about: About | Sequence[About] = "people",
    ) -> ReleasedTable:
        """Release a table: labels as they are, numbers one by one.

        Totals are rounded by themselves, so sums need not fit. Where a share is hidden its `k` is
        hidden too, for with `n` beside it the share could be had by dividing.

        Parameters
        ----------
        frame : DataFrame
            One row per unit of the page. Named index levels become columns.
        counts : sequence of str
            Columns that are counts.
        what : Text or str
            What the table shows, for the record.
        shares : mapping of str to (str, str), optional
            New columns, each made from a column `k` and a column `n`.
        titles : mapping of str to Text, optional
            Headings; a column without one is headed by its name.
        level : float or None
            Confidence level of the intervals of shares; None for a census.
        about : {"people", "organisations"}, or a sequence of them
            What is counted, in all rows or row by row.

        Returns
        -------
        ReleasedTable
            The columns of `frame` that are labels or `counts`, then the shares.

        Raises
        ------
        DisclosureError
            Under protection, if a column holds numbers, truth values or dates and is not declared.
        ParameterError
            If a declared column does not exist.
        """
        rows: list[About] = [about] * len(frame) if isinstance(about, str) else list(about)
        released = release_table(
            self.policy_for(about) if isinstance(about, str) else self._policy,
            [self.policy_for(each) for each in rows],
            frame,
            counts=counts,
            shares=shares or {},
            titles=titles or {},
            what=as_text(what),
            level=level,
        )
        cells = [c for row in released.rows for c in row if isinstance(c, Released)]
        return self._noted(released, cells)

    def record(self, language: Language = "nl") -> pd.DataFrame:
        """Return what was released, one row per `what` and rule, in order of release.

        Parameters
        ----------
        language : {"nl", "en"}
            Language of `what` and `rule`.

        Returns
        -------
        DataFrame
            Columns what, profile, rule, cells (numbers that passed or were hidden), hidden. What is
            about organisations alone has a row of its own, with profile "public" and its own rule.
        """
        import pandas as pd

        rules = {
            load_policy("public").name: ORGANISATIONS_RULE,
            self._policy.name: self._policy.rule,
        }
        rows = [
            (what.in_language(language), profile, rules[profile].in_language(language), *numbers)
            for (what, profile), numbers in self._releases.items()
        ]
        return pd.DataFrame(rows, columns=["what", "profile", "rule", "cells", "hidden"])

    def _noted(self, released: _Kind, cells: Sequence[Released] | None = None) -> _Kind:
        for cell in [released] if cells is None else cells:
            entry = self._releases.setdefault((released.what, cell.profile), [0, 0])
            if cell.missing is None:
                entry[0] += 1
                entry[1] += cell.hidden
        if cells == []:  # a table of labels is released too
            self._releases.setdefault((released.what, released.profile), [0, 0])
        return released
