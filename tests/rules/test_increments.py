import pytest
from hypothesis import given
from hypothesis import strategies as st

from auction.money import MAX_MINOR, Money
from auction.rules.increments import Band, step_at

BANDS = (
    Band(Money(0), Money(50_00)),
    Band(Money(1_000_00), Money(100_00)),
    Band(Money(10_000_00), Money(500_00)),
    Band(Money(100_000_00), Money(1_000_00)),
)


@pytest.mark.parametrize(
    ("price", "step"),
    [
        (0, 50_00),
        (999_00, 50_00),
        (999_99, 50_00),
        (1_000_00, 100_00),
        (9_999_99, 100_00),
        (10_000_00, 500_00),
        (99_999_99, 500_00),
        (100_000_00, 1_000_00),
        (MAX_MINOR, 1_000_00),
    ],
)
def test_a_boundary_belongs_to_the_band_above_it(price: int, step: int) -> None:
    assert step_at(Money(price), bands=BANDS) == Money(step)


@given(st.integers(0, MAX_MINOR), st.integers(0, MAX_MINOR))
def test_steps_never_shrink_as_the_price_rises(one: int, other: int) -> None:
    low, high = sorted([Money(one), Money(other)])

    assert step_at(low, bands=BANDS) <= step_at(high, bands=BANDS)
