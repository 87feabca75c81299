"""`timetable curriculum FILE`: topics for coming sessions, so that each person meets what they have missed."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from hearthside.scheduling.domain.curriculum import Meeting, choose_topics
from hearthside.scheduling.domain.reading import ProblemInvalid, Reader, unique
from hearthside.scheduling.management.timetable import parts

NAME, HELP = "curriculum", "choose topics for a group's coming sessions"
FORMAT = """FILE is JSON:
  {"topics": ["Sleep", "Anger"], "met": {"p1": ["Sleep"]},
   "sessions": [{"id": "s1", "participants": ["p1", "p2"], "topic": null}]}
a topic that is given stays; sessions are in their order of time
"""


def declare(parser: ArgumentParser) -> None:
    """The arguments of this sub-command."""
    parser.epilog = FORMAT
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(command: BaseCommand, options: dict[str, Any]) -> None:
    """Choose the topics and say for whom each is new."""
    meetings, topics, met = parts.read_json(command, options["file"], _parse)
    found = choose_topics(meetings, topics, met)
    if options["json"]:
        choices = [{"id": c.meeting, "topic": c.topic, "new": list(c.new), "people": c.people} for c in found.choices]
        parts.write_json(command, None, {"choices": choices, "new": found.new, "bound": found.bound})
        return
    for choice in found.choices:
        command.stdout.write(f"{choice.meeting}: {choice.topic}, new for {len(choice.new)} of {choice.people} people")
    command.stdout.write(f"new {found.new} of at most {found.bound}")


def _parse(data: object) -> tuple[list[Meeting], tuple[str, ...], dict[str, tuple[str, ...]]]:
    """Sessions, topics and who met what; raises ProblemInvalid with every fault and its path."""
    root = Reader(data, "")
    met: dict[str, tuple[str, ...]] = {}
    meetings: list[Meeting] = []
    topics: tuple[str, ...] = ()
    if root.table():
        topics = root.get("topics").texts()
        seen = root.get("met", {})
        if seen.table():
            met = {str(name): seen.get(str(name)).texts(topics or None, once=False) for name in dict(seen.value or {})}  # type: ignore[call-overload]
        meetings = [_meeting(item, topics) for item in root.get("sessions").items()]
        unique(root.get("sessions", []), [meeting.id for meeting in meetings])
    if root.faults:
        raise ProblemInvalid(root.faults)
    return meetings, topics, met


def _meeting(item: Reader, topics: tuple[str, ...]) -> Meeting:
    item.table()
    topic = item.get("topic", None)
    chosen = None if topic.value is None else topic.one_of(topics or ("",))
    return Meeting(item.get("id").text(), item.get("participants").texts(), chosen)
