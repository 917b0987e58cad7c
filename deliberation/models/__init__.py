"""Everything that Concord keeps about a deliberation, one file per subject."""

from deliberation.models.analyses import Analysis, OpinionGroup, StatementResult
from deliberation.models.anomalies import AnomalyReport, ParticipantExclusion, ParticipantNetwork
from deliberation.models.citation import Citation
from deliberation.models.deliberations import ConsentText, Deliberation, DeliberationTranslation
from deliberation.models.embedding import Embedding, HostIdentity
from deliberation.models.events import Event, EventPayload
from deliberation.models.exposures import Exposure
from deliberation.models.imports import ImportRecord
from deliberation.models.jobs import Job
from deliberation.models.joining import Invitation, Question, Quota
from deliberation.models.moderation import (
    ModerationClaim,
    ModerationDecision,
    PendingDecision,
    QueuePlace,
    StatementFlag,
    StatementLineage,
)
from deliberation.models.notices import Notice, NoticeSubscription
from deliberation.models.people import Membership, Participant, ParticipantProfile, Role, User
from deliberation.models.places import ParticipantPlaces, Place, Places
from deliberation.models.programs import AnsweredRequest, ApiToken, Scope
from deliberation.models.relay_heartbeat import RelayHeartbeat
from deliberation.models.resamples import StoredResamples
from deliberation.models.seals import LogSeal, SealedEvent
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
from deliberation.models.webhooks import Webhook, WebhookDelivery

__all__ = [
    "Analysis",
    "AnomalyReport",
    "AnsweredRequest",
    "ApiToken",
    "Citation",
    "ConsentText",
    "Deliberation",
    "DeliberationTranslation",
    "DuplicateCandidate",
    "Embedding",
    "Event",
    "EventPayload",
    "Exposure",
    "HostIdentity",
    "ImportRecord",
    "Invitation",
    "Job",
    "LogSeal",
    "Membership",
    "ModerationClaim",
    "ModerationDecision",
    "Notice",
    "NoticeSubscription",
    "OpinionGroup",
    "Participant",
    "ParticipantExclusion",
    "ParticipantNetwork",
    "ParticipantPlaces",
    "ParticipantProfile",
    "PendingDecision",
    "Place",
    "Places",
    "Question",
    "QueuePlace",
    "Quota",
    "RelayHeartbeat",
    "Role",
    "Scope",
    "SealedEvent",
    "Statement",
    "StatementEmbedding",
    "StatementFlag",
    "StatementLineage",
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
    "Webhook",
    "WebhookDelivery",
]
