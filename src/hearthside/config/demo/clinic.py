"""The demo clinic: two sites, twelve staff, and the password and second step that everybody there has."""

from __future__ import annotations

import base64
import hashlib
import unicodedata
from dataclasses import dataclass

from hearthside.access.permissions import Role

PASSWORD = "a warm light stays on"  # noqa: S105 -- of invented people on an embedded database
WEEKDAYS = range(5)
TOPICS = ("Sleep", "Asking for help", "A plan for the evening", "Strong feelings", "Saying no", "Kind words to oneself")


@dataclass(frozen=True, slots=True)
class SiteSpec:
    """A site with its clock, opening hours by day, and rooms with their places."""

    name: str
    time_zone: str
    address: str
    rooms: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class StaffSpec:
    """A member of staff; `hours` are day and from-to minutes."""

    name: str
    credentials: str
    site: int
    gender: str
    languages: tuple[str, ...]
    roles: tuple[Role, ...]
    leads: tuple[str, ...]
    tracks: tuple[str, ...]
    hours: tuple[tuple[int, int, int], ...]

    @property
    def email(self) -> str:
        """The address they sign in with."""
        given = unicodedata.normalize("NFKD", self.name.split()[0].lower())
        return f"{given.encode('ascii', 'ignore').decode()}@clinic.example"

    @property
    def totp_secret(self) -> str:
        """The seed of their second step: the same on every machine, so that a printed table stays true."""
        digest = hashlib.sha256(f"hearthside demo {self.email}".encode()).digest()
        return base64.b32encode(digest[:20]).decode()


def days(start: int, end: int, which: tuple[int, ...] = (0, 1, 2, 3, 4)) -> tuple[tuple[int, int, int], ...]:
    """The same hours on several days."""
    return tuple((day, start, end) for day in which)


SITES = (
    SiteSpec("Lakeside", "America/Chicago", "410 Harbor Street", (
        ("Birch room", 14), ("Cedar room", 12), ("Office 1", 3), ("Office 2", 3), ("Office 3", 3))),
    SiteSpec("Foothills", "America/Denver", "77 Juniper Road", (
        ("Aspen room", 14), ("Willow room", 12), ("Office 1", 3), ("Office 2", 3), ("Office 3", 3))),
)  # fmt: skip
GROUPS = ("process", "skills", "education", "family", "individual")
ADULTS = ("general", "dual", "women")
EARLY, LATE, MIDDLE = days(480, 1020), days(720, 1260), days(600, 1140)
SATURDAY = ((5, 540, 900),)
CLINICIAN = (Role.CLINICIAN,)
STAFF = (
    StaffSpec("Ruth Adeyemi", "PhD, clinical director", 0, "f", ("en",), (Role.DIRECTOR, Role.CLINICIAN),
              ("individual", "family", "process"), ADULTS, days(600, 1080)),
    StaffSpec("Tomás Herrera", "LCSW", 0, "m", ("en", "es"), CLINICIAN, GROUPS, (*ADULTS, "spanish"), LATE + SATURDAY),
    StaffSpec("Grace Lindholm", "LPC", 0, "f", ("en",), CLINICIAN, GROUPS, ADULTS, EARLY),
    StaffSpec("Inés Valdivia", "LMFT", 0, "f", ("en", "es"), CLINICIAN, GROUPS, (*ADULTS, "spanish"), MIDDLE + SATURDAY),
    StaffSpec("Noah Brennan", "LCADC", 0, "m", ("en",), CLINICIAN, GROUPS, ADULTS, LATE),
    StaffSpec("Samira Bakri", "LCSW", 1, "f", ("en",), CLINICIAN, GROUPS, (*ADULTS, "adolescent"), LATE),
    StaffSpec("Daniel Cho", "PsyD", 1, "m", ("en",), CLINICIAN, GROUPS, (*ADULTS, "adolescent"), MIDDLE + SATURDAY),
    StaffSpec("Wren Gallagher", "LPC", 1, "x", ("en",), CLINICIAN, GROUPS, ADULTS, EARLY),
    StaffSpec("Leticia Marsh", "LCADC, intake", 1, "f", ("en",), (Role.INTAKE, Role.CLINICIAN), GROUPS,
              (*ADULTS, "adolescent"), LATE + SATURDAY),
    StaffSpec("Owen Fairchild", "Scheduling", 0, "m", ("en",), (Role.SCHEDULER,), (), (), ()),
    StaffSpec("Bea Novotny", "Billing", 0, "f", ("en",), (Role.BILLER,), (), (), ()),
    StaffSpec("Judith Amsel", "Privacy", 0, "f", ("en",), (Role.PRIVACY_OFFICER,), (), (), ()),
)  # fmt: skip
