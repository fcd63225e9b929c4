"""sumy: the LexRank summary of each article, five sentences, as its README shows it."""

import sys
from pathlib import Path

from sumy.nlp.stemmers import Stemmer
from sumy.nlp.tokenizers import Tokenizer
from sumy.parsers.plaintext import PlaintextParser
from sumy.summarizers.lex_rank import LexRankSummarizer
from sumy.utils import get_stop_words
from timing import timed

TOKENIZER = Tokenizer("english")
SUMMARIZER = LexRankSummarizer(Stemmer("english"))
SUMMARIZER.stop_words = get_stop_words("english")


def summarize(text):
    """The five sentences of the highest rank."""
    return [str(line) for line in SUMMARIZER(PlaintextParser.from_string(text, TOKENIZER).document, 5)]


if __name__ == "__main__":
    lines = Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()
    timed(summarize, [line for line in lines if line.strip()][: int(sys.argv[2])])
