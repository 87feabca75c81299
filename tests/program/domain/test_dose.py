import pytest

from hearthside.program.domain import starting
from hearthside.program.domain.dose import Dose, DoseGap, OrderedService, check_dose

ADULT = Dose(min_minutes=540, min_days=3, max_minutes_day=240, max_minutes=1140)


def test_minutes_that_do_not_count_are_summed_apart():
    check = check_dose([OrderedService(3, 180, True), OrderedService(2, 30, False)], ADULT)
    assert (check.minutes, check.countable_minutes, check.gaps) == (600, 540, ())


@pytest.mark.parametrize(
    ("orders", "gaps"),
    [
        ([], (DoseGap.MINUTES_SHORT, DoseGap.DAYS_SHORT)),
        ([OrderedService(2, 240, True)], (DoseGap.MINUTES_SHORT, DoseGap.DAYS_SHORT)),
        ([OrderedService(3, 180, True)], ()),
        ([OrderedService(3, 180, False)], (DoseGap.MINUTES_SHORT,)),
        ([OrderedService(3, 300, True)], (DoseGap.SESSION_TOO_LONG,)),
        ([OrderedService(7, 180, True)], (DoseGap.OVER_WEEK,)),
        ([OrderedService(7, 240, True), OrderedService(7, 60, False)], (DoseGap.OVER_WEEK, DoseGap.WEEK_TOO_SHORT)),
    ],
)
def test_each_gap_between_orders_and_dose_is_named(orders, gaps):
    assert check_dose(orders, ADULT).gaps == gaps


def test_the_fewest_days_follow_from_one_session_of_a_service_a_day_and_from_the_longest_day():
    assert check_dose([OrderedService(5, 60, True)], ADULT).fewest_days == 5
    assert check_dose([OrderedService(2, 120, True)] * 4, ADULT).fewest_days == 4


@pytest.mark.parametrize(("population", "least", "minutes"), [("adult", 540, 570), ("adolescent", 360, 390)])
def test_the_starting_program_reaches_the_dose_of_each_age_group(population, least, minutes):
    level = next(level for level in starting.LEVELS if level.population == population)
    services = {service.name: service for service in starting.SERVICES}
    orders = [OrderedService(n, services[name].minutes, True) for name, n in starting.ORDERS[population].items()]
    check = check_dose(orders, Dose(level.min_minutes, level.min_days, level.max_minutes_day, level.max_minutes))
    assert (level.min_minutes, check.countable_minutes, check.gaps) == (least, minutes, ())
    assert check.fewest_days <= level.min_days == 3
