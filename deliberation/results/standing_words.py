"""Where somebody stands, in one sentence that says how sure it is; worded by rule."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from deliberation.results.group_names import GroupName
from deliberation.results.whereabouts import VOTES_TO_STAND, Place
from deliberation.templatetags.figures import figure


def standing_sentence(place: Place | None, held: int, names: Mapping[str, GroupName]) -> str:
    """Return where somebody stands; `held` is how many votes they hold."""
    if place is None:
        return _too_few(held)
    if not names or not place.letter:
        return _without_group(place, bool(names))
    letter = place.letter
    if place.is_clear or place.certainty is None:
        return _("You vote like group %(letter)s.") % {"letter": letter}
    if place.more_votes is None:
        if place.is_between:
            return _("You stand between the groups; the nearest is %(letter)s.") % {"letter": letter}
        return _("Probably with group %(letter)s.") % {"letter": letter}
    more = max(1, place.more_votes)
    words = {"letter": letter, "count": figure(more)}
    if place.is_between:
        return (
            ngettext(
                "Still open, so far nearest to %(letter)s; %(count)s more vote would make it clearer.",
                "Still open, so far nearest to %(letter)s; about %(count)s more votes would make it clearer.",
                more,
            )
            % words
        )
    return (
        ngettext(
            "Probably with group %(letter)s; %(count)s more vote would make it clearer.",
            "Probably with group %(letter)s; about %(count)s more votes would make it clearer.",
            more,
        )
        % words
    )


def _too_few(held: int) -> str:
    missing = VOTES_TO_STAND - held
    if missing <= 0:
        return _("The statements you voted on are newer than the map. The next analysis puts you on it.")
    if not held:
        return ngettext(
            "After %(count)s vote you see here where you stand.",
            "After %(count)s votes you see here where you stand.",
            missing,
        ) % {"count": figure(missing)}
    return ngettext(
        "After %(count)s more vote you see here where you stand.",
        "After %(count)s more votes you see here where you stand.",
        missing,
    ) % {"count": figure(missing)}


def _without_group(place: Place, has_groups: bool) -> str:
    if has_groups:
        return _("You are on the map, but you have cast too few votes to be put into a group.")
    if not place.is_settled:
        return _("You are somewhere within the shaded region; more votes make it smaller.")
    return _("You are on the map. Opinions run into each other here: no groups stand apart.")
