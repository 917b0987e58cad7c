"""The stage that measures every phase with every suite, on a scripted model that its adapters change."""

import dataclasses
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.training_bridge.constitutions import canonical_constitution
from tests.training_bridge.feedback.judges import longer_is_better
from tests.training_bridge.runs import SETTINGS, Stopped, run
from training_bridge.evaluation.human_sample import KEY_FILE, SAMPLE_FILE
from training_bridge.evaluation.settings import EvaluationSettings
from training_bridge.evaluation.suites import held_out_questions
from training_bridge.feedback.settings import FeedbackSettings
from training_bridge.generation.interface import Continuation, OnDone, Request, Score
from training_bridge.generation.scripted import ScriptedModel
from training_bridge.prompts import Prompt, load_own_prompts
from training_bridge.records import Phase
from training_bridge.run_prompts import near_held_out
from training_bridge.run_settings import Progress, RunSettings
from training_bridge.stages.evaluate import METHODS, looked_at

# All but the probes for planted strings, which have tests of their own.
SUITES = (
    *("sycophancy", "simple_questions", "xstest", "bbq", "gsm8k"),
    *("judge", "adherence", "harmlessness", "helpfulness"),
)
SIZES = EvaluationSettings(
    suites=SUITES,
    margin_pairs=4,
    sycophancy_questions=3,
    sycophancy_answers=1,
    simple_questions=3,
    prompts_a_principle=1,
    judged_answers=2,
    judge_pairs=2,
    human_sample_pairs=3,
)
EVALUATED = dataclasses.replace(
    SETTINGS, evaluation=SIZES, feedback=FeedbackSettings(few_shots=2), evaluated_prompts=2, answer_tokens=20
)


class PhasedModel(ScriptedModel):
    """Answers at more length after fine-tuning; counts how often an adapter was put on it."""

    def __init__(self) -> None:
        judge = longer_is_better()
        super().__init__(self._written, judge._choose)
        self.adapter = ""
        self.adapters: list[str] = []

    def load_adapter(self, folder: Path) -> None:
        self.adapter = folder.name
        self.adapters.append(folder.name)

    def remove_adapter(self) -> None:
        self.adapter = ""

    def log_probabilities(
        self, continuations: Sequence[Continuation], on_done: OnDone | None = None
    ) -> list[Score]:
        better = 0.1 if self.adapter == "sft" else 0.0
        return [Score(-len(pair.answer) / (10 + better), len(pair.answer.split())) for pair in continuations]

    def _written(self, request: Request) -> str:
        more = {"sft": " And ask a friend about it.", "control": " Bye."}.get(self.adapter, "")
        return f"Let me think about {request.text.split()[-1]}{more}"


def trained(folder: Path, phases: Sequence[Phase]) -> None:
    """Leave what training leaves behind, as far as the stage looks at it."""
    for phase in phases:
        model = folder / "models" / METHODS[phase]
        model.mkdir(parents=True)
        (model / "adapter_model.safetensors").write_bytes(b"weights")
        (model / "training.json").write_text(
            json.dumps({"steps": 1, "losses": [1.0], "trainable_parameters": 1})
        )


def evaluate(
    folder: Path,
    *,
    model: ScriptedModel | None = None,
    settings: RunSettings = EVALUATED,
    stop_after: int | None = None,
    reports: list[Progress] | None = None,
) -> dict[str, Any]:
    return run(
        folder,
        model=model or PhasedModel(),
        settings=settings,
        stage="evaluate",
        stop_after=stop_after,
        reports=reports,
    )


def begun(folder: Path, phases: Sequence[Phase], settings: RunSettings = EVALUATED) -> Path:
    """Give a folder in which the base model was measured and then trained."""
    evaluate(folder, settings=settings)
    trained(folder, phases)
    return folder


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((folder / "evaluation").iterdir())}


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any], PhasedModel]:
    folder = begun(tmp_path_factory.mktemp("measured"), ("after", "control", "dpo"))
    model = PhasedModel()
    return folder, evaluate(folder, model=model), model


def test_every_phase_is_measured_with_every_suite(measured: tuple[Path, dict[str, Any], PhasedModel]) -> None:
    _, summary, _ = measured
    phases = ["before", "after", "control", "dpo"]
    assert summary["stages"]["evaluate"]["phases"] == phases
    for suite in ("margins", "sycophancy", "simple_questions"):
        assert list(summary["evaluation"][suite]["phases"]) == phases
        assert set(summary["evaluation"][suite]["differences"]["after"]) == {"to_before", "to_control"}
    for part in summary["evaluation"]["answers"]["parts"].values():
        assert list(part["phases"]) == phases
    for suite in ("adherence", "harmlessness", "helpfulness"):
        assert list(summary["evaluation"][suite]["phases"]) == ["after", "control"]
        assert summary["evaluation"][suite]["phases"]["after"]["value"] == 1.0
    json.dumps(summary, allow_nan=False)


def test_each_model_is_loaded_once_and_the_judge_comes_last(
    measured: tuple[Path, dict[str, Any], PhasedModel],
) -> None:
    _, _, model = measured
    assert model.adapters == ["sft", "control", "dpo"]
    choices = [number for number, asked in enumerate(model.asked) if asked.style == "plain"]
    answers = [number for number, asked in enumerate(model.asked) if asked.style == "chat"]
    assert min(choices) > max(answers)


def test_the_judges_examination_stands_beside_what_it_judged(
    measured: tuple[Path, dict[str, Any], PhasedModel],
) -> None:
    _, summary, _ = measured
    beside = summary["evaluation"]["adherence"]["judge"]
    assert beside["accuracy"] == summary["evaluation"]["judge"]["accuracy"]
    assert beside["accuracy"]["items"] == 2
    assert beside["position_here"]["bias"] == pytest.approx(0.0)
    assert beside["judge"] == "scripted"


