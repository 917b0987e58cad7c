"""Everything that Concord keeps about a deliberation, one file per subject."""

from deliberation.models.analyses import Analysis, OpinionGroup, StatementResult
from deliberation.models.deliberations import ConsentText, Deliberation, DeliberationTranslation
from deliberation.models.events import Event, EventPayload
from deliberation.models.exposures import Exposure
from deliberation.models.imports import ImportRecord
from deliberation.models.jobs import Job
from deliberation.models.joining import Invitation, Question, Quota
from deliberation.models.moderation import ModerationDecision
from deliberation.models.notices import Notice, NoticeSubscription
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
from deliberation.models.statements import Statement, StatementTranslation
from deliberation.models.structures import StoredStructure
from deliberation.models.vote_blocks import VoteBlock
from deliberation.models.votes import Vote, VoteReason

__all__ = [
    "Analysis",
    "ConsentText",
    "Deliberation",
    "DeliberationTranslation",
    "DuplicateCandidate",
    "Event",
    "EventPayload",
    "Exposure",
    "ImportRecord",
    "Invitation",
    "Job",
    "Membership",
    "ModerationDecision",
    "Notice",
    "NoticeSubscription",
    "OpinionGroup",
    "Participant",
    "ParticipantPlaces",
    "ParticipantProfile",
    "Place",
    "Places",
    "Question",
    "Quota",
    "Role",
    "Statement",
    "StatementEmbedding",
    "StatementResult",
    "StatementTopic",
    "StatementTranslation",
    "StoredResamples",
    "StoredStructure",
    "TextVector",
    "Topic",
    "TopicMap",
    "User",
    "Vote",
    "VoteBlock",
    "VoteReason",
]
