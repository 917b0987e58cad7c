"""Make a deliberation with simulated citizens, their statements and their votes."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import CommandError
from django.core.validators import validate_slug

from deliberation.management.commands._foreground import ForegroundCommand
from deliberation.models import Deliberation, Participant, Statement, User, Vote
from deliberation.organising.simulated_assembly import create_simulated_assembly
from deliberation.organising.simulated_visitors import cast_votes_over_http
from deliberation.organising.simulation_request import SimulationRequest
from deliberation.simulation.coordination import STYLES

DEFAULT_TITLE = "How should an AI behave towards us?"


class Command(ForegroundCommand):
    help = (
        "Simulate an assembly: citizens in planted opinion groups join, propose statements and vote, through "
        "the same services as anyone. The same slug and numbers go on where an earlier run stopped."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="the deliberation to make")
        parser.add_argument("--participants", type=int, default=1000, metavar="N")
        parser.add_argument("--statements", type=int, default=265, metavar="N")
        parser.add_argument("--votes-per-participant", type=int, default=35, metavar="N", help="on average")
        parser.add_argument("--seed", type=int, default=1, metavar="K")
        parser.add_argument(
            "--coordinated",
            type=float,
            default=0.0,
            metavar="SHARE",
            help="share of the citizens who follow one list of answers, to try out what finds them",
        )
        parser.add_argument("--coordination-style", choices=STYLES, default="copies")
        parser.add_argument(
            "--coordination-noise",
            type=float,
            default=0.0,
            metavar="SHARE",
            help="share of the answers from the list that are given at random instead",
        )
        parser.add_argument("--title", default=DEFAULT_TITLE, metavar="T")
        parser.add_argument(
            "--moderator", metavar="EMAIL", help="the account that decides about the statements"
        )
        parser.add_argument(
            "--leave-pending",
            type=int,
            default=0,
            metavar="N",
            help="statements to reject that stay in the moderation queue",
        )
        parser.add_argument(
            "--http-sample",
            type=int,
            default=0,
            metavar="N",
            help="further citizens who join and vote on the running site, as browsers do",
        )
        parser.add_argument("--base-url", metavar="URL", help="the running site, for --http-sample")
        super().add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        request = SimulationRequest(
            participants=options["participants"],
            statements=options["statements"],
            votes_per_participant=options["votes_per_participant"],
            seed=options["seed"],
            coordinated=options["coordinated"],
            coordination_style=options["coordination_style"],
            coordination_noise=options["coordination_noise"],
        )
        _check(options)
        moderator = _account(options["moderator"])
        with self.progress("Assembly") as report:
            try:
                deliberation = create_simulated_assembly(
                    slug=options["slug"],
                    title=options["title"],
                    request=request,
                    moderator=moderator,
                    leave_pending=options["leave_pending"],
                    report=report,
                )
            except ValueError as error:
                raise CommandError(str(error), returncode=2) from error
        over_http = 0
        if options["http_sample"]:
            with self.progress("Votes over HTTP") as report:
                over_http = cast_votes_over_http(
                    deliberation=deliberation,
                    request=request,
                    visitors=options["http_sample"],
                    base_url=options["base_url"],
                    report=report,
                )
        result = summary_of(deliberation) | {"votes_over_http": over_http}
        self.answer(options, result, _text(result))


def summary_of(deliberation: Deliberation) -> dict[str, Any]:
    """Count what a deliberation holds, as the command prints it."""
    statements, votes = deliberation.statements, deliberation.votes
    return {
        "slug": deliberation.slug,
        "participants": deliberation.participants.count(),
        "simulated": deliberation.participants.filter(origin=Participant.Origin.SIMULATED).count(),
        "statements": statements.count(),
        "accepted": statements.filter(state=Statement.State.ACCEPTED).count(),
        "pending": statements.filter(state=Statement.State.PENDING).count(),
        "rejected": statements.filter(state=Statement.State.REJECTED).count(),
        "votes": votes.count(),
        "agree": votes.filter(value=Vote.Value.AGREE).count(),
        "disagree": votes.filter(value=Vote.Value.DISAGREE).count(),
        "pass": votes.filter(value=Vote.Value.PASS).count(),
    }


def _check(options: dict[str, Any]) -> None:
    """Refuse what cannot be meant, with one sentence and exit code 2."""
    try:
        validate_slug(options["slug"])
    except ValidationError as error:
        problem = f"{json.dumps(options['slug'])} cannot be part of an address: {error.messages[0]}"
        raise CommandError(problem, returncode=2) from error
    longest = {field.name: field.max_length for field in Deliberation._meta.concrete_fields}
    for name in ("slug", "title"):
        if not options[name].strip() or len(options[name]) > (longest[name] or 0):
            raise CommandError(f"The {name} needs 1 to {longest[name]} characters.", returncode=2)
    for name in ("leave_pending", "http_sample"):
        if options[name] < 0:
            raise CommandError(f"--{name.replace('_', '-')} cannot be negative.", returncode=2)
    base_url = options["base_url"] or ""
    if options["http_sample"] and not base_url.startswith(("http://", "https://")):
        raise CommandError("--http-sample needs --base-url, the http address of the site.", returncode=2)


def _account(email: str | None) -> User | None:
    if email is None:
        return None
    account = User.objects.filter(email=email.strip().lower()).first()
    if account is None:
        raise CommandError(f"There is no account {email!r} that could moderate.", returncode=2)
    return account


def _text(result: dict[str, Any]) -> str:
    return (
        f"{result['slug']}: {result['participants']} participants ({result['simulated']} simulated), "
        f"{result['statements']} statements ({result['accepted']} accepted, {result['pending']} waiting, "
        f"{result['rejected']} rejected), {result['votes']} votes ({result['agree']} agree, "
        f"{result['disagree']} disagree, {result['pass']} pass; {result['votes_over_http']} new over HTTP)"
    )
