"""A corpus on disk: a folder of JSON files, one case each, checked when it is read."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from lib.context.evaluate.case import Case, Gold, Passage, Trap, Why, case_contact_id
from lib.context.model import Author, Channel, FactKind, Interaction
from lib.context.text.mail.shown_body import shown_body
from lib.errors import OrbError
from lib.settings import ROOT

SHIPPED = ROOT / "lib" / "context" / "evaluate" / "corpus"
"""The corpus that comes with the product."""


class NoCorpus(OrbError):
    title = "There is no corpus in this folder."
    next_step = "Name a folder with JSON files, one case each; without --corpus the shipped cases are read."


class WrongCase(OrbError):
    title = "A file of the corpus is no case."
    next_step = "Correct it; the format stands in the README under “How well it reads”."


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


Id = Annotated[str, Field(min_length=1)]


class _Contact(_Part):
    name: Id
    email: str
    company: str | None = None


class _Interaction(_Part):
    id: Id
    kind: Channel
    direction: Annotated[str, Field(pattern="^(in|out|internal)$")]
    author: Author
    author_name: str | None
    thread_id: str | None
    subject: str | None
    body: str
    occurred_at: AwareDatetime
    ended_at: AwareDatetime | None


class _Quote(_Part):
    interaction: str
    text: Id


class _Gold(_Part):
    id: Id
    kind: FactKind
    quote: _Quote
    ends: str | None
    by: Author


class _Not(_Part):
    quote: _Quote
    why: Why


class _Thread(_Part):
    thread_id: Id
    needs_reply: bool


class _Case(_Part):
    contact: _Contact
    interactions: Annotated[list[_Interaction], Field(min_length=1)]
    gold: list[_Gold]
    traps: Annotated[list[_Not], Field(alias="not")]
    threads: list[_Thread]


def load(folder: Path) -> tuple[Case, ...]:
    """The cases in `folder` and below, in order of their names; raises `NoCorpus` or `WrongCase`."""
    if not folder.is_dir():
        raise NoCorpus(f"There is no folder {folder}.")
    files = sorted(folder.rglob("*.json"))
    if not files:
        raise NoCorpus(f"No JSON file lies in {folder}.")
    return tuple(load_case(path, folder) for path in files)


def load_case(path: Path, folder: Path) -> Case:
    """The case in one file below `folder`; raises `WrongCase` that names the file and the key."""
    name = path.relative_to(folder).with_suffix("").as_posix()
    try:
        written = _Case.model_validate_json(path.read_bytes())
    except OSError as error:
        raise WrongCase(f"{path} cannot be read: {error.strerror}.", next_step="Correct its permissions.") from error
    except ValidationError as error:
        fault = error.errors(include_input=False, include_url=False, include_context=False)[0]
        key = ".".join(map(str, fault["loc"])) or "the document"
        raise WrongCase(f"{path} is no case: {key}: {fault['msg'].rstrip('.')}.") from None
    return _Checked(path, written).case(name)


class _Checked:
    """Turns what a file says into a case; what does not fit together raises `WrongCase`."""

    def __init__(self, path: Path, written: _Case) -> None:
        self.path, self.written = path, written
        self.bodies = {item.id: item.body for item in written.interactions}
        self.shown = {id: shown_body(body) for id, body in self.bodies.items()}

    def case(self, name: str) -> Case:
        written = self.written
        self._unique("interactions", [item.id for item in written.interactions])
        self._unique("gold", [item.id for item in written.gold])
        self._unique("threads", [item.thread_id for item in written.threads])
        threads = {item.thread_id for item in written.interactions}
        for number, thread in enumerate(written.threads):
            if thread.thread_id not in threads:
                raise self._wrong(f"threads.{number}.thread_id", f"no interaction is of “{thread.thread_id}”")
        gold = tuple(
            Gold(item.id, item.kind, self._passage(f"gold.{number}.quote", item.quote), item.ends, item.by)
            for number, item in enumerate(written.gold)
        )
        self._check_ends(gold)
        return Case(
            name,
            name=written.contact.name,
            email=written.contact.email,
            company=written.contact.company or "",
            interactions=tuple(sorted((self._interaction(name, item) for item in written.interactions), key=_moment)),
            gold=gold,
            traps=tuple(
                Trap(self._passage(f"not.{number}.quote", item.quote), item.why)
                for number, item in enumerate(written.traps)
            ),
            waiting={item.thread_id: item.needs_reply for item in written.threads},
        )

    def _interaction(self, name: str, item: _Interaction) -> Interaction:
        return Interaction(
            id=item.id,
            contact_id=case_contact_id(name),
            kind=item.kind,
            direction=item.direction,
            author=item.author,
            author_name=item.author_name,
            thread_id=item.thread_id,
            subject=item.subject,
            body=item.body,
            is_bulk=False,
            occurred_at=item.occurred_at,
            ended_at=item.ended_at,
            changed_at=max(item.occurred_at, item.ended_at or item.occurred_at),
        )

    def _passage(self, key: str, quote: _Quote) -> Passage:
        if quote.interaction not in self.bodies:
            raise self._wrong(f"{key}.interaction", f"there is no interaction “{quote.interaction}”")
        times = self.bodies[quote.interaction].count(quote.text)
        start = self.shown[quote.interaction].find(quote.text)
        if times != 1 or start < 0:
            fault = "it stands more than once" if times > 1 else "it does not stand"
            raise self._wrong(f"{key}.text", f"{fault} in the body of “{quote.interaction}”")
        return Passage(quote.interaction, quote.text, start, start + len(quote.text))

    def _check_ends(self, gold: tuple[Gold, ...]) -> None:
        moments = {item.id: item.occurred_at for item in self.written.interactions}
        said = {item.id: (moments[item.quote.interaction], number) for number, item in enumerate(gold)}
        for number, item in enumerate(gold):
            if item.ends is not None and (item.ends not in said or said[item.ends] >= said[item.id]):
                raise self._wrong(f"gold.{number}.ends", f"“{item.ends}” is no earlier gold fact")

    def _unique(self, key: str, ids: list[str]) -> None:
        twice = next((id for number, id in enumerate(ids) if id in ids[:number]), None)
        if twice is not None:
            raise self._wrong(key, f"“{twice}” stands twice")

    def _wrong(self, key: str, fault: str) -> WrongCase:
        return WrongCase(f"{self.path} is no case: {key}: {fault}.")


def _moment(interaction: Interaction) -> tuple[datetime, str]:
    return interaction.occurred_at, interaction.id
