import re

import pytest
from django.urls import reverse

from hearthside.program import selectors, services
from hearthside.program.domain.spans import Span
from hearthside.program.models import Room, Site, Staff, Track

pytestmark = pytest.mark.django_db
HOURS = {f"day_{day}": "" for day in range(7)}


@pytest.fixture
def program(director, site):
    services.seed_program(actor=director)
    Room.objects.create(site=site, name="Oak", capacity=12)
    Staff.objects.create(site=site, name="Dana Whitfield", languages=["en"], modes=["in_person"])
    return site


def addresses(director):
    site = Site.objects.first()
    return {
        "home": reverse("program:home"),
        "site": reverse("program:site", args=[site.pk]),
        "room": reverse("program:room", args=[Room.objects.first().pk]),
        "tracks": reverse("program:tracks"),
        "track": reverse("program:track", args=[Track.objects.first().pk]),
        "services": reverse("program:services"),
        "service": reverse("program:service", args=[selectors.services(actor=director)[0].id]),
        "audience": reverse("program:audience", args=[selectors.services(actor=director)[0].audiences[0].id]),
        "levels": reverse("program:levels"),
        "level": reverse("program:level", args=[selectors.level_rules(actor=director)[0].id]),
        "staff": reverse("program:staff"),
        "staff_member": reverse("program:staff_member", args=[Staff.objects.get(name="Dana Whitfield").pk]),
    }


def test_everybody_on_staff_reads_every_page_and_only_the_director_finds_forms(program, director, staff_client):
    reader, editor = staff_client("biller"), staff_client("director")
    for name, address in addresses(director).items():
        read, edit = reader.get(address), editor.get(address)
        assert (read.status_code, edit.status_code) == (200, 200), name
        body = re.sub(r"(?s)<header.*?</header>|<div id=\"keys\".*?</dialog>", "", read.content.decode())
        main = body[body.index("<main") : body.index("</main>")]
        assert "<form" not in main, name
        assert "<main" in edit.content.decode(), name


def test_pages_for_adding_and_changing_are_not_there_for_who_only_reads(program, director, staff_client):
    reader, site = staff_client("scheduler"), program
    for name, arguments in [
        ("site_add", []), ("room_add", [site.pk]), ("track_add", []), ("service_add", []),
        ("level_add", []), ("staff_add", []),
        ("audience_add", [selectors.services(actor=director)[0].id]),
    ]:  # fmt: skip
        assert reader.get(reverse(f"program:{name}", args=arguments)).status_code == 404, name
        assert reader.post(reverse(f"program:{name}", args=arguments), {}).status_code == 404, name
    for name, arguments in [
        ("archive", ["site", site.pk]), ("restore", ["site", site.pk]), ("seed", []), ("track_sum", []),
        ("staff_account", [Staff.objects.first().pk]),
    ]:  # fmt: skip
        assert reader.post(reverse(f"program:{name}", args=arguments), {}).status_code == 404, name
    assert Site.objects.get(pk=site.pk).archived_at is None


def test_participants_do_not_reach_the_program(program, client, staff_client):
    from hearthside.accounts.models import User
    from tests.conftest import sign_in

    user = User.objects.create_user("ana@example.org", kind="participant", name="Ana")
    assert sign_in(client, user).get(reverse("program:home")).status_code == 404


