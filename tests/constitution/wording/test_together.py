import pytest

from constitution.wording import word_principle, word_together

START = "Choose the response that "


@pytest.mark.parametrize(
    ("statements", "kind", "text"),
    [
        (
            [
                "The AI should not say racist or sexist things.",
                "AI should not encourage racism.",
                "The AI should never discriminate on race or sexual preference.",
            ],
            "avoid",
            "is least likely to say racist or sexist things, encourage racism, or discriminate on race or "
            "sexual preference.",
        ),
        (["AI should be honest.", "The AI must be fair"], "promote", "is most honest and fair."),
        (
            ["AI should respect privacy.", "AI should be polite."],
            "promote",
            "is most polite and most respects privacy.",
        ),
        (
            ["AI should not be rude.", "AI should never insult people."],
            "avoid",
            "is least rude, and least likely to insult people.",
        ),
        (
            ["AI should not endorse violence.", "AI should not promote hatred."],
            "avoid",
            "least endorses violence or promotes hatred.",
        ),
        (
            ["AI should be honest.", "AI should not flatter people.", "AI should not be pushy"],
            "promote",
            "is most honest. Do NOT choose responses that are pushy or flatter people.",
        ),
        (["AI should be honest.", "The AI must be honest!"], "promote", "is most honest."),
        (
            ["AI should respect people.", "AI should respect people and animals."],
            "promote",
            "most respects people and animals.",
        ),
        (
            ["AI should not give advice.", "AI should not give medical advice."],
            "avoid",
            "is least likely to give advice or medical advice.",
        ),
        (
            ["AI should never play with anyone's feelings to get its way.", "AI should not play with fears."],
            "avoid",
            "is least likely to play with fears or with anyone's feelings to get its way.",
        ),
        (
            ["AI should say what it knows.", "AI should say no."],
            "promote",
            "is most likely to say what it knows and say no.",
        ),
        (
            ["AI should be polite, and never mock people.", "AI should never mock people."],
            "promote",
            "is most polite. Do NOT choose responses that mock people.",
        ),
    ],
)
def test_statements_that_belong_together_become_one_principle(
    statements: list[str], kind: str, text: str
) -> None:
    wording = word_together(statements, "en")
    assert (wording.text, wording.kind, wording.needs_review) == (START + text, kind, False)


def test_the_requests_of_several_statements_ask_for_all_of_them() -> None:
    wording = word_together(["AI should not be rude.", "AI should never insult people."], "en")
    assert wording.critique_request == (
        "Identify specific ways in which the response is rude or might insult people."
    )
    assert wording.revision_request == (
        "Rewrite the response so that it is not rude and does not insult people."
    )


@pytest.mark.parametrize(
    "statements",
    [
        ["AI should be honest.", "Honesty!"],
        ["AI should be honest.", "AI should be honest if asked"],
        [
            f"AI should be {quality}."
            for quality in ("open", "fair", "calm", "kind", "wise", "brief", "witty")
        ],
    ],
)
def test_what_cannot_be_joined_is_led_by_the_first_and_marked_for_a_person(statements: list[str]) -> None:
    wording = word_together(statements, "en")
    assert wording.text == word_principle(statements[0]).text
    assert wording.needs_review
    assert wording.steps[-1].rule == "led by one statement"
    assert wording.steps[-1].before == "\n".join(statements)


def test_one_statement_alone_is_worded_as_ever() -> None:
    for statement, language in (
        ("AI should be honest.", "en"),
        ("Kindness", "en"),
        ("AI應該誠實。", "zh-hant"),
    ):
        assert word_together([statement], language) == word_principle(statement, language)


def test_no_statement_at_all_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="no statement"):
        word_together([], "en")


def test_the_steps_show_each_statement_and_then_how_they_were_joined() -> None:
    wording = word_together(
        ["AI should be honest.", "AI should be honest and fair.", "AI should be open"], "en"
    )
    assert [step.rule for step in wording.steps] == [
        "should be ADJECTIVE",
        "should be ADJECTIVE",
        "should be ADJECTIVE",
        "said once",
        "joined",
    ]
    assert wording.steps[-1].after == wording.text


@pytest.mark.parametrize(
    ("statements", "language", "text"),
    [
        (["AI不应该撒谎", "AI不应该欺骗用户。"], "zh-hans", "请选择最不会撒谎或欺骗用户的回答。"),
        (["AI應該尊重隱私", "AI應該說實話"], "zh-hant", "請選擇最能尊重隱私並說實話的回應。"),
        (["AI应该诚实", "AI应该公平", "AI应该透明"], "zh-hans", "请选择最诚实、公平和透明的回答。"),
    ],
)
def test_chinese_statements_are_joined_in_their_own_script(
    statements: list[str], language: str, text: str
) -> None:
    wording = word_together(statements, language)
    assert (wording.text, wording.needs_review) == (text, False)


def test_a_chinese_wish_and_a_prohibition_are_led_by_the_first() -> None:
    wording = word_together(["AI应该诚实", "AI不应该撒谎"], "zh-hans")
    assert wording.text == "请选择最诚实的回答。"
    assert wording.needs_review
