"""The opinion space and the groups of an analysis: kept, and read again for placing people on them."""

from deliberation.analysis.known_structure import KnownStructure
from deliberation.analysis.stable_space import Placing
from deliberation.models import Analysis, StoredStructure

ARRAYS = (
    "center",
    "components",
    "group_agree",
    "group_disagree",
    "group_seen",
    "group_sizes",
    "group_axes",
    "group_centers",
)
"""Named alike in `KnownStructure` and in its row."""


def keep_structure(analysis: Analysis, known: KnownStructure) -> StoredStructure:
    """Store what a full analysis found for refreshes to keep; call it where the analysis is stored."""
    return StoredStructure.objects.create(
        analysis=analysis,
        statements=known.statement_ids,
        basis=known.basis,
        imputation=known.placing.imputation,
        covariance=known.placing.covariance,
        noise=known.placing.noise,
        **{name: getattr(known, name) for name in ARRAYS},
    )


def known_structure_of(grouping: Analysis) -> KnownStructure:
    """Return what a full analysis found.

    Raises:
        StoredStructure.DoesNotExist: it was stored without it.
    """
    stored = StoredStructure.objects.get(analysis=grouping)
    return KnownStructure(
        statement_ids=stored.statements,
        basis=stored.basis,
        placing=Placing(stored.imputation, stored.covariance, stored.noise),
        minimum_votes=grouping.parameters["minimum_votes"],
        minimum_included=grouping.parameters["minimum_included"],
        **{name: getattr(stored, name) for name in ARRAYS},
    )