def test_a_site_is_saved_from_its_page_with_hours_as_people_write_them(program, director, staff_client):
    page = reverse("program:site", args=[program.pk])
    sent = HOURS | {
        "name": "Lakeside", "time_zone": "new york", "address": "1 Shore Rd", "phone": "+1 312 555 0100",
        "start_step": "15",
        "day_0": "8:00 am-12 pm, 1-9 pm", "day_5": "09:00 to 13:00",
    }  # fmt: skip
    answer = staff_client("director").post(page, sent)
    assert (answer.status_code, answer.headers["Location"]) == (302, page)
    saved = selectors.site(actor=director, site_id=program.pk)
    assert (saved.time_zone, saved.start_step, saved.phone) == ("America/New_York", 15, "+1 312 555 0100")
    assert saved.opening == (Span(0, 480, 720), Span(0, 780, 1260), Span(5, 540, 780))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"day_2": "eight to noon"}, "“eight to noon” is not clear."),
        ({"day_2": "12:00-8:00"}, "Hours end after they begin"),
        ({"day_2": "8:00-12:00, 11:00-13:00"}, "Two stretches of one day overlap."),
        ({"time_zone": "Springfield"}, "Choose a time zone from the list"),
        ({"name": ""}, "This field is required."),
        ({"start_step": "20"}, "Select a valid choice."),
        ({"name": "Harbor"}, "This name is already in use."),
    ],
)
def test_wrong_input_is_said_beside_the_field_and_what_was_typed_is_kept(program, staff_client, changes, words):
    Site.objects.create(name="Harbor", time_zone="America/Denver")
    typed = (
        HOURS | {"name": "Lake", "time_zone": "America/Chicago", "start_step": "30", "day_4": "5:30 pm-9 pm"} | changes
    )
    answer = staff_client("director").post(reverse("program:site", args=[program.pk]), typed)
    body = answer.content.decode()
    assert answer.status_code == 422
    assert words in body
    assert 'value="5:30 pm-9 pm"' in body
    for value in changes.values():
        if value and value != "20":
            assert f'value="{value}"' in body
    assert Site.objects.get(pk=program.pk).name == "Lakeside"


def test_a_track_is_saved_with_its_orders_and_the_sum_is_told_while_typing(program, director, staff_client):
    client, track = staff_client("director"), Track.objects.get(name="Women")
    offer = {s.name: s.id for s in selectors.services(actor=director)}
    sent = {
        "name": "Women",
        "population": "adult",
        "level_id": track.level_id,
        f"service_{offer['Process group']}": "5",
    }
    told = client.post(reverse("program:track_sum"), sent).content.decode()
    assert "7 h 30 min" in told
    assert "fewer minutes than the dose" in told
    answer = client.post(reverse("program:track", args=[track.pk]), sent | {f"service_{offer['Skills group']}": "1"})
    assert answer.status_code == 302
    assert dict(selectors.track_template(actor=director, track_id=track.pk).weekly_orders) == {
        offer["Process group"]: 5, offer["Skills group"]: 1,
    }  # fmt: skip
    answer = client.post(reverse("program:track", args=[track.pk]), sent | {"population": "adolescent"})
    assert (answer.status_code, b"for the other age group" in answer.content) == (422, True)


@pytest.mark.parametrize("kind", ["room", "track", "service", "staff", "site"])
def test_what_is_archived_can_be_brought_back_from_its_page(program, director, staff_client, kind):
    from hearthside.program.models import Service

    model = {"room": Room, "track": Track, "service": Service, "staff": Staff, "site": Site}[kind]
    item, client = model.objects.first(), staff_client("director")
    answer = client.post(reverse("program:archive", args=[kind, item.pk]), follow=True)
    assert b"Bring it back" in answer.content
    item.refresh_from_db()
    assert item.archived_at is not None
    answer = client.post(reverse("program:restore", args=[kind, item.pk]), follow=True)
    item.refresh_from_db()
    assert (item.archived_at, b"Back in use." in answer.content) == (None, True)


def test_a_level_in_use_is_not_archived_and_the_page_says_why(program, director, staff_client):
    level = selectors.level_rules(actor=director)[0]
    answer = staff_client("director").post(reverse("program:archive", args=["level", level.id]), follow=True)
    assert b"still in use" in answer.content
    assert staff_client("clinician").post(reverse("program:archive", args=["level", 0])).status_code == 404


