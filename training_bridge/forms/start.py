"""How a run is to be made: which model, how much data, and by which methods the model learns."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any, get_args

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from training_bridge.cost import Prices
from training_bridge.pages.looking_closer import QUESTIONS
from training_bridge.run_settings import ADDITIONS, METHODS, MOST_ROUNDS, SCRIPTED, RunSettings
from training_bridge.tailoring.settings import Weighting

MOST_PROMPTS = 100_000
MOST_SEED = 2**31 - 1
THE_WRITER = ""
METHOD_NAMES = {
    "reward": _("A preference model: it learns which of two answers the principles prefer"),
    "dpo": _("Learning from pairs of answers (DPO)"),
    "grpo": _("Learning by reward (GRPO)"),
}
WEIGHTING_NAMES: Mapping[Weighting, Promise] = {
    "uniform": _("Equally often"),
    "consensus": _("More often the more all groups agree with it"),
    "lower bound": _("More often the surer it is that all groups agree with it"),
}


class StartForm(forms.Form):
    """What decides a run, within what this site offers.

    Accounts of the back office may name any model, folder or server, as this site then loads or calls it; to
    others only those that the site is set up for are offered.
    """

    model = forms.CharField(label=_("Model to train"), max_length=300)
    server = forms.CharField(
        label=_("Who writes the data"),
        required=False,
        max_length=300,
        help_text=_("A server with a larger model writes better critiques than a small model about itself."),
    )
    judge = forms.CharField(
        label=_("Who judges answers"),
        required=False,
        max_length=300,
        help_text=_("Empty for whoever writes the data."),
    )
    limit = forms.IntegerField(
        label=_("Requests to rewrite answers to, at most"),
        help_text=_("Empty for all there are."),
        min_value=1,
        max_value=MOST_PROMPTS,
        required=False,
    )
    rounds = forms.IntegerField(
        label=_("Rounds of critique and revision"),
        help_text=_("In each round a principle is drawn by lot."),
        min_value=1,
        max_value=MOST_ROUNDS,
    )
    tailored = forms.IntegerField(
        label=_("Requests made up for each principle"),
        help_text=_("The model writes requests for which a principle matters. 0 for none."),
        min_value=0,
        max_value=200,
    )
    methods = forms.MultipleChoiceField(
        label=_("After learning from rewritten answers"),
        choices=[(method, METHOD_NAMES[method]) for method in METHODS],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    additions = forms.MultipleChoiceField(
        label=_("Look closer"),
        choices=[(addition, QUESTIONS[addition]) for addition in ADDITIONS],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    weighting = forms.ChoiceField(
        label=_("How often each principle is drawn"),
        choices=[(weighting, WEIGHTING_NAMES[weighting]) for weighting in get_args(Weighting)],
    )
    control = forms.BooleanField(
        label=_("Train a control without the constitution"),
        help_text=_("Without it nobody can tell what the constitution did. It takes as long again."),
        required=False,
    )
    seed = forms.IntegerField(
        label=_("Random seed"),
        help_text=_("The same seed, settings and weights give the same rows."),
        min_value=0,
        max_value=MOST_SEED,
    )

    price_read = forms.FloatField(
        label=_("Price of a million tokens read, in US dollars"),
        help_text=_("What the server's provider charges; empty if it costs nothing."),
        min_value=0,
        max_value=10_000,
        required=False,
    )
    price_written = forms.FloatField(
        label=_("Price of a million tokens written, in US dollars"),
        min_value=0,
        max_value=10_000,
        required=False,
    )

    def __init__(self, *args: Any, configured: RunSettings, may_name_any: bool, **kwargs: Any) -> None:
        super().__init__(*args, initial=_initial(configured), use_required_attribute=False, **kwargs)
        self._configured = configured
        if not may_name_any:
            self._offer_only_what_is_configured()

    def settings(self) -> RunSettings:
        """Return the settings that were chosen; call it on a valid form."""
        chosen = self.cleaned_data
        scripted = chosen["model"] == SCRIPTED
        return dataclasses.replace(
            self._configured,
            model=chosen["model"],
            server=None if scripted else chosen["server"] or None,
            judge=None if scripted else chosen["judge"] or None,
            judge_server=None,
            limit=chosen["limit"],
            rounds=chosen["rounds"],
            methods=tuple(method for method in METHODS if method in chosen["methods"]),
            additions=tuple(addition for addition in ADDITIONS if addition in chosen["additions"]),
            control=chosen["control"],
            seed=chosen["seed"],
            prompts=dataclasses.replace(
                self._configured.prompts,
                tailored_a_principle=chosen["tailored"],
                weighting=chosen["weighting"],
            ),
        )

    def prices(self) -> Prices | None:
        """Return what a server costs; None where nothing was named. Call it on a valid form."""
        read, written = self.cleaned_data["price_read"], self.cleaned_data["price_written"]
        return Prices(read or 0.0, written or 0.0) if read or written else None

    def _offer_only_what_is_configured(self) -> None:
        configured = self._configured
        self.fields["model"] = forms.ChoiceField(
            label=self.fields["model"].label,
            choices=[
                (configured.model, configured.model),
                (SCRIPTED, _("None: a rehearsal in which a script writes every text")),
            ],
        )
        writers = [(configured.server, configured.server)] if configured.server else []
        self.fields["server"] = forms.ChoiceField(
            label=self.fields["server"].label,
            choices=[*writers, (THE_WRITER, _("The model itself"))],
            required=False,
        )
        judges = [(configured.judge, configured.judge)] if configured.judge else []
        self.fields["judge"] = forms.ChoiceField(
            label=self.fields["judge"].label,
            choices=[*judges, (THE_WRITER, _("Whoever writes the data"))],
            required=False,
        )


def _initial(configured: RunSettings) -> dict[str, Any]:
    return {
        "model": configured.model,
        "server": configured.server or "",
        "judge": configured.judge or "",
        "limit": configured.limit,
        "rounds": configured.rounds,
        "tailored": configured.prompts.tailored_a_principle,
        "methods": list(configured.methods),
        "additions": list(configured.additions),
        "weighting": configured.prompts.weighting,
        "control": configured.control,
        "seed": configured.seed,
    }
