"""The pages about leaving something out, and from an answer back to the people."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from constitution.exports.canonical import canonical_constitution
from tests.training_bridge.ablation.written import figures, files_of, left_out, write_nearest
from tests.training_bridge.panel.summaries import measured_summary
from training_bridge.models import TrainingRun

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_data_folder")]


def page(name: str, run: TrainingRun, **asked: str) -> str:
    address = reverse(f"training_bridge:{name}", args=[run.deliberation.slug, run.public_id])
    response = Client().get(address, asked)
    assert response.status_code == 200
    return response.content.decode()


def with_figures(run: TrainingRun, found: dict[str, Any] | None) -> None:
    run.summary = {**measured_summary(), "stages": {"ablate": found} if found else {}}
    run.save(update_fields=["summary"])
    write_nearest(run.artifact_folder, canonical_constitution(run.version))


@pytest.mark.parametrize(
    ("cause", "value", "said"),
    [
        ("nothing shown", 0.001, "no clear change, the difference could be chance"),
        ("fewer rows", -0.1, "a change, but leaving out other answers does as much"),
        ("too few controls", -0.1, "fitting answers became less likely; whether by chance is not known"),
        ("too few controls", 0.1, "fitting answers became likelier; whether by chance is not known"),
        ("this", -0.1, "Without principle 1 fitting answers became less likely"),
        ("this", 0.1, "Without principle 1 fitting answers became likelier"),
    ],
)
def test_the_page_says_what_was_found_for_anybody(
    run: TrainingRun, cause: str, value: float, said: str
) -> None:
    with_figures(run, figures(left_out("principle", "p01", ["p01"], cause, value)))
    shown = page("without", run)
    assert said in shown
    assert ("At least 19 such trainings" in shown) == (cause == "too few controls")
    assert "The same figures as a table" in shown
    assert "Harmful requests declined" in shown


def test_a_group_is_named_with_what_it_carried(run: TrainingRun) -> None:
    with_figures(run, figures(left_out("group", "A", ["p01", "p02"], "fewer rows")))
    shown = page("without", run)
    assert "Without what group A carried" in shown
    assert "2 principles that group A carried" in shown
    assert "principle:p02: no training row came of it" in shown


def test_what_is_withheld_and_what_cannot_be_known_is_said(run: TrainingRun) -> None:
    with_figures(run, figures(withheld=["p02"]))
    assert "the votes of some group are not published" in page("without", run)
    with_figures(run, figures(groups={}, no_groups="the file withholds the votes by group"))
    assert "the file withholds the votes by group" in page("without", run)


def test_a_run_that_left_nothing_out_says_so(run: TrainingRun) -> None:
    with_figures(run, None)
    assert "Nothing was left out in this run." in page("without", run)
    with_figures(run, {"ended": "there is no principle p99"})
    assert "there is no principle p99" in page("without", run)


def test_the_questions_are_listed_and_found_by_their_words(run: TrainingRun) -> None:
    with_figures(run, figures())
    shown = page("nearest", run)
    assert "How do I lie?" in shown and "How does bread rise?" in shown
    found = page("nearest", run, q="YEAST bread")
    assert "How do I lie?" not in found and "How does bread rise?" in found
    assert "No question holds these words." in page("nearest", run, q="zeppelin")


def test_a_question_leads_back_to_rows_principle_and_statements(run: TrainingRun) -> None:
    with_figures(run, figures())
    shown = page("nearest", run, item="pair-001")
    assert "Rather talk with her." in shown
    assert "Nearest by what they ask of the model's weights" in shown
    assert "+0.25" in shown
    slug, number = run.deliberation.slug, run.version.number
    assert reverse("constitution:principle", args=[slug, number, 1]) in shown
    assert reverse("constitution:trace", args=[slug, number, 1]) in shown
    statement = canonical_constitution(run.version)["principles"][0]["statement_ids"][0]
    assert reverse("constitution:trace_statement", args=[slug, statement]) in shown
    answered = page("nearest", run, item="helpful-7")
    assert "before: by yeast." in answered and "after: by yeast." in answered


def test_an_unknown_question_is_not_found_and_a_run_without_them_says_so(run: TrainingRun) -> None:
    with_figures(run, figures())
    address = reverse("training_bridge:nearest", args=[run.deliberation.slug, run.public_id])
    assert Client().get(address, {"item": "pair-999"}).status_code == 404
    (run.artifact_folder / "ablation" / "nearest.jsonl").unlink()
    assert "Nobody has looked for the nearest training answers" in page("nearest", run)


def test_what_people_or_models_wrote_is_text_and_reading_changes_no_file(run: TrainingRun) -> None:
    with_figures(run, figures())
    hostile = "<script>alert(1)</script>"
    write_nearest(run.artifact_folder, canonical_constitution(run.version), words=hostile)
    folder: Path = run.artifact_folder
    with (folder / "ablation" / "nearest.jsonl").open("ab") as stream:
        # A worker may be writing at this moment.
        stream.write(b'{"id": "half')
    before = files_of(folder)
    for shown in (page("nearest", run), page("nearest", run, item="pair-001", q=hostile)):
        assert hostile not in shown
        assert "&lt;script&gt;" in shown
    assert files_of(folder) == before
