"""Answer forms: strict schemas out, tolerant reading in."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.engines import responses
from summarizer.engines.openai import OpenAIEngine
from summarizer.engines.questions import Answer
from summarizer.llm import ModelSettings
from summarizer.schema import SECTIONS, Article, Demand, Draft, Section, SummaryLine

ARTICLE = Article(id="a", title="Talks", source="s", text="", sentences=())


def test_evidence_is_passed_on_as_it_came() -> None:
    """Numbers of no sentence are for the gate to refuse, with a reason; only their form is mended."""
    rows = [
        {"evidence": ["[3]", 2.0, 99, True, None, 3, -1, 1e300], "text": "x"},
        {"evidence": 4, "text": "y"},
    ]
    found = responses.claims("summary", {"lines": rows})
    assert found is not None
    assert [claim.evidence for claim in found[0] if isinstance(claim, SummaryLine)] == [(3, 2, 99, -1), (4,)]


@pytest.mark.parametrize("word", ["", "none", "N/A", "unknown", None, "null"])
def test_nobody_is_no_addressee(word: str | None) -> None:
    """What models write for null is null."""
    found = responses.claims(
        "demands", {"demands": [{"evidence": [2], "party": "Russia", "demand": "No NATO", "addressee": word}]}
    )
    assert found is not None
    assert isinstance(found[0][0], Demand)
    assert found[0][0].addressee is None


def test_hidden_characters_in_an_answer_are_cleaned() -> None:
    """A claim is one visible line: nothing in it can move a terminal's cursor or hide from a reader."""
    found = responses.claims("summary", {"lines": [{"evidence": [1], "text": "a\x1b[2J\n\u202eb\ud800"}]})
    assert found == ((SummaryLine(text="a [2J b\ufffd", evidence=(1,)),), 0)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(
        st.sampled_from(["evidence", "text", "party", "demand", "speaker", "addressee", "issue", "positions",
                         "position", "lines", "demands", "disagreements", "items"]),
        inner,
        max_size=5,
    ),
    max_leaves=25,
)  # fmt: skip


@given(st.sampled_from(SECTIONS), JSON, st.booleans())
def test_no_json_makes_assembling_fail(section: Section, data: Any, in_form: bool) -> None:
    """Whatever JSON a model answers, the draft is made, can be written, and keeps only claims with words."""
    key = responses.FORMS[section].key
    data = (
        {key: data if isinstance(data, list) else [data]} if in_form or not isinstance(data, dict) else data
    )
    found = responses.claims(section, data)
    answer = Answer(section, (1,), problem="form") if found is None else Answer(section, (1,), *found[:1])
    drafted = OpenAIEngine(ModelSettings("m")).assemble(ARTICLE, [answer])
    assert Draft.model_validate_json(drafted.model_dump_json()) == drafted
    assert all(line.text for line in drafted.summary)
    assert all(demand.party and demand.demand for demand in drafted.demands)
    assert all(found.issue and found.positions for found in drafted.disagreements)


def objects(schema: Any) -> list[dict[str, Any]]:
    """All schemas inside a schema that describe objects."""
    inner = schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else []
    own = [schema] if isinstance(schema, dict) and schema.get("type") == "object" else []
    return own + [found for part in inner for found in objects(part)]


@pytest.mark.parametrize("form", [*responses.FORMS.values(), responses.DIGEST, responses.GROUPS])
def test_schemas_are_strict(form: responses.Form) -> None:
    """Root object, every field required, nothing else allowed, no keyword that the API refuses."""
    assert form.schema["type"] == "object"
    for found in objects(form.schema):
        assert found["required"] == list(found["properties"])
        assert found["additionalProperties"] is False
    for word in ("default", "allOf", "$ref", "$defs", "title", "prefixItems", "maxLength"):
        assert f"'{word}'" not in repr(form.schema)


def test_evidence_and_speaker_come_before_the_words_they_support() -> None:
    """Keys come out in schema order: first where it stands and who says it, then what."""
    schemas = [responses.FORMS[section].schema for section in SECTIONS]
    keys = [list(found["properties"]) for schema in schemas for found in objects(schema)]
    assert ["evidence", "text"] in keys
    assert ["evidence", "speaker", "party", "demand", "addressee"] in keys
    assert ["evidence", "party", "position"] in keys


@given(JSON)
def test_no_json_makes_grouping_or_digest_fail(data: Any) -> None:
    """Whatever the model answers, its form is judged and never trusted."""
    for key in ("groups", "lines"):
        assert responses.group_numbers({key: data}) is None or isinstance(data, list)
        assert responses.digest_lines({key: data}) is None or isinstance(data, list)
