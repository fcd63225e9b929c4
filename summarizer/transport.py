"""The connection itself: made to a checked address, within a deadline, or to the user's proxy.

The check is made where the connection is made, so that nothing can change between the two: a name is
resolved once, all its addresses are checked, and it is one of these that is connected to. TLS still
verifies the certificate by the name.
"""

from __future__ import annotations

import ssl
import threading
import time
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any
from urllib.parse import unquote, urlsplit
from urllib.request import getproxies, proxy_bypass

import httpcore2
import httpx2

from summarizer import addresses
from summarizer.decoding import shown
from summarizer.errors import SourceError
from summarizer.reach import Reach


class Deadline:
    """The moment up to which a connection may work; one task's, moved on for each page."""

    def __init__(self, seconds: float) -> None:
        self.restart(seconds)

    def restart(self, seconds: float) -> None:
        """Let ``seconds`` pass from now on."""
        self._at = time.monotonic() + seconds

    def extend(self, seconds: float) -> None:
        """Let ``seconds`` more pass."""
        self._at += seconds

    def left(self, most: float | None = None) -> float:
        """Seconds that are left, ``most`` at most; raises the client's timeout if there are none."""
        left = self._at - time.monotonic()
        if left <= 0:
            raise httpcore2.ReadTimeout("the deadline has passed")
        return left if most is None else min(left, most)


class Transport(httpx2.BaseTransport):
    """What httpx2 sends its requests through.

    A proxy of the environment is used as other programs use it. It resolves names itself, so names are
    resolved and checked before it is asked: one that cannot be resolved here is refused, and one whose
    answer changes in between is up to the proxy.
    """

    def __init__(self, reach: Reach, deadline: Deadline) -> None:
        self._backend = _Backend(reach, deadline)
        self._pools: dict[str | None, httpcore2.ConnectionPool] = {}

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send one request. Errors are those of httpcore2 and SourceError for a refused address."""
        url = request.url
        proxy = _proxy(url.scheme, url.host)
        if proxy is not None:
            self._backend.check(url.host, url.port or 443)
        answer = self._pool(proxy).handle_request(
            httpcore2.Request(
                method=request.method,
                url=httpcore2.URL(
                    scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
                ),
                headers=request.headers.raw,
                content=b"",
                extensions=request.extensions,
            )
        )
        return httpx2.Response(
            status_code=answer.status,
            headers=answer.headers,
            stream=_Body(answer),
            extensions=answer.extensions,
        )

    def close(self) -> None:
        """Close all connections."""
        for pool in self._pools.values():
            pool.close()

    def _pool(self, proxy: str | None) -> httpcore2.ConnectionPool:
        if proxy not in self._pools:
            self._pools[proxy] = httpcore2.ConnectionPool(
                ssl_context=_tls(),
                proxy=_proxy_settings(proxy) if proxy else None,
                network_backend=self._backend.to_proxy() if proxy else self._backend,
            )
        return self._pools[proxy]


class _Body(httpx2.SyncByteStream):
    def __init__(self, answer: httpcore2.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        yield from self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()


class _Backend(httpcore2.NetworkBackend):
    """Connects to checked addresses only."""

    def __init__(self, reach: Reach, deadline: Deadline, *, is_trusted: bool = False) -> None:
        self._reach = reach
        self._deadline = deadline
        self._is_trusted = is_trusted
        self._sockets = httpcore2.SyncBackend()

    def to_proxy(self) -> _Backend:
        """A backend that connects to the proxy that the user named, wherever that is."""
        return _Backend(self._reach, self._deadline, is_trusted=True)

    def addresses(self, host: str, port: int) -> list[str]:
        """The addresses of a host, all of them checked."""
        literal = addresses.literal(host)
        found = [str(literal)] if literal is not None else self._resolved(host, port)
        return found if self._is_trusted else addresses.checked(host, found, self._reach.allow_hosts)

    def check(self, host: str, port: int) -> None:
        """Raise SourceError for a host that a proxy must not be asked for."""
        if addresses.is_allowed_by_name(host, self._reach.allow_hosts):
            return
        try:
            self.addresses(host, port)
        except httpcore2.ConnectError as error:
            problem = "refused: only the proxy knows this name, so where it leads cannot be checked: "
            raise SourceError(shown(host), f"{problem}add it to allow_hosts if you trust it") from error

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        found = self.addresses(host, port)
        for tried, address in enumerate(found, 1):
            # An address that does not answer must leave time for the others.
            seconds = self._deadline.left(timeout) / (len(found) - tried + 1)
            try:
                stream = self._sockets.connect_tcp(address, port, seconds, local_address, socket_options)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout):
                if tried == len(found):
                    raise
            else:
                return _Stream(stream, self._deadline)
        raise httpcore2.ConnectError("no address")

    def _resolved(self, host: str, port: int) -> list[str]:
        """Ask the resolver, which knows no time limit, in a thread of its own."""
        answer: list[str] = []
        errors: list[BaseException] = []

        def ask() -> None:
            try:
                answer.extend(self._reach.resolver(host, port))
            except BaseException as error:  # told to the thread that waits
                errors.append(error)

        thread = threading.Thread(target=ask, daemon=True, name=f"resolve {host}")
        thread.start()
        thread.join(self._deadline.left())
        if thread.is_alive():
            raise httpcore2.ConnectTimeout(f"{host}: no answer from the resolver")
        for error in errors:
            if isinstance(error, OSError | UnicodeError):
                raise httpcore2.ConnectError(str(error)) from error
            raise error
        return answer


class _Stream(httpcore2.NetworkStream):
    """A connection whose every step ends at the deadline, so that a drip of bytes does as well."""

    def __init__(self, stream: httpcore2.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._deadline.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        secure = self._stream.start_tls(ssl_context, server_hostname, self._deadline.left(timeout))
        return _Stream(secure, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _proxy(scheme: str, host: str) -> str | None:
    """The proxy that the environment names for a host, without those that it excepts."""
    proxies = getproxies()
    proxy = proxies.get(scheme) or proxies.get("all")
    if not proxy or proxy_bypass(host):
        return None
    return proxy if "://" in proxy else f"http://{proxy}"


def _proxy_settings(proxy: str) -> httpcore2.Proxy:
    parts = urlsplit(proxy)
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
    port = f":{parts.port}" if parts.port else ""
    auth = (unquote(parts.username), unquote(parts.password or "")) if parts.username else None
    return httpcore2.Proxy(f"{parts.scheme}://{host}{port}", auth=auth)


@cache
def _tls() -> ssl.SSLContext:
    return httpx2.create_ssl_context()
