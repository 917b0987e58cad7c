"""The sentences that open a constitution: who wrote it, what they share, and how it was decided."""

from django.utils import translation
from django.utils.formats import number_format
from django.utils.translation import gettext, ngettext

from constitution.models import ConstitutionVersion
from constitution.reading.articles import added_by_hand
from constitution.selection import SLATES
from deliberation.models import Analysis


def preamble_of(
    analysis: Analysis, language: str, *, rule: str = "", is_voted_on: bool = False, by_hand: bool = False
) -> str:
    """Return the preamble in the language of the deliberation; it names neither title nor time.

    Args:
        analysis: what the version rests on.
        language: of the deliberation.
        rule: by which the principles were chosen, one of `constitution.selection.RULES`.
        is_voted_on: whether each principle is put to the participants' vote.
        by_hand: whether an organiser added some of them.
    """
    with translation.override(language):
        sentences = [
            _who(analysis),
            gettext("We do not agree on everything, and where we do not is written down as well."),
            _what_they_share(analysis.groups.count()),
        ]
        if rule in SLATES:
            sentences.append(
                gettext("They were chosen so that every part of us that is of one mind has its fair share.")
            )
        if by_hand:
            sentences.append(gettext("What the organisers added by hand is marked as such."))
        if is_voted_on:
            sentences.append(gettext("Each was put to our vote, and only those that we adopted stand here."))
    return ("" if language.startswith("zh") else " ").join(sentences)


def preamble_for(version: ConstitutionVersion, *, is_voted_on: bool) -> str:
    """Return the preamble of a version once it is known who decides; what a person wrote stays as it is."""
    written = {
        (voted, by_hand): preamble_of(
            version.analysis,
            version.language,
            rule=version.selection.get("rule", ""),
            is_voted_on=voted,
            by_hand=by_hand,
        )
        for voted in (False, True)
        for by_hand in (False, True)
    }
    if version.preamble not in written.values():
        return version.preamble
    return written[is_voted_on, bool(added_by_hand(version))]


def _who(analysis: Analysis) -> str:
    return ngettext(
        "We are %(people)s person who voted on %(statements)s statements about how an artificial "
        "intelligence should behave.",
        "We are %(people)s people who voted on %(statements)s statements about how an artificial "
        "intelligence should behave.",
        analysis.participant_count,
    ) % {
        "people": number_format(analysis.participant_count, force_grouping=True),
        "statements": number_format(analysis.statement_count, force_grouping=True),
    }


def _what_they_share(groups: int) -> str:
    if groups < 2:
        return gettext("Each principle rests on statements that more than half agreed with.")
    return gettext(
        "Each principle rests on statements that more than half agreed with in each of "
        "%(groups)s groups of people who see things alike."
    ) % {"groups": groups}
