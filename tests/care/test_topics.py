"""Topics: the clinic's own list, suggestions for the coming sessions, one press, by hand, and what people met."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hearthside.access.actor import Actor
from hearthside.care import selectors, services
from hearthside.care.models import AttendanceMark, SessionTopic
from hearthside.program import selectors as program
from hearthside.program import services as program_services
from hearthside.program.models import Topic
from hearthside.scheduling.models import Seat, Session

NOW = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)


@pytest.fixture
def topics(offer: dict[str, int], director: Actor) -> dict[str, int]:
    service = offer["Process group"]
    program_services.set_topics(actor=director, service_id=service, names=["Sleep", "Asking for help", "Evenings"])
    return {topic.name: topic.id for topic in program.topics(actor=director, service_id=service)}


@pytest.fixture
def sit(make_session: Callable[..., Session]) -> Callable[..., Session]:
    def make(days: int, *people: object) -> Session:
        session = make_session(NOW + timedelta(days=days))
        for person in people:
            Seat.objects.create(session=session, participant=person, during=session.during)
        return session

    return make


def plan(site, offer, director) -> selectors.TopicPlan:
    return selectors.topic_plan(actor=director, site_id=site.pk, service_id=offer["Process group"])


def test_each_person_is_offered_what_they_have_missed(site, offer, topics, director, sit, make_person) -> None:
    old, new = make_person("Olga"), make_person("Nils")
    past = sit(-7, old)
    services.choose_topics(actor=director, topics={past.pk: topics["Sleep"]})
    first, second = sit(1, old, new), sit(8, old, new)
    found = plan(site, offer, director)
    cells = {cell.card.id: cell for group in found.groups for cell in group.cells}
    assert {cells[first.pk].topic.name, cells[second.pk].topic.name} == {"Asking for help", "Evenings"}
    assert (found.new, found.proved) == (4, True)
    assert cells[first.pk].new_for == ("Nils", "Olga")


def test_who_was_absent_has_not_met_the_topic(site, offer, topics, director, sit, make_person) -> None:
    person = make_person("Olga")
    past = sit(-7, person)
    services.choose_topics(actor=director, topics={past.pk: topics["Sleep"]})
    sit(1, person)
    assert plan(site, offer, director).groups[0].cells[0].topic.name == "Asking for help"
    AttendanceMark.objects.create(seat=Seat.objects.get(session=past), status="missed")
    assert plan(site, offer, director).groups[0].cells[0].topic.name == "Sleep"


def test_one_press_takes_every_suggestion_and_a_hand_may_change_it(
    site, offer, topics, sit, make_person, staff_client: Callable[[str], Client]
) -> None:
    sessions = [sit(1, make_person("Olga")), sit(8, make_person("Nils"))]
    client, where = staff_client("clinician"), {"site": site.pk, "service": offer["Process group"]}
    page = client.get(reverse("care:topics"), where)
    assert page.status_code == 200
    assert "1 of 1 person" in page.content.decode()
    assert b"2 sessions have their topics." in client.post(reverse("care:topics_keep"), where, follow=True).content
    assert SessionTopic.objects.count() == 2
    choose = reverse("care:topic", args=[sessions[0].pk])
    client.post(choose, {"topic": topics["Evenings"], **where})
    assert SessionTopic.objects.get(session=sessions[0]).topic_id == topics["Evenings"]
    shown = client.get(reverse("care:session", args=[sessions[0].pk])).content.decode()
    assert f'<option value="{topics["Evenings"]}" selected>' in shown
    client.post(choose, {"topic": ""})
    assert not SessionTopic.objects.filter(session=sessions[0]).exists()


def test_a_topic_of_another_service_changes_nothing(offer, topics, director, sit, make_session) -> None:
    other = make_session(NOW + timedelta(days=2), service=next(name for name in offer if name != "Process group"))
    assert services.choose_topics(actor=director, topics={other.pk: topics["Sleep"]}) == 0
    assert not SessionTopic.objects.exists()


def test_the_list_of_topics_is_one_a_line_and_keeps_what_was_held(
    offer, topics, director, sit, staff_client: Callable[[str], Client]
) -> None:
    held = sit(-7)
    services.choose_topics(actor=director, topics={held.pk: topics["Sleep"]})
    page = reverse("program:topics", args=[offer["Process group"]])
    client = staff_client("director")
    assert "Asking for help" in client.get(page).content.decode()
    client.post(page, {"topics": "Evenings\n\n  evenings \nSaying   no\r\n"})
    service = offer["Process group"]
    assert [t.name for t in program.topics(actor=director, service_id=service)] == ["evenings", "Saying no"]
    assert Topic.objects.get(name="Sleep").archived_at is not None
    assert selectors.session_topic(actor=director, session_id=held.pk).chosen_name == "Sleep"
    client.post(page, {"topics": "sleep"})
    assert Topic.objects.get(name="sleep").pk == topics["Sleep"]
    many = client.post(page, {"topics": "\n".join(f"Topic {n}" for n in range(41))})
    assert (many.status_code, b"at most 40 topics" in many.content) == (422, True)


def test_without_topics_or_sessions_the_page_says_what_to_do(
    site, offer, director, staff_client: Callable[[str], Client]
) -> None:
    client = staff_client("clinician")
    assert b"No topics yet" in client.get(reverse("care:topics")).content
    program_services.set_topics(actor=director, service_id=offer["Process group"], names=["Sleep"])
    assert b"No session is published" in client.get(reverse("care:topics")).content
    assert client.get(reverse("care:topics"), {"site": "0"}).status_code == 404


def test_the_page_asks_as_often_for_many_sessions_as_for_few(
    site, offer, topics, director, sit, make_person, staff_client: Callable[[str], Client]
) -> None:
    client, counts = staff_client("clinician"), []
    for wanted in (1, 6):
        for number in range(wanted):
            sit(1 + number, make_person(f"Person {number}"))
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("care:topics"))
        counts.append(len(asked))
    assert counts[0] == counts[1]
