"""Sources: every way in gives an article, or one clear line that says why not."""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from summarizer.decoding import decode
from summarizer.errors import SourceError
from summarizer.schema import Article
from summarizer.sources import MAX_BYTES, expand, load, read

PAGE = Path(__file__).parent / "fixtures" / "reading" / "page.html"
TEXT = "Russia said “no” on Thursday. Kyiv asked for guarantees.\n"


def problem(source: str | Path, stdin: bytes = b"") -> str:
    """The one line that a user sees for a source that gives no article."""
    with pytest.raises(SourceError) as caught:
        load(str(source), stdin=io.BytesIO(stdin))
    message = str(caught.value)
    assert "\n" not in message
    assert message.isprintable()
    return message


def from_stdin(data: bytes) -> Article:
    """The article in the bytes, as read from standard input."""
    return load("-", stdin=io.BytesIO(data))


def test_a_text_file_is_an_article(tmp_path: Path) -> None:
    """Its text is kept as it is, its id hashes the text, its source is the file's name."""
    path = tmp_path / "talks.txt"
    path.write_text(TEXT, encoding="utf-8")
    article = load(str(path))
    assert article.text == TEXT
    assert article.id == hashlib.sha256(TEXT.encode()).hexdigest()[:16]
    assert (article.source, article.url, article.published) == ("talks.txt", None, None)
    assert article.title == "Russia said “no” on Thursday."
    assert [sentence.n for sentence in article.sentences] == [1, 2]


def test_every_seed_is_read(seeds: Path) -> None:
    """The seed folder gives its articles by name."""
    articles = list(read(str(seeds)))
    assert [article.source[:3] for article in articles] == ["000", "001", "002", "003", "004"]
    assert [article.title for article in articles[::4]] == [
        "Temporary Ukraine ceasefire unacceptable – Moscow",
        "Diplomatic efforts to end war in Ukraine gains momentum",
    ]


def test_a_long_first_sentence_is_cut_at_a_word_for_the_title() -> None:
    """Without a headline the title is the beginning of the first sentence, at most 80 characters."""
    title = from_stdin(
        b"Word after word this sentence grows and grows, " + b"and it will not stop " * 5 + b"soon."
    ).title
    assert title == "Word after word this sentence grows and grows, and it will not stop and it will…"
    assert len(title) <= 80


def test_a_folder_gives_its_articles_by_name_without_hidden_and_other_files(tmp_path: Path) -> None:
    """Only files that can hold articles are taken, and only those of the folder itself."""
    for name in ("b.md", "a.txt", "c.HTML", ".hidden.txt", "d.pdf", "e.htm"):
        (tmp_path / name).write_text(TEXT, encoding="utf-8")
    (tmp_path / "sub.txt").mkdir()
    assert [Path(name).name for name in expand(str(tmp_path))] == ["a.txt", "b.md", "c.HTML", "e.htm"]


@pytest.mark.parametrize("source", ["-", "https://example.com/a", "missing.txt", ""])
def test_what_is_no_folder_expands_to_itself(source: str) -> None:
    """Files, addresses and standard input are one source each."""
    assert expand(source) == [source]


def test_standard_input_may_be_text_or_a_page() -> None:
    """What comes in tells what it is."""
    assert from_stdin(TEXT.encode()).source == "stdin"
    article = from_stdin(PAGE.read_bytes())
    assert (article.title, article.source) == ("Moscow rejects a temporary truce", "The Example Times")


ENCODINGS = [
    ("utf-8-sig", "Russia said “no” – again. Kyiv isn’t ready."),
    ("utf-16", "Russia said “no” – again. Kyiv isn’t ready."),
    ("utf-16-be", "\ufeffRussia said “no” – again. Kyiv isn’t ready."),
    ("utf-32", "Russia said “no” – again. Kyiv isn’t ready."),
    ("cp1252", "Russia said “no” – again. Kyiv isn’t ready, and the café in Zürich is closed."),
    ("cp1251", "Россия не примет временного перемирия, заявила представитель МИД Мария Захарова."),
    ("koi8-r", "Россия не примет временного перемирия, заявила представитель МИД Мария Захарова."),
    ("cp1253", "Η Ρωσία δεν θα δεχθεί εκεχειρία, δήλωσε η εκπρόσωπος του υπουργείου Εξωτερικών."),
    ("cp1254", "Rusya geçici ateşkesi kabul etmeyecek, Dışişleri Bakanlığı sözcüsü söyledi."),
    (
        "iso-8859-2",
        "Rosja nie zaakceptuje zawieszenia broni, powiedziała rzeczniczka MSZ. Rozmowy będą trwały.",
    ),
]


