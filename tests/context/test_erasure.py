"""Erasing a person: nothing of theirs is left in our tables, and the door is narrow."""

from typing import Any

import pytest
from sqlalchemy import Engine, event, text

from lib.context import accept_preview, decisions
from lib.context.engine.state import State
from lib.context.readers import ReaderFailed
from lib.context.refresh import refresh
from lib.context.store import reads
from lib.context.store.erasure import NothingToErase, erase
from lib.database import transaction
from tests.support import site
from tests.support.site import ANNA, Scripted, add, answer, day

CANARY = "zanzibar canary phrase"


@pytest.fixture
def business(database: Engine) -> Engine:
    """A business that knows facts about one client in several versions, with a preview and a failed run."""
    site.install(database)
    site.write(database, "m1", f"I love the {CANARY} very much.", subject=CANARY)
    reader = Scripted(answer(add("Loves it.", f"I love the {CANARY}"), summary=[{"text": CANARY, "cites": ["op1"]}]))
    outcome = refresh(database, ANNA, reader=reader, now=day(1))
    assert outcome.status == "saved"
    site.write(database, "m2", f"Again the {CANARY}, and once more.", at=day(2))
    refresh(
        database,
        ANNA,
        reader=Scripted(answer(add(f"Speaks of the {CANARY}.", f"Again the {CANARY}"))),
        now=day(3),
        dry_run=True,
    )
    return database


def everything(database: Engine) -> str:
    """All rows of all our tables as text."""
    with transaction(database) as connection:
        names = connection.execute(
            text("select tablename from pg_tables where tablename ~ '^(crm_c|system_)' and schemaname = 'public'")
        ).scalars()
        return "\n".join(
            str(connection.execute(text(f"select cast(t as text) from {name} as t")).scalars().all()) for name in names
        )


def test_afterwards_no_table_of_ours_holds_the_persons_words(business: Engine) -> None:
    assert CANARY in everything(business)
    done = erase(business, ANNA, actor="Tom", reason="She asked for it.", now=day(4))
    assert CANARY not in everything(business)
    assert done.counts == {
        "evidence": 1,
        "facts": 1,
        "current": 1,
        "history": 1,
        "seen": 1,
        "lease": 0,
        "runs": 2,
        "calls": 0,
    }
    assert done.source_tables == (
        "public.site_contact", "public.site_interaction", "public.site_link", "public.site_opportunity",
    )  # fmt: skip
    assert "Tom" in everything(business)
    with pytest.raises(NothingToErase):
        erase(business, ANNA, actor="Tom", reason="Twice.", now=day(5))


def test_a_refresh_under_way_saves_nothing_after_an_erasure(business: Engine) -> None:
    def erased_meanwhile(_request: dict[str, object]) -> dict[str, object]:
        erase(business, ANNA, actor="Tom", reason="She asked for it.", now=day(4))
        return answer(add(f"Speaks of the {CANARY}.", f"Again the {CANARY}"))

    outcome = refresh(business, ANNA, reader=Scripted(erased_meanwhile), now=day(4))
    assert (outcome.status, outcome.error) == ("failed", "This person was erased meanwhile; nothing was saved.")
    assert CANARY not in everything(business)


@pytest.mark.parametrize("how", ["preview", "failure"])
def test_a_run_that_only_records_leaves_nothing_after_an_erasure(business: Engine, how: str) -> None:
    def erased_meanwhile(_request: dict[str, object]) -> dict[str, object]:
        erase(business, ANNA, actor="Tom", reason="She asked for it.", now=day(4))
        if how == "failure":
            raise ReaderFailed(f"It was about the {CANARY}.")
        return answer(add(f"Speaks of the {CANARY}.", f"Again the {CANARY}"))

    outcome = refresh(business, ANNA, reader=Scripted(erased_meanwhile), now=day(4), dry_run=how == "preview")
    assert (outcome.status, outcome.error) == ("failed", "This person was erased meanwhile; nothing was saved.")
    assert (outcome.version, outcome.run_id) == (None, None)
    assert CANARY not in everything(business)
    assert site.count(business, "crm_context_run") == 0


def test_an_erasure_between_two_batches_ends_the_refresh(business: Engine) -> None:
    steps: list[str] = []

    def erased_meanwhile(step: str) -> None:
        steps.append(step)
        if step == "collecting" and steps.count(step) == 2:
            erase(business, ANNA, actor="Tom", reason="She asked for it.", now=day(4))

    site.write(business, "m3", f"And once more the {CANARY}.", at=day(3))
    outcome = refresh(business, ANNA, reader=Scripted(), now=day(4), budget=1, progress=erased_meanwhile)
    assert (outcome.status, outcome.error) == ("failed", "This person was erased meanwhile; nothing was saved.")
    assert steps == ["collecting", "asking", "judging", "saving", "collecting"]
    assert site.count(business, "crm_context_run") == site.count(business, "crm_client_context") == 0


def test_a_preview_is_not_accepted_while_the_person_is_erased(
    business: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = accept_preview.collect

    def erased_meanwhile(*arguments: Any, **named: Any) -> State:
        erase(business, ANNA, actor="Tom", reason="She asked for it.", now=day(4))
        return read(*arguments, **named)

    monkeypatch.setattr(accept_preview, "collect", erased_meanwhile)
    with pytest.raises(reads.NoRun):
        accept_preview.accept_preview(business, ANNA, 2, actor="Tom", now=day(4))
    assert CANARY not in everything(business)


def test_a_person_may_be_known_again_when_somebody_asks(business: Engine) -> None:
    erase(business, ANNA, actor="Tom", reason="She asked for it.", now=day(4))
    outcome = refresh(business, ANNA, reader=Scripted(), now=day(5))
    assert (outcome.status, outcome.version) == ("saved", 1)


def test_another_persons_rows_stay(business: Engine) -> None:
    other = ANNA.__class__(int=ANNA.int + 1)
    site.insert(business, "site_contact", {"contact_id": other, "name": "Ben", "created_at": day(0)})
    site.write(business, "b1", "I am Ben and I like tea.", contact_id=other)
    refresh(business, other, reader=Scripted(answer(add("Likes tea.", "I am Ben and I like tea."))), now=day(1))
    erase(business, ANNA, actor="Tom", reason="She asked for it.", now=day(4))
    assert site.count(business, "crm_client_fact") == site.count(business, "crm_client_context") == 1
    assert decisions.pin(business, other, 2, actor="Tom", now=day(5)).status == "saved"


def test_the_dashboards_own_role_may_refresh_decide_and_erase(business: Engine) -> None:
    @event.listens_for(business, "connect")
    def act_as_the_dashboard(connection: Any, _record: Any) -> None:
        connection.execute("set role orb_dashboard")
        connection.commit()

    business.dispose()
    outcome = refresh(
        business, ANNA, reader=Scripted(answer(add(f"Speaks of the {CANARY}.", f"Again the {CANARY}"))), now=day(3)
    )
    assert [verdict.verdict for verdict in outcome.verdicts] == ["applied"]
    assert decisions.pin(business, ANNA, 1, actor="Tom", now=day(4)).status == "saved"
    assert decisions.retract(business, ANNA, 1, actor="Tom", reason="Wrong.", now=day(4)).version == 3
    assert erase(business, ANNA, actor="Tom", reason="She asked for it.", now=day(5)).counts["history"] == 3
    assert CANARY not in everything(business)
