"""The server model against a real HTTP server on this machine that behaves and misbehaves by a script."""

import json
import math
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from training_bridge.generation.interface import Continuation, GenerationError, Request, Sampling
from training_bridge.generation.server import ATTEMPTS, ServerModel
from training_bridge.generation.server_settings import ServerSettings

Reply = tuple[int, dict[str, str], bytes]


class FakeTime:
    """Time that passes only when somebody sleeps, and is written down."""

    def __init__(self) -> None:
        self.now = 0.0
        self.waits: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.now += seconds

    def clock(self) -> float:
        return self.now


class Server:
    """Answers each request with the next of the given replies, or with the last one for ever."""

    def __init__(self) -> None:
        self.replies: list[Reply | Callable[[dict[str, Any]], Reply]] = []
        self.asked: list[tuple[str, dict[str, Any], str | None]] = []
        self.time = FakeTime()
        self.most_at_once = 0
        at_once: set[int] = set()
        lock = threading.Lock()
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                with lock:
                    server.asked.append((self.path, body, self.headers.get("Authorization")))
                    reply = server.replies.pop(0) if len(server.replies) > 1 else server.replies[0]
                    at_once.add(id(self))
                    server.most_at_once = max(server.most_at_once, len(at_once))
                status, headers, content = reply(body) if callable(reply) else reply
                with lock:
                    at_once.discard(id(self))
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                if "Content-Length" not in headers:
                    self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)
                self.close_connection = True

            def log_message(self, *_args: Any) -> None:
                pass

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._http.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self._http.server_address[1]}/v1"

    def model(
        self, *, memory: Path | None = None, api_key: str | None = None, **settings: Any
    ) -> ServerModel:
        return ServerModel(
            self.url,
            "big-model",
            api_key=api_key,
            settings=ServerSettings(**{"parallel": 2, **settings}),
            memory=memory,
            sleep=self.time.sleep,
            clock=self.time.clock,
        )

    def close(self) -> None:
        self._http.shutdown()
        self._http.server_close()


def ok(**choice: Any) -> Reply:
    return 200, {}, json.dumps({"choices": [{"finish_reason": "stop", **choice}]}).encode()


def chat_echo(body: dict[str, Any]) -> Reply:
    return ok(message={"content": f"You said {body['messages'][0]['content']}"})


@pytest.fixture
def server() -> Iterator[Server]:
    running = Server()
    yield running
    running.close()


def test_answers_come_back_in_the_order_of_the_requests(server: Server) -> None:
    server.replies = [chat_echo]
    done: list[int] = []
    answers = server.model().generate([Request(str(n)) for n in range(9)], Sampling(8), done.append)
    assert [answer.text for answer in answers] == [f"You said {n}" for n in range(9)]
    assert sum(done) == 9


def test_plain_text_is_continued_with_its_stop_sequence(server: Server) -> None:
    server.replies = [ok(text=" It is fine.\nHuman: more")]
    (answer,) = server.model(api_key="key").generate(
        [Request("Critique:", style="plain", stop=("\n",))], Sampling(8, temperature=0.5, seed=3)
    )
    assert answer.text == "It is fine."
    path, body, authorization = server.asked[0]
    assert path == "/v1/completions"
    assert (body["prompt"], body["stop"], body["max_tokens"], body["seed"]) == ("Critique:", ["\n"], 8, 3)
    assert authorization == "Bearer key"


def test_busy_and_broken_answers_are_tried_again_ever_later(server: Server) -> None:
    server.replies = [(503, {}, b""), (429, {"Retry-After": "7"}, b""), (500, {}, b""), chat_echo]
    (answer,) = server.model().generate([Request("hello")], Sampling(8))
    assert answer.text == "You said hello"
    assert server.time.waits == [1.0, 7.0, 4.0]


def test_a_server_that_stays_busy_is_given_up_with_a_clear_reason(server: Server) -> None:
    server.replies = [(429, {}, b"")]
    with pytest.raises(GenerationError, match="gave up after 6 attempts: 429"):
        server.model().generate([Request("hello")], Sampling(8))
    assert len(server.asked) == ATTEMPTS


def test_a_refused_request_is_not_tried_again(server: Server) -> None:
    server.replies = [(401, {}, b"")]
    with pytest.raises(GenerationError, match="refused the request: 401"):
        server.model().generate([Request("hello")], Sampling(8))
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"<html>welcome</html>", "did not answer in JSON"),
        (b"[]", "other than a completion"),
        (b'{"choices": []}', "other than a completion"),
        (b'{"choices": [{"message": {"content": null}}]}', "without a text"),
    ],
)
def test_nonsense_is_said_to_be_nonsense(server: Server, content: bytes, words: str) -> None:
    server.replies = [(200, {}, content)]
    with pytest.raises(GenerationError, match=words):
        server.model().generate([Request("hello")], Sampling(8))


