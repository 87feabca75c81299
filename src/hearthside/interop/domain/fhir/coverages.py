"""Reads a Coverage: who pays, the plan, the member's number.

A Coverage may be an entry of its own, or stand inside a claim or an explanation of benefit (Synthea sends it
only there, once for every claim). Those inside are taken once for each payer, kind, plan and member; the days of
the first and the last claim are kept as days of use, because a claim proves neither a beginning nor an end.
What stands inside counts with the resource around it, not as a resource of the bundle.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from hearthside.interop.domain.fhir import keys
from hearthside.interop.domain.fhir.records import ImportedCoverage, NotTakenReason
from hearthside.interop.domain.fhir.values import Json, codings, day_of, items, obj, text, words_of

PayerOf = Callable[[Any], Json]


def why_not_coverage(coverage: Json) -> NotTakenReason | None:
    """The reason, in its own status, for which a Coverage pays for nothing."""
    status = coverage.get("status")
    if status == "entered-in-error":
        return NotTakenReason.ENTERED_IN_ERROR
    return NotTakenReason.NOT_IN_FORCE if status in ("draft", "cancelled") else None


def read_coverage(coverage: Json, payer_of: PayerOf, *, used_on: date | None = None) -> ImportedCoverage | None:
    """A valid Coverage; None when nothing says who pays. `payer_of` finds the resource behind a reference."""
    kind = words_of(coverage.get("type"))
    payer = next(filter(None, (_payer_name(p, payer_of) for p in items(coverage.get("payor")))), "") or kind
    if not payer:
        return None
    plan, member_id = _class(coverage, "plan") or _class(coverage, "group"), _member_id(coverage)
    period = obj(coverage.get("period"))
    return ImportedCoverage(
        key=keys.coverage_key(payer, kind, plan, member_id),
        payer_name=payer,
        kind=kind,
        plan=plan,
        member_id=member_id,
        status=text(coverage.get("status")),
        starts=day_of(period.get("start")),
        ends=day_of(period.get("end")),
        first_used=used_on,
        last_used=used_on,
    )


def merged(coverages: Iterable[ImportedCoverage]) -> tuple[ImportedCoverage, ...]:
    """Each coverage once, over all the days that its mentions cover; an open end stays open."""
    known: dict[str, ImportedCoverage] = {}
    for coverage in coverages:
        first = known.setdefault(coverage.key, coverage)
        stated = [one for one in (first, coverage) if one.starts or one.ends]
        known[coverage.key] = replace(
            first,
            starts=min((one.starts for one in stated if one.starts), default=None),
            ends=_latest_end(stated),
            first_used=min(filter(None, [first.first_used, coverage.first_used]), default=None),
            last_used=max(filter(None, [first.last_used, coverage.last_used]), default=None),
        )
    return tuple(known.values())


def _latest_end(stated: list[ImportedCoverage]) -> date | None:
    ends = [one.ends for one in stated if one.ends]
    return max(ends) if ends and len(ends) == len(stated) else None


def _payer_name(reference: Json, payer_of: PayerOf) -> str:
    payer = payer_of(reference)
    own_name = payer.get("name")
    return text(own_name) or text(reference.get("display")) or text(obj(reference.get("identifier")).get("value"))


def _class(coverage: Json, kind: str) -> str:
    for entry in items(coverage.get("class")):
        if any(coding.get("code") == kind for coding in codings(entry.get("type"))):
            return text(entry.get("name")) or text(entry.get("value"))
    return ""


def _member_id(coverage: Json) -> str:
    member = (
        text(identifier.get("value"))
        for identifier in items(coverage.get("identifier"))
        if any(coding.get("code") == "MB" for coding in codings(identifier.get("type")))
    )
    return text(coverage.get("subscriberId")) or next(member, "")
