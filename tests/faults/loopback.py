"""A listening socket on loopback whose connections all end with it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
"""What is done with one connection; it is closed afterwards."""


@asynccontextmanager
async def listening(talk: Talk) -> AsyncIterator[int]:
    """Answer every connection by `talk`; yields the port. Clients may go away at any moment."""
    talks: set[asyncio.Task[None]] = set()

    async def converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        talks.add(task)
        try:
            with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
                await talk(reader, writer)
        finally:
            writer.close()
            with suppress(ConnectionError, asyncio.CancelledError):
                await writer.wait_closed()
            talks.discard(task)

    server = await asyncio.start_server(converse, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        await server.wait_closed()
        left = tuple(talks)
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)


async def request_head(reader: asyncio.StreamReader) -> tuple[str, dict[str, str]]:
    """The path and the headers (names in lower case) of a GET request."""
    lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    path = lines[0].split(" ")[1]
    pairs = (line.split(": ", 1) for line in lines[1:] if line)
    return path, {name.lower(): value for name, value in pairs}
