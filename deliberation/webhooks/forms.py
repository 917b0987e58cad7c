"""The form for where messages go and what about."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from deliberation.webhooks.setting_up import CHOSEN_KINDS
from deliberation.webhooks.targets import LONGEST_ADDRESS


class WebhookForm(forms.Form):
    """An address and the kinds of messages that go there."""

    address = forms.CharField(
        label=_("Address"),
        max_length=LONGEST_ADDRESS,
        help_text=_("Such as https://example.org/concord. It has to be reachable from the internet."),
        error_messages={"required": _("Please say where messages go.")},
        widget=forms.URLInput(attrs={"dir": "ltr", "autocapitalize": "none", "autocomplete": "off"}),
    )
    kinds = forms.MultipleChoiceField(
        label=_("What is told"),
        choices=[(kind.value, kind.label) for kind in CHOSEN_KINDS],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Please choose at least one.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, use_required_attribute=False, **kwargs)
