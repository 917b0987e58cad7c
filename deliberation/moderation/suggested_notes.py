"""What a moderator may tell an author with each reason: a beginning, to be sent, changed or left out."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from deliberation.models import ModerationDecision

Reason = ModerationDecision.Reason

SUGGESTED_NOTES: dict[str, Promise] = {
    Reason.OFF_TOPIC: _(
        "This deliberation asks about something else. Its first page says what; a statement about that is "
        "welcome."
    ),
    Reason.DUPLICATE: _("Somebody has said the same before you. You can vote on that statement."),
    Reason.HATEFUL: _("You can make your point without attacking anyone. Please try it in other words."),
    Reason.PERSONAL_DATA: _("It tells who somebody is. Please write it again without names or addresses."),
    Reason.SPAM: _("Advertising is left out. A thought of your own is welcome."),
    Reason.NOT_FEASIBLE: _(
        "As it stands, nobody could do this. What should an AI do instead, as far as it can?"
    ),
    Reason.NOT_A_PRINCIPLE: _(
        "Statements here say how an AI should answer. Can you put your thought in that way?"
    ),
    Reason.UNCLEAR: _(
        "People may understand this differently. Please write it again as one short sentence with one idea."
    ),
}
