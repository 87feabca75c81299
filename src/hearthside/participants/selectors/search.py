"""Finding people: by a name spelt another way, a date of birth, the last digits of a phone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    Case,
    CharField,
    Exists,
    F,
    FloatField,
    Func,
    IntegerField,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
    When,
)  # fmt: skip
from django.db.models.functions import Cast
from django.utils import timezone

from hearthside.access.actor import Actor
from hearthside.access.gate import query
from hearthside.access.permissions import Permission
from hearthside.participants.domain import names
from hearthside.participants.domain.cards import PersonCard, card_of
from hearthside.participants.models import Episode, Participant

PAGE_SIZE = 25
SORTS = {
    "name": ("family_name", "given_name", "id"),
    "-name": ("-family_name", "-given_name", "-id"),
    "born": ("date_of_birth", "family_name", "id"),
    "-born": ("-date_of_birth", "family_name", "id"),
    "admitted": ("admitted", "family_name", "id"),
    "-admitted": ("-admitted", "family_name", "id"),
}
STATES = ("open", "discharged", "all")


class _Shared(Func):
    """How many of the pieces asked for a person's names have."""

    template = "(SELECT count(*) FROM unnest(%(expressions)s))"
    arg_joiner = ") AS piece WHERE piece = ANY("
    output_field = IntegerField()


@dataclass(frozen=True, slots=True)
class PersonHit:
    """Somebody found; `share` is how much of what was asked their names hold, from 0 to 1."""

    card: PersonCard
    share: float
    site_name: str
    open: bool


@dataclass(frozen=True, slots=True)
class DirectoryRow:
    """One line of the list of people."""

    card: PersonCard
    phone: str
    site_name: str
    state: str
    track_name: str
    admitted_on: date | None
    discharged_on: date | None
    clinician_name: str


@dataclass(frozen=True, slots=True)
class DirectoryPage:
    """One page of the list; `sort` and `state` are those really used."""

    rows: tuple[DirectoryRow, ...]
    total: int
    page: int
    pages: int
    sort: str
    state: str


@query(Permission.PARTICIPANT_LIST)
def find_people(*, actor: Actor, text: str, limit: int = 8) -> tuple[PersonHit, ...]:  # noqa: ARG001
    """People whose names, date of birth or phone fit what was typed, best first."""
    today = timezone.now().date()
    asked = names.read_asked(text, today=today)
    if asked.empty:
        return ()
    rows = list(_matching(Participant.objects.filter(archived_at=None), asked).select_related("site")[:limit])
    rows = [row for row in rows if row.rank >= rows[0].rank * names.SHARE_OF_BEST]  # type: ignore[attr-defined]
    open_ids = _open_ids([row.pk for row in rows])
    return tuple(
        PersonHit(card_of(row, today=today), min(row.share, 1.0), row.site.name, row.pk in open_ids)  # type: ignore[attr-defined]
        for row in rows
    )


@query(Permission.PARTICIPANT_LIST)
def same_or_similar_names(
    *, actor: Actor, given: str, family: str, chosen: str = "", except_id: int | None = None
) -> tuple[PersonHit, ...]:  # fmt: skip
    """People who could be taken for this one: shown with their date of birth before somebody is added."""
    found: dict[int, PersonHit] = {}
    for called in dict.fromkeys((given, chosen)):
        if called.strip():
            hits = find_people(actor=actor, text=f"{called} {family} ", limit=6)
            alike = [hit for hit in hits if names.sound_alike(called, hit.card.display_name, hit.card.legal_name)]
            found |= {hit.card.id: hit for hit in alike if hit.share >= 0.6 and hit.card.id not in found}
    found.pop(except_id or 0, None)
    return tuple(sorted(found.values(), key=lambda hit: -hit.share)[:5])


