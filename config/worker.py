"""Run one worker, ``python -m config.worker QUEUE...``, with the options that config/queues.py has for it.

SIGTERM ends it after the tasks that it is doing; SIGQUIT gives these half a minute and hands them back.
Either way nothing is lost: a job whose worker has gone is handed out again when its lease runs out.
"""

import argparse
import sys

from config.celery import app
from config.queues import QUEUES, UnknownQueue, worker_options


def main() -> int:
    """Run a worker until it is told to stop."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("queue", nargs="+", help=", ".join(QUEUES))
    parser.add_argument(
        "--processes",
        type=int,
        help="how many tasks at a time (default: WORKER_PROCESSES, or what the queue says)",
    )
    parser.add_argument("--loglevel", default=None, help="least important message (default: LOG_LEVEL)")
    chosen = parser.parse_args()
    from django.conf import settings

    processes = settings.WORKER_PROCESSES if chosen.processes is None else chosen.processes
    try:
        options = worker_options(
            chosen.queue, longest_seconds=settings.CELERY_TASK_TIME_LIMIT, processes=processes
        )
    except UnknownQueue as unknown:
        parser.error(str(unknown))
    app.worker_main(
        ["worker", *options, f"--loglevel={chosen.loglevel or settings.LOGGING['root']['level']}"]
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
