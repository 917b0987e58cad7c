"""Hand waiting jobs to Celery, and ask for analyses, seals of the log and e-mails that are due."""

import signal
import threading
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from deliberation.relay import duties_of_the_relay, heartbeat, look


class Command(BaseCommand):
    help = "Relay waiting jobs to Celery until stopped. Any number of relays may run."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="publish what is waiting and stop")
        parser.add_argument("--interval", type=float, default=1.0, help="seconds between looks (default 1)")

    def handle(self, *args: Any, **options: Any) -> None:
        stop = threading.Event()
        duties, beat = duties_of_the_relay(), heartbeat()
        if options["once"]:
            look(duties, beat)
            return
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        while not stop.is_set():
            look(duties, beat, stop.is_set)
            stop.wait(options["interval"])
