"""What a person is called, and how their name is found again when it is spelt another way."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from math import ceil

_LETTERS = str.maketrans(
    {"ß": "ss", "ø": "o", "œ": "oe", "æ": "ae", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ħ": "h", "ŧ": "t"}
)
_JOINED = re.compile(r"['’‘ʼ`´ʻ\-‐‑‒–]")
_PHONE = re.compile(r"[+(\d][\d\s().+-]*\d")
_ISO = re.compile(r"\b(\d{4})-(\d{1,2})-(\d{1,2})\b")
_US = re.compile(r"\b(\d{1,2})[/.](\d{1,2})[/.](\d{4}|\d{2})\b")
MAX_WORDS, MAX_WORD = 12, 40
SMALLEST_SHARE, SHARE_OF_BEST, ALIKE = 0.28, 0.6, 0.6


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody typed into a search: words of a name, a date of birth, the last digits of a phone."""

    words: tuple[str, ...]
    born: date | None
    digits: str

    @property
    def empty(self) -> bool:
        """Nothing to look for."""
        return not (self.words or self.born or self.digits)


def display_name(*, given: str, family: str, chosen: str = "") -> str:
    """What the person is called: the name they chose, else their given name."""
    return chosen.strip() or given.strip() or family.strip()


def full_name(*, given: str, family: str, chosen: str = "") -> str:
    """The name they are called by and the family name; a chosen name that already ends in it is left as it is."""
    called, family = display_name(given=given, family=family, chosen=chosen), family.strip()
    if not family or plain_words(called)[-len(plain_words(family)) :] == plain_words(family):
        return called
    return f"{called} {family}"


def legal_name(*, given: str, family: str) -> str:
    """Given and family name as papers have them."""
    return f"{given.strip()} {family.strip()}".strip()


def initials(name: str) -> str:
    """The first letters of the first and the last word, for lists where a name is too long."""
    words = [word for word in re.split(r"[\s\-]+", name) if any(c.isalpha() for c in word)]
    letters = [next(c for c in word if c.isalpha()) for word in words]
    return "".join(letters[:1] + letters[1:][-1:]).upper()


def plain(text: str) -> str:
    """Lower case without accents, apostrophes, hyphens or signs: "Núñez-O’Hara" is "nunezohara"."""
    folded = unicodedata.normalize("NFKD", _JOINED.sub("", text)).casefold().translate(_LETTERS)
    kept = (c for c in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(c))
    return " ".join("".join(c if c.isalnum() else " " for c in kept).split())


def plain_words(text: str) -> tuple[str, ...]:
    """The plain words of a name, each once."""
    return tuple(dict.fromkeys(word[:MAX_WORD] for word in plain(text).split()))[:MAX_WORDS]


def sound_alike(called: str, *others: str) -> bool:
    """Whether the first word of a name could be taken for another's: a family name alone is no mix-up."""
    mine, *firsts = (" ".join(plain_words(name)[:1]) for name in (called, *others))
    return any(SequenceMatcher(None, mine, first).ratio() >= ALIKE for first in firsts if first)


def pieces_of(word: str, *, open_ended: bool = False) -> set[str]:
    """Three letters at a time from the edges inward, and the same in alphabetical order, which transposition keeps."""
    padded = f"  {word}" if open_ended else f"  {word} "
    plain_pieces = {padded[i : i + 3] for i in range(len(padded) - 2)}
    return plain_pieces | {"~" + "".join(sorted(word[i : i + 3])) for i in range(len(word) - 2)}


def digit_pieces(digits: str) -> set[str]:
    """Three digits at a time."""
    return {"#" + digits[i : i + 3] for i in range(len(digits) - 2)}


def only_digits(text: str) -> str:
    """The digits of a phone number."""
    return "".join(c for c in text if c in "0123456789")


def name_variants(*names: str) -> tuple[str, ...]:
    """Every word to find somebody by: with hyphens closed up, the halves of a double name, and "de la Cruz" as one."""
    halves = [half for name in names for half in re.split(r"[\s\-‐‑–]+", name)]
    closed_up = ["".join(name.split()) for name in names]
    return plain_words(" ".join([*names, *halves, *closed_up]))


def search_columns(*, given: str, family: str, chosen: str, phone: str) -> tuple[list[str], str]:
    """The pieces and the line of text that a person is found by: names in every order, digits of the phone."""
    words, digits = name_variants(given, family, chosen), only_digits(phone)[-15:]
    pieces = set().union(*(pieces_of(word) for word in words)) | digit_pieces(digits)
    return sorted(pieces), f" {' '.join(words)} #{digits}"[:400]


def read_asked(text: str, *, today: date) -> Asked:
    """Takes a search apart: "montanez 3/2/1987" is a word and a date of birth."""
    born: date | None = None
    for pattern, order in ((_ISO, (0, 1, 2)), (_US, (2, 0, 1))):
        if born is None and (match := pattern.search(text)):
            year, month, day = (int(match.groups()[place]) for place in order)
            born = _date(_century(year, today), month, day)
            text = pattern.sub(" ", text, count=1) if born else text
    digits = ""
    if match := _PHONE.search(text):
        found = only_digits(match.group())
        if len(found) >= 4:
            digits, text = found[-10:], text.replace(match.group(), " ")
    return Asked(plain_words(text[:200]), born, digits)


def asked_pieces(words: Iterable[str]) -> list[str]:
    """The pieces to look for; the last word may still be being typed."""
    listed = list(words)
    found: set[str] = set()
    for number, word in enumerate(listed, 1):
        found |= pieces_of(word, open_ended=number == len(listed))
    return sorted(found)


def telling_pieces(pieces: list[str]) -> list[str]:
    """Pieces of which everybody who shares enough has at least one: the commonest, of beginnings and ends, left out.

    Whoever shares `needed` of all pieces must share one of any set that leaves out fewer than `needed`.
    """
    needed = ceil(SMALLEST_SHARE * len(pieces))
    commonest_first = sorted(pieces, key=lambda p: (not p.startswith("  "), " " not in p, p[0] != "~"))
    return commonest_first[needed - 1 :]


def _century(year: int, today: date) -> int:
    if year >= 100:
        return year
    return 2000 + year if 2000 + year <= today.year else 1900 + year


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
