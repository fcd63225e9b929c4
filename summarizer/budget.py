"""The money of one run: a cap that is never crossed, because each call's most is set aside before it."""

from __future__ import annotations

from summarizer.errors import UsageError
from summarizer.prices import Price
from summarizer.schema import Usage


class Budget:
    """What a run has spent and may still spend, in US dollars.

    Args:
        price: of the model that the run asks; None for a run that asks none.
        cap: the most that the run may cost; None for no limit.

    Raises:
        UsageError: a cap without a known price could not be kept.
    """

    def __init__(self, price: Price | None = None, cap: float | None = None) -> None:
        if cap is not None and price is not None and not price.is_known:
            raise UsageError(
                f"--max-cost: the price of model {price.model!r} is not known: "
                "give `prices` in the settings file, or leave the cap off"
            )
        self.cap = cap
        self.spent = 0.0
        self._price = price
        self._set_aside = 0.0

    def reserve(self, most: Usage) -> bool:
        """Set aside what a call may cost at most; False if the cap does not allow it."""
        cost = self._cost(most)
        if self.cap is not None and self.spent + self._set_aside + cost > self.cap:
            return False
        self._set_aside += cost
        return True

    def settle(self, most: Usage, usage: Usage) -> Usage:
        """Replace what was set aside for a call by what it cost; the usage with that cost."""
        self._set_aside = max(0.0, self._set_aside - self._cost(most))
        priced = self.priced(usage)
        self.spent += priced.cost_usd or 0.0
        return priced

    def priced(self, usage: Usage) -> Usage:
        """The usage with its cost, where the price is known."""
        if not usage.calls or self._price is None:
            return usage
        return usage.model_copy(update={"cost_usd": self._price.of(usage)})

    def _cost(self, usage: Usage) -> float:
        # Without a cap there is nothing to set aside, and prices need not be looked up.
        return 0.0 if self.cap is None or self._price is None else self._price.of(usage) or 0.0
