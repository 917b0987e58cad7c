"""What the relay does each time it looks: ask for what is due, and hand what waits to Celery."""

import logging
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db import close_old_connections
from kombu.exceptions import OperationalError as BrokerUnreachable
from redis.exceptions import RedisError

from deliberation.api.idempotency import drop_old_answers
from deliberation.integrity.database_away import is_database_away
from deliberation.integrity.sealing import request_due_seals
from deliberation.jobs import clear_old_jobs, publish_jobs
from deliberation.models import RelayHeartbeat
from deliberation.moderation.pending import expire_unanswered
from deliberation.people.notices import request_due_notices
from deliberation.results.services import request_due_analyses
from deliberation.webhooks.services import request_due_deliveries

logger = logging.getLogger(__name__)
CLEARING_SECONDS = 600
HEARTBEAT_SECONDS = 5


@dataclass
class Duty:
    """Something that the relay sees to, and how long it lets pass in between."""

    see_to: Callable[[], object]
    seconds: float = 0.0
    next_at: float = 0.0


def duties_of_the_relay() -> list[Duty]:
    """Return all that a relay sees to, in the order in which it does so."""
    now_and_then = settings.ANALYSIS_INTERVAL_SECONDS
    return [
        # More often than there is an analysis of each deliberation: it knows itself which has rested.
        Duty(request_due_analyses, now_and_then / 4),
        Duty(request_due_notices, now_and_then),
        Duty(expire_unanswered, now_and_then),
        Duty(drop_old_answers, now_and_then),
        Duty(request_due_seals, settings.SEAL_AFTER_SECONDS / 2),
        Duty(clear_old_jobs, CLEARING_SECONDS),
        Duty(request_due_deliveries),
        Duty(publish_jobs),
    ]


def look(duties: Iterable[Duty], heartbeat: Duty, is_stopping: Callable[[], bool] = lambda: False) -> bool:
    """See to what is due; return whether everything was. Nothing that fails keeps the rest from being done.

    The heartbeat is written only when all went well, so that an old one says that jobs are not handed over:
    because no relay runs, or because it cannot reach the database or Redis.
    """
    done = [_see_to(duty) for duty in duties if not is_stopping()]
    return all(done) and not is_stopping() and _see_to(heartbeat)


def heartbeat() -> Duty:
    """Return the duty to say that the relay has looked, now and then."""
    return Duty(RelayHeartbeat.beat, HEARTBEAT_SECONDS)


def _see_to(duty: Duty) -> bool:
    """Do what is due; a duty that failed is due again the next time."""
    if time.monotonic() < duty.next_at:
        return True
    try:
        close_old_connections()
        duty.see_to()
    except (BrokerUnreachable, RedisError) as error:
        logger.warning("The relay waits for Redis: %s", error)
        return False
    except Exception as error:
        if is_database_away(error):
            logger.warning("The relay waits for the database: %s", error)
        else:
            logger.exception("The relay could not see to %s.", getattr(duty.see_to, "__name__", duty.see_to))
        return False
    duty.next_at = time.monotonic() + duty.seconds
    return True
