"""When a consent is in force, and what it opens."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from hearthside.access.permissions import CONSENT_PERMISSIONS, ConsentCategory, Permission
from hearthside.consent.domain.rules import LONGEST, Missing, Terms, in_force, missing, opens
from hearthside.consent.domain.texts import CURRENT, text_of

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
PLACES = {"participant", "clinic", "recipient", "covers", "purpose", "expires"}


@pytest.mark.parametrize(("signed", "expires", "revoked", "expected"), [
    (NOW - HOUR, NOW + HOUR, None, True), (NOW, NOW + HOUR, None, True), (NOW + HOUR, NOW + 2 * HOUR, None, False),
    (NOW - HOUR, NOW, None, False), (NOW - HOUR, NOW + HOUR, NOW, False), (NOW - HOUR, NOW + HOUR, NOW - HOUR, False),
    (NOW - HOUR, NOW + HOUR, NOW + HOUR, True),
])  # fmt: skip
def test_in_force_is_signed_not_expired_and_not_revoked_at_that_moment(
    signed: datetime, expires: datetime, revoked: datetime | None, expected: bool
) -> None:
    assert in_force(Terms(ConsentCategory.SCHEDULE, signed, expires, revoked), NOW) is expected


@pytest.mark.parametrize("category", list(ConsentCategory))
def test_a_category_opens_its_permissions_and_no_other(category: ConsentCategory) -> None:
    terms = Terms(category, NOW - HOUR, NOW + HOUR, None)
    assert {p for p in Permission if opens(terms, p, NOW)} == CONSENT_PERMISSIONS[category]
    assert {p for p in Permission if opens(terms, p, NOW + HOUR)} == set()


def test_nothing_is_missing_of_a_full_consent() -> None:
    assert missing(signed_name="Li Wu", purpose="Rides", expires_at=NOW + LONGEST, now=NOW) == ()


def test_what_is_missing_comes_in_the_order_of_the_form() -> None:
    found = missing(signed_name="", purpose="", expires_at=NOW, now=NOW)
    assert found == (Missing.PURPOSE, Missing.EXPIRY_PAST, Missing.SIGNATURE)
    assert missing(signed_name="Li", purpose="x", expires_at=NOW + 2 * LONGEST, now=NOW) == (Missing.EXPIRY_FAR,)


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_text_holds_every_element_and_covers_every_category(language: str) -> None:
    text = text_of(CURRENT, language)
    whole = " ".join(text.paragraphs)
    assert {place for place in PLACES if "{" + place + "}" in whole} == PLACES
    assert set(text.covers) == set(ConsentCategory)
    assert "42 CFR" in text.notice
