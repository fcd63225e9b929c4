"""What model calls cost: as the settings say, else as the public price list of genai-prices says.

The list ships with the package and is kept current by its maintainers. A model that it does not know, or
a server that is not the provider's own, has no price here: nothing is made up.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from summarizer.llm import OPENAI_URL
from summarizer.schema import Usage

if TYPE_CHECKING:
    from summarizer.settings import Prices

_MILLION = 1_000_000


@dataclass(frozen=True)
class Price:
    """The price of one model at one server.

    Args:
        model: its name.
        base_url: the server's address; None is OpenAI's own.
        own: the user's prices in US dollars per million tokens, in place of the list's.
    """

    model: str
    base_url: str | None = None
    own: Prices | None = None

    @property
    def is_known(self) -> bool:
        """Whether calls of this model have a price."""
        return self.of(Usage(calls=1)) is not None

    def of(self, usage: Usage, *, batch: bool = False) -> float | None:
        """What the calls cost in US dollars; None where the price is not known.

        Args:
            usage: tokens read (of which cached), and written.
            batch: the price of the same calls as a batch that may take a day; None if there is none.
        """
        if self.own is None:
            return self._listed(usage, batch=batch)
        return None if batch else _by(self.own, usage)

    def _listed(self, usage: Usage, *, batch: bool) -> float | None:
        import genai_prices

        spent = genai_prices.Usage(
            input_tokens=usage.input_tokens,
            cache_read_tokens=usage.cached_input_tokens,
            output_tokens=usage.output_tokens,
        )
        server = self.base_url or OPENAI_URL
        try:
            plain = genai_prices.calc_price(spent, self.model, provider_api_url=server)
            if not batch:
                return float(plain.total_price)
            context = {"processing": "batch"}
            half = genai_prices.calc_price(spent, self.model, provider_api_url=server, price_context=context)
        except (LookupError, ValueError):
            return None
        # A model without a batch price is listed at its plain one.
        return float(half.total_price) if half.model_price != plain.model_price else None


def _by(prices: Prices, usage: Usage) -> float:
    cached = prices.input if prices.cached_input is None else prices.cached_input
    fresh = usage.input_tokens - usage.cached_input_tokens
    dollars = fresh * prices.input + usage.cached_input_tokens * cached + usage.output_tokens * prices.output
    return dollars / _MILLION
