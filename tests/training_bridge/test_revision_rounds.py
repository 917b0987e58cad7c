"""Rounds of critique and revision: what is asked, kept, left unchanged, and what no kill can change."""

import dataclasses
import json
import multiprocessing
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.training_bridge.constitutions import canonical_constitution
from tests.training_bridge.runs import SETTINGS, Stopped, careful_answer, own_texts, run, scripted
from training_bridge.artifact_folder import FolderError
from training_bridge.critique_revision import CRITIQUE_OPENING, REVISION_OPENINGS
from training_bridge.folder_lock import only_process_in
from training_bridge.generation.interface import Request
from training_bridge.principles import ConstitutionError
from training_bridge.records import CritiqueRevision, text_hash
from training_bridge.run_settings import Progress
from training_bridge.tailoring.settings import PromptSettings

FOUR_ROUNDS = dataclasses.replace(SETTINGS, rounds=4, limit=5)
TEN = canonical_constitution(tuple(f"is most useful in matter {number}" for number in range(10)))


def records(folder: Path) -> list[CritiqueRevision]:
    lines = (folder / "data" / "critique_revisions.jsonl").read_text().splitlines()
    return [CritiqueRevision.from_json(json.loads(line)) for line in lines]


def contented_answer(request: Request) -> str:
    """Find no fault in half of the answers."""
    if request.text.endswith("Critique:") and int(text_hash(request.text)[:4], 16) % 2:
        return "This is sound advice. Nothing needs to change."
    return careful_answer(request)


