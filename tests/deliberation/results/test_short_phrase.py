import pytest

from deliberation.results.short_phrase import LONGEST, short_phrase


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("An AI should be honest.", "An AI should be honest"),
        (
            "The AI should always admit its mistakes, even where nobody would notice them in time.",
            "The AI should always admit its mistakes…",
        ),
        (
            "The AI should trust experts more than the experience of ordinary people",
            "The AI should trust experts more than the experience of…",
        ),
        ("Costs of 3.5 percent or more ought to be shown to each person beforehand", None),
        ("人工智能应当在任何情况下都诚实地承认自己的错误，即使没有人会注意到这些错误也一样。", None),
        ("two\nlines", "two lines"),
        ("", ""),
    ],
)
def test_the_beginning_of_a_statement_fits_beside_a_letter(text, phrase):
    found = short_phrase(text)
    assert len(found) <= LONGEST
    if phrase is not None:
        assert found == phrase
    else:
        assert found.endswith("…")
        assert text.startswith(found[:-1])
        assert len(found) > 15


def test_a_long_word_is_cut_and_nothing_is_too_long():
    assert len(short_phrase("x" * 400)) <= LONGEST + 1
