"""What each addition to a run found, in one sentence for anybody.

A null result, and a result that speaks against the addition, are said as plainly as any other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from training_bridge.pages.features import CONSTITUTION, TRAINING

Figures = Mapping[str, Any]


def finding_of(addition: str, figures: Figures) -> str:
    """Return what an addition found; empty where its figures say nothing yet."""
    said = FINDINGS[addition](figures)
    people = figures if addition == "human-feedback" else figures.get("people")
    if said and people and people.get("simulated"):
        said = f"{said} {_('Programs answered in the place of people: it says nothing about people.')}"
    return said


def _legibility(found: Figures) -> str:
    if "critique" not in found["arms"]:
        return ""
    share = found["arms"]["critique"]["accuracy"]
    words = {"count": share["count"], "items": share["items"]}
    if found["follows_places"]:
        return (
            _(
                "A model found the rewritten answer for %(count)s of %(items)s critiques, but it "
                "mostly went by which answer stood first, so this says little."
            )
            % words
        )
    beside = found["differences"].get("no critique", {}).get("verdict")
    if beside == "rise":
        return (
            _(
                "With the critique, a model found the rewritten answer for %(count)s of %(items)s, "
                "clearly more than without it."
            )
            % words
        )
    return (
        _(
            "With the critique, a model found the rewritten answer for %(count)s of %(items)s, not "
            "clearly more than without it."
        )
        % words
    )


def _critic(found: Figures) -> str:
    faulty, sound = found["critic"]["planted_flagged"], found["critic"]["untouched_flagged"]
    words = {
        "faulty": faulty["count"],
        "of_faulty": faulty["items"],
        "sound": sound["count"],
        "of_sound": sound["items"],
    }
    if found["critic"]["verdict"] == "tells them apart":
        said = _(
            "The critic flagged %(faulty)s of %(of_faulty)s rows with a planted fault and %(sound)s of "
            "%(of_sound)s others: it tells them apart."
        )
    else:
        said = _(
            "The critic flagged %(faulty)s of %(of_faulty)s rows with a planted fault and %(sound)s of "
            "%(of_sound)s others: its flags do not show where the faults are."
        )
    return f"{said % words} {_reviewed(found['people'])}".strip()


def _reviewed(people: Figures | None) -> str:
    confirmed = people["flags"]["confirmed"] if people else None
    if not confirmed:
        return _("No person has weighed its flags yet.")
    return _("People confirmed %(count)s of %(items)s flags they weighed.") % {
        "count": confirmed["count"],
        "items": confirmed["items"],
    }


def _conflicts(found: Figures) -> str:
    pairs = len(found["pairs"])
    if found["follows_places"]:
        return _(
            "The judge mostly went by which answer stood first, so nobody can tell from it which of the "
            "%(pairs)s pairs of principles pull apart."
        ) % {"pairs": pairs}
    apart = found["more_than_noise"]
    if not apart:
        return _(
            "Of %(pairs)s pairs of principles, none pulls apart more often than a judge's mistakes alone "
            "would make it seem."
        ) % {"pairs": pairs}
    return ngettext(
        "Of %(pairs)s pairs of principles, %(apart)s pulls apart more often than a judge's mistakes explain.",
        "Of %(pairs)s pairs of principles, %(apart)s pull apart more often than a judge's mistakes explain.",
        apart,
    ) % {"pairs": pairs, "apart": apart}


def _human_feedback(found: Figures) -> str:
    if not found.get("comparisons"):
        return _("Nobody has compared any of its answers yet.")
    overall = found["agreement"]["overall"]
    if not overall["items"]:
        return _("People compared answers, but none that the judge had compared by a principle as well.")
    words = {"count": overall["count"], "items": overall["items"]}
    if overall["verdict"] == "rise":
        return (
            _(
                "Where people preferred one of two answers, the judge had preferred the same one in "
                "%(count)s of %(items)s, more often than chance."
            )
            % words
        )
    if overall["verdict"] == "fall":
        return (
            _(
                "Where people preferred one of two answers, the judge had preferred the same one in "
                "%(count)s of %(items)s, less often than chance."
            )
            % words
        )
    return (
        _(
            "Where people preferred one of two answers, the judge had preferred the same one in %(count)s of "
            "%(items)s: that may be chance."
        )
        % words
    )


def _character(found: Figures) -> str:
    effects = (found.get("effects") or {}).get("matrix", {}).get("character")
    if not effects:
        return ""
    verdicts = [cell["verdict"] for cell in effects.values()]
    words = {"items": len(verdicts), "rise": verdicts.count("rise"), "fall": verdicts.count("fall")}
    if not words["rise"] and not words["fall"]:
        return (
            ngettext(
                "It learnt %(items)s trait; afterwards it shows no clear difference in it.",
                "It learnt %(items)s traits together; afterwards it shows no clear difference in any.",
                len(verdicts),
            )
            % words
        )
    return (
        _(
            "After learning %(items)s traits together, it shows %(rise)s of them clearly more and %(fall)s "
            "clearly less."
        )
        % words
    )


def _ablate(found: Figures) -> str:
    causes = [
        each["figures"]["margin"]["cause"]
        for each in found.get("left_out", ())
        if "margin" in each["figures"]
    ]
    if not causes:
        return ""
    words = {"count": len(causes), "clear": causes.count("this")}
    if words["clear"]:
        return (
            ngettext(
                "It was trained again with %(count)s part left out: more changed than fewer rows explain.",
                "It was trained again with each of %(count)s parts left out: with %(clear)s of them, more "
                "changed than fewer rows explain.",
                len(causes),
            )
            % words
        )
    if set(causes) == {"nothing shown"}:
        return (
            ngettext(
                "It was trained again with %(count)s part left out: no clear difference.",
                "It was trained again with each of %(count)s parts left out: no clear difference.",
                len(causes),
            )
            % words
        )
    return (
        ngettext(
            "It was trained again with %(count)s part left out: it changed, but as many rows fewer, drawn at "
            "random, may do the same.",
            "It was trained again with each of %(count)s parts left out: it changed, but as many rows fewer, "
            "drawn at random, may do the same.",
            len(causes),
        )
        % words
    )


def _features(found: Figures) -> str:
    training = found["comparisons"].get(TRAINING)
    if not training:
        return _("It has names for what goes on inside the model, and no trained model to compare with.")
    words = {"tested": training["tested"], "changed": training["changed"]}
    if not training["changed"]:
        return (
            ngettext(
                "Of %(tested)s feature inside the model, training changed none clearly.",
                "Of %(tested)s features inside the model, training changed none clearly.",
                training["tested"],
            )
            % words
        )
    said = (
        ngettext(
            "Of %(tested)s feature inside the model, training changed %(changed)s clearly.",
            "Of %(tested)s features inside the model, training changed %(changed)s clearly.",
            training["tested"],
        )
        % words
    )
    constitution = found["comparisons"].get(CONSTITUTION)
    if not constitution:
        return said
    beside = _("Against the same training without the constitution, %(changed)s differ.") % {
        "changed": constitution["changed"]
    }
    return f"{said} {beside}"


FINDINGS: Mapping[str, Callable[[Figures], str]] = {
    "legibility": _legibility,
    "critic": _critic,
    "conflicts": _conflicts,
    "human-feedback": _human_feedback,
    "character": _character,
    "ablate": _ablate,
    "features": _features,
}
