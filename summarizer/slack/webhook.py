"""One post to an incoming webhook, and what its answer means. Nothing else here sends anything.

The address of a webhook is a secret: who has it can post. It is in no message, no ``repr`` and no log.
"""

from __future__ import annotations

import hashlib
import ipaddress
import logging
import re
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.client import HTTPException, HTTPResponse
from typing import Any, Literal
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import HTTPErrorProcessor, HTTPSHandler, Request, build_opener

from slack_sdk.webhook import WebhookClient
from slack_sdk.webhook.webhook_response import WebhookResponse

from summarizer.errors import UsageError
from summarizer.render.wording import clean

HOSTS = ("hooks.slack.com", "hooks.slack-gov.com")
_PATH = re.compile(r"/services(/[A-Za-z0-9]+){3}")
_ANY_PATH = re.compile(r"/[A-Za-z0-9/_-]+")
_NEW_ONE = "make a new one under Incoming Webhooks at https://api.slack.com/apps and set SLACK_WEBHOOK_URL"

Outcome = Literal["sent", "failed", "busy", "limited", "uncertain"]

_REPORT = "please report this with the output of --dry-run"
_COPY = "copy it again from the app's page in Slack"
# From docs.slack.dev/messaging/sending-messages-using-incoming-webhooks and the changelog of 17 May 2016.
_REASONS = {
    "invalid_payload": f"Slack cannot read the message; {_REPORT}",
    "invalid_blocks": f"Slack does not accept the layout; {_REPORT}",
    "invalid_blocks_format": f"Slack does not accept the layout; {_REPORT}",
    "msg_blocks_too_long": f"the message is too long for Slack; {_REPORT}",
    "too_many_attachments": f"the message has too many parts for Slack; {_REPORT}",
    "no_text": f"Slack found no text in the message; {_REPORT}",
    "user_not_found": f"the user who made the webhook is gone; {_NEW_ONE}",
    "action_prohibited": "the workspace does not let this webhook post there; ask one of its admins",
    "posting_to_general_channel_denied": (
        "this webhook may not post to the general channel; make one for another channel"
    ),
    "channel_not_found": f"the webhook's channel is gone or closed to it; {_NEW_ONE}",
    "channel_is_archived": (
        "the webhook's channel is archived; unarchive it in Slack, or make a webhook for another channel"
    ),
    "no_active_hooks": f"the webhook is switched off; switch it on in Slack, or {_NEW_ONE}",
    "no_service": f"the webhook was removed, or its address is mistyped; {_NEW_ONE}",
    "no_service_id": f"the webhook's address is not complete; {_COPY}",
    "no_team": f"the webhook's workspace is gone, or its address is mistyped; {_NEW_ONE}",
    "team_disabled": "the webhook's workspace is switched off; ask its admins",
    "invalid_token": f"the webhook's address is mistyped or no longer valid; {_NEW_ONE}",
}


@dataclass(frozen=True)
class Answer:
    """What became of one post.

    ``sent`` and ``failed`` are certain. ``busy`` (the server erred, or could not be reached) and
    ``limited`` may be tried again; ``uncertain`` may not: the post may stand in the channel.

    Args:
        outcome: one of these.
        note: a sentence without its full stop: what happened, and what to do.
        wait_s: seconds to wait before the next try, where the server says so.
    """

    outcome: Outcome
    note: str = ""
    wait_s: float | None = None


@dataclass(frozen=True, repr=False)
class Webhook:
    """An incoming webhook.

    Args:
        address: the secret; blanks around it do not matter.
        timeout_s: seconds without a byte after which an answer is not waited for.

    Raises:
        UsageError: it is not the address of an incoming webhook; the message does not repeat it.
    """

    address: str
    timeout_s: float = 30.0

    def __post_init__(self) -> None:
        object.__setattr__(self, "address", self.address.strip())
        problem = _problem(self.address)
        if problem:
            raise UsageError(f"SLACK_WEBHOOK_URL: {problem}")

    def __repr__(self) -> str:
        return f"Webhook({urlsplit(self.address).hostname})"

    @property
    def channel(self) -> str:
        """Stands for the channel in records: the SHA-256 of the address, in hexadecimal."""
        return hashlib.sha256(self.address.encode()).hexdigest()

    def post(self, payload: Mapping[str, Any]) -> Answer:
        """Send one message, once. Never raises for what the network or the server does."""
        # No retry handlers: the client's own would send again what may have arrived.
        client = _Client(self.address, logger=_silent(), retry_handlers=[])
        client.timeout = self.timeout_s  # type: ignore[assignment]  # an int for the client, any number for urllib
        try:
            response = client.send_dict(dict(payload))
        except URLError as error:
            return _not_sent(error.reason)
        except TimeoutError:
            return Answer("uncertain", f"no answer within {self.timeout_s:g} seconds")
        except (OSError, HTTPException):
            return Answer("uncertain", "the connection broke before Slack answered")
        return _meaning(response.status_code, response.body or "", response.headers, self.address)


