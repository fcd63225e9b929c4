"""A record of posts in a file of JSON lines, and a program that posts a briefing with it.

The program is run by tests that kill it: ``python -m tests.slack_log BRIEFING LOG``, with the webhook in
SLACK_WEBHOOK_URL.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path

from summarizer.schema import Post
from summarizer.slack import Webhook, deliver, read_briefing


@dataclass(frozen=True)
class FileLog:
    """One line a record; the last of a part counts. A record is on the disk when it is made."""

    path: Path

    def posts(self, channel: str, date: str) -> list[Post]:
        """All posts of a day to a channel, in the order of their first record."""
        found: dict[tuple[str, int], Post] = {}
        lines = self.path.read_text(encoding="utf-8").splitlines() if self.path.exists() else []
        for post in map(Post.model_validate_json, lines):
            if (post.channel, post.date) == (channel, date):
                found[post.revision, post.part] = post
        return list(found.values())

    def record_post(self, post: Post) -> None:
        """Add a line."""
        with self.path.open("a", encoding="utf-8") as file:
            file.write(post.model_dump_json() + "\n")
            file.flush()
            os.fsync(file.fileno())

    @property
    def states(self) -> list[str]:
        """``part:state`` of all records, in their order."""
        lines = self.path.read_text(encoding="utf-8").splitlines() if self.path.exists() else []
        return [f"{post.part}:{post.state}" for post in map(Post.model_validate_json, lines)]


if __name__ == "__main__":
    hook = Webhook(os.environ["SLACK_WEBHOOK_URL"])
    deliver(read_briefing(Path(sys.argv[1])), hook, FileLog(Path(sys.argv[2])), sleep=lambda seconds: None)
