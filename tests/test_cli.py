"""`orb` itself: its help says everything."""

from typer.testing import CliRunner

from lib.cli import app

COMMANDS = """
migrate demo worker mcp
schema refresh, schema check, schema export, schema find, schema show, schema path, schema pack, schema lint
context list, context show, context history, context diff, context facts, context refresh, context erase
context json-schema
"""


def test_the_help_lists_every_command_of_every_group_with_what_it_does() -> None:
    shown = CliRunner().invoke(app, ["--help"], terminal_width=200)
    assert shown.exit_code == 0
    lines = shown.stdout.split("Commands:\n")[1].splitlines()
    told = {line.strip().split("  ")[0].split(" {")[0]: line.split("  ")[-1].strip() for line in lines}
    first, *groups = COMMANDS.strip().splitlines()
    assert sorted(told) == sorted([*first.split(), *", ".join(groups).split(", ")])
    assert all(len(words) > 15 for words in told.values())


def test_wrong_usage_is_one_plain_message_and_exit_code_2() -> None:
    for words in (["schema", "sohw"], ["context", "show"], ["context", "show", "anna"], ["--no"]):
        told = CliRunner().invoke(app, words)
        assert (told.exit_code, told.stdout) == (2, "")
        assert "Traceback" not in told.stderr
        assert "Usage" in told.stderr
