"""Addresses of pages, as values."""

from __future__ import annotations

import pytest

from summarizer.pages import comparable


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("http://example.com/a?utm_source=x&id=1", "https://Example.com:443/a?id=1#top", True),
        ("http://example.com/a?fbclid=1", "http://example.com/a", True),
        ("http://example.com", "http://example.com/", True),
        ("http://example.com/story?1234", "http://example.com/story?1235", False),
        ("http://example.com/a?cid=1", "http://example.com/a?cid=2", False),
        ("http://example.com/a?ref=1", "http://example.com/a?ref=2", False),
        ("http://example.com:81/a", "http://example.com/a", False),
        ("http://[broken", "http://[broken2", False),
    ],
)
def test_addresses_are_compared_without_what_only_tracks_readers(one: str, other: str, same: bool) -> None:
    """What might tell two articles apart stays."""
    assert (comparable(one) == comparable(other)) is same
