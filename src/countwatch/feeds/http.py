"""The live feed over HTTP. The only module that imports httpx.

What httpx does not do, or does too kindly, is done here: bodies are decoded by ourselves within bounds
(`bodies`), heads are judged before a body is read (`heads`), redirects are followed only within one origin,
no cookie is kept, one deadline goes around the whole poll, and every poll has a client of its own, since a
client whose request was cancelled may never give its place in the pool back.
"""

import asyncio
import logging
import random
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Mapping
from contextlib import aclosing, asynccontextmanager, suppress
from dataclasses import dataclass
from http.cookiejar import CookieJar
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urljoin

import httpx

from countwatch.feeds.bodies import EVIDENCE_BYTES_MAX, Allowance, Body
from countwatch.feeds.causes import chain, connect_failure, system_detail
from countwatch.feeds.heads import NO_SECRETS, REDIRECTS, Head, objection, rejected, request_headers, unfetched
from countwatch.feeds.live import LiveFeed
from countwatch.feeds.rounds import Answer, Held, Poll, Receipt
from countwatch.feeds.urls import redact
from countwatch.model.election import Election
from countwatch.model.errors import ConfigError, NotUsable
from countwatch.model.feed import FeedDefinition
from countwatch.model.protocols import Clock, Format
from countwatch.model.text import excerpt
from countwatch.model.update import Failure, FailureKind, Request

if TYPE_CHECKING:
    import ssl

REDIRECTS_MAX = 3
EVIDENCE_SECONDS = 2.0
"""The beginning of a refused body is worth keeping, and not worth waiting for."""

POLL_BODIES_MAX = 4
"""A whole poll may decode as much as this many bodies of the greatest size."""

_HOST_CELLS_MAX = 100

_TROUBLE = (httpx.HTTPError, httpx.InvalidURL, OSError, UnicodeError)
"""The last is what a host comes to whose letters are no name: httpx reads them only when it is asked for the host."""

for _name in ("httpx", "httpcore"):
    # Below this level they log every address with its query, and every header with its key.
    logging.getLogger(_name).setLevel(logging.WARNING)


class HttpFeed(LiveFeed):
    """A live feed over HTTP: one `Update` a poll, whatever the network does.

    `secrets` are header values by name, already read from the environment; they travel in headers
    only. `ConfigError` for an address or a header that cannot be used: `url_invalid`,
    `url_not_http`, `url_with_credentials`, `header_invalid`.
    """

    def __init__(
        self,
        definition: FeedDefinition,
        form: Format,
        election: Election | None,
        *,
        clock: Clock,
        user_agent: str,
        secrets: Mapping[str, str] = NO_SECRETS,
        jitter: random.Random | None = None,
        client_factory: Callable[[], httpx.AsyncClient] | None = None,
    ) -> None:
        root = _root_address(definition.url)
        headers = request_headers(user_agent, secrets)
        source = HttpSource(definition, root, headers, clock, client_factory)
        super().__init__(definition, form, election, clock=clock, source=source, host=root.host, jitter=jitter)


@dataclass
class HttpSource:
    """Serves polls: a client each, thrown away afterwards."""

    definition: FeedDefinition
    root: httpx.URL
    headers: Mapping[str, str]
    clock: Clock
    client_factory: Callable[[], httpx.AsyncClient] | None
    _tls: "ssl.SSLContext | None" = None

    async def serve(self, poll: Poll) -> None:
        """Ask for what the poll wants. May be cancelled at any moment."""
        try:
            client = await self._client()
        except (ImportError, ValueError, OSError) as error:
            # The environment's proxy or certificate file, which it was told to trust, is of no use.
            poll.break_off(unfetched("client_unusable", detail=type(error).__name__), self.receipt)
            return
        allowance = Allowance(POLL_BODIES_MAX * self.definition.decoded_bytes_max)
        async with client:
            await poll.run(Requests(self, client, allowance).fetch)

    def receipt(self, request: Request) -> Receipt:
        """The receipt of a request of which nothing has come yet."""
        try:
            url = urljoin(self.definition.url, request.target)
        except ValueError:
            url = self.definition.url
        return Receipt(request.key, redact(url))

    async def _client(self) -> httpx.AsyncClient:
        if self.client_factory is not None:
            return self.client_factory()
        trust_env = self.definition.trust_env
        if self._tls is None:
            self._tls = await asyncio.to_thread(httpx.create_ssl_context, trust_env=trust_env)
        return httpx.AsyncClient(
            headers=self.headers,
            verify=self._tls,
            trust_env=trust_env,
            timeout=None,  # noqa: S113 - one deadline is around the whole poll instead
            cookies=NoCookies(),
        )


class NoCookies(CookieJar):
    """A jar that stays empty."""

    def extract_cookies(self, response: Any, request: Any) -> None:
        """Take nothing."""


