"""Several processes and one store: killed, racing and waiting, they lose nothing and repeat nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from summarizer.errors import StoreError
from summarizer.store import Store
from tests.postgresql import postgresql, template
from tests.stores import empty_url, keep, store_url

__all__ = ["empty_url", "postgresql", "store_url", "template"]  # fixtures

ROOT = Path(__file__).resolve().parents[1]

# What the programs below share. They start their own processes before they use the store, which costs
# less than a Python for each.
_PRELUDE = """
import os, random, select, signal, sys, time
from datetime import UTC, datetime
from itertools import count
from summarizer.schema import (
    Article, Brief, Briefing, EngineInfo, Entry, Outlet, Sentence, Sighting, Usage
)
from summarizer.calls import Response
from summarizer.store import Store

URL = sys.argv[1]
AT = datetime(2026, 11, 2, tzinfo=UTC)

def briefing(title, date="2026-11-02"):
    # All of its parts carry its title.
    def brief(n):
        article = Article(
            id=title, title=title, source="wire", url=f"https://{title}/{n}", text="",
            outlets=(Outlet(source=title),), sentences=(Sentence(n=1, start=0, end=1, text=title),),
        )
        return Brief(article=article, engine=EngineInfo(name=title))
    return Briefing(date=date, title=title, articles=tuple(map(brief, range(5))))

def heard(title, names, date="2026-11-02"):
    sighting = Sighting(date=date, text=title, article=title, source="wire")
    return [Entry(id=n, kind="demand", text=title, sightings=(sighting,)) for n in names]

def check_whole(store):
    kept = store.briefing("2026-11-02")
    if kept:
        assert kept == briefing(kept.title), kept
        said = {sighting.text for entry in store.entries() for sighting in entry.sightings}
        assert said == {kept.title}, said

def fork(work, *args):
    child = os.fork()
    if child:
        return child
    status = 1
    try:
        work(*args)
        status = 0
    except BaseException as error:
        print(repr(error), file=sys.stderr, flush=True)
    finally:
        os._exit(status)

def wait(*children):
    return [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
"""


def run(program: str, url: str) -> str:
    """What a program prints that uses the store; it must end well."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", _PRELUDE + program, url],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_a_killed_writer_leaves_all_that_it_had_kept(store_url: str) -> None:
    """Twenty lives end by SIGKILL in the middle of writing; what a call returned from is there."""
    program = """
def write(life, done):
    with Store.open(URL) as store:
        for n in count():
            store.keep_responses([Response(f"{life} {n}", "m", {"n": "x" * 3000}, Usage(calls=1))])
            if n % 5 == 0:
                store.keep_briefing(briefing(f"{life}-{n}"), heard(f"{life}-{n}", "abc"), AT)
            os.write(done, b"%d\\n" % n)

chance = random.Random(20261105)
kept = []
for life in range(20):
    reading, writing = os.pipe()
    child = fork(write, life, writing)
    os.close(writing)
    answers = os.read(reading, 2)
    time.sleep(chance.uniform(0, 0.02))
    os.kill(child, signal.SIGKILL)
    assert wait(child) == [-signal.SIGKILL]
    with os.fdopen(reading, "rb") as rest:
        answers += rest.read()
    kept += [f"{life} {n}" for n in map(int, answers.split())]

with Store.open(URL) as store:
    check_whole(store)
    lost = sorted({*kept} - {*store.responses(kept)})
print(len(kept) >= 20, lost)
"""
    assert run(program, store_url) == "True []\n"


def test_a_killed_opener_leaves_all_or_nothing(empty_url: str) -> None:
    """The tables are made in one transaction, so whoever opens next finds none of them or all."""
    program = """
def make():
    Store.open(URL).close()

chance = random.Random(20261105)
for _ in range(8):
    child = fork(make)
    time.sleep(chance.uniform(0, 0.25))
    os.kill(child, signal.SIGKILL)
    wait(child)
with Store.open(URL) as store:
    store.keep_briefing(briefing("a"), heard("a", "b"), AT)
    check_whole(store)
"""
    run(program, empty_url)


def test_a_new_store_may_be_opened_by_many_at_once(empty_url: str) -> None:
    """One of them makes the tables, the others wait for it; none of them fails."""
    program = """
def use(name):
    with Store.open(URL) as store:
        store.keep_responses([Response("k", name, {"first": name}, Usage())])
        print(store.responses(["k"])["k"].data["first"], flush=True)

assert wait(*[fork(use, name) for name in "abcd"]) == [0, 0, 0, 0]
"""
    first, *others = run(program, empty_url).split()
    assert others == [first] * 3


def test_two_writers_of_one_briefing_leave_one_of_theirs_whole(store_url: str) -> None:
    """Also while another day is written, with the same entries in another order, and days are pruned."""
    program = """
def write(name):
    with Store.open(URL) as store:
        for n in range(15):
            names = random.Random(f"{name}{n}").sample("abcdefgh", 5)
            store.keep_briefing(briefing(f"{name}{n}"), heard(f"{name}{n}", names), AT)

def write_other_days():
    with Store.open(URL) as store:
        for n in range(15):
            store.keep_briefing(briefing("old", "2026-10-01"), heard("old", "hgfe", "2026-10-01"), AT)
            store.prune("2026-11-01")

def read():
    with Store.open(URL) as store:
        for n in range(30):
            kept = store.briefing("2026-11-02")
            assert kept is None or kept == briefing(kept.title)

with Store.open(URL):
    pass
assert wait(fork(write, "x"), fork(write, "y"), fork(write_other_days), fork(read)) == [0] * 4
with Store.open(URL) as store:
    check_whole(store)
    print(store.briefing("2026-11-02").title[1:], len(store.entries()), store.briefing_dates())
"""
    assert run(program, store_url) == "14 5 ['2026-11-02']\n"


@contextmanager
def holding(url: str) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds the lock."""
    program = "with Store.open(URL) as store, store.lock('run'):\n print('held', flush=True)\n time.sleep(60)"
    with subprocess.Popen(
        [sys.executable, "-c", _PRELUDE + program, url],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == "held\n"
        try:
            yield process
        finally:
            process.kill()


def test_a_lock_is_held_by_one_process_and_freed_by_its_death(store_url: str) -> None:
    """Who waits is told once; who waits too long gets one line; after SIGKILL the lock is free."""
    told: list[str] = []
    with Store.open(store_url) as store, holding(store_url) as holder:
        with (
            pytest.raises(StoreError) as error,
            store.lock("run", on_wait=lambda: told.append("waits"), timeout_s=0.5),
        ):
            told.append("never")
        line = "another run has held 'run' for 0.5 s: let it end, then try again"
        assert str(error.value) == f"{store.url}: {line}"
        assert told == ["waits"]
        with store.lock("another", on_wait=lambda: told.append("never"), timeout_s=0):
            pass
        with store.lock("run", on_wait=holder.kill, timeout_s=30):
            told.append("has it")
    assert told == ["waits", "has it"]


def test_a_lock_is_free_again_after_its_block(store_url: str) -> None:
    """Also where the block ends by an exception, which passes through as it is."""
    with Store.open(store_url) as store, Store.open(store_url) as other:
        with pytest.raises(KeyError, match="mine"), store.lock("run"):
            raise KeyError("mine")
        with other.lock("run", timeout_s=0), pytest.raises(StoreError), store.lock("run", timeout_s=0):
            pass
        with store.lock("run", timeout_s=0):
            keep(store, "k", {}, store.spent("2026-01-01"))
