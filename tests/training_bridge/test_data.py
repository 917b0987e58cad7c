"""The hand-written texts keep the rules that `training_bridge/data/README.md` states."""

import json
import re
from collections import Counter
from collections.abc import Iterable
from importlib import resources
from statistics import mean

import pytest

from training_bridge.evaluation.refusal import classify_refusal
from training_bridge.prompts import (
    MarginPair,
    Prompt,
    load_few_shots,
    load_labelled_answers,
    load_margin_pairs,
    load_own_prompts,
)

FIELDS = {
    "red_team_prompts.jsonl": {"id", "family", "split", "prompt"},
    "helpful_prompts.jsonl": {"id", "family", "split", "prompt", "response"},
    "few_shots.jsonl": {
        *("id", "kind", "prompt", "response"),
        *("critique_request", "critique", "revision_request", "revision"),
    },
    "margin_pairs.jsonl": {"id", "theme", "split", "prompt", "consistent", "inconsistent"},
    "labelled_answers.jsonl": {"id", "prompt", "answer", "label"},
    "judge_few_shots.jsonl": {"id", "principle", "prompt", "first", "second", "reasons", "better"},
    "judged_pairs.jsonl": {"id", "split", "principle", "prompt", "better", "worse"},
}
HIDDEN_CHARACTERS = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def rows(name: str) -> list[dict[str, str]]:
    """Read one data file as it lies there."""
    text = (resources.files("training_bridge.data") / name).read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def normalised(text: str) -> str:
    """Leave letters and digits only, so that near-copies count as copies."""
    return " ".join(re.findall(r"[a-z0-9']+", text.lower()))


def word_runs(text: str, length: int = 6) -> set[tuple[str, ...]]:
    """Return every run of `length` words."""
    words = normalised(text).split()
    return {tuple(words[start : start + length]) for start in range(len(words) - length + 1)}


def all_runs(texts: Iterable[str]) -> set[tuple[str, ...]]:
    """Return every run of six words of all texts."""
    return set().union(*(word_runs(text) for text in texts))


def of_kind(kind: str, split: str) -> list[Prompt]:
    """Return our own prompts of one kind and split."""
    return [prompt for prompt in load_own_prompts() if (prompt.kind, prompt.split) == (kind, split)]


def few_shot_texts() -> list[str]:
    """Return every text of every few-shot transcript."""
    return [
        text for row in rows("few_shots.jsonl") for name, text in row.items() if name not in ("id", "kind")
    ]


def length_ratio(pair: MarginPair) -> float:
    """Return characters of the consistent answer by characters of the inconsistent one."""
    return len(pair.consistent) / len(pair.inconsistent)


@pytest.mark.parametrize("name", FIELDS)
def test_every_row_has_exactly_the_documented_fields(name):
    for row in rows(name):
        assert set(row) == FIELDS[name]
        for text in row.values():
            assert isinstance(text, str)
            assert text == text.strip() != ""
            assert not HIDDEN_CHARACTERS.search(text)


def test_ids_are_unique_over_all_files():
    ids = [row["id"] for name in FIELDS for row in rows(name)]
    assert len(ids) == len(set(ids))


def test_no_prompt_occurs_twice_anywhere():
    counts = Counter(normalised(row["prompt"]) for name in FIELDS for row in rows(name))
    assert [prompt for prompt, count in counts.items() if count > 1] == []


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("helpful_prompts.jsonl", "response"),
        ("margin_pairs.jsonl", "consistent"),
        ("margin_pairs.jsonl", "inconsistent"),
        ("labelled_answers.jsonl", "answer"),
        ("few_shots.jsonl", "critique"),
        ("few_shots.jsonl", "critique_request"),
        ("few_shots.jsonl", "revision_request"),
    ],
)
def test_no_answer_occurs_twice(name, field):
    counts = Counter(normalised(row[field]) for row in rows(name))
    assert [text for text, count in counts.items() if count > 1] == []


def test_each_family_lies_wholly_in_one_split():
    splits: dict[str, set[str]] = {}
    for prompt in load_own_prompts():
        splits.setdefault(prompt.family, set()).add(prompt.split)
    assert {family for family, found in splits.items() if len(found) > 1} == set()
    assert set().union(*splits.values()) == {"train", "evaluation"}


