"""What was written and said with one contact, as rows of the demo's own tables."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from random import Random
from uuid import UUID

from lib.demo import letters
from lib.demo.attachments import attachment
from lib.demo.days import moment
from lib.demo.letters import STAFF_SIGNATURES, Mail
from lib.demo.people import Letter, Person
from lib.demo.rows import TableRows

STAFF = {"Tom": 1, "Rita": 2, "Duarte": 3, "Inês": 4, "Marco": 5, "Beate": 6, "Sofia": 7, "Jonas": 8}
FULL_NAMES = {
    "Tom": "Tom Hale",
    "Rita": "Rita Falcão",
    "Duarte": "Duarte Nunes",
    "Inês": "Inês Prado",
    "Marco": "Marco Silvestri",
    "Beate": "Beate Lindner",
    "Sofia": "Sofia Reis",
    "Jonas": "Jonas Okafor",
}
MESSAGE_COLUMNS = (
    "message_id", "sent_at", "thread_id", "contact_id", "channel", "direction", "sender_name", "sender_staff_id",
    "subject", "body", "is_bulk", "in_reply_to_id", "in_reply_to_sent_at", "changed_at",
)  # fmt: skip
ATTACHMENT_COLUMNS = ("attachment_id", "message_id", "message_sent_at", "file_name", "media_type", "bytes")
CALL_COLUMNS = (
    "call_id", "contact_id", "direction", "outcome", "staff_id", "summary", "is_transcript", "started_at", "ended_at",
    "changed_at",
)  # fmt: skip
MEETING_COLUMNS = (
    "meeting_id", "contact_id", "title", "place", "starts_at", "ends_at", "host_id", "minutes", "changed_at",
)  # fmt: skip


@dataclass
class Conversation:
    """One thread while its messages are being made."""

    thread_id: str
    channel: str
    subject: str
    started_at: datetime
    last: Mail | None = None
    last_id: UUID | None = None


class LetterRows:
    """Turns the letters of one contact into rows; the same contact, day and seed give the same rows."""

    def __init__(
        self, person: Person, contact_id: UUID, *, today: date, random: Random, dated: Callable[[str, date, str], str]
    ) -> None:
        self.person, self.contact_id, self.today, self.random, self.dated = person, contact_id, today, random, dated
        self.conversations: dict[str, Conversation] = {}
        self.messages: list[tuple[object, ...]] = []
        self.attachments: list[tuple[object, ...]] = []
        self.meetings: list[tuple[object, ...]] = []
        self.calls: list[tuple[object, ...]] = []
        self.notes: list[tuple[object, ...]] = []

    def rows(self) -> tuple[TableRows, ...]:
        """All rows, in the order of their foreign keys."""
        for letter in self.person.letters:
            self._add(letter)
        threads = [
            (talk.thread_id, self.contact_id, talk.channel, talk.subject or None, talk.started_at)
            for talk in self.conversations.values()
        ]
        return (
            TableRows("crm_thread", ("thread_id", "contact_id", "channel", "subject", "started_at"), tuple(threads)),
            TableRows("crm_message", MESSAGE_COLUMNS, tuple(self.messages)),
            TableRows("crm_attachment", ATTACHMENT_COLUMNS, tuple(self.attachments)),
            TableRows("crm_meeting", MEETING_COLUMNS, tuple(self.meetings)),
            TableRows("crm_call", CALL_COLUMNS, tuple(self.calls)),
            TableRows(
                "crm_note",
                ("note_id", "contact_id", "author_id", "body", "written_at", "changed_at"),
                tuple(self.notes),
            ),
        )

    def _add(self, letter: Letter) -> None:
        language = "en" if letter.sender in STAFF else self.person.language
        body, subject = (self.dated(text, self.today, language) for text in (letter.body, letter.subject))
        letter = replace(letter, body=body, subject=subject)
        at = moment(self.today, letter.day, letter.clock) + timedelta(seconds=self.random.randrange(60))
        if letter.kind in ("mail", "sms"):
            self._add_message(letter, at)
        elif letter.kind == "meeting":
            title, _, place = letter.subject.partition(" @ ")
            end = at + timedelta(minutes=letter.minutes)
            row = (title, place or None, at, end, STAFF[letter.sender], letter.body, end)
            self.meetings.append((self._id(), self.contact_id, *row))
        elif letter.kind == "note":
            self.notes.append((self._id(), self.contact_id, STAFF[letter.sender], letter.body, at, at))
        else:
            self._add_call(letter, at)

    def _add_call(self, letter: Letter, at: datetime) -> None:
        is_voicemail = letter.kind == "voicemail"
        direction = "in" if is_voicemail or "in" in letter.marks else "out"
        outcome = "voicemail" if is_voicemail else "answered"
        end = at + timedelta(minutes=letter.minutes)
        row = (direction, outcome, STAFF.get(letter.sender), letter.body, is_voicemail, at, end, end)
        self.calls.append((self._id(), self.contact_id, *row))

    def _add_message(self, letter: Letter, at: datetime) -> None:
        channel = "email" if letter.kind == "mail" else "sms"
        talk = self._conversation(letter, channel, at)
        is_ours = letter.sender in STAFF
        name = FULL_NAMES.get(letter.sender) or letter.sender or self.person.name
        subject, text = self._dressed(letter, talk, name) if channel == "email" else (None, letter.body)
        message_id = self._id()
        reply = (talk.last_id, talk.last.sent_at if talk.last else None)
        row = (talk.thread_id, self.contact_id, channel, "out" if is_ours else "in", name, STAFF.get(letter.sender))
        self.messages.append((message_id, at, *row, subject, text, "bulk" in letter.marks, *reply, at))
        brought = attachment(message_id, at, letter.body, self.random) if channel == "email" else None
        if brought is not None:
            self.attachments.append(brought)
        talk.last = Mail(at, name, self._address(letter), subject or "", text)
        talk.last_id = message_id

    def _dressed(self, letter: Letter, talk: Conversation, name: str) -> tuple[str, str]:
        is_contact = not letter.sender
        language = self.person.language if is_contact else "en"
        own = str(self.person.facts.get("signature", name)) if is_contact else STAFF_SIGNATURES.get(letter.sender, name)
        is_signed = letters.signs(self.random, is_first=talk.last is None) and "bulk" not in letter.marks
        quotes = "quote" in letter.marks or (self.random.random() < 0.6 and "noquote" not in letter.marks)
        text = letters.body(
            letter.body,
            own if is_signed and own not in letter.body else "",
            talk.last if quotes else None,
            language=language,
            is_outlook=is_contact and bool(self.person.facts.get("outlook")),
        )
        if "forward" in letter.marks:
            return f"Fwd: {talk.subject}", letter.body
        return letters.subject(talk.subject, talk.last, language), text

    def _conversation(self, letter: Letter, channel: str, at: datetime) -> Conversation:
        key = f"{channel}-{letter.thread}"
        if key not in self.conversations:
            self.conversations[key] = Conversation(f"{channel}-{self._id().hex[:16]}", channel, letter.subject, at)
        return self.conversations[key]

    def _address(self, letter: Letter) -> str:
        if not letter.sender:
            return str(self.person.facts["mail"])
        name = FULL_NAMES.get(letter.sender, letter.sender).split()[0].lower()
        return f"{name}@orb.example"

    def _id(self) -> UUID:
        return UUID(int=self.random.getrandbits(128), version=4)
