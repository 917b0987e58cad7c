"""The constitution in the database: its versions, their principles, and what people answer to them."""

from constitution.models.comparisons import Comparison, ComparisonMatch
from constitution.models.concerns import Concern, ConcernQuerySet
from constitution.models.principles import Principle, PrincipleEdit, PrincipleQuerySet, PrincipleStatement
from constitution.models.ratification import (
    RatificationVote,
    RatificationVoteQuerySet,
    Suggestion,
    VersionVote,
)
from constitution.models.versions import (
    Constitution,
    ConstitutionVersion,
    ConstitutionVersionQuerySet,
    RatifiedIsFinal,
)

__all__ = [
    "Comparison",
    "ComparisonMatch",
    "Concern",
    "ConcernQuerySet",
    "Constitution",
    "ConstitutionVersion",
    "ConstitutionVersionQuerySet",
    "Principle",
    "PrincipleEdit",
    "PrincipleQuerySet",
    "PrincipleStatement",
    "RatificationVote",
    "RatificationVoteQuerySet",
    "RatifiedIsFinal",
    "Suggestion",
    "VersionVote",
]
