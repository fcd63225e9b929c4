"""Files are written so that a reader never meets half of one."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from summarizer.errors import OutputError
from summarizer.files import write


def test_files_are_written_whole_or_not_at_all(tmp_path: Path) -> None:
    """If one of the files cannot be written, what stood in all their places is still there."""
    good, bad = tmp_path / "day" / "briefing.md", tmp_path / "day" / "briefing.json"
    write({good: "old"}.items())
    bad.mkdir()
    (bad / "in the way").touch()
    with pytest.raises(OutputError, match=r"briefing\.json: cannot be written: "):
        write({bad: "new", good: "new"}.items())
    assert good.read_text(encoding="utf-8") == "old"
    assert sorted(path.name for path in good.parent.iterdir()) == ["briefing.json", "briefing.md"]


def test_a_file_in_place_of_a_folder_is_named(tmp_path: Path) -> None:
    """The error says which path is in the way."""
    (tmp_path / "briefings").touch()
    with pytest.raises(OutputError, match="cannot be written: "):
        write({tmp_path / "briefings" / "2024-06-14" / "briefing.md": "text"}.items())


def test_a_link_stays_a_link_and_a_device_a_device(tmp_path: Path) -> None:
    """What is written behind a link replaces the file, not the link; /dev/null is not replaced."""
    (tmp_path / "real.md").write_text("old", encoding="utf-8")
    (tmp_path / "link.md").symlink_to(tmp_path / "real.md")
    write({tmp_path / "link.md": "new", Path(os.devnull): "nothing"}.items())
    assert (tmp_path / "link.md").is_symlink()
    assert (tmp_path / "real.md").read_text(encoding="utf-8") == "new"
    assert not Path(os.devnull).is_file()
