"""A proxy on the loopback between the dashboard and its server that can be slow, deaf, half deaf, or away."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field


@dataclass
class Proxy:
    """What the proxy does with what comes: these may be set from any thread, and hold from the next byte on."""

    to_port: int
    port: int = 0
    seconds: float = 0.0
    """How long every byte is held back."""
    is_away: bool = False
    """New connections are ended at once."""
    is_deaf: bool = False
    """Nothing is passed on, by connections old or new, and nobody is told."""
    _loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.new_event_loop)
    _open: set[asyncio.StreamWriter] = field(default_factory=set)
    _forgotten: set[asyncio.StreamWriter] = field(default_factory=set)

    def cut(self) -> None:
        """End every connection now, as a reset."""
        self._loop.call_soon_threadsafe(lambda: [writer.transport.abort() for writer in self._open])

    def forget(self) -> None:
        """Pass nothing on by the connections that are open now, as a router that has forgotten them; new ones work."""
        self._loop.call_soon_threadsafe(lambda: self._forgotten.update(self._open))

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.is_away:
            writer.transport.abort()
            return
        try:
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self.to_port)
        except OSError:
            writer.transport.abort()
            return
        pair = {writer, far_writer}
        self._open |= pair
        await asyncio.gather(self._pass_on(reader, far_writer), self._pass_on(far_reader, writer))
        self._open -= pair
        self._forgotten -= pair

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while data := await reader.read(1 << 16):
                if self.is_deaf or writer in self._forgotten:
                    continue
                if self.seconds:
                    await asyncio.sleep(self.seconds)
                writer.write(data)
                await writer.drain()
        writer.close()


@contextmanager
def proxy(to_port: int) -> Iterator[Proxy]:
    """A proxy to a port of this machine, on a free port, until the block ends."""
    made = Proxy(to_port)

    async def listen() -> None:
        server = await asyncio.start_server(made._connected, "127.0.0.1", 0)
        made.port = server.sockets[0].getsockname()[1]

    made._loop.run_until_complete(listen())
    thread = threading.Thread(target=made._loop.run_forever, daemon=True)
    thread.start()
    try:
        yield made
    finally:
        made._loop.call_soon_threadsafe(made._loop.stop)
        thread.join()
        passing_on = asyncio.all_tasks(made._loop)
        for task in passing_on:
            task.cancel()
        if passing_on:
            made._loop.run_until_complete(asyncio.wait(passing_on))
        made._loop.close()
