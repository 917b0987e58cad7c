"""From an item of the evaluation to the training rows, principles and statements nearest to it."""

import dataclasses
from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from deliberation.jobs import WorkRefused
from deliberation.management.commands._foreground import ForegroundCommand
from training_bridge.ablation.tracing import (
    Neighbours,
    NothingToTrace,
    TracedItem,
    TracedPrinciple,
    items_listed,
    trace_item,
)
from training_bridge.management.run_folder import run_folder

WAYS = {"meaning": "by what the words mean", "gradient": "by what they ask of the weights"}
OF_EACH_KIND = 3


class Command(ForegroundCommand):
    help = (
        "Trace an item of a run's evaluation (the id of an answer pair, or of a held-out prompt) to the "
        "training rows nearest to it, their principles, and what people said. Without an item, list them. "
        "Nearness is not cause."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("run", metavar="RUN", help="a run's public id, or its folder")
        parser.add_argument("item", metavar="ITEM", nargs="?", help="an id, such as pair-004")
        super().add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        folder = run_folder(options["run"])
        try:
            if options["item"] is None:
                listed = items_listed(folder)
                lines = [f"{each.id}  {each.prompt}" for each in listed]
                self.answer(
                    options, {"items": [dataclasses.asdict(each) for each in listed]}, "\n".join(lines)
                )
                return
            found = trace_item(folder, options["item"])
        except NothingToTrace as error:
            raise WorkRefused(f"{error}.") from error
        self.answer(options, dataclasses.asdict(found), "\n".join(traced_lines(found)))


def traced_lines(item: TracedItem) -> Iterator[str]:
    """Say in lines what is nearest to an item."""
    yield item.prompt
    if item.kind == "pair":
        yield f"  fits the principles: {item.fitting}"
        yield f"  does not: {item.other}"
    for phase, margin in item.margins.items():
        yield f"  margin {phase}: {margin:+.3f} nats a token"
    for phase, answer in item.said.items():
        yield f"  {phase}: {answer}"
    for near in item.neighbours:
        yield from _near_lines(near)
    if item.principles:
        yield "principles nearest in meaning"
    for similarity, principle in item.principles:
        yield f"  {similarity:+.2f}  {principle.id}: {principle.text}"
        yield from _statement_lines(principle)
    yield "Near is not the same as cause: only training without something shows what it did."


def _near_lines(near: Neighbours) -> Iterator[str]:
    agree = "" if near.rank_correlation is None else f" (rank correlation {near.rank_correlation:+.2f})"
    yield f"nearest training rows {WAYS.get(near.by, near.by)}{agree}"
    for row in (*near.revisions[:OF_EACH_KIND], *near.helpful[:OF_EACH_KIND]):
        yield f"  {row.similarity:+.2f}  place {row.rank}, {row.kind}, {row.id}"
        yield f"         {row.prompt}"
        yield f"         -> {row.answer}"
        if row.principle is not None:
            yield f"         {row.principle.id}: {row.principle.text}"
            yield from _statement_lines(row.principle)


def _statement_lines(principle: TracedPrinciple) -> Iterator[str]:
    for number, text in principle.statements:
        yield f"           statement {number}: {text}"
