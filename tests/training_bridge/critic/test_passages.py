"""Sentences of a text, and where quoted words stand in it."""

from hypothesis import given
from hypothesis import strategies as st

from training_bridge.critic.passages import Passage, meet, passage_of, sentences_of


def texts(text: str) -> list[str]:
    return [each.of(text) for each in sentences_of(text)]


def test_a_text_is_cut_where_sentences_and_lines_end() -> None:
    assert texts('Ask "why?" first. It costs 3.5 euros!\n1 Open it') == [
        'Ask "why?"',
        "first.",
        "It costs 3.5 euros!",
        "1 Open it",
    ]
    assert texts("一句话。第二句！") == ["一句话。", "第二句！"]
    assert texts(" \n ") == []


@given(st.text(max_size=200))
def test_sentences_lie_in_order_and_lose_no_letter(text: str) -> None:
    passages = sentences_of(text)
    assert all(one.end <= other.start for one, other in zip(passages, passages[1:], strict=False))
    assert "".join("".join(texts(text)).split()) == "".join(text.split())


def test_a_quote_is_found_whatever_its_marks_and_capitals() -> None:
    text = "Well, it's “fine”:\nwater is dry. Really."
    assert passage_of("IT'S 'fine' - Water", text) == Passage(6, 24)
    assert passage_of("water was dry", text) is None


def test_a_quote_that_could_stand_anywhere_is_not_found() -> None:
    assert passage_of("is", "This is it.") is None
    assert passage_of("…", "This is it …") is None


def test_a_whole_word_is_preferred_to_a_part_of_one() -> None:
    assert passage_of("letter", "letterbox, then a letter") == Passage(18, 24)


@given(st.text(max_size=80), st.integers(0, 80), st.integers(0, 80))
def test_words_copied_from_a_text_are_found_in_it_or_too_short(text: str, start: int, end: int) -> None:
    found = passage_of(text[start:end], text)
    assert found is None or found.of(text)


def test_passages_meet_where_half_of_the_shorter_one_is_shared() -> None:
    assert meet(Passage(0, 10), Passage(5, 30))
    assert not meet(Passage(0, 10), Passage(6, 30))
    assert not meet(Passage(0, 10), Passage(10, 20))
    assert meet(Passage(0, 100), Passage(40, 44))
