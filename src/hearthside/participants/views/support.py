"""How somebody may be reached, who supports them, who is kept apart from them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from hearthside.access.gate import may, require
from hearthside.access.permissions import Permission
from hearthside.kernel.numbers import number
from hearthside.participants import selectors, services
from hearthside.participants.forms import ApartForm, SupportForm
from hearthside.participants.views.shared import actor_of, back, person_page, posted, saved


@require_http_methods(["GET", "POST"])
def support(request: HttpRequest, participant_id: int) -> HttpResponse:
    """Contact preferences, support people, and who must not share a session."""
    actor = actor_of(request)
    form = SupportForm(posted(request))
    if request.method == "POST":
        require(actor=actor, permission=Permission.SUPPORT_EDIT, subject_id=participant_id)
        names = ("name", "relationship", "phone", "email")
        _row, done = saved(
            form,
            lambda: services.add_support_person(
                actor=actor, participant_id=participant_id, **{name: form.cleaned_data[name] for name in names}
            ),
        )
        if done:
            messages.success(request, _("Written down. They see nothing until a consent says what."))
            return back("support", participant_id)
    context = {"form": form, "apart_form": ApartForm(auto_id="apart_%s")} | _known(request, participant_id)
    return person_page(request, participant_id, "support", context, status=422 if form.errors else 200)


def _known(request: HttpRequest, participant_id: int) -> dict[str, object]:
    actor = actor_of(request)
    known: dict[str, object] = {
        "detail": selectors.participant_detail(actor=actor, participant_id=participant_id),
        "removed": number(request.GET.get("removed")),
        "may_not": f"{_('allowed')},{_('not allowed')}",
    }
    if may(actor=actor, permission=Permission.SUPPORT_READ, subject_id=participant_id):
        known["rows"] = selectors.support_people(actor=actor, participant_id=participant_id)
    if may(actor=actor, permission=Permission.WEEK_READ, subject_id=participant_id):
        known["apart"] = selectors.kept_apart(actor=actor, participant_id=participant_id)
    return known


@require_POST
def support_remove(request: HttpRequest, participant_id: int, support_id: int) -> HttpResponse:
    """Takes a support person off the list; the page offers to put them back."""
    services.remove_support_person(actor=actor_of(request), participant_id=participant_id, support_person_id=support_id)
    return back("support", participant_id, removed=str(support_id))


@require_POST
def support_restore(request: HttpRequest, participant_id: int, support_id: int) -> HttpResponse:
    """Puts a support person back."""
    services.restore_support_person(
        actor=actor_of(request), participant_id=participant_id, support_person_id=support_id
    )
    messages.success(request, _("Put back."))
    return back("support", participant_id)


@require_POST
def apart(request: HttpRequest, participant_id: int) -> HttpResponse:
    """Looks for whom to keep apart; one that fits is offered by name before anything is kept."""
    actor = actor_of(request)
    require(actor=actor, permission=Permission.PARTICIPANT_EDIT, subject_id=participant_id)
    other = number(request.POST.get("other_id"))
    if other is not None:
        services.keep_apart(actor=actor, participant_id=participant_id, other_id=other)
        messages.success(request, _("Kept apart: the timetable never puts them into one session."))
        return back("support", participant_id)
    form = ApartForm(request.POST, auto_id="apart_%s")
    found: tuple[selectors.PersonHit, ...] = ()
    if form.is_valid():
        hits = selectors.find_people(actor=actor, text=form.cleaned_data["other"])
        found = tuple(hit for hit in hits if hit.card.id != participant_id)
        if not found:
            form.nobody()
    context = {"form": SupportForm(), "apart_form": form, "found": found} | _known(request, participant_id)
    return person_page(request, participant_id, "support", context, status=422 if form.errors else 200)


@require_POST
def apart_end(request: HttpRequest, participant_id: int, other_id: int) -> HttpResponse:
    """Two people may share a session again."""
    services.end_keep_apart(actor=actor_of(request), participant_id=participant_id, other_id=other_id)
    messages.success(request, _("They may share a session again."))
    return back("support", participant_id)
