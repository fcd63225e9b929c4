"""sumy: the LexRank summary of one article, five sentences; JSON on standard output.

``sumy_article.py ARTICLE``
"""

import sys
import time
from pathlib import Path

from sumy_lexrank import summarize
from timing import tell

if __name__ == "__main__":
    article = Path(sys.argv[1]).read_text(encoding="utf-8")
    summarize(article)
    started = time.perf_counter()
    tell(lines=summarize(article), seconds=time.perf_counter() - started)
