"""A folder for a clinic of its own."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def own_folder() -> Iterator[Path]:
    """Outside pytest's own folders: each new run closes those to the user that a database runs as under root."""
    with tempfile.TemporaryDirectory(prefix="hearthside-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)
