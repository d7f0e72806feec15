"""What an audit finds: one line per finding, and the shares it measured."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Report:
    """
    `findings` are what falls short, each naming file, clause and field; `shares` are measured lines to print.

    `hints` are what falls short of what shipped documents must hold in those of an owner, or beside them.
    """

    findings: tuple[str, ...] = ()
    shares: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Return whether nothing falls short."""
        return not self.findings


def joined(reports: Iterable[Report]) -> Report:
    """Return all of `reports` as one."""
    several = tuple(reports)
    return Report(
        tuple(line for report in several for line in report.findings),
        tuple(line for report in several for line in report.shares),
        tuple(line for report in several for line in report.hints),
    )
