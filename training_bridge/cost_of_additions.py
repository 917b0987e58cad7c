"""What each addition to a run asks of models, counted before it starts. PURE.

Upper bounds from the settings and the texts alone: every text that a model writes is as long as it may be, no
revision is rejected, and every comparison is made in both orders.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from training_bridge.character.questions import load_templates
from training_bridge.cost_of_evaluation import ORDERS, Load, load_of_evaluation
from training_bridge.critic.flagging import load_critic_shots, reading_prefix
from training_bridge.legibility.asking import load_shots, prefix_of
from training_bridge.legibility.readings import ARMS
from training_bridge.principles import Constitution
from training_bridge.run_settings import RunSettings, StageName
from training_bridge.stage_work import (
    StageWork,
    few_shot_tokens,
    mean_tokens,
    prompts_revised,
    supervised_row_tokens,
    supervised_rows,
    tokens,
    tokens_of,
)
from training_bridge.texts import Texts

REFERENCE_TOO = 2
"""In learning from pairs the reference model reads every answer as well."""
WIDTH = 576
"""Numbers at a token that a dictionary learns from: those of the demonstration model."""
OPERATIONS = 6
"""Of a dictionary in learning, for each of its weights and each token (forward 2, backward 4)."""
OPERATIONS_A_SECOND = 1e10
"""Of two processor cores in learning a dictionary, rounded down."""
VALUES_OF_A_FEATURE = 3
"""At how many values a steered feature is held, with the model as it is for comparison."""


def works_of_additions(
    settings: RunSettings, constitution: Constitution, texts: Texts, pairs: int
) -> Mapping[StageName, StageWork]:
    """Count what each addition asks; `pairs` are the pairs of answers that the feedback stage draws."""
    return {
        "legibility": _legibility(settings, constitution, texts),
        "critic": _critic(settings, texts),
        "conflicts": _conflicts(settings, constitution, texts, pairs),
        # People compare what is there; a model has nothing to do.
        "human-feedback": StageWork(),
        "character": _character(settings, constitution),
        "ablate": _ablate(settings, constitution, texts),
        "features": _features(settings, texts),
    }


def _legibility(settings: RunSettings, constitution: Constitution, texts: Texts) -> StageWork:
    readings = prompts_revised(settings, constitution, texts) * settings.rounds
    asked = mean_tokens([prompt.text for prompt in texts.chosen("red-team", "train")])
    answers = settings.response_tokens + settings.revision_tokens
    # One of the arms reads no critique.
    own = len(ARMS) * (asked + answers) + (len(ARMS) - 1) * settings.critique_tokens
    shots = load_shots(settings.legibility.few_shots)
    return StageWork(
        requests=ORDERS * len(ARMS) * readings,
        own_tokens=ORDERS * readings * own,
        shared_tokens=tokens(prefix_of(shots, with_critique=True)),
    )


def _critic(settings: RunSettings, texts: Texts) -> StageWork:
    wanted = settings.critic
    rows = wanted.rows + wanted.planted
    shots = load_critic_shots()[: wanted.few_shots]
    return StageWork(
        requests=rows,
        own_tokens=rows * supervised_row_tokens(texts),
        shared_tokens=tokens(reading_prefix(shots)),
        new_tokens=rows * wanted.tokens,
    )


def _conflicts(settings: RunSettings, constitution: Constitution, texts: Texts, pairs: int) -> StageWork:
    wanted, there = settings.conflicts, len(constitution.principles)
    taking_part = there if wanted.principles is None else min(wanted.principles, there)
    answers = pairs if wanted.pairs is None else min(wanted.pairs, pairs)
    requests = ORDERS * answers * min(wanted.principles_a_pair, taking_part)
    asked = mean_tokens([prompt.text for prompt in texts.prompts])
    principle = mean_tokens([each.text for each in constitution.principles])
    return StageWork(
        requests=requests,
        own_tokens=requests * (asked + principle + 2 * settings.feedback.answer_tokens),
        shared_tokens=few_shot_tokens(texts, settings),
    )


def _character(settings: RunSettings, constitution: Constitution) -> StageWork:
    wanted, there = settings.character, len(constitution.principles)
    traits = there if wanted.traits is None else min(wanted.traits, there)
    templates = load_templates()
    learnt = [each for each in templates if each.split == "train"]
    held_out = [each for each in templates if each.split != "train"]
    questions = traits * min(wanted.questions_a_trait or len(learnt), len(learnt))
    question = mean_tokens([each.question for each in templates])
    trait = mean_tokens([each.text for each in constitution.principles])
    answers = wanted.answers + 1
    ranked = ORDERS * questions * answers * (answers - 1) // 2
    written = questions * answers + 2 * wanted.examples
    trainings = 1 + min(wanted.traits_alone, traits)
    measured = (1 + trainings) * traits * len(held_out) * 2
    row = 2 * (question + wanted.answer_tokens)
    # All traits are learnt together, and each alone once more, which comes to as many rows again.
    learning = questions + questions * min(wanted.traits_alone, traits) // max(traits, 1)
    return StageWork(
        requests=written + ranked + measured,
        own_tokens=written * (trait + question)
        + ranked * (trait + question + 2 * wanted.answer_tokens)
        + measured * (question + wanted.answer_tokens),
        new_tokens=written * wanted.answer_tokens,
        trained_tokens=REFERENCE_TOO * wanted.epochs * learning * row,
    )


def _ablate(settings: RunSettings, constitution: Constitution, texts: Texts) -> StageWork:
    wanted = settings.ablation
    trainings = max(len(wanted.leave_out), 1) * (1 + wanted.random_controls)
    rows, row = supervised_rows(settings, constitution, texts), supervised_row_tokens(texts)
    load = _load_of_a_phase(settings, texts, len(constitution.principles))
    # A gradient of each training row, and of each item, takes a pass over it like a step of training.
    gradients = (rows + wanted.gradient_items) * row if wanted.gradient_items else 0
    return StageWork(
        requests=trainings * load.requests,
        own_tokens=trainings * tokens_of(load.characters),
        new_tokens=trainings * load.new_tokens,
        trained_tokens=trainings * rows * row * settings.training.epochs + gradients,
    )


def _load_of_a_phase(settings: RunSettings, texts: Texts, principles: int) -> Load:
    """Count what measuring one model asks, with the suites that an ablation measures."""
    suites = tuple(name for name in settings.ablation.suites if name not in ("margins", "answers"))
    once = dataclasses.replace(
        settings,
        control=False,
        methods=(),
        additions=(),
        evaluation=dataclasses.replace(settings.evaluation, suites=suites),
    )
    both = load_of_evaluation(once, texts, principles)
    # Before and after.
    return dataclasses.replace(
        both,
        requests=both.requests // 2,
        characters=both.characters // 2,
        new_tokens=both.new_tokens // 2,
    )


def _features(settings: RunSettings, texts: Texts) -> StageWork:
    wanted = settings.features
    steered = (1 + wanted.steered * VALUES_OF_A_FEATURE) * wanted.steering_prompts
    asked = mean_tokens([prompt.text for prompt in texts.chosen("red-team", "evaluation")])
    learning = OPERATIONS * wanted.size * WIDTH * wanted.tokens * wanted.epochs
    return StageWork(
        requests=steered,
        # The model before training and the trained one read the same texts.
        own_tokens=2 * wanted.tokens + steered * asked,
        new_tokens=steered * wanted.steering_tokens,
        seconds=learning / OPERATIONS_A_SECOND,
    )
