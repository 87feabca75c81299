"""Adds readings up into rows of type, reason and count, for the page and for the command's output."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from hearthside.interop.domain.fhir.records import BundleReading, NotTaken, NotTakenReason


@dataclass(frozen=True, slots=True)
class NotTakenRow:
    """So many resources of one type were left out for one reason."""

    resource_type: str
    reason: NotTakenReason
    count: int


@dataclass(frozen=True, slots=True)
class Summary:
    """What one or several readings took and left out; the two add up to `resources`.

    `coverages` are those that people have, also from inside claims.
    """

    resources: int
    people: int
    coverages: int
    taken: tuple[tuple[str, int], ...]
    not_taken: tuple[NotTakenRow, ...]

    @property
    def taken_count(self) -> int:
        """How many resources were taken."""
        return sum(count for _, count in self.taken)

    @property
    def not_taken_count(self) -> int:
        """How many resources were left out."""
        return sum(row.count for row in self.not_taken)


def not_taken_rows(left_out: Iterable[NotTaken]) -> tuple[NotTakenRow, ...]:
    """Counts by type and reason, the largest first."""
    counts = Counter((one.resource_type, one.reason) for one in left_out)
    ordered = sorted(counts.items(), key=lambda row: (-row[1], row[0]))
    return tuple(NotTakenRow(kind, reason, count) for (kind, reason), count in ordered)


def summarise(readings: Iterable[BundleReading]) -> Summary:
    """One summary of all readings."""
    every = list(readings)
    taken: Counter[str] = Counter()
    for reading in every:
        taken.update(dict(reading.taken))
    return Summary(
        resources=sum(reading.resources for reading in every),
        people=sum(len(reading.people) for reading in every),
        coverages=sum(len(person.coverages) for reading in every for person in reading.people),
        taken=tuple(sorted(taken.items(), key=lambda row: (-row[1], row[0]))),
        not_taken=not_taken_rows(one for reading in every for one in reading.not_taken),
    )