def test_a_server_that_is_not_there_is_given_up(server: Server) -> None:
    server.close()
    with pytest.raises(GenerationError, match="gave up"):
        server.model(timeout_seconds=1).generate([Request("hello")], Sampling(8))


def test_an_address_that_is_not_of_the_web_is_refused() -> None:
    with pytest.raises(GenerationError, match="http"):
        ServerModel("file:///etc/passwd", "m")


def test_given_answers_are_not_scored_by_a_server(server: Server) -> None:
    with pytest.raises(GenerationError, match="loaded here"):
        server.model().log_probabilities([Continuation("a", "b")])


JUDGED = Request("Which is better? (A) this (B) that", style="plain")


def test_choices_are_read_from_the_tokens_that_would_come_next(server: Server) -> None:
    server.replies = [
        ok(
            message={},
            logprobs={
                "content": [
                    {
                        "top_logprobs": [
                            {"token": "A", "logprob": -1.0},
                            {"token": " A", "logprob": -2.0},
                            {"token": "▁B", "logprob": -3.0},
                        ]
                    }
                ]
            },
        )
    ]
    ((first, second),) = server.model().choose([Request(JUDGED.text)], [" A", " B"])
    assert first == pytest.approx(math.log(math.exp(-1) + math.exp(-2)))
    assert second == -3.0
    path, body, _ = server.asked[0]
    assert (path, body["logprobs"], body["max_tokens"]) == ("/v1/chat/completions", True, 1)


def test_a_choice_that_is_not_named_gets_the_most_it_can_still_have(server: Server) -> None:
    server.replies = [ok(text="A", logprobs={"top_logprobs": [{" A": math.log(0.9), "The": math.log(0.06)}]})]
    ((first, second),) = server.model().choose([JUDGED], [" A", " B"])
    assert (first, second) == pytest.approx((math.log(0.9), math.log(0.04)))


@pytest.mark.parametrize(
    ("logprobs", "words"),
    [
        (None, "gives no log-probabilities"),
        ({"content": []}, "gives no log-probabilities"),
        ({"top_logprobs": [{"<think>": -0.1}]}, "would begin with none of"),
    ],
)
def test_a_server_that_cannot_weigh_choices_says_so(server: Server, logprobs: Any, words: str) -> None:
    server.replies = [ok(text="A", logprobs=logprobs)]
    with pytest.raises(GenerationError, match=words):
        server.model().choose([JUDGED], [" A", " B"])


def test_tokens_that_a_server_took_from_its_cache_are_counted(server: Server) -> None:
    usage = {
        "prompt_tokens": 50,
        "completion_tokens": 7,
        "prompt_tokens_details": {"cached_tokens": 32},
    }
    answer = {"choices": [{"text": "yes", "finish_reason": "stop"}], "usage": usage}
    server.replies = [(200, {}, json.dumps(answer).encode())]
    model = server.model()
    (written,) = model.generate([JUDGED], Sampling(8))
    assert written.tokens == 7
    used = model.usage
    assert (used.requests, used.prompt_tokens, used.cached_prompt_tokens, used.new_tokens) == (1, 50, 32, 7)


def test_a_busy_server_is_asked_less_at_a_time_and_then_more_again(server: Server) -> None:
    server.replies = [*[(429, {"Retry-After": "1"}, b"")] * 4, chat_echo]
    model = server.model(parallel=4)
    answers = model.generate([Request(str(n)) for n in range(4)], Sampling(8))
    assert [answer.text for answer in answers] == [f"You said {n}" for n in range(4)]
    assert model.pace.allowed < 4
    model.generate([Request(str(n)) for n in range(20)], Sampling(8))
    assert model.pace.allowed == 4


def test_no_more_requests_are_under_way_than_allowed(server: Server) -> None:
    def slow(body: dict[str, Any]) -> Reply:
        time.sleep(0.02)
        return chat_echo(body)

    server.replies = [slow]
    server.model(parallel=3).generate([Request(str(n)) for n in range(12)], Sampling(8))
    assert 2 <= server.most_at_once <= 3


def test_a_rate_limit_spaces_the_requests(server: Server) -> None:
    server.replies = [chat_echo]
    server.model(parallel=1, requests_a_minute=30).generate([Request(str(n)) for n in range(4)], Sampling(8))
    assert server.time.now == pytest.approx(6.0)
    asked = Request("word " * 400)
    server.model(parallel=1, tokens_a_minute=6000).generate(
        [asked, Request("b"), Request("c")], Sampling(100)
    )
    assert 12.0 < server.time.now < 14.0


CUT_SHORT: Reply = (200, {"Content-Length": "500"}, b'{"choices": [{"mess')


