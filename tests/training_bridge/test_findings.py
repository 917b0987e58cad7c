"""One sentence for each addition; what shows nothing, or speaks against it, is said as plainly."""

from typing import Any

import pytest

from training_bridge.pages.findings import finding_of
from training_bridge.run_settings import ADDITIONS

SHARE = {"count": 6, "items": 14}


def legibility(follows_places: bool, verdict: str) -> dict[str, Any]:
    return {
        "arms": {"critique": {"accuracy": SHARE}},
        "follows_places": follows_places,
        "differences": {"no critique": {"verdict": verdict}},
    }


def critic(verdict: str, people: dict[str, Any] | None) -> dict[str, Any]:
    return {
        "critic": {"planted_flagged": SHARE, "untouched_flagged": SHARE, "verdict": verdict},
        "people": people,
    }


def compared(verdict: str, simulated: int = 0) -> dict[str, Any]:
    return {
        "comparisons": 20,
        "simulated": simulated,
        "agreement": {"overall": {**SHARE, "verdict": verdict}},
    }


def left_out(*causes: str) -> dict[str, Any]:
    return {"left_out": [{"figures": {"margin": {"cause": cause}}} for cause in causes]}


def traits(*verdicts: str) -> dict[str, Any]:
    matrix = {str(number): {"verdict": verdict} for number, verdict in enumerate(verdicts)}
    return {"effects": {"matrix": {"character": matrix}}}


def features(**changed: int) -> dict[str, Any]:
    names = {"training": "after - before", "constitution": "after - control"}
    return {"comparisons": {names[name]: {"tested": 90, "changed": each} for name, each in changed.items()}}


WEIGHED = {"flags": {"confirmed": {"count": 3, "items": 9}}}


@pytest.mark.parametrize(
    ("addition", "figures", "said"),
    [
        ("legibility", legibility(False, "rise"), "clearly more than without it"),
        ("legibility", legibility(False, "no clear change"), "not clearly more"),
        ("legibility", legibility(True, "rise"), "says little"),
        ("critic", critic("tells them apart", None), "No person has weighed"),
        ("critic", critic("no better than chance", WEIGHED), "do not show where the faults are"),
        ("critic", critic("flags everything", {**WEIGHED, "simulated": 2}), "nothing about people"),
        ("conflicts", {"pairs": [{}] * 15, "follows_places": True}, "nobody can tell"),
        ("conflicts", {"pairs": [{}] * 15, "follows_places": False, "more_than_noise": 0}, "none pulls"),
        ("conflicts", {"pairs": [{}] * 15, "follows_places": False, "more_than_noise": 2}, "2 pull apart"),
        ("human-feedback", {"comparisons": 0}, "Nobody has compared"),
        ("human-feedback", compared("rise"), "more often than chance"),
        ("human-feedback", compared("no clear change"), "may be chance"),
        ("human-feedback", compared("fall"), "less often than chance"),
        ("human-feedback", compared("rise", simulated=3), "nothing about people"),
        ("character", traits("rise", "fall", "no clear change"), "1 of them clearly more and 1 clearly less"),
        ("character", traits("no clear change", "no clear change"), "no clear difference"),
        ("ablate", left_out("nothing shown"), "no clear difference"),
        ("ablate", left_out("fewer rows", "nothing shown"), "may do the same"),
        ("ablate", left_out("this", "nothing shown"), "with 1 of them"),
        ("features", features(), "no trained model"),
        ("features", features(training=0), "none clearly"),
        ("features", features(training=9, constitution=0), "without the constitution, 0 differ"),
    ],
)
def test_a_finding_says_what_was_found_and_no_more(addition: str, figures: dict[str, Any], said: str) -> None:
    assert said in finding_of(addition, figures)


def test_people_who_were_people_are_not_called_programs() -> None:
    assert "Programs" not in finding_of("human-feedback", compared("rise"))


def test_every_addition_has_a_finding() -> None:
    silent = {"character": {"effects": None}, "ablate": {"left_out": []}, "legibility": {"arms": {}}}
    assert {name for name in ADDITIONS if name in silent and not finding_of(name, silent[name])} == set(
        silent
    )