@pytest.mark.parametrize(("encoding", "text"), ENCODINGS, ids=lambda value: value[:10])
def test_encodings_other_than_utf8_are_found_out(encoding: str, text: str) -> None:
    """Byte order marks, and without one the encoding that fits best."""
    assert decode(text.encode(encoding)) == text.lstrip("\ufeff")


def test_special_characters_and_line_ends_are_kept() -> None:
    """Offsets count in the text as it was, so nothing in it is tidied."""
    text = "Russia\u00a0said “no”.\r\nKyiv\u200b agreed.\r\n\tThe talks\u00ad go on.\u2028"
    assert from_stdin(text.encode()).text == text


def test_a_broken_byte_does_not_spoil_the_text() -> None:
    """UTF-8 with some damage stays UTF-8."""
    data = TEXT.encode() + b"The end \xff came.\n" + "“Нет”, сказал он.".encode()
    assert from_stdin(data).text == TEXT + "The end \ufffd came.\n“Нет”, сказал он."


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ('<meta charset="windows-1251">', "cp1251"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=koi8-r">', "koi8-r"),
        ('<meta charset="no-such-encoding">', "utf-8"),
        ('<meta charset="iso-8859-1">', "cp1252"),
    ],
)
def test_the_encoding_that_a_page_declares_is_used(head: str, encoding: str) -> None:
    """A page knows its encoding best, unless what it declares cannot be."""
    text = "“Talks”" if encoding == "cp1252" else "Россия отвергла перемирие"
    body = (
        f"<p>{text} is what officials said on Thursday after the first round of talks in the capital.</p>" * 2
    )
    top = f"<!doctype html><html><head>{head}<title>x</title></head>"
    data = f"{top}<body><article>{body}</article></body></html>"
    assert text in from_stdin(data.encode(encoding)).text


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "no article text found (it is empty)"),
        (b" \n\t\xef\xbb\xbf\n", "no article text found (it is empty)"),
        (b"Share\nRead more:\nLeave A Reply\n", "no article text found (only headings or page furniture)"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"PK\x03\x04\x14\x00", "Office or zip"),
        (b"\x89PNG\r\n\x1a\n\0", "an image"),
        (b"\xff\xd8\xff\xe0", "an image"),
        (gzip.compress(b"text", mtime=0), "gzip"),
        (b"some\0thing", "a binary file"),
        (b"<html><body><nav>Home</nav></body></html>", "no article text found"),
        (b"a" * (MAX_BYTES + 1), "larger than 10 MB"),
    ],
    ids=lambda value: repr(value[:12]),
)
def test_what_is_no_article_is_refused_in_one_line(tmp_path: Path, data: bytes, words: str) -> None:
    """The line names the input, says what it is, and what to do."""
    path = tmp_path / "input.txt"
    path.write_bytes(data)
    assert words in problem(path)
    assert problem(path).startswith(f"{path}: ")
    assert problem("-", data).startswith("-: ")


def test_a_missing_file_and_other_wrong_names_are_told() -> None:
    """Every name that cannot be opened has its own reason."""
    assert problem("missing.txt") == "missing.txt: no such file or folder: check the name"
    assert "a folder, not a file" in problem(os.curdir)
    assert "not a valid file name" in problem("nul\0byte.txt")
    assert "no file named" in problem("")
    assert "cannot be read" in problem("x" * 5000)


def test_a_folder_without_articles_is_told(tmp_path: Path) -> None:
    """An empty folder is an error, not an empty briefing."""
    with pytest.raises(SourceError, match=r"no articles in this folder: it needs files ending in \.txt"):
        expand(str(tmp_path))


def test_a_file_that_may_not_be_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Permissions are named as the reason."""

    def refuse(*args: object, **kwargs: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    assert "no permission to read it" in problem(tmp_path / "secret.txt")


def test_control_characters_in_names_are_shown_escaped(tmp_path: Path) -> None:
    """A file name cannot write to the terminal, nor into the article's source."""
    path = tmp_path / "a\x1b[31m\n\u202etxt.txt"
    assert "a\\x1b[31m\\n\\u202etxt.txt: no such file" in problem(path)
    path.write_text(TEXT, encoding="utf-8")
    assert load(str(path)).source == "a\\x1b[31m\\n\\u202etxt.txt"


def test_reading_text_loads_nothing_heavy() -> None:
    """HTML extraction and the HTTP client are loaded when a page is read, not before."""
    heavy = "{'trafilatura', 'lxml', 'httpx2'}"
    code = f"import sys, summarizer.sources; print({heavy} & set(sys.modules))"
    root = Path(__file__).resolve().parents[1]
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=root)
    assert done.stdout.strip() == "set()"
