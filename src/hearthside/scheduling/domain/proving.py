"""Lowers the bounds of a week beside the search, in a thread of its own or in turns with it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from .candidates import Universe

if TYPE_CHECKING:
    from .bounds.losses import Losses
    from .bounds.relaxation import Relaxation

TURN = 0.15  # seconds of one turn
SHARE = 0.25  # of the time where search and proof take turns
STEPS = 4  # of a turn where only work counts


@dataclass(slots=True)
class Prover:
    """The bound of one goal, given what must be placed; `target` is the value of the best week known."""

    universe: Universe
    goal: Literal["placed", "preference", "kept"]
    target: int
    full_only: bool = False
    placed_at_least: int = 0
    stopwatch: Callable[[], float] = time.monotonic
    bound: int | None = None
    _relaxation: Relaxation | None = None
    _steps: int = 1
    _spent: float = 0.0
    _since: float = field(init=False)
    _stop: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def __post_init__(self) -> None:
        self._since = self.stopwatch()

    def begin_apart(self) -> None:
        """Work in a thread until the end."""
        self._thread = threading.Thread(target=self._until_stopped, daemon=True)
        self._thread.start()

    def _until_stopped(self) -> None:
        while not self._stop.is_set() and not self.done():
            self._turn()

    def done(self) -> bool:
        """Whether the best week known is proved best."""
        return self.bound is not None and self.bound <= self.target

    def turn(self, *, by_work: bool) -> None:
        """Take a turn where the proof has no thread of its own and has had less than its share."""
        if self._thread is not None or self.done():
            return
        if by_work:
            self._steps = STEPS
        elif self._spent > SHARE * (self.stopwatch() - self._since):
            return
        self._turn(by_work=by_work)

    def _turn(self, *, by_work: bool = False) -> None:
        from .bounds.relaxation import Relaxation

        began = self.stopwatch()
        if self._relaxation is None:
            self._relaxation = Relaxation(
                self.universe, goal=self.goal, full_only=self.full_only, placed_at_least=self.placed_at_least
            )
            self.bound = self._relaxation.bound
        else:
            self.bound = self._relaxation.improve(self._steps, self.target)
            if not by_work:
                faster = TURN / max(self.stopwatch() - began, 1e-6)
                self._steps = max(1, min(2 * self._steps, int(self._steps * faster)))
        self._spent += self.stopwatch() - began

    def losses(self) -> Losses | None:
        """What each seat and session takes from the bound; nothing before the first turn is done."""
        return None if self._relaxation is None else self._relaxation.losses()

    def end(self) -> int | None:
        """Stop, and the lowest bound proved so far."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join(2 * TURN)
        return self.bound
