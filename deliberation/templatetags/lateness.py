"""Whether results are brought up to date later than usual, for the pages that say how fresh they are."""

from django import template

from deliberation.results.late_results import are_results_late

register = template.Library()
register.simple_tag(are_results_late, name="results_are_late")
