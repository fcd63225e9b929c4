"""What the measurements need from outside, fetched once into a cache: other programs, and articles.

Other programs get an environment of their own, so that none of their dependencies reaches this project's.
Everything comes from the package index; nothing of it is committed.
"""

from __future__ import annotations

import json
import subprocess
import sys
import venv
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

PEERS = ("langextract==1.7.1", "llm==0.36", "nltk==3.10.4", "numpy==2.4.6", "openai==3.54.0", "sumy==0.13.0")
"""Exact versions: figures of another version are other figures."""

_DOWNLOAD = ("download", "--quiet", "--no-deps", "--only-binary", ":all:", "--dest")

# Packages that are fetched for a data file in them, and the files.
_LEE = ("gensim==4.4.0", "gensim/test/test_data/lee_background.cor")
_PUNKT = ("llama-index-core==0.14.25", "llama_index/core/_static/nltk_cache/tokenizers/punkt_tab/english/")


class FetchError(Exception):
    """Something could not be fetched; the message says what, and what pip said."""


@dataclass(frozen=True)
class Workshop:
    """The cache of a user's measurements."""

    folder: Path

    @property
    def python(self) -> Path:
        """The interpreter of the environment in which the other programs are installed.

        Raises:
            FetchError: they cannot be installed.
        """
        home = self.folder / "peers"
        python = home / "bin" / "python"
        wanted = "\n".join(PEERS)
        marker = home / "installed.txt"
        if not marker.is_file() or marker.read_text(encoding="utf-8") != wanted:
            print(f"installing {', '.join(PEERS)} ...", file=sys.stderr)
            venv.create(home, with_pip=True, clear=True)
            _run([python, "-m", "pip", "install", "--quiet", *PEERS])
            marker.write_text(wanted, encoding="utf-8")
        return python

    @property
    def nltk_data(self) -> Path:
        """The folder that nltk, with which sumy splits sentences, finds its model for English in.

        Raises:
            FetchError: it cannot be fetched.
        """
        folder = self.folder / "nltk_data"
        target = folder / "tokenizers" / "punkt_tab" / "english"
        if not target.is_dir():
            package, prefix = _PUNKT
            with zipfile.ZipFile(self._wheel(package)) as archive:
                names = [name for name in archive.namelist() if name.startswith(prefix)]
                texts = {Path(name).name: archive.read(name) for name in names}
            target.mkdir(parents=True)
            for name, data in texts.items():
                (target / name).write_bytes(data)
        return folder

    @property
    def lee(self) -> Path:
        """The Lee background corpus: 300 short news articles of 2001 and 2002, one a line.

        Raises:
            FetchError: it cannot be fetched.
        """
        package, name = _LEE
        path = self.folder / Path(name).name
        if not path.is_file():
            with zipfile.ZipFile(self._wheel(package)) as archive:
                path.write_bytes(archive.read(name))
        return path

    def versions(self) -> dict[str, str]:
        """The versions of the other programs, as installed."""
        told = _run([self.python, "-m", "pip", "list", "--format", "json"])
        names = {requirement.partition("==")[0] for requirement in PEERS}
        return {item["name"]: item["version"] for item in json.loads(told) if item["name"] in names}

    def _wheel(self, package: str) -> Path:
        folder = self.folder / "downloads" / package.partition("==")[0]
        if not list(folder.glob("*.whl")):
            print(f"fetching {package} for its data ...", file=sys.stderr)
            _run([sys.executable, "-m", "pip", *_DOWNLOAD, str(folder), package])
        return next(folder.glob("*.whl"))


def _run(command: Sequence[str | Path]) -> str:
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)
    if done.returncode:
        last = done.stderr.strip().splitlines()[-1:] or ["no reason given"]
        raise FetchError(f"{' '.join(map(str, command[1:4]))}: {last[0]}")
    return done.stdout