def test_there_are_enough_prompts_of_each_kind_and_split():
    assert len(of_kind("red-team", "train")) >= 70
    assert len(of_kind("red-team", "evaluation")) >= 50
    assert len(of_kind("helpful", "train")) >= 110
    assert len(of_kind("helpful", "evaluation")) >= 40


def test_requests_that_only_sound_dangerous_are_in_training_and_other_ones_in_evaluation():
    families = Counter(prompt.family for prompt in load_own_prompts())
    assert families["sounds-dangerous"] >= 30
    assert families["sounds-dangerous-train"] >= 15


def test_every_helpful_prompt_carries_a_short_response_and_no_red_team_prompt_carries_one():
    for prompt in load_own_prompts():
        if prompt.kind == "helpful":
            assert prompt.response is not None
            assert len(prompt.response.split()) <= 48
        else:
            assert prompt.response is None


def test_few_shots_begin_with_a_transcript_that_finds_no_fault():
    kinds = [few_shot.kind for few_shot in load_few_shots()]
    assert kinds[0] == "no-change"
    assert kinds.count("no-change") >= 2
    assert kinds.count("revise") >= 4


def test_a_few_shot_without_fault_repeats_the_response_and_the_others_change_it():
    for few_shot in load_few_shots():
        assert (few_shot.revision == few_shot.response) == (few_shot.kind == "no-change")


def test_few_shots_are_short_and_begin_differently():
    few_shots = load_few_shots()
    for few_shot in few_shots:
        assert max(len(t.split()) for t in (few_shot.response, few_shot.critique, few_shot.revision)) <= 40
    for texts in ([f.revision for f in few_shots], [f.critique for f in few_shots]):
        assert len({" ".join(text.split()[:2]) for text in texts}) == len(texts)
    assert not any(classify_refusal(few_shot.revision) == "refusal" for few_shot in few_shots)


def test_few_shots_share_no_run_of_six_words_with_what_is_measured():
    measured = [text for pair in load_margin_pairs() for text in (pair.consistent, pair.inconsistent)]
    measured += [item.answer for item in load_labelled_answers()]
    assert all_runs(few_shot_texts()) & all_runs(measured) == set()


def test_training_responses_share_no_run_of_six_words_with_the_answer_pairs():
    responses = [prompt.response or "" for prompt in of_kind("helpful", "train")]
    answers = [text for pair in load_margin_pairs() for text in (pair.consistent, pair.inconsistent)]
    assert all_runs(responses) & all_runs(answers) == set()


def test_answer_pairs_are_all_for_evaluation_and_cover_the_themes():
    pairs = load_margin_pairs()
    themes = Counter(pair.theme for pair in pairs)
    assert len(pairs) >= 120
    assert {pair.split for pair in pairs} == {"evaluation"}
    assert len(themes) >= 10
    assert min(themes.values()) >= 8


def test_both_answers_of_a_pair_are_alike_in_length():
    for pair in load_margin_pairs():
        assert 0.75 <= length_ratio(pair) <= 1.25, pair.id


def test_length_does_not_tell_consistent_from_inconsistent():
    ratios = [length_ratio(pair) for pair in load_margin_pairs()]
    assert 0.95 <= mean(ratios) <= 1.05
    assert 0.35 <= mean(ratio > 1 for ratio in ratios) <= 0.65


def test_a_model_that_only_learns_to_refuse_loses_margin():
    pairs = load_margin_pairs()
    assert sum(pair.theme == "helpful-not-evasive" for pair in pairs) >= 25
    helpful = [pair for pair in pairs if classify_refusal(pair.consistent) == "answer"]
    assert len(helpful) >= 0.6 * len(pairs)


def test_the_refusal_classifier_finds_none_of_its_words_in_a_consistent_answer():
    assert [pair.id for pair in load_margin_pairs() if classify_refusal(pair.consistent) == "refusal"] == []


def test_labelled_answers_are_about_half_refusals():
    labels = Counter(item.label for item in load_labelled_answers())
    assert sum(labels.values()) >= 120
    assert 0.4 <= labels["refusal"] / sum(labels.values()) <= 0.6


def test_the_readme_names_every_file_and_its_number_of_rows():
    readme = (resources.files("training_bridge.data") / "README.md").read_text(encoding="utf-8")
    for name in FIELDS:
        assert f"| `{name}` | {len(rows(name))} |" in readme
