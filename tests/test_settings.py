"""Settings and topics: what wins over what, and one clear line for what is not valid."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from summarizer import listing, origins
from summarizer.errors import SettingsError
from summarizer.settings import Prices, Settings
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
    path.write_text(
        'sources = ["in", "https://example.com/a", "-"]\noutput = "out"\nstore = "news.db"\n',
        encoding="utf-8",
    )
    settings = Settings.read(path)
    assert settings.sources == (str(tmp_path / "in"), "https://example.com/a", "-")
    assert settings.output == tmp_path / "out"
    assert settings.store == str(tmp_path / "news.db")


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("sqlite:///news.db", "sqlite:///{folder}/news.db"),
        ("sqlite+pysqlite:///data/news.db?timeout=5", "sqlite+pysqlite:///{folder}/data/news.db?timeout=5"),
        ("sqlite:////srv/news.db", "sqlite:////srv/news.db"),
        ("sqlite:///:memory:", "sqlite:///:memory:"),
        ("postgresql://db/briefings", "postgresql://db/briefings"),
        ("/srv/news.db", "/srv/news.db"),
        ("~/news.db", "{home}/news.db"),
    ],
)
def test_a_store_in_a_file_starts_at_its_folder(given: str, read: str, tmp_path: Path) -> None:
    """As a file or as SQLAlchemy writes it; other addresses are not paths."""
    path = tmp_path / "desk.toml"
    path.write_text(f"store = '{given}'", encoding="utf-8")
    assert Settings.read(path).store == read.format(folder=tmp_path, home=Path.home())


def test_a_home_that_nobody_has_is_an_ordinary_name() -> None:
    """There is no user of that name, and no traceback."""
    toml('output = "~nobody-of-this-name/x"')
    assert Settings.read().output.name == "x"


def test_lists_and_tables_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lists are separated by commas; JSON keeps a comma within a value, and holds tables."""
    monkeypatch.setenv("SUMMARIZER_SOURCES", "a.txt, b.txt, a.txt")
    monkeypatch.setenv("SUMMARIZER_TOPICS", '{"Pay": ["wage"]}')
    monkeypatch.setenv("SUMMARIZER_PRICES", '{"input": 1, "output": 2}')
    settings = Settings.read()
    assert settings.sources == ("a.txt", "b.txt")
    assert settings.topics == {"Pay": ("wage",)}
    assert settings.prices == Prices(input=1, output=2)
    monkeypatch.setenv("SUMMARIZER_SOURCES", '["https://example.com/a,b"]')
    assert Settings.read().sources == ("https://example.com/a,b",)


