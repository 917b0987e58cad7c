"""Tracing: from a principle back to what people said, from a statement forward to what became of it.

Everything here may be read by anybody who may read the constitution: it names no person, holds back what too
few people stand behind, and shows words by the rules of the moderation log.
"""

from constitution.services.tracing.finding import NothingToTrace, trace
from constitution.services.tracing.principles import trace_edit, trace_principle
from constitution.services.tracing.statements import trace_statement
from constitution.services.tracing.versions import trace_version

__all__ = [
    "NothingToTrace",
    "trace",
    "trace_edit",
    "trace_principle",
    "trace_statement",
    "trace_version",
]
