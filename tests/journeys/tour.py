"""Every page of the clinic, and the member of the cast whose page it is."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests.access.test_matrix import PAGES, PERSONAL, routes
from tests.cast import World
from tests.conftest import sign_in
from tests.journeys.lively import SECRET

NOBODY = "signed_out"
# the page's own member of the cast, by the first part of its name; a participant's and a support person's differ below
OWNERS = {
    "accounts": "director", "program": "director", "ui": "director", "interop": "intake", "care": "clinician",
    "participants": "scheduler", "scheduling": "scheduler", "desk": "scheduler", "portal": "participant", "": NOBODY,
}  # fmt: skip
OTHER_OWNERS = {"portal:supported": "consented_mother", "home": "scheduler"}
# answers to machines, and files
NO_PAGE = {"healthz", "readyz", "interop:feed", "portal:worker", "portal:manifest", "scheduling:told_file"}
NO_PAGE |= {"scheduling:planned_places", "scheduling:planned_person_places"}
PARTS = {"participants:orders_sum"}  # answers with a part of its page
SENT_ON = {"home", "accounts:second_step"}  # lead on at once
# the same page in another state, or as somebody else sees it
MORE = (
    ("scheduler", "/desk/week/?lanes=clinicians"), ("scheduler", "/desk/search/?q=ana"),
    ("scheduler", "/desk/search/?q=nobody-at-all"), ("scheduler", "/participants/?q=nobody-at-all"),
    ("consented_mother", "/my/people/"), ("consented_mother", "/my/you/"), ("former_partner", "/my/people/"),
    ("clinician", "/desk/"), ("privacy_officer", "/desk/"), ("participant", "/account/"),
    ("participant", "/my/week/?week=2026-01-05"), ("scheduler", "/not/there/"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stop:
    """One page as one member of the cast opens it."""

    name: str
    member: str
    path: str


def stops(world: World) -> list[Stop]:
    """Every GET page that answers with a page of its own."""
    found = []
    for name, route, closed in routes():
        if name in NO_PAGE | PARTS:
            continue
        member = _owner(name, closed)
        path = _path(name, route, world)
        status = _status(world, member, path)
        if status == 405 or (status == 302 and name in SENT_ON):
            continue
        assert status == 200, f"{name} answers {member} with {status} at {path}"
        found.append(Stop(name, member, path))
    return found + [Stop(path, member, path) for member, path in MORE]


def client_of(world: World, member: str) -> Client:
    """A client that shows errors as the server would."""
    client = Client(raise_request_exception=False)
    return client if member == NOBODY else sign_in(client, world.users[member])


def _owner(name: str, closed: bool) -> str:
    if not closed:
        return NOBODY
    owner = OTHER_OWNERS.get(name) or OWNERS[name.partition(":")[0] if ":" in name else ""]
    may = PAGES.get(name) or PERSONAL[name]["own"]
    assert owner in may, f"{name} has no owner in the tour"
    return owner


def _path(name: str, route: str, world: World) -> str:
    if name == "scheduling:session":
        return reverse(name, args=[world.ids["session_id"]])
    ids: dict[str, object] = {**world.ids, "secret": SECRET, "other_id": world.others["participant_id"]}
    if name.startswith("care:") or name == "desk:session":
        ids["session_id"] = world.ids["running_id"]
    if name.startswith("scheduling:planned"):
        ids |= {"proposal_id": world.ids["draft_id"], "planned": f"s{world.ids['session_id']}"}
    if name == "scheduling:why_planned":
        ids |= {"proposal_id": world.ids["draft_id"], "planned": f"s{world.ids['session_id']}"}
    kwargs = {part: ids.get(part) for part in re.findall(r"<(?:\w+:)?(\w+)>", route)}
    if "kind" in kwargs:
        kwargs |= {"kind": "room", "pk": world.ids["room_id"]}
    return reverse(name, kwargs=kwargs)


def _status(world: World, member: str, path: str) -> int:
    with transaction.atomic():
        status = client_of(world, member).get(path).status_code
        transaction.set_rollback(True)
    return status
