"""A task that never ends, eats memory, crashes or raises stops nothing but itself."""

import time
from collections.abc import Iterator

import pytest

from tests.processes import all_went_home
from tests.web_faults import Clock, Crash, Endless, Fine, Greedy, Wrong
from workbook.web.workshop import Rank, State, Ticket, Workshop

PATIENCE = 30
MEMORY = 2**30


class Shop:
    def __init__(self, workshop: Workshop, told: list[str]) -> None:
        self.workshop = workshop
        self.told = told

    def make(self, task: object, rank: Rank = Rank.WANTED, seconds: float = PATIENCE) -> Ticket:
        return self.workshop.hand_in(task, rank, seconds)  # type: ignore[arg-type]

    def ends(self, ticket: Ticket) -> State:
        assert ticket.over.wait(PATIENCE)
        return ticket.state

    def is_well(self) -> bool:
        ticket = self.make(Fine(7))
        return self.ends(ticket) is State.DONE and ticket.result == 7


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    told: list[str] = []
    workshop = Workshop(2, tmp_path_factory.mktemp("cache"), MEMORY, told.append)
    yield Shop(workshop, told)
    workshop.close()
    assert not workshop.aside.exists()
    assert all_went_home()


def test_what_never_ends_is_ended_when_its_time_is_up(shop: Shop):
    ticket = shop.make(Endless(), seconds=0.4)
    begun = time.monotonic()
    assert shop.is_well()  # meanwhile, in the other process
    assert shop.ends(ticket) is State.TIME
    assert (ticket.done, ticket.of, ticket.title) == (1, 3, "the first")
    assert time.monotonic() - begun < PATIENCE
    assert shop.is_well()


def test_what_eats_memory_is_ended(shop: Shop):
    assert shop.ends(shop.make(Greedy())) is State.MEMORY
    assert shop.is_well()


def test_a_crash_is_told_and_the_next_task_is_made(shop: Shop):
    assert shop.ends(shop.make(Crash())) is State.MEMORY
    assert shop.is_well()


def test_a_mistake_of_the_program_is_told_without_what_was_in_it(shop: Shop):
    ticket = shop.make(Wrong())
    assert shop.ends(ticket) is State.MISTAKE
    assert "KeyError at web_faults.py" in ticket.mistake
    assert "Jane" not in f"{ticket.mistake}{shop.told}"
    assert any("KeyError" in told for told in shop.told)
    assert shop.is_well()


def test_what_nobody_wants_any_more_is_stopped(shop: Shop):
    running = shop.make(Endless())
    while not running.of:
        time.sleep(0.02)
    running.stop()
    assert shop.ends(running) is State.STOPPED
    assert shop.is_well()


def test_what_is_withdrawn_before_it_begins_is_over_at_once(shop: Shop):
    busy = [shop.make(Endless()) for _ in range(2)]
    while not all(one.of for one in busy):
        time.sleep(0.02)
    waiting = shop.make(Fine(1))
    shop.workshop.withdraw(waiting)
    assert waiting.over.is_set()
    assert waiting.state is State.STOPPED
    for one in busy:
        shop.workshop.withdraw(one)
        assert shop.ends(one) is State.STOPPED
    assert shop.is_well()


def test_what_can_wait_leaves_a_process_free_and_what_was_asked_for_last_comes_first(shop: Shop):
    long = shop.make(Endless(), Rank.LATER)
    while not long.of:
        time.sleep(0.02)
    later = [shop.make(Clock(), Rank.LATER) for _ in range(3)]
    assert shop.is_well()
    assert all(ticket.state is State.WAITING for ticket in later)
    later[1].asked += 10
    long.stop()
    assert {shop.ends(ticket) for ticket in later} == {State.DONE}
    made = [ticket.result for ticket in later]
    assert made[1] == min(made)  # type: ignore[type-var]
