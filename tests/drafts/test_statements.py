"""A script is divided where the server's own client divides it."""

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as some

from lib.schema.drafts.statements import MOST_STATEMENTS, ScriptPlace, UnreadableScript, place_at, statements

BODY = """create or replace function f(a int) returns int
language sql
begin atomic
    select 1;
    select case when a > 1 then 2 else 3 end;
end"""
WHOLE = (
    "select ';'",
    "select E'it\\'s; one'",
    "select 'it''s; one'",
    "select 'a\\'",
    'select 1 as "a;""b"',
    "select $$a;b$$",
    "select $x$ $$;$$ $x$",
    "select 1 /* a; /* b; */ c; */ + 1",
    "select 1 -- a; b\n + 1",
    "create rule r as on insert to t do also (delete from u; delete from v)",
    BODY,
    BODY.replace("function", "procedure").replace("returns int", ""),
    "select 1 as begin_atomic",
    "select U&'d\\0061t;'",
    "select 'קטן;' as \"שם\"",
    "do $do$ begin perform 1; end $do$",
    "create function a$b() returns int language sql return 1",
)


@pytest.mark.parametrize("text", WHOLE)
def test_a_semicolon_inside_of_a_statement_ends_nothing(text: str) -> None:
    assert [item.sql for item in statements(f"{text};\n{text};")] == [text, text]


@given(some.lists(some.sampled_from(WHOLE), max_size=5), some.sampled_from((";", ";\n", " ; -- x;\n", ";/* ; */;;")))
def test_what_is_put_together_comes_apart_again(texts: list[str], between: str) -> None:
    script = between.join(texts) + between
    found = statements(script)
    assert [item.sql for item in found] == texts
    assert [script[item.start : item.start + len(item.sql)] for item in found] == texts
    assert [item.number for item in found] == [*range(1, len(texts) + 1)]


def test_an_empty_script_has_no_statements() -> None:
    assert statements("") == statements(" ;; -- nothing\n /* ; */ ;") == ()


def test_comments_before_and_after_a_statement_are_not_its_text() -> None:
    (only,) = statements("-- why\nselect 1 -- one\n;")
    assert (only.sql, only.start, only.words) == ("select 1", 7, ("select",))


@pytest.mark.parametrize(
    ("script", "line", "column", "why"),
    [
        ("select 1;\nselect 'a;", 2, 8, "string"),
        ('select "a', 1, 8, "quoted name"),
        ("select 1 /* /* */", 1, 10, "comment"),
        ("do $a$ begin $$ end;", 1, 4, "$a$"),
        ("select 1;\n\\connect other", 2, 1, "psql"),
        ("select 1 \\gexec", 1, 10, "psql"),
        ("copy t from program 'curl x'", 1, 1, "program"),
        ("select 1; copy (select 'x' from program) to program 'x'", 1, 11, "program"),
        ("copy t from stdin;\n1\n\\.", 1, 1, "stream"),
        ("select 1; rollback", 1, 11, "undo"),
        ("savepoint a", 1, 1, "undo"),
        ("select '\0'", 1, 9, "character"),
    ],
)
def test_what_no_draft_holds_is_refused_with_its_place(script: str, line: int, column: int, why: str) -> None:
    with pytest.raises(UnreadableScript, match=why.replace("$", r"\$")) as refused:
        statements(script)
    assert refused.value.place == ScriptPlace(line, column)
    assert refused.value.title.startswith(f"Line {line}, column {column}: ")


def test_a_column_called_program_is_no_program() -> None:
    assert len(statements("copy (select a from program) to '/x'; select program from stdin")) == 2


def test_too_many_statements_are_one_sentence() -> None:
    assert len(statements("select 1;" * MOST_STATEMENTS)) == MOST_STATEMENTS
    with pytest.raises(UnreadableScript, match="more than 1,000 statements"):
        statements("select 1;" * (MOST_STATEMENTS + 1))
    with pytest.raises(UnreadableScript, match="longer than a million"):
        statements("x" * 1_000_001)


def test_a_place_counts_lines_and_columns_from_one() -> None:
    assert [place_at("ab\nc\n\nd", offset) for offset in (0, 1, 2, 3, 5, 6)] == [
        *(ScriptPlace(1, 1), ScriptPlace(1, 2), ScriptPlace(1, 3)),
        *(ScriptPlace(2, 1), ScriptPlace(3, 1), ScriptPlace(4, 1)),
    ]


@pytest.mark.parametrize("text", [text for text in WHOLE if text.startswith(("select", "do"))])
def test_the_server_takes_each_of_them_as_one_statement(empty_database: str, text: str) -> None:
    with psycopg.connect(empty_database) as connection:
        connection.execute(text.encode(), binary=True)  # type: ignore[call-overload]
