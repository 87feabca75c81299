"""Publishing while others book: one at a time, everything or nothing."""

from __future__ import annotations

import threading

import pytest
from django.db import connection

from hearthside.scheduling import selectors, services
from hearthside.scheduling.models import Proposal, Seat, Session
from hearthside.scheduling.tasks import _solve
from tests.scheduling.conftest import MONDAY, Clinic

pytestmark = pytest.mark.django_db(transaction=True)


def test_one_publishes_while_others_book_and_publish_too(clinic: Clinic) -> None:
    people = [clinic.person() for _ in range(4)]
    number = services.ask_for_proposal(
        actor=clinic.actor, site_id=clinic.site.pk, week_starts_on=MONDAY, seconds=4
    ).proposal_id
    _solve(number, 0)
    start, outcomes = threading.Barrier(4), []

    def publisher() -> None:
        start.wait()
        try:
            done = services.publish_proposal(actor=clinic.actor, proposal_id=number)
            outcomes.append("already" if done.already else "published")
        except services.ProposalStale:
            outcomes.append("stale")
        finally:
            connection.close()

    def booker() -> None:
        start.wait()
        try:
            opened = clinic.session(start=480)
            services.book_seat(actor=clinic.actor, session_id=opened, participant_id=people[0].pk)
            outcomes.append("booked")
        except services.BookingRefused:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for work in (publisher, publisher, booker, publisher)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    state = selectors.proposal(actor=clinic.actor, proposal_id=number).state
    assert len(outcomes) == 4
    if state == "published":
        assert outcomes.count("published") == 1
        assert outcomes.count("already") + outcomes.count("stale") == 2
        planned = Proposal.objects.get(pk=number).progress["seats"]
        assert Seat.objects.filter(released_at=None, session__proposal=number).count() == planned
    else:
        assert {o for o in outcomes if o != "booked"} == {"stale"}
        assert Session.objects.filter(proposal=number).count() == 0
