"""Figures as people read them: grouped digits, and percentages that never claim all or nothing falsely."""

from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext as _

register = template.Library()


@register.filter
def figure(number: float) -> str:
    """Return a whole number with its digits grouped, as in 34,563."""
    return str(number_format(round(number), force_grouping=True))


@register.filter
def percent(share: float) -> str:
    """Return a share from 0 to 1 as a percentage; 100 % and 0 % are kept for all and none."""
    rounded = round(100 * share)
    if rounded == 100 and share < 1:
        return ">" + _("%(number)s%%") % {"number": 99}
    if rounded == 0 and share > 0:
        return "<" + _("%(number)s%%") % {"number": 1}
    return _("%(number)s%%") % {"number": rounded}


@register.filter
def tenths(number: float) -> str:
    """Return a number with one digit after the decimal point."""
    return str(number_format(round(number, 1), decimal_pos=1))


@register.filter
def hundredths(number: float) -> str:
    """Return a number with two digits after the decimal point."""
    return str(number_format(round(number, 2), decimal_pos=2))
