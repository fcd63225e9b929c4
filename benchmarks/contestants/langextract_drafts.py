"""langextract: extracts from a corpus, against a server that is always as slow.

``langextract_drafts.py CORPUS ARTICLES BASE_URL CONCURRENCY``. One article is one chunk, and all chunks are
one batch: that is the fastest that its options give (its batches are worked off one after the other).
"""

import sys
import time
from pathlib import Path

import langextract as lx
from langextract_task import DESCRIPTION, EXAMPLES
from timing import tell


def main(path, number, base_url, concurrency):
    """Extract from the articles but one, which warms up the program, and tell what it took."""
    lines = Path(path).read_text(encoding="utf-8").splitlines()
    texts = [line.strip() for line in lines if line.strip()][: int(number) + 1]
    longest = max(map(len, texts)) + 1

    def extract(some):
        documents = [lx.data.Document(text) for text in some]
        model = lx.factory.ModelConfig(
            model_id="stub",
            provider="OpenAILanguageModel",
            provider_kwargs={"base_url": base_url, "api_key": "none", "max_workers": int(concurrency)},
        )
        return list(
            lx.extract(
                documents,
                prompt_description=DESCRIPTION,
                examples=EXAMPLES,
                config=model,
                max_char_buffer=longest,
                batch_length=len(documents),
                max_workers=min(int(concurrency), len(documents)),
                show_progress=False,
            )
        )

    extract(texts[:1])
    wall, processor = time.perf_counter(), time.process_time()
    found = extract(texts[1:])
    tell(
        articles=len(found),
        extractions=sum(len(document.extractions or ()) for document in found),
        wall_s=time.perf_counter() - wall,
        processor_s=time.process_time() - processor,
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
