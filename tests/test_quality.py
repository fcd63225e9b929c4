"""Quality on the labelled seeds is held: no figure falls below its floor."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from benchmarks.evaluate import GOLD, SEEDS, main, measure_gate, scores_of
from benchmarks.quality.floors import Figure, engine_figures, gate_figures
from benchmarks.quality.labels import Labelled, load_gold, pair
from benchmarks.quality.product import offline_briefs
from benchmarks.quality.recorded import recorded_briefs
from benchmarks.quality.totals import Total


@pytest.fixture(scope="module")
def labelled() -> list[Labelled]:
    """The seeds with their labels."""
    return pair(SEEDS, load_gold(GOLD))


@pytest.fixture(scope="module")
def offline(labelled: list[Labelled]) -> Mapping[str, Figure]:
    """The offline engine's figures."""
    briefs = offline_briefs([item.path for item in labelled])
    total = Total.of(scores_of(briefs, labelled))
    return {figure.name: figure for figure in engine_figures({"offline": total})}


@pytest.fixture(scope="module")
def gate(labelled: list[Labelled]) -> Mapping[str, Figure]:
    """The gate's figures."""
    return {figure.name: figure for figure in gate_figures(*measure_gate(labelled))}


@pytest.mark.parametrize(
    "name",
    [
        "offline: demands F1",
        "offline: disagreements F1",
        "offline: furniture leaked",
        "offline: loaded terms in own voice",
    ],
)
def test_offline_engine_keeps_its_floor(offline: Mapping[str, Figure], name: str) -> None:
    """The offline engine with the gate, on the seeds."""
    assert offline[name].holds, offline[name]


@pytest.mark.parametrize(
    "name", ["gate: mutants withheld", "gate: gold claims kept", "gate: claims on one sentence ruled right"]
)
def test_gate_keeps_its_floor(gate: Mapping[str, Figure], name: str) -> None:
    """Gold claims in, their mutants out."""
    assert gate[name].holds, gate[name]


def test_recorded_model_keeps_its_floor(labelled: list[Labelled]) -> None:
    """The recorded answers with the gate, on the seeds."""
    briefs = recorded_briefs([item.path for item in labelled])
    figures = engine_figures({"recorded": Total.of(scores_of(briefs, labelled))})
    assert not [figure for figure in figures if not figure.holds]


def test_bound_is_a_floor_or_a_ceiling() -> None:
    """A figure on its bound holds; below a floor or above a ceiling it does not."""
    assert Figure("f", 0.75, 0.75).holds
    assert not Figure("f", 0.749, 0.75).holds
    assert Figure("f", 0, 0, at_most=True).holds
    assert not Figure("f", 1, 0, at_most=True).holds


def test_broken_floor_is_named_and_fails(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit status 1, and stderr names what is below its floor."""
    monkeypatch.setattr("benchmarks.quality.floors.OFFLINE_DEMANDS_F1", 1.01)
    assert main(["--engine", "offline"]) == 1
    assert "offline: demands F1" in capsys.readouterr().err


def test_floors_are_for_the_seeds_alone(
    tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]
) -> None:
    """Other articles are measured, and fail nothing."""
    folder = tmp_path_factory.mktemp("articles")
    (folder / "a.txt").write_text("The dockers want an 8% pay rise, their union said on Monday in Genoa.\n")
    (folder / "a.json").write_text('{"facts": [{"fact": "None.", "must_mention": [["zzz"]]}]}')
    assert main(["--folder", str(folder), "--gold", str(folder), "--verbose"]) == 0
    out = capsys.readouterr().out
    assert "FACT MISS None." in out
    assert "floors" not in out
