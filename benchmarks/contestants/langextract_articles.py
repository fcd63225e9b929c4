"""langextract: the demands in one article, asked of a model's server; JSON on standard output.

``langextract_articles.py ARTICLE BASE_URL MODEL``. Its options stay as they are, but for temperature 0.
"""

import sys
from pathlib import Path

import langextract as lx
from langextract_task import DESCRIPTION, EXAMPLES
from timing import tell


def main(path, base_url, model_id):
    """Extract, and tell each extraction with its attributes and how it was aligned with the text."""
    model = lx.factory.ModelConfig(
        model_id=model_id,
        provider="OpenAILanguageModel",
        provider_kwargs={"base_url": base_url, "api_key": "none", "temperature": 0.0, "max_workers": 1},
    )
    document = lx.extract(
        Path(path).read_text(encoding="utf-8"),
        prompt_description=DESCRIPTION,
        examples=EXAMPLES,
        config=model,
        max_workers=1,
        show_progress=False,
    )
    tell(
        extractions=[
            {
                "text": item.extraction_text,
                "attributes": item.attributes or {},
                "aligned": item.char_interval is not None,
            }
            for item in document.extractions or ()
        ]
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
