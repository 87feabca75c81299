"""Who may do what: permissions, roles, and what a consent category opens."""

from __future__ import annotations

from enum import StrEnum


class Permission(StrEnum):
    """One thing a person can do; every use case names the one it needs."""

    ACCOUNT_OWN = "account.own"
    ATTENDANCE_READ = "attendance.read"
    ATTENDANCE_RECORD = "attendance.record"
    AUDIT_READ = "audit.read"
    CENSUS_READ = "census.read"
    CHOICES_EDIT = "choices.edit"
    CHOICES_READ = "choices.read"
    CLINICAL_READ = "clinical.read"
    COMMITMENTS_EDIT = "commitments.edit"
    COMMITMENTS_READ = "commitments.read"
    CONSENT_EDIT = "consent.edit"
    CONSENT_READ = "consent.read"
    COVERAGE_READ = "coverage.read"
    FEED_MANAGE = "feed.manage"
    IMPORT_RUN = "import.run"
    ORDERS_EDIT = "orders.edit"
    ORDERS_READ = "orders.read"
    PARTICIPANT_ADMIT = "participant.admit"
    PARTICIPANT_EDIT = "participant.edit"
    PARTICIPANT_LIST = "participant.list"
    PARTICIPANT_READ = "participant.read"
    PROGRAM_EDIT = "program.edit"
    PROGRAM_READ = "program.read"
    ROLES_READ = "roles.read"
    SCHEDULE_READ = "schedule.read"
    SESSION_EDIT = "session.edit"
    SUPPORT_EDIT = "support.edit"
    SUPPORT_READ = "support.read"
    USER_INVITE = "user.invite"
    WEEK_BUILD = "week.build"
    WEEK_CHOOSE = "week.choose"
    WEEK_PUBLISH = "week.publish"
    WEEK_READ = "week.read"


class Role(StrEnum):
    """What a member of staff is here for; one person may hold several."""

    DIRECTOR = "director"
    CLINICIAN = "clinician"
    INTAKE = "intake"
    SCHEDULER = "scheduler"
    BILLER = "biller"
    PRIVACY_OFFICER = "privacy_officer"


class ConsentCategory(StrEnum):
    """What a consent can open to somebody outside the clinic."""

    SCHEDULE = "schedule"
    ATTENDANCE = "attendance"


_P = Permission
_EVERYBODY = frozenset({_P.ACCOUNT_OWN, _P.PROGRAM_READ, _P.ROLES_READ})
_DIRECTORY = frozenset({_P.PARTICIPANT_LIST, _P.PARTICIPANT_READ})
_PERSON_READ = _DIRECTORY | {
    _P.SCHEDULE_READ, _P.COMMITMENTS_READ, _P.CHOICES_READ, _P.ORDERS_READ, _P.ATTENDANCE_READ, _P.SUPPORT_READ,
}  # fmt: skip
_PERSON_EDIT = frozenset({_P.PARTICIPANT_EDIT, _P.COMMITMENTS_EDIT, _P.CHOICES_EDIT, _P.SUPPORT_EDIT})

ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.DIRECTOR: frozenset(Permission) - {_P.FEED_MANAGE, _P.CONSENT_EDIT, _P.WEEK_CHOOSE},
    Role.CLINICIAN: _EVERYBODY | _PERSON_READ | _PERSON_EDIT | {
        _P.WEEK_READ, _P.ATTENDANCE_RECORD, _P.CLINICAL_READ, _P.ORDERS_EDIT, _P.CENSUS_READ, _P.CONSENT_READ,
    },
    Role.INTAKE: _EVERYBODY | _PERSON_READ | _PERSON_EDIT | {
        _P.PARTICIPANT_ADMIT, _P.ORDERS_EDIT, _P.IMPORT_RUN, _P.USER_INVITE, _P.COVERAGE_READ, _P.WEEK_READ,
        _P.CONSENT_READ,
    },
    Role.SCHEDULER: _EVERYBODY | _PERSON_READ | _PERSON_EDIT | {
        _P.PARTICIPANT_ADMIT, _P.ORDERS_EDIT, _P.WEEK_READ, _P.WEEK_BUILD, _P.WEEK_PUBLISH, _P.SESSION_EDIT,
        _P.ATTENDANCE_RECORD, _P.IMPORT_RUN, _P.USER_INVITE, _P.CENSUS_READ, _P.CONSENT_READ,
    },
    Role.BILLER: _EVERYBODY | _DIRECTORY | {_P.COVERAGE_READ, _P.ATTENDANCE_READ, _P.CENSUS_READ},
    Role.PRIVACY_OFFICER: _EVERYBODY | _DIRECTORY | {_P.AUDIT_READ, _P.CONSENT_READ, _P.SUPPORT_READ},
}  # fmt: skip

# What a participant may do about themselves, and about nobody else.
OWN_PERMISSIONS = frozenset({
    _P.SCHEDULE_READ, _P.ATTENDANCE_READ, _P.CHOICES_READ, _P.CHOICES_EDIT, _P.COMMITMENTS_READ, _P.COMMITMENTS_EDIT,
    _P.CONSENT_READ, _P.CONSENT_EDIT, _P.FEED_MANAGE, _P.SUPPORT_READ, _P.SUPPORT_EDIT,
    _P.WEEK_CHOOSE,
})  # fmt: skip

# Permissions that a role alone does not give: the member of staff must also be on the person's care team.
CARE_TEAM_PERMISSIONS = frozenset({_P.CLINICAL_READ})

# What a consent of a category lets its recipient do, about the person who gave it.
CONSENT_PERMISSIONS: dict[ConsentCategory, frozenset[Permission]] = {
    ConsentCategory.SCHEDULE: frozenset({_P.SCHEDULE_READ}),
    ConsentCategory.ATTENDANCE: frozenset({_P.ATTENDANCE_READ}),
}


def permissions_of(roles: frozenset[Role]) -> frozenset[Permission]:
    """Everything that these roles together allow."""
    return frozenset().union(*(ROLE_PERMISSIONS[role] for role in roles))
