"""Sealed secrets open only where they belong, with the key they name."""

from __future__ import annotations

import base64
import os

import pytest
from cryptography.exceptions import InvalidTag
from hypothesis import given
from hypothesis import strategies as st

from hearthside.accounts.domain.sealing import Sealer

OLD, NEW = (f"{name}:{base64.urlsafe_b64encode(os.urandom(32)).decode()}" for name in ("k1", "k2"))


@given(st.text(), st.text(min_size=1))
def test_what_is_sealed_opens_in_the_same_place(text: str, place: str) -> None:
    sealer = Sealer([OLD])
    assert sealer.open(sealer.seal(text, context=place), context=place) == text


def test_moved_to_another_place_it_does_not_open() -> None:
    sealed = Sealer([OLD]).seal("secret", context="feed.1")
    with pytest.raises(InvalidTag):
        Sealer([OLD]).open(sealed, context="feed.2")


def test_changed_by_one_bit_it_does_not_open() -> None:
    name, body = Sealer([OLD]).seal("secret", context="feed.1").split(".")
    raw = bytearray(base64.urlsafe_b64decode(body))
    raw[-1] ^= 1
    with pytest.raises(InvalidTag):
        Sealer([OLD]).open(f"{name}.{base64.urlsafe_b64encode(bytes(raw)).decode()}", context="feed.1")


def test_a_new_key_seals_and_the_old_one_still_opens() -> None:
    before = Sealer([OLD]).seal("secret", context="feed.1")
    both = Sealer([NEW, OLD])
    assert both.open(before, context="feed.1") == "secret"
    assert both.seal("secret", context="feed.1").startswith("k2.")


def test_without_its_key_it_does_not_open() -> None:
    with pytest.raises(KeyError):
        Sealer([NEW]).open(Sealer([OLD]).seal("secret", context="feed.1"), context="feed.1")


def test_the_same_text_is_never_sealed_twice_alike() -> None:
    sealer = Sealer([OLD])
    assert sealer.seal("secret", context="feed.1") != sealer.seal("secret", context="feed.1")
