"""Collecting findings: what a reader of tables has to say, masked, counted and capped."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

from evalkit.language import Text, format_number
from evalkit.results import Check

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_PER_FILE: Final = 500
MASK: Final = "•••"
NO_HINT: Final = Text("", "")
_LONGEST_SHOWN: Final = 60


def shown(value: object, *, sensitive: bool = False) -> str:
    """Return a value as a finding may show it: one line, cut, masked when sensitive."""
    if sensitive:
        return MASK
    text = "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in str(value))
    return text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 1] + "…"


@dataclass(frozen=True, slots=True)
class Remark:
    """What is to be said about one value, before it is known where the value stands."""

    rule: str
    message: Text
    hint: Text = NO_HINT


class UnreadableError(Exception):
    """A value that does not fit its column; holds the `Remark` that says why."""

    def __init__(self, remark: Remark) -> None:
        super().__init__(remark.message.en)
        self.remark = remark


@dataclass(slots=True)
class Findings:
    """The findings about one file or sheet: at most `MOST_PER_FILE` kept, the rest counted."""

    file: str
    sheet: str = ""
    kept: list[Check] = field(default_factory=list)
    errors_left_out: int = 0
    warnings_left_out: int = 0

    def add(
        self,
        rule: str,
        message: Text,
        hint: Text = NO_HINT,
        *,
        line: int | None = None,
        column: str = "",
        value: str = "",
        severity: Literal["error", "warning"] = "error",
    ) -> None:
        """Add one finding."""
        check = Check(
            file=self.file,
            sheet=self.sheet,
            line=line,
            column=column,
            value=value,
            rule=rule,
            severity=severity,
            message=message,
            hint=hint,
        )
        self.take(check)

    def take(self, check: Check) -> None:
        """Keep a finding, or count it when there are too many."""
        if len(self.kept) < MOST_PER_FILE:
            self.kept.append(check)
        elif check.severity == "error":
            self.errors_left_out += 1
        else:
            self.warnings_left_out += 1

    def all(self) -> list[Check]:
        """Return the findings in the order of the file, and a last one that says what is cut."""
        ordered = sorted(self.kept, key=lambda check: check.line or 0)
        left_out = self.errors_left_out + self.warnings_left_out
        if left_out:
            ordered.append(
                Check(
                    file=self.file,
                    rule="more-findings",
                    severity="error" if self.errors_left_out else "warning",
                    message=Text(
                        f"nog {format_number(left_out, 'nl')} bevindingen in dit bestand "
                        "zijn hier niet getoond",
                        f"{format_number(left_out, 'en')} more findings in this file "
                        "are not shown here",
                    ),
                    hint=Text(
                        "herstel eerst de getoonde en controleer opnieuw",
                        "mend the ones shown first and check again",
                    ),
                )
            )
        return ordered


def per_file(checks: Iterable[tuple[Check, ...] | Check | Findings]) -> list[Check]:
    """Join findings of several passes: files in order of first mention, capped per file."""
    files: dict[str, Findings] = {}
    for part in checks:
        group = part.kept if isinstance(part, Findings) else part
        for check in [group] if isinstance(group, Check) else group:
            files.setdefault(check.file, Findings(check.file)).take(check)
        if isinstance(part, Findings) and part.kept:
            files[part.file].errors_left_out += part.errors_left_out
            files[part.file].warnings_left_out += part.warnings_left_out
    return [check for findings in files.values() for check in findings.all()]
