"""What is answered to somebody the site knows is kept nowhere, and no file holds anything that runs."""

import csv
import io
from typing import Any

import pytest
from django.contrib.auth import get_user
from django.http import HttpResponse
from django.test import Client

from deliberation.interchange.spreadsheet_cells import is_formula
from deliberation.models import Deliberation, Question
from deliberation.people.expiring_links import expiring_token
from deliberation.results.services import run_analysis
from tests.authorisation.ground import Ground, people_of
from tests.authorisation.table import TABLE
from tests.authorisation.test_every_address import (  # noqa: F401 -- `own` is a fixture
    address_of,
    answer_to,
    own,
)

HOSTILE = ("=1+1", "+1", "-1", "@SUM(A1)", "\uff1d1+1", ' "=1', "'@SUM(A1)", "\u200b=1")

OF_NOBODY = {"deliberation:embed_script", "deliberation:embed_colours"}
"""What is the same for everybody who has its address may be kept."""


def fill_with_formulas(deliberation: Deliberation) -> None:
    """Let whatever people type begin like a formula."""
    for place, statement in enumerate(deliberation.statements.order_by("pk")):
        start = HOSTILE[place % len(HOSTILE)]
        type(statement).objects.filter(pk=statement.pk).update(text=f"{start} An AI should say {place}.")
        statement.translations.update(text=f"{start} other words")
    for question in Question.objects.filter(deliberation=deliberation, kind=Question.Kind.CHOICE):
        question.options = [f"={option}" for option in question.options]
        question.save(update_fields=["options"])
    for topic in deliberation.topic_maps.order_by("-id")[:1]:
        topic.topics.update(name="=topic")


def fault_of_keeping(response: HttpResponse, *, also_varies_by: str = "cookie") -> str:
    """Return what would let a cache keep an answer to somebody known; empty where nothing would."""
    said = {word.strip() for word in response.headers.get("Cache-Control", "").split(",")}
    varies = {word.strip().lower() for word in response.headers.get("Vary", "").split(",")}
    if not {"private", "no-store"} <= said or "public" in said or not {"cookie", also_varies_by} <= varies:
        return f"{response.headers.get('Cache-Control')}, Vary: {response.headers.get('Vary')}"
    return ""


def formulas_in(response: HttpResponse) -> list[str]:
    """Return the cells of a CSV answer that a spreadsheet would compute."""
    rows = csv.reader(io.StringIO(response.getvalue().decode("utf-8-sig"), newline=""))
    cells = [cell for row in rows for cell in row]
    return [cell for cell in cells if is_formula(cell) and not cell.startswith("'") and not is_number(cell)]


def is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


@pytest.mark.slow
def test_nothing_said_to_somebody_known_is_kept_and_no_file_computes(own: Ground) -> None:  # noqa: F811
    fill_with_formulas(own.deliberation)
    run_analysis(deliberation=own.deliberation)
    people = people_of(own.deliberation, own.participant)
    owner = get_user(people["W"])
    owner.memberships.update(may_export_rows=True)
    own.parts["rows_token"] = expiring_token("rows", own.deliberation, owner)
    kept: list[str] = []
    formulas: list[str] = []
    files = 0
    for name, row in TABLE.items():
        for letter in "PW":
            sent: dict[str, Any] = {key: value.format(**own.parts) for key, value in row.sent.items()}
            for method, listed in (("GET", row.reads), ("POST", row.sends)):
                if letter not in listed:
                    continue
                response, _written = answer_to(people[letter], method, address_of(name, own.parts), sent)
                fault = fault_of_keeping(response)
                kept += [f"{method} {name} as {letter}: {fault}"] if fault and name not in OF_NOBODY else []
                if response.headers.get("Content-Type", "").startswith("text/csv"):
                    files += 1
                    formulas += [f"{name}: {cell!r}" for cell in formulas_in(response)]
    assert not kept, "\n".join(kept)
    assert not formulas, "\n".join(formulas)
    assert files > 10


def test_a_session_that_has_not_signed_in_is_kept_nowhere_either(deliberation: Deliberation) -> None:
    browser = Client()
    browser.cookies["sessionid"] = "half-way-through-signing-in"
    assert not fault_of_keeping(browser.get(f"/d/{deliberation.slug}/"))
