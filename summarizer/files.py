"""Writing results so that a reader never meets half of one."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable
from pathlib import Path

from summarizer.errors import OutputError


def write(files: Iterable[tuple[Path, str]]) -> list[Path]:
    """Write all files or none: each is written beside its place and renamed when all are complete.

    Args:
        files: paths with their contents, written as UTF-8, one taken after the other is written. Missing
            folders are made.

    Returns:
        The paths.

    Raises:
        OutputError: a folder cannot be made or a file cannot be written; what stood there before
            stays as it was.
    """
    staged: dict[Path, Path] = {}
    written: list[Path] = []
    path = Path()
    try:
        for path, content in files:
            written.append(path)
            # Behind a symbolic link it is the file that is replaced, not the link.
            place = path.resolve()
            if place.is_dir():
                raise OutputError(f"{path}: cannot be written: it is a folder")
            place.parent.mkdir(parents=True, exist_ok=True)
            if place.exists() and not place.is_file():
                place.write_text(content, encoding="utf-8")  # /dev/stdout, a pipe: nothing to rename
                continue
            # In the same folder, since a rename is atomic only within one file system.
            staged[place] = place.with_name(f".{place.name}.{os.getpid()}.tmp")
            with staged[place].open("w", encoding="utf-8", newline="\n") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
        for path, temporary in staged.items():
            temporary.replace(path)
        return written
    except OSError as error:
        raise OutputError(f"{path}: cannot be written: {error.strerror or error}") from error
    finally:
        for temporary in staged.values():
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)
