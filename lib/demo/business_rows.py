"""What one contact does with the business: eating, looking at homes, paying bills, meeting people; as rows."""

from datetime import date, datetime, timedelta
from uuid import UUID

from psycopg.types.range import NumericRange

from lib.demo.contact_rows import DemoContact
from lib.demo.days import moment
from lib.demo.people import Person
from lib.demo.rows import TableRows

TABLES = (("main", 1), ("main", 2), ("main", 3), ("main", 4), ("main", 5), ("main", 6), ("terrace", 1), ("terrace", 2))
DISHES = (
    (1, 11.5),
    (3, 18),
    (4, 34),
    (5, 42),
    (6, 29),
    (7, 22),
    (8, 19),
    (9, 8.5),
    (10, 9.5),
    (11, 8),
    (12, 46),
    (13, 5),
)
MEATLESS = frozenset({1, 7, 8, 9, 10, 11, 12, 13})
BOOKING_COLUMNS = (
    "booking_id", "guest_profile_id", "room", "table_number", "party", "starts_at", "ends_at", "status", "wishes",
)  # fmt: skip
INVOICE_COLUMNS = ("invoice_id", "number", "account_id", "deal_id", "status", "issued_on", "due_on", "total")
LINE_COLUMNS = (
    "invoice_id", "line", "description", "quantity", "unit_price", "tax_country", "tax_code", "tax_valid_from",
)  # fmt: skip
ENTRY_COLUMNS = ("fiscal_year", "number", "booked_on", "words", "invoice_id", "payment_id")


def restaurant(person: Person, place: DemoContact) -> tuple[TableRows, ...]:
    """The guest's profile, bookings, visits with what was eaten, and reviews."""
    visits = person.facts.get("visits", ())
    if not visits and "diet" not in person.facts:
        return ()
    guest_id, diet = place.uuid(), person.facts.get("diet", "none")
    first = place.today + timedelta(days=min(visits)) if visits else None
    changed = moment(place.today, person.facts["since"], "08:00")
    bookings, visited, lines, reviews = [], [], [], []
    for day in visits:
        booking_id, visit_id = place.uuid(), place.uuid()
        room, table = TABLES[place.random.randrange(len(TABLES))]
        start = moment(place.today, day, place.random.choice(("12:30", "19:00", "19:30", "20:00", "20:30")))
        party = place.random.choice((2, 2, 2, 3, 4))
        status = "completed" if day < 0 else "requested"
        end = start + timedelta(hours=2)
        bookings.append((booking_id, guest_id, room, table, party, start, end, status, person.facts.get("wishes")))
        if day >= 0:
            continue
        ordered = _ordered(place, party, is_meatless=diet in ("vegetarian", "vegan"))
        total = sum(quantity * price for _, quantity, price in ordered)
        visited.append((visit_id, booking_id, guest_id, 4, party, start, end, total))
        lines += [(visit_id, line, *item) for line, item in enumerate(ordered, 1)]
        if place.random.random() < 0.3:
            stars = place.random.choice((3, 4, 5, 5))
            words = place.random.choice(("Lovely evening.", "Slow service, good food.", "The leeks!", None))
            reviews.append((visit_id, stars, words, end + timedelta(hours=14)))
    return (
        TableRows(
            "swl.guest_profile",
            ("guest_profile_id", "contact_id", "diet", "first_visit_on", "changed_at"),
            ((guest_id, place.contact_id, diet, first, changed),),
        ),
        TableRows("swl.booking", BOOKING_COLUMNS, tuple(bookings)),
        TableRows(
            "swl.visit",
            ("visit_id", "booking_id", "guest_profile_id", "served_by_id", "guests", "arrived_at", "left_at", "total"),
            tuple(visited),
        ),
        TableRows("swl.order_line", ("visit_id", "line", "item_id", "quantity", "price"), tuple(lines)),
        TableRows("swl.review", ("visit_id", "stars", "words", "written_at"), tuple(reviews)),
    )


def real_estate(person: Person, place: DemoContact, deal_ids: tuple[UUID, ...]) -> tuple[TableRows, ...]:
    """What the contact looks for, what they looked at, and what they offered."""
    search, facts, key = person.facts.get("search"), person.facts, place.key()
    viewings = [
        (listing, place.contact_id, 2, moment(place.today, day, "11:00"), liked, remark)
        for day, listing, liked, remark in facts.get("viewings", ())
    ]
    offers = [
        (key + count, listing, place.contact_id, deal_ids[0] if deal_ids else None, amount, status, made)
        for count, (day, listing, amount, status) in enumerate(facts.get("offers", ()))
        for made in (moment(place.today, day, "16:00"),)
    ]
    columns = ("search_profile_id", "contact_id", "kinds", "price_range", "bedrooms_from")
    profile = (
        ()
        if search is None
        else ((key, place.contact_id, ["flat"], NumericRange(*search["price"]), search["bedrooms"]),)
    )
    districts = () if search is None else tuple((key, district) for district in search["districts"])
    return (
        TableRows("real_estate.search_profile", columns, profile),
        TableRows("real_estate.search_profile_district", ("search_profile_id", "district_id"), districts),
        TableRows(
            "real_estate.viewing",
            ("listing_id", "contact_id", "agent_id", "starts_at", "liked", "remarks"),
            tuple(viewings),
        ),
        TableRows(
            "real_estate.offer",
            ("offer_id", "listing_id", "contact_id", "deal_id", "amount", "status", "made_at"),
            tuple(offers),
        ),
    )


