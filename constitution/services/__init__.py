"""Drafting, editing and ratifying a constitution: each a keyword-only function under one transaction."""

from constitution.services.drafting import draft_version
from constitution.services.editing import EditConflict, EditRefused, edit_principle
from constitution.services.ratification_votes import (
    RatificationBallot,
    RatificationVoteRefused,
    cast_first_ratification_vote,
    cast_ratification_vote,
    record_ratification_votes,
)
from constitution.services.ratifying import (
    RatificationRefused,
    close_ratification,
    open_ratification,
    ratify_version,
)

__all__ = [
    "EditConflict",
    "EditRefused",
    "RatificationBallot",
    "RatificationRefused",
    "RatificationVoteRefused",
    "cast_first_ratification_vote",
    "cast_ratification_vote",
    "close_ratification",
    "draft_version",
    "edit_principle",
    "open_ratification",
    "ratify_version",
    "record_ratification_votes",
]