def test_a_table_is_taken_from_one_place(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the environment gives replaces what the file has, and an argument replaces both."""
    toml("[topics]\nHours = ['shift']\n")
    monkeypatch.setenv("SUMMARIZER_TOPICS", '{"Pay": ["wage"]}')
    assert list(Settings.read().topics) == ["Pay"]
    assert list(Settings(topics={"Jobs": ("layoff",)}).topics) == ["Jobs"]


WRONG = [
    ("modle = 1", "unknown setting 'modle'; did you mean 'model'?"),
    ("base-url = 'x'", "unknown setting 'base-url'; did you mean 'base_url'?"),
    ("concurrency = 'many'", "'concurrency': input should be a valid integer"),
    ("concurrency = true", "'concurrency': input should be a number, not true or false"),
    ("timeout_s = inf", "'timeout_s': input should be less than or equal to 86400"),
    ("max_cost = 0", "'max_cost': input should be greater than 0"),
    ("max_cost = nan", "'max_cost': input should be a finite number"),
    ("retention_days = 0", "'retention_days': input should be greater than or equal to 1"),
    ("title = ' '", "'title': should not be empty"),
    ("store = ''", "'store': should not be empty"),
    ("output = ''", "'output': should not be empty"),
    ("engine = 'gpt'", "'engine': input should be 'auto', 'openai' or 'offline'"),
    ("topics = []", "'topics': input should be a table"),
    ("prices = 3", "'prices': input should be a table"),
    ("prices = '{}'", "'prices': input should be a table, as [prices]"),
    ("[topics]\nValley = 3", "'topics.Valley': input should be a list"),
    ("[topics]\nValley = ['']", "'topics': 'Valley' needs a name and at least one word"),
    ("[topics]\nValley = []", "'topics': 'Valley' needs a name and at least one word"),
    ("[topics]\n'-' = ['x']", "'topics': '-' needs a name"),
    ("[topics]\nValley = ['x']\ntitle = 'x'", "'title' stands below [topics]; move it above"),
    ("[parties]\nsources = ['x']", "'sources' stands below [parties]; move it above"),
    ("[parties]\nUnion = []", "'parties': 'Union' needs a name and at least one other name"),
    (
        "[parties]\nA = ['the union']\nB = ['The Union']",
        "'parties': 'The Union' stands for 'A' and 'B'; leave it with one of them",
    ),
    ("[prices]\ninptu = 1", "unknown setting 'prices.inptu'; did you mean 'prices.input'?"),
    ("[prices]\ninput = 1", "'prices.output': field required"),
    ("[prices]\ninput = -1\noutput = 1", "'prices.input': input should be greater than or equal to 0"),
    ("sources = 3", "'sources': input should be a list"),
    ("sources = 'articles'", "'sources': input should be a list"),
    ("sources = ['']", "'sources': one is empty"),
    ("formats = ['pdf']", "'formats.0': input should be 'html', 'md' or 'json'"),
    ("formats = []", "'formats': list should have at least 1 item"),
    ("allow_hosts = ['http://wiki']", "'allow_hosts': 'http://wiki' is no host: write a name"),
    ("allow_hosts = ['10.0.0.5/8']", "'allow_hosts': '10.0.0.5/8' is no network: write 10.0.0.0/8"),
    ("allow_hosts = ['wiki/path']", "'allow_hosts': 'wiki/path' is no network: it should look like"),
    ("allow_hosts = ['127.1']", "'allow_hosts': '127.1' is no host: write a name"),
    ("allow_hosts = ['wiki:80']", "'allow_hosts': 'wiki:80' is no host: write a name"),
    ("base_url = 'localhost:8080'", "'base_url': the base URL is no address: it should look like http"),
    ("public_url = '//x'", "'public_url': no web address: it should look like http"),
    ("public_url = 'https://a:b@x'", "the address in 'public_url' holds a password"),
    ("title = ", "not valid TOML: Invalid value (at end of document)"),
    ("title = 'x'\r\nmodel = x", "not valid TOML: Invalid value (at line 2, column 9)"),
    ("title = " + "[" * 5000, "not valid TOML: "),
    ("concurrency = " + "9" * 5000, "not valid TOML: "),
    ('"a\\nb" = 1', "unknown setting 'a�b'; "),
]


@pytest.mark.parametrize(("text", "line"), WRONG)
def test_a_wrong_file_is_one_line_that_names_file_and_key(text: str, line: str) -> None:
    """The line says where, which key, and what is allowed."""
    toml(text)
    with pytest.raises(SettingsError) as caught:
        Settings.read()
    assert str(caught.value).startswith(f"summarizer.toml: {line}")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("api_key = 'hush'", "'api_key' is a secret .*; set OPENAI_API_KEY in the environment"),
        ("OPENAI_API_KEY = 'hush'", "'OPENAI_API_KEY' is a secret .*; set OPENAI_API_KEY in"),
        ("openai_api_key_file = 'hush'", "'openai_api_key_file' is a secret .*, or OPENAI_API_KEY_FILE to"),
        ("slack_webhook = 'hush'", "'slack_webhook' is a secret .*; set SLACK_WEBHOOK_URL in"),
        ("slack-webhook-url = 'hush'", "'slack-webhook-url' is a secret .*; set SLACK_WEBHOOK_URL in"),
        (
            "store = 'postgresql://desk:hush@db/x'",
            "the address in 'store' holds a password, .*; set SUMMARIZER_STORE",
        ),
        ("store = 'postgresql://db/x?user=desk&password=hush'", "the address in 'store' holds a password"),
        (
            "base_url = 'http://desk:hush@llm/v1'",
            ".* 'base_url' .* password.*; set SUMMARIZER_BASE_URL",
        ),
    ],
)
def test_a_secret_in_a_file_is_refused_with_the_variable_to_set(text: str, line: str) -> None:
    """A settings file is shared and kept under version control; the line does not repeat the secret."""
    toml(text)
    with pytest.raises(SettingsError, match=rf"^summarizer\.toml: {line}") as caught:
        Settings.read()
    assert "hush" not in str(caught.value)


def test_a_byte_order_mark_and_windows_line_ends_are_fine() -> None:
    """Editors write them."""
    Path("summarizer.toml").write_bytes(b"\xef\xbb\xbftitle = 'x'\r\nmodel = 'y'\r\n")
    settings = Settings.read()
    assert (settings.title, settings.model) == ("x", "y")


def test_a_file_that_cannot_be_read_is_one_line() -> None:
    """A folder, a link to nothing, another encoding, a huge file; and a mistyped --config is not ignored."""
    path = Path("summarizer.toml")
    path.mkdir()
    with pytest.raises(SettingsError, match=r"^summarizer\.toml: cannot be read: it is a folder"):
        Settings.read()
    path.rmdir()
    path.symlink_to("gone")
    with pytest.raises(SettingsError, match=r"^summarizer\.toml: cannot be read: No such file"):
        Settings.read()
    path.unlink()
    path.write_bytes("title = 'é'".encode("utf-16"))
    with pytest.raises(SettingsError, match=r"^summarizer\.toml: cannot be read: it is not UTF-8 text$"):
        Settings.read()
    with path.open("wb") as file:
        file.truncate(50_000_000)
    with pytest.raises(SettingsError, match=r"^summarizer\.toml: larger than 1 MB"):
        Settings.read()
    with pytest.raises(SettingsError, match=r"^gone\.toml: cannot be read: No such file"):
        Settings.read(Path("gone.toml"))


def test_a_wrong_variable_and_a_wrong_flag_are_named_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    """The user looks for a mistake where it is."""
    monkeypatch.setenv("SUMMARIZER_CONCURRENCY", "many")
    with pytest.raises(SettingsError, match=r"^SUMMARIZER_CONCURRENCY in the environment: input should be"):
        Settings.read()
    with pytest.raises(SettingsError, match=r"^--concurrency: input should be greater than or equal to 1"):
        Settings.read(concurrency=0)
    with pytest.raises(SettingsError, match=r"^--base-url: the base URL is no address: it should look like"):
        Settings.read(base_url="nonsense", concurrency=1)
    monkeypatch.delenv("SUMMARIZER_CONCURRENCY")
    with pytest.raises(SettingsError, match=r"^--modle: unknown setting 'modle'; did you mean 'model'\?$"):
        Settings.read(modle="x")


@pytest.mark.parametrize(
    ("variable", "value", "line"),
    [
        ("SUMMARIZER_TOPICS", "Valley", r"not valid JSON; write it as \{"),
        ("SUMMARIZER_TOPICS", "[" * 100_000, "not valid JSON"),
        ("SUMMARIZER_PRICES", '{"inptu": 1}', "unknown setting 'prices.inptu'; did you mean 'prices.input'"),
        ("SUMMARIZER_MAX_COTS", "1", "unknown setting; did you mean 'SUMMARIZER_MAX_COST'"),
        ("SUMMARIZER_XQ", "1", "unknown setting; did you mean 'SUMMARIZER_"),
        ("SUMMARIZER_API_KEY", "hush", "set OPENAI_API_KEY instead"),
        ("SUMMARIZER_SLACK_WEBHOOK_URL", "hush", "set SLACK_WEBHOOK_URL instead"),
        ("SUMMARIZER_OPENAI_API_KEY", "hush", "set OPENAI_API_KEY instead"),
        ("OPENAI_BASE_URL", "nonsense", "the base URL is no address"),
        ("SLACK_WEBHOOK_URL", "hush", "no web address: it should look like https://hooks"),
    ],
)
def test_a_variable_that_is_not_valid_is_named(
    variable: str, value: str, line: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A mistyped variable that is passed over would surprise; its value may be a secret."""
    monkeypatch.setenv(variable, value)
    with pytest.raises(SettingsError, match=rf"^{variable} in the environment: {line}") as caught:
        Settings.read()
    assert "hush" not in str(caught.value)


@pytest.mark.parametrize("name", ["SERVICE_HOST", "SERVICE_PORT_HTTP", "PORT", "PORT_80_TCP_ADDR"])
def test_what_kubernetes_sets_for_a_service_of_that_name_is_not_ours(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every container beside a service "summarizer" has these."""
    monkeypatch.setenv(f"SUMMARIZER_{name}", "tcp://10.0.0.1:80")
    assert Settings.read() == Settings()


def test_secrets_come_from_variables_or_from_files_named_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """White space around them goes; the variable itself is nearer than a file."""
    Path("key").write_text("\ufeff sk-file \n", encoding="utf-8")
    Path("hook").write_text("https://hooks.slack.com/services/hush\n", encoding="utf-8")
    monkeypatch.setenv("OPENAI_API_KEY_FILE", "key")
    monkeypatch.setenv("SLACK_WEBHOOK_URL_FILE", "hook")
    settings = Settings.read()
    assert settings.api_key
    assert settings.api_key.get_secret_value() == "sk-file"
    assert settings.slack_webhook
    assert settings.slack_webhook.get_secret_value() == "https://hooks.slack.com/services/hush"
    monkeypatch.setenv("OPENAI_API_KEY", "sk-variable")
    assert Settings.read().api_key == Settings().api_key == SecretStr("sk-variable")


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (None, "cannot be read: No such file"),
        (b" \n", "is empty"),
        (b"x" * 5000, "is larger than 4096 bytes"),
        (b"\xff\xfe", "cannot be read: it is not UTF-8 text"),
    ],
)
def test_a_file_without_a_secret_is_one_line(
    content: bytes | None, line: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A run without the key that somebody meant to give would be another run."""
    if content is not None:
        Path("key").write_bytes(content)
    monkeypatch.setenv("OPENAI_API_KEY_FILE", "key")
    with pytest.raises(SettingsError, match=rf"^OPENAI_API_KEY_FILE: key {line}"):
        Settings.read()


def test_hosts_have_one_form() -> None:
    """Names, addresses and networks; brackets, capitals and a last dot say nothing."""
    entries = ["Wiki.Example.org.", "wiki.example.org", "[::1]", "10.0.0.0/8", "fd00::/8", "bücher.example"]
    assert Settings.read(allow_hosts=entries).allow_hosts == (
        "wiki.example.org",
        "::1",
        "10.0.0.0/8",
        "fd00::/8",
        "bücher.example",
    )


# -- what is in force ------------------------------------------------------------------------------------


def test_what_is_in_force_says_where_it_came_from(monkeypatch: pytest.MonkeyPatch) -> None:
    """Flag, variable, file and default, each by the name under which it can be changed."""
    toml("title = 'Morning'\n[topics]\n'Working hours' = ['shift']\n")
    monkeypatch.setenv("SUMMARIZER_MODEL", "m")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:1/v1")
    shown = {row.name: (row.value, row.origin) for row in Settings.read(max_cost=0.5).in_force()}
    assert shown["max_cost"] == ("0.5", "flag --max-cost")
    assert shown["model"] == ('"m"', "SUMMARIZER_MODEL")
    assert shown["base_url"] == ('"http://127.0.0.1:1/v1"', "OPENAI_BASE_URL")
    assert shown["title"] == ('"Morning"', "summarizer.toml")
    assert shown['topics."Working hours"'] == ('["shift"]', "summarizer.toml")
    assert shown["concurrency"] == ("8", "default")
    assert shown["store"] == ("", "default")
    assert {name.partition(".")[0] for name in shown} == set(Settings.model_fields)
    assert {row.origin for row in Settings(title="x").in_force() if row.name == "title"} == {"argument"}


def test_secrets_are_masked_wherever_settings_are_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys, and passwords in addresses: in the list, in logs and in JSON."""
    monkeypatch.setenv("OPENAI_API_KEY", "hush")
    monkeypatch.setenv("SLACK_WEBHOOK_URL", "https://hooks.slack.com/services/hush")
    monkeypatch.setenv("SUMMARIZER_STORE", "postgresql://desk:hush@/h?ush@db/x?sslpassword=hush")
    monkeypatch.setenv("SUMMARIZER_BASE_URL", "https://hush@llm.example.org/v1")
    monkeypatch.setenv(
        "SUMMARIZER_SOURCES", "https://a:hush@example.org/feed, https://example.org/f?token=hush"
    )
    settings = Settings.read()
    lines = [row.line for row in settings.in_force()]
    assert "hush" not in f"{settings!r} {settings} {settings.model_dump_json()} {lines}"
    assert '#api_key = "********"  # OPENAI_API_KEY' in lines
    assert '#store = "postgresql://desk:********@db/x?sslpassword=********"  # SUMMARIZER_STORE' in lines


def test_what_is_shown_can_be_copied_into_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """All lines together are a settings file that means the same."""
    monkeypatch.setenv("OPENAI_API_KEY", "hush")
    given = Settings.read(
        title='Say "hi" \\ \x7f é\u202e',
        prices={"input": 1e-05, "output": 2},
        topics={"Pay": ["wage"], 'a "b" c': ["x"]},
        slack=True,
        formats=["html"],
        sources=["/a", "https://example.com/a,b"],
    )
    path = toml("\n".join(row.line for row in given.in_force()))
    assert Settings.read(path).model_dump() == given.model_dump()


VALUES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)


@given(
    st.dictionaries(
        st.sampled_from([*Settings.model_fields, "x"]),
        VALUES | st.lists(VALUES, max_size=3) | st.dictionaries(st.text(max_size=4), VALUES, max_size=2),
        max_size=4,
    )
)
def test_any_values_are_settings_or_one_line(values: dict[str, Any]) -> None:
    """Whatever is given, there is never a traceback; and what is accepted can be shown as valid TOML."""
    try:
        lines = [row.line for row in Settings.read(None, **values).in_force()]
    except SettingsError as error:
        lines = [f"# {error}"]
    assert all(line.isprintable() for line in lines)
    assert set(tomllib.loads("\n".join(lines))) <= set(Settings.model_fields)


def test_prices_without_one_for_cached_input_say_so() -> None:
    """None is for whoever counts the cost; it is never a price of zero."""
    assert Prices(input=1, output=2).cached_input is None


def test_every_setting_is_documented_with_its_variable_and_default() -> None:
    """The page names them all, and nothing else."""
    page = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `(\w+)` \| (.*)$", page, re.MULTILINE))
    assert list(rows) == list(Settings.model_fields)
    for name, row in rows.items():
        assert f"`{origins.SECRETS.get(name, f'SUMMARIZER_{name.upper()}')}`" in row
        default = Settings.model_fields[name].default
        assert (f"`{listing.toml(default)}`" if default not in (None, (), {}) else "not set") in row


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
