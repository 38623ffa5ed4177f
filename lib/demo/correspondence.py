"""What was written and said with one contact, as rows of the demo's own tables."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from random import Random
from uuid import UUID

from lib.demo import mail_format
from lib.demo.attachments import attachment
from lib.demo.days import moment
from lib.demo.mail_format import STAFF_SIGNATURES, Mail
from lib.demo.people import Person, StoryEntry
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


class CorrespondenceRows:
    """Turns the correspondence of one contact into rows; the same contact, day and seed give the same rows."""

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
        for entry in self.person.correspondence:
            self._add(entry)
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

    def _add(self, entry: StoryEntry) -> None:
        language = "en" if entry.sender in STAFF else self.person.language
        body, subject = (self.dated(text, self.today, language) for text in (entry.body, entry.subject))
        entry = replace(entry, body=body, subject=subject)
        at = moment(self.today, entry.day, entry.clock) + timedelta(seconds=self.random.randrange(60))
        if entry.kind in ("mail", "sms"):
            self._add_message(entry, at)
        elif entry.kind == "meeting":
            title, _, place = entry.subject.partition(" @ ")
            end = at + timedelta(minutes=entry.minutes)
            row = (title, place or None, at, end, STAFF[entry.sender], entry.body, end)
            self.meetings.append((self._id(), self.contact_id, *row))
        elif entry.kind == "note":
            self.notes.append((self._id(), self.contact_id, STAFF[entry.sender], entry.body, at, at))
        else:
            self._add_call(entry, at)

    def _add_call(self, entry: StoryEntry, at: datetime) -> None:
        is_voicemail = entry.kind == "voicemail"
        direction = "in" if is_voicemail or "in" in entry.marks else "out"
        outcome = "voicemail" if is_voicemail else "answered"
        end = at + timedelta(minutes=entry.minutes)
        row = (direction, outcome, STAFF.get(entry.sender), entry.body, is_voicemail, at, end, end)
        self.calls.append((self._id(), self.contact_id, *row))

    def _add_message(self, entry: StoryEntry, at: datetime) -> None:
        channel = "email" if entry.kind == "mail" else "sms"
        talk = self._conversation(entry, channel, at)
        is_ours = entry.sender in STAFF
        name = FULL_NAMES.get(entry.sender) or entry.sender or self.person.name
        subject, text = self._dressed(entry, talk, name) if channel == "email" else (None, entry.body)
        message_id = self._id()
        reply = (talk.last_id, talk.last.sent_at if talk.last else None)
        row = (talk.thread_id, self.contact_id, channel, "out" if is_ours else "in", name, STAFF.get(entry.sender))
        self.messages.append((message_id, at, *row, subject, text, "bulk" in entry.marks, *reply, at))
        brought = attachment(message_id, at, words=entry.body, random=self.random) if channel == "email" else None
        if brought is not None:
            self.attachments.append(brought)
        talk.last = Mail(at, name=name, address=self._address(entry), subject=subject or "", body=text)
        talk.last_id = message_id

    def _dressed(self, entry: StoryEntry, talk: Conversation, name: str) -> tuple[str, str]:
        is_contact = not entry.sender
        language = self.person.language if is_contact else "en"
        own = str(self.person.facts.get("signature", name)) if is_contact else STAFF_SIGNATURES.get(entry.sender, name)
        is_signed = mail_format.signs(self.random, is_first=talk.last is None) and "bulk" not in entry.marks
        quotes = "quote" in entry.marks or (self.random.random() < 0.6 and "noquote" not in entry.marks)
        text = mail_format.body(
            entry.body,
            own if is_signed and own not in entry.body else "",
            talk.last if quotes else None,
            language=language,
            is_outlook=is_contact and bool(self.person.facts.get("outlook")),
        )
        if "forward" in entry.marks:
            return f"Fwd: {talk.subject}", entry.body
        return mail_format.subject(talk.subject, talk.last, language), text

    def _conversation(self, entry: StoryEntry, channel: str, at: datetime) -> Conversation:
        key = f"{channel}-{entry.thread}"
        if key not in self.conversations:
            self.conversations[key] = Conversation(f"{channel}-{self._id().hex[:16]}", channel, entry.subject, at)
        return self.conversations[key]

    def _address(self, entry: StoryEntry) -> str:
        if not entry.sender:
            return str(self.person.facts["mail"])
        name = FULL_NAMES.get(entry.sender, entry.sender).split()[0].lower()
        return f"{name}@orb.example"

    def _id(self) -> UUID:
        return UUID(int=self.random.getrandbits(128), version=4)
