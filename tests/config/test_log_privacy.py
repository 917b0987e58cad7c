import pytest

from config.log_privacy import describe_error, message_without_values, without_personal_data


def test_what_the_database_adds_to_an_error_is_left_out() -> None:
    said = (
        'duplicate key value violates unique constraint "user_email"\nDETAIL:  Key (email)=(a@b.org) exists.'
    )
    assert without_personal_data(said) == 'duplicate key value violates unique constraint "user_email"'


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("No account for maria.lopez+x@example.org.", "No account for …."),
        ("Asked https://a.example/d/x/?token=abc&b=1 in vain", "Asked https://a.example/d/x/?… in vain"),
        ("Invalid request from ip=203.0.113.7: broken", "Invalid request from ip=… broken"),
        ("Is that so? a=b", "Is that so? a=b"),
    ],
)
def test_a_message_names_nobody(said: str, left: str) -> None:
    assert without_personal_data(said) == left


@pytest.mark.parametrize(
    ("kind", "said", "left"),
    [
        ("KeyError", "'maria@example.org'", ""),
        (
            "ValueError",
            "invalid literal for int() with base 10: 'Maria'",
            "invalid literal for int() with base 10: …",
        ),
        ("ValueError", "cannot read 'maria'", "cannot read …"),
        (
            "ProgrammingError",
            'relation "deliberation_event" is not there',
            'relation "deliberation_event" is not there',
        ),
        (
            "DataError",
            'invalid input syntax for type uuid: "We want trees"',
            "invalid input syntax for type uuid: …",
        ),
    ],
)
def test_an_error_says_what_it_is_and_not_of_whom(kind: str, said: str, left: str) -> None:
    assert message_without_values(kind, said) == left


def test_an_error_is_told_with_those_it_arose_from_and_without_values() -> None:
    try:
        try:
            {}["Maria"]
        except KeyError as missing:
            raise ValueError("cannot read 'Maria'") from missing
    except ValueError as error:
        told = describe_error(error)
    assert "Maria" not in told.replace('["Maria"]', "").replace("'Maria'\")", "")
    assert told.index("KeyError") < told.index("which led to") < told.index("ValueError: cannot read …")
    assert __file__ in told
