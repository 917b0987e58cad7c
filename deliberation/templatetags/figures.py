"""Figures as people read them: grouped digits, and percentages that never claim all or nothing falsely."""

from django import template
from django.utils.formats import number_format
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from deliberation.translating.scripts import direction_of

register = template.Library()

_ISOLATE = "\N{FIRST STRONG ISOLATE}"
_LEFT_TO_RIGHT = "\N{LEFT-TO-RIGHT ISOLATE}"
_END_OF_ISOLATE = "\N{POP DIRECTIONAL ISOLATE}"


@register.filter
def figure(number: float) -> str:
    """Return a whole number with its digits grouped, as in 34,563."""
    return str(number_format(round(number), force_grouping=True))


@register.filter
def percent(share: float) -> str:
    """Return a share from 0 to 1 as a percentage; 100 % and 0 % are kept for all and none."""
    rounded = round(100 * share)
    if rounded == 100 and share < 1:
        return _(">%(number)s%%") % {"number": 99}
    if rounded == 0 and share > 0:
        return _("<%(number)s%%") % {"number": 1}
    return _("%(number)s%%") % {"number": rounded}


@register.filter
def signed(number: float, digits: int = 3) -> str:
    """Return a difference with its sign, which stays before the digits in a text from right to left too."""
    # Plus zero, since what rounds to zero from below would keep a sign of its own.
    rounded = round(number, digits) + 0.0
    written = number_format(rounded, decimal_pos=digits)
    return _kept_together(f"+{written}" if rounded >= 0 else str(written))


@register.filter
def tick(number: float) -> str:
    """Return a mark of a scale with its sign and no more digits than it has; zero stands alone."""
    written = f"{number:+g}"
    return signed(number, len(written.partition(".")[2])) if number else "0"


@register.filter
def isolated(text: str) -> str:
    """Return a text for a place inside a sentence of ours, where its direction must not disturb the rest."""
    own, ours = direction_of(text), "rtl" if get_language_bidi() else "ltr"
    return text if own == ours else f"{_ISOLATE}{text}{_END_OF_ISOLATE}"


def _kept_together(figures: str) -> str:
    """Isolate figures from a text from right to left, which would move their sign to the other end."""
    return f"{_LEFT_TO_RIGHT}{figures}{_END_OF_ISOLATE}" if get_language_bidi() else figures


@register.filter
def tenths(number: float) -> str:
    """Return a number with one digit after the decimal point."""
    return str(number_format(round(number, 1), decimal_pos=1))


@register.filter
def hundredths(number: float) -> str:
    """Return a number with two digits after the decimal point."""
    return str(number_format(round(number, 2), decimal_pos=2))
