"""The `.ctt` format of curriculum-based course timetabling (ITC-2007 track 3): reading it, writing its solutions."""

from __future__ import annotations

from dataclasses import dataclass, field

from hearthside.scheduling.domain.reading import ProblemInvalid

HEAD = ("Courses", "Rooms", "Days", "Periods_per_day", "Curricula", "Constraints")
SECTIONS = ("COURSES:", "ROOMS:", "CURRICULA:", "UNAVAILABILITY_CONSTRAINTS:")
MOST, MOST_PERIODS = 100_000, 60
MOST_CELLS = 1_000_000  # courses, or rooms, times the periods of the week


@dataclass(frozen=True, slots=True)
class Course:
    """A course: who teaches it, how many lectures on at least how many days, for how many students."""

    id: str
    teacher: str
    lectures: int
    min_days: int
    students: int


@dataclass(frozen=True, slots=True)
class Instance:
    """Everything that is known before a timetable of courses is made; names are replaced by their numbers."""

    name: str
    days: int
    periods_per_day: int
    courses: tuple[Course, ...]
    rooms: tuple[tuple[str, int], ...]
    curricula: tuple[tuple[int, ...], ...]
    closed: frozenset[tuple[int, int, int]]

    @property
    def periods(self) -> int:
        """Periods in the whole week."""
        return self.days * self.periods_per_day


@dataclass(frozen=True, slots=True)
class Lecture:
    """One lecture of a course, by numbers: where and when."""

    course: int
    room: int
    day: int
    period: int


@dataclass(slots=True)
class _Lines:
    """The words of each section with the number of their line, and the faults found so far."""

    head: dict[str, int] = field(default_factory=dict)
    name: str = ""
    sections: dict[str, list[tuple[int, list[str]]]] = field(default_factory=lambda: {s: [] for s in SECTIONS})
    faults: list[tuple[str, str]] = field(default_factory=list)

    def fault(self, number: int, reason: str) -> None:
        """Note that a line cannot be used; line 0 is the file."""
        self.faults.append((f"line {number}" if number else "file", reason))

    def whole(self, number: int, word: str, what: str, *, low: int = 0, high: int = MOST) -> int:
        """A whole number within bounds."""
        value = int(word) if word.isascii() and word.isdigit() and len(word) < 10 else -1
        if not low <= value <= high:
            self.fault(number, f"{what} must be a whole number between {low} and {high}, not {word[:40]}")
            return low
        return value


def parse_courses(text: str) -> Instance:
    """The instance in the text of a `.ctt` file; raises ProblemInvalid with every fault and its line."""
    lines = _split(text)
    days, per_day = lines.head.get("Days", 1), lines.head.get("Periods_per_day", 1)
    courses = _courses(lines)
    course_at = {c.id: n for n, c in enumerate(courses)}
    rooms = _rooms(lines)
    curricula = _curricula(lines, course_at)
    closed = _closed(lines, course_at, days, per_day)
    _count(lines)
    if not lines.faults:
        _possible(lines, courses, len(rooms), days * per_day)
    if lines.faults:
        raise ProblemInvalid(lines.faults)
    return Instance(lines.name, days, per_day, courses, rooms, curricula, closed)


def _split(text: str) -> _Lines:
    lines, section = _Lines(), ""
    for number, line in enumerate(text.split("\n"), 1):
        words = line.split()
        if not words:
            continue
        if words[0] == "END.":
            break
        if words[0] in SECTIONS:
            section = words[0]
        elif section:
            lines.sections[section].append((number, words))
        else:
            _head(lines, number, words)
    else:
        lines.fault(0, "END. is missing")
    missing = [key for key in HEAD if key not in lines.head]
    for key in missing:
        lines.fault(0, f"{key} is missing")
    return lines


def _head(lines: _Lines, number: int, words: list[str]) -> None:
    key = words[0].rstrip(":")
    if key == "Name":
        lines.name = " ".join(words[1:])
    elif key not in HEAD or len(words) != 2:
        lines.fault(number, f"must be one of Name, {', '.join(HEAD)} and a number")
    elif key in lines.head:
        lines.fault(number, f"{key} is given twice")
    else:
        low, high = (1, MOST_PERIODS) if key in {"Days", "Periods_per_day"} else (0, MOST)
        lines.head[key] = lines.whole(number, words[1], key, low=low, high=high)


