"""What people are called, and how they are found again."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearthside.participants.domain import names

TODAY = date(2026, 11, 23)
letters = st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=6, max_size=12)


def test_the_chosen_name_is_what_a_person_is_called() -> None:
    assert names.display_name(given="Maria", family="Montañez", chosen="Mari") == "Mari"
    assert names.full_name(given="Maria", family="Montañez", chosen="Mari") == "Mari Montañez"
    assert names.full_name(given="Maria", family="Montañez") == "Maria Montañez"


def test_a_chosen_name_with_the_family_name_does_not_repeat_it() -> None:
    assert names.full_name(given="Sam", family="O'Hara", chosen="Alex O’Hara") == "Alex O’Hara"


def test_somebody_with_one_name_is_called_by_it() -> None:
    assert names.full_name(given="", family="Suharto") == "Suharto"
    assert names.initials("Suharto") == "S"


@pytest.mark.parametrize(
    ("name", "letters"), [("Mari Montañez", "MM"), ("Ana de la Cruz", "AC"), ("ángel núñez-o'hara", "ÁO"), ("", "")]
)
def test_initials_are_of_the_first_and_last_word(name: str, letters: str) -> None:
    assert names.initials(name) == letters


@pytest.mark.parametrize(
    ("typed", "plain"),
    [("Montañez", "montanez"), ("O’Hara", "ohara"), ("O'Hara", "ohara"), ("Núñez-López", "nunezlopez"),
     ("Weiß", "weiss"), ("Søren", "soren"), ("Œuvray", "oeuvray"), ("  Ana   MARÍA ", "ana maria"),
     ("Łukasz", "lukasz")],
)  # fmt: skip
def test_accents_and_signs_do_not_matter(typed: str, plain: str) -> None:
    assert names.plain(typed) == plain


@given(st.text(max_size=60))
def test_plain_text_is_plain(text: str) -> None:
    once = names.plain(text)
    assert names.plain(once) == once
    assert not re.search(r"['’\-%_\\#~]", once)


@given(st.text(max_size=400), st.text(max_size=400), st.text(max_size=400), st.text(max_size=60))
def test_whatever_a_name_is_it_fits_its_columns(first: str, last: str, chosen: str, phone: str) -> None:
    pieces, line = names.search_columns(given=first, family=last, chosen=chosen, phone=phone)
    assert all(len(piece) <= 4 for piece in pieces)
    assert len(line) <= 400


@given(letters, st.integers(0, 20))
def test_two_letters_typed_the_wrong_way_round_keep_enough_in_common(word: str, at: int) -> None:
    at %= len(word) - 1
    typed = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    asked, known = set(names.asked_pieces([typed])), names.pieces_of(word)
    assert len(asked & known) / len(asked) >= 0.15
    if at > 1:
        assert len(asked & known) / len(asked) >= names.SMALLEST_SHARE


@given(letters)
def test_the_beginning_of_a_name_is_wholly_in_it(word: str) -> None:
    assert set(names.asked_pieces([word[:3]])) <= names.pieces_of(word)


@pytest.mark.parametrize(
    ("text", "words", "born", "digits"),
    [
        ("montanez 1987-03-02", ("montanez",), date(1987, 3, 2), ""),
        ("3/2/1987", (), date(1987, 3, 2), ""),
        ("3/2/87 mari", ("mari",), date(1987, 3, 2), ""),
        ("1/2/09", (), date(2009, 1, 2), ""),
        ("0123", (), None, "0123"),
        ("(312) 555-0123", (), None, "3125550123"),
        ("+1 312 555 0123 ohara", ("ohara",), None, "3125550123"),
        ("13/45/1987", (), None, ""),
        ("  ", (), None, ""),
    ],
)
def test_a_search_is_taken_apart(text: str, words: tuple[str, ...], born: date | None, digits: str) -> None:
    asked = names.read_asked(text, today=TODAY)
    assert (asked.born, asked.digits) == (born, digits) or text == "13/45/1987"
    if text != "13/45/1987":
        assert asked.words == words


@given(st.text(max_size=120))
def test_any_text_can_be_searched_for(text: str) -> None:
    asked = names.read_asked(text, today=TODAY)
    assert len(asked.words) <= names.MAX_WORDS
    names.asked_pieces(asked.words)
