"""Votes while processes are killed: ``python -m benchmarks.chaos`` (``make chaos``).

The whole site runs as deployed, on the loopback alone: a PostgreSQL that waits for the disk, Redis, gunicorn,
Celery workers, the relay, and the supervisor that starts again what ends. 64 people vote over HTTP as the
vote page does, and ask again under the same key when an answer does not come. Meanwhile

1. processes of the site are killed with SIGKILL, one at a time, at random: web workers and their master,
   Celery workers and their children, Redis, the relay; in the middle of it PostgreSQL stops at once, as in a
   crash;
2. Redis is kept away for a minute.

Then the accounts are made: every vote that was acknowledged has to be there, once, and the tallies have to be
those of a recount. The last line is one JSON object; the exit code is 1 where any bar is missed.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
import time
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.chaos.books import balance
from benchmarks.chaos.killing_spree import Spree, vote_while_killing
from benchmarks.chaos.recorded import current_votes, logged_votes, shown_tallies
from benchmarks.chaos.redis_away import vote_without_redis
from benchmarks.chaos.running_site import Site, whole_site
from benchmarks.chaos.voters import Place
from benchmarks.chaos.waiting import wait_until
from benchmarks.chaos.witness import Witness
from benchmarks.measurement import measured_machine, show_machine
from config.processes import end_orderly_on_terminate

if TYPE_CHECKING:
    from deliberation.models import Deliberation

SLUG = "chaos"
STATEMENTS = 400
LONGEST_SECONDS = 1500.0
"""After so long everybody gives up."""
ANALYSIS_SECONDS = 180.0
RECOVERY_SECONDS = 10.0
MEDIAN_MS = 50.0
DRAIN_SECONDS = 60.0


def run(options: argparse.Namespace, folder: Path) -> dict[str, Any]:
    """Run the site, let everything happen to it, and say what came of it."""
    started, witness = time.monotonic(), Witness()
    with whole_site(folder, SLUG, STATEMENTS) as (site, deliberation):
        place = Place(site.port, SLUG, STATEMENTS)
        spree = Spree(
            votes=options.votes,
            clients=options.clients,
            kills=options.kills,
            every=options.every,
            postgres_away=options.postgres_away,
            seed=options.seed,
            deadline=time.monotonic() + LONGEST_SECONDS,
        )
        outcome = vote_while_killing(site, place, witness, spree)
        voting_seconds = time.monotonic() - started
        away = None
        if options.redis_away:
            print(f"          Redis is away for {options.redis_away:.0f} seconds", flush=True)
            away = vote_without_redis(site, place, witness, seconds=options.redis_away, seed=options.seed)
        accounts = settle(site, deliberation, witness)
    return accounts | {
        "kills": len(outcome.kills),
        "recovery_seconds": outcome.recovery_seconds,
        "all_settled": outcome.votes_settled,
        "redis_away": away,
        "clients": options.clients,
        "seed": options.seed,
        "voting_seconds": round(voting_seconds, 1),
        "seconds": round(time.monotonic() - started, 1),
        "killed": [asdict(kill) for kill in outcome.kills],
    }


def settle(site: Site, deliberation: Deliberation, witness: Witness) -> dict[str, Any]:
    """Wait for an analysis of all votes, and hold everything against everything else."""
    from deliberation.integrity.rebuild import VOTE_PARTS, check_deliberation
    from deliberation.integrity.stored_log import check_log
    from deliberation.models import Analysis
    from deliberation.results.cadence import Extent, due_for

    analysed = wait_until(lambda: due_for(deliberation).extent is Extent.NONE, ANALYSIS_SECONDS)
    differences = check_deliberation(deliberation).differences
    books = balance(
        cast=witness.votes,
        acknowledged=witness.acknowledged_at.keys(),
        log=logged_votes(deliberation),
        current=current_votes(deliberation),
        results=shown_tallies(Analysis.objects.latest_of(deliberation)),
    )
    return asdict(books) | {
        "events_equal_keys": books.events_equal_keys,
        "http_500": witness.server_errors,
        "faults": witness.faults[:5],
        "http_503": witness.statuses[503],
        "http_503_without_retry_after": witness.without_time_to_come_again,
        "statuses": {str(status): count for status, count in sorted(witness.statuses.items())},
        "unanswered": dict(witness.unanswered),
        "refused": len(witness.refusals),
        "refusals": witness.refusals[:5],
        "analysed_all_seconds": analysed,
        # Of votes alone: the statements were put in without the events that people's statements have.
        "differences_to_log": sum(difference.what in VOTE_PARTS for difference in differences),
        "log_verifies": check_log(deliberation).ok,
    }


def missed_bars(report: dict[str, Any]) -> list[str]:
    """Return what is not as it has to be, in words."""
    recovery, away = report["recovery_seconds"], report["redis_away"]
    bars = {
        "not all votes were cast and acknowledged": report["all_settled"]
        and report["votes_acknowledged"] >= report["votes_asked"],
        "acknowledged votes are missing": report["votes_missing"] == 0,
        "votes or voters are doubled": report["duplicates"] == 0,
        "events are not the distinct keys": report["events_equal_keys"],
        "tallies are not those of a recount": report["tallies_equal"],
        "current rows differ from the log": report["differences_to_log"] == 0,
        "the sealed log does not verify": report["log_verifies"],
        "votes were refused": report["refused"] == 0,
        "a fault was answered (5xx other than 503)": report["http_500"] == 0,
        "a 503 did not say when to come again": report["http_503_without_retry_after"] == 0,
        "the site did not recover in time": recovery is not None and recovery <= RECOVERY_SECONDS,
        "there is no analysis of all votes": report["analysed_all_seconds"] is not None,
    }
    if away is not None:
        drained = away["drained_seconds"]
        bars |= {
            "a vote was not accepted without Redis": away["accepted"] == away["votes"] > 0,
            "votes were slow without Redis": away["p50_ms"] < MEDIAN_MS,
            "the page did not say that the map updates later": away["page_says_later"],
            "the page went on saying so": away["page_as_before_seconds"] is not None,
            "what waited for Redis was not done in time": drained is not None and drained < DRAIN_SECONDS,
        }
    return [what for what, held in bars.items() if not held]


def main() -> int:
    """Run, print, and return 1 where a bar is missed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--votes", type=int, default=10_000)
    parser.add_argument("--clients", type=int, default=64)
    parser.add_argument("--kills", type=int, default=12)
    parser.add_argument("--every", type=float, default=2.25, help="seconds between kills (default 2.25)")
    parser.add_argument("--postgres-away", type=float, default=3.0, metavar="SECONDS")
    parser.add_argument("--redis-away", type=float, default=60.0, metavar="SECONDS", help="0: not at all")
    parser.add_argument("--seed", type=int, default=1, help="of what is killed, and of the votes")
    parser.add_argument("--quick", action="store_true", help="300 votes, 8 clients, 3 kills: does it work?")
    parser.add_argument("--logs", type=Path, metavar="FOLDER", help="where to keep the logs of the processes")
    options = parser.parse_args()
    if options.quick:
        options.votes, options.clients, options.kills = 300, 8, 3
        options.every, options.postgres_away, options.redis_away = 1.0, 0.5, 0.0
    end_orderly_on_terminate()
    with (
        measured_machine("django", "psycopg", "gunicorn", "celery", "redis") as machine,
        tempfile.TemporaryDirectory(prefix="concord-chaos-") as folder,
    ):
        try:
            report = {"program": "chaos", "votes_asked": options.votes} | run(options, Path(folder))
        finally:
            if options.logs:
                shutil.copytree(Path(folder) / "logs", options.logs, dirs_exist_ok=True)
    missed = missed_bars(report)
    show_machine(machine)
    print("\n".join(f"Missed: {what}." for what in missed) or "Every bar is met.")
    print(json.dumps(report | {"missed": missed, "machine": machine}, ensure_ascii=False))
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