@dataclass(frozen=True, slots=True)
class Requests:
    """The requests of one poll, over one client."""

    source: HttpSource
    client: httpx.AsyncClient
    allowance: Allowance

    async def fetch(self, request: Request, held: Held | None) -> Answer:
        """Ask for one document. Whatever goes wrong on the way is in the answer."""
        receipt = self.source.receipt(request)
        try:
            url = _resolved(
                self.source.root, request.target, refused="address_refused", unreadable="address_unreadable"
            )
            return await self._get(url, held, receipt)
        except NotUsable as error:
            return receipt.refused(Failure(FailureKind.REJECTED, error.finding))
        except _TROUBLE as error:
            return receipt.refused(_trouble(error, self.source.root.host, receipt))

    async def _get(self, url: httpx.URL, held: Held | None, receipt: Receipt) -> Answer:
        same = held if held is not None and held.url == str(url) else None
        conditions = same.validators.headers() if same else {}
        async with _responding(self.client, url, conditions) as response:
            head = Head(response.status_code, response.headers.raw)
            receipt.head = head
            failure = objection(head, conditional=bool(conditions), now=self.source.clock.now())
            if failure is not None:
                await self._evidence(response, failure, receipt)
                return receipt.refused(failure)
            if same is not None and head.status == 304:
                return receipt.unchanged(same)
            gzip = bool(head.encodings())
            most = self.source.definition.decoded_bytes_max
            receipt.body = Body(gzip=gzip, bytes_max=most, allowance=self.allowance)
            await _read(response, receipt.body)
            return receipt.taken(str(url))

    async def _evidence(self, response: httpx.Response, failure: Failure, receipt: Receipt) -> None:
        """Of what the rules refuse, the beginning is kept as it came, for the recording."""
        if failure.kind is FailureKind.REJECTED and response.status_code in {200, 206}:
            receipt.body = Body(gzip=False, bytes_max=EVIDENCE_BYTES_MAX, allowance=self.allowance)
            with suppress(NotUsable, TimeoutError, *_TROUBLE):
                async with asyncio.timeout(EVIDENCE_SECONDS):
                    await _read(response, receipt.body)


@asynccontextmanager
async def _responding(
    client: httpx.AsyncClient, url: httpx.URL, headers: Mapping[str, str]
) -> AsyncIterator[httpx.Response]:
    """The response of an address, redirects within its origin followed; closed at the end."""
    for _ in range(REDIRECTS_MAX + 1):
        request = client.build_request("GET", url, headers=dict(headers))
        response = await client.send(request, stream=True, follow_redirects=False)
        try:
            location = response.headers.get("location")
            if response.status_code not in REDIRECTS or location is None:
                yield response
                return
        finally:
            await response.aclose()
        url = _resolved(url, location, refused="redirect_refused", unreadable="redirect_unreadable")
    raise NotUsable("too_many_redirects", most=REDIRECTS_MAX)


def _resolved(base: httpx.URL, target: str, *, refused: str, unreadable: str) -> httpx.URL:
    """The target's address within the base's origin. `NotUsable(refused)` names the other host, and no more of it."""
    try:
        url = base.join(target)
        host = url.host
    except (httpx.InvalidURL, ValueError) as error:
        raise NotUsable(unreadable) from error
    if (url.scheme, host, url.port) != (base.scheme, base.host, base.port) or url.userinfo:
        raise NotUsable(refused, scheme=excerpt(url.scheme), host=excerpt(host, _HOST_CELLS_MAX))
    return url


async def _read(response: httpx.Response, body: Body) -> None:
    # An AsyncGenerator, though httpx says less: closed here, it leaves no task for the loop to close it later.
    async with aclosing(cast("AsyncGenerator[bytes, None]", response.aiter_raw())) as chunks:
        await body.take(chunks)


def _trouble(error: Exception, host: str, receipt: Receipt) -> Failure:
    """What an exception of httpx says about this request, as a code and facts."""
    match error:
        case httpx.RemoteProtocolError():
            return _protocol_trouble(error, host, receipt)
        case httpx.ProxyError():
            return unfetched("proxy_failed", detail=system_detail(error))
        case httpx.ConnectError() | httpx.ConnectTimeout():
            return connect_failure(error, host)
        case httpx.InvalidURL() | UnicodeError():
            return rejected("redirect_unreadable")
    return unfetched("connection_lost", host=host, detail=system_detail(error))


def _protocol_trouble(error: httpx.RemoteProtocolError, host: str, receipt: Receipt) -> Failure:
    """Bytes that are not HTTP, or end too early. Only its causes tell httpx's three uses of this exception apart."""
    if receipt.body is not None and receipt.head is not None:
        expected = receipt.head.get("content-length")
        if expected is not None:
            return rejected("body_cut", received=receipt.body.raw_bytes, expected=int(expected))
        return rejected("chunks_damaged", received=receipt.body.raw_bytes)
    causes = tuple(chain(error))
    if any(isinstance(cause, httpx.InvalidURL) for cause in causes):
        return rejected("redirect_unreadable")
    if any(type(cause).__module__.startswith("h11.") for cause in causes):
        return rejected("not_http", host=host)
    return unfetched("connection_lost", host=host, detail="closed")


def _root_address(text: str) -> httpx.URL:
    try:
        url = httpx.URL(text)
        host = url.host
    except (httpx.InvalidURL, ValueError) as error:
        raise ConfigError("url_invalid", url=redact(text)) from error
    if url.userinfo:
        raise ConfigError("url_with_credentials", host=excerpt(host, _HOST_CELLS_MAX))
    if url.scheme not in {"http", "https"} or not host:
        raise ConfigError("url_not_http", url=redact(text))
    return url
