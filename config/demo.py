"""The whole chain on a simulated assembly, then the site: ``python -m config.demo`` (``make demo``).

Each link is a step with a progress bar: people vote (the bulk of them through the vote service, a sample
over HTTP), jobs on a real Redis and real workers find what the statements mean and what groups agree on,
the agreement becomes a constitution that the participants ratify, and the constitution trains a model whose
change is measured. ``summary.json`` keeps the figures. A finished step is not done again.
"""

import argparse
import json
import os
import secrets
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from config.processes import StartFailed, end_orderly_on_terminate, keep_running, running_site

if TYPE_CHECKING:
    from deliberation.jobs import Report
    from deliberation.models import Deliberation, Job

SLUG = "how-should-ai-behave"
MODERATOR = "moderator@demo.example"
HTTP_VISITORS = 12
PENDING_FOR_VISITORS = 5
PRINCIPLES = 30
MERGES = 10
SIMULATED_SIGNERS = ("First simulated signer", "Second simulated signer")


class StepFailed(Exception):
    """A step ended badly; the text says why. What was done before is kept."""


@dataclass(frozen=True)
class Demo:
    """Where the demonstration keeps its things and where its site answers."""

    folder: Path
    base_url: str

    @property
    def summary_file(self) -> Path:
        """The figures of the finished chain."""
        return self.folder / "summary.json"

    @property
    def steps_file(self) -> Path:
        """What has been done so far."""
        return self.folder / "steps.json"

    @property
    def password_file(self) -> Path:
        """The demo moderator's password."""
        return self.folder / "moderator-password.txt"

    def steps_done(self) -> dict[str, Any]:
        """Return the results of the finished steps by name."""
        return json.loads(self.steps_file.read_text()) if self.steps_file.exists() else {}

    def keep(self, path: Path, content: Any) -> None:
        """Write JSON in full or not at all."""
        unfinished = path.with_suffix(".unfinished")
        unfinished.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        unfinished.replace(path)


Step = Callable[[Demo, "Report"], dict[str, Any]]


def simulate_people(demo: Demo, report: "Report") -> dict[str, Any]:
    """People join, propose and vote; a moderator decides about the statements."""
    from deliberation.management.commands.simulate_assembly import DEFAULT_TITLE, summary_of
    from deliberation.models import Role
    from deliberation.organising.simulated_assembly import create_simulated_assembly

    deliberation = create_simulated_assembly(
        slug=SLUG,
        title=DEFAULT_TITLE,
        request=_request(),
        moderator=_moderator(demo),
        leave_pending=PENDING_FOR_VISITORS,
        report=report,
    )
    # Whoever runs the demonstration looks at the organisers' pages too.
    deliberation.memberships.update(role=Role.OWNER)
    return summary_of(deliberation)


def vote_over_http(demo: Demo, report: "Report") -> dict[str, Any]:
    """A sample of people votes on the running site, as browsers do."""
    from deliberation.organising.simulated_visitors import cast_votes_over_http

    votes = cast_votes_over_http(
        deliberation=_deliberation(),
        request=_request(),
        visitors=HTTP_VISITORS,
        base_url=demo.base_url,
        report=report,
    )
    return {"visitors": HTTP_VISITORS, "votes": votes}


def read_statements(demo: Demo, report: "Report") -> dict[str, Any]:
    """A worker embeds the statements, proposes near-duplicates and finds the topics."""
    from deliberation.results.semantic_index import request_index

    deliberation = _deliberation()
    job = request_index(deliberation=deliberation)
    topics = _followed(job, report)["topics"]
    return {
        "embedded": deliberation.statements.filter(embeddings__isnull=False).distinct().count(),
        "duplicate_candidates": deliberation.duplicate_candidates.count(),
        "topics": topics,
    }


def merge_duplicates(demo: Demo, report: "Report") -> dict[str, Any]:
    """The moderator confirms some of the proposed near-duplicates."""
    from deliberation.organising.simulated_moderation import merge_simulated_duplicates

    merged = merge_simulated_duplicates(
        deliberation=_deliberation(), decided_by=_moderator(demo), limit=MERGES
    )
    return {"merged": merged}


