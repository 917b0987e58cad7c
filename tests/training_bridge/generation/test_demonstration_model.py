"""The packaged model, once: it loads, it answers, and a shared beginning changes nothing for it either."""

import pytest

from training_bridge.generation.interface import Continuation, GenerationError, Request, Sampling
from training_bridge.generation.weights import find_demonstration_weights, load_model

pytestmark = pytest.mark.slow


def test_the_demonstration_model_answers_and_scores() -> None:
    try:
        find_demonstration_weights()
    except GenerationError as missing:
        pytest.skip(str(missing))
    model = load_model()
    examples = "".join(
        f"Question: What is the capital of {country}?\nAnswer: {city}\n"
        for country, city in (("Italy", "Rome"), ("Spain", "Madrid"), ("Russia", "Moscow"), ("Peru", "Lima"))
    )
    requests = [
        Request(
            f"{examples}Question: What is the capital of {country}?\nAnswer:", style="plain", stop=("\n",)
        )
        for country in ("France", "Japan")
    ]
    together = model.generate(requests, Sampling(6))
    assert [answer.text for answer in together] == ["Paris", "Tokyo"]
    assert together == [model.generate([request], Sampling(6))[0] for request in requests]
    good, bad = model.log_probabilities(
        [
            Continuation("What is the capital of France?", f"The capital of France is {city}.")
            for city in ("Paris", "Oslo")
        ]
    )
    assert good.total > bad.total
    assert 130e6 < model.parameters < 140e6
