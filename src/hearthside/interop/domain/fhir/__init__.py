"""The pure reader of FHIR R4 (4.0.1) bundles: bytes in, people and reasons out."""

from hearthside.interop.domain.fhir.bundle import LARGEST_FILE, BundleUnreadable, UnreadableReason
from hearthside.interop.domain.fhir.reader import read_bundle
from hearthside.interop.domain.fhir.records import (
    Address,
    BundleReading,
    ImportedCondition,
    ImportedContact,
    ImportedCoverage,
    ImportedPerson,
    KnownDate,
    NotTaken,
    NotTakenReason,
    Precision,
)
from hearthside.interop.domain.fhir.summary import NotTakenRow, Summary, not_taken_rows, summarise

__all__ = [
    "LARGEST_FILE",
    "Address",
    "BundleReading",
    "BundleUnreadable",
    "ImportedCondition",
    "ImportedContact",
    "ImportedCoverage",
    "ImportedPerson",
    "KnownDate",
    "NotTaken",
    "NotTakenReason",
    "NotTakenRow",
    "Precision",
    "Summary",
    "UnreadableReason",
    "not_taken_rows",
    "read_bundle",
    "summarise",
]
