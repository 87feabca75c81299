"""The starting program: levels of care, tracks, services, audiences and weekly orders.

Hours: ASAM level 2.1 and the SAMHSA Advisory of 2021 (9 hours a week for adults, 6 for adolescents, 19 at most);
days: the definition of HCPCS H0015 (3 days a week or more). Sizes: groups of 12 at most, education larger.
"""

from __future__ import annotations

from dataclasses import dataclass, field

ADULT, ADOLESCENT = "adult", "adolescent"
GENERAL, DUAL, WOMEN, SPANISH, YOUTH = "General adult", "Dual diagnosis", "Women", "Spanish", "Adolescent"
PROCESS, SKILLS, EDUCATION = "Process group", "Skills group", "Education group"
FAMILY, INDIVIDUAL = "Family group", "Individual session"
SOURCE = "SAMHSA Advisory 2021 (hours a week); HCPCS H0015 (3 days a week or more)"


@dataclass(frozen=True, slots=True)
class StartingLevel:
    """A level-of-care rule."""

    name: str
    population: str
    min_minutes: int
    max_minutes: int = 1140
    min_days: int = 3
    max_minutes_day: int = 240
    edition: str = "ASAM 2.1"
    source: str = SOURCE


@dataclass(frozen=True, slots=True)
class StartingTrack:
    """A track."""

    name: str
    population: str = ADULT
    is_default: bool = False


@dataclass(frozen=True, slots=True)
class StartingService:
    """A service, and its audiences: names of tracks, and a language where it is held in one."""

    name: str
    name_es: str
    minutes: int
    min_size: int
    max_size: int
    kind: str = "group"
    audiences: dict[str, tuple[tuple[str, ...], str]] = field(default_factory=dict)


LEVELS = (
    StartingLevel("Intensive outpatient, adult", ADULT, 540),
    StartingLevel("Intensive outpatient, adolescent", ADOLESCENT, 360),
)
TRACKS = (
    StartingTrack(GENERAL, is_default=True),
    StartingTrack(DUAL),
    StartingTrack(WOMEN),
    StartingTrack(SPANISH),
    StartingTrack(YOUTH, ADOLESCENT, is_default=True),
)
_THERAPY: dict[str, tuple[tuple[str, ...], str]] = {
    "Adults": ((GENERAL, DUAL), ""),
    "Women": ((WOMEN,), ""),
    "Spanish": ((SPANISH,), "es"),
    "Adolescents": ((YOUTH,), ""),
}
_TOGETHER: dict[str, tuple[tuple[str, ...], str]] = {
    "Adults": ((GENERAL, DUAL, WOMEN), ""),
    "Spanish": ((SPANISH,), "es"),
    "Adolescents": ((YOUTH,), ""),
}
_ANYBODY: dict[str, tuple[tuple[str, ...], str]] = {"Anybody": ((GENERAL, DUAL, WOMEN, SPANISH, YOUTH), "")}
SERVICES = (
    StartingService(PROCESS, "Grupo de proceso", 90, 2, 12, audiences=_THERAPY),
    StartingService(SKILLS, "Grupo de habilidades", 90, 2, 12, audiences=_THERAPY),
    StartingService(EDUCATION, "Grupo educativo", 60, 2, 16, audiences=_TOGETHER),
    StartingService(FAMILY, "Grupo de familias", 90, 2, 12, audiences=_TOGETHER),
    StartingService(INDIVIDUAL, "Sesión individual", 60, 1, 1, "individual", _ANYBODY),
)
ORDERS: dict[str, dict[str, int]] = {
    ADULT: {PROCESS: 3, SKILLS: 2, EDUCATION: 1, INDIVIDUAL: 1},
    ADOLESCENT: {PROCESS: 1, SKILLS: 1, EDUCATION: 1, FAMILY: 1, INDIVIDUAL: 1},
}
