"""What the caller of a request may do in the deliberation it names."""

from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework.request import Request

from deliberation.api.problems import Problem
from deliberation.models import ApiToken, Deliberation, Participant, Role, Scope, User
from deliberation.people.participation import participant_from
from deliberation.results.visibility import results_visible_to


def deliberation_in(request: Request, slug: str) -> Deliberation:
    """Return the deliberation at an address; drafts exist for those alone who help to run them.

    Raises:
        Http404: there is none for this caller.
        Problem: 403, the token or the participant's key belongs to another deliberation.
    """
    deliberation = Deliberation.objects.filter(slug=slug).first()
    if deliberation is None:
        raise Http404
    if deliberation.state == Deliberation.State.DRAFT and role_in(request, deliberation) is None:
        raise Http404
    if request.auth is not None and request.auth.deliberation_id != deliberation.pk:
        raise Problem(403, "other-deliberation", _("This key is for another deliberation."))
    return deliberation


def role_in(request: Request, deliberation: Deliberation, scope: str | None = None) -> Role | None:
    """Return the role in which the caller acts: of the account, or of whoever made the token.

    A token without `scope` acts in no role. None stands for visitors and participants.
    """
    if isinstance(request.auth, ApiToken):
        if request.auth.deliberation_id != deliberation.pk:
            return None
        if scope is not None and not request.auth.allows(scope):
            return None
        return request.auth.created_by.role_in(deliberation)
    user = request.user
    return user.role_in(deliberation) if isinstance(user, User) else None


def account_in(request: Request) -> User | None:
    """Return the account that acts, itself or through a token."""
    if isinstance(request.auth, ApiToken):
        return request.auth.created_by
    return request.user if isinstance(request.user, User) else None


def require_scope(request: Request, scope: str) -> None:
    """Refuse a token that was not made for this; other callers pass and are judged by their role.

    Raises:
        Problem: 403.
    """
    if isinstance(request.auth, ApiToken) and not request.auth.allows(scope):
        raise Problem(
            403,
            "wrong-scope",
            _("This token may not do that: it lacks the scope “%(scope)s”.") % {"scope": scope},
            scope=str(scope),
        )


def require_role(request: Request, deliberation: Deliberation, scope: str, *, may_decide: bool) -> Role:
    """Return the role of a caller who may see the moderation, or decide there.

    Raises:
        Problem: 401 for nobody in particular, 403 for a token of another scope or a role that may only read.
        Http404: to everyone else it does not exist.
    """
    require_scope(request, scope)
    role = role_in(request, deliberation, scope)
    if role is None and account_in(request) is None:
        raise Problem(401, "not-authenticated", _("Sign in, or send a token."))
    if role is None or not role.may_see_moderation:
        raise Http404
    if may_decide and not role.may_moderate:
        raise Problem(403, "not-allowed", _("You may read this, and not change it."))
    return role


def participant_in(request: Request, deliberation: Deliberation) -> Participant | None:
    """Return the participant who acts: by key, by cookie, or by account where people sign in."""
    if isinstance(request.auth, Participant):
        request.auth.deliberation = deliberation
        return request.auth
    if isinstance(request.auth, ApiToken):
        return None
    return participant_from(request._request, deliberation)


def require_results(request: Request, deliberation: Deliberation) -> None:
    """Refuse whoever may not see the results yet.

    Raises:
        Problem: 403 `results-not-open`.
    """
    role = role_in(request, deliberation, Scope.READ)
    if not results_visible_to(deliberation, participant_in(request, deliberation), role):
        raise Problem(403, "results-not-open", _("The results are not open to you yet."))
