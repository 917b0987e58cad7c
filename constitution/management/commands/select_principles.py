"""Select principles from a deliberation's last analysis, by one rule or by all of them; nothing is stored."""

from argparse import ArgumentParser
from typing import Any

from constitution.management.commands._selection import add_selection_arguments
from constitution.selection_summary import selection_summary, with_all_rules
from constitution.services.selecting import latest_analysis, make_selection, selection_rules
from deliberation.management.commands._foreground import ForegroundCommand

ALL = "all"


class Command(ForegroundCommand):
    help = (
        "Select the statements that become principles, audit how fairly they represent the public, and hold "
        "the rules side by side with --rule all. Nothing is stored: draft_constitution makes a draft."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="the deliberation")
        parser.add_argument("--size", type=int, default=20, metavar="N", help="principles wanted (20)")
        add_selection_arguments(parser)
        super().add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        every_rule = options["rule"] == ALL
        deliberation = self.deliberation(options["slug"])
        rules = selection_rules(
            size=options["size"],
            rule=None if every_rule else options["rule"],
            minimum_votes=options["min_votes_per_group"],
            least_share=options["least_share"],
            least_score=options["least_score"],
        )
        made = make_selection(latest_analysis(deliberation), rules)
        result = with_all_rules(made) if every_rule else selection_summary(made)
        self.answer(options, result, _text(result))


def _text(result: dict[str, Any]) -> str:
    lines = [f"{len(result['principles'])} principles by {result['rule']}:"]
    lines += [
        f"{place:3d}  {100 * principle['lower_bound']:3.0f} %  {principle['text']}"
        for place, principle in enumerate(result["principles"], start=1)
    ]
    lines += [_audit(result["justified_representation"])]
    for other in result.get("rules", []):
        alone = ", ".join(str(only["statement"]) for only in other["only_here"]) or "none"
        lines.append(f"{other['rule']}: {other['in_common']} in common; only there: {alone}")
    return "\n".join(lines + result["notes"])


def _audit(audit: dict[str, Any] | None) -> str:
    if audit is None:
        return "Without participants nobody can be found to have got less than their share."
    worst = audit["worst"]
    if worst is None:
        return "Every cohesive part of the public got its share."
    return (
        f"{worst['people']} people who agree with statement {worst['statement']} were due {worst['due']} "
        f"principles and have {worst['have']}."
    )