def finance(person: Person, place: DemoContact) -> tuple[TableRows, ...]:
    """The contact's account, bills with their lines, payments and bookings."""
    bills = person.facts.get("invoices", ())
    if not bills:
        return ()
    account_id = f"FA-{10000 + place.number}"
    opened = moment(place.today, min(bill[0] for bill in bills), "07:00")
    invoices, lines, payments, allocations, sides = [], [], [], [], []
    entries: list[tuple[object, ...]] = []
    for count, (day, total, words, status) in enumerate(bills):
        key, issued = place.key(count), place.today + timedelta(days=day)
        number = f"{issued:%Y}-{key:06d}"
        invoices.append((key, number, account_id, None, status, issued, issued + timedelta(days=14), total))
        lines.append((key, 1, words, 1, total, "PT", "standard", "2011-01-01"))
        entries.append((issued.year, 2 * key, issued, words, key, None))
        sides += [(issued.year, 2 * key, 1, "1200", total, 0), (issued.year, 2 * key, 2, "4100", 0, total)]
        if status == "paid":
            paid = datetime.combine(issued, opened.timetz()) + timedelta(days=place.random.randrange(3, 13))
            payments.append((key, account_id, place.random.choice(("transfer", "card")), total, paid, number))
            allocations.append((key, key, total))
            entries.append((paid.year, 2 * key + 1, _day(paid), f"Payment of {number}", None, key))
            sides += [(paid.year, 2 * key + 1, 1, "1100", total, 0), (paid.year, 2 * key + 1, 2, "1200", 0, total)]
    return (
        TableRows(
            "finance.account",
            ("account_id", "contact_id", "company_id", "ledger_number", "opened_on", "changed_at"),
            ((account_id, place.contact_id, person.facts.get("company"), "1200", opened.date(), opened),),
        ),
        TableRows("finance.invoice", INVOICE_COLUMNS, tuple(invoices)),
        TableRows("finance.invoice_line", LINE_COLUMNS, tuple(lines)),
        TableRows(
            "finance.payment",
            ("payment_id", "account_id", "method", "amount", "received_at", "bank_reference"),
            tuple(payments),
        ),
        TableRows("finance.payment_allocation", ("payment_id", "invoice_id", "amount"), tuple(allocations)),
        TableRows("finance.journal_entry", ENTRY_COLUMNS, tuple(entries)),
        TableRows(
            "finance.journal_line",
            ("fiscal_year", "entry_number", "line", "ledger_number", "debit", "credit"),
            tuple(sides),
        ),
    )


def network(person: Person, place: DemoContact) -> tuple[TableRows, ...]:
    """The contact's profile in the network, skills, communities and events."""
    profile = person.facts.get("profile")
    if profile is None:
        return ()
    profile_id, joined = place.uuid(), moment(place.today, person.facts["since"], "10:00")
    handle = f"{profile['handle']}{place.number or ''}" if person.facts.get("is_generated") else profile["handle"]
    return (
        TableRows(
            "open_people.profile",
            ("profile_id", "contact_id", "handle", "headline", "joined_at", "changed_at"),
            ((profile_id, place.contact_id, handle, profile["headline"], joined, joined),),
        ),
        TableRows(
            "open_people.profile_skill",
            ("profile_id", "skill_id", "level"),
            tuple((profile_id, skill, place.random.randrange(2, 6)) for skill in profile.get("skills", ())),
        ),
        TableRows(
            "open_people.membership",
            ("community_id", "profile_id", "role", "joined_on"),
            tuple((each, profile_id, "member", joined.date()) for each in profile.get("communities", ())),
        ),
        TableRows(
            "open_people.registration",
            ("event_id", "profile_id", "came", "registered_at"),
            tuple((event, profile_id, None, joined) for event in profile.get("events", ())),
        ),
    )


def _ordered(place: DemoContact, party: int, *, is_meatless: bool) -> list[tuple[int, int, float]]:
    """What a party ordered: dish, quantity, price."""
    menu = [dish for dish in DISHES if not is_meatless or dish[0] in MEATLESS]
    chosen = place.random.sample(menu, k=min(len(menu), party + 1))
    return [(item, place.random.choice((1, 1, 2)), price) for item, price in sorted(chosen)]


def _day(at: datetime) -> date:
    return at.date()
