"""What every rule of selection would have chosen from the same votes."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from constitution.reading.fairness import audit_of
from constitution.reading.rules_side_by_side import rule_lines, rule_name, statement_lines
from constitution.views.public import is_owner, readable_version
from deliberation.results.kept_pages import kept_for_readers


@require_safe
@kept_for_readers
def rules(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The rules side by side: what each takes, whom each leaves short, which topics the draft covers."""
    version = readable_version(slug, number)
    lines = rule_lines(version)
    statements = statement_lines(version, lines)
    context = {
        "deliberation": version.deliberation,
        "version": version,
        "rules": lines,
        "drafts_rule": rule_name(version.selection.get("rule", "")),
        "statements": statements,
        "by_all": sum(statement.takers == len(lines) for statement in statements),
        "alone": [line for line in lines if line.alone],
        "short": [line for line in lines if line.is_fair is False],
        "audit": audit_of(version),
        "topics": version.topic_coverage,
        "is_owner": is_owner(request, version.deliberation),
    }
    return render(request, "constitution/rules.html", context)
