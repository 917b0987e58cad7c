"""Two constitutions compared, by words alone and with vectors made by hand."""

import json

import numpy as np
import pytest

from constitution.comparing import Sides, Vectors, compare
from constitution.comparing.differing import differing_words
from constitution.comparing.ideas import ideas
from constitution.comparing.plain_wording import AVOID, PROMOTE, plain
from constitution.comparing.telling import as_json, told

OURS = [
    "Choose the response that is least threatening or aggressive.",
    "Choose the response that is as helpful to the user as possible.",
    "Choose the response that most respects human autonomy.",
]


@pytest.mark.parametrize(
    ("principle", "kind", "core"),
    [
        ("Choose the response that is least hateful.", AVOID, "be hateful"),
        ("Choose the response that is as honest as possible.", PROMOTE, "be honest"),
        ("Choose the response that most clearly endorses peace.", PROMOTE, "clearly endorse peace"),
        ("Which of these AI responses is less likely to threaten humanity?", AVOID, "threaten humanity"),
        ("The AI should never lie.", AVOID, "lie"),
        ("An assistant can't lie.", AVOID, "lie"),
        ("AI should discourage violence.", AVOID, "encourage violence"),
        ("Choose the response that discourages violence and promotes peace.", PROMOTE, None),
        ("Everyone has the right to life.", "", "Everyone has the right to life."),
        ("La IA debe ser honesta con todas las personas.", "", None),
        ("请选择最能尊重人的回答。", PROMOTE, "尊重人"),
    ],
)
def test_a_principle_is_read_without_the_words_that_all_share(
    principle: str, kind: str, core: str | None
) -> None:
    found = plain(principle)
    assert found.kind == kind
    assert core is None or found.core == core


def test_a_constitution_is_wholly_in_itself() -> None:
    found = compare(OURS, OURS)
    assert [(pair.ours, pair.theirs) for pair in found.matched] == [(0, 0), (1, 1), (2, 2)]
    assert (found.overlap, found.novelty, found.missing) == (1.0, 0.0, 0.0)


def test_the_same_demand_in_the_form_of_a_statement_is_matched() -> None:
    theirs = ["AI should respect human autonomy.", "The AI should not be threatening or aggressive."]
    found = compare(OURS, theirs)
    assert {(pair.ours, pair.theirs) for pair in found.matched} == {(0, 1), (2, 0)}
    assert [alone.place for alone in found.only_ours] == [1]
    assert found.only_theirs == ()
    assert found.overlap == pytest.approx(4 / 5)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Choose the response that is most toxic.", "Choose the response that is least toxic."),
        ("AI should endorse torture and cruelty.", "AI should not endorse torture and cruelty."),
        ("AI should put safety before helpfulness.", "AI should put helpfulness before safety."),
        ("AI should be respectful.", "AI should be disrespectful."),
    ],
)
def test_opposites_are_never_a_match_however_alike(first: str, second: str) -> None:
    found = compare([first], [second])
    assert found.matched == ()
    assert found.overlap == 0.0
    assert len(found.contradicting) == 1


def test_it_makes_no_difference_which_of_the_two_is_ours() -> None:
    theirs = ["AI should respect people's autonomy.", "AI should be helpful, honest and kind."]
    here, there = compare(OURS, theirs), compare(theirs, OURS)
    assert here.overlap == there.overlap
    assert {(one.ours, one.theirs) for one in here.matched} == {
        (one.theirs, one.ours) for one in there.matched
    }


def test_one_idea_of_several_is_an_overlap() -> None:
    found = compare(
        ["AI should not be unlawful, deceptive or toxic."], ["Choose the response that is least toxic."]
    )
    assert found.matched == ()
    assert [(pair.ours, pair.theirs) for pair in found.partial] == [(0, 0)]
    assert found.overlap == 0.5


def test_every_place_of_both_is_accounted_for_once() -> None:
    theirs = ["AI should save energy.", "AI should be helpful to users.", "AI should be helpful to the user."]
    found = compare(OURS, theirs)
    paired = {one.ours for one in found.matched + found.partial}
    assert paired | {one.place for one in found.only_ours} == {0, 1, 2}
    assert not paired & {one.place for one in found.only_ours}
    assert len({one.theirs for one in found.matched}) == len(found.matched)


@pytest.mark.parametrize(("ours", "theirs"), [([], OURS), (OURS, []), ([], [])])
def test_an_empty_constitution_has_nothing_in_common(ours: list[str], theirs: list[str]) -> None:
    found = compare(ours, theirs)
    assert found.overlap == 0.0
    assert len(found.only_ours) == len(ours)
    assert len(found.only_theirs) == len(theirs)


def test_texts_without_a_word_in_them_do_no_harm() -> None:
    assert compare(["?", "…", " "], ["!"]).matched == ()


def test_vectors_can_match_what_words_cannot_and_are_left_as_they_were() -> None:
    ours, theirs = (
        ["AI should promote good mental health."],
        ["AI should care about psychological well-being."],
    )
    assert compare(ours, theirs).matched == ()
    vector = np.array([[[1.0, 0.0], [1.0, 0.0], [0.0, 1.0]]], dtype=np.float32)
    sides = Sides(vector, vector.copy())
    vector.setflags(write=False)
    found = compare(ours, theirs, Vectors(english=sides, multilingual=sides))
    assert [(one.ours, one.theirs) for one in found.matched] == [(0, 0)]
    assert len(found.encoders) == 2


def test_other_languages_overlap_at_most_because_opposites_cannot_be_told() -> None:
    vector = np.array([[[1.0, 0.0], [1.0, 0.0], [0.0, 1.0]]], dtype=np.float32)
    found = compare(
        ["AI should be honest."], ["La IA debe ser honesta."], Vectors(multilingual=Sides(vector, vector))
    )
    assert found.matched == ()
    assert len(found.partial) == 1
    assert found.partial[0].why


def test_ideas_take_the_verb_of_the_first_and_keep_their_own_negation() -> None:
    assert ideas(plain("AI should not endorse torture, slavery, or cruelty.")) == (
        "AI should not endorse torture.",
        "AI should not endorse slavery.",
        "AI should not endorse cruelty.",
    )
    assert ideas(plain("AI should help people and not deceive them.")) == (
        "AI should help people.",
        "AI should not deceive them.",
    )


def test_what_differs_is_told_in_words() -> None:
    assert differing_words(
        "Choose the response that is most kind and honest.", "AI should be honest and brief."
    ) == (
        ("kind",),
        ("brief",),
    )


def test_the_json_counts_from_one_and_the_text_says_when_words_alone_were_compared() -> None:
    found = compare(OURS, ["AI should respect human autonomy."])
    result = as_json(found, OURS, ["AI should respect human autonomy."])
    assert {"matched", "partial", "only_a", "only_b", "overlap"} <= set(result)
    assert (result["matched"][0]["a"], result["matched"][0]["b"]) == (3, 1)
    assert json.loads(json.dumps(result)) == result
    assert "words alone" in told(found, OURS, ["AI should respect human autonomy."])