@pytest.mark.parametrize(
    "broken", [CUT_SHORT, (200, {}, b"<html>"), (200, {}, b'{"choices": []}'), (408, {}, b"")]
)
def test_a_broken_answer_is_asked_for_again(server: Server, broken: Reply) -> None:
    server.replies = [broken, chat_echo]
    (answer,) = server.model().generate([Request("hello")], Sampling(8))
    assert answer.text == "You said hello"
    assert len(server.asked) == 2


def test_a_server_that_is_too_slow_is_given_up_with_a_reason(server: Server) -> None:
    def never(body: dict[str, Any]) -> Reply:
        time.sleep(0.3)
        return chat_echo(body)

    server.replies = [never]
    with pytest.raises(GenerationError, match="timed out"):
        server.model(timeout_seconds=0.05).generate([Request("hello")], Sampling(8))


def refuse_long_ones(body: dict[str, Any]) -> Reply:
    text = body["messages"][0]["content"]
    if len(text) > 20:
        return 400, {}, json.dumps({"error": {"message": "too long for me"}}).encode()
    return chat_echo(body)


def test_a_request_that_is_refused_does_not_cost_the_others(server: Server) -> None:
    server.replies = [refuse_long_ones]
    requests = [Request("a"), Request("b" * 50), Request("c")]
    got: dict[int, str] = {}
    with pytest.raises(GenerationError, match="400 .*too long for me"):
        for place, answer in server.model().generate_each(requests, Sampling(8)):
            got[place] = answer.text
    assert got == {0: "You said a", 2: "You said c"}


def test_answers_that_were_there_before_the_server_went_away_are_not_asked_for_again(
    server: Server, tmp_path: Path
) -> None:
    server.replies = [chat_echo, chat_echo, chat_echo, (503, {}, b"")]
    requests = [Request(str(n)) for n in range(6)]
    with pytest.raises(GenerationError, match="gave up"):
        server.model(memory=tmp_path).generate(requests, Sampling(8))
    kept = tmp_path / "answers.jsonl"
    kept.write_bytes(kept.read_bytes()[:-9])
    server.replies, before = [chat_echo], len(server.asked)
    answers = server.model(memory=tmp_path).generate(requests, Sampling(8))
    assert [answer.text for answer in answers] == [f"You said {n}" for n in range(6)]
    assert len(server.asked) - before == 4
    again = server.model(memory=tmp_path)
    assert again.generate(requests, Sampling(8)) == answers
    assert again.usage.requests == 0


def test_another_seed_is_another_request(server: Server, tmp_path: Path) -> None:
    server.replies = [chat_echo]
    for seed in (1, 2):
        server.model(memory=tmp_path).generate([Request("hello")], Sampling(8, temperature=1.0, seed=seed))
    assert len(server.asked) == 2


def test_a_long_common_beginning_is_sent_once_before_all_others(server: Server) -> None:
    under_way: list[int] = []

    def watch(body: dict[str, Any]) -> Reply:
        under_way.append(server.most_at_once)
        time.sleep(0.02)
        return chat_echo(body)

    server.replies = [watch]
    server.model(parallel=4).generate([Request("example " * 300 + str(n)) for n in range(8)], Sampling(8))
    assert under_way[0] == 1
    assert server.most_at_once > 1


def test_a_server_that_names_fewer_alternatives_is_asked_for_fewer(server: Server) -> None:
    refused: list[int] = []
    answered = threading.Event()

    def five_at_most(body: dict[str, Any]) -> Reply:
        if body["logprobs"] > 5:
            refused.append(body["logprobs"])
            if len(refused) > 1:
                # Asked before another request learnt the bound, and refused after it did.
                answered.wait(5)
                time.sleep(0.05)
            return 400, {}, b'{"error": {"message": "at most 5"}}'
        answered.set()
        return ok(text="A", logprobs={"top_logprobs": [{" A": -0.5, " B": -1.5}]})

    server.replies = [five_at_most]
    assert server.model().choose([JUDGED] * 3, [" A", " B"]) == [(-0.5, -1.5)] * 3


def test_thoughts_are_no_part_of_an_answer(server: Server) -> None:
    server.replies = [ok(message={"content": "<think>They want bread.</think>\n\nMix flour and water."})]
    (answer,) = server.model().generate([Request("bread?")], Sampling(8))
    assert answer.text == "Mix flour and water."


@pytest.mark.parametrize("value", ["many", "-1", "0", "nan"])
def test_bounds_of_no_use_are_refused_by_name(value: str) -> None:
    with pytest.raises(GenerationError, match="TRAINING_SERVER_TOKENS_A_MINUTE"):
        ServerSettings.from_environment({"TRAINING_SERVER_TOKENS_A_MINUTE": value})


def test_bounds_are_read_from_the_environment() -> None:
    read = ServerSettings.from_environment({"TRAINING_SERVER_PARALLEL": "3", "TRAINING_SERVER_BATCHES": "1"})
    assert (read.parallel, read.batch_jobs, read.requests_a_minute) == (3, True, None)
