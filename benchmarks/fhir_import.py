"""How fast FHIR bundles are read, and that nothing in them is lost without a reason."""

from __future__ import annotations

import sys
import time
from datetime import date
from pathlib import Path

from hearthside.interop.domain.fhir import read_bundle, summarise

FOLDER = Path(__file__).resolve().parents[2] / "shared" / "data" / "fhir"
READ_ON = date(2026, 1, 1)


def run(folder: Path = FOLDER) -> list[tuple[str, str, str]]:
    """Rows of promise, figure and detail."""
    contents = [file.read_bytes() for file in sorted(folder.glob("*.json"))]
    if not contents:
        return [("FHIR bundles read", "skipped", f"no bundles in {folder.name}/")]
    began = time.perf_counter()
    readings = [read_bundle(content, on=READ_ON) for content in contents]
    seconds = time.perf_counter() - began
    total = summarise(readings)
    again = [read_bundle(content, on=READ_ON) for content in contents]
    changed = sum(one.people != other.people for one, other in zip(readings, again, strict=True))
    lost = total.resources - total.taken_count - total.not_taken_count
    size = sum(map(len, contents)) / 1_000_000
    kinds = ", ".join(f"{count} {kind}" for kind, count in total.taken)
    return [
        ("FHIR bundles read", f"{seconds:.2f} s", f"{len(contents)} files, {size:.1f} MB"),
        ("FHIR people", str(total.people), f"{kinds}, {total.coverages} payers from inside claims"),
        ("FHIR resources lost without a reason", str(lost), f"of {total.resources}"),
        ("FHIR readings that differ the second time", str(changed), f"of {len(contents)}"),
    ]


def main() -> None:
    """Prints the rows as a table."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    for promise, figure, detail in run(folder):
        print(f"{promise:<44}{figure:>10}  {detail}")


if __name__ == "__main__":
    main()
