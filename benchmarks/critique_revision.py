"""A round of critique and revision against one-by-one generation: ``python -m benchmarks.critique_revision``.

The same weights write first responses, critiques and revisions of our own red-team prompts with all few-shot
transcripts, greedily and with the penalties of a run's settings. The baseline answers the very same requests
one by one with transformers' `model.generate`, its own stop sequences and its own form of the penalties. Ours
runs before and after it, each time with nothing kept from before.

`identical` is the share of rows that are the same word for word; `widest_gap` is the largest distance of the
two best scores where others first differ.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.embedding import choose_device, device_name
from benchmarks.measurement import finish, measured_machine, show, show_machine
from training_bridge.critique_revision import (
    STOP,
    critique_prompt,
    few_shot_prefix,
    revision_prompt,
    whole_sentences,
)
from training_bridge.generation.interface import Generation, Request, Sampling, Usage
from training_bridge.generation.local import LocalModel
from training_bridge.generation.weights import DEMONSTRATION_MODEL, load_model
from training_bridge.principles import Principle
from training_bridge.run_settings import RunSettings
from training_bridge.texts import Texts

SETTINGS = RunSettings()
PRINCIPLES = (
    "is honest about what it does not know",
    "respects the privacy of people who are not there",
    "least helps somebody to deceive or threaten another person",
    "treats people of every origin alike",
    "encourages people to think for themselves",
    "is as calm and friendly as possible",
)
COLUMNS = ["name", "rows", "new_tokens", "seconds", "tokens_per_second", "peer_seconds", "ratio", "cpu_ratio"]


@dataclass(frozen=True)
class Step:
    """The requests of one step of the round, what was written, and what that took."""

    name: str
    requests: tuple[Request, ...]
    sampling: Sampling
    answers: tuple[Generation, ...]
    seconds: float
    cpu_seconds: float


def principle(number: int) -> Principle:
    """Give one of the principles in turn."""
    text = PRINCIPLES[number % len(PRINCIPLES)]
    return Principle(
        f"p{number:02}",
        f"The response {text}.",
        f"Identify specific ways in which the response is not the one that {text}.",
        f"Rewrite the response so that it is the one that {text}.",
        (number,),
        "0" * 64,
    )


def whole_round(model: LocalModel, prompts: Sequence[str]) -> list[Step]:
    """Let the model answer, criticise and revise, as the critique-revision stage asks it to."""
    prefix = few_shot_prefix(Texts.own().few_shots)
    first = ask(
        model, "response", [Request(prompt) for prompt in prompts], Sampling(SETTINGS.response_tokens)
    )
    responses = texts_of(first)
    asked = [
        (text, said, principle(n)) for n, (text, said) in enumerate(zip(prompts, responses, strict=True))
    ]
    critiques = ask(
        model,
        "critique",
        [Request(critique_prompt(prefix, *each), style="plain", stop=STOP) for each in asked],
        sampling(SETTINGS.critique_tokens),
    )
    requests = [
        Request(revision_prompt(prefix, *each, critique), style="plain", stop=STOP)
        for each, critique in zip(asked, texts_of(critiques), strict=True)
    ]
    return [first, critiques, ask(model, "revision", requests, sampling(SETTINGS.revision_tokens))]


def ask(model: LocalModel, name: str, requests: Sequence[Request], how: Sampling) -> Step:
    """Let the model write, and time it."""
    start, cpu_start = time.perf_counter(), time.process_time()
    answers = model.generate(requests, how)
    taken, cpu_taken = time.perf_counter() - start, time.process_time() - cpu_start
    return Step(name, tuple(requests), how, tuple(answers), taken, cpu_taken)


def texts_of(step: Step) -> list[str]:
    """Give what the next step works with."""
    return [whole_sentences(answer.text, finished=answer.finished) for answer in step.answers]


def sampling(tokens: int) -> Sampling:
    """Give the sampling of a run, greedy."""
    return Sampling(
        tokens,
        repetition_penalty=SETTINGS.repetition_penalty,
        no_repeat_tokens=SETTINGS.no_repeat_tokens,
    )


class OneByOne:
    """The plain way: transformers' `generate` for one request at a time."""

    def __init__(self, model: Any, tokenizer: Any) -> None:
        """Take the very weights that ours uses."""
        self._model = model
        self._tokenizer = tokenizer

    def answer(self, request: Request, how: Sampling) -> str:
        """Write one answer."""
        asked = self._tokens(request)
        written = self._generate(asked, request, how)[0, asked.shape[1] :]
        return self._text(written, request)

    def gap_where_they_part(self, request: Request, how: Sampling, ours: str) -> float:
        """Give how far the two best scores are apart at the first token that is not in our answer."""
        asked = self._tokens(request)
        output = self._generate(asked, request, how, return_dict_in_generate=True, output_scores=True)
        written = output.sequences[0, asked.shape[1] :]
        for count in range(1, len(written) + 1):
            if not ours.startswith(self._text(written[:count], request)):
                best = output.scores[count - 1][0].topk(2).values
                return float(best[0] - best[1])
        last = output.scores[-1][0].topk(2).values
        return float(last[0] - last[1])

    def _generate(self, asked: Any, request: Request, how: Sampling, **options: Any) -> Any:
        from transformers import LogitsProcessorList, RepetitionPenaltyLogitsProcessor

        # Transformers' penalty counts the tokens of the prompt unless it is told their number.
        penalty = RepetitionPenaltyLogitsProcessor(
            how.repetition_penalty, prompt_ignore_length=asked.shape[1]
        )
        return self._model.generate(
            asked,
            attention_mask=asked.new_ones(asked.shape),
            max_new_tokens=how.max_new_tokens,
            do_sample=False,
            no_repeat_ngram_size=how.no_repeat_tokens,
            logits_processor=LogitsProcessorList([penalty] if how.repetition_penalty > 1 else []),
            stop_strings=list(request.stop) or None,
            tokenizer=self._tokenizer,
            pad_token_id=self._tokenizer.pad_token_id,
            **options,
        )

    def _tokens(self, request: Request) -> Any:
        if request.style == "plain":
            tokens = self._tokenizer(request.text, return_tensors="pt")["input_ids"]
        else:
            messages = [{"role": "user", "content": request.text}]
            rendered = self._tokenizer.apply_chat_template(
                messages, add_generation_prompt=True, tokenize=False
            )
            tokens = self._tokenizer(rendered, add_special_tokens=False, return_tensors="pt")["input_ids"]
        return tokens.to(self._model.device)

    def _text(self, tokens: Any, request: Request) -> str:
        text = self._tokenizer.decode(tokens, skip_special_tokens=True)
        for stop in request.stop:
            text = text.split(stop)[0]
        return str(text).strip()


