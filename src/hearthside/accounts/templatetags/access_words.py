"""The words for permissions, roles, kinds of people and states of accounts."""

from __future__ import annotations

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hearthside.access.actor import ActorKind
from hearthside.access.permissions import ConsentCategory, Permission, Role
from hearthside.accounts.domain.states import AccountState

register = template.Library()
Words = str | Promise
_P = Permission

ROLES: dict[Role, Words] = {
    Role.DIRECTOR: _("Director"),
    Role.CLINICIAN: _("Clinician"),
    Role.INTAKE: _("Intake"),
    Role.SCHEDULER: _("Scheduler"),
    Role.BILLER: _("Biller"),
    Role.PRIVACY_OFFICER: _("Privacy officer"),
}
KINDS: dict[ActorKind, Words] = {
    ActorKind.STAFF: _("Staff"),
    ActorKind.PARTICIPANT: _("Participant"),
    ActorKind.SUPPORT: _("Support person"),
}
STATES: dict[AccountState, Words] = {
    AccountState.ACTIVE: _("Active"),
    AccountState.INVITED: _("Invited"),
    AccountState.INVITATION_OVER: _("Invitation ended"),
    AccountState.DEACTIVATED: _("Deactivated"),
}
CATEGORIES: dict[ConsentCategory, Words] = {
    ConsentCategory.SCHEDULE: _("Days, times and places of sessions"),
    ConsentCategory.ATTENDANCE: _("Which sessions were attended, and for how long"),
}
PERMISSIONS: dict[Permission, Words] = {
    _P.ACCOUNT_OWN: _("Use their own account"),
    _P.ATTENDANCE_READ: _("See who came, and for how long"),
    _P.ATTENDANCE_RECORD: _("Record who came, and for how long"),
    _P.AUDIT_READ: _("Read the trail of everything done and read"),
    _P.CENSUS_READ: _("See how many people are here, and their hours"),
    _P.CHOICES_EDIT: _("Change a person's choices"),
    _P.CHOICES_READ: _("See a person's choices"),
    _P.CLINICAL_READ: _("Read the clinical record"),
    _P.COMMITMENTS_EDIT: _("Change the commitments treatment goes around"),
    _P.COMMITMENTS_READ: _("See the commitments treatment goes around"),
    _P.CONSENT_EDIT: _("Give a consent and take it back"),
    _P.CONSENT_READ: _("See consents"),
    _P.COVERAGE_READ: _("See who pays"),
    _P.FEED_MANAGE: _("Make and end a private calendar subscription"),
    _P.IMPORT_RUN: _("Bring in records from other systems"),
    _P.ORDERS_EDIT: _("Change how often a person has each service"),
    _P.ORDERS_READ: _("See how often a person has each service"),
    _P.PARTICIPANT_ADMIT: _("Admit and discharge people"),
    _P.PARTICIPANT_EDIT: _("Change name, contact and language of a person"),
    _P.PARTICIPANT_LIST: _("List and search people"),
    _P.PARTICIPANT_READ: _("See name, contact and language of a person"),
    _P.PROGRAM_EDIT: _("Change sites, rooms, services and staff profiles"),
    _P.PROGRAM_READ: _("See sites, rooms, services and staff profiles"),
    _P.ROLES_READ: _("See who may do what"),
    _P.SCHEDULE_READ: _("See a person's sessions"),
    _P.SESSION_EDIT: _("Book, move and cancel sessions"),
    _P.SUPPORT_EDIT: _("Change who supports a person"),
    _P.SUPPORT_READ: _("See who supports a person"),
    _P.USER_INVITE: _("Invite people and manage accounts"),
    _P.WEEK_BUILD: _("Build a week"),
    _P.WEEK_CHOOSE: _("Choose one of the weeks that are offered"),
    _P.WEEK_PUBLISH: _("Publish a week"),
    _P.WEEK_READ: _("See the clinic's week"),
}


@register.filter
def role_words(role: Role) -> Words:
    """A role in words."""
    return ROLES[role]


@register.filter
def kind_words(kind: ActorKind) -> Words:
    """A kind of person in words."""
    return KINDS[kind]


@register.filter
def state_words(state: AccountState) -> Words:
    """The state of an account in words."""
    return STATES[state]


@register.filter
def permission_words(permission: Permission) -> Words:
    """A permission in words."""
    return PERMISSIONS[permission]


@register.filter
def category_words(category: ConsentCategory) -> Words:
    """What a consent category opens, in words."""
    return CATEGORIES[category]
