"""Everything that Concord keeps about a deliberation, one file per subject."""

from deliberation.models.analyses import Analysis, OpinionGroup, StatementResult
from deliberation.models.deliberations import Deliberation
from deliberation.models.events import Event, EventPayload
from deliberation.models.imports import ImportRecord
from deliberation.models.jobs import Job
from deliberation.models.moderation import ModerationDecision
from deliberation.models.people import Membership, Participant, ParticipantProfile, Role, User
from deliberation.models.places import ParticipantPlaces, Place, Places
from deliberation.models.resamples import StoredResamples
from deliberation.models.semantics import (
    DuplicateCandidate,
    StatementEmbedding,
    StatementTopic,
    TextVector,
    Topic,
    TopicMap,
)
from deliberation.models.statements import Statement
from deliberation.models.structures import StoredStructure
from deliberation.models.vote_blocks import VoteBlock
from deliberation.models.votes import Vote

__all__ = [
    "Analysis",
    "Deliberation",
    "DuplicateCandidate",
    "Event",
    "EventPayload",
    "ImportRecord",
    "Job",
    "Membership",
    "ModerationDecision",
    "OpinionGroup",
    "Participant",
    "ParticipantPlaces",
    "ParticipantProfile",
    "Place",
    "Places",
    "Role",
    "Statement",
    "StatementEmbedding",
    "StatementResult",
    "StatementTopic",
    "StoredResamples",
    "StoredStructure",
    "TextVector",
    "Topic",
    "TopicMap",
    "User",
    "Vote",
    "VoteBlock",
]