def find_agreement(demo: Demo, report: "Report") -> dict[str, Any]:
    """A worker finds the opinion groups and what they agree on."""
    from deliberation.management.commands.analyse import summary_of
    from deliberation.models import Analysis
    from deliberation.results.services import request_analysis

    deliberation = _deliberation()
    _followed(request_analysis(deliberation=deliberation), report)
    analysis = Analysis.objects.latest_of(deliberation)
    if analysis is None:
        raise StepFailed("The analysis left no result.")
    return summary_of(analysis)


def write_constitution(demo: Demo, report: "Report") -> dict[str, Any]:
    """The agreement becomes principles, and the participants adopt or reject each of them."""
    from constitution.simulated_ratification import ratify_with_simulated_citizens
    from constitution.summaries import summary_of

    version = ratify_with_simulated_citizens(
        deliberation=_deliberation(), request=_request(), size=PRINCIPLES, report=report
    )
    return summary_of(version)


def export_constitution(demo: Demo, report: "Report") -> dict[str, Any]:
    """The ratified version is written as files and checked as a stranger would."""
    folder = demo.folder / "constitution"
    if not folder.exists():
        _command("export_constitution", SLUG, to=folder, sign="site")
    report("Verifying", 0.5)
    _command("verify_export", str(folder))
    return {"folder": folder.name, "manifest": json.loads((folder / "manifest.json").read_text())}


def train_model(demo: Demo, report: "Report") -> dict[str, Any]:
    """A worker writes the data, two people sign it, the model learns from it, and the change is measured."""
    from constitution.models import ConstitutionVersion
    from training_bridge.models import Standing, TrainingRun
    from training_bridge.services import sign_off_data, start_training_run

    deliberation = _deliberation()
    run = TrainingRun.objects.of(deliberation).first()
    if run is None:
        version = ConstitutionVersion.objects.of(deliberation).in_force().get()
        run = start_training_run(version=version, needs_sign_off=True)
    elif run.standing == Standing.FAILED:
        run.job.retry()
    while run.standing not in {Standing.FINISHED, Standing.STOPPED, Standing.REFUSED}:
        _followed(run.job, report)
        run.refresh_from_db()
        if run.standing == Standing.SIGN_OFF:
            for name in SIMULATED_SIGNERS:
                sign_off_data(run=run, data_sha256=run.data_sha256, name=name)
            run.refresh_from_db()
    return run.summary or {}


def seal_record(demo: Demo, report: "Report") -> dict[str, Any]:
    """Everything that happened is sealed, and the whole record is computed anew."""
    sealed = _command("seal_log", SLUG)["deliberations"][0]
    report("Verifying", 0.5)
    found = _command("verify_log", SLUG)
    return {
        "events": found["events"],
        "sealed": found["sealed"],
        "seals": sealed["number"],
        "root": sealed["root"],
    }


STEPS: dict[str, tuple[str, Step]] = {
    "assembly": ("People propose and vote", simulate_people),
    "http": ("Some vote on the website", vote_over_http),
    "statements": ("What the statements mean", read_statements),
    "merges": ("Near-duplicates are merged", merge_duplicates),
    "analysis": ("What groups agree on", find_agreement),
    "constitution": ("A constitution is ratified", write_constitution),
    "export": ("It is exported and verified", export_constitution),
    "training": ("It trains a model", train_model),
    "record": ("The record is sealed and checked", seal_record),
}


def run_chain(demo: Demo) -> dict[str, Any]:
    """Do the steps that are left, each with its progress bar, and write the summary.

    Raises:
        StepFailed: a step ended badly; the next run goes on with it.
    """
    from deliberation.jobs import WorkRefused
    from deliberation.management.progress import progress_bar

    done = demo.steps_done()
    for name, (title, step) in STEPS.items():
        if name in done:
            continue
        started = time.monotonic()
        try:
            with progress_bar(title) as report:
                result = step(demo, report)
                report("done", 1.0)
        except WorkRefused as refusal:
            raise StepFailed(f"{title}: {refusal}") from refusal
        done[name] = result | {"seconds": round(time.monotonic() - started, 1)}
        demo.keep(demo.steps_file, done)
    summary = {"steps": done, "seconds": round(sum(step["seconds"] for step in done.values()), 1)}
    demo.keep(demo.summary_file, summary)
    return summary


def _request() -> Any:
    from deliberation.organising.simulation_request import SimulationRequest

    return SimulationRequest(participants=1000, statements=265, votes_per_participant=35, seed=1)


def _deliberation() -> "Deliberation":
    from deliberation.models import Deliberation

    return Deliberation.objects.get(slug=SLUG)


