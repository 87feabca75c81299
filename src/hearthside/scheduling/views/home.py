"""Building weeks: where each site stands, and the button."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from hearthside.access.actor import Actor
from hearthside.kernel.weeks import monday_of
from hearthside.program import selectors as program
from hearthside.scheduling import forms, selectors, services
from hearthside.scheduling.views.parts import actor_of

USUAL, WEEKS = 2, 5


@dataclass(frozen=True, slots=True)
class Week:
    """One week of a site: what is published, what is being built, what was proposed."""

    site_id: int
    starts_on: date
    ends_on: date
    number: int
    sessions: int
    seats: int
    published: selectors.ProposalRow | None
    at_work: selectors.ProposalRow | None
    ready: selectors.ProposalRow | None
    latest: selectors.ProposalRow | None
    form: forms.BuildForm

    @property
    def shown(self) -> bool:
        """Whether the page shows it: this week and the next one always, later ones once there is something."""
        return self.number < USUAL or self.sessions > 0 or self.latest is not None


@dataclass(frozen=True, slots=True)
class Site:
    """A site with this week and the next."""

    id: int
    name: str
    time_zone: str
    weeks: tuple[Week, ...]
    history: tuple[selectors.ProposalRow, ...]


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Every site's weeks."""
    actor = actor_of(request)
    selectors.may_build(actor=actor)
    return _page(request, actor)


@require_POST
def build(request: HttpRequest) -> HttpResponse:
    """Starts building a week, or shows the proposal somebody else is having built."""
    actor, form = actor_of(request), forms.BuildForm(request.POST)
    selectors.may_build(actor=actor)
    if not form.is_valid():
        return _page(request, actor, form)
    data = form.cleaned_data
    every = services.ask_for_weeks(
        actor=actor,
        site_id=data["site"],
        week_starts_on=data["week"],
        weeks=data["weeks"] or 1,
        seconds=data["seconds"],
    )
    if len(every) > 1:
        messages.success(request, _("The weeks are built one after another, each like the one before it."))
        return redirect("scheduling:home")
    asked = every[0]
    if asked.already:
        messages.info(request, _("Somebody is having this week built already. Here it is."))
    return redirect("scheduling:proposal", asked.proposal_id)


def _page(request: HttpRequest, actor: Actor, wrong: forms.BuildForm | None = None) -> HttpResponse:
    sites = program.sites(actor=actor)
    now = timezone.now()
    today = {s.id: now.astimezone(ZoneInfo(s.time_zone)).date() for s in sites}
    mondays = {monday_of(day) + timedelta(days=7 * n) for day in today.values() for n in range(WEEKS)} or {
        monday_of(now.date())
    }
    rows = selectors.week_proposals(actor=actor, weeks=sorted(mondays))
    counts = selectors.week_counts(actor=actor, weeks=sorted(mondays))
    shown = tuple(
        Site(
            s.id, s.name, s.time_zone,
            tuple(w for n in range(WEEKS) if (w := _week(s.id, monday_of(today[s.id]), n, rows, counts)).shown),
            tuple(r for r in rows if r.site_id == s.id)[:8],
        )
        for s in sites
    )  # fmt: skip
    status = 422 if wrong is not None else 200
    return render(request, "scheduling/home.html", {"sites": shown, "form": wrong}, status=status)


def _week(
    site_id: int, monday: date, number: int, rows: Iterable[selectors.ProposalRow],
    counts: dict[tuple[int, date], tuple[int, int]],
) -> Week:  # fmt: skip
    starts = monday + timedelta(days=7 * number)
    mine = [row for row in rows if row.site_id == site_id and row.week_starts_on == starts]
    published = max((r for r in mine if r.published_at), key=lambda r: r.published_at or r.asked_at, default=None)
    ready = next((r for r in mine if r.state == "ready"), None)
    if ready and published and published.published_at and ready.asked_at < published.published_at:
        ready = None
    sessions, seats = counts.get((site_id, starts), (0, 0))
    form = forms.BuildForm(initial={"site": site_id, "week": starts}, auto_id=f"build-{site_id}-{number}-%s")
    return Week(
        site_id, starts, starts + timedelta(days=6), number, sessions, seats, published,
        next((r for r in mine if r.at_work), None), ready, mine[0] if mine else None, form,
    )  # fmt: skip
