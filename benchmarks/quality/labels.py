"""Gold labels: what a careful reader finds in an article. ``docs/gold-labels.md`` is the guide."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

Groups = tuple[tuple[str, ...], ...]
ARTICLE_SUFFIXES = (".txt", ".md", ".html", ".htm")


class LabelError(Exception):
    """Gold labels, or the output to score against them, cannot be used; the message says which."""


class _Label(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class GoldDemand(_Label):
    """One demand that the article states; ``evidence`` is a verbatim substring of the article."""

    party: str
    aliases_ok: tuple[str, ...] = ()
    demand: str
    must_mention: Groups
    evidence: str
    optional: bool = False
    target: str | None = None


class GoldPosition(_Label):
    """What one party says on an issue."""

    party: str
    aliases_ok: tuple[str, ...] = ()
    position: str
    evidence: str


class GoldDisagreement(_Label):
    """An issue on which parties disagree."""

    issue: str
    must_mention: Groups
    positions: tuple[GoldPosition, ...] = Field(min_length=2)
    optional: bool = False


class GoldFact(_Label):
    """Something that a good summary of the article says."""

    fact: str
    must_mention: Groups


class Gold(_Label):
    """All labels of one article."""

    parties: tuple[str, ...] = ()
    demands: tuple[GoldDemand, ...] = ()
    disagreements: tuple[GoldDisagreement, ...] = ()
    facts: tuple[GoldFact, ...] = ()
    loaded_terms: tuple[str, ...] = ()
    furniture: tuple[str, ...] = ()


@dataclass(frozen=True)
class Labelled:
    """An article file and its labels, under the name of the label file."""

    name: str
    path: Path
    gold: Gold


def load_gold(folder: Path) -> dict[str, Gold]:
    """The labels in a folder's ``*.json``, by file name without suffix.

    Raises:
        LabelError: there are none, or a file is not in the format.
    """
    found = {path.stem: _read(path) for path in sorted(folder.glob("*.json"))}
    if not found:
        raise LabelError(f"{folder}: no gold labels (*.json) in this folder")
    return found


def pair(folder: Path, gold: dict[str, Gold]) -> list[Labelled]:
    """Each label set with its article: the file of the same name, or of that name and a ``-``.

    Raises:
        LabelError: there is no such folder, or not one article in it for each label set.
    """
    if not folder.is_dir():
        raise LabelError(f"{folder}: no such folder of articles")
    files = [path for path in sorted(folder.iterdir()) if path.suffix.lower() in ARTICLE_SUFFIXES]
    pairs = []
    for name, labels in gold.items():
        fitting = [path for path in files if belongs(path.stem, name)]
        if len(fitting) != 1:
            raise LabelError(f"{name}.json: {len(fitting)} articles in {folder} go with it; it needs one")
        pairs.append(Labelled(name, fitting[0], labels))
    return pairs


def belongs(stem: str, name: str) -> bool:
    """Whether labels called ``name`` are for the article file with this stem."""
    return stem == name or stem.startswith(f"{name}-")


def _read(path: Path) -> Gold:
    try:
        return Gold.model_validate_json(path.read_bytes())
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "the file"
        raise LabelError(f"{path}: {where}: {first['msg']}") from error
