"""What is ordered each week, the track, the care team."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hearthside.access.gate import require
from hearthside.access.permissions import Permission
from hearthside.kernel.weeks import monday_of
from hearthside.participants import selectors, services
from hearthside.participants.forms import CareTeamForm, OrdersForm, TaperForm, TrackForm
from hearthside.participants.views.shared import actor_of, back, person_page, posted, saved
from hearthside.program import selectors as program


@require_http_methods(["GET", "POST"])
def orders(request: HttpRequest, participant_id: int) -> HttpResponse:
    """The weekly orders beside the dose, with the track and the care team."""
    actor = actor_of(request)
    sheet = selectors.orders(actor=actor, participant_id=participant_id)
    choices = selectors.order_choices(actor=actor, participant_id=participant_id, sheet=sheet)
    form = OrdersForm(posted(request), choices=choices, initial={"version": sheet.version})
    card = selectors.participant_card(actor=actor, participant_id=participant_id)
    if request.method == "POST":
        require(actor=actor, permission=Permission.ORDERS_EDIT, subject_id=participant_id)
        _nothing, done = saved(
            form,
            lambda: services.set_orders(
                actor=actor, participant_id=participant_id, orders=form.ordered(),
                version=form.cleaned_data["version"] or 0,
            ),
            site_id=card.site_id, saved_now=lambda: _saved(choices),
        )  # fmt: skip
        if done:
            messages.success(request, _("Saved. The next week that is built asks for these."))
            return back("orders", participant_id)
    context = {"form": form, "sheet": sheet, "minutes": sheet.countable_minutes} | _stay(request, participant_id)
    return person_page(
        request, participant_id, "orders", context | {"person": card}, status=422 if form.errors else 200
    )


def _saved(choices: tuple[selectors.OrderChoice, ...]) -> dict[str, object]:
    numbers = {f"service-{choice.service_id}": choice.per_week for choice in choices}
    return numbers | {f"clinician-{choice.service_id}": choice.clinician_id for choice in choices}


def _stay(request: HttpRequest, participant_id: int) -> dict[str, object]:
    actor = actor_of(request)
    stay = selectors.episode(actor=actor, participant_id=participant_id)
    monday = monday_of(timezone.now().date()) + timedelta(days=7)
    tracks = [(track.id, track.name) for track in program.track_choices(actor=actor)]
    staff = [(row.id, row.name) for row in program.staff_choices(actor=actor)]
    now = {"track_id": stay.track_id if stay else None}
    return {
        "stay": stay,
        "taper": selectors.taper_rows(actor=actor, participant_id=participant_id),
        "taper_form": TaperForm(initial={"starts_on": monday}, auto_id="taper_%s"),
        "care_team_form": CareTeamForm(clinicians=staff, auto_id="team_%s"),
        "track_form": TrackForm(tracks=tracks, initial=now, auto_id="stay_%s"),
    }


@require_GET
def orders_sum(request: HttpRequest, participant_id: int) -> HttpResponse:
    """What the numbers typed so far add up to, beside the dose; nothing is saved."""
    actor = actor_of(request)
    sheet = selectors.orders(actor=actor, participant_id=participant_id)
    choices = selectors.order_choices(actor=actor, participant_id=participant_id, sheet=sheet)
    form = OrdersForm(request.GET, choices=choices)
    return render(request, "participants/orders.html#sum", {"sheet": sheet, "minutes": form.countable_minutes()})


@require_POST
def orders_reset(request: HttpRequest, participant_id: int) -> HttpResponse:
    """Makes the orders what the track asks for."""
    services.reset_orders_to_track(actor=actor_of(request), participant_id=participant_id)
    messages.success(request, _("These are the orders of the track again."))
    return back("orders", participant_id)


@require_POST
def taper(request: HttpRequest, participant_id: int) -> HttpResponse:
    """Plans a taper in place of an earlier one."""
    actor = actor_of(request)
    require(actor=actor, permission=Permission.ORDERS_EDIT, subject_id=participant_id)
    selectors.participant_card(actor=actor, participant_id=participant_id)
    form = TaperForm(request.POST, auto_id="taper_%s")
    _nothing, done = saved(
        form, lambda: services.plan_taper(actor=actor, participant_id=participant_id, **form.planned())
    )
    if done:
        messages.success(request, _("The taper is planned. Its first step is decided, each later one waits for you."))
        return back("orders", participant_id)
    return _orders_again(request, participant_id, {"taper_form": form})


@require_POST
def taper_decide(request: HttpRequest, participant_id: int, step_id: int) -> HttpResponse:
    """Decides a step, or takes the decision back."""
    decided = request.POST.get("decided", "yes") == "yes"
    services.decide_taper_step(actor=actor_of(request), participant_id=participant_id, step_id=step_id, decided=decided)
    messages.success(request, _("Decided.") if decided else _("The step waits for a decision again."))
    return back("orders", participant_id)


@require_POST
def taper_end(request: HttpRequest, participant_id: int) -> HttpResponse:
    """Takes the plan away."""
    services.end_taper(actor=actor_of(request), participant_id=participant_id)
    messages.success(request, _("The taper is ended. The weekly orders are in force as they stand."))
    return back("orders", participant_id)


def _orders_again(request: HttpRequest, participant_id: int, more: dict[str, object]) -> HttpResponse:
    actor = actor_of(request)
    sheet = selectors.orders(actor=actor, participant_id=participant_id)
    choices = selectors.order_choices(actor=actor, participant_id=participant_id, sheet=sheet)
    form = OrdersForm(None, choices=choices, initial={"version": sheet.version})
    context = {"form": form, "sheet": sheet, "minutes": sheet.countable_minutes} | _stay(request, participant_id)
    return person_page(request, participant_id, "orders", context | more, status=422)


@require_POST
def track(request: HttpRequest, participant_id: int) -> HttpResponse:
    """Moves the stay to another track."""
    actor = actor_of(request)
    require(actor=actor, permission=Permission.PARTICIPANT_ADMIT, subject_id=participant_id)
    selectors.participant_card(actor=actor, participant_id=participant_id)
    tracks = [(row.id, row.name) for row in program.track_choices(actor=actor)]
    form = TrackForm(request.POST, tracks=tracks)
    _nothing, done = saved(
        form,
        lambda: services.change_track(
            actor=actor, participant_id=participant_id, track_id=form.cleaned_data["track_id"],
            reset_orders=form.cleaned_data["reset_orders"],
        ),
    )  # fmt: skip
    return _said(request, participant_id, form, done)


@require_POST
def care_team(request: HttpRequest, participant_id: int) -> HttpResponse:
    """Puts somebody on the care team."""
    actor = actor_of(request)
    require(actor=actor, permission=Permission.PARTICIPANT_ADMIT, subject_id=participant_id)
    selectors.participant_card(actor=actor, participant_id=participant_id)
    form = CareTeamForm(request.POST, clinicians=[(row.id, row.name) for row in program.staff_choices(actor=actor)])
    _nothing, done = saved(
        form,
        lambda: services.join_care_team(
            actor=actor, participant_id=participant_id, staff_id=form.cleaned_data["staff_id"],
            primary=form.cleaned_data["primary"],
        ),
    )  # fmt: skip
    return _said(request, participant_id, form, done)


@require_POST
def care_team_leave(request: HttpRequest, participant_id: int, staff_id: int) -> HttpResponse:
    """Takes somebody off the care team."""
    with suppress(services.ParticipantRefused):  # after a discharge nobody is on the team any more
        services.leave_care_team(actor=actor_of(request), participant_id=participant_id, staff_id=staff_id)
    messages.success(request, _("Off the care team. They can no longer read the clinical record."))
    return back("orders", participant_id)


def _said(request: HttpRequest, participant_id: int, form: TrackForm | CareTeamForm, done: bool) -> HttpResponse:
    if done:
        messages.success(request, _("Saved."))
    for errors in form.errors.values():
        messages.warning(request, " ".join(str(error) for error in errors))
    return back("orders", participant_id)
