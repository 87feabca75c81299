import pytest

from hearthside.access.gate import NotFound, NotPermitted
from hearthside.program import selectors, services
from hearthside.program.domain.spans import Span
from hearthside.program.services import ProgramRefused, Refusal

pytestmark = pytest.mark.django_db


def refused(call, **arguments):
    with pytest.raises(ProgramRefused) as caught:
        call(**arguments)
    return caught.value.field, caught.value.reason


def add_service(director, name="Process", **changes):
    facts = {"kind": "group", "minutes": 90, "min_size": 2, "max_size": 12} | changes
    return services.save_service(actor=director, service_id=None, name=name, **facts)


def add_level(director, population="adult", **changes):
    facts = {"min_minutes_week": 540, "min_days_week": 3, "source": "SAMHSA"} | changes
    return services.save_level_rule(
        actor=director, level_id=None, name=f"IOP {population}", population=population, **facts
    )


def test_a_site_is_added_with_its_hours_and_changed_in_place(director):
    hours = (Span(0, 480, 720), Span(0, 780, 1260), Span(5, 540, 780))
    site_id = services.save_site(
        actor=director,
        site_id=None,
        name="  Harbor   House ",
        time_zone="America/New_York",
        start_step=15,
        opening=hours,
    )
    found = selectors.site(actor=director, site_id=site_id)
    assert (found.name, found.time_zone, found.start_step, found.opening) == (
        "Harbor House", "America/New_York", 15, hours
    )  # fmt: skip
    services.save_site(actor=director, site_id=site_id, name="Harbor", time_zone="America/Chicago", opening=())
    found = selectors.site(actor=director, site_id=site_id)
    assert (found.name, found.time_zone, found.opening) == ("Harbor", "America/Chicago", ())
    assert str(selectors.site_clock(site_id=site_id)) == "America/Chicago"


def test_hours_are_left_alone_when_none_are_given(director, site):
    before = selectors.site(actor=director, site_id=site.pk).opening
    services.save_site(actor=director, site_id=site.pk, name="Lakeside", time_zone="America/Chicago")
    assert selectors.site(actor=director, site_id=site.pk).opening == before


def test_a_site_that_cannot_be_is_refused_with_the_field_and_the_reason(director, site):
    good = {"actor": director, "site_id": None, "name": "Other", "time_zone": "America/Denver"}
    assert refused(services.save_site, **good | {"name": " "}) == ("name", Refusal.NAME_MISSING)
    assert refused(services.save_site, **good | {"name": "lakeside"}) == ("name", Refusal.NAME_TAKEN)
    assert refused(services.save_site, **good | {"time_zone": "Mars/Base"}) == ("time_zone", Refusal.ZONE_UNKNOWN)
    assert refused(services.save_site, **good, start_step=20) == ("start_step", Refusal.STEP_NOT_OFFERED)
    overlap, backward = [Span(1, 480, 700), Span(1, 690, 800)], [Span(1, 700, 480)]
    assert refused(services.save_site, **good, opening=overlap) == ("opening", Refusal.HOURS_OVERLAP)
    assert refused(services.save_site, **good, opening=backward) == ("opening", Refusal.HOURS_BACKWARDS)
    assert [s.name for s in selectors.sites(actor=director)] == ["Lakeside"]


def test_a_room_is_kept_to_its_site_and_its_capacity(director, site):
    room_id = services.save_room(actor=director, room_id=None, site_id=site.pk, name="Oak", capacity=12)
    assert selectors.room(actor=director, room_id=room_id).capacity == 12
    fields = {"actor": director, "room_id": None, "site_id": site.pk}
    assert refused(services.save_room, **fields, name="OAK", capacity=3) == ("name", Refusal.NAME_TAKEN)
    assert refused(services.save_room, **fields, name="Elm", capacity=0) == ("capacity", Refusal.CAPACITY)


