"""A scheduler imports files in a real browser, at the desk and on a phone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from hearthside.access.actor import Actor
from hearthside.access.permissions import Role
from hearthside.program.models import Site
from hearthside.program.services import seed_program
from tests.interop.domain.fhir.bundles import bundle, condition, patient

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.journey]


@pytest.mark.parametrize(("width", "language", "dark"), [(1440, "en", False), (390, "es", True)])
def test_a_scheduler_imports_files_and_sees_what_was_left_out(
    page_as: Callable[..., Any],
    staff_user: Callable[..., Any],
    site: Site,
    director: Actor,
    tmp_path: Path,
    width: int,
    language: str,
    dark: bool,
) -> None:
    seed_program(actor=director)
    user, _staff = staff_user(Role.SCHEDULER)
    (tmp_path / "broken.json").write_bytes(b"{")
    (tmp_path / "people.json").write_bytes(bundle(patient(), condition(recordedDate="2020-02-31")))
    page = page_as(user, width=width, language=language, dark=dark)
    page.goto("/import/")
    page.set_input_files("input[type=file]", [tmp_path / "broken.json", tmp_path / "people.json"])
    page.locator("main form button[type=submit]").click()
    page.get_by_text("Ada Okafor").first.wait_for()
    assert page.get_by_text("Condition.recordedDate: no such day").is_visible()
    assert page.get_by_text("broken.json").first.is_visible()
    assert Axe().run(page).response["violations"] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.foreign == []
