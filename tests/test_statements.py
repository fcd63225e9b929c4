"""What can be a position or the name of an issue."""

from __future__ import annotations

import pytest

from summarizer.engines.offline.statements import says_something


@pytest.mark.parametrize(
    "text",
    [
        "no temporary truce",
        "pay",
        "after a ceasefire the border must be watched",  # a time first, and then what is wanted
        "Ukraine stays out of NATO",
    ],
)
def test_words_that_tell_say_something(text: str) -> None:
    """A common noun or a verb is enough."""
    assert says_something(text)


@pytest.mark.parametrize(
    "text", ["Australia", "Hetty Johnston", "during the phone conversation", "On Thursday evening", ""]
)
def test_names_and_times_say_nothing(text: str) -> None:
    """Nobody can be for or against them."""
    assert not says_something(text)
