"""What a measured run says, with every kind of figure, without measuring anything."""

from typing import Any


def measured_summary(verdict: str | None = "rise") -> dict[str, Any]:
    """Give a summary; `verdict` is that against the control, None for no control."""
    return {
        "outcome": "trained and measured",
        "least_accepted": 8,
        "principles": 2,
        "model": "SmolLM2-135M-Instruct",
        "model_sha256": "a" * 64,
        "prompts": 48,
        "generated": 48,
        "accepted": 27,
        "acceptance_rate": 0.56,
        "rejected_by_reason": {"irrelevant": 21},
        "sft_rows": 108,
        "training_steps": 54,
        "notice": "A model of 135 million parameters shows the plumbing.",
        "margin": {
            **_change("rise"),
            "control": _change(verdict) if verdict else None,
            "by_theme": {"honesty": _change("rise"), "privacy": _change("fall")},
        },
        "refusal": {
            "harmful": {"before": _share(2, 24), "after": _share(9, 24)},
            "over_refusal": {"before": _share(0, 24), "after": _share(7, 24)},
            "classifier_error": {"errors": 21, "items": 120},
            "classifier_error_held_out": {"errors": 15, "items": 60},
        },
        "evaluation": {
            "adherence": {
                **_figures("share", "higher", "fall"),
                "parts": {f"p{number:02}": _figures("share", "higher", "fall") for number in (1, 2)},
                "note": "Judged in both orders.",
            },
            "xstest": {"not_measured": "not measured: the folder holds no XSTest"},
            "an_unknown_suite": _figures("points", None, "no clear change"),
        },
    }


def _change(verdict: str) -> dict[str, Any]:
    difference = {"rise": 0.2, "fall": -0.2}.get(verdict, 0.01)
    return {
        "pairs": 138,
        "before": -0.3,
        "after": -0.3 + difference,
        "difference": difference,
        "interval": [difference - 0.05, difference + 0.05],
        "verdict": verdict,
        "won_before": 59,
        "won_after": 66,
    }


def _share(count: int, items: int) -> dict[str, Any]:
    share = count / items
    interval = [max(0.0, share - 0.1), share + 0.1]
    return {"count": count, "items": items, "share": share, "interval": interval}


def _figures(unit: str, better: str | None, verdict: str) -> dict[str, Any]:
    phases = {
        phase: {"value": value, "interval": [value - 0.1, value + 0.1], "items": 40}
        for phase, value in (("before", 0.5), ("after", 0.4), ("control", 0.45), ("dpo", 0.42))
    }
    difference = {"value": -0.05, "interval": [-0.09, -0.01], "items": 40, "verdict": verdict}
    return {
        "unit": unit,
        "better": better,
        "phases": phases,
        "differences": {"after": {"to_before": difference, "to_control": difference}},
    }
