"""Each clinician's best week at given prices, exactly: what each session brings, then the best that fit."""

from __future__ import annotations

import numpy as np

from hearthside.scheduling.domain.compiled import compiler

from .layout import Array, Staff

compiled = compiler(__file__)
NEVER = -(10**17)


@compiled
def price_groups(staff: Staff, price: Array, room_price: Array, worth: Array, room: Array) -> None:
    """What opening each group brings with its dearest seats, and the kind of room that suits it best."""
    classes = len(staff.seats)
    until = np.zeros((max(1, classes), room_price.shape[1] + 1), dtype=np.int64)
    for r in range(classes):
        for t in range(room_price.shape[1]):
            until[r, t + 1] = until[r, t] + room_price[r, t]
    widest = 1
    for g in range(len(staff.least)):
        widest = max(widest, min(staff.most[g], staff.first_member[g + 1] - staff.first_member[g]))
    top = np.empty(widest, dtype=np.int64)
    for g in range(len(staff.least)):
        worth[g], room[g] = NEVER, -1
        if staff.online[g]:
            count = _dearest(staff, g, price, min(widest, staff.most[g]), top)
            worth[g] = _filled(top, count, staff.most[g], staff.least[g])
            continue
        count = _dearest(staff, g, price, min(widest, staff.most[g]), top)
        for r in range(classes):
            most = min(staff.most[g], staff.seats[r])
            if most >= staff.least[g]:
                found = _filled(top, count, most, staff.least[g]) - until[r, staff.end[g]] + until[r, staff.begin[g]]
                if found > worth[g]:
                    worth[g], room[g] = found, r


@compiled
def _dearest(staff: Staff, g: int, price: Array, most: int, top: Array) -> int:
    """The highest prices of a group's seats, in falling order."""
    count = 0
    for i in range(staff.first_member[g], staff.first_member[g + 1]):
        found = price[staff.member[i]] + staff.member_points[i]
        if count == most and found <= top[count - 1]:
            continue
        at = count if count < most else count - 1
        while at > 0 and top[at - 1] < found:
            top[at] = top[at - 1]
            at -= 1
        top[at] = found
        count = min(most, count + 1)
    return count


@compiled
def _filled(top: Array, count: int, most: int, least: int) -> int:
    total = 0
    for i in range(min(most, count)):
        if i >= least and top[i] <= 0:
            break
        total += top[i]
    return total


@compiled
def choose_openings(staff: Staff, worth: Array, hour_price: Array, opened: Array, spent: Array) -> int:
    """The sum of all clinicians' best weeks; counts how often each group is opened and the minutes spent."""
    total = 0
    opened[:] = 0
    spent[:] = 0
    longest = 0
    for c in range(len(staff.contact)):
        longest = max(longest, staff.first_option[c + 1] - staff.first_option[c])
    best = np.zeros(longest + 1, dtype=np.int64)
    for c in range(len(staff.contact)):
        low = staff.first_option[c]
        count = staff.first_option[c + 1] - low
        for i in range(count):
            g = staff.option_group[low + i]
            with_it = best[staff.option_before[low + i]] + worth[g] - hour_price[c] * staff.minutes[g]
            best[i + 1] = max(best[i], with_it)
        total += best[count]
        at = count
        while at > 0:
            if best[at] == best[at - 1]:
                at -= 1
                continue
            g = staff.option_group[low + at - 1]
            opened[g] += 1
            spent[c] += staff.minutes[g]
            at = staff.option_before[low + at - 1]
    return total


@compiled
def mark_openings(staff: Staff, price: Array, room: Array, opened: Array, given: Array, in_use: Array) -> None:
    """Count the seats that the opened sessions give, and the rooms that they fill."""
    given[:] = 0
    in_use[:] = 0
    for g in range(len(staff.least)):
        if not opened[g]:
            continue
        most = staff.most[g]
        if room[g] >= 0:
            most = min(most, staff.seats[room[g]])
            for t in range(staff.begin[g], staff.end[g]):
                in_use[room[g], t] += opened[g]
        low, high = staff.first_member[g], staff.first_member[g + 1]
        worths = np.empty(high - low, dtype=np.int64)
        for i in range(low, high):
            worths[i - low] = -(price[staff.member[i]] + staff.member_points[i])
        order = np.argsort(worths, kind="mergesort")
        for i in range(min(most, high - low)):
            if i >= staff.least[g] and worths[order[i]] >= 0:
                break
            given[staff.member[low + order[i]]] += opened[g]
