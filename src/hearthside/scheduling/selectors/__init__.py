"""Answers about sessions, seats, weeks and proposals."""

from hearthside.scheduling.selectors._cards import SessionCard
from hearthside.scheduling.selectors.feeds import Feed, FeedEntry, FeedState, feed_by_secret, feed_of
from hearthside.scheduling.selectors.proposals import (
    ProposalDetail,
    ProposalRow,
    PublishedWeek,
    may_build,
    proposal,
    proposal_detail,
    proposals,
    published_week,
    week_proposals,
)
from hearthside.scheduling.selectors.sessions import (
    SeatRef,
    SeatRow,
    day_sessions,
    participant_sessions,
    participant_week,
    scheduled_minutes,
    seat_ref,
    session_card,
    session_people,
    week_counts,
    week_sessions,
)

__all__ = [
    "Feed",
    "FeedEntry",
    "FeedState",
    "ProposalDetail",
    "ProposalRow",
    "PublishedWeek",
    "SeatRef",
    "SeatRow",
    "SessionCard",
    "day_sessions",
    "feed_by_secret",
    "feed_of",
    "may_build",
    "participant_sessions",
    "participant_week",
    "proposal",
    "proposal_detail",
    "proposals",
    "published_week",
    "scheduled_minutes",
    "seat_ref",
    "session_card",
    "session_people",
    "week_counts",
    "week_proposals",
    "week_sessions",
]
