"""The garbage collector held back: what is made meanwhile counts as old at once."""

import gc

import pytest

from lib.collector import collector_off


def test_values_made_inside_are_old_afterwards_and_the_collector_is_as_it_was() -> None:
    assert gc.isenabled()
    with collector_off(), collector_off():
        assert not gc.isenabled()
        made = [[number] for number in range(20_000)]
    assert gc.isenabled()
    assert gc.get_count()[0] < 10_000
    assert gc.get_freeze_count() == 0
    old = {id(value) for value in gc.get_objects(generation=2)}
    assert all(id(value) in old for value in made)


def test_an_error_inside_leaves_the_collector_on() -> None:
    with pytest.raises(ValueError, match="inside"), collector_off():
        raise ValueError("inside")
    assert gc.isenabled()
