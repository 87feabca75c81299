"""The scheduler's workbench: a draft moved by hand, every refusal in words, undone, kept, compared, published, told."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from hearthside.participants.models import Participant
from hearthside.scheduling import selectors, services
from hearthside.scheduling.domain.byhand import MovePerson
from hearthside.scheduling.domain.drafts import parse_draft
from hearthside.scheduling.domain.problem import parse_problem
from hearthside.scheduling.domain.solution import Solution, parse_solution
from hearthside.scheduling.domain.verify import verify
from hearthside.scheduling.models import Proposal, Seat, Session, Telling
from hearthside.scheduling.tasks import _solve
from tests.scheduling.conftest import MONDAY, Clinic

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(staff_client: Callable[[str], Client]) -> Client:
    return staff_client("scheduler")


@pytest.fixture
def week(clinic: Clinic, book) -> dict[str, int]:
    """A published week by hand: a group of two on Monday at 17:00, an empty one on Tuesday at 9:00."""
    people = [clinic.person(name) for name in ("Ada", "Ben", "Cy")]
    first, second = clinic.session(), clinic.session(day=MONDAY + timedelta(days=1), start=540)
    for person in people[:2]:
        book(first, person)
    return {"first": first, "second": second, **{p.given_name: p.pk for p in people}}


def url(name: str, *args: object) -> str:
    return reverse(f"scheduling:{name}", args=args)


def text(answer) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def draft_of(clinic: Clinic, client: Client) -> int:
    answer = client.post(url("by_hand_week", clinic.site.pk, MONDAY.isoformat()))
    return int(answer["Location"].strip("/").split("/")[-1])


def version(number: int) -> int:
    return parse_draft(Proposal.objects.get(pk=number).draft).version


def planned(number: int) -> dict[str, tuple]:
    sessions = parse_solution(Proposal.objects.get(pk=number).solution).sessions
    return {s.id: (s.day, s.start, s.room, s.participants) for s in sessions}


def test_a_session_is_moved_by_hand_undone_and_redone(clinic: Clinic, client: Client, week) -> None:
    number, name = draft_of(clinic, client), f"s{week['first']}"
    page = text(client.get(url("proposal", number)))
    assert "You are changing this week by hand" in page
    assert "Press a session to move it" in page
    targets = text(client.get(url("planned_move", number, name)))
    assert "times are free" in targets
    wanted = {"mode": "in_person", "room": f"r{clinic.rooms[0].pk}", "clinician": f"c{clinic.clinicians[0].pk}"}
    chosen = text(client.get(url("planned_move", number, name), {**wanted, "day": 2, "start": 600}))
    assert "Move it here?" in chosen
    before = planned(number)[name]
    client.post(url("planned_move", number, name), {**wanted, "day": 2, "start": 600, "version": 0})
    assert planned(number)[name][:2] == (2, 600)
    assert "Moved: Process, Mon 17:00 → Wed 10:00" in text(client.get(url("proposal", number)))
    client.post(url("by_hand_step", number), {"version": 1, "at": 0})
    assert planned(number)[name] == before
    client.post(url("by_hand_step", number), {"version": 2, "at": 1})
    assert planned(number)[name][:2] == (2, 600)
    assert Session.objects.get(pk=week["first"]).during.lower.weekday() == 0


def test_every_reason_against_a_target_is_said_in_words(clinic: Clinic, client: Client, week) -> None:
    clinic.session(day=MONDAY + timedelta(days=2), start=540)
    for name, hours in (("Ada", (600, 675)), ("Ben", (480, 1200))):
        clinic.busy(_person(week, name), [2], *hours)
    number = draft_of(clinic, client)
    where = {"mode": "in_person", "room": f"r{clinic.rooms[0].pk}", "clinician": f"c{clinic.clinicians[0].pk}"}
    page = url("planned_move", number, f"s{week['first']}")
    words = text(client.get(page, {**where, "day": 2, "start": 570}))
    for said in (
        "It cannot go there", "Lake has Process until 10:30.", "Ana Reyes leads Process from 09:00 to 10:30.",
        "Ada has work from 10:00 to 11:15.", "Ben has work from 08:00 to 20:00.",
    ):  # fmt: skip
        assert said in words, said
    words = text(client.get(page, {**where, "day": 2, "start": 690}))
    assert "Ada has work from 10:00 to 11:15, and travels 30 minutes." in words
    refused = client.post(page, {**where, "day": 2, "start": 570, "version": 0}, follow=True)
    assert "Not moved. " in text(refused)
    assert version(number) == 0


def _person(week, name: str) -> Participant:
    return Participant.objects.get(pk=week[name])


def test_people_are_moved_taken_out_and_put_in_with_what_it_does(clinic: Clinic, client: Client, week) -> None:
    number, first, second = draft_of(clinic, client), f"s{week['first']}", f"s{week['second']}"
    page = text(client.get(url("planned_person", number, week["Ada"]), {"leaves": first}))
    assert "Instead of Process" in page
    assert "Move here" in page
    ada = f"p{week['Ada']}"
    client.post(url("by_hand_do", number), {"version": 0, "participant": ada, "leaves": first, "joins": second})
    assert planned(number)[second][3] == (ada,)
    shown = text(client.get(url("proposal", number)))
    assert "too few" in shown
    assert "Ada: Process, Mon 17:00 → Process, Tue 09:00" in shown
    people = text(client.get(url("planned_people", number, second)))
    assert "Who could join Process?" in people
    client.post(url("by_hand_do", number), {"version": 1, "participant": f"p{week['Cy']}", "joins": second})
    client.post(url("by_hand_do", number), {"version": 2, "participant": f"p{week['Ben']}", "leaves": first})
    client.post(url("by_hand_do", number), {"version": 3, "remove": first})
    assert set(planned(number)) == {second}
    assert "Removed: Process, Mon 17:00" in text(client.get(url("proposal", number)))
    assert text(client.get(url("planned", number, first), follow=True)).count("not in this week any more") == 1


def test_a_session_is_added_and_a_wrong_one_is_refused_with_all_reasons(clinic: Clinic, client: Client, week) -> None:
    number = draft_of(clinic, client)
    typed = {
        "offer": "skills:adult", "mode": "in_person", "day": "0", "start": "17:00", "room": f"r{clinic.rooms[0].pk}",
        "clinician": f"c{clinic.clinicians[0].pk}", "version": "0",
    }  # fmt: skip
    assert client.get(url("planned_add", number)).status_code == 200
    refused = client.post(url("planned_add", number), typed)
    assert refused.status_code == 422
    assert "Lake has Process until 18:30." in text(refused)
    assert "Ana Reyes leads Process from 17:00 to 18:30." in text(refused)
    answer = client.post(url("planned_add", number), {**typed, "day": "3"})
    assert answer["Location"] == url("planned_people", number, "h1")
    assert planned(number)["h1"][:2] == (3, 1020)


def test_a_second_tab_is_told_that_the_draft_moved_on(clinic: Clinic, client: Client, week) -> None:
    number, first = draft_of(clinic, client), f"s{week['first']}"
    client.post(url("by_hand_do", number), {"version": 0, "participant": f"p{week['Cy']}", "joins": first})
    again = client.post(
        url("by_hand_do", number), {"version": 0, "participant": f"p{week['Ben']}", "leaves": first}, follow=True
    )
    assert "changed meanwhile, perhaps in another tab" in text(again)
    assert len(planned(number)[first][3]) == 3
    assert "changed meanwhile" in text(client.post(url("by_hand_step", number), {"version": 0, "at": 0}, follow=True))


def test_what_is_kept_cannot_be_moved_and_stays_when_the_week_is_built_again(clinic, client: Client, week) -> None:
    number, first = draft_of(clinic, client), f"s{week['first']}"
    client.post(url("by_hand_keep", number), {"version": 0, "what": f"session:{first}"})
    client.post(url("by_hand_keep", number), {"version": 1, "what": f"person:p{week['Ada']}"})
    gone = {"version": 2, "participant": f"p{week['Ben']}", "leaves": first}
    assert "You keep this session. Let it go first." in text(client.post(url("by_hand_do", number), gone, follow=True))
    assert client.get(url("planned", number, first)).status_code == 200
    answer = client.post(url("again", number))
    new = Proposal.objects.get(pk=int(answer["Location"].strip("/").split("/")[-1]))
    problem = parse_problem(new.problem)
    assert (new.kind, new.based_on_id, problem.locked) == ("week", number, (first,))
    assert "Somebody is having this week built" in text(client.post(url("again", number), follow=True))


@pytest.mark.parametrize(
    ("what", "count"), [("all", 2), ("day:0", 1), ("day:4", 0), ("group:process:adult", 2), ("let", 0), ("odd", 0)]
)
def test_many_are_kept_at_once(clinic: Clinic, client: Client, week, what: str, count: int) -> None:
    number = draft_of(clinic, client)
    client.post(url("by_hand_keep", number), {"version": 0, "what": what})
    assert len(parse_draft(Proposal.objects.get(pk=number).draft).kept) == count
    for kind, key in (("room", clinic.rooms[0].pk), ("clinician", clinic.clinicians[0].pk)):
        client.post(url("by_hand_keep", number), {"version": version(number), "what": f"{kind}:{kind[0]}{key}"})
    assert len(parse_draft(Proposal.objects.get(pk=number).draft).kept) == 2


@pytest.mark.django_db(transaction=True)
def test_keeping_one_person_keeps_their_seats_in_the_week_that_is_built_again(clinic: Clinic) -> None:
    people = [clinic.person() for _ in range(4)]
    number = services.ask_for_proposal(actor=clinic.actor, site_id=clinic.site.pk, week_starts_on=MONDAY, seconds=2)
    _solve(number.proposal_id, 0)
    draft = services.start_by_hand(actor=clinic.actor, proposal_id=number.proposal_id)
    name = f"p{people[0].pk}"
    services.keep_by_hand(actor=clinic.actor, proposal_id=draft, version=0, names=[name], keep=True)
    before = {
        (s.service, s.day, s.start, s.clinician)
        for s in parse_solution(Proposal.objects.get(pk=draft).solution).sessions
        if name in s.participants
    }
    clinic.busy(people[1], [0, 1], 480, 1260)
    asked = services.build_again_from(actor=clinic.actor, proposal_id=draft, seconds=3)
    _solve(asked.proposal_id, 0)
    row = Proposal.objects.get(pk=asked.proposal_id)
    assert row.state == "ready", row.fault
    solution = parse_solution(row.solution)
    assert not verify(parse_problem(row.problem), solution).broken
    after = {(s.service, s.day, s.start, s.clinician) for s in solution.sessions if name in s.participants}
    assert before <= after
    preview = services.preview_proposal(actor=clinic.actor, proposal_id=row.pk)
    assert preview.misfits == ()
    services.publish_proposal(actor=clinic.actor, proposal_id=row.pk)


def test_a_draft_that_is_not_finished_is_not_published_and_says_why(clinic: Clinic, client: Client, week) -> None:
    number, first = draft_of(clinic, client), f"s{week['first']}"
    client.post(url("by_hand_do", number), {"version": 0, "participant": f"p{week['Ben']}", "leaves": first})
    answer = client.post(url("publish", number))
    assert answer.status_code == 409
    assert "Put this right before it can be published" in text(answer)
    assert "has fewer or more people than the group may have" in text(answer)
    assert Seat.objects.filter(released_at=None).count() == 2


def test_another_room_alone_is_told_to_those_who_sit_there_and_to_the_leader(
    clinic: Clinic, client: Client, week
) -> None:
    number, first = draft_of(clinic, client), f"s{week['first']}"
    other, leader = clinic.rooms[1], clinic.clinicians[0]
    where = {"mode": "in_person", "room": f"r{other.pk}", "clinician": f"c{leader.pk}", "day": 0, "start": 1020}
    client.post(url("planned_move", number, first), {**where, "version": 0})
    said = f"room changes from {clinic.rooms[0].name} to {other.name}"
    assert text(client.get(url("publish", number))).count(said) == 2
    assert text(client.get(url("told", number))).count(said) == 3
    sequence = Session.objects.get(pk=week["first"]).sequence
    assert "It is new for 3 people." in text(client.post(url("publish", number), follow=True))
    assert Session.objects.get(pk=week["first"]).sequence == sequence + 1
    page = text(client.get(url("told", number)))
    assert (page.count(said), "0 of 3 are told." in page, "leads the session" in page) == (3, True, True)
    client.post(url("told_mark", number), {"staff": leader.pk})
    told = Telling.objects.exclude(told_at=None).get()
    assert (told.staff_id, told.participant_id) == (leader.pk, None)
    assert "1 of 3 are told." in text(client.get(url("told", number)))
    sheet = client.get(url("told_file", number)).content.decode("utf-8-sig")
    assert clinic.rooms[0].name in sheet
    assert leader.name in sheet


def test_a_draft_is_published_and_the_people_are_told(clinic: Clinic, client: Client, week) -> None:
    number, first = draft_of(clinic, client), f"s{week['first']}"
    client.post(url("by_hand_do", number), {"version": 0, "participant": f"p{week['Cy']}", "joins": first})
    client.post(url("by_hand_do", number), {"version": 1, "remove": f"s{week['second']}"})
    assert "Not published yet" in text(client.get(url("told", number)))
    done = client.post(url("publish", number), follow=True)
    assert "It is new for 1 person." in text(done)
    assert Seat.objects.filter(released_at=None).count() == 3
    page = text(client.get(url("told", number)))
    assert "0 of 1 are told." in page
    assert "E-mail" in page
    client.post(url("told_mark", number), {"participant": week["Cy"]})
    told = Telling.objects.get()
    assert (told.participant_id, told.told_at is not None, told.told_by is not None) == (week["Cy"], True, True)
    Telling.objects.update(told_at=datetime(2030, 1, 2, 3, 30, tzinfo=UTC))
    there = datetime(2030, 1, 2, 3, 30, tzinfo=UTC).astimezone(ZoneInfo(clinic.site.time_zone))
    assert f"Tue {there:%H:%M}" in text(client.get(url("told", number)))
    sheet = client.get(url("told_file", number))
    assert sheet["Content-Type"].startswith("text/csv")
    assert f"{there:%Y-%m-%d %H:%M}" in sheet.content.decode("utf-8-sig")
    assert "Process" in sheet.content.decode("utf-8-sig")
    client.post(url("told_mark", number), {"participant": week["Cy"], "told": "no"})
    assert Telling.objects.get().told_at is None
    late = client.post(url("by_hand_do", number), {"version": 2, "participant": "p1", "leaves": first}, follow=True)
    assert "not in this week any more" in text(late)


def test_weeks_are_compared_with_who_gains_and_who_moves(clinic: Clinic, client: Client, week) -> None:
    number, first, second = draft_of(clinic, client), f"s{week['first']}", f"s{week['second']}"
    ada, cy = f"p{week['Ada']}", f"p{week['Cy']}"
    client.post(url("by_hand_do", number), {"version": 0, "participant": ada, "leaves": first, "joins": second})
    client.post(url("by_hand_do", number), {"version": 1, "participant": cy, "joins": second})
    page = text(client.get(url("compare", number)))
    for words in ("The published week", "Ada", "Cy", "+1 h 30 min", "Process Mon 17:00", "Process Tue 09:00"):
        assert words in page, words
    assert "Ada</a>" not in text(client.get(url("compare", number), {"q": "cy"}))
    other = draft_of(clinic, client)
    both = text(client.get(url("compare", number), {"with": [other, "published"], "sort": "gain"}))
    assert both.count("Draft by hand") > 2
    assert "Nothing differs for anybody called" in text(client.get(url("compare", number), {"q": "zz"}))


def test_the_board_is_shown_each_way_and_finds_people(clinic: Clinic, client: Client, week) -> None:
    number = draft_of(clinic, client)
    page = url("proposal", number)
    for way, words in (("time", "17:00"), ("room", "Lake"), ("clinician", "Ana Reyes"), ("group", "Process · Adults")):
        assert words in text(client.get(page, {"by": way})), way
    found = text(client.get(page, {"who": "adá"}))
    assert "The week of Ada" in found
    assert "Nobody in this week is called" in text(client.get(page, {"who": "zorro"}))
    panel = client.get(url("planned", number, f"s{week['first']}"), headers={"HX-Request": "true"})
    assert "<html" not in text(panel)
    assert "Keep this" in text(panel)


def test_progress_is_said_level_by_level_and_a_missing_worker_kindly(clinic: Clinic, client: Client) -> None:
    for _ in range(4):
        clinic.person()
    asked = services.ask_for_proposal(actor=clinic.actor, site_id=clinic.site.pk, week_starts_on=MONDAY)
    number = asked.proposal_id
    page = url("proposal", number)
    assert "A worker takes it in a moment" in text(client.get(page))
    Proposal.objects.filter(pk=number).update(asked_at=timezone.now() - timedelta(seconds=20))
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_workers")
    assert "No program that builds weeks is running at the moment" in text(client.get(page))
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES")
    assert "Your request is next" in text(client.get(page))
    services.begin_proposal(actor=clinic.actor, proposal_id=number)
    told = {"asked": 4, "seconds": 1.0, "message_code": "better"}
    services.note_progress(
        proposal_id=number, progress={**told, "level": "placed", "value": 2, "bound": 3, "placed": 2}
    )
    part = text(client.get(page, headers={"HX-Request": "true"}))
    assert "2 of 4 people" in part
    assert "At most 3 are possible." in part
    services.note_progress(
        proposal_id=number, progress={**told, "level": "preference", "value": 9, "bound": 12, "placed": 3}
    )
    row = selectors.proposal(actor=clinic.actor, proposal_id=number)
    assert {name: (level.value, level.bound) for name, level in row.levels.items()} == {
        "placed": (2, 3), "preference": (9, 12),
    }  # fmt: skip
    page_text = text(client.get(page))
    assert "Nobody has said what they would rather have." in page_text
    assert 'http-equiv="refresh"' in page_text


def test_the_proposal_page_reads_its_week_once_and_asks_the_same_whatever_its_size(clinic, client, week) -> None:
    number = draft_of(clinic, client)
    counts = []
    for more in (0, 1, 20):
        for _ in range(more):
            clinic.person()
        number = draft_of(clinic, client)
        client.get(url("proposal", number))
        with CaptureQueriesContext(connection) as queries:
            client.get(url("proposal", number))
        counts.append(len(queries))
        assert sum('"problem", ' in q["sql"] or '"solution"' in q["sql"] for q in queries) == 1
    assert len(set(counts)) == 1, counts


def test_moves_that_name_nothing_and_proposals_that_are_no_drafts_are_refused_kindly(clinic, client, week) -> None:
    number = draft_of(clinic, client)
    assert client.post(url("by_hand_do", number), {"version": 0}).status_code == 302
    assert (
        client.post(url("by_hand_do", number), {"version": "x", "participant": "p0", "joins": "s0"}).status_code == 302
    )
    assert client.post(url("by_hand_week", clinic.site.pk, "2026-12-01"), follow=True).status_code == 200
    assert client.post(url("by_hand_week", clinic.site.pk, "soon"), follow=True).status_code == 200
    asked = services.ask_for_proposal(actor=clinic.actor, site_id=clinic.site.pk, week_starts_on=MONDAY)
    for name in ("by_hand", "again", "by_hand_keep", "by_hand_step", "by_hand_do"):
        assert client.post(url(name, asked.proposal_id)).status_code == 302, name
    with pytest.raises(services.ProposalRefused):
        services.move_by_hand(
            actor=clinic.actor, proposal_id=asked.proposal_id, version=0, move=MovePerson("p1", None, "s1")
        )


def test_the_draft_is_always_what_the_referee_says_of_it(clinic: Clinic, week) -> None:
    number = services.start_by_hand_from_week(actor=clinic.actor, site_id=clinic.site.pk, week_starts_on=MONDAY)
    row = Proposal.objects.get(pk=number)
    problem, found = parse_problem(row.problem), parse_solution(row.solution)
    rules = {b.rule for b in verify(problem, Solution(found.sessions, found.unplaced, found.claims)).broken}
    assert rules == {"size"}
    assert {u.participant for u in found.unplaced} == {p.id for p in problem.participants}