def measure(model: Any, tokenizer: Any, prompts: Sequence[str], batch_rows: int) -> list[dict[str, Any]]:
    """Measure the round and each of its steps, ours and the plain way, and compare every row."""
    rounds: list[list[Step]] = []

    def ours() -> Usage:
        local = LocalModel(model, tokenizer, name="measured", batch_rows=batch_rows)
        rounds.append(whole_round(local, prompts))
        return local.usage

    plain = OneByOne(model, tokenizer)
    whole_round(LocalModel(model, tokenizer, name="warm", batch_rows=batch_rows), prompts[:2])
    plain.answer(Request(prompts[0]), Sampling(2))
    used = ours()
    peers = [list(one_by_one(plain, step)) for step in rounds[0]]
    ours()
    rows = [
        compared(step, [each[place] for each in rounds], peers[place], plain)
        for place, step in enumerate(rounds[0])
    ]
    return [*rows, together(rows, used)]


def one_by_one(plain: OneByOne, step: Step) -> Iterator[tuple[str, float, float]]:
    """Give each answer of the plain way, its seconds and its processor time."""
    for request in step.requests:
        start, cpu_start = time.perf_counter(), time.process_time()
        text = plain.answer(request, step.sampling)
        yield text, time.perf_counter() - start, time.process_time() - cpu_start


