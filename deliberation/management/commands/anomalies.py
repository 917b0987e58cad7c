"""Look for unusual voting: ``manage.py anomalies SLUG [--json]``."""

from argparse import ArgumentParser
from typing import Any

from deliberation.integrity.anomaly_report import report_anomalies
from deliberation.integrity.anomaly_words import NAMES
from deliberation.management.commands._foreground import ForegroundCommand
from deliberation.models import AnomalyReport


class Command(ForegroundCommand):
    help = (
        "Rank participants by how unusually they took part, with the reasons, and store the report. From a "
        "score of 0.5 on somebody is proposed for exclusion; nobody is excluded by this."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="the deliberation")
        super().add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        deliberation = self.deliberation(options["slug"])
        with self.progress("Anomalies") as report:
            found = report_anomalies(deliberation=deliberation, report=report)
        names = ("participant", "kind", "score", "why")
        result = {
            "participants": [{name: finding[name] for name in names} for finding in found.findings],
            "proposed": sum(finding["is_proposed"] for finding in found.findings),
            "comparison": found.comparison,
        }
        self.answer(options, result, _table(found))


def _table(report: AnomalyReport) -> str:
    if not report.findings:
        return "Nothing unusual was found."
    lines = [f"{'participant':>11}  score  proposed  what and why"]
    for finding in report.findings:
        mark = "yes" if finding["is_proposed"] else "no"
        lines.append(
            f"{finding['participant']:>11}  {finding['score']:.3f}  {mark:<8}  "
            f"{NAMES[finding['kind']]}: {finding['why']}"
        )
    return "\n".join(lines)
