"""The sentences that open a constitution: who wrote it and what they share."""

from django.utils import translation
from django.utils.formats import number_format
from django.utils.translation import gettext, ngettext

from deliberation.models import Analysis


def preamble_of(analysis: Analysis, language: str) -> str:
    """Return the preamble in the language of the deliberation; it names neither title nor time."""
    groups = analysis.groups.count()
    with translation.override(language):
        sentences = [
            ngettext(
                "We are %(people)s person who voted on %(statements)s statements about how an artificial "
                "intelligence should behave.",
                "We are %(people)s people who voted on %(statements)s statements about how an artificial "
                "intelligence should behave.",
                analysis.participant_count,
            )
            % {
                "people": number_format(analysis.participant_count, force_grouping=True),
                "statements": number_format(analysis.statement_count, force_grouping=True),
            },
            gettext("We do not agree on everything, and where we do not is written down as well."),
        ]
        if groups > 1:
            sentences.append(
                gettext(
                    "Each principle rests on statements that more than half agreed with in each of "
                    "%(groups)s groups of people who see things alike."
                )
                % {"groups": groups}
            )
        else:
            sentences.append(gettext("Each principle rests on statements that more than half agreed with."))
        return ("" if language.startswith("zh") else " ").join(sentences)