def test_services_audiences_rooms_levels_and_staff_are_added_from_their_pages(program, director, staff_client):
    client = staff_client("director")
    post = lambda name, data, *args: client.post(reverse(f"program:{name}", args=args), data)  # noqa: E731
    service = {"name": "Yoga", "kind": "group", "minutes": "60", "min_size": "2", "max_size": "10"}
    assert post("service_add", service).status_code == 302
    yoga = next(s for s in selectors.services(actor=director) if s.name == "Yoga")
    assert (yoga.minutes, yoga.countable) == (60, False)
    track = Track.objects.first().pk
    assert post("audience_add", {"name": "All", "track_ids": [track], "language": "es"}, yoga.id).status_code == 302
    audience = selectors.service(actor=director, service_id=yoga.id).audiences[0]
    assert (audience.track_ids, audience.language) == ((track,), "es")
    assert post("audience_add", {"name": "Nobody"}, yoga.id).status_code == 422
    assert post("audience_remove", {}, audience.id).status_code == 302
    assert selectors.service(actor=director, service_id=yoga.id).audiences == ()
    assert post("room_add", {"name": "Elm", "capacity": "0"}, program.pk).status_code == 422
    assert post("room_add", {"name": "Elm", "capacity": "9"}, program.pk).status_code == 302
    level = {
        "name": "PHP", "population": "adult", "min_minutes_week": "1200", "min_days_week": "5",
        "max_minutes_day": "360", "source": "CMS",
    }  # fmt: skip
    assert post("level_add", level | {"max_minutes_week": "600"}).status_code == 422
    assert post("level_add", level).status_code == 302
    staff = HOURS | {
        "name": "Lee Ortiz", "site_id": str(program.pk), "leads": [yoga.id], "tracks": [track], "modes": ["online"],
        "languages": ["es"], "max_contact_minutes": "900", "day_1": "9-5 pm",
    }  # fmt: skip
    assert post("staff_add", staff).status_code == 302
    lee = selectors.staff_member(actor=director, staff_id=Staff.objects.get(name="Lee Ortiz").pk)
    assert (lee.works, lee.modes, lee.languages, lee.leads) == (
        (Span(1, 540, 1020),), ("online",), ("es",), (yoga.id,)
    )  # fmt: skip


def test_a_member_of_staff_is_joined_to_an_account_from_their_page(program, staff_client, staff_user):
    user, linked = staff_user("clinician", "Cleo Clinician")
    client, dana = staff_client("director"), Staff.objects.get(name="Dana Whitfield")
    address = reverse("program:staff_account", args=[dana.pk])
    assert b"another member of staff" in client.post(address, {"user_id": user.pk}, follow=True).content
    Staff.objects.filter(pk=linked.pk).update(user=None)
    assert b"cleo.clinician@clinic.example" in client.post(address, {"user_id": user.pk}, follow=True).content
    client.post(address, {"user_id": "nonsense"})
    assert Staff.objects.get(pk=dana.pk).user_id is None


def test_a_first_run_offers_the_starting_program(site, director, staff_client):
    client = staff_client("director")
    assert b"Start with a ready program" in client.get(reverse("program:home")).content
    assert b"9 h 30 min" in client.post(reverse("program:seed"), follow=True).content
    assert b"Start with a ready program" not in client.get(reverse("program:home")).content


def test_list_pages_ask_the_database_as_often_for_many_as_for_one(program, staff_client):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client, counts = staff_client("director"), []
    for wanted in (1, 3, 60):
        for number in range(Staff.objects.count(), wanted + 1):
            Staff.objects.create(site=program, name=f"Staff {number}", modes=["online"])
            Site.objects.create(name=f"Site {number}", time_zone="America/Chicago")
            Room.objects.create(site=program, name=f"Room {number}", capacity=3)
        with CaptureQueriesContext(connection) as asked:
            for name in ("home", "tracks", "services", "levels", "staff"):
                assert client.get(reverse(f"program:{name}")).status_code == 200
            assert client.get(reverse("program:site", args=[program.pk])).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1] == counts[2]
