"""Which owners may download single votes, and the links that let them."""

from deliberation.interchange.row_rights import may_take_rows, rows_are_public
from deliberation.models import Deliberation, User
from deliberation.people.expiring_links import LinkState, expiring_token, state_of_link

PURPOSE = "rows"


def may_have_rows(user: User, deliberation: Deliberation) -> bool:
    """Whether an owner may take the single votes of a deliberation out."""
    return rows_are_public(deliberation) or may_take_rows(user, deliberation)


def rows_token(user: User, deliberation: Deliberation) -> str:
    """Return the part of a link to the single votes that is good for this owner now; empty for others."""
    return expiring_token(PURPOSE, deliberation, user) if may_have_rows(user, deliberation) else ""


def state_of_rows_link(token: str, user: User, deliberation: Deliberation) -> LinkState:
    """Return whether a link gives this owner the single votes now, asking for the right once more."""
    if not may_have_rows(user, deliberation):
        return LinkState.FOREIGN
    return state_of_link(token, PURPOSE, deliberation, user)
