"""A conversation in which nobody keeps the number or the times by which two exports could be joined. PURE."""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import replace

from deliberation.interchange.conversation import PolisConversation

DAY = 24 * 60 * 60 * 1000
"""In milliseconds."""


def with_fresh_names(conversation: PolisConversation, key: bytes) -> PolisConversation:
    """Return the conversation with new participant numbers, times to the day, and no authors.

    The numbers are drawn by the key: another key gives other numbers, the same key the same. Who proposed a
    statement is left out, since whoever is known for a statement would be known by its author in every
    export; so are the ids of other sites.
    """
    names = _names(conversation, key)
    return replace(
        conversation,
        statements=tuple(
            replace(statement, author=None, time=_day(statement.time))
            for statement in conversation.statements
        ),
        votes=tuple(
            replace(vote, participant=names[vote.participant], time=_day(vote.time), key="")
            for vote in conversation.votes
        ),
        participants=tuple(
            replace(person, number=names[person.number], external_id="")
            for person in conversation.participants
        ),
        has_external_ids=False,
    )


def _names(conversation: PolisConversation, key: bytes) -> Mapping[int, int]:
    def drawn(number: int) -> bytes:
        return hmac.new(key, str(number).encode(), hashlib.sha256).digest()

    return {number: place for place, number in enumerate(sorted(conversation.people, key=drawn))}


def _day(time: int | None) -> int | None:
    return None if time is None else time - time % DAY
