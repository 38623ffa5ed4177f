"""One contact of the demo and the deals with them, as rows."""

from dataclasses import dataclass
from datetime import date
from random import Random
from uuid import UUID

from lib.demo.days import moment
from lib.demo.people import Person
from lib.demo.rows import TableRows

CONTACT_COLUMNS = (
    "contact_id", "name", "given_name", "email", "phone", "language", "status", "company_id", "owner_id",
    "referred_by_id", "created_at",
)  # fmt: skip
DEAL_COLUMNS = (
    "deal_id", "contact_id", "pipeline", "stage", "title", "value", "next_action", "follow_up_at", "owner_id",
    "opened_at", "changed_at",
)  # fmt: skip
KEYS = 20
"""How many rows with a numbered key one contact may have in one table."""


@dataclass(frozen=True)
class DemoContact:
    """One contact's place in the demo: the number that its keys start from, its identifiers, the day and the dice."""

    number: int
    contact_id: UUID
    today: date
    random: Random

    def key(self, count: int = 0) -> int:
        """A number that no other contact uses in the same table."""
        return self.number * KEYS + count + 1

    def uuid(self) -> UUID:
        """A new identifier, the same for the same seed."""
        return UUID(int=self.random.getrandbits(128), version=4)


def rows(person: Person, place: DemoContact, *, referrer: UUID | None = None) -> tuple[TableRows, ...]:
    """The contact, how to reach them and their tags."""
    facts, contact_id = person.facts, place.contact_id
    created = moment(place.today, facts["since"], "08:00")
    contact = (
        contact_id, person.name, person.name.split()[0], facts["mail"], facts["phone"], person.language,
        facts.get("status", "client"), facts.get("company"), facts.get("owner", 2), referrer, created,
    )  # fmt: skip
    points = [("email", facts["mail"], True, created), ("phone", facts["phone"], True, None)]
    points += [("address", address, False, None) for address in facts.get("addresses", ())]
    return (
        TableRows("crm_contact", CONTACT_COLUMNS, (contact,)),
        TableRows(
            "crm_contact_point",
            ("contact_id", "kind", "value", "is_primary", "verified_at"),
            tuple((contact_id, *point) for point in points),
        ),
        TableRows(
            "crm_contact_tag",
            ("contact_id", "tag_id", "tagged_by_id"),
            tuple((contact_id, tag, facts.get("owner", 2)) for tag in facts.get("tags", ())),
        ),
    )


def deals(person: Person, place: DemoContact, deal_ids: tuple[UUID, ...]) -> tuple[TableRows, ...]:
    """The deals at their last stage, every stage as a change, and what is to be done for them."""
    made, changes, tasks = [], [], []
    for count, (deal_id, deal) in enumerate(zip(deal_ids, person.facts.get("deal", ()), strict=True)):
        owner, stages = deal.get("owner", person.facts.get("owner", 2)), deal["stages"]
        opened = moment(place.today, stages[0][0], "09:30")
        follow_up = moment(place.today, deal["follow_up"], "09:00") if "follow_up" in deal else None
        moved = moment(place.today, stages[-1][0], "09:30")
        row = (deal["pipeline"], stages[-1][1], deal["title"], deal.get("value"), deal.get("next") or None, follow_up)
        made.append((deal_id, place.contact_id, *row, owner, opened, moved))
        before = None
        for day, stage in stages:
            changes.append((deal_id, moment(place.today, day, "09:30"), deal["pipeline"], before, stage, owner))
            before = stage
        if follow_up is not None:
            key = place.key(count)
            tasks.append((key, place.contact_id, deal_id, owner, deal["next"], follow_up.date()))
    return (
        TableRows("crm_deal", DEAL_COLUMNS, tuple(made)),
        TableRows(
            "crm_deal_stage_change",
            ("deal_id", "changed_at", "pipeline", "from_stage", "to_stage", "changed_by_id"),
            tuple(changes),
        ),
        TableRows("crm_task", ("task_id", "contact_id", "deal_id", "assignee_id", "title", "due_on"), tuple(tasks)),
    )