@query(Permission.PARTICIPANT_LIST)
def directory(
    *, actor: Actor, search: str = "", site_id: int | None = None, track_id: int | None = None,  # noqa: ARG001
    state: str = "open", sort: str = "name", page: int = 1,
) -> DirectoryPage:  # fmt: skip
    """The list of people, one page of it, in a constant number of queries; a search orders it best first."""
    today = timezone.now().date()
    state, sort = state if state in STATES else "open", sort if sort in SORTS else "name"
    asked = names.read_asked(search, today=today)
    people = _filtered(site_id, track_id, state)
    if not asked.empty:
        people = _matching(people, asked)
    elif search.strip():
        people = people.none()
    else:
        people = people.order_by(*SORTS[sort])
    ids = list(people.values_list("pk", flat=True))
    pages = max(1, -(-len(ids) // PAGE_SIZE))
    page = min(max(page, 1), pages)
    rows = _directory_rows(ids[(page - 1) * PAGE_SIZE : page * PAGE_SIZE], today)
    return DirectoryPage(rows, len(ids), page, pages, sort, state)


def _filtered(site_id: int | None, track_id: int | None, state: str) -> QuerySet[Participant]:
    mine = Episode.objects.filter(participant_id=OuterRef("pk"))
    people = Participant.objects.filter(archived_at=None).annotate(
        admitted=Subquery(mine.order_by("-admitted_on").values("admitted_on")[:1])
    )
    if site_id is not None:
        people = people.filter(site_id=site_id)
    if track_id is not None:
        people = people.filter(Exists(mine.filter(track_id=track_id)))
    if state == "open":
        return people.filter(Exists(mine.filter(discharged_on=None)))
    if state == "discharged":
        return people.filter(Exists(mine), ~Exists(mine.filter(discharged_on=None)))
    return people


def _directory_rows(ids: list[int], today: date) -> tuple[DirectoryRow, ...]:
    people = Participant.objects.select_related("site").defer("search_grams").in_bulk(ids)
    episodes: dict[int, Episode] = {}
    found = Episode.objects.filter(participant_id__in=ids).select_related("track", "primary_clinician")
    for episode in found.order_by("admitted_on", "id"):
        episodes[episode.participant_id] = episode
    return tuple(_directory_row(people[pk], episodes.get(pk), today) for pk in ids if pk in people)


def _directory_row(person: Participant, episode: Episode | None, today: date) -> DirectoryRow:
    state = "none" if episode is None else "discharged" if episode.discharged_on else "open"
    return DirectoryRow(
        card=card_of(person, today=today), phone=person.phone, site_name=person.site.name, state=state,
        track_name=episode.track.name if episode else "",
        admitted_on=episode.admitted_on if episode else None,
        discharged_on=episode.discharged_on if episode else None,
        clinician_name=episode.primary_clinician.name if episode and episode.primary_clinician else "",
    )  # fmt: skip


def _open_ids(ids: list[int]) -> set[int]:
    return set(
        Episode.objects.filter(participant_id__in=ids, discharged_on=None).values_list("participant_id", flat=True)
    )


def _matching(people: QuerySet[Participant], asked: names.Asked) -> QuerySet[Participant]:
    if asked.born:
        people = people.filter(date_of_birth=asked.born)
    if asked.digits:
        pieces = sorted(names.digit_pieces(asked.digits))
        people = people.filter(search_grams__contains=pieces, search_name__endswith=asked.digits)
    pieces = names.asked_pieces(asked.words)
    if not pieces:
        return people.annotate(share=Value(1.0), rank=Value(1.0, output_field=FloatField())).order_by(
            "family_name", "given_name", "id"
        )
    wanted = Value(pieces, output_field=ArrayField(CharField(max_length=4)))
    share = Cast(_Shared(F("search_grams"), wanted), FloatField()) / Value(float(len(pieces)))
    bonus = [_whole_or_start(word) for word in asked.words]
    return (
        people.filter(search_grams__overlap=names.telling_pieces(pieces))
        .annotate(share=share if len(pieces) > 1 else Value(1.0, output_field=FloatField()))
        .annotate(rank=F("share") + sum(bonus[1:], start=bonus[0]))
        .filter(share__gte=names.SMALLEST_SHARE)
        .order_by("-rank", "family_name", "given_name", "id")
    )


def _whole_or_start(word: str) -> Case:
    """A little more for a word that is there as it was typed, or begins one that is."""
    return Case(
        When(search_name__contains=f" {word} ", then=Value(0.2)),
        When(search_name__contains=f" {word}", then=Value(0.1)),
        default=Value(0.0), output_field=FloatField(),
    )  # fmt: skip
