"""What word lists tell apart, whatever the encoders say: the likeness is given as the highest there is."""

import pytest

from deliberation.semantics.opposition.judgement import DIFFERENT, SAME, UNREAD, Likeness, judge

ALIKE = Likeness(1.0, 1.0)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("AI should put freedom over the common good.", "AI should put the common good over freedom."),
        ("Privacy matters more than convenience.", "Convenience matters more than privacy."),
        ("AI should sacrifice accuracy for kindness.", "AI should sacrifice kindness for accuracy."),
        ("AI should subordinate profit to safety.", "AI should subordinate safety to profit."),
        ("Humans should obey AI.", "AI should obey humans."),
        ("AI should be controlled by humans.", "AI should control humans."),
        ("Doctors should be advised by AI.", "AI should be advised by doctors."),
        ("Individuals should serve society.", "Society should serve individuals."),
        ("I should adapt to it.", "It should adapt to me."),
        ("The state should own AI, not companies.", "Companies should own AI, not the state."),
        ("AI should always tell the truth.", "AI should never tell the truth."),
        ("All AI systems should be regulated.", "No AI systems should be regulated."),
        ("All AI systems should be regulated.", "Some AI systems should be regulated."),
        ("AI should help only children.", "AI should help children."),
        ("AI should be more emotional.", "AI should be less emotional."),
        ("AI should be allowed to vote.", "AI should be forbidden to vote."),
        ("AI must report crimes.", "AI need not report crimes."),
        ("AI must report crimes.", "AI may report crimes."),
        ("AI may share data with consent.", "AI may share data without consent."),
        ("AI should be honest even if it hurts.", "AI should be honest unless it hurts."),
        ("If the user is rude, AI should stay polite.", "If the user is polite, AI should stay rude."),
        ("Speak up if someone is sad, otherwise wait.", "Wait if someone is sad, otherwise speak up."),
        ("AI should ask before acting.", "AI should act before asking."),
        ("AI should share user data.", "AI should withhold user data."),
        ("AI should be predictable.", "AI should be unpredictable."),
        ("AI must ask twice before deleting.", "AI must ask once before deleting."),
        ("Keep chats for 10 days.", "Keep chats for 100 days."),
        ("AI should never refuse to help.", "AI should always refuse to help."),
        ("Lying to users is fine.", "Lying to users is not fine."),
        ("AI should not lie and should protect us.", "AI should lie and should not protect us."),
        ("AI should be fribbled.", "AI should be grobbled."),
        ("AI should be biased against women.", "Women should not be disadvantaged by AI."),
        ("AI should get advice from people.", "People should get advice from AI."),
        ("AI should be understandable to people.", "AI should understand people."),
        ("AI should be in the hands of companies.", "Companies should be in the hands of AI."),
        ("AI should think first and act.", "AI should act first and think."),
        ("AI should keep its promises.", "AI should break its promises."),
        ("AI should give wrong information.", "AI should not give false information."),
    ],
)
def test_what_differs_in_meaning_is_never_the_same_without_a_warning(first: str, second: str) -> None:
    for pair in ((first, second), (second, first)):
        judgement = judge(*pair, ALIKE)
        assert judgement.verdict != SAME
        assert judgement.warnings
        assert judgement.warnings[0] in judgement.why


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("AI should be honest.", "An AI should be truthful."),
        ("AI should be honest.", "AI must not be dishonest."),
        ("AI should be honest, helpful and harmless.", "AI should be harmless, helpful and honest."),
        ("AI should be understandable to laypeople.", "Ordinary people should be able to understand AI."),
        ("AI must be in the hands of the state.", "The state must control AI."),
        ("If it refuses, the AI should say so.", "The AI should say so if it refuses."),
        ("AI should not give wrong information.", "AI should not give false information."),
        ("AI should share important information.", "AI should not withhold important information."),
        ("AI should always warn users.", "AI should never fail to warn users."),
        ("AI must not manipulate voters.", "Voters must not be manipulated by an AI."),
        ("In an emergency, the AI should call for help.", "The AI should call for help in an emergency."),
        ("AI should put safety before profit.", "Profit should be less important than safety for AI."),
        ("Data may only be shared with consent.", "Data must not be shared without consent."),
        ("No AI should be allowed to vote.", "AI must not be permitted to vote."),
        ("AI should be tested for bias.", "The AI ought to be examined for prejudice."),
    ],
)
def test_the_same_in_other_words_carries_no_warning(first: str, second: str) -> None:
    judgement = judge(first, second, ALIKE)
    assert judgement.warnings == ()
    assert judgement.verdict == SAME


def test_statements_that_share_nothing_are_different() -> None:
    first, second = "AI art should carry a watermark.", "The model should help refugees fill in forms."
    assert judge(first, second, Likeness(0.2, 0.2)).verdict == DIFFERENT


def test_a_language_without_word_lists_is_never_the_same_without_a_warning() -> None:
    judgement = judge(
        "Dirbtinis intelektas visada meluoja.", "Dirbtinis intelektas niekada nemeluoja.", ALIKE
    )
    assert judgement.warnings == (UNREAD,)


def test_the_same_text_in_the_same_language_is_the_same_whatever_its_marks() -> None:
    assert judge("AI should be honest.", "AI should be honest!!", Likeness(0.0)).verdict == SAME
