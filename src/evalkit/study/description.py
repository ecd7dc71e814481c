"""What study.toml says of a study: its settings and its coding schemes, without a table read."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from evalkit.errors import unknown_name
from evalkit.language import Language, Text
from evalkit.study.items import find_scheme, item_index
from evalkit.study.settings import FILE, Frame, Settings, StudySelection, Wave, read_settings

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping

    from evalkit.schemes import Item, Scheme


class StudyDescription:
    """What study.toml says of a study.

    Parameters
    ----------
    path : path
        The folder.

    Attributes
    ----------
    path : Path
        The folder.
    name : str
        The name of the folder.
    settings : Settings
        The content of study.toml.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = Path(path)
        self.name = self.path.resolve().name
        self.settings: Settings = read_settings(self.path / FILE)

    def __repr__(self) -> str:
        return f"<Study {self.name!r}: {self.title.en}>"

    @property
    def title(self) -> Text:
        """Title in Dutch and English."""
        return self.settings.study.title

    @property
    def language(self) -> Language:
        """Language of its reports unless another is asked for."""
        return self.settings.study.language

    @property
    def selection(self) -> StudySelection:
        """How units were chosen: "census", "random" or "purposive"."""
        return self.settings.study.selection

    @property
    def profile(self) -> str:
        """Disclosure profile: "public" or "protected"."""
        return self.settings.study.profile

    @property
    def fictitious(self) -> bool:
        """Whether its figures are made up, which every page then says."""
        return self.settings.study.fictitious

    @property
    def waves(self) -> tuple[Wave, ...]:
        """Its waves, in the order of study.toml."""
        return self.settings.waves

    @property
    def frame(self) -> Frame:
        """How many regions and municipalities exist."""
        return self.settings.frame

    @cached_property
    def schemes(self) -> tuple[Scheme, ...]:
        """The coding schemes, in the order of study.toml; empty when it names none.

        Raises
        ------
        EvalkitError
            If study.toml names a scheme that does not exist or cannot be read.
        """
        return tuple(find_scheme(name, self.path) for name in self.settings.study.scheme)

    @cached_property
    def items(self) -> Mapping[str, Item]:
        """Items and qualifiers of all schemes by id, in order."""
        return item_index(self.schemes)

    def item(self, id: str) -> Item:  # noqa: A002  (the word the scheme itself uses)
        """Return one item.

        Parameters
        ----------
        id : str
            E.g. "A2.5".

        Returns
        -------
        Item
            Of the scheme that has it.

        Raises
        ------
        ParameterError
            If no scheme of the study has it; it names the nearest.
        """
        if id not in self.items:
            where = ", ".join(scheme.ref for scheme in self.schemes)
            raise unknown_name(Text("item", "item"), id, self.items, where=where)
        return self.items[id]

    @property
    def consensus(self) -> str | None:
        """The coder whose journal holds what the coders settled on; None when there is none."""
        return self.settings.study.consensus
