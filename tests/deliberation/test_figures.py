"""Figures are rounded as people round, never cut off."""

import pytest

from deliberation.templatetags.figures import hundredths, signed, tenths


@pytest.mark.parametrize(("number", "written"), [(1.585, "1.6"), (2.0, "2.0"), (0.04, "0.0")])
def test_tenths_are_rounded(number, written):
    assert tenths(number) == written


@pytest.mark.parametrize(("number", "written"), [(0.886, "0.89"), (-0.246, "-0.25"), (1.0, "1.00")])
def test_hundredths_are_rounded(number, written):
    assert hundredths(number) == written


def test_a_difference_that_rounds_to_zero_from_below_has_one_sign():
    assert signed(-0.0002) == "+0.000"
    assert signed(-0.0002, 4) == "-0.0002"
