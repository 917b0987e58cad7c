"""Who took part, by what people said about themselves, against the population where its shares are known."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count
from django.db.models.fields.json import KeyTextTransform

from deliberation.models import Deliberation, ParticipantProfile, Question
from deliberation.results.charts import SCALE
from deliberation.results.small_cells import without_small_cells
from deliberation.translating.scripts import same_language

NO_ANSWER = ""


@dataclass(frozen=True)
class AnswerLine:
    """One answer: its words, how many gave it (None: too few to say), and the share of the population.

    `share` is of those who answered the question.
    """

    words: str
    people: int | None
    share: float | None
    population: float | None

    @property
    def length(self) -> int:
        """Of the bar, 0 to `SCALE`."""
        return round(SCALE * (self.share or 0.0))

    @property
    def mark(self) -> int | None:
        """Where the population's share stands on the same scale."""
        return None if self.population is None else round(SCALE * min(1.0, self.population))


@dataclass(frozen=True)
class QuestionLine:
    """One question with its answers; `unanswered` is None where too few left it out to say."""

    key: str
    words: str
    answered: int | None
    unanswered: int | None
    answers: tuple[AnswerLine, ...]

    @property
    def has_population(self) -> bool:
        """Whether the population's shares are known."""
        return any(answer.population is not None for answer in self.answers)

    @property
    def furthest(self) -> AnswerLine | None:
        """The answer whose share is furthest from the population's; None where nothing can be compared."""
        compared = [line for line in self.answers if line.share is not None and line.population is not None]
        return max(compared, key=_distance) if compared else None


def who_took_part(deliberation: Deliberation, language: str) -> tuple[QuestionLine, ...]:
    """Return the questions of the questionnaire and of the population, with the answers counted.

    Free texts are left out: they may name somebody.
    """
    choices = list(deliberation.questions.filter(kind=Question.Kind.CHOICE))
    people = deliberation.participants.filter(erased_at=None).count()
    asked = {question.key: question for question in choices}
    keys = [*asked, *(key for key in deliberation.population if key not in asked)]
    return tuple(
        _line(
            key,
            asked.get(key),
            _answers(deliberation, key),
            people,
            deliberation.population.get(key, {}),
            language,
        )
        for key in keys
    )


def _answers(deliberation: Deliberation, key: str) -> Counter[str]:
    said = ParticipantProfile.objects.filter(
        participant__deliberation=deliberation, participant__erased_at=None
    ).annotate(said=KeyTextTransform(key, "answers"))
    rows = said.exclude(said=None).order_by().values_list("said").annotate(count=Count("pk"))
    return Counter(dict(rows))


def _line(
    key: str,
    question: Question | None,
    said: Counter[str],
    people: int,
    population: Mapping[str, float],
    language: str,
) -> QuestionLine:
    options = list(question.options) if question else []
    names = [*options, *(name for name in population if name not in options)]
    counts = {name: said.get(name, 0) for name in names}
    answered = sum(counts.values())
    # Those who left it out are a cell like the others: the number of participants is known.
    shown = without_small_cells(counts | {NO_ANSWER: max(0, people - answered)})
    unanswered = shown.pop(NO_ANSWER)
    words = _words_of(question, language)
    return QuestionLine(
        key=key,
        words=_text_of(question, language) if question else key.replace("_", " "),
        answered=None if unanswered is None else answered,
        unanswered=unanswered,
        answers=tuple(
            AnswerLine(
                words=words.get(name, name),
                people=count,
                share=count / answered if count is not None and answered and unanswered is not None else None,
                population=population.get(name),
            )
            for name, count in shown.items()
        ),
    )


def _distance(line: AnswerLine) -> float:
    return abs((line.share or 0.0) - (line.population or 0.0))


def _translation(question: Question, language: str) -> Mapping[str, object]:
    found = (said for code, said in question.translations.items() if same_language(code, language))
    translation = next(found, {})
    return translation if isinstance(translation, Mapping) else {}


def _text_of(question: Question, language: str) -> str:
    return str(_translation(question, language).get("text") or question.text)


def _words_of(question: Question | None, language: str) -> dict[str, str]:
    if question is None:
        return {}
    translated = _translation(question, language).get("options")
    if not isinstance(translated, Sequence) or len(translated) != len(question.options):
        return {}
    return {option: str(words) for option, words in zip(question.options, translated, strict=True) if words}