def _moderator(demo: Demo) -> Any:
    """Return the demo moderator's account, made with a random password on the first run."""
    from deliberation.models import User

    account = User.objects.filter(email=MODERATOR).first()
    if account is not None:
        return account
    password = secrets.token_urlsafe(12)
    demo.password_file.touch(mode=0o600)
    demo.password_file.write_text(password + "\n")
    return User.objects.create_user(MODERATOR, password, name="Demo moderator")


def _command(name: str, *arguments: Any, **options: Any) -> dict[str, Any]:
    """Run one of the commands that others call, and return its JSON."""
    from django.core.management import CommandError, call_command

    output = StringIO()
    try:
        call_command(name, *arguments, json=True, stdout=output, **options)
    except CommandError as error:
        raise StepFailed(f"{name}: {error}") from error
    return json.loads(output.getvalue().splitlines()[-1])


def _followed(job: "Job", report: "Report") -> dict[str, Any]:
    """Show a job's progress until it ends, and return its result."""
    while not job.is_finished:
        time.sleep(0.3)
        job.refresh_from_db()
        report(job.step or "waiting for a worker", job.progress)
    if job.state == job.State.FAILED:
        raise StepFailed(f"{job.task}: {job.error.strip().splitlines()[-1]}")
    return job.result or {}


def _tell(demo: Demo, summary: dict[str, Any]) -> None:
    """Print what the chain gave."""
    from training_bridge.management.commands.train_constitution import summary_text

    steps = summary["steps"]
    assembly, analysis, version = steps["assembly"], steps["analysis"], steps["constitution"]
    sys.stdout.write(
        f"{analysis['participants']} participants cast {analysis['votes']} votes on "
        f"{analysis['statements']} of {assembly['statements']} statements; "
        f"{len(analysis['groups'])} opinion groups.\n"
        f"{version['adopted']} of {version['drafted']} principles were adopted by "
        f"{version['ratification']['participants']} participants; constitution "
        f"{version['constitution_sha256'][:16]}.\n"
        f"{summary_text(steps['training'], demo.folder / 'training')}\n"
        f"{_record_text(steps.get('record'))}"
        f"The figures of every step: {demo.summary_file} ({summary['seconds']:.0f} seconds in all)\n"
    )


def _record_text(record: dict[str, Any] | None) -> str:
    """Say what is sealed; a chain that was run before there were seals has none."""
    if record is None:
        return ""
    return f"{record['sealed']} events are sealed and hold; the root over them is {record['root']}.\n"


def _tell_addresses(demo: Demo) -> None:
    lines = [
        f"Website        {demo.base_url}/",
        f"Vote           {demo.base_url}/d/{SLUG}/vote/",
        f"Results        {demo.base_url}/d/{SLUG}/results/",
        f"Constitution   {demo.base_url}/d/{SLUG}/constitution/",
        f"The record     {demo.base_url}/d/{SLUG}/log/",
        f"Organise       {demo.base_url}/d/{SLUG}/organise/",
        f"Moderation     {demo.base_url}/d/{SLUG}/moderation/",
        f"Sign in as     {MODERATOR}, password {demo.password_file.read_text().strip()}",
        "Ctrl-C stops it.",
    ]
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()


def main() -> int:
    """Run what is left of the chain, then serve the site until stopped."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--address", default="127.0.0.1:8000")
    parser.add_argument("--serve", type=int, choices=[0, 1], default=1)
    options = parser.parse_args()
    end_orderly_on_terminate()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    # Its visitors all come from this machine, and at once.
    os.environ.setdefault("JOIN_RATE_LIMIT", "100/minute")
    import django
    from django.conf import settings
    from django.core.management import call_command

    django.setup()
    from config.static_files import collect_static_files

    demo = Demo(settings.DATA_DIR, f"http://{options.address}")
    try:
        call_command("migrate", verbosity=0)
        if demo.summary_file.exists() and not options.serve:
            _tell(demo, json.loads(demo.summary_file.read_text()))
            return 0
        collect_static_files()
        with running_site(settings.DATA_DIR, settings.EMBEDDED_REDIS_SOCKET, options.address) as processes:
            _tell(demo, run_chain(demo))
            if options.serve:
                _tell_addresses(demo)
                keep_running(processes)
    except (StartFailed, StepFailed) as failure:
        sys.stderr.write(f"{failure}\n")
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("Stopped; the next run goes on where this one was.\n")
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
