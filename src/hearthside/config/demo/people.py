"""Sixty invented people of the demo clinic, the same ones every time."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta

GIVEN = {
    "f": "Maya Rosa Denise Lorraine Imani Keisha Hannah Priya Mei Amara Bridget Celeste Dolores Fatima Greta Ivy Joanna Nadia "
         "Odette Paula Renée Simone Tamsin Ursula Vera Willa Yolanda Zora Anjali Beatriz",
    "m": "Marcus Andre Callum Dmitri Elias Frank Gideon Hector Isaac Jamal Kenji Leroy Mateo Noel Omar Patrick Quincy Ramón "
         "Stefan Theo Umar Victor Wesley Xavier Yusuf Zeke Arturo Boris Cedric Dale",
    "x": "Robin Sage Ellis Quinn Marlowe",
}  # fmt: skip
FAMILY = (
    "Okafor Lindqvist Ramírez Delacroix Whitfield Nguyen Abernathy Castellanos Brandt O'Rourke Pereira Kowalski Haddad "
    "Thibodeaux Yamada Sørensen Mbeki Fairbanks Gallardo Huang Ibarra Jernigan Kaplan Lachance Muñoz Novak Oyelaran Petrov "
    "Quiroz Rosario Szabo Tremblay Underhill Villanueva Washburn Xiong Yoder Zielinski Ashworth Benítez Crowley Dumont "
    "Eriksen Fontaine Greaves Holloway Iverson Jaramillo Keane Lombardi"
).split()  # fmt: skip
ADULT_LIVES = (
    "office",
    "warehouse",
    "nights",
    "parent",
    "restaurant",
    "student",
    "retail",
    "carer",
    "seeking",
    "driver",
    "remote",
)
LIVES_OF = {
    "adolescent": ("school",), "spanish": ("office", "remote"),
    "women": ("parent", "carer", "seeking", "student"),
}  # fmt: skip
PLAN = (("general", 28), ("dual", 12), ("women", 8), ("spanish", 6), ("adolescent", 6))


@dataclass(frozen=True, slots=True)
class Person:
    """An invented person: who they are, the life they have and what they would rather have."""

    number: int
    given: str
    family: str
    chosen: str
    pronouns: str
    born: date
    gender: str
    languages: tuple[str, ...]
    track: str
    site: int
    life: str
    weeks_here: int
    wants_gender: str
    priority: int

    @property
    def email(self) -> str:
        """An address that can never be delivered."""
        return f"person{self.number:02d}@people.example"


def people(today: date, *, count: int = 60, seed: int = 20) -> tuple[Person, ...]:
    """The people, admitted one to twelve weeks ago; every track has enough of them at one site to hold its groups."""
    chance = random.Random(seed)
    tracks = [track for track, many in PLAN for _ in range(many)][:count]
    return tuple(_person(number, track, today, chance) for number, track in enumerate(tracks, start=1))


def _person(number: int, track: str, today: date, chance: random.Random) -> Person:
    gender = "f" if track == "women" else chance.choices("fmx", (45, 50, 5))[0]
    given = chance.choice(GIVEN[gender].split())
    years = chance.randint(15, 17) if track == "adolescent" else chance.randint(21, 64)
    site = _site(number, track)
    return Person(
        number=number, given=given, family=FAMILY[(number * 7) % len(FAMILY)],
        chosen=given[:3] if chance.random() < 0.12 else "", pronouns="they/them" if gender == "x" else "",
        born=today - timedelta(days=years * 365 + chance.randint(20, 330)), gender=gender,
        languages=("es",) if track == "spanish" else ("en", "es") if chance.random() < 0.12 else ("en",),
        track=track, site=site, life=chance.choice(LIVES_OF.get(track, ADULT_LIVES)),
        weeks_here=chance.randint(1, 12), wants_gender=chance.choices(("", "f", "m"), (70, 22, 8))[0],
        priority=2 if chance.random() < 0.08 else 1,
    )  # fmt: skip


def _site(number: int, track: str) -> int:
    """Small tracks meet at one site, so that their groups fill; the larger ones at both."""
    return {"women": 0, "spanish": 0, "adolescent": 1, "dual": 1}.get(track, number % 2)
