"""Settings and topics: what wins over what, and one clear line for what is not valid."""

from __future__ import annotations

from pathlib import Path

import pytest

from summarizer.errors import SettingsError
from summarizer.settings import Settings
from summarizer.topics import Topics

ROOT = Path(__file__).resolve().parents[1]


def toml(text: str) -> Path:
    """A settings file in the working folder."""
    path = Path("summarizer.toml")
    path.write_text(text, encoding="utf-8")
    return path


def test_defaults_need_no_file_and_no_environment() -> None:
    """A fresh machine has settings."""
    settings = Settings.read()
    assert (settings.engine, settings.resolved_engine, str(settings.output)) == (
        "auto",
        "offline",
        "briefings",
    )


def test_flags_win_over_environment_over_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each place overrides the one behind it, setting by setting."""
    toml('model = "file"\ntitle = "file"\nconcurrency = 2\n')
    monkeypatch.setenv("SUMMARIZER_MODEL", "environment")
    monkeypatch.setenv("SUMMARIZER_TITLE", "environment")
    settings = Settings.read(model="flag", engine=None)
    assert (settings.model, settings.title, settings.concurrency) == ("flag", "environment", 2)


def test_openai_variables_choose_the_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    """A key or a server in the environment makes auto mean openai; SUMMARIZER_BASE_URL is nearer."""
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret")
    assert Settings.read().resolved_engine == "openai"
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:1/v1")
    assert Settings.read().base_url == "http://127.0.0.1:1/v1"
    monkeypatch.setenv("SUMMARIZER_BASE_URL", "http://127.0.0.1:2/v1")
    assert Settings.read().base_url == "http://127.0.0.1:2/v1"
    assert Settings.read(engine="offline").resolved_engine == "offline"


def test_an_empty_variable_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    """CI systems hand over empty variables for secrets that are not there."""
    monkeypatch.setenv("OPENAI_API_KEY", "")
    monkeypatch.setenv("SUMMARIZER_MODEL", "")
    settings = Settings.read()
    assert (settings.api_key, settings.resolved_engine) == (None, "offline")


def test_the_key_is_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings can be logged."""
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret")
    settings = Settings.read()
    assert "sk-secret" not in f"{settings!r} {settings} {settings.model_dump_json()}"


def test_paths_in_a_file_start_at_its_folder(tmp_path: Path) -> None:
    """A settings file means the same wherever the command is started; URLs and - stay as they are."""
    path = tmp_path / "desk.toml"
    path.write_text('sources = ["in", "https://example.com/a", "-"]\noutput = "out"\n', encoding="utf-8")
    settings = Settings.read(path)
    assert settings.sources == (str(tmp_path / "in"), "https://example.com/a", "-")
    assert settings.output == tmp_path / "out"


def test_lists_in_the_environment_are_separated_by_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sources and formats need no JSON."""
    monkeypatch.setenv("SUMMARIZER_SOURCES", "a.txt, b.txt")
    assert Settings.read().sources == ("a.txt", "b.txt")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("modle = 1", "summarizer.toml: unknown setting 'modle'; did you mean 'model'?"),
        ("concurrency = 'many'", "summarizer.toml: 'concurrency': input should be a valid integer"),
        ("engine = 'gpt'", "summarizer.toml: 'engine': input should be 'auto', 'openai' or 'offline'"),
        ("[topics]\nValley = 3", "summarizer.toml: 'topics.Valley': input should be a list"),
        ("[topics]\nValley = ['']", "summarizer.toml: 'topics': 'Valley' needs"),
        ("sources = 3", "summarizer.toml: 'sources': input should be a list"),
        ("formats = ['pdf']", "summarizer.toml: 'formats.0': input should be 'md' or 'json'"),
        ("api_key = 'sk-secret'", "summarizer.toml: the key does not belong in a file; set OPENAI_API_KEY"),
        ("title = ", "summarizer.toml: not valid TOML: Invalid value (at end of document)"),
    ],
)
def test_a_wrong_file_is_one_line_that_names_file_and_key(text: str, line: str) -> None:
    """The line says where, which key, and what is allowed; it repeats no value, which may be a secret."""
    toml(text)
    with pytest.raises(SettingsError) as caught:
        Settings.read()
    assert str(caught.value).startswith(line)
    assert "\n" not in str(caught.value)
    assert "sk-secret" not in str(caught.value)


def test_a_wrong_variable_and_a_wrong_flag_are_named_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    """The user looks for a mistake where it is."""
    monkeypatch.setenv("SUMMARIZER_CONCURRENCY", "many")
    with pytest.raises(SettingsError, match=r"^SUMMARIZER_CONCURRENCY in the environment: input should be"):
        Settings.read()
    with pytest.raises(SettingsError, match=r"^--concurrency: input should be greater than or equal to 1"):
        Settings.read(concurrency=0)
    monkeypatch.setenv("SUMMARIZER_TOPICS", "Valley")
    with pytest.raises(SettingsError, match=r"^environment: .*topics.*JSON"):
        Settings.read()


def test_a_named_file_must_be_there() -> None:
    """A mistyped --config is not ignored."""
    with pytest.raises(SettingsError, match=r"^gone\.toml: cannot be read: No such file"):
        Settings.read(Path("gone.toml"))


def test_the_example_file_is_valid_and_has_the_two_topics() -> None:
    """What is copied to start from works, as it is and with its comments taken off."""
    example = ROOT / "summarizer.example.toml"
    assert list(Settings.read(example).topics) == ["NATO neutrality", "Crimea recognition"]
    lines = example.read_text(encoding="utf-8").splitlines()
    everything = toml(
        "\n".join(
            line.removeprefix("#") if line.startswith("#") and not line.startswith("# ") else line
            for line in lines
        )
    )
    settings = Settings.read(everything)
    assert len(settings.topics) > 2
    assert settings.parties


def example_topics() -> Topics:
    """The topics of the example file."""
    return Topics(Settings.read(ROOT / "summarizer.example.toml").topics)


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("Ukraine must stay out of NATO", "NATO neutrality"),
        ("a neutral, non-aligned status", "NATO neutrality"),
        ("Neutrality", "NATO neutrality"),
        ("recognise Crimea as Russian", "Crimea recognition"),
        ("recognition of the annexed regions", "Crimea recognition"),
        ("recognition of the trade union", None),
        ("senators and donations", None),
        ("a pay rise of 5 percent", None),
        ("", None),
    ],
)
def test_topics_of_the_example_find_their_words(text: str, topic: str | None) -> None:
    """Words are found at word starts, whatever their case; a common word counts only in company."""
    assert example_topics().match(text) == topic


def test_the_topic_with_most_words_wins_and_the_first_of_equals() -> None:
    """Repeats of one word, in the text or in the settings, count once."""
    topics = Topics({"Pay": ["wage", "wages", "Wage"], "Hours": ["hour", "shift"]})
    assert topics.match("wages, wages and shifts of eight hours") == "Hours"
    assert topics.match("wages or hours") == "Pay"


def test_no_topics_match_nothing() -> None:
    """Topics are optional."""
    assert Topics({}).match("anything") is None
    assert Topics().names == ()