def figures(summary: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = summary["stages"]["critique-revision"]
    return found


def test_an_answer_without_fault_is_kept_as_it_is_with_a_verdict_of_its_own(tmp_path: Path) -> None:
    model = scripted(contented_answer)
    summary = run(tmp_path, model=model, settings=FOUR_ROUNDS)
    rounds = [each for record in records(tmp_path) for each in record.rounds]
    kept = [each for each in rounds if each.verdict == "no change needed"]
    assert 0 < len(kept) < len(rounds) == 20
    for record in records(tmp_path):
        answer = record.initial_response
        for each in record.rounds:
            if each.verdict == "no change needed":
                assert each.revision == answer
            answer = answer if each.rejected else each.revision
    asked_for_revision = [each for each in model.asked if each.text.endswith("Revision:")]
    assert len(asked_for_revision) == len(rounds) - len(kept)
    assert figures(summary)["unchanged"] == len(kept)
    assert "no change needed" not in summary["rejected_by_reason"]


def test_unchanged_answers_are_no_failures(tmp_path: Path) -> None:
    summary = run(tmp_path, model=scripted(contented_answer), settings=FOUR_ROUNDS)
    found = figures(summary)
    assert found["accepted"] + found["unchanged"] + sum(found["rejected_by_reason"].values()) == 20
    assert found["rate"] == found["accepted"] / (20 - found["unchanged"])


def test_unchanged_answers_are_learnt_from_only_where_that_is_wanted(tmp_path: Path) -> None:
    run(tmp_path, model=scripted(contented_answer), settings=FOUR_ROUNDS)
    rounds = [each for record in records(tmp_path) for each in record.rounds]
    kept = [each for each in rounds if each.verdict == "no change needed"]
    assert not any(each.is_learnt_from() for each in kept)
    assert all(each.is_learnt_from(unchanged_too=True) for each in kept)
    assert not any(each.is_learnt_from(unchanged_too=True) for each in rounds if each.verdict == "rejected")


def test_progress_counts_unchanged_answers_too(tmp_path: Path) -> None:
    reports: list[Progress] = []
    run(tmp_path, model=scripted(contented_answer), settings=FOUR_ROUNDS, reports=reports)
    done = [each for each in reports if each.step == "critique-revision"]
    assert done[-1].done == done[-1].total == 5 * 9


def test_the_bound_and_the_share_of_every_principle_are_told(tmp_path: Path) -> None:
    settings = dataclasses.replace(
        FOUR_ROUNDS, limit=20, prompts=PromptSettings(largest_share=0.1, weighting="consensus")
    )
    found = figures(run(tmp_path, settings=settings, constitution=TEN))
    assert found["largest_share_allowed"] == 0.1
    assert found["redrawn_for_the_bound"] > 0
    assert set(found["shares"].values()) == {0.1}
    assert found["largest_share"]["share"] == 0.1
    drawn = Counter(each.principle_id for record in records(tmp_path) for each in record.rounds)
    assert set(drawn.values()) == {8}


def test_an_impossible_bound_is_refused_before_anything_is_asked(tmp_path: Path) -> None:
    model = scripted()
    settings = dataclasses.replace(FOUR_ROUNDS, prompts=PromptSettings(largest_share=0.05))
    with pytest.raises(ConstitutionError, match="impossible"):
        run(tmp_path, model=model, settings=settings, constitution=TEN)
    assert model.asked == []


def test_the_size_of_batches_changes_no_principle(tmp_path: Path) -> None:
    for size in (1, 4):
        settings = dataclasses.replace(
            FOUR_ROUNDS, batch_rows=size, prompts=PromptSettings(largest_share=0.1)
        )
        run(tmp_path / str(size), settings=settings, constitution=TEN)
    first, second = (
        {
            (record.id, each.number): each.principle_id
            for record in records(tmp_path / name)
            for each in record.rounds
        }
        for name in ("1", "4")
    )
    assert first == second


def test_every_record_names_how_its_principles_were_drawn(tmp_path: Path) -> None:
    run(tmp_path, settings=dataclasses.replace(FOUR_ROUNDS, prompts=PromptSettings(weighting="lower bound")))
    for record in records(tmp_path):
        assert record.provenance.sampling["principles"] == {
            "weighting": "lower bound",
            "relevant": False,
            "largest_share": 1.0,
        }


def test_critique_and_revision_can_be_begun_for_a_weak_model(tmp_path: Path) -> None:
    run(tmp_path / "plain", settings=FOUR_ROUNDS)
    model = scripted(
        lambda request: "they would be hurt by it all, and nobody asked the neighbours about that."
    )
    run(
        tmp_path / "begun",
        model=model,
        settings=dataclasses.replace(FOUR_ROUNDS, prompts=PromptSettings(begun=True)),
    )
    rounds = [each for record in records(tmp_path / "begun") for each in record.rounds]
    assert all(each.critique.startswith(f"{CRITIQUE_OPENING} they would") for each in rounds)
    openings = {
        opening for each in rounds for opening in REVISION_OPENINGS if each.revision.startswith(opening)
    }
    assert openings == set(REVISION_OPENINGS)
    templates = [records(tmp_path / name)[0].provenance.template_sha256 for name in ("plain", "begun")]
    assert templates[0] != templates[1]


def test_four_rounds_killed_at_any_moment_give_the_same_records(tmp_path: Path) -> None:
    settings = dataclasses.replace(FOUR_ROUNDS, limit=4)
    undisturbed: list[Progress] = []
    run(tmp_path / "whole", model=scripted(contented_answer), settings=settings, reports=undisturbed)
    expected = (tmp_path / "whole" / "data" / "critique_revisions.jsonl").read_bytes()
    for moment in range(0, len(undisturbed), 3):
        folder = tmp_path / f"killed-{moment}"
        with pytest.raises(Stopped):
            run(folder, model=scripted(contented_answer), settings=settings, stop_after=moment)
        run(folder, model=scripted(contented_answer), settings=settings)
        assert (folder / "data" / "critique_revisions.jsonl").read_bytes() == expected


def hold(folder: str, held: Any, done: Any) -> None:
    """Be the other process."""
    with only_process_in(Path(folder)):
        held.set()
        done.wait(30)


def test_a_second_process_on_one_folder_is_refused_and_spoils_nothing(tmp_path: Path) -> None:
    run(tmp_path, settings=FOUR_ROUNDS)
    before = (tmp_path / "manifest.json").read_bytes()
    context = multiprocessing.get_context("fork")
    held, done = context.Event(), context.Event()
    other = context.Process(target=hold, args=(str(tmp_path), held, done))
    other.start()
    try:
        assert held.wait(30)
        with pytest.raises(FolderError, match="another process is at work"):
            run(tmp_path, settings=FOUR_ROUNDS)
    finally:
        done.set()
        other.join()
    assert (tmp_path / "manifest.json").read_bytes() == before
    run(tmp_path, settings=FOUR_ROUNDS)


def test_a_process_that_was_killed_leaves_the_folder_free(tmp_path: Path) -> None:
    tmp_path.mkdir(exist_ok=True)
    context = multiprocessing.get_context("fork")
    held, done = context.Event(), context.Event()
    other = context.Process(target=hold, args=(str(tmp_path), held, done))
    other.start()
    assert held.wait(30)
    other.kill()
    other.join()
    with only_process_in(tmp_path):
        pass


def test_the_examples_are_exported_as_other_programs_read_them(tmp_path: Path) -> None:
    run(tmp_path, settings=dataclasses.replace(FOUR_ROUNDS, few_shots=None))
    folder = tmp_path / "formats" / "few_shots"
    swarm = json.loads((folder / "llm-swarm_constitution.json").read_text())
    shots = own_texts().few_shots
    assert len(swarm["constitutions"]) == 3
    assert [len(chat) for chat in swarm["system_chat"]] == [6] * len(shots)
    for chat, shot in zip(swarm["system_chat"], shots, strict=True):
        assert [message["role"] for message in chat] == ["user", "assistant"] * 3
        assert (chat[0]["content"], chat[5]["content"]) == (shot.prompt, shot.revision)
    nemo = json.loads((folder / "nemo_few_shot_samples.json").read_text())["samples"]
    assert [message["role"] for message in nemo[0]] == ["User", "Assistant"] * 3
    whole = json.loads((folder / "CritiqueRevisionFewShotPrompts.json").read_text())
    for text in whole:
        names = [turn.split(":")[0] for turn in text.strip().split("\n\n")]
        assert names == [
            "Human",
            "Assistant",
            "CritiqueRequest",
            "Critique",
            "RevisionRequest",
            "Revision",
            "Human",
        ]
