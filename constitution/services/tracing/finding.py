"""Finding what an identifier names."""

from constitution.models import ConstitutionVersion, Principle, PrincipleEdit
from constitution.services.tracing.principles import trace_edit, trace_principle
from constitution.services.tracing.statements import trace_statement
from constitution.services.tracing.versions import trace_version
from constitution.tracing import Identifier
from constitution.tracing.chain import Trace
from deliberation.jobs import WorkRefused
from deliberation.models import Deliberation

LISTED = 10


class NothingToTrace(WorkRefused):
    """There is no such thing; the text says what there is."""


def trace(identifier: Identifier, *, with_proofs: bool = False) -> Trace:
    """Trace what an identifier names.

    Raises:
        NothingToTrace: there is no such deliberation, version, principle, edit or statement.
    """
    deliberation = _deliberation(identifier.slug)
    if identifier.kind == "statement":
        found = trace_statement(deliberation, identifier.number, with_proofs=with_proofs)
        return _found(found, f"{deliberation.slug} has no statement {identifier.number}.")
    version = _version(deliberation, identifier.version)
    if identifier.kind == "version":
        return trace_version(version, with_proofs=with_proofs)
    number = identifier.number
    if identifier.kind == "principle":
        return _found(
            trace_principle(version, number, with_proofs=with_proofs), _principles_of(version, number)
        )
    edits = PrincipleEdit.objects.filter(principle__version=version, principle__number=number).count()
    missing = (
        f"Principle p{number:02d} of version {version.number} has {edits} edits; none is e{identifier.edit}."
    )
    return _found(
        trace_edit(version, number, identifier.edit, with_proofs=with_proofs),
        missing if edits else _principles_of(version, number),
    )


def _found(found: Trace | None, otherwise: str) -> Trace:
    if found is None:
        raise NothingToTrace(otherwise)
    return found


def _deliberation(slug: str) -> Deliberation:
    if slug:
        found = Deliberation.objects.filter(slug=slug).first()
        if found is None:
            raise NothingToTrace(f"There is no deliberation called {slug!r}.")
        return found
    having = list(Deliberation.objects.exclude(constitution=None).order_by("slug")[: LISTED + 1])
    if len(having) == 1:
        return having[0]
    if not having:
        raise NothingToTrace("No deliberation has a constitution yet.")
    named = ", ".join(deliberation.slug for deliberation in having[:LISTED])
    raise NothingToTrace(f"Several deliberations have a constitution; say which, for example {named}.")


def _version(deliberation: Deliberation, number: int | None) -> ConstitutionVersion:
    versions = ConstitutionVersion.objects.of(deliberation)
    if number is None:
        found = versions.in_force().first() or versions.unfinished().first()
        if found is None:
            raise NothingToTrace(
                f"No version of {deliberation.slug} is in force or under way{_versions_of(deliberation)}"
            )
        return found
    found = versions.filter(number=number).first()
    if found is None:
        raise NothingToTrace(f"{deliberation.slug} has no version {number}{_versions_of(deliberation)}")
    return found


def _versions_of(deliberation: Deliberation) -> str:
    numbers = sorted(ConstitutionVersion.objects.of(deliberation).values_list("number", flat=True))
    if not numbers:
        return ": it has no constitution yet."
    return f"; there are {', '.join(f'v{number}' for number in numbers[-LISTED:])}."


def _principles_of(version: ConstitutionVersion, number: int) -> str:
    numbers = Principle.objects.filter(version=version).order_by("number").values_list("number", flat=True)
    first, last = numbers.first(), numbers.last()
    there_are = f"p{first:02d} to p{last:02d}" if first is not None else "none"
    return f"Version {version.number} has no principle p{number:02d}; there are {there_are}."
