"""The reasons of an import in people's words."""

from __future__ import annotations

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hearthside.interop.domain.fhir import NotTakenReason as N
from hearthside.interop.domain.fhir import UnreadableReason as U

register = template.Library()

NOT_TAKEN: dict[N, Promise] = {
    N.NOT_HELD: _("The clinic keeps no records of this type"),
    N.INVALID: _("Not valid FHIR R4"),
    N.INCOMPLETE: _("Lacks a name or a code that we need"),
    N.ENTERED_IN_ERROR: _("The sender marked it as entered in error"),
    N.RULED_OUT: _("The sender ruled this diagnosis out"),
    N.NOT_IN_FORCE: _("This coverage is a draft or was cancelled"),
    N.INACTIVE: _("The sender no longer uses this record"),
    N.DECEASED: _("This person has died"),
    N.DUPLICATE: _("The same record twice in one file"),
    N.SUPERSEDED: _("The file holds a newer version, or deletes it"),
    N.AMBIGUOUS: _("Cannot be told apart from another person in the file"),
    N.SOMEBODY_ELSE: _("Its number belongs to a different person here"),
    N.NO_PATIENT: _("Names no person"),
    N.UNKNOWN_REFERENCE: _("Its person is not in the file"),
    N.PERSON_NOT_TAKEN: _("Its person was not taken"),
    N.UNKNOWN_MODIFIER: _("Carries a modifier that changes its meaning"),
    N.NO_RESOURCE: _("An entry without a record in it"),
}
UNREADABLE: dict[U, Promise] = {
    U.NOT_OPENED: _("The file cannot be opened."),
    U.EMPTY: _("The file is empty."),
    U.TOO_LARGE: _("The file is too large. Export fewer people at a time."),
    U.XML: _("The file is XML. Export it as JSON."),
    U.BROKEN_JSON: _("The file is not complete JSON. Export it again."),
    U.NOT_A_BUNDLE: _("The file is not a FHIR bundle. Export a Bundle that holds the Patient."),
    U.BROKEN_BUNDLE: _("The bundle has no list of entries. Export it again."),
}


@register.filter
def not_taken_words(reason: N) -> Promise:
    """Why a record was not taken."""
    return NOT_TAKEN[reason]


@register.filter
def unreadable_words(reason: U) -> Promise:
    """Why a file could not be read, and what to do."""
    return UNREADABLE[reason]
