"""What is offered to participants along the way."""

from typing import Final

from django import template

from deliberation.models import ParticipantProfile, Question, Vote

register = template.Library()

MOMENTS: Final = (5, 15)
"""Numbers of votes after which the questionnaire is offered; never before one has voted."""


@register.simple_tag
def offers_questions(last_vote: Vote | None, voted: int) -> bool:
    """Return whether this is the moment to offer the organisers' questions, to somebody who left them out."""
    if last_vote is None or voted not in MOMENTS:
        return False
    answered = ParticipantProfile.objects.filter(participant=last_vote.participant_id)
    questions = Question.objects.filter(deliberation=last_vote.deliberation_id)
    return questions.exists() and not answered.exists()
