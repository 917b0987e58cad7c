"""How fast a long constitution is read: ``python -m benchmarks.constitution_pages [--json]``.

A ratified version of 200 principles out of 2,000 statements by 100,000 people stands in a PostgreSQL of its
own: topics, edits and lineage, 1,400 statements that are none, 60 that divide the groups. gunicorn serves it
as deployed. All figures are milliseconds as a client sees them, one request at a time: medians, and the
slowest of each. To be met: every page under 300 ms.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.measurement import finish, measured_machine, show, show_machine
from benchmarks.served_site import configured_site, embedded_redis, served
from benchmarks.web_browser import Browser

if TYPE_CHECKING:
    from constitution.models import ConstitutionVersion
    from deliberation.models import Analysis, Deliberation, Statement

SLUG = "benchmark"
TOPICS = 14
CONTESTED = 60
GROUPS = {"A": 20_000, "B": 15_000, "C": 9_000}
PARTICIPANTS = 100_000


def fill(principles: int, statements: int) -> None:
    """Fill the database that DATABASE_URL names with a ratified version."""
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    from django.db import connection

    from constitution.services import ratify_version
    from deliberation.models import Deliberation, Statement

    deliberation = Deliberation.objects.create(slug=SLUG, title="Benchmark", language="en")
    rows = Statement.objects.bulk_create(
        Statement(
            deliberation=deliberation,
            number=number + 1,
            text=f"The AI should keep promise {number} to everybody, also when nobody looks at what it does.",
            state=Statement.State.ACCEPTED,
        )
        for number in range(statements)
    )
    version = _draft(deliberation, _analysis(deliberation), rows, principles)
    ratify_version(version=version)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _analysis(deliberation: Deliberation) -> Analysis:
    from deliberation.models import Analysis, OpinionGroup

    analysis = Analysis.objects.create(
        deliberation=deliberation,
        mode="stable",
        parameters={"mode": "stable"},
        seed=0,
        input_hash="1" * 64,
        result_hash="2" * 64,
        participant_count=PARTICIPANTS,
        statement_count=2000,
        vote_count=4_000_000,
        agree=2_000_000,
        disagree=1_500_000,
        passed=500_000,
        summary={"included": list(range(PARTICIPANTS)), "weighting": None},
    )
    for number, size in enumerate(GROUPS.values()):
        OpinionGroup.objects.create(analysis=analysis, number=number, size=size, center_x=0, center_y=0)
    return analysis


def _by_group(agree: list[float]) -> list[dict[str, Any]]:
    return [
        {"group": group, "agree": round(size * share), "disagree": round(size * (1 - share)), "pass": 10}
        for (group, size), share in zip(GROUPS.items(), agree, strict=True)
    ]


def _draft(
    deliberation: Deliberation, analysis: Analysis, rows: list[Statement], principles: int
) -> ConstitutionVersion:
    from constitution.models import Constitution, ConstitutionVersion

    divided, other = rows[principles : principles + CONTESTED], rows[principles + CONTESTED :]
    reasons = ("not agreed", "beyond the size", "too few votes", "not trainable", "merged")
    version = ConstitutionVersion.objects.create(
        constitution=Constitution.objects.create(deliberation=deliberation),
        number=1,
        analysis=analysis,
        preamble="We are 100,000 people who voted on 2,000 statements.",
        selection={"rule": "equal_shares", "size": principles, "resamples": 100},
        rule_outcomes=[
            {"rule": f"rule {rule}", "statements": [row.number for row in rows[:principles]], "only_here": []}
            for rule in range(10)
        ],
        justified_representation={"ok": True, "worst": None, "people_per_principle": 500},
        contested=[
            {
                "statement": row.number,
                "text": row.text,
                "language": "en",
                "difference": 0.6,
                "by_group": _by_group([0.9, 0.2, 0.5]),
            }
            for row in divided
        ],
        not_selected=[
            {"statement": row.number, "text": row.text, "reason": reasons[place % 5], "detail": ""}
            for place, row in enumerate(other)
        ],
    )
    _principles(version, rows[:principles])
    return version


def _principles(version: ConstitutionVersion, rows: list[Statement]) -> None:
    from constitution.models import Principle, PrincipleEdit, PrincipleStatement
    from deliberation.integrity.event_log import EventDraft, record_event
    from deliberation.models import Event

    event, _is_new = record_event(
        version.deliberation, EventDraft(kind=Event.Kind.CONSTITUTION_DRAFTED, body={"version": 1})
    )
    made = Principle.objects.bulk_create(
        Principle(
            version=version,
            number=place,
            text=f"Choose the response that most {row.text[14:]}",
            kind="promote",
            critique_request="Identify specific ways in which the response does not.",
            revision_request="Rewrite the response so that it does.",
            group_aware_consensus=0.8,
            lower_bound=0.7,
            scores={"lower_bound": 0.7, "geometric_mean": 0.8, "minimum": 0.75, "bridging": 0.1},
            robustness_added=900,
            robustness_changed=450,
            stability=0.97,
            topic_number=place % TOPICS,
            topic_name=f"topic, number, {place % TOPICS}",
            votes={"agree": 40_000, "disagree": 3_970, "pass": 30, "by_group": _by_group([0.9, 0.9, 0.9])},
        )
        for place, row in enumerate(rows, start=1)
    )
    PrincipleStatement.objects.bulk_create(
        PrincipleStatement(principle=principle, statement=row, text=row.text)
        for principle, row in zip(made, rows, strict=True)
    )
    PrincipleEdit.objects.bulk_create(
        PrincipleEdit(
            principle=principle, rule="should VERB", before=row.text, after=principle.text, event=event
        )
        for principle, row in zip(made, rows, strict=True)
    )


def measure(browser: Browser, times: int) -> dict[str, list[float]]:
    """Return the milliseconds of each page."""
    whole = f"/d/{SLUG}/constitution/"
    pages = {
        "the whole": whole,
        "one principle": f"{whole}v1/p10/",
        "other statements": f"{whole}v1/other-statements/?why=beyond-the-size&page=3",
        "versions": f"{whole}versions/",
    }
    taken: dict[str, list[float]] = {}
    for name, path in pages.items():
        browser.get(path)  # not counted: it pays for imports, templates and connections
        for _time in range(times):
            start = time.perf_counter()
            browser.get(path)
            taken.setdefault(name, []).append(1000 * (time.perf_counter() - start))
    return taken


def report_of(options: argparse.Namespace, folder: Path) -> dict[str, Any]:
    """Start everything, measure, and say what was found."""
    with ExitStack() as stack:
        stack.enter_context(configured_site(folder))
        fill(options.principles, options.statements)
        stack.enter_context(embedded_redis(folder))
        port = stack.enter_context(served("config.wsgi", folder))
        taken = measure(Browser(port, ""), options.times)
    return {
        "median_ms": {name: round(statistics.median(values), 1) for name, values in taken.items()},
        "slowest_ms": {name: round(max(values), 1) for name, values in taken.items()},
        "principles": options.principles,
        "statements": options.statements,
        "times": options.times,
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="end with one line of JSON")
    parser.add_argument("--principles", type=int, default=200)
    parser.add_argument("--statements", type=int, default=2_000)
    parser.add_argument("--times", type=int, default=30, help="requests of each page (default 30)")
    parser.add_argument("--quick", action="store_true", help="a short constitution: does it work?")
    options = parser.parse_args()
    if options.quick:
        options.principles, options.statements, options.times = 20, 300, 3
    with (
        measured_machine("django", "psycopg", "gunicorn") as machine,
        tempfile.TemporaryDirectory(prefix="concord-benchmark-") as folder,
    ):
        found = report_of(options, Path(folder))
    show(
        [
            {"what": name, "median ms": median, "slowest ms": found["slowest_ms"][name]}
            for name, median in found["median_ms"].items()
        ],
        ["what", "median ms", "slowest ms"],
    )
    show_machine(machine)
    finish({"program": "constitution-pages", **found, "machine": machine}, as_json=options.json)


if __name__ == "__main__":
    main()
