"""A visitor of the dashboard without a browser: one tab that speaks Streamlit's websocket protocol."""

import asyncio
import json
import time
from dataclasses import dataclass, field
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect

EVENTS = "$$STREAMLIT_INTERNAL_KEY_{}__events"
"""The widget by which a component of the second version tells what was done in it."""
PATIENCE_SECONDS = 60
FINISHED = ForwardMsg.ScriptFinishedStatus


@dataclass(frozen=True)
class Rerun:
    """One answer of the server: what was asked, the seconds until its last message, and what was wrong in it."""

    name: str
    seconds: float
    errors: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    """The alerts that were drawn, word for word."""


@dataclass
class Tab:
    """A browser tab: its address, what is on the page, and what was put into it."""

    connection: ClientConnection
    address: str
    page: str = ""
    query: str = ""
    widgets: dict[str, str] = field(default_factory=dict)
    """The ids of the widgets on the page, by their keys."""
    lines: dict[str, list[str]] = field(default_factory=dict)
    """The ids of the lines that each list shows, by the list's key."""
    reruns: list[Rerun] = field(default_factory=list)
    bytes: int = 0
    """Of all the messages that the server sent."""
    _kept: dict[str, ForwardMsg] = field(default_factory=dict)
    _states: dict[str, WidgetState] = field(default_factory=dict)
    _looks_again: dict[str, float] = field(default_factory=dict)
    _fragments: dict[str, str] = field(default_factory=dict)

    async def open(self, page: str, query: str = "", *, name: str) -> Rerun:
        """Go to an address, as a link or the back button does."""
        self.page, self.query = page, query
        return await self._rerun(name)

    async def type(self, key: str, text: str, *, name: str) -> Rerun:
        """Put a text into a box."""
        state = WidgetState(id=self.widgets[key], string_value=text)
        self._states[state.id] = state
        return await self._rerun(name, fragment=self._fragments.get(key, ""))

    async def press(self, key: str, *, name: str) -> Rerun:
        """Press a button."""
        state = WidgetState(id=self.widgets[key], trigger_value=True)
        return await self._rerun(name, state, fragment=self._fragments.get(key, ""))

    async def pick(self, key: str, event: str, value: str, *, name: str) -> Rerun:
        """Do something in a component: pick a line of a list, open a link, type into a list's own box."""
        events = json.dumps([{"event": event, "value": value}])
        state = WidgetState(id=self.widgets[key], json_value="{}")
        self._states[state.id] = state
        trigger = WidgetState(id=EVENTS.format(state.id), json_trigger_value=events)
        return await self._rerun(name, trigger, fragment=self._fragments.get(key, ""))

    async def look_again(self, *, name: str) -> Rerun | None:
        """Wait for what looks again by itself and run it; None where nothing does."""
        if not self._looks_again:
            return None
        fragment, seconds = min(self._looks_again.items(), key=lambda item: item[1])
        await asyncio.sleep(seconds)
        return await self._rerun(name, fragment=fragment, is_automatic=True)

    async def _rerun(
        self, name: str, trigger: WidgetState | None = None, *, fragment: str = "", is_automatic: bool = False
    ) -> Rerun:
        begun = time.perf_counter()
        asked = BackMsg()
        client = asked.rerun_script
        client.query_string, client.page_name, client.fragment_id = self.query, self.page, fragment
        client.is_auto_rerun = is_automatic
        client.widget_states.widgets.extend([*self._states.values(), *([trigger] if trigger else [])])
        client.cached_message_hashes.extend(self._kept)
        client.context_info.timezone, client.context_info.locale = "UTC", "en-US"
        await self.connection.send(asked.SerializeToString())
        errors, texts = await self._answer()
        done = Rerun(name, time.perf_counter() - begun, tuple(errors), tuple(texts))
        self.reruns.append(done)
        return done

    async def _answer(self) -> tuple[list[str], list[str]]:
        """Read messages until the script has finished; what was wrong, and the alerts drawn."""
        errors: list[str] = []
        texts: list[str] = []
        while True:
            data = await asyncio.wait_for(self.connection.recv(), PATIENCE_SECONDS)
            self.bytes += len(data)
            message = self._whole(ForwardMsg.FromString(data if isinstance(data, bytes) else data.encode()))
            kind = message.WhichOneof("type")
            if kind == "new_session" and not message.metadata.run.fragment_ids:
                self.widgets.clear()
                self.lines.clear()
                self._looks_again.clear()
            elif kind == "delta":
                self._drawn(message, errors, texts)
            elif kind == "page_info_changed":
                self.query = message.page_info_changed.query_string
            elif kind == "auto_rerun":
                self._looks_again[message.auto_rerun.fragment_id] = message.auto_rerun.interval
            elif kind == "session_event" and message.session_event.HasField("script_compilation_exception"):
                errors.append(message.session_event.script_compilation_exception.message)
            elif kind == "script_finished":
                if message.script_finished == FINISHED.FINISHED_WITH_COMPILE_ERROR:
                    errors.append("the script does not compile")
                if message.script_finished != FINISHED.FINISHED_EARLY_FOR_RERUN:
                    return errors, texts

    def _whole(self, message: ForwardMsg) -> ForwardMsg:
        """The message itself; the server sends the hash alone of one that a tab keeps."""
        if message.WhichOneof("type") == "ref_hash":
            kept = ForwardMsg()
            kept.CopyFrom(self._kept[message.ref_hash])
            return kept
        if message.metadata.cacheable:
            self._kept[message.hash] = message
        return message

    def _drawn(self, message: ForwardMsg, errors: list[str], texts: list[str]) -> None:
        if message.delta.WhichOneof("type") != "new_element":
            return
        kind = message.delta.new_element.WhichOneof("type")
        element: Any = getattr(message.delta.new_element, str(kind))
        if kind == "exception":
            errors.append(f"{element.type}: {element.message}")
        elif kind == "alert":
            texts.append(element.body)
            if element.format == element.ERROR:
                errors.append(element.body)
        elif name := getattr(element, "id", ""):
            key = name.split("-", 2)[-1]
            self.widgets[key] = name
            self._fragments[key] = message.delta.fragment_id
            if kind == "bidi_component" and element.component_name.endswith("orb_rows"):
                self.lines[key] = _lines(element)


def _lines(element: Any) -> list[str]:
    """The ids of the lines that a list shows."""
    try:
        document = json.loads(element.json or element.mixed.json)
        return [row["id"] for row in document[0]["rows"] if row["is_pickable"]]
    except (ValueError, KeyError, IndexError):
        return []


async def open_tab(address: str) -> Tab:
    """A new tab at the dashboard with this address, before its first page."""
    host = address.removeprefix("http://")
    socket = await connect(
        f"ws://{host}/_stcore/stream",
        subprotocols=["streamlit"],  # type: ignore[list-item]
        origin=address,  # type: ignore[arg-type]
        max_size=None,
        compression=None,
        open_timeout=PATIENCE_SECONDS,
    )
    return Tab(socket, address)
