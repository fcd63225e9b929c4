"""The closed word classes of English, and tests on tokens that rest on them."""

from __future__ import annotations

from summarizer.lexicon import lexicon
from summarizer.words import Token

DETERMINERS = frozenset(
    """the a an this that these those his her its their our my your some any no every each all both
    several many few most another other such more less""".split()
)
POSSESSIVES = frozenset(["his", "her", "its", "their", "our", "my", "your"])
PREPOSITIONS = frozenset(
    """of in on at by for with from to about against between into through during before after above
    below under over among amid amidst within without towards toward upon despite like unlike near
    since until till via per across behind beyond following regarding concerning including outside
    inside around throughout than as because""".split()
)
CONJUNCTIONS = frozenset(
    """and or but nor yet so while although though whereas if unless because that which who whom whose
    where when whether how why what""".split()
)
SUBJECT_PRONOUNS = frozenset(["he", "she", "they", "it", "we", "i", "you"])
FIRST_PERSON = frozenset(["we", "i", "us", "me", "our", "my", "ourselves"])
THIRD_PERSON = frozenset(["he", "she", "they", "it", "him", "her", "them", "his", "its", "their"])
AUXILIARIES = frozenset(
    """be am is are was were been being have has had having do does did will would can could may might
    must shall should 'd 'll 've 're isn't aren't wasn't weren't hasn't haven't hadn't doesn't don't
    didn't won't wouldn't can't cannot couldn't mustn't shouldn't ought""".split()
)
CONTRACTIONS = {
    "we've": "we",
    "we're": "we",
    "we'll": "we",
    "we'd": "we",
    "i've": "i",
    "i'm": "i",
    "i'd": "i",
    "i'll": "i",
    "they've": "they",
    "they're": "they",
    "they'll": "they",
    "they'd": "they",
    "he's": "he",
    "she's": "she",
    "it's": "it",
    "he'd": "he",
    "she'd": "she",
    "he'll": "he",
    "she'll": "she",
    "it'll": "it",
    "you're": "you",
    "you've": "you",
    "that's": "that",
}
_PRONOUNS = {pronoun: pronoun for pronoun in SUBJECT_PRONOUNS} | CONTRACTIONS
NEGATIONS = frozenset(
    """not no never neither nor without none nothing nobody cannot can't won't wouldn't don't doesn't
    didn't isn't aren't wasn't weren't hasn't haven't hadn't shouldn't mustn't couldn't ain't""".split()
)
_FUNCTION_WORDS = (
    DETERMINERS
    | PREPOSITIONS
    | CONJUNCTIONS
    | SUBJECT_PRONOUNS
    | AUXILIARIES
    | NEGATIONS
    | CONTRACTIONS.keys()
)
_ADVERBS = frozenset(
    """also still long again now already never not ever even just only once then thus further soon
    often always later earlier instead therefore meanwhile however too yet first previously today
    yesterday tomorrow tonight twice both all n't largely far so well back together indeed rather
    simply merely alone publicly""".split()
)
_NOT_ADVERBS = frozenset(
    [
        "family",
        "supply",
        "reply",
        "ally",
        "italy",
        "july",
        "rally",
        "assembly",
        "monopoly",
        "fly",
        "early",
        "only",
        "apply",
        "likely",
        "friendly",
        "elderly",
        "daily",
        "weekly",
        "monthly",
        "hourly",
        "costly",
        "deadly",
        "lonely",
        "orderly",
        "bully",
        "comply",
        "rely",
        "imply",
    ]
)
DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
MONTHS = frozenset(
    """january february march april may june july august september october november december jan feb
    mar apr jun jul aug sep sept oct nov dec""".split()
)
TIME_WORDS = (
    DAYS
    | MONTHS
    | frozenset(
        """week month year day night morning afternoon evening weekend today yesterday tomorrow tonight ago
    hours days weeks months years last next this earlier late""".split()
    )
)
TITLES = frozenset(
    """mr mrs ms miss mx dr sir dame lord lady rev reverend father sister prof professor gen col sgt
    sen rep hon""".split()
)
CLAUSE_OPENERS = frozenset(
    [
        "while",
        "but",
        "although",
        "though",
        "whereas",
        "because",
        "as",
        "after",
        "before",
        "since",
        "if",
        "unless",
        "until",
        "yet",
        "so",
        "when",
    ]
)


def is_adverb(token: Token) -> bool:
    """Whether the word is an adverb that may stand between a subject and its verb."""
    low = token.low
    return low in _ADVERBS or (low.endswith("ly") and low not in _NOT_ADVERBS and len(low) > 4)


def is_verb_like(low: str) -> bool:
    """Whether a word is a verb form that the word lists know."""
    return low in AUXILIARIES or low in lexicon().cue_verbs


def is_function(low: str) -> bool:
    """Whether a word belongs to a closed class and so cannot be inside a name or a noun compound."""
    return low in _FUNCTION_WORDS


def pronoun(token: Token) -> str | None:
    """The subject pronoun that a token is or contracts ("we've" gives "we"), or None."""
    return _PRONOUNS.get(token.low)
