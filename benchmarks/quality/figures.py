"""Changes a figure or a date in a claim to one that its evidence does not have."""

from __future__ import annotations

import re

from benchmarks.quality.plain import claim_proper, mentions

_WORDS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    *("January", "February", "March", "April", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_SERIES = (_WORDS, _DAYS, _MONTHS)
_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
_YEAR = re.compile(r"(?:19|20)\d\d")


def other_figures(text: str, evidence: str) -> list[str]:
    """The claim with one figure or date changed, once for each that it has."""
    proper = claim_proper(text)
    numbers = _DIGITS.finditer(text, *proper)
    changed = [_put(text, found, _other_number(found[0], evidence)) for found in numbers]
    for series in _SERIES:
        for found in re.compile(rf"\b(?:{'|'.join(series)})\b", re.IGNORECASE).finditer(text, *proper):
            changed.append(_put(text, found, _other_word(found[0], series, evidence)))
    return changed


def _put(text: str, found: re.Match[str], new: str) -> str:
    return text[: found.start()] + new + text[found.end() :]


def _other_number(number: str, evidence: str) -> str:
    # A year changes at its end, anything else at its beginning: both stay plausible.
    at = len(number) - 1 if _YEAR.fullmatch(number) else 0
    for step in range(3, 12):
        digit = (int(number[at]) + step) % 10 or 9
        other = f"{number[:at]}{digit}{number[at + 1 :]}"
        if other != number and not mentions(other, evidence):
            return other
    return number + "0"


def _other_word(word: str, series: tuple[str, ...], evidence: str) -> str:
    at = [item.casefold() for item in series].index(word.casefold())
    ahead = [series[(at + step) % len(series)] for step in range(3, len(series) + 3)]
    other = next(
        item for item in ahead if not mentions(item, evidence) and item.casefold() != word.casefold()
    )
    return other.capitalize() if word[0].isupper() else other.lower() if series is _WORDS else other
