"""Every pair of colours that meets on a page is legible, in light and in dark."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import hearthside.ui

TOKENS = (Path(hearthside.ui.__file__).parent / "styles" / "tokens.css").read_text()
SURFACES = ("ground", "card", "sunken")
WASHES = ("hearth-wash", "ember-wash", "clay-wash", "danger-wash")
BODY = [("ink", surface) for surface in (*SURFACES, *WASHES)] + [("soft", surface) for surface in SURFACES]
WORDS = [
    *[(color, surface) for color in ("hearth", "hearth-hover", "clay", "ember", "danger") for surface in SURFACES],
    *[(color, f"{color}-wash") for color in ("hearth", "ember", "clay", "danger")],
    *[("soft", wash) for wash in WASHES],
    ("hearth-hover", "hearth-wash"), ("on-hearth", "hearth"), ("on-hearth", "hearth-hover"),
    ("on-danger", "danger"), ("on-danger", "danger-hover"),
]  # fmt: skip
SHAPES = [
    *[("edge", surface) for surface in SURFACES],
    *[(mark, surface) for mark in ("ember-mark", "clay-mark", "hearth") for surface in ("ground", "card")],
    ("ember-mark", "ember-wash"), ("clay-mark", "clay-wash"),
]  # fmt: skip


def _palette(theme: str) -> dict[str, str]:
    light, dark = TOKENS.split("@variant dark {")
    found = re.findall(r"--([\w-]+): (#[0-9a-f]{6});", light if theme == "light" else dark)
    return dict(found)


def _luminance(color: str) -> float:
    channels = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _too_close(theme: str, pairs: list[tuple[str, str]], least: float) -> list[tuple[str, str, float]]:
    colors = _palette(theme)
    measured = [(a, b, round(_contrast(colors[a], colors[b]), 2)) for a, b in pairs]
    return [pair for pair in measured if pair[2] < least]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_body_text_reaches_triple_a(theme: str) -> None:
    assert _too_close(theme, BODY, 7) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_all_other_words_reach_double_a(theme: str) -> None:
    assert _too_close(theme, WORDS, 4.5) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_borders_of_controls_and_marks_are_visible(theme: str) -> None:
    assert _too_close(theme, SHAPES, 3) == []


def test_both_themes_define_the_same_colors() -> None:
    assert _palette("light").keys() == _palette("dark").keys()


def test_black_and_white_contrast_as_the_standard_says() -> None:
    assert _contrast("#000000", "#ffffff") == pytest.approx(21)
