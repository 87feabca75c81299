"""What an import did, file by file and in all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from hearthside.interop.domain.fhir import (
    BundleReading,
    NotTaken,
    NotTakenReason,
    NotTakenRow,
    UnreadableReason,
    not_taken_rows,
)
from hearthside.participants.domain.arrivals import NotAdmitted, Outcome, Recorded

NOTHING = BundleReading(people=(), not_taken=(), resources=0)


@dataclass(frozen=True, slots=True)
class ImportReport:
    """One file: unreadable, and where; or what it told and what was done about each person in it."""

    source_name: str
    unreadable: UnreadableReason | None = None
    where: str = ""
    reading: BundleReading = NOTHING
    recorded: tuple[Recorded, ...] = ()

    @property
    def taken(self) -> int:
        """How many resources were taken."""
        return sum(count for _, count in self.reading.taken)

    @property
    def not_taken(self) -> int:
        """How many resources were not."""
        return len(self.reading.not_taken)


@dataclass(frozen=True, slots=True)
class TakenRow:
    """So many resources of one type were taken."""

    resource_type: str
    count: int


@dataclass(frozen=True, slots=True)
class ImportTotal:
    """Several files together; `taken` and `not_taken` add up to `resources`."""

    files: int
    unreadable: int
    people: int
    resources: int
    taken: tuple[TakenRow, ...]
    not_taken: tuple[NotTakenRow, ...]
    to_look_at: tuple[tuple[str, NotTaken], ...]
    added: int
    completed: int
    unchanged: int
    admitted: int
    age_unknown: int
    no_track: int
    namesakes: int
    contacts: int
    conditions: int
    coverages: int

    @property
    def nobody(self) -> bool:
        """Whether no person could be taken at all."""
        return not (self.added or self.completed or self.unchanged)

    @property
    def changed_nothing(self) -> bool:
        """Whether everything in the files was here already."""
        return not (self.added or self.completed or self.admitted)


def total_of(reports: Iterable[ImportReport]) -> ImportTotal:
    """Adds reports up; what may be a mistake in a file is listed one by one, with the file's name."""
    every = list(reports)
    taken: Counter[str] = Counter()
    for report in every:
        taken.update(dict(report.reading.taken))
    done = [recorded for report in every for recorded in report.recorded]
    left_out = [(report.source_name, one) for report in every for one in report.reading.not_taken]
    outcomes = Counter(one.outcome for one in done)
    obstacles = Counter(one.not_admitted for one in done)
    return ImportTotal(
        files=len(every),
        unreadable=sum(report.unreadable is not None for report in every),
        people=len(done),
        resources=sum(report.reading.resources for report in every),
        taken=tuple(TakenRow(*row) for row in sorted(taken.items(), key=lambda row: (-row[1], row[0]))),
        not_taken=not_taken_rows(one for _, one in left_out),
        to_look_at=tuple(row for row in left_out if row[1].reason is not NotTakenReason.NOT_HELD),
        added=outcomes[Outcome.ADDED],
        completed=outcomes[Outcome.COMPLETED],
        unchanged=outcomes[Outcome.UNCHANGED],
        admitted=sum(one.admitted for one in done),
        age_unknown=obstacles[NotAdmitted.AGE_UNKNOWN],
        no_track=obstacles[NotAdmitted.NO_TRACK],
        namesakes=sum(one.namesakes > 0 for one in done),
        contacts=sum(one.contacts for one in done),
        conditions=sum(one.conditions for one in done),
        coverages=sum(one.coverages for one in done),
    )
