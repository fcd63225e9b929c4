"""Money: prices that are known or said to be unknown, and a cap that is never crossed."""

from __future__ import annotations

import pytest

from summarizer.budget import Budget
from summarizer.errors import UsageError
from summarizer.prices import Price
from summarizer.schema import Usage
from summarizer.settings import Prices

OWN = Price("anything", "http://127.0.0.1:1/v1", Prices(input=1, output=10, cached_input=0.1))
MILLION = Usage(calls=1, input_tokens=1_000_000, output_tokens=1_000_000)


def test_own_prices_win() -> None:
    """Prices of the settings are per million tokens; input that the server had read before has its own."""
    assert OWN.of(MILLION) == pytest.approx(11)
    assert OWN.of(MILLION.model_copy(update={"cached_input_tokens": 500_000})) == pytest.approx(10.55)


def test_cached_input_costs_as_much_as_other_input_unless_a_price_is_given() -> None:
    """A cost may come out too high, never too low."""
    price = Price("anything", own=Prices(input=1, output=10))
    assert price.of(MILLION.model_copy(update={"cached_input_tokens": 500_000})) == pytest.approx(11)


def test_a_listed_model_has_its_listed_price() -> None:
    """The list knows OpenAI's models; a batch costs half, cached input less."""
    price = Price("gpt-5-mini")
    plain, batch = price.of(MILLION), price.of(MILLION, batch=True)
    assert plain
    assert batch == pytest.approx(plain / 2)
    cached = price.of(MILLION.model_copy(update={"cached_input_tokens": 1_000_000}))
    assert cached
    assert cached < plain


@pytest.mark.parametrize(
    "price",
    [Price("no-such-model"), Price("gpt-5-mini", "http://127.0.0.1:8080/v1"), Price("", "not an address")],
)
def test_what_no_list_knows_has_no_price(price: Price) -> None:
    """A model's name at another server is not OpenAI's model: nothing is made up."""
    assert not price.is_known
    assert price.of(MILLION) is None
    assert price.of(MILLION, batch=True) is None


def test_own_prices_have_no_batch_price() -> None:
    """Nobody said what a batch costs."""
    assert OWN.of(MILLION, batch=True) is None


def test_a_cap_counts_what_calls_under_way_may_cost() -> None:
    """Each call's most is set aside before it, and replaced by what it did cost."""
    budget = Budget(OWN, cap=25)
    assert budget.reserve([MILLION])
    assert budget.reserve([MILLION])
    assert not budget.reserve([MILLION])
    cheap = Usage(calls=1, input_tokens=1_000_000)
    assert budget.settle(MILLION, cheap).cost_usd == pytest.approx(1)
    assert budget.reserve([MILLION])
    assert budget.spent == pytest.approx(1)


def test_each_call_is_set_aside_by_itself() -> None:
    """Long calls may cost more a token than short ones, so a sum of calls is not priced as one call."""
    price = Price("gemini-2.5-pro", "https://generativelanguage.googleapis.com/v1beta/openai")
    call = Usage(calls=1, input_tokens=150_000, output_tokens=1_000)
    one = price.of(call)
    assert one
    budget = Budget(price, cap=one * 2.1)
    assert budget.reserve([call, call])
    for _ in range(2):
        budget.settle(call, Usage(calls=1, input_tokens=10))
    assert budget.reserve([call, call])


def test_a_call_that_tells_nothing_counts_as_the_most() -> None:
    """A server that gives no figures, or no answer at all, may still send a bill."""
    budget = Budget(OWN, cap=25)
    assert budget.settle(MILLION, Usage(calls=1)).cost_usd is None
    assert budget.spent == pytest.approx(11)
    budget.settle(MILLION, Usage(), lost=1)
    assert budget.spent == pytest.approx(22)


def test_a_cap_without_a_price_is_refused() -> None:
    """It could not be kept; the message says what to do."""
    with pytest.raises(UsageError, match="the price of model 'no-such-model' is not known: give `prices`"):
        Budget(Price("no-such-model"), cap=1)


def test_without_a_price_the_cost_is_unknown() -> None:
    """Calls whose price is not known have no cost, not a cost of nothing; no calls cost nothing known."""
    unknown = Budget(Price("no-such-model")).settle(MILLION, MILLION)
    assert unknown.cost_usd is None
    known = Usage(calls=1, cost_usd=1.0)
    assert (known + unknown).cost_usd is None
    assert (known + Usage(cached_calls=3)).cost_usd == pytest.approx(1)
    assert Usage().cost_usd is None
