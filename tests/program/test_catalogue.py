import pytest

from hearthside.program import selectors, services
from hearthside.program.domain.spans import Span

pytestmark = pytest.mark.django_db


def test_a_first_run_starts_with_a_program_that_reaches_its_dose_and_a_second_changes_nothing(director, site):
    assert services.seed_program(actor=director) is True
    tracks = {track.name: track for track in selectors.tracks(actor=director)}
    assert sorted(tracks) == ["Adolescent", "Dual diagnosis", "General adult", "Spanish", "Women"]
    assert {name: track.check.gaps for name, track in tracks.items()} == dict.fromkeys(tracks, ())
    assert (tracks["Women"].level.min_minutes_week, tracks["Adolescent"].level.min_minutes_week) == (540, 360)
    assert selectors.default_track(actor=director, population="adult") == tracks["General adult"].id
    assert selectors.default_track(actor=director, population="adolescent") == tracks["Adolescent"].id
    services.save_track(
        actor=director,
        track_id=tracks["Women"].id,
        name="Mothers",
        population="adult",
        level_id=tracks["Women"].level.id,
    )
    assert services.seed_program(actor=director) is False
    assert "Mothers" in {track.name for track in selectors.tracks(actor=director)}


def test_every_ordered_service_has_an_audience_for_the_track(director, site):
    services.seed_program(actor=director)
    offered = {service.id: service for service in selectors.services(actor=director)}
    for track in selectors.tracks(actor=director):
        for order in track.orders:
            held = [a for a in offered[order.service_id].audiences if track.id in a.track_ids]
            assert len(held) == 1, (track.name, order.service_name)
            assert held[0].language == ("es" if track.name == "Spanish" and order.service_name[0] != "I" else "")


def test_the_catalogue_holds_what_is_in_use_at_the_site(director, site):
    services.seed_program(actor=director)
    offer = {service.name: service.id for service in selectors.services(actor=director)}
    tracks = {track.name: track.id for track in selectors.tracks(actor=director)}
    staff = services.save_staff(
        actor=director, staff_id=None, site_id=site.pk, name="Dana", leads=offer.values(), tracks=tracks.values(),
        languages=["en"], modes=["in_person"], works=[Span(0, 480, 720), Span(0, 720, 900)],
    )  # fmt: skip
    other_site = services.save_site(actor=director, site_id=None, name="Other", time_zone="America/Denver")
    services.save_staff(actor=director, staff_id=None, site_id=other_site, name="Elsewhere")
    services.archive_service(actor=director, service_id=offer["Family group"])
    services.archive_track(actor=director, track_id=tracks["Women"])
    found = selectors.catalogue(actor=director, site_id=site.pk)
    assert [c.id for c in found.clinicians] == [staff]
    assert found.clinicians[0].works == (Span(0, 480, 900),)
    assert offer["Family group"] not in found.clinicians[0].leads
    assert tracks["Women"] not in found.clinicians[0].tracks
    assert sorted(s.name for s in found.services) == [
        "Education group", "Individual session", "Process group", "Skills group"
    ]  # fmt: skip
    together = next(s for s in found.services if s.name == "Education group").audiences[1]
    assert together.track_codes == ("dual-diagnosis", "general-adult")


def test_the_catalogue_and_the_lists_ask_the_database_as_often_for_many_as_for_one(
    director, site, django_assert_num_queries
):
    services.seed_program(actor=director)
    leads = [service.id for service in selectors.services(actor=director)]

    def queries():
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        from hearthside.audit import trail

        with (
            CaptureQueriesContext(
                connection,
            ) as asked,
            trail.one_flush_for_reads(),
        ):
            selectors.catalogue(actor=director, site_id=site.pk)
            selectors.staff_list(actor=director)
            selectors.sites(actor=director)
            selectors.tracks(actor=director)
            selectors.services(actor=director)
        return len(asked)

    counts = []
    for wanted in (1, 3, 60):
        for number in range(len(selectors.staff_list(actor=director)), wanted):
            services.save_staff(
                actor=director,
                staff_id=None,
                site_id=site.pk,
                name=f"Staff {number:02d}",
                leads=leads,
                works=[Span(0, 0, 60)],
            )
            services.save_room(actor=director, room_id=None, site_id=site.pk, name=f"Room {number:02d}", capacity=8)
        counts.append(queries())
    assert counts[0] == counts[1] == counts[2]
