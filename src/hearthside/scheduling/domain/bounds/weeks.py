"""Each person's best week at given prices, exactly: first the best of each day, then the days together."""

from __future__ import annotations

import numpy as np

from hearthside.scheduling.domain.compiled import compiler

from .layout import DAYS, MASKS, MOST_STATES, Array, People

compiled = compiler(__file__)
NEVER = -(10**17)


@compiled
def choose_weeks(people: People, worth: Array, bonus: int, full_only: bool, chosen: Array) -> tuple[int, int]:
    """The sum of everybody's best weeks, and of priorities of those who take full ones; marks the seats taken."""
    longest = 0
    for u in range(len(people.services)):
        first, last = people.first_block[u], people.first_block[u + 1]
        longest = max(longest, people.first_entry[last] - people.first_entry[first] + last - first)
    parts = 1
    for p in range(len(people.reward)):
        parts = max(parts, people.first_unit[p + 1] - people.first_unit[p])
    table = np.empty((parts, longest + 1, MASKS), dtype=np.int64)
    day_block = np.empty((parts, DAYS, MASKS), dtype=np.int64)
    value = np.empty((DAYS + 1, MOST_STATES), dtype=np.int64)
    came = np.empty((parts, DAYS + 1, MOST_STATES), dtype=np.int64)
    took = np.empty((parts, DAYS + 1, MOST_STATES), dtype=np.int64)
    ends = np.empty((parts, 2), dtype=np.int64)
    chosen[:] = 0
    total = placed = 0
    for p in range(len(people.reward)):
        full, any_week = people.reward[p] + bonus * people.priority[p], 0
        first = people.first_unit[p]
        for part in range(people.first_unit[p + 1] - first):
            u = first + part
            fill_days(people, u, worth, table[part], day_block[part])
            a, b = join_days(people, u, table[part], day_block[part], value, came[part], took[part], ends[part])
            full, any_week = max(NEVER, full + a), any_week + b
        possible = people.can_be_full[p] and full > NEVER // 2
        use_full = possible and (full_only or full >= any_week)
        total += full if use_full else any_week
        placed += people.priority[p] if use_full else 0
        for part in range(people.first_unit[p + 1] - first):
            state = ends[part, 0] if use_full else ends[part, 1]
            _mark(people, first + part, table[part], day_block[part], came[part], took[part], state, chosen)
    return total, placed


@compiled
def fill_days(people: People, u: int, worth: Array, table: Array, day_block: Array) -> None:
    """For each day and set of services, the best block; the table keeps how each block was filled."""
    masks = 1 << people.services[u]
    day_block[:, :masks] = -1
    origin = people.first_entry[people.first_block[u]]
    for b in range(people.first_block[u], people.first_block[u + 1]):
        low, high = people.first_entry[b], people.first_entry[b + 1]
        row = low - origin + b - people.first_block[u]
        table[row, 0] = 0
        for mask in range(1, masks):
            table[row, mask] = NEVER
        for e in range(low, high):
            now, back = row + e - low + 1, row + people.before[e]
            bit, gain = 1 << people.service[e], worth[e]
            for mask in range(masks):
                table[now, mask] = table[now - 1, mask]
            for with_it in range(bit, masks, 2 * bit):
                for mask in range(with_it, with_it + bit):
                    table[now, mask] = max(table[now, mask], table[back, mask - bit] + gain)
        last = row + high - low
        day = people.block_day[b]
        for mask in range(1, masks):
            if table[last, mask] > NEVER // 2:
                other = day_block[day, mask]
                if other < 0 or table[last, mask] > table[_last_row(people, u, other), mask]:
                    day_block[day, mask] = b


@compiled
def _last_row(people: People, u: int, b: int) -> int:
    return int(people.first_entry[b + 1] - people.first_entry[people.first_block[u]] + b - people.first_block[u])


@compiled
def join_days(
    people: People, u: int, table: Array, day_block: Array, value: Array, came: Array, took: Array, ends: Array
) -> tuple[int, int]:
    """The best full week and the best week of any kind; states count what of each order is met."""
    least, low = people.least_days[u], people.first_count[u]
    counts = people.first_count[u + 1] - low
    states = counts * (least + 1)
    value[0, :states] = NEVER
    value[0, 0] = 0
    for day in range(DAYS):
        for state in range(states):
            value[day + 1, state] = value[day, state]
            came[day + 1, state] = state
            took[day + 1, state] = 0
        for mask in range(1, 1 << people.services[u]):
            b, step = day_block[day, mask], people.step[u, mask]
            if b < 0 or step < 0:
                continue
            gain = table[_last_row(people, u, b), mask]
            for days in range(least + 1):
                here, there = days * counts, min(least, days + 1) * counts
                for count in range(counts):
                    after = there + count + step
                    if mask & ~people.open[low + count] or value[day, here + count] <= NEVER // 2:
                        continue
                    if value[day, here + count] + gain > value[day + 1, after]:
                        value[day + 1, after] = value[day, here + count] + gain
                        came[day + 1, after] = here + count
                        took[day + 1, after] = mask
    best = 0
    for state in range(states):
        if value[DAYS, state] > value[DAYS, best]:
            best = state
    ends[0], ends[1] = states - 1, best
    return value[DAYS, states - 1], value[DAYS, best]


@compiled
def _mark(
    people: People,
    u: int,
    table: Array,
    day_block: Array,
    came: Array,
    took: Array,
    state: int,
    chosen: Array,
) -> None:
    """Follow the tables back to the seats."""
    origin = people.first_entry[people.first_block[u]]
    for back in range(DAYS):
        day = DAYS - 1 - back
        mask = took[day + 1, state]
        state = came[day + 1, state]
        if not mask:
            continue
        b = day_block[day, mask]
        row = people.first_entry[b] - origin + b - people.first_block[u]
        at = people.first_entry[b + 1] - people.first_entry[b]
        while mask:
            if table[row + at, mask] == table[row + at - 1, mask]:
                at -= 1
                continue
            e = people.first_entry[b] + at - 1
            chosen[e] = 1
            mask ^= 1 << people.service[e]
            at = people.before[e]
