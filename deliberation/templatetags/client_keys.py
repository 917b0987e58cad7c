"""A fresh key for a form: sending that form twice then counts once."""

from django import template

from deliberation.voting.forms import new_client_key

register = template.Library()
register.simple_tag(new_client_key, name="new_client_key")