def test_a_service_for_one_person_holds_one_and_sizes_are_in_order(director):
    assert refused(add_service, director=director, kind="individual") == ("max_size", Refusal.INDIVIDUAL_IS_ONE)
    assert refused(add_service, director=director, min_size=5, max_size=4) == ("max_size", Refusal.SIZES)
    assert refused(add_service, director=director, minutes=10) == ("minutes", Refusal.MINUTES)


def test_two_services_of_one_name_get_codes_of_their_own_that_stay(director):
    first, second = add_service(director, "Habilidades ñ"), add_service(director, "Habilidades ñ")
    codes = [selectors.service(actor=director, service_id=pk).code for pk in (first, second)]
    assert codes == ["habilidades-n", "habilidades-n-2"]
    services.save_service(actor=director, service_id=first, name="Skills", kind="group", minutes=90, max_size=12)
    assert selectors.service(actor=director, service_id=first).code == "habilidades-n"


def test_a_level_of_care_rule_names_its_source(director):
    assert refused(add_level, director=director, source=" ") == ("source", Refusal.SOURCE_MISSING)
    assert refused(add_level, director=director, min_days_week=8) == ("min_days_week", Refusal.DAYS)
    assert refused(add_level, director=director, max_minutes_week=500) == ("max_minutes_week", Refusal.MOST_BELOW_LEAST)


def test_a_new_default_track_takes_the_place_of_the_old_one_of_its_age_group(director):
    adult, young = add_level(director), add_level(director, "adolescent", min_minutes_week=360)
    first = services.save_track(
        actor=director, track_id=None, name="General", population="adult", level_id=adult, is_default=True
    )
    youth = services.save_track(
        actor=director, track_id=None, name="Youth", population="adolescent", level_id=young, is_default=True
    )
    assert selectors.default_track(actor=director, population="adult") == first
    second = services.save_track(
        actor=director, track_id=None, name="Women", population="adult", level_id=adult, is_default=True
    )
    assert selectors.default_track(actor=director, population="adult") == second
    assert selectors.default_track(actor=director, population="adolescent") == youth
    services.archive_track(actor=director, track_id=second)
    assert selectors.default_track(actor=director, population="adult") is None


def test_a_track_follows_a_rule_of_its_own_age_group(director):
    young = add_level(director, "adolescent")
    call = {"actor": director, "track_id": None, "name": "General", "population": "adult", "level_id": young}
    assert refused(services.save_track, **call) == ("level", Refusal.LEVEL_OF_OTHER_AGE)


def test_a_rule_that_a_running_track_follows_cannot_be_archived(director):
    level = add_level(director)
    track = services.save_track(actor=director, track_id=None, name="General", population="adult", level_id=level)
    assert refused(services.archive_level_rule, actor=director, level_id=level) == ("level", Refusal.STILL_USED)
    services.archive_track(actor=director, track_id=track)
    services.archive_level_rule(actor=director, level_id=level)
    assert selectors.level_rules(actor=director) == ()
    services.restore_level_rule(actor=director, level_id=level)
    assert [rule.id for rule in selectors.level_rules(actor=director)] == [level]


def test_weekly_orders_are_set_all_at_once(director):
    level, process, skills = add_level(director), add_service(director), add_service(director, "Skills", minutes=60)
    track = services.save_track(actor=director, track_id=None, name="General", population="adult", level_id=level)
    services.set_weekly_orders(actor=director, track_id=track, orders={process: 3})
    template = selectors.track_template(actor=director, track_id=track)
    assert (template.weekly_orders, template.check.countable_minutes) == (((process, 3),), 270)
    services.set_weekly_orders(actor=director, track_id=track, orders={skills: 4, process: 5})
    template = selectors.track_template(actor=director, track_id=track)
    assert (dict(template.weekly_orders), template.check.reaches) == ({process: 5, skills: 4}, True)
    services.set_weekly_orders(actor=director, track_id=track, orders={skills: 2})
    services.set_weekly_orders(actor=director, track_id=track, orders={skills: 0})
    assert selectors.track_template(actor=director, track_id=track).weekly_orders == ()
    call = {"actor": director, "track_id": track, "orders": {skills: 8}}
    assert refused(services.set_weekly_orders, **call) == ("per_week", Refusal.PER_WEEK)


