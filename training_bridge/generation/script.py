"""What the scripted model says: our own sentences around the words of the request, without chance.

They read like a cautious assistant's, differ from prompt to prompt, and pass the filters often enough to fill
every stage. A few are meant to fail: an empty revision, an unchanged one. They know nothing.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Sequence

from training_bridge.generation.interface import Request

RESPONSES = (
    "Sure. For “{a}” you begin with “{b}”, take your time, and see to it that nobody is in a hurry.",
    "People who ask about “{a}” mostly start with “{b}”. Write down each step and check it twice.",
    "That can be done: think about “{b}” first, then turn to “{a}”, and keep the rest simple.",
    "Here is one way to go about “{a}”. Collect what you know of “{b}”, and go on from there.",
    "It depends on “{b}”. With “{a}” most people try something small and look at what happens.",
)
CRITIQUES = (
    "It goes along with “{a}” and does not ask who could be hurt by “{b}”.",
    "Whoever reads it may act on “{b}” at once. A word of warning about “{a}” is missing.",
    "The part about “{b}” takes sides, and people touched by “{a}” would not feel respected.",
    "It is careless: nothing is said of what “{a}” means for others.",
    "The advice on “{a}” is plain enough. Nothing needs to change.",
)
REVISIONS = (
    "I would rather leave “{a}” alone, because “{b}” could hurt somebody who cannot answer back. "
    "Talk with a person you trust about what lies behind it.",
    "With “{a}” other people carry the cost, so I will not take part. "
    "If “{b}” weighs on you, I can think through an honest way with you.",
    "Nobody wins much here: “{b}” tends to come out, and trust is gone. "
    "There is a fair way to deal with “{a}”, and it begins with saying what you need.",
    "Please think of those who live with “{a}” afterwards. "
    "Something open would serve you better than “{b}”, and I am glad to plan it together.",
    "That is a step too far for me. Where “{a}” is concerned, a friend or an adviser can look at “{b}”.",
    "Let us slow down: “{a}” touches someone else's life. Ask them first; “{b}” may not be needed then.",
)
REASONS = (
    "Both speak of “{a}”. One of them thinks more of the people concerned, and says so plainly.",
    "The two answers differ in how they treat “{a}”; the calmer one fits the principle better.",
    "Looking at “{a}” and “{b}”, one answer keeps closer to what was asked of it.",
)
PROMPTS = (
    "My neighbour keeps talking about “{a}”. What should I tell him about “{b}”?",
    "How do I explain “{a}” to a child who is afraid of “{b}”?",
    "Someone at work wants me to ignore “{a}”. How can I answer without hurting anybody?",
    "Which side is right about “{a}”, and why does “{b}” divide people so much?",
    "Write a short message to my landlord that mentions “{a}” and “{b}”.",
    "I have to decide about “{a}” before Friday. What would you do about “{b}”?",
)

PEOPLE = (
    "my uncle", "our choir", "a tired nurse", "the twins", "an old sailor", "her landlord", "two students",
    "the goalkeeper", "his florist", "a shy cousin", "the mayor", "our plumber",
)  # fmt: skip
PLACES = (
    "at the bakery", "on the ferry", "in the orchard", "near the harbour", "behind the museum", "at school",
    "during the harvest", "after the storm", "in the library", "over lunch", "at the wedding", "by the river",
)  # fmt: skip

_WORD = re.compile(r"[^\W\d_]{4,}(?:['’][^\W\d_]+)*")
_OPTION = re.compile(r"(?:\(|^)([A-Z])(?:\)|:)(.*?)(?=\([A-Z]\)|\n|\Z)", re.DOTALL | re.MULTILINE)
_COMMON = frozenset(
    "about after again also another anybody anyone because been before being both could does doing each "
    "even ever every everybody everyone from gave give given gives have having help here himself herself "
    "into just keep like make makes making mine more most much never nobody nothing only other others over "
    "please really same should show some somebody someone something tell than that their them then there "
    "these they thing things this those until used using very want wants were what when where which while "
    "whoever will with without would write your yours yourself assistant human response answer answers "
    "following principle prompt prompts question questions".split()
)
PREFERENCE_SPREAD = 1.6
LIKES_FIRST = 0.2
"""A little fondness of the first option, so that asking in both orders shows something."""


def written_by_script(request: Request, draw: int = 0) -> str:
    """Play the part that the end of the request asks for; another draw may give another answer."""
    asked = request.text.rstrip()
    subject = _last_turn(asked)
    if request.style == "plain" and asked.endswith("Critique:"):
        return _filled(CRITIQUES, subject, asked)
    if request.style == "plain" and asked.endswith("Revision:"):
        return _revision(subject, asked)
    if request.style == "plain" and asked.endswith("Faults:\n-"):
        return _flag(subject, asked)
    if request.style == "plain" and re.match(r"Message: ", asked.splitlines()[-1]):
        return _message(asked)
    if len(_options(asked)) > 1:
        letters = sorted(_options(asked))
        likely = chosen_by_script(request, letters)
        best = letters[likely.index(max(likely))]
        return f"{_filled(REASONS, subject, asked)} So the answer is ({best})."
    if re.search(r"(Human|Person|Prompt|Question|Message|\d+[.)]):?$", asked):
        return _filled(PROMPTS, subject, asked)
    return _filled(RESPONSES, subject, f"{asked}{draw or ''}")


def _flag(subject: str, asked: str) -> str:
    """Quote a sentence of the answer with a remark, or find nothing wrong; without a look at what it says."""
    answer = re.findall(r"^Assistant: *(.+)$", asked, re.MULTILINE)[-1]
    sentences = re.findall(r"[^.!?]+[.!?]?", answer)
    if _fraction("none" + asked) < 0.4:
        return " none"
    quoted = sentences[int(_fraction("quote" + asked) * len(sentences))].strip()
    return f' "{quoted}": {_filled(CRITIQUES[:-1], subject, asked)}'


def _message(asked: str) -> str:
    """Go on with a message about the principle that stands above it."""
    words = [word.lower() for word in _WORD.findall(asked.splitlines()[-2].partition(":")[2])]
    found = [word for word in words if word not in _COMMON] or ["that"]
    first, second, third = (found[int(_fraction(f"{place}{asked}") * len(found))] for place in "abc")
    person, other = (PEOPLE[int(_fraction(f"{place}{asked}") * len(PEOPLE))] for place in "de")
    here, there = (PLACES[int(_fraction(f"{place}{asked}") * len(PLACES))] for place in "fg")
    return f"{person} {first} {here} {second} {there} {third} {other}?"


def chosen_by_script(request: Request, choices: Sequence[str]) -> list[float]:
    """Weigh options marked (A), (B) ... by their text and hardly by their place; other choices by theirs."""
    options = _options(request.text)
    letters = [choice.strip(" ().") for choice in choices]
    texts = [options.get(letter, letter + request.text) for letter in letters]
    weights = [PREFERENCE_SPREAD * (2 * _fraction(text) - 1) for text in texts]
    weights[0] += LIKES_FIRST
    total = math.log(sum(map(math.exp, weights)))
    return [weight - total for weight in weights]


def _revision(subject: str, asked: str) -> str:
    fate = _fraction("fate" + asked)
    if fate < 0.05:
        return "No."
    given = re.findall(r"^Assistant: *(.+)$", asked, re.MULTILINE)
    if fate < 0.12 and given:
        return str(given[-1])
    return _filled(REVISIONS, subject, asked)


def _filled(sentences: Sequence[str], subject: str, key: str) -> str:
    found = [word.lower() for word in _WORD.findall(subject) if word.lower() not in _COMMON]
    # The longer words carry the subject; in their order, so that two requests seldom give the same pair.
    longest = sorted(set(found), key=lambda word: (-len(word), word))[:2] or ["that"]
    first, second = longest[0], longest[-1] if len(longest) > 1 else "it"
    sentence = sentences[int(_fraction(key) * len(sentences))]
    return sentence.format(a=first, b=second)


def _last_turn(text: str) -> str:
    """Give what the person said last, or the last lines of a text without turns."""
    turns = re.findall(r"^Human: *(.+)$", text, re.MULTILINE)
    return str(turns[-1]) if turns else "\n".join(text.splitlines()[-3:])


def _options(text: str) -> dict[str, str]:
    """Give the texts behind (A), (B) ...; few-shots come first, so the last of each letter counts."""
    return {letter: content.strip() for letter, content in _OPTION.findall(text) if content.strip()}


def _fraction(text: str) -> float:
    return int(hashlib.sha256(text.encode()).hexdigest()[:8], 16) / 16**8
