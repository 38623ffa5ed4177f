"""Whether a claim is supported: numbers and dates by value, addresses and proper names by their letters."""

from datetime import UTC, datetime

import pytest

from lib.context.evidence.grounding import unsupported
from lib.context.text.values.quantities import the_amount

SENT = datetime(2026, 4, 5, 9, tzinfo=UTC)  # a Sunday


@pytest.mark.parametrize(
    ("text", "quote", "missing"),
    [
        ("Budget is 500k.", "we can spend 500,000 at most", ()),
        ("Budget is $500,000.", "we can spend 500k", ()),
        ("Interested within $500k–$650k.", "something between 500 and 650k", ()),
        ("Budget is 1.5m.", "about 1,500,000 euros", ()),
        ("Budget is 650k.", "we can spend 500k", ("650k",)),
        ("Budget is 500,000.", "500.000 EUR", ()),
        ("Has three children.", "my 3 kids", ()),
        ("Has three children.", "my kids", ("three",)),
        ("Has 2 dogs.", "our two dogs", ()),
        ("Closes on 2026-05-03.", "we close on May 3rd", ()),
        ("Closes on 3 May 2026.", "we close on 3/5/2026", ()),
        ("Closes on 4 May 2026.", "we close on May 3rd", ("4 May 2026",)),
        ("Closes on 3 May 2031.", "we close on May 3rd", ("3 May 2031",)),
        ("Closes on 3 May.", "sometime in May", ("3 May",)),
        ("Calls on 2026-04-06.", "I will call tomorrow", ()),
        ("Calls on 2026-04-07.", "I will call tomorrow", ("2026-04-07",)),
        ("Free on Fridays.", "on Friday I have time", ()),
        ("Free on Fridays.", "I have time", ("Fridays",)),
        ("Write to a.b@c.example.", "my address is A.B@c.example", ()),
        ("Write to a.b@c.example.", "my address is d@c.example", ("a.b@c.example.",)),
        ("Phone +49 151 2345678.", "call 0151/234 56 78", ()),
        ("Phone +49 151 2345678.", "call 0151/234 56 79", ("+49 151 2345678",)),
        ("Knows Paul Meyer.", "my friend Paul Meyer's house", ()),
        ("Knows Paul Meyer.", "my friend Paul", ("Meyer",)),
        ("Anna wants SMS. She likes it.", "please write", ()),
        ("Lives near Berg Studio.", "near the studio of mine", ()),
        ("Prefers SMS over email.", "text me, no mails", ()),
        ("Visited twice; likes it.", "we came again", ()),
        ("Budget is 650000EUR.", "we have a budget", ("650000EUR",)),
        ("Budget is 650000EUR.", "we have 650,000 euros", ()),
        ("Budget USD650000", "we have a budget", ("650000",)),
        ("Budget USD650000", "we have USD 650k", ()),
        ("Budget is 650kEUR.", "we have 650.000EUR", ()),
        ("Wants 120m2, 130m² and 50kg in 30min.", "it is large", ("120m2", "130m²", "50kg", "30min")),
        ("Wants 120m2, 130m² and 50kg.", "120 m2, 130 m² and 50 kg", ()),
        ("Lives at 12c, in her 30s.", "our house", ("12c", "30s")),
        ("Lives at 12c, in her 30s.", "our house, 12c; I am in my 30s", ()),
        ("Expects fourteen guests.", "four guests", ("fourteen",)),
        ("Expects fourteen guests.", "14 guests", ()),
        ("Has seventeen cats.", "our cats", ("seventeen",)),
        ("Wants to move in May.", "we move in June", ("May",)),
        ("Wants to move in May.", "we want to move", ("May",)),
        ("Wants to move in May.", "we move in may", ()),
        ("Wants to move in May.", "wir ziehen im Mai um", ()),
        ("Wants to move in May.", "we move next month", ()),
        ("Wants to move in May.", "we move on 3/5/2026", ()),
        ("Wants to move in May.", "we move on 2026-06-03", ("May",)),
        ("Likes it. May move.", "we like it", ()),
        ("Pays for April.", "we pay", ()),
        ("Spouse: Maria.", "my spouse", ("Maria",)),
        ("Spouse: Maria.", "my spouse Maria", ()),
        ("Sees Dr. Smith", "my doctor", ("Smith",)),
        ("Sees Dr. Smith.", "my doctor is called Smith", ()),
        ("Diet: No meat on weekdays.", "I don't eat meat on weekdays", ()),
    ],
)
def test_what_no_quote_says_is_named(text: str, quote: str, missing: tuple[str, ...]) -> None:
    found = unsupported(text, [(quote, SENT)], known=("Anna Berg", "Berg Studio", "April Ltd"))
    assert tuple(word.rstrip(".") for word in found) == tuple(word.rstrip(".") for word in missing)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("up to 650k", 650_000),
        ("3 bedrooms for $500,000", 500_000),
        ("500k or 600k", None),
        ("3 bedrooms", None),
        ("1,5 Mio", 1_500_000),
        ("500k, I repeat: 500,000 euros", 500_000),
        ("I can pay 500000EUR", 500_000),
        ("I can pay EUR500000", 500_000),
        ("US$500,000 for 3 rooms", 500_000),
        ("650kEUR", 650_000),
        ("the chef 500", None),
        ("the price is 450,000 or 470,000", None),
        ("since 2015 we pay rent", None),
        ("50kg in 30min", None),
        ("price of the flat 3 B", None),
        ("price of flat 3B", None),
        ("postcode 10115, price on request", None),
        ("a quarter of a million pounds", 250_000),
        ("three quarters of a million euros", 750_000),
        ("eine Viertelmillion Euro", 250_000),
        ("half a million euros", 500_000),
    ],
)
def test_the_one_amount_of_money(text: str, amount: float | None) -> None:
    assert the_amount(text) == amount


@pytest.mark.parametrize(
    ("text", "quote", "is_said"),
    [
        ("Call 0361 4440188.", "my number is 0361 4440188", True),
        ("Call +49 361 4440188.", "my number is 0361 / 444 01 88", True),
        ("Call 0361 4440188.", "my number is +49 (0)361 4440188", True),
        ("Call 0362 4440188.", "my number is 0361 4440188", False),
        ("Call +48 361 4440188.", "my number is +49 361 4440188", False),
        ("Call 07 61 22 33 44.", "my number is 06 61 22 33 44", False),
        ("Call 06 61 22 33 45.", "my number is 06 61 22 33 44", False),
    ],
)
def test_a_telephone_number_is_said_with_every_group_of_it(text: str, quote: str, is_said: bool) -> None:
    assert (unsupported(text, [(quote, datetime(2026, 6, 1, tzinfo=UTC))]) == ()) == is_said
