"""The safer way beside a statement: the same schema at the end, measured to hold others up less."""

import pytest

from lib.schema.drafts.check.report import document
from lib.schema.drafts.safer import safer_version
from tests.drafts.conftest import Check


@pytest.mark.parametrize(
    ("statement", "steps"),
    [
        ("create unique index u on s.p (email)", ["create unique index concurrently u on s.p (email)"]),
        ("DROP INDEX if exists s.t_v", ["DROP INDEX concurrently if exists s.t_v"]),
        (
            "alter table s.t add foreign key (p_id) references s.p match full",
            [
                "alter table s.t add constraint t_p_id_fkey foreign key (p_id) references s.p match full not valid",
                "commit",
                "alter table s.t validate constraint t_p_id_fkey",
            ],
        ),
        (
            "alter table only s.t add x int, add constraint positive check (a > 0)",
            [
                "alter table only s.t add x int",
                "alter table only s.t add constraint positive check (a > 0) not valid",
                "commit",
                "alter table only s.t validate constraint positive",
            ],
        ),
        (
            "alter table s.p alter email set not null",
            [
                "alter table s.p add constraint p_email_not_null_check check (email is not null) not valid",
                "commit",
                "alter table s.p validate constraint p_email_not_null_check",
                "commit",
                "alter table s.p alter column email set not null",
                "alter table s.p drop constraint p_email_not_null_check",
            ],
        ),
        (
            "alter table s.p add constraint one unique (email) deferrable",
            [
                "create unique index concurrently one on s.p (email)",
                "alter table s.p add constraint one unique using index one deferrable",
            ],
        ),
        ("alter table s.p add x int", None),
        ("alter table s.t alter v type varchar(10)", None),
        ("create index on s.part (d)", None),
        ("create table s.n (a int); create index on s.n (a)", None),
    ],
)
def test_a_safer_way_is_offered_where_it_holds_up_less(
    check_site: Check, statement: str, steps: list[str] | None
) -> None:
    way = document(check_site(statement))["statements"][-1]["safer"]
    assert (way and [step["sql"] for step in way["statements"]]) == steps


def test_the_version_in_safer_steps_makes_the_same_schema(check_site: Check) -> None:
    script = (
        "-- orders need their person\n"
        "alter table s.t add foreign key (p_id) references s.p;\n"
        "create index on s.t (p_id); -- and its index\n"
        "alter table s.p alter email set not null"
    )
    plain = check_site(script)
    safer = safer_version(script, document(plain))
    assert safer.startswith("-- orders need their person\nalter table s.t add constraint t_p_id_fkey foreign key")
    assert "; -- and its index\n" in safer
    again = check_site(safer)
    assert set(again.changes) == set(plain.changes)
    assert again.rollback.proved
    assert safer_version(safer, document(again)) == ""
