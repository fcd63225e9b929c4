"""Grouping and digest: one call over numbered lines, judged as a whole, never raising."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from summarizer.engines import grouping
from summarizer.llm import ModelSettings
from summarizer.schema import Usage
from tests import stub_openai as stub


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy in the environment must not stand between the tests and loopback."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


def grouped(
    reply: stub.Reply, items: Sequence[str] = ("a", "b", "c")
) -> tuple[list[list[int]] | None, tuple[str, ...]]:
    """The groups and warnings that an answer leads to."""
    with stub.serve([reply]) as server:
        groups, usage, warnings = grouping.group(ModelSettings("m", server.base_url, retries=0), items)
    assert usage.calls == len(server.requests) or usage.calls == 0
    return groups, warnings


def test_groups_are_indices_from_zero() -> None:
    """The model counts from one, the caller from zero."""
    reply = stub.ok({"groups": [{"items": [3, 1]}, {"items": [2]}]})
    assert grouped(reply) == ([[2, 0], [1]], ())


@pytest.mark.parametrize(
    "groups",
    [
        pytest.param([[1, 2]], id="one missing"),
        pytest.param([[1, 2], [2, 3]], id="one repeated"),
        pytest.param([[1, 2, 3, 4]], id="one unknown"),
        pytest.param([[0, 1, 2]], id="counted from zero"),
        pytest.param([[1], [2], [3], []], id="an empty group"),
        pytest.param([["1"], [2], [3]], id="a text"),
        pytest.param([[True], [2], [3]], id="a boolean"),
        pytest.param([[1, 1], [2], [3]], id="twice in one"),
    ],
)
def test_what_is_no_partition_is_not_trusted_in_part(groups: list[Any]) -> None:
    """One wrong number, and there is no knowing which of the others are right."""
    found, warnings = grouped(stub.ok({"groups": [{"items": items} for items in groups]}))
    assert found is None
    assert warnings == ("demands not grouped: the model's groups do not hold each demand once",)


@pytest.mark.parametrize("reply", [stub.cut(), stub.error(401)], ids=["cut", "401"])
def test_a_failed_grouping_is_a_warning(reply: stub.Reply) -> None:
    """A briefing is complete without it, so nothing is raised."""
    found, warnings = grouped(reply)
    assert found is None
    assert warnings[0].startswith("demands not grouped: ")


def test_fewer_than_two_items_need_no_call() -> None:
    """There is nothing to compare."""
    settings = ModelSettings("m", "http://127.0.0.1:1/v1")
    assert grouping.group(settings, [])[0] == []
    assert grouping.group(settings, ["a"])[0] == [[0]]
    assert grouping.digest(settings, []) == ([], Usage(), ())


def test_more_items_than_the_context_holds_are_not_grouped() -> None:
    """A partition of a part would be no partition."""
    settings = ModelSettings("m", "http://127.0.0.1:1/v1", context_tokens=2000)
    found, usage, warnings = grouping.group(settings, ["a demand of many words"] * 500)
    assert (found, usage.calls) == (None, 0)
    assert warnings == ("demands not grouped: 500 do not fit the model's context",)


def digested(reply: stub.Reply, lines: Sequence[str] = ("a", "b"), **settings: Any) -> Any:
    """The digest, usage and warnings that an answer leads to."""
    with stub.serve([reply]) as server:
        return grouping.digest(ModelSettings("m", server.base_url, retries=0, **settings), lines)


def test_digest_lines_carry_the_indices_they_rest_on() -> None:
    """Counted from zero; numbers of no line are dropped, and a line without any goes with them."""
    rows = [{"evidence": [2, 9], "text": "B."}, {"evidence": [7], "text": "Nothing."}, {"evidence": [1]}]
    found, usage, warnings = digested(stub.ok({"lines": rows}))
    assert found == [("B.", [1])]
    assert usage.calls == 1
    assert warnings == ("digest: 2 of 3 lines dropped as not usable",)


def test_a_failed_digest_is_a_warning() -> None:
    """The briefing goes out without it."""
    assert digested(stub.filtered())[2] == (
        "digest missing: the server's content filter withheld the answer",
    )
    assert "does not have the form" in digested(stub.ok({}))[2][0]


def test_a_digest_of_too_many_lines_says_which_it_covers() -> None:
    """Lines beyond the context are left out, not silently."""
    reply = stub.ok({"lines": [{"evidence": [1], "text": "A."}]})
    found, _, warnings = digested(reply, ["a line of many words"] * 500, context_tokens=2500)
    assert found == [("A.", [0])]
    assert warnings[0].startswith("digest of the first ")
    assert " of 500 lines" in warnings[0]
