"""A picture of every open page where a journey breaks off."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest

SHOTS = os.environ.get("SHOTS")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[Any]:
    """Leaves the pages in the folder SHOTS."""
    report = yield
    browser = getattr(item, "funcargs", {}).get("chromium")
    if SHOTS and report.failed and browser is not None:
        for number, context in enumerate(browser.contexts):
            for page in context.pages:
                page.screenshot(path=f"{SHOTS}/{item.name[:40]}-{number}.png", full_page=True)
    return report