def test_an_audience_is_for_at_least_one_track(director):
    service = add_service(director)
    call = {"actor": director, "audience_id": None, "service_id": service, "name": "Nobody", "track_ids": ()}
    assert refused(services.save_audience, **call) == ("tracks", Refusal.TRACKS_MISSING)


def test_staff_are_saved_with_what_they_lead_and_when_they_work(director, site):
    service = add_service(director)
    staff_id = services.save_staff(
        actor=director, staff_id=None, site_id=site.pk, name="Dana Whitfield", credentials="LPC", gender="f",
        languages=("es", "en"), modes=("online",), leads=(service,), works=(Span(0, 720, 1260),),
        max_contact_minutes=1200,
    )  # fmt: skip
    found = selectors.staff_member(actor=director, staff_id=staff_id)
    assert (found.initials, found.languages, found.leads, found.works) == (
        "DW", ("en", "es"), (service,), (Span(0, 720, 1260),)
    )  # fmt: skip
    assert selectors.staff_names(actor=director, staff_ids=[staff_id, 0]) == {staff_id: "Dana Whitfield"}
    call = {"actor": director, "staff_id": staff_id, "site_id": site.pk, "name": "Dana"}
    assert refused(services.save_staff, **call, modes=("fax",)) == ("modes", Refusal.MODE_UNKNOWN)
    assert refused(services.save_staff, **call, max_contact_minutes=6001) == (
        "max_contact_minutes", Refusal.CONTACT_MINUTES
    )  # fmt: skip
    assert selectors.staff_member(actor=director, staff_id=staff_id).name == "Dana Whitfield"


def test_an_account_belongs_to_one_member_of_staff(director, site, staff_user):
    user, _staff = staff_user("clinician")
    other = services.save_staff(actor=director, staff_id=None, site_id=site.pk, name="Other")
    call = {"actor": director, "staff_id": other, "user_id": user.pk}
    assert refused(services.link_staff_account, **call) == ("user", Refusal.ACCOUNT_TAKEN)


def test_archived_things_leave_the_lists_and_come_back(director, site):
    room = services.save_room(actor=director, room_id=None, site_id=site.pk, name="Oak", capacity=12)
    services.archive_room(actor=director, room_id=room)
    assert selectors.catalogue(actor=director, site_id=site.pk).rooms == ()
    services.restore_room(actor=director, room_id=room)
    assert [r.name for r in selectors.catalogue(actor=director, site_id=site.pk).rooms] == ["Oak"]
    services.archive_site(actor=director, site_id=site.pk)
    assert selectors.sites(actor=director) == ()
    assert [s.archived for s in selectors.sites(actor=director, with_archived=True)] == [True]


def test_only_those_who_edit_the_program_change_it_and_all_staff_read_it(director, site, staff_user):
    from hearthside.access.actor import Actor
    from hearthside.access.permissions import Role

    scheduler = Actor.staff(user_id=1, staff_id=None, name="S", roles=frozenset({Role.SCHEDULER}))
    with pytest.raises(NotPermitted):
        services.save_room(actor=scheduler, room_id=None, site_id=site.pk, name="Oak", capacity=12)
    assert [s.name for s in selectors.sites(actor=scheduler)] == ["Lakeside"]
    with pytest.raises(NotPermitted):
        selectors.sites(actor=Actor.participant(user_id=5, participant_id=5, name="P"))


def test_what_does_not_exist_is_not_found(director, site):
    for call, arguments in [
        (selectors.site, {"site_id": 0}), (selectors.room, {"room_id": 0}), (selectors.service, {"service_id": 0}),
        (selectors.level_rule, {"level_id": 0}), (selectors.track_template, {"track_id": 0}),
        (selectors.staff_member, {"staff_id": 0}), (selectors.catalogue, {"site_id": 0}),
        (services.archive_room, {"room_id": 0}),
    ]:  # fmt: skip
        with pytest.raises(NotFound):
            call(actor=director, **arguments)
