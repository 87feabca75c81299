"""What the sub-commands share: reading files, writing files, refusing wrong input with exit status 2."""

from __future__ import annotations

import json
from argparse import ArgumentTypeError
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from signal import SIGINT, SIGTERM, signal
from threading import current_thread, main_thread
from types import FrameType
from typing import NoReturn, TypeVar

from django.core.management.base import BaseCommand

from hearthside.kernel.weeks import monday_of
from hearthside.scheduling.domain.problem import Problem, ProblemInvalid, parse_problem
from hearthside.scheduling.domain.reading import parse_json
from hearthside.scheduling.domain.solution import Solution, parse_solution

T = TypeVar("T")


def refuse(command: BaseCommand, *lines: str) -> NoReturn:
    """Say what is wrong, a line for each fault, and end with 2."""
    for line in lines:
        command.stderr.write(line, style_func=str)
    raise SystemExit(2)


def read_problem(command: BaseCommand, path: Path) -> Problem:
    """The problem in a file; refuses with the path of every fault."""
    return read_json(command, path, parse_problem)


def read_solution(command: BaseCommand, path: Path) -> Solution:
    """The week in a file; refuses with the path of every fault."""
    return read_json(command, path, parse_solution)


def read_text(command: BaseCommand, path: Path, what: str = "JSON") -> str:
    """The text of a file in UTF-8."""
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        refuse(command, f"{path}: cannot be read: {error.strerror}")
    except ValueError as error:
        refuse(command, f"{path}: is not {what} in UTF-8: {error}")


def read_json(command: BaseCommand, path: Path, parse: Callable[[object], T]) -> T:
    """What a reader makes of the JSON in a file; refuses with the path of every fault."""
    text = read_text(command, path)
    try:
        return parse(parse_json(text))
    except ProblemInvalid as error:
        refuse(command, *(f"{path if where == 'file' else where}: {reason}" for where, reason in error.faults))


def check_folder(command: BaseCommand, output: Path, *, several: bool = False) -> None:
    """Refuse early where the answer could not be written."""
    try:
        if not output.parent.is_dir():
            refuse(command, f"{output}: there is no such folder")
        if several and output.exists() and not output.is_dir():
            refuse(command, f"{output}: is no folder")
        if not several and output.is_dir():
            refuse(command, f"{output}: is a folder")
    except OSError as error:
        refuse(command, f"{output}: {error.strerror}")


def make_folder(command: BaseCommand, folder: Path) -> None:
    """The folder that several answers go into; one that is there already will do."""
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        refuse(command, f"{folder}: {error.strerror}")


@contextmanager
def stopping(command: BaseCommand) -> Iterator[Callable[[], bool]]:
    """Whether somebody asked to stop, by Ctrl-C or the system, so that the best so far is kept; a second time ends."""
    asked = False

    def stop(_number: int, _frame: FrameType | None) -> None:
        nonlocal asked
        if asked:
            raise KeyboardInterrupt
        asked = True
        command.stderr.write("stopping with the best so far", style_func=str)

    before = {}
    if current_thread() is main_thread():
        before = {number: signal(number, stop) for number in (SIGINT, SIGTERM)}
    try:
        yield lambda: asked
    finally:
        for number, handler in before.items():
            signal(number, handler)


def write_text(command: BaseCommand, output: Path | None, text: str) -> None:
    """Write to a file, or to the terminal where none is named."""
    if output is None:
        command.stdout.write(text, ending="")
        return
    try:
        output.write_text(text, encoding="utf-8")
    except OSError as error:
        refuse(command, f"{output}: {error.strerror}")


def write_json(command: BaseCommand, output: Path | None, data: object) -> None:
    """Write JSON to a file, or to the terminal where none is named."""
    write_text(command, output, json.dumps(data, ensure_ascii=False, indent=1) + "\n")


def monday(text: str) -> date:
    """A Monday from the command line."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError("must be a date such as 2026-11-30") from None
    if day.weekday():
        raise ArgumentTypeError(f"must be a Monday; the week of {day} starts on {monday_of(day)}")
    return day


def seconds(text: str) -> float:
    """Seconds from the command line: a positive number."""
    return _positive(text, 86_400)


def work(text: str) -> float:
    """Millions of moves from the command line: a positive number."""
    return _positive(text, 1_000_000)


def _positive(text: str, most: int) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 < value <= most:
        raise ArgumentTypeError(f"must be more than 0 and at most {most}")
    return value
