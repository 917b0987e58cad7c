"""The organisers' questions about participants, in the reader's language, and the answers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction

from deliberation.models import Deliberation, Participant, ParticipantProfile, Question
from deliberation.people.languages import readers_language


@dataclass(frozen=True)
class AskedQuestion:
    """A question as one reader sees it; `options` pairs the answer as it is kept with its words."""

    key: str
    text: str
    language: str
    is_choice: bool
    options: tuple[tuple[str, str], ...]

    def words_of(self, answer: str) -> str:
        """Return an answer in the reader's language."""
        return dict(self.options).get(answer, answer)


def questions_in_order(deliberation: Deliberation) -> list[AskedQuestion]:
    """Return the questions of a deliberation as the reader sees them."""
    return [_in_readers_language(question, deliberation) for question in deliberation.questions.all()]


def answers_of(participant: Participant) -> dict[str, str]:
    """Return what a participant has said of themselves, by the keys of the questions."""
    profile = ParticipantProfile.objects.filter(participant=participant).first()
    return dict(profile.answers) if profile else {}


@transaction.atomic
def save_answers(*, participant: Participant, answers: Mapping[str, str]) -> None:
    """Keep the answers in place of those before; left-out questions are left out, no answers are no row."""
    given = {key: answer for key, answer in answers.items() if answer}
    if not given:
        ParticipantProfile.objects.filter(participant=participant).delete()
        return
    ParticipantProfile.objects.update_or_create(participant=participant, defaults={"answers": given})


def described_cell(cell: Mapping[str, str], questions: Iterable[AskedQuestion]) -> str:
    """Return a kind of people in the reader's words, such as "18-29, north"."""
    by_key = {question.key: question for question in questions}
    return ", ".join(
        by_key[key].words_of(answer) if key in by_key else str(answer) for key, answer in cell.items()
    )


def _in_readers_language(question: Question, deliberation: Deliberation) -> AskedQuestion:
    language = readers_language([deliberation.language, *question.translations]) or deliberation.language
    translated = question.translations.get(language, {})
    options = [str(option) for option in question.options]
    words = list(translated.get("options", []))
    if len(words) != len(options):
        words = options
    return AskedQuestion(
        key=question.key,
        text=translated.get("text") or question.text,
        language=language if translated.get("text") else deliberation.language,
        is_choice=question.kind == Question.Kind.CHOICE,
        options=tuple((option, word or option) for option, word in zip(options, words, strict=True)),
    )
