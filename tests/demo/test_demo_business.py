"""The demo business: its tables, its contacts and what they wrote."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine

from lib.database import engine, read_only, transaction
from lib.demo import business, loading
from lib.demo.days import resolved
from lib.demo.mail_format import Mail, body
from lib.demo.people import UnreadableStory, entries, people
from tests.support.demos import LOADED_AT as NOW

TABLES = """
select n.nspname, count(*) from pg_class c join pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'p') and not c.relispartition
    and n.nspname in ('public', 'swl', 'finance', 'real_estate', 'open_people', 'orb')
group by 1
"""


def test_six_schemas_hold_at_least_45_tables(business_database: Engine) -> None:
    with read_only(business_database) as connection:
        found = dict(connection.exec_driver_sql(TABLES).all())
    assert set(found) == {"public", "swl", "finance", "real_estate", "open_people", "orb"}
    assert sum(found.values()) >= 45


def test_every_contact_has_correspondence_in_the_view(business_database: Engine) -> None:
    with read_only(business_database) as connection:
        silent = connection.exec_driver_sql(
            "select name from crm_source_contact c where not exists"
            " (select from crm_source_interaction i where i.contact_id = c.contact_id and i.author = 'contact')"
        ).all()
    assert silent == []


def test_nothing_was_written_after_the_moment_of_loading(business_database: Engine) -> None:
    with read_only(business_database) as connection:
        latest = connection.exec_driver_sql("select max(changed_at) from crm_source_interaction").scalar_one()
    assert latest <= NOW


def test_the_same_seed_and_day_give_the_same_rows() -> None:
    first, second, other = (
        [list(business.rows(person, seed=seed, number=n, today=NOW.date())) for n, person in enumerate(people())]
        for seed in (1, 1, 2)
    )
    assert first == second
    assert first != other


def test_a_reply_quotes_the_mail_it_answers() -> None:
    asked = Mail(NOW, "Ann Lee", "ann@lee.example", "Keys", "Where are the keys?\nAnn")
    assert body("Under the mat.", "", asked, language="de") == (
        "Under the mat.\n\nAm 14.03.2026 um 12:00 schrieb Ann Lee <ann@lee.example>:\n> Where are the keys?\n> Ann"
    )


def test_every_day_in_the_correspondence_is_written_out(business_database: Engine) -> None:
    with read_only(business_database) as connection:
        texts = connection.exec_driver_sql("select concat(subject, body) from crm_source_interaction").scalars().all()
    assert not [text for text in texts if "{" in text and "operations" not in text]


def test_a_header_line_that_cannot_be_read_is_named() -> None:
    with pytest.raises(UnreadableStory, match="# -3 noon mail"):
        entries("# -3 noon mail\nHello")


def test_days_are_counted_from_the_day_of_loading() -> None:
    assert resolved("@-13 18:30", NOW.date()) == datetime(2026, 3, 1, 18, 30, tzinfo=UTC)
    assert business.dated("am {+17}, im {+17 month}", NOW.date(), "de") == "am 31. März, im März"


def test_a_database_with_other_tables_is_refused(empty_database: str) -> None:
    database = engine(empty_database)
    loading.check_empty(database)
    with transaction(database) as connection:
        connection.exec_driver_sql("create table somebody_elses (id int)")
    with pytest.raises(loading.NotEmpty, match=r"public\.somebody_elses"):
        loading.check_empty(database)
    database.dispose()


def test_the_dashboards_own_role_reads_the_views_and_nobody_else_does(business_database: Engine) -> None:
    views = ("contact", "interaction", "opportunity", "link")
    with transaction(business_database) as connection:
        connection.exec_driver_sql("set local role orb_dashboard")
        seen = [connection.exec_driver_sql(f"select count(*) from crm_source_{view}").scalar_one() for view in views]
        assert min(seen) > 0
        connection.exec_driver_sql("reset role")
        connection.exec_driver_sql("create role somebody_else")
        open_to = [
            connection.exec_driver_sql(
                f"select has_table_privilege('somebody_else', 'crm_source_{view}', 'select')"
            ).scalar_one()
            for view in views
        ]
        connection.exec_driver_sql("drop role somebody_else")
    assert open_to == [False] * 4
