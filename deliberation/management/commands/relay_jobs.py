"""Hand waiting jobs to Celery, and ask for analyses, seals of the log and e-mails that are due."""

import logging
import signal
import threading
import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import OperationalError, close_old_connections
from kombu.exceptions import OperationalError as BrokerUnreachable
from redis.exceptions import RedisError

from deliberation.api.idempotency import drop_old_answers
from deliberation.integrity.sealing import request_due_seals
from deliberation.jobs import publish_jobs
from deliberation.moderation.pending import expire_unanswered
from deliberation.people.notices import request_due_notices
from deliberation.results.services import request_due_analyses
from deliberation.webhooks.services import request_due_deliveries

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Relay waiting jobs to Celery until stopped. Any number of relays may run."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="publish what is waiting and stop")
        parser.add_argument("--interval", type=float, default=1.0, help="seconds between looks (default 1)")

    def handle(self, *args: Any, **options: Any) -> None:
        stop = threading.Event()
        if not options["once"]:
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, lambda *_: stop.set())
        next_analysis = next_seal = 0.0
        while not stop.is_set():
            close_old_connections()
            try:
                if time.monotonic() >= next_analysis:
                    request_due_analyses()
                    request_due_notices()
                    expire_unanswered()
                    drop_old_answers()
                    next_analysis = time.monotonic() + settings.ANALYSIS_INTERVAL_SECONDS
                if time.monotonic() >= next_seal:
                    request_due_seals()
                    next_seal = time.monotonic() + settings.SEAL_AFTER_SECONDS / 2
                request_due_deliveries()
                publish_jobs()
            except (BrokerUnreachable, RedisError, OperationalError) as error:
                logger.warning("The relay waits: %s", error)
            if options["once"]:
                return
            stop.wait(options["interval"])
