"""What changed between two versions of a scheme, and whether it was allowed."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final

from evalkit.language import Text
from evalkit.results import Check, Result

if TYPE_CHECKING:
    import pandas as pd

    from evalkit.schemes.item import Item, Level
    from evalkit.schemes.scheme import Scheme

# A change in one of these changes what a coding means; a change in words alone does not.
_MEANING: Final = (
    "scale",
    "multiple",
    "units",
    "facets",
    "measured_in",
    "minimum",
    "maximum",
    "derived_from",
    "facet_levels",
)
_SAME_THING: Final = 0.4


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemChange(Result):
    """What changed in one item.

    Attributes
    ----------
    item : str
        Its id.
    fields : tuple of str
        Fields that differ, levels aside.
    added_levels, removed_levels, reworded_levels, redefined_levels : tuple of str
        Values of levels. Redefined: the label changed in both languages.
    is_reordered : bool
        Whether the levels that stayed changed places.
    is_another_thing : bool
        Whether the id now stands for something else: another scale, or hardly a word in common.
    """

    item: str
    fields: tuple[str, ...] = ()
    added_levels: tuple[str, ...] = ()
    removed_levels: tuple[str, ...] = ()
    reworded_levels: tuple[str, ...] = ()
    redefined_levels: tuple[str, ...] = ()
    is_reordered: bool = False
    is_another_thing: bool = False

    @property
    def changes_meaning(self) -> bool:
        """Whether codings made before have to be looked at again."""
        levels = self.removed_levels or self.redefined_levels or self.is_reordered
        return bool(levels or self.is_another_thing or set(self.fields) & set(_MEANING))

    def __str__(self) -> str:
        parts = [*self.fields]
        parts += [f"+{value}" for value in self.added_levels]
        parts += [f"-{value}" for value in self.removed_levels]
        parts += [f"~{value}" for value in (*self.reworded_levels, *self.redefined_levels)]
        parts += ["order of levels"] if self.is_reordered else []
        return f"{self.item}: {', '.join(parts)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemeComparison(Result):
    """What changed from one scheme to another.

    Attributes
    ----------
    old, new : str
        Id and version of both.
    added, removed : tuple of str
        Ids of items.
    changed : tuple of ItemChange
        Items in both that differ.
    other_fields : tuple of str
        Fields of the scheme itself that differ (title, themes' labels, sources, ...).
    """

    old: str
    new: str
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    changed: tuple[ItemChange, ...] = ()
    other_fields: tuple[str, ...] = ()

    @property
    def is_same(self) -> bool:
        """Whether nothing differs but the version."""
        return not (self.added or self.removed or self.changed or self.other_fields)

    @property
    def changes_meaning(self) -> bool:
        """Whether codings made before have to be looked at again."""
        return bool(self.removed) or any(change.changes_meaning for change in self.changed)

    def to_frame(self) -> pd.DataFrame:
        """Return one row per item that differs.

        Returns
        -------
        DataFrame
            Columns item, change ("added", "removed" or "changed") and what.
        """
        import pandas as pd

        rows = [(item, "added", "") for item in self.added]
        rows += [(item, "removed", "") for item in self.removed]
        rows += [(c.item, "changed", str(c).partition(": ")[2]) for c in self.changed]
        return pd.DataFrame(rows, columns=["item", "change", "what"], dtype="str")

    def __str__(self) -> str:
        counts = (
            f"{len(self.added)} added, {len(self.removed)} removed, {len(self.changed)} changed"
        )
        return f"{self.old} -> {self.new}: {counts}"


def compare_schemes(old: Scheme, new: Scheme) -> SchemeComparison:
    """Tell what differs between two versions of a scheme.

    Parameters
    ----------
    old, new : Scheme
        The earlier and the later version.

    Returns
    -------
    SchemeComparison
        Items added, removed and changed, in the order of the scheme; per item its levels.

    Examples
    --------
    >>> from evalkit.schemes import load_scheme
    >>> scheme = load_scheme("aef-2020")
    >>> compare_schemes(scheme, scheme).is_same
    True
    """
    before = {item.id: item for item in (*old.qualifiers, *old.items)}
    after = {item.id: item for item in (*new.qualifiers, *new.items)}
    changes = (_item_change(before[id_], item) for id_, item in after.items() if id_ in before)
    fields = [
        name
        for name in ("id", "title", "description", "sources", "quotes", "rubrics")
        if getattr(old, name) != getattr(new, name)
    ]
    if _outline(old) != _outline(new):
        fields.append("themes")
    return SchemeComparison(
        old=old.ref,
        new=new.ref,
        added=tuple(id_ for id_ in after if id_ not in before),
        removed=tuple(id_ for id_ in before if id_ not in after),
        changed=tuple(change for change in changes if change is not None),
        other_fields=tuple(fields),
    )


def _outline(scheme: Scheme) -> list[tuple[str, Text]]:
    return [(theme.id, theme.label) for theme in scheme.themes]


def _item_change(old: Item, new: Item) -> ItemChange | None:
    if old == new:
        return None
    fields = [
        name
        for name in type(old).model_fields
        if name != "levels" and getattr(old, name) != getattr(new, name)
    ]
    before = {level.value: level for level in old.levels}
    after = {level.value: level for level in new.levels}
    kept = [value for value in before if value in after]
    differ = [value for value in kept if before[value] != after[value]]
    return ItemChange(
        item=old.id,
        fields=tuple(fields),
        added_levels=tuple(value for value in after if value not in before),
        removed_levels=tuple(value for value in before if value not in after),
        reworded_levels=tuple(v for v in differ if not _is_redefined(before[v], after[v])),
        redefined_levels=tuple(v for v in differ if _is_redefined(before[v], after[v])),
        is_reordered=kept != [value for value in after if value in before],
        is_another_thing=old.scale != new.scale or _likeness(old, new) < _SAME_THING,
    )


def _is_redefined(old: Level, new: Level) -> bool:
    return old.label.nl != new.label.nl and old.label.en != new.label.en


def _likeness(old: Item, new: Item) -> float:
    """Share of words in common, in the language where most stayed."""
    pairs = [
        (f"{old.label[i]} {old.definition[i]}", f"{new.label[i]} {new.definition[i]}")
        for i in (0, 1)
    ]
    return max(
        SequenceMatcher(None, first.lower().split(), second.lower().split(), autojunk=False).ratio()
        for first, second in pairs
    )


def check_succession(old: Scheme, new: Scheme) -> list[Check]:
    """Check that a new version follows the rules for ids and versions.

    An id is never used for something else and never comes back; what is removed is listed in
    `retired`. Any change needs a higher version; a change of meaning (an item removed, another
    unit, facet, order or set of levels) needs a higher first number.

    Parameters
    ----------
    old, new : Scheme
        The earlier and the later version.

    Returns
    -------
    list of Check
        Empty when all is well.
    """
    change = compare_schemes(old, new)
    found = [_reused(new, c.item) for c in change.changed if c.is_another_thing]
    gone = [*change.removed, *old.retired]
    found += [_not_retired(new, id_) for id_ in gone if id_ not in new.retired]
    if change.is_same and old.version == new.version:
        return found
    was, now = _numbers(old), _numbers(new)
    if now <= was:
        message = Text(
            f"versie {new.version} volgt niet op {old.version}",
            f"version {new.version} does not follow {old.version}",
        )
    elif change.changes_meaning and now[0] == was[0]:
        message = Text(
            f"de betekenis verandert tussen {old.version} en {new.version}",
            f"the meaning changes between {old.version} and {new.version}",
        )
    else:
        return found
    wanted = f"{was[0] + 1}.0" if change.changes_meaning else f"{was[0]}.{was[1] + 1}"
    return [
        *found,
        Check(
            file=new.ref,
            column="version",
            value=new.version,
            rule="version-step",
            message=message,
            hint=Text(f"maak er {wanted} van", f"make it {wanted}"),
        ),
    ]


def _numbers(scheme: Scheme) -> tuple[int, int]:
    major, minor = scheme.version.split(".")
    return int(major), int(minor)


def _reused(new: Scheme, item: str) -> Check:
    return Check(
        file=new.ref,
        column=item,
        value=item,
        rule="id-reused",
        message=Text(
            f"id {item!r} staat nu voor iets anders", f"id {item!r} now stands for something else"
        ),
        hint=Text(
            "geef het nieuwe een nieuw id en zet het oude in 'retired'",
            "give the new one a new id and list the old one in 'retired'",
        ),
    )


def _not_retired(new: Scheme, item: str) -> Check:
    return Check(
        file=new.ref,
        column="retired",
        value=item,
        rule="id-not-retired",
        message=Text(f"id {item!r} is verdwenen", f"id {item!r} has disappeared"),
        hint=Text("noem het in 'retired'", "list it in 'retired'"),
    )
