"""The garbage collector held back, when what is made counts as old at once; and sent now and then."""

import gc
import time
import weakref

import pytest

from lib.collector import collecting, collector_off


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


def test_what_goes_in_circles_is_collected_while_a_server_runs() -> None:
    class Visitor:
        """Somebody who knows themselves."""

        def __init__(self) -> None:
            self.me = self

    gc.disable()
    try:
        gone = weakref.ref(Visitor())
        assert gone() is not None
        with collecting(every=0.01):
            deadline = time.monotonic() + 30
            while gone() is not None and time.monotonic() < deadline:
                time.sleep(0.01)
    finally:
        gc.enable()
    assert gone() is None
