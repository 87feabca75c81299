"""Topics for a group that people join at any time: the best choice, proved against trying every one."""

from __future__ import annotations

from itertools import product
from random import Random

import pytest

from hearthside.scheduling.domain.curriculum import Meeting, choose_topics


def new_pairs(meetings: list[Meeting], topics: tuple[str, ...], met: dict[str, list[str]]) -> int:
    pairs = {(p, t) for m, t in zip(meetings, topics, strict=True) for p in m.people}
    return len({(p, t) for p, t in pairs if t not in met.get(p, [])})


def made_up(
    seed: int, sessions: int, people: int, topics: int
) -> tuple[list[Meeting], list[str], dict[str, list[str]]]:
    random = Random(seed)
    names, topic_names = [f"p{n}" for n in range(people)], [f"t{n}" for n in range(topics)]
    meetings = [Meeting(f"s{n}", tuple(random.sample(names, random.randrange(1, people + 1)))) for n in range(sessions)]
    return meetings, topic_names, {p: random.sample(topic_names, random.randrange(topics + 1)) for p in names}


@pytest.mark.parametrize("seed", range(60))
def test_no_choice_of_topics_is_better(seed: int) -> None:
    meetings, topics, met = made_up(seed, 1 + seed % 5, 2 + seed % 6, 2 + seed % 3)
    found = choose_topics(meetings, topics, met)
    best = max(new_pairs(meetings, every, met) for every in product(topics, repeat=len(meetings)))
    assert found.new == new_pairs(meetings, tuple(c.topic for c in found.choices), met) == best
    assert found.proved


def test_a_topic_that_somebody_chose_stays_and_the_others_go_around_it() -> None:
    meetings = [Meeting("s1", ("a", "b"), "sleep"), Meeting("s2", ("a", "b")), Meeting("s3", ("a", "b"))]
    found = choose_topics(meetings, ["anger", "sleep", "cravings"], {"b": ["anger"]})
    assert [c.topic for c in found.choices] == ["sleep", "cravings", "anger"]
    assert [c.new for c in found.choices] == [("a", "b"), ("a", "b"), ("a",)]


def test_who_leaves_first_meets_what_they_miss_first() -> None:
    meetings = [Meeting("s1", ("leaving", "x", "y")), Meeting("s2", ("x", "y")), Meeting("s3", ("x", "y"))]
    met = {"leaving": ["anger", "sleep"], "x": [], "y": []}
    assert choose_topics(meetings, ["anger", "sleep", "cravings"], met).choices[0].topic == "cravings"


def test_where_everything_is_known_the_topic_met_least_often_comes_again() -> None:
    met = {"a": ["anger", "anger", "sleep"], "b": ["anger", "sleep"]}
    found = choose_topics([Meeting("s1", ("a", "b"))], ["anger", "sleep"], met)
    assert (found.choices[0].topic, found.new) == ("sleep", 0)


def test_without_topics_or_sessions_nothing_is_chosen() -> None:
    assert choose_topics([Meeting("s1", ("a",))], [], {}).choices == ()
    assert choose_topics([], ["anger"], {}).choices == ()


def test_a_large_group_is_chosen_for_with_a_bound_that_holds() -> None:
    meetings, topics, met = made_up(7, 24, 14, 12)
    found = choose_topics(meetings, topics, met)
    assert found.new == new_pairs(meetings, tuple(c.topic for c in found.choices), met)
    assert found.new <= found.bound
    assert found.new >= 0.85 * found.bound
    assert choose_topics(meetings, topics, met) == found
