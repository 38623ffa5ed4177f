"""What looks wrong in a site's mapping is told in sentences, with how to mend it."""

import json
from typing import Any

import pytest
from sqlalchemy import Engine, text
from typer.testing import CliRunner, Result

from lib.cli import app
from lib.context.mapping import plans, report, survey
from lib.context.mapping.check import check
from lib.context.mapping.finding import MappingFinding
from lib.context.mapping.vocabulary import quoted
from lib.context.refresh import refresh
from lib.database import run_script, transaction
from lib.errors import MissingSources
from tests.mapping.wrong_mappings import EVERY, WRONG
from tests.support import site
from tests.support.site import ANNA, Scripted, answer, day

MAILS = """
insert into site_interaction
select 'm' || n, '{anna}', 'email', case when n % 2 = 0 then 'out' else 'in' end,
    case when n % 2 = 0 then 'us' else 'contact' end, 'Anna', 't' || n / 4, 'House',
    'All is well here, thank you.', false,
    '2026-06-01 09:00+00'::timestamptz + n * interval '1 hour', null,
    '2026-06-01 09:01+00'::timestamptz + n * interval '1 hour'
from generate_series(1, 40) as n
"""
INDEXES = """
create index on site_interaction (ended_at) where ended_at is not null;
create index on site_opportunity (changed_at);
"""


@pytest.fixture
def mapped(database: Engine) -> Engine:
    """A site whose mapping is right: forty mails of one contact, every index there."""
    site.install(database)
    run(database, MAILS.format(anna=ANNA) + ";" + INDEXES)
    return database


def run(database: Engine, script: str) -> None:
    with transaction(database) as connection:
        run_script(connection, script)


def found(database: Engine) -> dict[str, MappingFinding]:
    return {finding.rule: finding for finding in check(database, smallest=0).findings}


def test_a_mapping_that_is_right_has_nothing_to_mend(mapped: Engine) -> None:
    looked = check(mapped, smallest=0)
    assert looked.findings == ()
    assert list(report.lines(looked)) == [
        "The four views give 1 contact, 40 interactions, 0 opportunities, 0 links.",
        "Looked at all 40 interactions:",
        "  author: contact 20, us 20",
        "  kind: email 40",
        "  direction: in 20, out 20",
        "  messages to us by others than the contact: 0 of 20 (0%)",
        "Nothing looks wrong.",
    ]


@pytest.mark.parametrize("rule", WRONG)
def test_what_looks_wrong_is_said_with_how_to_mend_it(mapped: Engine, rule: str) -> None:
    script, sentence, next_step = WRONG[rule]
    run(mapped, script)
    finding = found(mapped)[rule]
    assert (finding.sentence, finding.next_step) == (sentence, next_step)


def test_a_text_that_was_edited_while_changed_at_stood_still_is_told(mapped: Engine) -> None:
    refresh(mapped, ANNA, reader=Scripted(answer()), now=day(5))
    assert found(mapped) == {}
    run(mapped, EVERY + "body = 'No, all is lost.' where id = 'm7'")
    assert found(mapped)["interaction_edited_unseen"].sentence == (
        "1 of 40 interactions have another text than was read, and a `changed_at` from before that reading: it does not"
        " move."
    )
    run(mapped, EVERY + "changed_at = '2026-06-20' where id = 'm7'")
    assert found(mapped) == {}


@pytest.mark.parametrize(
    ("index", "rule", "purpose"),
    [
        ("ended_at", "no_index_interaction_ended_at", "the meetings and calls that have ended"),
        ("changed_at", "no_index_interaction_changed_at", "what is new"),
        ("contact_id", "no_index_interaction_contact_id", "the interactions of one contact"),
    ],
)
def test_an_index_that_is_missing_is_told(mapped: Engine, index: str, rule: str, purpose: str) -> None:
    run(mapped, f"drop index site_interaction_{index}_idx")
    finding = found(mapped)[rule]
    assert finding.sentence == (
        f"No index serves `{index}`: to find {purpose}, 8 KB are read whole (public.site_interaction)."
    )
    assert check(mapped).findings == ()  # so small a table is read in no time


@pytest.mark.parametrize(
    ("address", "rule"),
    [
        ("Berg, Anna <anna@berg.example>", "contact_dressed_addresses"),
        ("anna@berg.example <anna@berg.example>", "contact_dressed_addresses"),
        ("anna@berg.example;", "contact_dressed_addresses"),
        ("anna@berg.example / a.berg@work.example", "contact_several_addresses"),
    ],
)
def test_an_address_with_a_name_is_told_from_several_addresses(mapped: Engine, address: str, rule: str) -> None:
    run(mapped, f"update site_contact set email = '{address}'")
    assert list(found(mapped)) == [rule]


@pytest.mark.parametrize(
    ("body", "rules"),
    [
        ("Sch=C3=B6ne Gr=C3=BC=C3=9Fe", ["interaction_mime"]),
        ('<a href=3D"https://berg.example">here</a>', ["interaction_mime"]),
        ("SGVsbG8g" * 40, ["interaction_mime"]),
        ("SGVsbG8g" * 9 + "SGVs\nSGVsbG8gd29ybGQ=", ["interaction_mime"]),
        ("https://berg.example/list?page=20&id=" + "SGVsbG8g" * 40, []),
        ("a = b, and 1+1=2", []),
    ],
)
def test_what_is_still_encoded_is_told_without_its_headers(mapped: Engine, body: str, rules: list[str]) -> None:
    run(mapped, EVERY + f"body = '{body}' where id = 'm1'")
    assert list(found(mapped)) == rules


