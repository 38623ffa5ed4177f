"""The commands of `orb`, each imported when it is called: what the help says of them stands in `lib.commands.index`."""

from collections.abc import Iterator, MutableMapping
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from lib.commands.index import COMMANDS, GROUPS, Command


class LazyCommands(MutableMapping[str, Any]):
    """The commands whose names in the index begin with `before`, and for "" the groups; imported when taken out."""

    def __init__(self, before: str = "") -> None:
        self.entries = {
            name.removeprefix(before): entry
            for name, entry in COMMANDS.items()
            if name.startswith(before) and " " not in name.removeprefix(before)
        }
        self.groups = {} if before else GROUPS
        self._added: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._added:
            self._added[name] = LazyGroup(name) if name in self.groups else _imported(name, self.entries[name])
        return self._added[name]

    def __setitem__(self, name: str, command: Any) -> None:
        self._added[name] = command

    def __delitem__(self, name: str) -> None:
        raise TypeError("The commands stand in the index.")

    def __iter__(self) -> Iterator[str]:
        return iter({**self.entries, **self.groups, **self._added})

    def __len__(self) -> int:
        return sum(1 for _ in self)


class LazyGroup(TyperGroup):
    """A group of the index, whose help imports none of its commands."""

    def __init__(self, name: str) -> None:
        super().__init__(name=name, help=GROUPS[name], no_args_is_help=True, rich_markup_mode=None)
        self.entries = LazyCommands(f"{name} ")
        self.commands = self.entries

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write a line a command, cut to the width."""
        described = [TyperCommand(name, help=entry.help) for name, entry in self.entries.entries.items()]
        TyperGroup(commands=described).format_commands(ctx, formatter)


class Orb(TyperGroup):
    """The command `orb` itself, whose help also lists the commands of its groups."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        self.commands = LazyCommands()

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write a line a command: its name, what it takes, and what it does."""
        with formatter.section("Commands"):
            formatter.write_dl([(f"{name} {entry.takes}".strip(), entry.help) for name, entry in COMMANDS.items()])


def _imported(name: str, entry: Command) -> Any:
    module, _, function = entry.place.partition(":")
    alone = typer.Typer(add_completion=False, rich_markup_mode=None)
    alone.command(name)(getattr(import_module(module), function))
    return typer.main.get_command(alone)