class _AsAnswered(HTTPErrorProcessor):
    """Every answer is an answer: no status raises, and no redirect is followed."""

    def http_response(self, request: Request, response: HTTPResponse) -> HTTPResponse:
        return response

    https_response = http_response


class _Client(WebhookClient):
    """Slack's client, with answers read up to a limit and redirects left alone.

    Its own opener follows a redirect with a GET, and would take what another server says for an answer.
    """

    LONGEST = 2000

    def _perform_http_request_internal(self, url: str, req: Request) -> WebhookResponse:
        opener = build_opener(_AsAnswered, HTTPSHandler(context=self.ssl))
        with opener.open(req, timeout=self.timeout) as response:
            body = response.read(self.LONGEST).decode("utf-8", "replace")
            return WebhookResponse(
                url=url, status_code=response.status, body=body, headers=dict(response.headers)
            )


def _silent() -> logging.Logger:
    """A logger that nobody hears: the client logs the address, at debug level and with errors."""
    logger = logging.Logger("summarizer.slack.silent", logging.CRITICAL + 1)
    logger.propagate = False
    return logger


def _problem(address: str) -> str:
    """What is wrong with an address, without any part of it that could be the secret; or nothing."""
    try:
        parts = urlsplit(address)
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        return f"not a web address; {_NEW_ONE}"
    if not address:
        return f"it is empty; {_NEW_ONE}"
    if parts.username or parts.query or parts.fragment or not address.isascii() or not address.isprintable():
        return f"it has more in it than the address of a webhook; {_COPY}"
    if _is_loopback(host) and parts.scheme in ("http", "https"):
        return "" if _ANY_PATH.fullmatch(parts.path) else "an address on this machine needs a plain path"
    if host not in HOSTS or port not in (None, 443):
        return f"not a Slack webhook, which begins with https://{HOSTS[0]}/services/; {_NEW_ONE}"
    if parts.scheme != "https":
        return "it must begin with https://, or the secret in it travels in the open"
    if parts.path.startswith(("/workflows/", "/triggers/")):
        return f"that is the address of a workflow, not of an incoming webhook; {_NEW_ONE}"
    if not _PATH.fullmatch(parts.path):
        return f"it is not complete: three parts come after /services/; {_COPY}"
    return ""


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _not_sent(reason: object) -> Answer:
    """The connection was not made, or broke before the whole message had left.

    urllib wraps what is raised up to then, and nothing later, in URLError: no server has a whole message.
    """
    if isinstance(reason, ssl.SSLCertVerificationError):
        return Answer(
            "failed", "Slack's certificate is not accepted; is a proxy in between, or the clock wrong"
        )
    if isinstance(reason, ConnectionRefusedError):
        return Answer("busy", "the connection was refused")
    if isinstance(reason, TimeoutError):
        return Answer("busy", "no connection in time")
    return Answer("busy", "Slack cannot be reached; is there a network")


def _meaning(status: int, body: str, headers: Mapping[str, str], address: str) -> Answer:
    said = clean(body)
    if status == 200 and said == "ok":
        return Answer("sent")
    if 200 <= status < 300:
        return Answer("uncertain", f"the answer ({status}) is not Slack's; is a proxy in between")
    if status == 429:
        return Answer("limited", "Slack asks to wait (429)", _wait(headers))
    if status >= 500:
        return Answer("busy", f"Slack has a fault of its own ({_code(said, address) or status})")
    if 300 <= status < 400:
        return Answer(
            "failed", f"redirected elsewhere ({status}), which Slack does not do; is a proxy in between"
        )
    code = _code(said, address)
    reason = _REASONS.get(code, "Slack refused the message; the codes are explained in docs/slack.md")
    return Answer("failed", f"{reason} ({status}{f', {code}' if code else ''})")


def _code(said: str, address: str) -> str:
    """The error's name if it is one; a page of a proxy may hold anything, the secret included."""
    is_code = re.fullmatch(r"[a-z][a-z_]{2,50}", said) is not None
    return said if is_code and said not in address else ""


def _wait(headers: Mapping[str, str]) -> float | None:
    """Seconds that ``Retry-After`` names, as a number or as a date."""
    value = {name.lower(): text for name, text in headers.items()}.get("retry-after", "").strip()
    if value.isascii() and value.isdigit() and len(value) < 10:
        return float(value)
    try:
        until = parsedate_to_datetime(value)
        return max(0.0, (until - datetime.now(UTC)).total_seconds())
    except (TypeError, ValueError):
        return None
