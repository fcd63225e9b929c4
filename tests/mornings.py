"""What the tests of a desk's mornings share: articles, where they stand, and a model that reads them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from tests import stub_openai as stub
from tests import stub_web
from tests.stub_web import Site

WITHDRAW = "Ruritania demanded that Elbonia withdraw its troops from the valley."
RELEASE = "Elbonia demanded that Ruritania release all prisoners of war."
TOLL = "Klopstockia demanded that Ruritania abolish the toll on the canal."
FILLERS = (
    "The ministers met in Geneva for the third time since spring, and the talks lasted until the evening.",
    "Farmers on both banks of the river complained about the price of water, which has doubled in a year.",
    "Shipping companies have sent their vessels around the cape, which takes a week longer than the canal.",
)


def add(folder: Path, name: str, demand: str, filler: int = 0) -> None:
    """Put an article into a folder."""
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(f"{demand} {FILLERS[filler]}\n", encoding="utf-8")


def publish(site: Site, path: str, demand: str, filler: int = 0) -> str:
    """Put an article on the site; its address."""
    return site.add(path, stub_web.page(f"News {path[1:]}", f"{demand} {FILLERS[filler]}"))


def model(request: dict[str, Any]) -> stub.Reply:
    """A model that finds the demand that an article states, and copies sentences as its summary."""
    asked = request["messages"][-1]["content"]
    lines = re.findall(r"^\[(\d+)\] (.*)$", asked, re.M)
    demands = []
    for n, text in lines:
        if found := re.match(r"(\w+) demanded that (\w+) (.*)\.$", text):
            party, whom, what = found.groups()
            demands.append(
                {"evidence": [int(n)], "speaker": party, "party": party, "demand": what, "addressee": whom}
            )
    answers: dict[str, Any] = {
        "summary": {"lines": [{"evidence": [int(n)], "text": text} for n, text in lines[:2]]},
        "demands": {"demands": demands},
        "disagreements": {"disagreements": []},
        "groups": {"groups": [{"items": [int(n)]} for n, _ in lines]},
        "digest": {"lines": [{"evidence": [1], "text": demand["demand"]} for demand in demands]},
    }
    return stub.ok(answers.get(request["response_format"]["json_schema"]["name"], {}))
