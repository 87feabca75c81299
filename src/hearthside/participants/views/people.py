"""The list of people; admitting, editing, discharge."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from hearthside.access.gate import require
from hearthside.access.permissions import Permission
from hearthside.kernel.numbers import number
from hearthside.participants import selectors, services
from hearthside.participants.forms import AdmitForm, DischargeForm, EditForm, StayForm
from hearthside.participants.views.shared import actor_of, back, person_page, posted, saved
from hearthside.program import selectors as program


@dataclass(frozen=True, slots=True)
class Heading:
    """A column that can be sorted by: the order its link asks for, and how it is sorted now."""

    label: str
    sort: str
    sorted: str


@require_GET
def people(request: HttpRequest) -> HttpResponse:
    """Everybody in the program, found by what is typed; HTMX takes the table alone."""
    actor, asked = actor_of(request), request.GET
    page = selectors.directory(
        actor=actor, search=asked.get("q", "")[:120], site_id=number(asked.get("site")),
        track_id=number(asked.get("track")), state=asked.get("state", "open"), sort=asked.get("sort", "name"),
        page=number(asked.get("page")) or 1,
    )  # fmt: skip
    context = {
        "page": page, "q": asked.get("q", ""),
        "pages": Paginator(range(page.total), selectors.PAGE_SIZE).page(page.page),
        "site": number(asked.get("site")), "track": number(asked.get("track")),
        "headings": _headings(page.sort), "narrowed": any(asked.get(key) for key in ("q", "site", "track")),
    }  # fmt: skip
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "participants/list.html#people", context)
    context |= {"states": selectors.STATES, "sites": program.site_choices(actor=actor)}
    context["tracks"] = program.track_choices(actor=actor)
    return render(request, "participants/list.html", context)


def _headings(sort: str) -> list[Heading]:
    def heading(label: str, name: str) -> Heading:
        now = "ascending" if sort == name else "descending" if sort == f"-{name}" else ""
        return Heading(label, f"-{name}" if sort == name else name, now)

    return [heading(_("Name"), "name"), heading(_("Born"), "born"), heading(_("Admitted"), "admitted")]


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Admits somebody; shows people of a similar name before the second press of the button."""
    actor = actor_of(request)
    similar: tuple[selectors.PersonHit, ...] = ()
    require(actor=actor, permission=Permission.PARTICIPANT_ADMIT, subject_id=None)
    form = AdmitForm(
        posted(request), sites=_site_choices(request), tracks=_track_choices(request),
        clinicians=[(row.id, row.name) for row in program.staff_choices(actor=actor)], today=timezone.localdate(),
    )  # fmt: skip
    if request.method == "POST":
        if form.is_valid() and "namesakes_seen" not in request.POST:
            identity = form.identity()
            similar = selectors.same_or_similar_names(
                actor=actor, given=identity.given_name, family=identity.family_name, chosen=identity.chosen_name
            )
        if not similar:
            person, done = saved(form, lambda: _admit(request, form))
            if done:
                messages.success(request, _("Admitted. Next: the life they have, so that the week can go around it."))
                return back("commitments", person or 0)
    context = {"form": form, "similar": similar, "place": "participants:list"}
    status = 200 if request.method == "GET" or similar else 422
    return render(request, "participants/add.html", context, status=status)


def _admit(request: HttpRequest, form: AdmitForm) -> int:
    data = form.cleaned_data
    return services.admit_participant(
        actor=actor_of(request), identity=form.identity(), site_id=data["site_id"], track_id=data["track_id"],
        admitted_on=data["admitted_on"], primary_clinician_id=data["primary_clinician_id"],
        can_attend=data["can_attend"],
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, participant_id: int) -> HttpResponse:
    """Who somebody is and how they may be reached."""
    actor = actor_of(request)
    require(actor=actor, permission=Permission.PARTICIPANT_EDIT, subject_id=participant_id)
    person = selectors.participant_detail(actor=actor, participant_id=participant_id)
    sites = _site_choices(request)
    form = EditForm(posted(request), initial=EditForm.about(person), sites=sites)
    if request.method == "POST":
        _nothing, done = saved(
            form,
            lambda: services.edit_participant(
                actor=actor, participant_id=participant_id, identity=form.identity(),
                site_id=form.cleaned_data["site_id"], version=form.cleaned_data["version"] or 0,
            ),
            site_id=person.card.site_id, saved_now=lambda: EditForm.about(person),
        )  # fmt: skip
        if done:
            messages.success(request, _("Saved."))
            return back("support", participant_id)
    return person_page(request, participant_id, "edit", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def discharge(request: HttpRequest, participant_id: int) -> HttpResponse:
    """Ends the stay on a day."""
    actor = actor_of(request)
    require(actor=actor, permission=Permission.PARTICIPANT_ADMIT, subject_id=participant_id)
    form = DischargeForm(posted(request), initial={"on": timezone.localdate()})
    if request.method == "POST":
        _nothing, done = saved(
            form, lambda: services.discharge(actor=actor, participant_id=participant_id, on=form.cleaned_data["on"])
        )
        if done:
            messages.success(request, _("Discharged. The record stays, and they can be admitted again."))
            return redirect("participants:list")
    stay = selectors.episode(actor=actor, participant_id=participant_id)
    context = {"form": form, "stay": stay}
    return person_page(request, participant_id, "discharge", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def admit_again(request: HttpRequest, participant_id: int) -> HttpResponse:
    """A new stay for somebody who was here before."""
    actor = actor_of(request)
    require(actor=actor, permission=Permission.PARTICIPANT_ADMIT, subject_id=participant_id)
    start = {"admitted_on": timezone.localdate()}
    form = StayForm(posted(request), initial=start, tracks=_track_choices(request))
    if request.method == "POST":
        _nothing, done = saved(
            form,
            lambda: services.admit_again(
                actor=actor, participant_id=participant_id, track_id=form.cleaned_data["track_id"],
                admitted_on=form.cleaned_data["admitted_on"],
            ),
        )  # fmt: skip
        if done:
            messages.success(request, _("Admitted again, with the orders of the track."))
            return back("orders", participant_id)
    return person_page(request, participant_id, "admit_again", {"form": form}, status=422 if form.errors else 200)


def _site_choices(request: HttpRequest) -> list[tuple[int, str]]:
    return [(site.id, site.name) for site in program.site_choices(actor=actor_of(request))]


def _track_choices(request: HttpRequest) -> list[tuple[int, str]]:
    return [(track.id, track.name) for track in program.track_choices(actor=actor_of(request))]
