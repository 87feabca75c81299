"""A number from outside is a number of ours or nothing at all."""

from __future__ import annotations

import pytest

from hearthside.kernel.numbers import number


@pytest.mark.parametrize(("text", "read"), [("7", 7), ("007", 7), ("9" * 18, 10**18 - 1)])
def test_digits_are_a_number(text: str, read: int) -> None:
    assert number(text) == read


@pytest.mark.parametrize("text", [None, "", "²", "٣", "-1", "1.5", " 1", "one", "9" * 19, "9" * 5_000])
def test_anything_else_is_nothing(text: str | None) -> None:
    assert number(text) is None
