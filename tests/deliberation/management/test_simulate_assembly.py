import json

import pytest
from django.core.management import CommandError, call_command

from deliberation.management.commands.simulate_assembly import Command
from deliberation.models import Deliberation
from deliberation.simulation.statements import load_statements
from tests.factories import DeliberationFactory

SMALL = ["--participants", "12", "--statements", "40", "--votes-per-participant", "6"]


def run(capsys, *arguments):
    call_command("simulate_assembly", *arguments, "--json")
    return json.loads(capsys.readouterr().out.splitlines()[-1])


@pytest.mark.django_db
def test_the_last_line_counts_what_was_made(capsys):
    result = run(capsys, "rehearsal", *SMALL)
    assert result["participants"] == result["simulated"] == 12
    assert result["statements"] == 40 == result["accepted"] + result["rejected"]
    assert result["pending"] == 0
    assert result["votes"] == result["agree"] + result["disagree"] + result["pass"] > 50
    assert result["votes_over_http"] == 0


@pytest.mark.django_db
def test_the_same_numbers_under_two_slugs_give_the_same_votes(capsys):
    first, second = run(capsys, "one", *SMALL), run(capsys, "two", *SMALL)
    assert first | {"slug": "two"} == second

    def votes(slug):
        deliberation = Deliberation.objects.get(slug=slug)
        return sorted(deliberation.votes.values_list("participant__number", "statement__number", "value"))

    assert votes("one") == votes("two")


def test_all_written_statements_are_used_unless_told_otherwise():
    options = Command().create_parser("manage.py", "simulate_assembly").parse_args(["rehearsal"])
    assert options.statements == len(load_statements())
    assert (options.participants, options.votes_per_participant) == (1000, 35)


@pytest.mark.django_db
def test_human_text_is_one_sentence_of_counts(capsys):
    call_command("simulate_assembly", "rehearsal", *SMALL)
    assert "rehearsal: 12 participants (12 simulated), 40 statements" in capsys.readouterr().out


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["a b"], "cannot be part of an address"),
        (["x" * 81], "The slug needs 1 to 80 characters"),
        (["fine", "--title", " "], "The title needs 1 to 200 characters"),
        (["fine", "--participants", "0"], "at least one participant"),
        (["fine", "--votes-per-participant", "0"], "one vote per participant"),
        (["fine", "--statements", "0"], "at least one statement"),
        (["fine", "--seed", "-1"], "seed cannot be negative"),
        (["fine", "--leave-pending", "-1"], "--leave-pending cannot be negative"),
        (["fine", "--http-sample", "-1"], "--http-sample cannot be negative"),
        (["fine", "--http-sample", "1"], "needs --base-url"),
        (["fine", "--http-sample", "1", "--base-url", "file:///etc/passwd"], "needs --base-url"),
        (["fine", "--moderator", "nobody@example.org"], "no account 'nobody@example.org'"),
    ],
)
def test_bad_arguments_end_with_one_line_and_exit_code_2_and_make_nothing(arguments, problem):
    with pytest.raises(CommandError, match=problem) as refusal:
        call_command("simulate_assembly", *arguments)
    assert refusal.value.returncode == 2
    assert len(str(refusal.value).splitlines()) == 1
    assert not Deliberation.objects.exists()


@pytest.mark.django_db
def test_a_slug_that_is_taken_ends_with_one_line_and_exit_code_1():
    DeliberationFactory(slug="taken")
    with pytest.raises(CommandError, match="choose another slug") as refusal:
        call_command("simulate_assembly", "taken", *SMALL)
    assert refusal.value.returncode == 1
