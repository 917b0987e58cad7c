import pytest

from constitution.tracing import FORMS, Identifier, UnknownForm, parse


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("principle:ours/v2/p07", Identifier("principle", "ours", 2, 7)),
        ("principle:ours/p07", Identifier("principle", "ours", None, 7)),
        (" Principle: ours/V2/P7 ", Identifier("principle", "ours", 2, 7)),
        ("principle:p7", Identifier("principle", "", None, 7)),
        ("principle:v2/p7", Identifier("principle", "", 2, 7)),
        ("statement:ours/123", Identifier("statement", "ours", None, 123)),
        ("statement:0", Identifier("statement", "", None, 0)),
        ("edit:ours/v2/p07/e1", Identifier("edit", "ours", 2, 7, 1)),
        ("edit:p07/e3", Identifier("edit", "", None, 7, 3)),
        ("version:ours/v2", Identifier("version", "ours", 2)),
        ("version:v2", Identifier("version", "", 2)),
    ],
)
def test_every_form_is_read(text: str, found: Identifier) -> None:
    assert parse(text) == found


@pytest.mark.parametrize(
    "text",
    ["principle:ours/v2/p07", "statement:ours/123", "edit:ours/p07/e1", "version:ours/v2", "version:v2"],
)
def test_an_identifier_is_written_as_it_is_read(text: str) -> None:
    assert str(parse(text)) == text


@pytest.mark.parametrize(
    "text", ["", "p07", "princple:ours/p07", "vote:ours/1", "://", "x" * 5000, "prinzip:" + "y" * 5000]
)
def test_an_unknown_kind_is_told_all_forms(text: str) -> None:
    with pytest.raises(UnknownForm) as error:
        parse(text)
    assert all(form in str(error.value) for form in FORMS.values())
    assert len(str(error.value)) < 400


@pytest.mark.parametrize(
    ("kind", "rest"),
    [
        ("principle", "ours"),
        ("principle", "ours/2/7"),
        ("principle", "ours/v2/p"),
        ("principle", "ours/v2/p٧"),
        ("principle", "a b/p07"),
        ("principle", "ours/v2/p99999999999"),
        ("statement", "ours/-1"),
        ("statement", "ours/1.5"),
        ("statement", "ours/p07"),
        ("edit", "ours/v2/p07"),
        ("version", "ours/2"),
    ],
)
def test_a_malformed_name_is_told_the_form_of_its_kind(kind: str, rest: str) -> None:
    with pytest.raises(UnknownForm) as error:
        parse(f"{kind}:{rest}")
    assert FORMS[kind] in str(error.value)
    assert sum(form in str(error.value) for form in FORMS.values()) == 1
