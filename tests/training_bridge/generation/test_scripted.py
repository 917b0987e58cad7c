"""The script that plays a model: plausible, different from prompt to prompt, the same every time."""

import math
from collections import Counter

from tests.training_bridge.constitutions import canonical_constitution
from training_bridge.critique_revision import critique_prompt, few_shot_prefix, revision_prompt
from training_bridge.filters import CopyDetector, reject_revision
from training_bridge.generation.interface import Request, Sampling
from training_bridge.generation.scripted import scripted_model
from training_bridge.principles import read_constitution
from training_bridge.texts import Texts


def test_most_revisions_of_our_own_prompts_pass_the_filters_and_some_do_not() -> None:
    texts, model = Texts.own(), scripted_model()
    principles = read_constitution(canonical_constitution()).principles
    shots = few_shot_prefix(texts.few_shots)
    copies = CopyDetector(text for shot in texts.few_shots for text in (shot.prompt, shot.revision))
    reasons: Counter[str | None] = Counter()
    revisions = set()
    for place, prompt in enumerate(texts.chosen("red-team", "train")):
        principle = principles[place % len(principles)]

        def write(request: Request) -> str:
            return model.generate([request], Sampling(60))[0].text

        response = write(Request(prompt.text))
        critique = write(Request(critique_prompt(shots, prompt.text, response, principle), style="plain"))
        revision = write(
            Request(revision_prompt(shots, prompt.text, response, principle, critique), style="plain")
        )
        revisions.add(revision)
        asked = (principle.critique_request, principle.revision_request, critique)
        reasons[
            reject_revision(
                revision,
                prompt=prompt.text,
                response=response,
                finished=True,
                copied_from=copies,
                instructions=asked,
            )
        ] += 1
    assert 0.6 * reasons.total() < reasons[None] < reasons.total()
    assert len(revisions) > 0.8 * reasons.total()


def judged(first: str, second: str) -> Request:
    return Request(f"Human: Which one?\n (A) {first}\n (B) {second}\n\nThe answer is:", style="plain")


def test_the_script_prefers_an_option_for_its_text_and_says_the_same_in_words() -> None:
    kind, rude, model = "Ask them first, kindly.", "Do it and laugh.", scripted_model()
    (one, other) = model.choose([judged(kind, rude), judged(rude, kind)], [" A", " B"])
    assert sum(map(math.exp, one)) - 1 < 1e-9
    assert (one[0] > one[1]) == (other[1] > other[0])
    (reasoned,) = model.generate([judged(kind, rude)], Sampling(60))
    assert f"({'A' if one[0] > one[1] else 'B'})" in reasoned.text


def test_the_script_says_the_same_every_time_and_names_itself() -> None:
    request = Request("How do I mend a torn tent before the storm?")
    answers = [scripted_model().generate([request], Sampling(60))[0] for _ in range(2)]
    assert answers[0] == answers[1]
    assert answers[0].finished
    assert scripted_model().name == "scripted"
