"""`make bench`: every measured promise, as one table."""

from __future__ import annotations

import importlib
import pkgutil
import sys
from collections.abc import Sequence
from pathlib import Path

Row = tuple[str, str, str]


def table(rows: Sequence[Row]) -> str:
    """Rows of promise, figure and detail as text."""
    widths = [max(len(row[column]) for row in rows) for column in (0, 1)]
    return "\n".join(f"{a:{widths[0]}}  {b:{widths[1]}}  {c}" for a, b, c in rows)


def main(names: Sequence[str]) -> None:
    """Runs the named benchmarks, or all of them."""
    found = sorted(m.name for m in pkgutil.iter_modules([str(Path(__file__).parent)]) if not m.name.startswith("_"))
    for name in names or found:
        module = importlib.import_module(f"benchmarks.{name}")
        print(f"== {name}: {(module.__doc__ or '').splitlines()[0]}")
        print(table(module.run()), end="\n\n", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
