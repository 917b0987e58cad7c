"""Constitutions of many shapes read, and hostile ones refused with a reason."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from constitution.comparing import reading
from constitution.comparing.library_of_sources import library, source_of
from constitution.comparing.reading import Unreadable, read_constitution
from tests.shared_data import shared_data

TWO = ("AI should be kind.", "AI should be honest.")


@pytest.mark.parametrize(
    "content",
    [
        json.dumps(TWO),
        json.dumps([{"text": text} for text in TWO]),
        json.dumps({"format": "concord-constitution/1", "principles": [{"text": text} for text in TWO]}),
        json.dumps({"principles": [{"id": "p01", "text": text, "votes": {}} for text in TWO], "sha256": "0"}),
        json.dumps({text: {"prompt": [f"\n\nCritiqueRequest: {text}\n\nCritique:"], "edit_request": "x"}
                    for text in TWO}),
        json.dumps({"constitutions": [{"critic": text, "revision": "x"} for text in TWO]}),
        json.dumps([{"trait": text, "questions": []} for text in TWO]),
        "# Title\n\nSome words before.\n\n- AI should be kind.\n- **AI should be\n  honest.**\n",
        "1. AI should be kind.\n2. [AI should be honest.](https://example.org/why)\n",
        "AI should be kind.\r\n\r\nAI should be honest.\r\n",
        "\ufeffAI should be kind.\nAI should be honest.\nAI should be kind.\n",
    ],
)  # fmt: skip
def test_every_known_shape_gives_the_same_principles(content: str) -> None:
    assert read_constitution(content.encode()).principles == TWO


def test_the_published_file_of_2023_is_read() -> None:
    data = (shared_data("ccai") / "public_constitution_75.json").read_bytes()
    found = read_constitution(data)
    assert len(found.principles) == 75
    assert found.title.startswith("Public constitution")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", reading.NOTHING),
        (b"   \n\n", reading.NOTHING),
        (b"[]", reading.NOTHING),
        (b"{}", reading.NOTHING),
        (b"[1, 2, null]", reading.UNKNOWN_SHAPE),
        (b'{"a": {"b": 1}}', reading.UNKNOWN_SHAPE),
        (b'["half', reading.BROKEN_JSON),
        (b"[" * 200_000, reading.BROKEN_JSON),
        (b"\xff\xfa\x00\x01", reading.NOT_TEXT),
        (b"a\x00b", reading.NOT_TEXT),
        (b"x" * (reading.LARGEST + 1), reading.TOO_LARGE),
        (b"\n".join(b"AI should do %d." % n for n in range(2001)), reading.TOO_MANY),
        (b"x" * 3001, reading.TOO_LONG),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_reason(content: bytes, reason: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_constitution(content)
    assert refused.value.reason == reason
    assert str(refused.value)


def test_hidden_and_reordering_characters_do_not_come_in() -> None:
    found = read_constitution("AI should \u202ebe\u200b kind\u0007.\n".encode())
    assert found.principles == ("AI should be kind.",)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400))
def test_no_bytes_whatever_end_otherwise_than_read_or_refused(content: bytes) -> None:
    try:
        assert read_constitution(content).principles
    except Unreadable as refused:
        assert refused.reason


def test_every_source_of_the_library_is_cited_and_in_words_that_can_be_voted_on() -> None:
    sources = library()
    assert len({source.key for source in sources}) == len(sources) >= 9
    for source in sources:
        assert source.title and source.publisher and source.licence and source.about
        assert 1900 < source.year < 2030
        assert source.address.startswith("https://")
        assert source.language == "en"
        assert len(set(source.texts)) == len(source.texts)
        for principle in source.principles:
            assert principle.text.startswith("The AI should ") and principle.text.endswith(".")
            assert len(principle.text) <= 140
            assert principle.place
    assert len(source_of("universal-declaration-1948").principles) == 30
    assert source_of("collective-constitution-2023").is_pointer
