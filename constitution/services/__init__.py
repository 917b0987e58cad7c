"""Drafting, editing and ratifying a constitution: each a keyword-only function under one transaction."""

from constitution.services.amending import AmendmentRefused, start_amendment
from constitution.services.drafting import draft_version
from constitution.services.editing import EditConflict, EditRefused, edit_principle
from constitution.services.hand_picking import add_principle, drop_principle
from constitution.services.open_votes import RatificationVoteRefused
from constitution.services.proposing_orders import propose_order
from constitution.services.ratification_votes import (
    RatificationBallot,
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
from constitution.services.suggestions import (
    SuggestionAsRead,
    SuggestionChanged,
    moderate_suggestion,
    suggest_wording,
)
from constitution.services.votes_on_whole import (
    cast_first_vote_on_whole,
    cast_vote_on_whole,
    record_votes_on_whole,
)

__all__ = [
    "AmendmentRefused",
    "EditConflict",
    "EditRefused",
    "RatificationBallot",
    "RatificationRefused",
    "RatificationVoteRefused",
    "SuggestionAsRead",
    "SuggestionChanged",
    "add_principle",
    "cast_first_ratification_vote",
    "cast_first_vote_on_whole",
    "cast_ratification_vote",
    "cast_vote_on_whole",
    "close_ratification",
    "draft_version",
    "drop_principle",
    "edit_principle",
    "moderate_suggestion",
    "open_ratification",
    "propose_order",
    "ratify_version",
    "record_ratification_votes",
    "record_votes_on_whole",
    "start_amendment",
    "suggest_wording",
]