def test_every_row_names_constitution_model_item_and_seed(
    measured: tuple[Path, dict[str, Any], PhasedModel],
) -> None:
    folder, _, _ = measured
    files = sorted((folder / "evaluation").glob("*.jsonl"))
    assert len(files) == 8
    for path in files:
        rows = [json.loads(line) for line in path.read_text().splitlines()]
        assert rows
        for row in rows:
            origin = row["provenance"]
            assert origin["constitution_sha256"] == canonical_constitution()["sha256"]
            assert (origin["model"], origin["seed"]) == ("scripted", 1)
            assert origin["prompt_id"]
            assert len(origin["prompt_sha256"]) == 64


def test_a_finished_evaluation_asks_nothing_and_changes_nothing(
    measured: tuple[Path, dict[str, Any], PhasedModel],
) -> None:
    folder, summary, _ = measured
    before, model = files_of(folder), PhasedModel()
    again = evaluate(folder, model=model)
    assert (model.asked, model.adapters) == ([], [])
    assert files_of(folder) == before
    assert again["evaluation"] == summary["evaluation"]


def test_a_kill_at_any_moment_loses_and_repeats_no_row(tmp_path: Path) -> None:
    reports: list[Progress] = []
    whole = begun(tmp_path / "whole", ("after",))
    evaluate(whole, reports=reports)
    for moment in range(0, len(reports), 3):
        folder = begun(tmp_path / f"killed-{moment}", ("after",))
        with pytest.raises(Stopped):
            evaluate(folder, stop_after=moment)
        evaluate(folder)
        assert files_of(folder) == files_of(whole)


def test_progress_counts_every_item_once(tmp_path: Path) -> None:
    reports: list[Progress] = []
    folder = begun(tmp_path, ("after",))
    evaluate(folder, reports=reports)
    last = {report.step: report for report in reports}
    assert last["measuring after"].done == last["measuring after"].total == 4 + 4 + 3 + 3
    assert last["judging"].done == last["judging"].total == 2 + 3 + 2 + 2
    assert Counter(report.stage for report in reports if report.step == "judging").keys() == {"evaluate"}


def test_before_training_there_is_nothing_to_judge_and_that_is_said(tmp_path: Path) -> None:
    model = PhasedModel()
    summary = evaluate(tmp_path, model=model)
    assert summary["evaluation"]["adherence"]["not_measured"].startswith("not measured: there are no answers")
    assert not any(asked.style == "plain" for asked in model.asked)
    assert summary["margin"] is None


def test_public_sets_that_are_not_there_say_so(measured: tuple[Path, dict[str, Any], PhasedModel]) -> None:
    _, summary, _ = measured
    for suite in ("xstest", "bbq", "gsm8k"):
        assert summary["evaluation"][suite]["not_measured"].startswith("not measured: ")


def test_only_chosen_suites_are_measured(tmp_path: Path) -> None:
    chosen = dataclasses.replace(SIZES, suites=("simple_questions", "helpfulness"))
    settings = dataclasses.replace(EVALUATED, evaluation=chosen)
    summary = evaluate(begun(tmp_path, ("after",), settings), settings=settings)
    assert set(summary["evaluation"]) == {"margins", "answers", "simple_questions", "judge", "helpfulness"}
    assert not (tmp_path / "evaluation" / SAMPLE_FILE).exists()


def test_an_unknown_suite_is_named(tmp_path: Path) -> None:
    settings = dataclasses.replace(EVALUATED, evaluation=EvaluationSettings(suites=("mmlu",)))
    with pytest.raises(ValueError, match="no suite mmlu"):
        evaluate(tmp_path, settings=settings)


def test_the_human_sample_is_drawn_once_and_read_back(tmp_path: Path) -> None:
    folder = begun(tmp_path, ("after",))
    assert evaluate(folder)["evaluation"]["adherence"]["human_sample"] is None
    sample = (folder / "evaluation" / SAMPLE_FILE).read_text(encoding="utf-8-sig")
    key = json.loads((folder / "evaluation" / KEY_FILE).read_bytes())
    assert len(key) == 3
    lines = sample.splitlines()
    filled = [lines[0], *(f"{line}{key[line.split(',')[0]]['then']}" for line in lines[1:])]
    (folder / "evaluation" / "human_sample_ana.csv").write_text("\n".join(filled) + "\n")
    (folder / "evaluation" / "human_sample_ben.csv").write_text("number,choice\n1,maybe\n")
    read = evaluate(folder)["evaluation"]["adherence"]["human_sample"]
    assert read["people"]["ana"]["win_rate"]["value"] == 1.0
    assert read["people"]["ana"]["agreement_with_judge"]["share"] == 1.0
    assert "line 2" in read["unreadable"]["ben"]
    assert (folder / "evaluation" / SAMPLE_FILE).read_text(encoding="utf-8-sig") == sample


def test_no_measured_question_is_trained_on() -> None:
    copied = Prompt(
        "mine", "mine", "train", "What is the capital of Australia?!", "helpful", response="Canberra."
    )
    assert near_held_out([*load_own_prompts(), copied], held_out_questions()).keys() == {"mine"}


def test_the_number_of_verdicts_is_named(measured: tuple[Path, dict[str, Any], PhasedModel]) -> None:
    _, summary, _ = measured
    counted = summary["stages"]["evaluate"]["looked_at"]
    assert counted == looked_at(summary["evaluation"])
    assert counted["suites"] == 8
    assert counted["verdicts"] > 20
    assert counted["expected_by_chance"] == pytest.approx(counted["verdicts"] / 20, abs=0.05)
