import pytest

from constitution.wording.english.inflection import starts_like_a_verb, third_person, third_person_phrase


@pytest.mark.parametrize(
    ("verb", "inflected"),
    [
        ("tell", "tells"),
        ("be", "is"),
        ("have", "has"),
        ("do", "does"),
        ("go", "goes"),
        ("pass", "passes"),
        ("reach", "reaches"),
        ("fix", "fixes"),
        ("try", "tries"),
        ("say", "says"),
        ("veto", "vetoes"),
        ("agree", "agrees"),
    ],
)
def test_verbs_in_the_third_person(verb: str, inflected: str) -> None:
    assert third_person(verb) == inflected


@pytest.mark.parametrize(
    ("phrase", "inflected"),
    [
        ("always tell the truth", "always tells the truth"),
        ("help and support people", "helps and supports people"),
        ("rely on facts", "relies on facts"),
        ("encourage users to hurt or harm themselves", "encourages users to hurt or harm themselves"),
        ("respect freedom and protection", "respects freedom and protection"),
        ("give clear steps and take its time", "gives clear steps and takes its time"),
    ],
)
def test_verb_phrases_in_the_third_person(phrase: str, inflected: str) -> None:
    assert third_person_phrase(phrase).text == inflected


@pytest.mark.parametrize(
    ("phrase", "can_be_a_verb"),
    [
        ("introduce rhetoric", True),
        ("destabilise society", True),
        ("openly disagree", True),
        ("accessible to all", False),
        ("respectful", False),
        ("knows it", False),
        ("kind", False),
        ("", False),
    ],
)
def test_what_follows_should_is_a_verb_unless_its_ending_shows_another_kind(
    phrase: str, can_be_a_verb: bool
) -> None:
    assert starts_like_a_verb(phrase) is can_be_a_verb
