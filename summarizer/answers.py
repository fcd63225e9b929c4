"""What a server answers: its body within bounds, its wishes, and what its failures mean for the user."""

from __future__ import annotations

import ssl
import time
import zlib
from email.utils import parsedate_to_datetime

import httpcore2
import httpx2

from summarizer.reach import Reach

NOT_VALID = "not a valid address: check its spelling"


def unpacked(response: httpx2.Response, most: int) -> bytes:
    """At most so many bytes of a body, unpacked here so that a small one cannot fill the memory.

    Raises:
        httpx2.DecodingError, zlib.error: it is packed otherwise than asked for, or damaged.
    """
    coding = response.headers.get("content-encoding", "identity").strip().lower()
    if coding not in ("gzip", "x-gzip", "deflate", "identity", ""):
        raise httpx2.DecodingError(f"packed as {coding!r}, which was not asked for")
    unpacker = None
    data = bytearray()
    for chunk in response.iter_raw():
        if coding in ("identity", ""):
            data += chunk[: most - len(data)]
        else:
            unpacker = unpacker or _unpacker(coding, chunk)
            data += unpacker.decompress(chunk, most - len(data))
        if len(data) >= most or (unpacker and unpacker.eof):
            return bytes(data)
    if unpacker:
        raise zlib.error("the end is missing")
    return bytes(data)


def _unpacker(coding: str, beginning: bytes) -> zlib._Decompress:
    # Some servers send "deflate" without the zlib header that RFC 9110 asks for; that begins with 8.
    raw = coding == "deflate" and beginning[:1] and beginning[0] & 0x0F != 8
    return zlib.decompressobj(-zlib.MAX_WBITS if raw else zlib.MAX_WBITS | 32)


def retry_after(response: httpx2.Response) -> float | None:
    """The seconds after which a server wants to be asked again (RFC 9110, 10.2.3), if it says."""
    value = response.headers.get("retry-after", "").strip()
    if value.isascii() and value.isdigit():
        return float(value[:9])
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - time.time())
    except (ValueError, OverflowError):
        return None


ERRORS = (
    httpx2.HTTPError,
    httpx2.InvalidURL,
    httpcore2.TimeoutException,
    httpcore2.NetworkError,
    httpcore2.ProtocolError,
    httpcore2.ProxyError,
    httpcore2.UnsupportedProtocol,
    ssl.SSLError,
    zlib.error,
    OSError,
    UnicodeError,
)


def problem(error: BaseException, reach: Reach) -> str:
    """What an error of the HTTP client means for the user."""
    match error:
        case httpx2.TimeoutException() | httpcore2.TimeoutException():
            return f"no complete answer within {reach.timeout:g} seconds: try again later"
        case httpx2.InvalidURL():
            return NOT_VALID
        case zlib.error() | httpx2.DecodingError():
            return "sends damaged data: try again later"
    if _caused_by_tls(error):
        return "no secure connection (TLS certificate or protocol): check the address and the clock"
    if isinstance(error, httpcore2.ConnectError | httpcore2.ProxyError):
        return "cannot be reached: check the address and the network"
    return "broke off the connection: try again later"


def _caused_by_tls(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, ssl.SSLError):
            return True
        error = error.__cause__ or error.__context__
    return False
