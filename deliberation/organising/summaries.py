"""Each subject of organising in a few words, for the overview."""

from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from deliberation.models import Citation, Deliberation, Embedding, ParticipantExclusion
from deliberation.organising.languages import language_name


def summaries_of(deliberation: Deliberation) -> dict[str, str]:
    """Return what is set now, by the key of the subject."""
    one = deliberation
    seeds = one.statements.open_for_voting().filter(is_seed=True).count()
    questions, quotas, members = one.questions.count(), one.quotas.count(), one.memberships.count()
    unused = one.invitations.usable().count()
    tokens, webhooks = one.api_tokens.usable().count(), one.webhooks.count()
    cited = Citation.objects.filter(deliberation=one).exists()
    return {
        "about": ", ".join(language_name(code) for code in one.statement_languages),
        "phases": _voting_words(one.voting_from, one.voting_until),
        "joining": str(one.get_access_display()),
        "consent": _("Your own text") if one.consent_text else _("The short text that everybody has"),
        "questions": ngettext("%(count)d question", "%(count)d questions", questions) % {"count": questions},
        "quotas": ngettext("%(count)d quota", "%(count)d quotas", quotas) % {"count": quotas},
        "invitations": ngettext("%(count)d unused code", "%(count)d unused codes", unused)
        % {"count": unused},
        "population": _("Described") if one.population else _("Not described"),
        "seeds": ngettext("%(count)d statement", "%(count)d statements", seeds) % {"count": seeds},
        "rules": str(one.get_moderation_display()),
        "visibility": str(one.get_results_visibility_display()),
        "citation": _("Described") if cited else _("Not described"),
        "programs": ngettext("%(count)d token", "%(count)d tokens", tokens) % {"count": tokens},
        "webhooks": ngettext("%(count)d webhook", "%(count)d webhooks", webhooks) % {"count": webhooks},
        "embedding": _sites_words(one),
        "unusual": _left_out_words(one),
        "people": ngettext("%(count)d person", "%(count)d people", members) % {"count": members},
    }


def _sites_words(deliberation: Deliberation) -> str:
    embedding = Embedding.objects.filter(deliberation=deliberation).first()
    sites = len(embedding.origins) if embedding else 0
    if not sites:
        return _("On no other site")
    return ngettext("On %(count)d other site", "On %(count)d other sites", sites) % {"count": sites}


def _left_out_words(deliberation: Deliberation) -> str:
    standing = ParticipantExclusion.objects.standing().filter(participant__deliberation=deliberation)
    left_out = standing.count()
    if not left_out:
        return _("Nobody is left out")
    return ngettext("%(count)d person left out", "%(count)d people left out", left_out) % {"count": left_out}


def _voting_words(start: datetime | None, end: datetime | None) -> str:
    dates = {
        name: date_format(timezone.localtime(moment), "DATETIME_FORMAT")
        for name, moment in (("start", start), ("end", end))
        if moment is not None
    }
    if start and end:
        return _("Voting from %(start)s until %(end)s") % dates
    if end:
        return _("Voting until %(end)s") % dates
    return _("Voting from %(start)s") % dates if start else _("No dates: as long as it is open")
