"""`orb` itself: its help says everything."""

import pytest
import typer
from typer.testing import CliRunner

from lib import cli
from lib.cli import app
from lib.commands import index
from lib.commands.output import print_rows, print_text, say
from tests.support.processes.imported_modules import imported_by, imported_by_each

COMMANDS = """
migrate backup restore demo worker mcp evaluate
sources check
token new, token list, token revoke
schema refresh, schema check, schema export, schema find, schema show, schema path, schema pack, schema lint
context list, context show, context history, context diff, context facts, context refresh, context erase
draft new, draft list, draft show, draft edit, draft check
draft safer, draft approve, draft refuse, draft backup, draft export
context json-schema, context reread, context brief, context reply, context drift
"""


def test_the_help_lists_every_command_of_every_group_with_what_it_does() -> None:
    shown = CliRunner().invoke(app, ["--help"], terminal_width=200)
    assert shown.exit_code == 0
    lines = shown.stdout.split("Commands:\n")[1].splitlines()
    told = {line.strip().split("  ")[0].split(" {")[0]: line.split("  ")[-1].strip() for line in lines}
    first, *groups = COMMANDS.strip().splitlines()
    assert sorted(told) == sorted([*first.split(), *", ".join(groups).split(", ")])
    assert all(len(words) > 15 for words in told.values())


class Interrupts:
    """A descriptor whose class cannot be made because somebody interrupts."""

    def __set_name__(self, _owner: type, _name: str) -> None:
        raise KeyboardInterrupt


@pytest.fixture
def as_a_test(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the command sets for its whole process is not set for that of the tests."""
    monkeypatch.setattr(cli.gc, "set_threshold", lambda _most: None)
    monkeypatch.setattr(cli.atexit, "register", lambda _act: None)
    monkeypatch.setenv("PYDANTIC_DISABLE_PLUGINS", "true")


@pytest.mark.usefixtures("as_a_test")
def test_an_interruption_while_a_class_is_made_is_one_like_any_other(monkeypatch: pytest.MonkeyPatch) -> None:
    def command() -> None:
        type("Made", (), {"part": Interrupts()})

    monkeypatch.setattr(cli, "app", command)
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 130


@pytest.mark.usefixtures("as_a_test")
def test_a_mistake_of_ours_is_hidden_by_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def command() -> None:
        raise RuntimeError("ours")

    monkeypatch.setattr(cli, "app", command)
    with pytest.raises(RuntimeError, match="ours"):
        cli.main()


def test_what_somebody_else_wrote_cannot_steer_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    words = "a\x1b]0;owned\x07\x9b31m b\r\nc\rd\te [red]f[/b]"
    print_rows(("said",), [(words,)])
    print_text(words)
    say(words)
    printed = capsys.readouterr()
    assert [line.rstrip() for line in printed.out.splitlines()] == [
        "said",
        "a\ufffd]0;owned\ufffd\ufffd31m b",
        "c\ufffdd e [red]f[/b]",
        "a\ufffd]0;owned\ufffd\ufffd31m b",
        "c\ufffdd e [red]f[/b]",
    ]
    assert "[red]f[/b]" in printed.err
    assert "\x1b" not in printed.err


def test_wrong_usage_is_one_plain_message_and_exit_code_2() -> None:
    for words in (["schema", "sohw"], ["context", "show"], ["context", "show", "anna"], ["--no"]):
        told = CliRunner().invoke(app, words)
        assert (told.exit_code, told.stdout) == (2, "")
        assert "Traceback" not in told.stderr
        assert "Usage" in told.stderr


@pytest.mark.parametrize("name", index.COMMANDS)
def test_the_help_says_of_a_command_what_the_command_itself_says(name: str) -> None:
    group = typer.main.get_command(app)
    with typer.Context(group, info_name="orb") as context:
        for word in name.split():
            group = group.commands[word]
        takes = [piece for piece in group.collect_usage_pieces(context) if piece != "[OPTIONS]"]
        told = index.Command(index.COMMANDS[name].place, group.get_short_help_str(limit=200), " ".join(takes))
    assert told == index.COMMANDS[name]


HEAVY = {"sqlalchemy", "psycopg", "rich", "pandas", "streamlit", "openai", "mcp", "lib.context", "lib.schema"}


@pytest.mark.parametrize("words", [(), ("sources",), ("schema",), ("context",)], ids=" ".join)
def test_a_help_imports_nothing_of_what_the_commands_need(words: tuple[str, ...]) -> None:
    assert imported_by(*words, "--help") & HEAVY == set()


ABOUT_CONTEXTS = [name for name in index.COMMANDS if name.startswith("context ")]


@pytest.fixture(scope="module")
def imported_about_contexts() -> dict[str, set[str]]:
    """The modules that the help of each command about contexts has imported."""
    found = imported_by_each([(*name.split(), "--help") for name in ABOUT_CONTEXTS])
    return dict(zip(ABOUT_CONTEXTS, found, strict=True))


@pytest.mark.parametrize("name", ABOUT_CONTEXTS)
def test_no_command_about_contexts_loads_the_readers_before_it_asks_one(
    imported_about_contexts: dict[str, set[str]], name: str
) -> None:
    assert imported_about_contexts[name] & {"lib.context.readers", "openai", "vaderSentiment"} == set()
