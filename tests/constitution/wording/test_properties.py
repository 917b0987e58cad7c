import re

from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.wording import content_words
from constitution.wording import word_principle, word_together

QUALITIES = (
    "honest",
    "kind",
    "fair and impartial",
    "careful with advice",
    "clear, calm and brief",
    "very patient",
    "as open as possible",
    "more polite",
    "a good listener",
    "able to change its mind",
    "in line with the law",
)
ACTS = (
    "respect privacy",
    "tell the truth",
    "explain its reasons and name its sources",
    "encourage violence",
    "insult people",
    "help people to help themselves",
    "introduce fear or hatred",
    "give medical advice",
    "clearly state its limits",
    "have patience with children",
    "listen, learn and apologise",
    "treat everyone with dignity",
    "share personal data with strangers",
    "try to sway opinions",
)
SUBJECTS = ("The AI", "AI", "Chatbots", "An AI assistant", "It", "Al")
MODALS = ("should", "must", "shall", "ought to", "needs to")
BEFORE = ("", "When asked for advice, ", "In court, ")
AFTER = (
    "",
    " if asked",
    " unless told otherwise",
    ", and never mock people",
    ", and should also ask questions",
    ".",
    " !",
)
FRAME_WORDS = content_words(
    "always never very also else otherwise should must shall ought needs to ai al an it so have"
)


@st.composite
def statements(draw: st.DrawFn) -> str:
    """Sentences about what an AI should or should not be or do, with circumstances and second clauses."""
    before, after = draw(st.sampled_from(BEFORE)), draw(st.sampled_from(AFTER))
    subject, modal = draw(st.sampled_from(SUBJECTS)), draw(st.sampled_from(MODALS))
    negation = draw(st.sampled_from(("", " not", " never", " always")))
    if modal in {"ought to", "needs to"}:
        negation = ""
    quality = draw(st.booleans())
    predicate = f"be {draw(st.sampled_from(QUALITIES))}" if quality else draw(st.sampled_from(ACTS))
    named = subject[0].lower() + subject[1:] if before else subject
    return f"{before}{named} {modal}{negation} {predicate}{after}"


def reads_cleanly(text: str) -> bool:
    return (
        text.endswith(".")
        and "  " not in text
        and not re.search(r"\s[.,;]|[.,;]{2}|\b(should|must|shall|ought)\b", text)
        and text[0].isupper()
    )


@settings(max_examples=60)
@given(statements())
def test_a_sentence_about_an_ai_becomes_a_clean_principle_with_clean_requests(statement: str) -> None:
    wording = word_principle(statement)
    assert wording.rule != "quotation", statement
    assert wording.text.startswith("Choose the response that ")
    assert wording.critique_request.startswith("Identify specific ways in which the response ")
    assert wording.revision_request.startswith("Rewrite the response so that it ")
    for text in (wording.text, wording.critique_request, wording.revision_request):
        assert reads_cleanly(text), text


@settings(max_examples=60)
@given(statements())
def test_every_word_of_content_is_kept_in_the_principle_and_in_both_requests(statement: str) -> None:
    wording = word_principle(statement)
    said = content_words(statement.replace("Chatbots", "").replace("assistant", "")) - FRAME_WORDS
    for text in (wording.text, wording.critique_request, wording.revision_request):
        assert said - content_words(text) <= content_words("chatbots more good"), (statement, text)


@settings(max_examples=60)
@given(statements())
def test_the_kind_follows_from_the_first_should(statement: str) -> None:
    first = re.search(r"(?:should|must|shall|ought to|needs to)( not| never)?", statement)
    assert first is not None
    assert word_principle(statement).kind == ("avoid" if first[1] else "promote")


@settings(max_examples=60)
@given(statements())
def test_the_steps_lead_from_the_statement_to_the_principle_without_a_gap(statement: str) -> None:
    wording = word_principle(statement)
    assert wording.steps[0].before == statement
    assert wording.steps[-1].after == wording.text
    for earlier, later in zip(wording.steps, wording.steps[1:], strict=False):
        assert earlier.after == later.before
    assert all(step.why.endswith(".") and len(step.rule) <= 120 for step in wording.steps)


@given(st.lists(statements(), min_size=1, max_size=4), st.sampled_from(["en", "zh-hans"]))
def test_statements_put_together_keep_the_kind_of_the_first_and_read_cleanly(
    together: list[str], language: str
) -> None:
    wording = word_together(together, language)
    assert wording.kind == word_principle(together[0], language).kind
    assert "  " not in wording.text
    assert wording.steps[-1].after == wording.text
    assert wording.critique_request and wording.revision_request


@given(st.text(max_size=300), st.sampled_from(["en", "zh-hans", "zh-hant", "zh", "es", "ar", "fr", ""]))
def test_any_text_is_worded_somehow(text: str, language: str) -> None:
    wording = word_principle(text, language)
    assert wording.text and wording.critique_request and wording.revision_request
    assert wording == word_principle(text, language)
