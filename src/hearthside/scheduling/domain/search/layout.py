"""Where things stand in the two arrays of whole numbers that compiled code reads and writes.

`c` is the clinic and never changes; `w` is the week. A name below is a place in the head of its array: for a single
number the number itself (`c[PEOPLE]`), for a run the place where the run begins (`c[c[DAY] + slot]`). One long array
each keeps calls cheap and compiling short.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int32]
Floats = NDArray[np.float64]
Counts = NDArray[np.int64]
Chance = NDArray[np.uint64]

# Clinic: single numbers
PEOPLE, SERVICES, SLOTS, AUDIENCES, LIKINGS, ROOMS, KIND_COUNT, STEPS, LEADER_COUNT = range(9)
# by slot; TWIN is the same slot in the other mode
KIND, SERVICE, MODE, DAY, BEGIN, END, MINUTES, PART, TWIN = range(9, 18)
# by candidate session, by service, by person, by person and service, by class of room, by leader
SLOT, LEADER = range(18, 20)
LEAST, MOST, COUNTABLE, LENGTH = range(20, 24)
PRIORITY, MIN_DAYS, MAX_MINUTES, HOPELESS = range(24, 28)
PER_WEEK, NAMED = range(28, 30)
SEATS, COUNT, CONTACT = range(30, 33)
# tables, and lists of lists: first places, then items
LEADERS, CAN, KINDS, LIKES = range(33, 37)
OPTION_FIRST, OPTION, CROWD_FIRST, CROWD, KIND_FIRST, KIND_CAND, FOE_FIRST, FOE, WAS_FIRST, WAS = range(37, 47)
CLINIC_HEAD = 47
ANYBODY = -1

# Week: single numbers; PLACED to SPENT are what it is worth, N_WHOLE for how many
N_LOG, N_QUEUE, N_FREE, N_SHORT, N_UNDER = range(5)
PLACED, PARTIAL, KEPT, LIKED, SPENT, N_WHOLE, SESSIONS, WIDEST, OWN = range(5, 14)
# by session; FIXED is -1, or how many people a locked session keeps; TOP is how many may sit
CAND, SIZE, ROOM, FIXED, PLACE, TOP, NUMBER, MEMBER = range(14, 22)
# by person, by kind, by leader and step, by room and step
TAKEN, MISSING, GIVEN, WHOLE, SHORT, SHORT_AT, SEAT, WHERE, GOT = range(22, 31)
OF_KIND, KIND_SIZE, BUSY, LED, IN_USE = range(31, 36)
FREE, LOG, QUEUE, BUFFER = range(36, 40)
WEEK_HEAD = 40

# Costs: the total, the weights of the goals, then each person's share
COST, PER_PERSON, PER_SEAT, PER_HEAD, PER_LIKE, PER_KEPT, PER_MINUTE, PAIN = range(8)
WEIGHTS = {"person": 1, "seat": 2, "head": 3, "like": 4, "kept": 5, "minute": 6}


def pack(head: int, single: Mapping[int, int], runs: Mapping[int, Any]) -> Ints:
    """One array of a head and the runs that it points to."""
    first = np.zeros(head, np.int64)
    for name, value in single.items():
        first[name] = value
    flat = [np.asarray(run, np.int32).ravel() for run in runs.values()]
    at = head
    for name, run in zip(runs, flat, strict=True):
        first[name] = at
        at += len(run)
    return np.concatenate([first.astype(np.int32), *flat, np.zeros(1, np.int32)])