def _courses(lines: _Lines) -> tuple[Course, ...]:
    found: dict[str, Course] = {}
    for number, words in lines.sections["COURSES:"]:
        if len(words) != 5:
            lines.fault(number, "a course has a name, a teacher, lectures, days and students")
            continue
        name, teacher = words[:2]
        lectures, days, students = (
            lines.whole(number, word, what)
            for word, what in zip(words[2:], ("lectures", "days", "students"), strict=True)
        )
        if name in found:
            lines.fault(number, f"{name} is used twice")
        found[name] = Course(name, teacher, lectures, days, students)
    return tuple(found.values())


def _rooms(lines: _Lines) -> tuple[tuple[str, int], ...]:
    found: dict[str, int] = {}
    for number, words in lines.sections["ROOMS:"]:
        if len(words) != 2:
            lines.fault(number, "a room has a name and a number of seats")
            continue
        if words[0] in found:
            lines.fault(number, f"{words[0]} is used twice")
        found[words[0]] = lines.whole(number, words[1], "seats")
    return tuple(found.items())


def _curricula(lines: _Lines, course_at: dict[str, int]) -> tuple[tuple[int, ...], ...]:
    found: dict[str, tuple[int, ...]] = {}
    for number, words in lines.sections["CURRICULA:"]:
        if len(words) < 2 or lines.whole(number, words[1], "courses") != len(words) - 2:
            lines.fault(number, "a curriculum has a name, a number of courses and so many courses")
            continue
        if words[0] in found:
            lines.fault(number, f"{words[0]} is used twice")
        for name in words[2:]:
            if name not in course_at:
                lines.fault(number, f"there is no course {name}")
        found[words[0]] = tuple(dict.fromkeys(course_at[name] for name in words[2:] if name in course_at))
    return tuple(found.values())


def _closed(lines: _Lines, course_at: dict[str, int], days: int, per_day: int) -> frozenset[tuple[int, int, int]]:
    found = set()
    for number, words in lines.sections["UNAVAILABILITY_CONSTRAINTS:"]:
        if len(words) != 3:
            lines.fault(number, "a constraint has a course, a day and a period")
            continue
        if words[0] not in course_at:
            lines.fault(number, f"there is no course {words[0]}")
            continue
        day = lines.whole(number, words[1], "day", high=days - 1)
        found.add((course_at[words[0]], day, lines.whole(number, words[2], "period", high=per_day - 1)))
    return frozenset(found)


def _count(lines: _Lines) -> None:
    """The numbers at the head must be those of the lines that follow."""
    for key, section in zip(("Courses", "Rooms", "Curricula", "Constraints"), SECTIONS, strict=True):
        told, there = lines.head.get(key), len(lines.sections[section])
        if told is not None and told != there:
            lines.fault(0, f"{key} says {told}, but {section} has {there} lines")


def _possible(lines: _Lines, courses: tuple[Course, ...], rooms: int, periods: int) -> None:
    """Refuse what no timetable can hold, or no computer."""
    lectures = sum(c.lectures for c in courses)
    if lectures > rooms * periods:
        lines.fault(0, f"{lectures} lectures do not fit into {rooms} rooms in {periods} periods")
    if max(rooms, len(courses)) * periods > MOST_CELLS:
        lines.fault(0, f"is too large: at most {MOST_CELLS} courses or rooms times periods")
    for (number, _), course in zip(lines.sections["COURSES:"], courses, strict=True):
        if course.lectures > periods:
            lines.fault(number, f"{course.id} has more lectures than the week has periods")


def solution_text(instance: Instance, lectures: tuple[Lecture, ...]) -> str:
    """A timetable in the format that the competition's referees read: a line for each lecture."""
    rows = (
        f"{instance.courses[x.course].id} {instance.rooms[x.room][0]} {x.day} {x.period}\n"
        for x in sorted(lectures, key=lambda x: (x.course, x.day, x.period))
    )
    return "".join(rows)
