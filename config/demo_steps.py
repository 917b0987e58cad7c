"""The links of the demonstration's chain, each a step with its figures."""

import json
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from deliberation.jobs import Report
    from deliberation.models import Deliberation, Job
    from training_bridge.models import TrainingRun

SLUG = "how-should-ai-behave"
MODERATOR = "moderator@demo.example"
HTTP_VISITORS = 12
PENDING_FOR_VISITORS = 5
PRINCIPLES = 30
MERGES = 10
ADDITIONS = ("legibility", "critic", "conflicts", "human-feedback", "features")
"""What looks closer at the run; the two that train more models can be added on the run's page."""
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
    """A model learns from what it wrote itself, and the change is measured and looked at closely.

    Before it learns, two people sign its data; programs stand in for them, and for the people who compare
    answers and look for faults.
    """
    from training_bridge.models import Standing

    run = _training_run()
    while run.standing not in {Standing.FINISHED, Standing.STOPPED, Standing.REFUSED}:
        _followed(run.job, report)
        run.refresh_from_db()
        _let_programs_answer(run)
    return run.summary or {}


def _training_run() -> "TrainingRun":
    """Return the run there is, tried again if it failed, or a new one."""
    from dataclasses import replace

    from constitution.models import ConstitutionVersion
    from training_bridge.models import Standing, TrainingRun
    from training_bridge.services import configured_settings, start_training_run

    deliberation = _deliberation()
    run = TrainingRun.objects.of(deliberation).first()
    if run is None:
        version = ConstitutionVersion.objects.of(deliberation).in_force().get()
        settings = replace(configured_settings(), additions=ADDITIONS)
        return start_training_run(version=version, settings=settings, needs_sign_off=True)
    if run.standing == Standing.FAILED:
        run.job.retry()
    return run


def _let_programs_answer(run: "TrainingRun") -> None:
    """Let programs, named so, do what a run waits for people to do."""
    from training_bridge.models import Standing
    from training_bridge.services import sign_off_data
    from training_bridge.services.people import close_comparing
    from training_bridge.services.simulated_people import simulate_people

    if run.standing not in {Standing.SIGN_OFF, Standing.COMPARING}:
        return
    simulate_people(run=run)
    if run.standing == Standing.COMPARING:
        close_comparing(run=run)
    else:
        for name in SIMULATED_SIGNERS:
            sign_off_data(run=run, data_sha256=run.data_sha256, name=name)
    run.refresh_from_db()


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
