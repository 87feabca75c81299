"""The life somebody has: commitments, calendars, choices."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from hearthside.access.gate import may, require
from hearthside.access.permissions import Permission
from hearthside.kernel.intervals import Interval
from hearthside.kernel.numbers import number
from hearthside.kernel.weeks import monday_of
from hearthside.participants import selectors, services
from hearthside.participants.domain.calendars import CalendarProblem
from hearthside.participants.domain.weekgrid import week_grid
from hearthside.participants.forms import CalendarForm, ChoicesForm, CommitmentForm
from hearthside.participants.services import CalendarNotRead
from hearthside.participants.views.shared import actor_of, back, person_page, posted, saved
from hearthside.program import selectors as program


@require_http_methods(["GET", "POST"])
def commitments(request: HttpRequest, participant_id: int, commitment_id: int | None = None) -> HttpResponse:
    """The week as it is lived, with a form for one commitment, new or known."""
    actor = actor_of(request)
    rows = selectors.commitments(actor=actor, participant_id=participant_id)
    person = selectors.participant_card(actor=actor, participant_id=participant_id)
    form = None
    if request.method == "POST" or may(actor=actor, permission=Permission.COMMITMENTS_EDIT, subject_id=participant_id):
        start = _start(request, participant_id, commitment_id)
        form = CommitmentForm(posted(request), initial=start)
    if request.method == "POST" and form is not None:
        _row, done = saved(
            form,
            lambda: services.save_commitment(
                actor=actor, participant_id=participant_id, weekly=form.weekly(), commitment_id=commitment_id,
                version=form.cleaned_data["version"] or 0 if commitment_id else None,
            ),
            site_id=person.site_id, saved_now=lambda: start,
        )  # fmt: skip
        if done:
            messages.success(request, _("Saved. The next week that is built goes around it."))
            return back("commitments", participant_id)
    calendars = selectors.calendars(actor=actor, participant_id=participant_id)
    context = _week(request, participant_id, person.site_id) | {"removed": number(request.GET.get("removed"))}
    context |= {"rows": rows, "form": form, "editing": commitment_id, "calendars": calendars, "person": person}
    return person_page(request, participant_id, "commitments", context, status=422 if form and form.errors else 200)


def _start(request: HttpRequest, participant_id: int, commitment_id: int | None) -> dict[str, object]:
    if commitment_id is None:
        return {}
    actor = actor_of(request)
    row = selectors.commitment(actor=actor, participant_id=participant_id, commitment_id=commitment_id)
    version = selectors.participant_detail(actor=actor, participant_id=participant_id).version
    return CommitmentForm.about(row) | {"version": version}


def _week(request: HttpRequest, participant_id: int, site_id: int) -> dict[str, object]:
    actor = actor_of(request)
    site = program.site(actor=actor, site_id=site_id)
    this_week = monday_of(timezone.now().astimezone(ZoneInfo(site.time_zone)).date())
    monday = _monday(request.GET.get("week"), this_week)
    taken = selectors.week_taken(actor=actor, participant_id=participant_id, week_starts_on=monday)
    grid = week_grid(taken, [(span.day, Interval(span.start, span.end)) for span in site.opening])
    days = [(number, monday + timedelta(days=number), grid.free_by_day[number]) for number in range(7)]
    return {
        "grid": grid, "days": days, "monday": monday, "site_name": site.name, "this_week": this_week,
        "before": monday - timedelta(days=7), "after": monday + timedelta(days=7),
    }  # fmt: skip


def _monday(text: str | None, this_week: date) -> date:
    try:
        asked = monday_of(date.fromisoformat(text or ""))
    except ValueError:
        return this_week
    return asked if abs((asked - this_week).days) <= 366 else this_week


@require_POST
def commitment_remove(request: HttpRequest, participant_id: int, commitment_id: int) -> HttpResponse:
    """Takes a commitment out of the week; the page offers to put it back."""
    services.remove_commitment(actor=actor_of(request), participant_id=participant_id, commitment_id=commitment_id)
    return back("commitments", participant_id, removed=str(commitment_id))


@require_POST
def commitment_restore(request: HttpRequest, participant_id: int, commitment_id: int) -> HttpResponse:
    """Puts a commitment back."""
    services.restore_commitment(actor=actor_of(request), participant_id=participant_id, commitment_id=commitment_id)
    messages.success(request, _("Put back."))
    return back("commitments", participant_id)


@require_http_methods(["GET", "POST"])
def calendars(request: HttpRequest, participant_id: int) -> HttpResponse:
    """Calendars that were read, line by line where something was not understood, and a form for another."""
    actor = actor_of(request)
    problems: tuple[CalendarProblem, ...] = ()
    form = CalendarForm(posted(request), request.FILES if request.method == "POST" else None)
    if request.method == "POST":
        require(actor=actor, permission=Permission.COMMITMENTS_EDIT, subject_id=participant_id)
        try:
            _row, done = saved(form, lambda: _import(request, participant_id, form))
        except CalendarNotRead as refused:
            form.add_error("file", _("This could not be read as a calendar. The reason is below the form."))
            problems, done = refused.problems, False
        if done:
            return back("calendars", participant_id)
    rows = selectors.calendars(actor=actor, participant_id=participant_id)
    person = selectors.participant_card(actor=actor, participant_id=participant_id)
    context = {
        "rows": rows, "form": form, "problems": problems, "removed": number(request.GET.get("removed")),
        "zone": program.site_clock(site_id=person.site_id), "person": person,
    }  # fmt: skip
    return person_page(request, participant_id, "calendars", context, status=422 if form.errors else 200)


def _import(request: HttpRequest, participant_id: int, form: CalendarForm) -> int:
    content, name = form.calendar()
    actor = actor_of(request)
    row_id = services.import_calendar(actor=actor, participant_id=participant_id, content=content, name=name)
    rows = selectors.calendars(actor=actor, participant_id=participant_id)
    row = next(row for row in rows if row.id == row_id)
    words = ngettext("Read: %(busy)d busy time.", "Read: %(busy)d busy times.", row.busy) % {"busy": row.busy}
    if row.problems:
        left = ngettext("%(count)d line was not understood.", "%(count)d lines were not understood.", len(row.problems))
        messages.warning(request, f"{words} {left % {'count': len(row.problems)}}")
    else:
        messages.success(request, words)
    return row_id


@require_POST
def calendar_remove(request: HttpRequest, participant_id: int, calendar_id: int) -> HttpResponse:
    """Takes a calendar out; the page offers to put it back."""
    services.remove_calendar(actor=actor_of(request), participant_id=participant_id, calendar_id=calendar_id)
    return back("calendars", participant_id, removed=str(calendar_id))


@require_POST
def calendar_restore(request: HttpRequest, participant_id: int, calendar_id: int) -> HttpResponse:
    """Puts a calendar back."""
    services.restore_calendar(actor=actor_of(request), participant_id=participant_id, calendar_id=calendar_id)
    messages.success(request, _("Put back."))
    return back("calendars", participant_id)


@require_http_methods(["GET", "POST"])
def choices(request: HttpRequest, participant_id: int) -> HttpResponse:
    """What somebody can do and would rather have."""
    actor = actor_of(request)
    sheet = selectors.choices(actor=actor, participant_id=participant_id)
    person = selectors.participant_card(actor=actor, participant_id=participant_id)
    clinicians = [(row.id, row.name) for row in program.staff_choices(actor=actor, site_id=person.site_id)]
    form = ChoicesForm(posted(request), initial=ChoicesForm.about(sheet), clinicians=clinicians)
    if request.method == "POST":
        require(actor=actor, permission=Permission.CHOICES_EDIT, subject_id=participant_id)
        _nothing, done = saved(
            form,
            lambda: services.save_choices(
                actor=actor, participant_id=participant_id, wishes=form.wishes(),
                version=form.cleaned_data["version"] or 0,
            ),
            site_id=person.site_id, saved_now=lambda: ChoicesForm.about(sheet),
        )  # fmt: skip
        if done:
            messages.success(request, _("Saved. The next week that is built uses these choices."))
            return back("choices", participant_id)
    return person_page(
        request, participant_id, "choices", {"form": form, "person": person}, status=422 if form.errors else 200
    )