def test_words_of_the_site_are_short_and_plain_where_they_are_named(mapped: Engine) -> None:
    run(mapped, EVERY + r"""kind = E'\x1b[31m<b>I have "cancer" and more, \nbut tell nobody' where id = 'm1'""")
    said = found(mapped)["unknown_kind"].sentence
    assert '"\N{REPLACEMENT CHARACTER}[31m<b>I have \N{REPLACEMENT CHARACTER}cancer\N{REPLACEMENT CHARACTER}…"' in said
    assert "tell nobody" not in json.dumps(report.document(check(mapped)), default=str)
    assert quoted("") == "null"


def test_nothing_else_of_what_a_client_wrote_is_told(mapped: Engine) -> None:
    run(
        mapped,
        EVERY + "body = '<p>Secret</p> Content-Type: x', subject = 'Secret', thread_id = 'Secret' || id,"
        " author_name = 'Secret', changed_at = null; update site_contact set email = 'Secret', name = 'Secret'",
    )
    looked = check(mapped, smallest=0)
    assert len(looked.findings) >= 4
    assert "Secret" not in json.dumps(report.document(looked), default=str) + "\n".join(report.lines(looked))


def test_a_big_site_is_sampled_by_its_newest_and_by_contacts_spread_over_all(
    mapped: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(mapped, EVERY + "kind = 'meeting' where id in ('m1', 'm2', 'm3', 'm4', 'm5')")
    monkeypatch.setattr(survey, "NEWEST", 10)
    monkeypatch.setattr(survey, "EACH", 28)
    looked = check(mapped)
    assert looked.counts.words("kind") == {"email": 35, "meeting": 3}
    assert "Looked at a sample of 38 interactions:" in report.lines(looked)
    monkeypatch.setattr(survey, "CONTACTS", 0)
    assert check(mapped).counts.words("kind") == {"email": 10}


def test_what_takes_too_long_is_ended_and_the_rest_is_told(mapped: Engine) -> None:
    run(mapped, "create or replace view crm_source_link with (security_invoker = true) as"
        " select site_link.* from site_link, pg_sleep(20)")  # fmt: skip
    looked = check(mapped, seconds=1)
    assert [(finding.rule, finding.sentence) for finding in looked.findings] == [
        ("too_slow", "Counting the number of rows took too long and was ended."),
        ("too_slow", "Counting the deals and links took too long and was ended."),
    ]
    assert (looked.counts.totals, looked.counts.sampled()) == (None, 40)


def test_looking_changes_nothing_even_where_a_view_would(mapped: Engine) -> None:
    run(mapped, """
        create function touched(id text) returns text language plpgsql as
        $$ begin delete from site_interaction; return id; end $$;
        create or replace view crm_source_link with (security_invoker = true) as
        select contact_id, array[touched('x')] as finance_accounts, null::uuid as swl_guest_profile_id,
        null::uuid as open_people_profile_id, created_at as changed_at from site_contact offset 0""")  # fmt: skip
    assert ("the deals and links", "25006") in check(mapped).counts.broken  # read_only_sql_transaction
    assert site.count(mapped, "site_interaction") == 40


def test_a_view_that_fails_on_a_row_is_told_without_the_row(mapped: Engine) -> None:
    run(mapped, """
        update site_contact set phone = 'Secret';
        create or replace view crm_source_link with (security_invoker = true) as
        select contact_id, '{}'::text[] as finance_accounts, phone::uuid as swl_guest_profile_id,
        null::uuid as open_people_profile_id, created_at as changed_at from site_contact""")  # fmt: skip
    (finding,) = check(mapped).findings
    assert finding.sentence == (
        "Counting the deals and links fails with the error 22P02: a view fails on some of its rows."
    )


def test_a_missing_view_is_one_sentence_with_the_next_step(mapped: Engine) -> None:
    run(mapped, "drop view crm_source_opportunity")
    with pytest.raises(MissingSources, match="crm_source_opportunity"):
        check(mapped)


def orb(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


def test_the_command_tells_it_to_people_and_to_programs(
    mapped: Engine, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", database_url)
    right = orb("sources", "check", "--json")
    assert right.exit_code == 0
    document = json.loads(right.stdout)
    assert list(document) == [
        "state", "as_of", "rows", "looked_at", "authors", "kinds", "directions", "incoming", "findings",
    ]  # fmt: skip
    assert (document["state"], document["rows"]["interactions"], document["kinds"]) == ("ok", 40, {"email": 40})
    run(mapped, WRONG["unknown_author"][0])
    wrong = orb("sources", "check")
    assert wrong.exit_code == 1
    assert "WRONG: 1 of 40 interactions have an unknown author" in wrong.stdout
    assert "1 of the things found keep the dashboard from learning" in wrong.stderr
    (finding,) = json.loads(orb("sources", "check", "--json").stdout)["findings"]
    assert list(finding) == ["rule", "level", "view", "sentence", "next_step", "count", "of"]


def test_a_migration_ends_with_what_the_mapping_gives(
    mapped: Engine, database_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    run(mapped, WRONG["unknown_author"][0])
    kept = tmp_path / "sources.sql"
    kept.write_text("select 1;")
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setattr("lib.installation.sources", lambda _settings: kept)
    told = orb("migrate")
    assert (told.exit_code, told.stdout) == (0, "")
    assert "The four views give 1 contact, 40 interactions" in told.stderr
    assert json.loads(orb("migrate", "--json").stdout)["sources"]["state"] == "wrong"
    kept.write_text("select * from nothing_there;")
    assert json.loads(orb("migrate", "--json").stdout)["sources"] is None


def test_the_dashboards_own_role_may_look(mapped: Engine, database_url: str) -> None:
    with transaction(mapped) as connection:
        connection.execute(text("set local role orb_dashboard"))
        assert sum(row.looked_at for row in survey._interactions(connection)) == 40
        assert plans.whole_reads(connection, smallest=0) == ()
