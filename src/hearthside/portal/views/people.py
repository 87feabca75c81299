"""People: who supports the reader and sees what, or whom the reader supports."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hearthside.access.gate import NotFound
from hearthside.access.permissions import ConsentCategory
from hearthside.access.requests import ActorRequest
from hearthside.consent import selectors as consents
from hearthside.consent import services as consent
from hearthside.consent.domain.texts import ConsentText
from hearthside.participants import selectors as participants
from hearthside.portal import selectors
from hearthside.portal.forms import ConsentForm
from hearthside.portal.selectors import Supporter
from hearthside.portal.templatetags.portal_words import CATEGORIES, ends_on
from hearthside.portal.views.shared import asked_day, no_staff, participants_only
from hearthside.program import selectors as program


@require_GET
@no_staff
def people(request: ActorRequest) -> HttpResponse:
    """A participant's support people; a support person's participants who consent."""
    now = timezone.now()
    if request.actor.participant_id is None:
        weeks = selectors.supported_weeks(actor=request.actor, now=now)
        notice = consents.consent_text(language=_language(request)).notice
        return render(request, "portal/supported.html", {"weeks": weeks, "notice": notice, "now": now})
    own = request.actor.participant_id
    card = participants.own_card(actor=request.actor, participant_id=own)
    found = selectors.supporters(actor=request.actor, participant_id=own)
    context = {"supporters": found, "zone": program.site_clock(site_id=card.site_id).key, "place": "portal:people"}
    return render(request, "portal/people.html", context)


@require_GET
@no_staff
def supported(request: ActorRequest, participant_id: int) -> HttpResponse:
    """One week of somebody who consents; for everybody else there is no such page."""
    now = timezone.now()
    page = selectors.supported_week(
        actor=request.actor, participant_id=participant_id, asked=asked_day(request), now=now
    )
    notice = consents.consent_text(language=_language(request)).notice
    context = {"weeks": [page], "notice": notice, "now": now, "place": "portal:people", "one": True}
    return render(request, "portal/supported.html", context)


@require_http_methods(["GET", "POST"])
@participants_only
def allow(request: ActorRequest, participant_id: int, support_id: int) -> HttpResponse:
    """Says who will see what, and takes the signature."""
    one = selectors.supporter(actor=request.actor, participant_id=participant_id, support_id=support_id)
    category = _category(request)
    card = participants.own_card(actor=request.actor, participant_id=participant_id)
    today = timezone.now().astimezone(program.site_clock(site_id=card.site_id)).date()
    form = ConsentForm(request.POST or None, today=today)
    if request.method == "POST" and form.is_valid() and _signed(request, participant_id, one, category, form):
        words = _("Done. %(name)s can now see %(what)s.") % {"name": one.name, "what": CATEGORIES[category]}
        messages.success(request, words)
        return redirect("portal:people")
    text = consents.consent_text(language=_language(request))
    context = {
        "one": one, "category": category, "form": form, "place": "portal:people",
        "paragraphs": _filled(text, card.legal_name, one.name, category), "notice": text.notice,
    }  # fmt: skip
    return render(request, "portal/allow.html", context, status=422 if form.errors else 200)


@require_GET
@participants_only
def signed(request: ActorRequest, participant_id: int, consent_id: int) -> HttpResponse:
    """A consent in the words that were signed."""
    given = consents.consents_of(actor=request.actor, participant_id=participant_id)
    row = next((one for one in given if one.id == consent_id), None)
    if row is None:
        raise NotFound("consent")
    card = participants.own_card(actor=request.actor, participant_id=participant_id)
    zone = program.site_clock(site_id=card.site_id).key
    rows = participants.support_people(actor=request.actor, participant_id=participant_id)
    name = next((one.name for one in rows if one.id == row.support_person_id), _("a person no longer on your list"))
    text = consents.consent_text(language=row.language, version=row.text_version)
    context = {
        "row": row, "zone": zone, "notice": text.notice, "place": "portal:people",
        "paragraphs": _filled(text, row.signed_name, name, row.category, row.purpose, ends_on(row.expires_at, zone)),
    }  # fmt: skip
    return render(request, "portal/signed.html", context)


@require_POST
@participants_only
def revoke(request: ActorRequest, participant_id: int, consent_id: int) -> HttpResponse:
    """Takes a consent back at once, and says so."""
    consent.revoke_consent(actor=request.actor, participant_id=participant_id, consent_id=consent_id)
    messages.success(request, _("Done. You took it back. From this moment on they cannot see it any more."))
    return redirect("portal:people")


def _signed(
    request: ActorRequest, participant_id: int, one: Supporter, category: ConsentCategory, form: ConsentForm
) -> bool:
    """Signs; what is still missing is said beside its field."""
    data = form.cleaned_data
    try:
        consent.give_consent(
            actor=request.actor, participant_id=participant_id, support_person_id=one.id, category=category,
            purpose=data["purpose"], signed_name=data["signed_name"],
            expires_at=timezone.now() + timedelta(days=data["days"]), language=_language(request),
        )  # fmt: skip
    except consent.ConsentIncomplete as incomplete:
        form.still_missing(incomplete.missing)
        return False
    return True


def _filled(
    text: ConsentText, participant: str, recipient: str, category: ConsentCategory, purpose: str = "", expires: str = ""
) -> list[str]:
    """The words of the consent; blanks that are still to be filled in say where."""
    return [
        paragraph.format(
            participant=participant,
            recipient=recipient,
            clinic=settings.CLINIC_NAME,
            covers=text.covers[category],
            purpose=purpose or _("what you write below"),
            expires=expires or _("the day you choose below"),
        )
        for paragraph in text.paragraphs
    ]


def _category(request: ActorRequest) -> ConsentCategory:
    asked = request.GET.get("what", "")
    return ConsentCategory(asked) if asked in set(ConsentCategory) else ConsentCategory.SCHEDULE


def _language(request: ActorRequest) -> str:
    return (request.LANGUAGE_CODE or "en")[:2]
