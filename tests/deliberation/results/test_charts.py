from hypothesis import given
from hypothesis import strategies as st

from deliberation.results.charts import SCALE, balance_bars, share_bars
from deliberation.results.tallies import Tally

tallies = st.builds(Tally, *[st.integers(min_value=0, max_value=5_000)] * 3)


def test_bars_are_drawn_to_one_scale_by_group():
    bars = share_bars(Tally(5, 5, 0), [Tally(4, 0, 0), Tally(1, 5, 0)])
    assert [(bar.letter, bar.length) for bar in bars] == [("A", 1000), ("B", 167)]


def test_without_groups_there_is_one_bar_for_everyone():
    for groups in ([], [Tally(3, 1, 0)]):
        [bar] = share_bars(Tally(3, 1, 0), groups)
        assert (bar.letter, bar.length) == ("", 750)


def test_the_balance_grows_from_the_middle_and_leaves_passes_out():
    [bar] = balance_bars(Tally(5, 3, 2), [])
    assert (bar.left, bar.disagree, bar.agree) == (700, 300, 500)


@given(tallies)
def test_every_bar_and_whisker_stays_on_the_scale(tally):
    [share], [balance] = share_bars(tally, []), balance_bars(tally, [])
    assert 0 <= share.low <= share.high <= SCALE
    assert 0 <= share.length <= SCALE
    assert balance.left + balance.disagree == SCALE
    assert balance.disagree + balance.agree <= SCALE + 1
    assert all(isinstance(number, int) for number in (share.length, share.low, balance.left))