def compared(
    step: Step, runs: Sequence[Step], peer: Sequence[tuple[str, float, float]], plain: OneByOne
) -> dict[str, Any]:
    """Give the row of one step."""
    gaps = [
        plain.gap_where_they_part(request, step.sampling, answer.text)
        for request, answer, (text, _, _) in zip(step.requests, step.answers, peer, strict=True)
        if answer.text != text
    ]
    return figures(
        step.name,
        rows=len(peer),
        same=len(peer) - len(gaps),
        tokens=sum(answer.tokens for answer in step.answers),
        seconds=statistics.mean(run.seconds for run in runs),
        cpu_seconds=statistics.mean(run.cpu_seconds for run in runs),
        peer_seconds=sum(seconds for _, seconds, _ in peer),
        peer_cpu_seconds=sum(seconds for _, _, seconds in peer),
        widest_gap=max(gaps, default=0.0),
    )


def together(rows: Sequence[dict[str, Any]], used: Usage) -> dict[str, Any]:
    """Give the row of the whole round."""
    sums = {
        name: sum(row[name] for row in rows)
        for name in ("rows", "same", "seconds", "cpu_seconds", "peer_seconds", "peer_cpu_seconds")
    }
    widest = max(row["widest_gap"] for row in rows)
    row = figures("whole round", tokens=sum(row["new_tokens"] for row in rows), widest_gap=widest, **sums)
    return row | {"prompt_tokens": used.prompt_tokens, "not_recomputed": round(used.cached_share, 4)}


def figures(
    name: str,
    *,
    rows: int,
    same: int,
    tokens: int,
    seconds: float,
    cpu_seconds: float,
    peer_seconds: float,
    peer_cpu_seconds: float,
    widest_gap: float,
) -> dict[str, Any]:
    """Give one row of the report."""
    return {
        "name": name,
        "rows": rows,
        "same": same,
        "identical": round(same / rows, 4),
        "widest_gap": widest_gap,
        "new_tokens": tokens,
        "seconds": round(seconds, 3),
        "cpu_seconds": round(cpu_seconds, 3),
        "tokens_per_second": round(tokens / seconds, 1),
        "peer": "model.generate, one by one",
        "peer_seconds": round(peer_seconds, 3),
        "peer_cpu_seconds": round(peer_cpu_seconds, 3),
        "ratio": round(peer_seconds / seconds, 2),
        "cpu_ratio": round(peer_cpu_seconds / cpu_seconds, 2),
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="end with one line of JSON")
    parser.add_argument("--device", choices=["cpu", "cuda"], help="default: the GPU where there is one")
    parser.add_argument("--model", default=DEMONSTRATION_MODEL, help="a folder or name")
    parser.add_argument("--prompts", type=int, default=32, help="rows of each step (default 32)")
    parser.add_argument("--batch-rows", type=int, help="rows side by side (default 32, on a GPU 512)")
    parser.add_argument("--quick", action="store_true", help="two prompts: does it work?")
    options = parser.parse_args()
    device = choose_device(options.device)
    texts = [prompt.text for prompt in Texts.own().chosen("red-team", "train")]
    wanted = 2 if options.quick else options.prompts
    prompts = [texts[place % len(texts)] for place in range(wanted)]
    loaded = load_model(options.model)
    batch_rows = options.batch_rows or (512 if device == "cuda" else 32)
    with measured_machine("torch", "transformers") as machine:
        machine["device"] = device_name(device)
        results = measure(loaded.model, loaded.tokenizer, prompts, batch_rows)
    show(results, COLUMNS)
    everything = results[-1]
    print(
        f"{everything['identical']:.1%} of rows are identical; elsewhere the two best scores are at most "
        f"{everything['widest_gap']:.2g} apart where they part. {everything['not_recomputed']:.1%} of "
        f"{everything['prompt_tokens']} prompt tokens were not computed anew."
    )
    show_machine(machine)
    notes = [f"{options.model}, {wanted} prompts, {batch_rows} rows side by side, float32, greedy"]
    finish(
        {"program": "critique_revision", "machine": machine, "notes": notes, "results": results},
        as_json=options.json,
    )


if __name__ == "__main__":
    main()
