"""What is worked out from an analysis is worked out once, and kept for a short while only."""

import pytest

from deliberation.models import Analysis
from deliberation.results import kept_results
from deliberation.results.kept_results import kept_for


class _Counted:
    """Works out the given, and knows how often it did."""

    def __init__(self, found: object) -> None:
        self.found, self.times = found, 0

    def __call__(self) -> object:
        self.times += 1
        return self.found


@pytest.mark.parametrize("found", [(1, 2), None, "", 0], ids=repr)
def test_the_same_is_worked_out_once(found: object) -> None:
    work_out, analysis = _Counted(found), Analysis(pk=1, result_hash="a")
    for _ in range(3):
        assert kept_for(analysis, "map", work_out) == found
    assert work_out.times == 1


@pytest.mark.parametrize(
    ("analysis", "kind", "details"),
    [
        (Analysis(pk=2, result_hash="a"), "map", (7,)),
        (Analysis(pk=1, result_hash="b"), "map", (7,)),
        (Analysis(pk=1, result_hash="a"), "topics", (7,)),
        (Analysis(pk=1, result_hash="a"), "map", (8,)),
    ],
    ids=["another analysis", "another result", "another kind", "another detail"],
)
def test_something_else_is_worked_out_itself(analysis: Analysis, kind: str, details: tuple[int, ...]) -> None:
    kept_for(Analysis(pk=1, result_hash="a"), "map", _Counted("first"), 7)
    assert kept_for(analysis, kind, _Counted("second"), *details) == "second"


def test_it_is_forgotten_after_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_results, "KEPT_SECONDS", 0)
    work_out, analysis = _Counted("drawn"), Analysis(pk=1, result_hash="a")
    kept_for(analysis, "map", work_out)
    kept_for(analysis, "map", work_out)
    assert work_out.times == 2
