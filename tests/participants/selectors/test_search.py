"""A forgiving search over names, dates of birth and phones."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hearthside.access.actor import Actor
from hearthside.access.gate import NotPermitted
from hearthside.participants import selectors, services
from hearthside.participants.services import Identity

PEOPLE = [
    {
        "given": "Marisol",
        "family": "Montañez",
        "chosen_name": "Luz",
        "date_of_birth": date(1987, 3, 2),
        "phone": "(312) 555-0123",
    },
    {"given": "Kevin", "family": "O’Hara", "date_of_birth": date(1990, 1, 5), "phone": "312-555-0199"},
    {"given": "Matthew", "family": "Martinez"},
    {"given": "Ana", "family": "de la Cruz"},
    {"given": "Anastasia", "family": "Weiß"},
    {"given": "Søren", "family": "Garcia-López"},
    {"given": "Joseph", "family": "Tran"},
]


@pytest.fixture
def people(admit: Callable[..., int]) -> list[int]:
    return [admit(**person) for person in PEOPLE]


@pytest.mark.parametrize(
    ("typed", "family"),
    [
        ("Montanez", "Montañez"), ("Montañes", "Montañez"), ("montañez", "Montañez"), ("mont", "Montañez"),
        ("luz", "Montañez"), ("Marisol Montanez", "Montañez"), ("montanez marisol", "Montañez"),
        ("Luz Montañez", "Montañez"),
        ("Ohara", "O’Hara"), ("O'Hara", "O’Hara"), ("o hara", "O’Hara"), ("Matrinez", "Martinez"),
        ("Matinez", "Martinez"),
        ("delacruz", "de la Cruz"), ("cruz", "de la Cruz"), ("weiss", "Weiß"), ("soren", "Garcia-López"),
        ("lopez", "Garcia-López"), ("garcia lopez", "Garcia-López"), ("García-Lopez", "Garcia-López"),
        ("jospeh", "Tran"),
        ("1987-03-02", "Montañez"), ("3/2/1987", "Montañez"), ("0199", "O’Hara"), ("312 555 0123", "Montañez"),
        ("ohara 1/5/1990", "O’Hara"),
    ],
)  # fmt: skip
def test_a_person_is_found_first(people: list[int], director: Actor, typed: str, family: str) -> None:
    found = selectors.find_people(actor=director, text=typed)
    assert found, typed
    assert found[0].card.legal_name.endswith(family)


def test_a_whole_name_comes_before_a_longer_one(people: list[int], director: Actor) -> None:
    found = selectors.find_people(actor=director, text="ana")
    assert [hit.card.display_name for hit in found[:2]] == ["Ana", "Anastasia"]


@pytest.mark.parametrize("typed", ["", "   ", "zzyzx", "4/4/1944", "99999", "montanez 1990-01-05", "%", "'; --"])
def test_nobody_is_found_where_nobody_fits(people: list[int], director: Actor, typed: str) -> None:
    assert selectors.find_people(actor=director, text=typed) == ()


def test_a_new_name_is_found_and_the_old_one_is_not(people: list[int], director: Actor) -> None:
    services.edit_participant(actor=director, participant_id=people[1], identity=Identity("Quentin", "Xu"))
    assert [hit.card.id for hit in selectors.find_people(actor=director, text="quentin xu")] == [people[1]]
    assert selectors.find_people(actor=director, text="O'Hara") == ()
    assert selectors.find_people(actor=director, text="0199") == ()


def test_somebody_outside_the_clinic_cannot_search(people: list[int]) -> None:
    stranger = Actor.support(user_id=1, name="Somebody")
    with pytest.raises(NotPermitted):
        selectors.find_people(actor=stranger, text="Montanez")


def test_similar_names_are_shown_with_their_date_of_birth(people: list[int], director: Actor) -> None:
    hits = selectors.same_or_similar_names(actor=director, given="Marisol", family="Montanes")
    assert [(hit.card.id, hit.card.date_of_birth) for hit in hits] == [(people[0], date(1987, 3, 2))]
    by_chosen = selectors.same_or_similar_names(actor=director, given="Zoe", family="Montañez", chosen="Luz")
    assert [hit.card.id for hit in by_chosen] == [people[0]]
    assert selectors.same_or_similar_names(actor=director, given="Yusuf", family="Bakker") == ()
    assert selectors.same_or_similar_names(actor=director, given="Bernardo", family="Montañez") == ()
    assert (
        selectors.same_or_similar_names(actor=director, given="Marisol", family="Montañez", except_id=people[0]) == ()
    )


@pytest.mark.parametrize("many", [1, 3, 60])
def test_the_list_asks_the_database_as_often_for_one_as_for_sixty(
    admit: Callable[..., int], director: Actor, many: int
) -> None:
    for number in range(many):
        admit(f"Person{number}", "Montañez")
    counts = []
    for search in ("", "montanez"):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            page = selectors.directory(actor=director, search=search)
        assert page.total == many
        counts.append(len([q for q in asked.captured_queries if "audit" not in q["sql"]]))
    assert max(counts) <= 8


def test_the_list_is_narrowed_and_sorted(admit: Callable[..., int], program: dict[str, Any], director: Actor) -> None:
    old = admit("Zed", "Abbot", date_of_birth=date(1950, 1, 1), admitted_on=date(2026, 1, 5))
    teen = admit("Amy", "Zimmer", date_of_birth=date(2012, 1, 1), admitted_on=date(2026, 3, 5))
    gone = admit("Bo", "Miller", admitted_on=date(2026, 2, 5))
    services.discharge(actor=director, participant_id=gone)

    def ids(**how: Any) -> list[int]:
        return [row.card.id for row in selectors.directory(actor=director, **how).rows]

    assert ids() == [old, teen]
    assert ids(sort="-name") == [teen, old]
    assert ids(sort="-admitted", state="all") == [teen, gone, old]
    assert ids(state="discharged") == [gone]
    assert ids(track_id=program["teen"].pk) == [teen]
    assert ids(state="anything", sort="anything") == [old, teen]
    assert ids(search="?!") == []
    assert selectors.directory(actor=director, page=99).page == 1
