"""What of this app's own is announced; each call belongs into the transaction in which it happens."""

from collections.abc import Iterable

from deliberation.models import Analysis, Deliberation, Event, Statement, Webhook
from deliberation.webhooks.facts import analysis_facts, statement_facts
from deliberation.webhooks.services import announce, announce_all

NOT_OF_NOW = frozenset({Event.Origin.IMPORTED, Event.Origin.SIMULATED})
"""Statements that come by the thousand and that nobody has just accepted: they are not announced."""


def announce_statements(
    deliberation: Deliberation, statements: Iterable[Statement], *, origin: str = Event.Origin.WEB
) -> None:
    """Announce statements that people can vote on from now on, each once, however often it is accepted."""
    if origin in NOT_OF_NOW:
        return
    announce_all(
        deliberation=deliberation,
        kind=Webhook.Kind.STATEMENT_ACCEPTED,
        data_by_key={f"statement:{statement.number}": statement_facts(statement) for statement in statements},
    )


def announce_analysis(analysis: Analysis) -> None:
    """Announce results that are stored."""
    announce(
        deliberation=analysis.deliberation,
        kind=Webhook.Kind.ANALYSIS_DONE,
        key=f"analysis:{analysis.pk}",
        data=analysis_facts(analysis),
    )
