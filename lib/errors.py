"""What can go wrong, each with a title that a person understands and the next step."""

import re

_COMMAND = re.compile(r"`(?:orb|make) ")


class OrbError(Exception):
    """One clear sentence (`title`) and what to do about it (`next_step`); pages and commands catch this class alone."""

    title = "Something went wrong."
    next_step = "Try again; if it happens again, look at the log."
    agent_step = ""
    """What an agent does instead, which has tools and no commands; empty where it is the same."""

    def __init__(self, title: str = "", *, next_step: str = "", agent_step: str = "") -> None:
        self.title = title or self.title
        self.agent_step = agent_step or next_step or self.agent_step or self.next_step
        self.next_step = next_step or self.next_step
        super().__init__(self.title)

    def __str__(self) -> str:
        return f"{self.title} {self.next_step}"

    @property
    def for_agent(self) -> str:
        """The same for an agent: what no tool does, a person does."""
        step = self.agent_step
        return f"{self.title} {f'This is for a person to do: {step}' if _COMMAND.search(step) else step}"


class InvalidSettings(OrbError):
    title = "The settings cannot be used."
    next_step = "Correct them in the environment or in .env."


class AddressRefused(OrbError):
    title = "The dashboard does not open itself to other machines without a login."
    next_step = "Configure [auth] in .streamlit/secrets.toml, or set ORB_BEHIND_PROXY=1 where a proxy guards it."


class PortTaken(OrbError):
    title = "The port is taken by another program."
    next_step = "Stop that program, or choose another port: PORT=8502 make run."


class NoDatabase(OrbError):
    title = "The database cannot be reached."
    next_step = "Check that it runs and that DATABASE_URL names it; the page recovers by itself when it is back."


class LoginRefused(NoDatabase):
    title = "The database refused the login."
    next_step = "Check the user and the password in DATABASE_URL."


class NotEncrypted(NoDatabase):
    title = "The connection to the database cannot be encrypted as its address asks."
    next_step = "Check sslmode and sslrootcert in DATABASE_URL, the certificate's file and the name of the server."


class UnsupportedServer(OrbError):
    title = "This database server cannot be used."
    next_step = "Use Postgres 15 to 18."


class MissingTables(OrbError):
    title = "The dashboard's tables are not installed in this database."
    next_step = "Run `orb migrate` with a role that may create tables."


class NewerTables(OrbError):
    title = "A newer dashboard has upgraded this database."
    next_step = "Upgrade this dashboard to the same version, then start it again; until then it writes nothing."


class CannotMigrate(OrbError):
    title = "The tables cannot be installed."
    next_step = "Nothing was changed. Mend what the database says, then run `orb migrate` again."


class MissingSources(OrbError):
    title = "The views over the site's own tables are not installed."
    next_step = "Edit sql/sources.sql so that it reads your tables, then run `orb migrate`."


class NoPrivilege(OrbError):
    title = "The database role may not do this."
    next_step = "Give it the rights in sql/roles.sql, then try again."


class NoSpace(OrbError):
    title = "The disk is full."
    next_step = "Free some space, then try again; nothing that was saved is lost."


class ReadOnlyDatabase(OrbError):
    title = "The database is read-only at the moment."
    next_step = (
        "Nothing was saved, and nothing is lost. Look whether its disk or its plan is full, or whether DATABASE_URL"
        " names a standby; it goes on by itself."
    )


class TooSlow(OrbError):
    title = "The database took too long."
    next_step = "Try again; if it stays slow, look for what holds a lock or a long query on the server."


class Deadlock(TooSlow):
    title = "Two changes waited for each other, and the database ended this one."
    next_step = "Nothing was changed by it. Try again."


class UnwritableFolder(OrbError):
    title = "The data folder cannot be written."
    next_step = "Make it writable for this user, or set ORB_HOME to a folder that is."
