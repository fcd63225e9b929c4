"""Draw the messages of a briefing as Slack shows them on a phone: ``docs/slack.png``.

    python -m tools.slack_picture briefing.json docs/slack.png

The page is drawn from the payloads themselves (only what Slack formats is formatted), by a Chromium that
Playwright drives. It shows what is posted, not every detail of Slack's own design.
"""

from __future__ import annotations

import argparse
import html
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from summarizer.slack import Message, Options, messages, read_briefing

CHROMIUM = "/usr/bin/chromium"
_LINK = re.compile(r"&lt;(https?://[^|]*?)\|(.*?)&gt;")
_BOLD = re.compile(r"\*(\S|\S[^*\n]*\S)\*")
_PAGE = """<!doctype html><meta charset="utf-8"><style>
body {{ margin: 0; width: 390px; background: #fff; color: #1d1c1d;
        font: 15px/1.47 Lato, Inter, "Noto Sans", sans-serif; }}
nav {{ padding: 10px 14px; border-bottom: 1px solid #ddd; font-weight: 700; }}
article {{ display: grid; grid-template-columns: 36px 1fr; gap: 10px; padding: 10px 14px; }}
.icon {{ width: 36px; height: 36px; border-radius: 7px; background: #1f6f5c; color: #fff;
         font: 700 18px/36px Inter, sans-serif; text-align: center; }}
.by b {{ margin-right: 4px; }} .by i {{ font: 600 10px Inter; background: #e8e8e8; padding: 1px 4px;
         border-radius: 3px; color: #616061; margin-right: 4px; }}
.by span {{ color: #616061; font-size: 12px; }}
h3 {{ font-size: 18px; line-height: 1.3; margin: 10px 0 4px; }}
p {{ margin: 4px 0; white-space: pre-wrap; overflow-wrap: anywhere; }}
small {{ display: block; color: #616061; font-size: 12.5px; margin: 4px 0; }}
hr {{ border: 0; border-top: 1px solid #ddd; margin: 10px 0; }}
a {{ color: #1264a3; text-decoration: none; }}
</style><nav># desk</nav>{messages}"""
_MESSAGE = """<article><div class="icon">B</div><div>
<div class="by"><b>Briefing</b><i>APP</i><span>06:00</span></div>{blocks}</div></article>"""


def page(posts: Sequence[Message]) -> str:
    """The messages as a page in the look of Slack."""
    drawn = (_MESSAGE.format(blocks="".join(map(_block, message.blocks))) for message in posts)
    return _PAGE.format(messages="".join(drawn))


def _block(block: Mapping[str, Any]) -> str:
    if block["type"] == "divider":
        return "<hr>"
    if block["type"] == "header":
        return f"<h3>{_shown(block['text']['text'])}</h3>"
    if block["type"] == "context":
        return "".join(f"<small>{_mrkdwn(text['text'])}</small>" for text in block["elements"])
    return f"<p>{_mrkdwn(block['text']['text'])}</p>"


def _mrkdwn(text: str) -> str:
    linked = _LINK.sub(r'<a href="\1">\2</a>', html.escape(text))
    return _BOLD.sub(r"<b>\1</b>", re.sub("&amp;(amp|lt|gt);", r"&\1;", linked))


def _shown(text: str) -> str:
    return re.sub("&amp;(amp|lt|gt);", r"&\1;", html.escape(text))


def photograph(text: str, file: Path, longest: int) -> None:
    """A picture of the page as a phone shows it, as far down as ``longest`` pixels."""
    from playwright.sync_api import sync_playwright

    quiet = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=quiet)
        screen = browser.new_page(viewport={"width": 390, "height": 844}, device_scale_factor=1)
        screen.set_content(text)
        height = min(screen.evaluate("document.documentElement.scrollHeight"), longest)
        screen.screenshot(path=file, full_page=True, clip={"x": 0, "y": 0, "width": 390, "height": height})
        browser.close()


def main() -> None:
    """Read the briefing, draw it, save the picture."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("briefing", type=Path)
    parser.add_argument("picture", type=Path)
    parser.add_argument("--public-url", default="https://desk.example/briefings")
    parser.add_argument("--longest", type=int, default=1500, help="of the picture, in pixels")
    given = parser.parse_args()
    posts = messages(read_briefing(given.briefing), Options(public_url=given.public_url))
    photograph(page(posts), given.picture, given.longest)


if __name__ == "__main__":
    main()
