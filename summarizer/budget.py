"""The money of one run: a cap that holds, because each call's most is set aside before it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from summarizer.errors import UsageError
from summarizer.schema import Usage

if TYPE_CHECKING:
    from summarizer.prices import Price


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

    def reserve(self, most: Sequence[Usage]) -> bool:
        """Set aside what each of some calls may cost at most; False if the cap does not allow them all."""
        cost = sum(map(self._cost, most))
        if self.cap is not None and self.spent + self._set_aside + cost > self.cap:
            return False
        self._set_aside += cost
        return True

    def settle(self, most: Usage, usage: Usage, lost: int = 0) -> Usage:
        """Replace what was set aside for a call by what it cost.

        Args:
            most: what was set aside.
            usage: what the call took, as the server says.
            lost: tries that may be billed though their answer never came. Each counts as the most, as does
                a call of which the server does not say what it took.

        Returns:
            The usage with its cost.
        """
        self._set_aside = max(0.0, self._set_aside - self._cost(most))
        priced = self.priced(usage)
        untold = lost + (usage.calls if priced.cost_usd is None else 0)
        self.spent += (priced.cost_usd or 0.0) + untold * self._cost(most)
        return priced

    def priced(self, usage: Usage) -> Usage:
        """The usage with its cost, where the price is known."""
        if not usage.calls or self._price is None:
            return usage
        # No call reads nothing: where no tokens are told, nobody knows what it took.
        cost = self._price.of(usage) if usage.input_tokens else None
        return usage.model_copy(update={"cost_usd": cost})

    def _cost(self, usage: Usage) -> float:
        # Without a cap there is nothing to set aside, and prices need not be looked up.
        return 0.0 if self.cap is None or self._price is None else self._price.of(usage) or 0.0
