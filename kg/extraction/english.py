"""English labels of names, composed from a curated glossary.

A name is cut into entries of the glossary (`kg.extraction.glossary`) and its English is put
together from theirs alone: modifiers before their head, “X的Y” as “Y of X”, “面向X的Y” as “Y for
X”. What cannot be covered or composed has no label; no word is ever invented.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from spacy.language import Language
from spacy.tokens import Doc

from kg.extraction.facts import MentionClass
from kg.extraction.glossary import FUNCTION_ROLES, Entry, Glossary, glossary, segment

Pieces = tuple[Entry, ...]

SMALL_WORDS = frozenset(("a", "an", "and", "at", "by", "for", "in", "of", "on", "or", "the", "to"))
PREPOSITION = re.compile(" (?:of|for|to|in|with) ")
FIXED = re.compile(f"{PREPOSITION.pattern}|^-|-$")  #: in what keeps its place in a name
LONG_MODIFIER = 4  #: words before a final verb, from which on “assessment of …” reads better
SHORT_BASE = 2  #: words of X up to which 基于X的 is “X-based”

# Where a “-form” or “form-” of the glossary joins its neighbour, but not “medium- and long-term”.
HYPHEN = re.compile(r"(?<=\S)(?: -(?=\S)|- (?!and )(?=\S))")
# A word twice in a row: a sign of a name that was cut at the wrong place.
REPEATED = re.compile(r"\b(\w+) \1\b", re.IGNORECASE)


class _NotComposableError(Exception):
    """The pieces make no English name."""


def _group(piece: Entry) -> Entry:
    """Return a bracketed or quoted piece with its English."""
    opening, inner = piece.zh[0], segment(piece.zh[1:-1])
    if not inner or (len(piece.zh) == 3 and not inner[0].zh.isascii()):
        raise _NotComposableError
    whole = len(inner) == 1
    text = inner[0].en if whole and inner[0].en else _phrase(_with_groups(inner))
    if opening == "《":
        text = _title(text)
    elif opening != "“":
        text = f"({text})"
    elif not (whole and text[0].isupper()):
        text = f'"{text}"'
    return piece._replace(en=text)


def _with_groups(pieces: Pieces) -> Pieces:
    if any(piece.role == "group" for piece in pieces):
        return tuple(_group(piece) if piece.role == "group" else piece for piece in pieces)
    return pieces


def _title(text: str) -> str:
    """Return the text with the capitals of a title."""
    words = text.split(" ")
    return " ".join(
        word if at and word in SMALL_WORDS else word[:1].upper() + word[1:]
        for at, word in enumerate(words)
    )


def _phrase(pieces: Pieces) -> str:
    """Return the English of pieces with 的, prepositions and coordination in them."""
    if not pieces:
        raise _NotComposableError
    terms = glossary()
    of = [at for at, piece in enumerate(pieces) if piece.role == "of"]
    about = next((at for at, piece in enumerate(pieces) if piece.zh == "关于"), None)
    if about is not None and of and of[-1] > about:
        return _document(pieces[:about], pieces[about:], of[-1] - about)
    if of:
        at = of[0] if pieces[0].zh in terms.prepositions else of[-1]
        return _attribute(pieces[:at], pieces[at + 1 :], pieces[at].en, terms)
    for at in range(1, len(pieces) - 1):
        if pieces[at].role == "post":
            place = pieces[at].form(pieces[at - 1].zh)
            return f"{_phrase(pieces[at + 1 :])} {place} {_phrase(pieces[:at])}"
    return _coordination(pieces)


def _document(issuer: Pieces, rest: Pieces, at: int) -> str:
    """Return the English of “X关于Y的Z”."""
    kind, topic = _phrase(rest[at + 1 :]), _phrase(rest[1:at])
    by = f" {rest[0].modifier} {_phrase(issuer)}" if issuer else ""
    return f"{kind}{by} {rest[0].en} {topic}"


def _attribute(left: Pieces, right: Pieces, of: str, terms: Glossary) -> str:
    """Return the English of “left 的 right”."""
    if not left:
        raise _NotComposableError
    head, last = _phrase(right), left[-1]
    if len(left) > 1 and (after := terms.postpositions.get(last.zh)):
        inner = left[1:-1] if left[0].role == "prep" else left[:-1]
        return f"{head} {after.form(inner[-1].zh if inner else '')} {_phrase(inner)}"
    before = terms.prepositions.get(left[0].zh)
    if before and len(left) > 1 and left[1].role != "coord":
        return _prepositional(before, _phrase(left[1:]), head)
    if all(piece.role in ("a", "f", "coord") for piece in left):
        return f"{_coordination(left, before=right[0])} {head}"
    if len(left) == 1 and (last.role == "group" or "-" in last.modifier or last.role in ("v", "g")):
        return f"{last.form(right[0].zh)} {head}"
    if last.modifier.startswith("-") and len(left) > 1:
        return f"{_phrase(left[:-1])}{last.modifier} {head}"
    if last.role in ("a", "f", "prep", "post") or (_verb(left[0]) and _takes_object(left)):
        raise _NotComposableError
    return f"{head} {of} {_phrase(left)}"


def _prepositional(before: Entry, base: str, head: str) -> str:
    words = base.split(" ")
    if before.modifier and len(words) <= SHORT_BASE and "and" not in words:
        return f"{base}{before.modifier} {head}"
    return f"{head} {before.en} {base}"


def _verb(piece: Entry) -> bool:
    return piece.role in ("v", "vo")


def _takes_object(pieces: Pieces) -> bool:
    """Tell whether the verb that opens the pieces has an object, so that they are a clause."""
    return len(pieces) > 1 and pieces[1].role != "coord" and not _verb(pieces[-1])


def _coordination(pieces: Pieces, before: Entry | None = None) -> str:
    """Return the English of names joined by 与, 、 and the like, the last with the shared head.

    With `before`, the whole is an attribute of that word.
    """
    parts: list[list[Entry]] = [[]]
    links: list[Entry] = []
    for piece in pieces:
        if piece.role in ("coord", "join", "etc"):
            links.append(piece)
            parts.append([])
        elif piece.role in ("prep", "post"):
            raise _NotComposableError
        else:
            parts[-1].append(piece)
    if not all(parts):
        raise _NotComposableError
    words = [
        _conjunct(tuple(part), tuple(parts[-1]), at == len(parts) - 1 and before is None, at == 0)
        for at, part in enumerate(parts)
    ]
    return words[0] + "".join(
        f"{glue}{word}" for glue, word in zip(_glue(links), words[1:], strict=True)
    )


def _glue(links: list[Entry]) -> list[str]:
    """Return what stands between the conjuncts: “A, B and C”."""
    glue = []
    conjunction = glossary().words["和"].en
    plain = all(link.en == "," for link in links)
    for at, link in enumerate(links):
        if link.en == "," and plain and at == len(links) - 1:
            glue.append(f" {conjunction} ")
        elif link.role == "join":
            glue.append(link.en if link.en != ":" else ": ")
        else:
            glue.append(", " if link.en == "," else f" {link.en} ")
    return glue


def _conjunct(part: Pieces, last: Pieces, is_last: bool, is_first: bool) -> str:
    """Return the English of pieces without function words: modifiers, then a head."""
    if is_last and part[-1].role in ("a", "f"):
        raise _NotComposableError
    opening = next((at for at, piece in enumerate(part) if piece.role not in ("a", "f")), 0)
    verb, object_ = part[: opening + 1], part[opening + 1 :]
    if part[opening].role == "vo" and object_ and _is_object(object_):
        return f"{_flat(verb)} {glossary().words['的'].en} {_flat(object_)}"
    if not is_last and len(last) > 1 and not _verb(part[-1]):
        if len(part) == 1:
            return part[0].form(last[1].zh)
        if last[0].role in ("a", "f") and part[-1].modifier:
            return _flat((*part[:-1], part[-1]._replace(en=part[-1].modifier)))
    if is_first and is_last and _verb(part[-1]) and _is_long_object(part[:-1]):
        return f"{part[-1].en} {glossary().words['的'].en} {_flat(part[:-1])}"
    return _flat(part, front=is_first)


def _is_object(pieces: Pieces) -> bool:
    """Tell whether the pieces behind a verb of role "vo" are its object (not 推广平台)."""
    return pieces[0].role not in ("v", "vo", "h") if len(pieces) == 1 else not _verb(pieces[0])


def _is_long_object(pieces: Pieces) -> bool:
    """Tell whether the pieces before a verb are its object, and too long to stand before it."""
    if not pieces or pieces[-1].role not in ("", "h") or pieces[-1].modifier:
        return False
    if any(_verb(piece) for piece in pieces):
        return False
    return len(_flat(pieces).split(" ")) >= LONG_MODIFIER


def _flat(part: Pieces, front: bool = True) -> str:
    """Return modifiers and head; where `front`, what qualifies the whole comes first."""
    if len(part) == 1:
        return part[0].en
    if front and not any(FIXED.search(p.en) or p.modifier.startswith("-") for p in part):
        part = _fronted(part)
    if any(PREPOSITION.search(p.en) and not p.modifier and p.en.islower() for p in part[:-1]):
        raise _NotComposableError
    words = [
        _modifier(piece, part[at - 1] if at else None, part[at + 1])
        for at, piece in enumerate(part[:-1])
    ]
    head = part[-1].en
    if part[-1].modifier and PREPOSITION.search(head):
        head = part[-1].modifier
    return " ".join([*words, head])


def _fronted(part: Pieces) -> Pieces:
    """Return the pieces with what qualifies the whole before all nouns.

    These are adjectives of role "f", and an adjective before a final verb (渔船动态监控 →
    dynamic fishing vessel monitoring).
    """
    adverbial = part[-2] if _verb(part[-1]) else None
    lead = next((at for at, piece in enumerate(part) if piece.role not in ("a", "f")), 0)
    rest = part[lead:-1]
    first = [p for p in rest if p.role == "f" or (p is adverbial and p.role == "a")]
    if first and tuple(first) != rest[rest.index(first[0]) :][: len(first)]:
        return part  # each qualifies a noun of its own
    return (*first, *part[:lead], *(p for p in rest if p not in first), part[-1])


def _modifier(piece: Entry, before: Entry | None, behind: Entry) -> str:
    """Return the form of a piece before another.

    A verb is a participle (“optimized …”) where it opens the name, and its noun elsewhere and
    before the name of a thing of use (“optimization platform”).
    """
    form = piece.form(behind.zh)
    if form.startswith("-") and before is None:
        return piece.en
    if piece.role not in ("v", "g") or form != piece.modifier or form.startswith("-"):
        return form
    opens = before is None or before.role in ("a", "f")
    if piece.role == "g":
        return form if opens or (before and before.modifier) else piece.en
    return form if opens and behind.role != "h" else piece.en


def _is_garbled(pieces: Pieces) -> bool:
    """Tell whether two single characters follow each other: more likely a word cut apart."""
    single = [len(piece.zh) == 1 and piece.role not in FUNCTION_ROLES for piece in pieces]
    return any(first and second for first, second in pairwise(single))


@lru_cache(maxsize=65536)
def english(name: str, cls: MentionClass | None = None) -> str:
    """Return the English label of a name, "" where the glossary cannot compose one.

    Every word of the label is from the glossary, or Latin letters or digits of the name itself.
    Lower case but for proper names, titles in 《》 and organizations with a proper name.

    >>> english("智能家居产品")
    'smart home product'
    >>> english("基于互联网的群体智能理论")
    'internet-based swarm intelligence theory'
    >>> english("鼉龍")
    ''
    """
    pieces = segment(name)
    if not pieces or _is_garbled(pieces):
        return ""
    try:
        label = _phrase(_with_groups(pieces))
    except _NotComposableError:
        return ""
    label = HYPHEN.sub("-", label)
    if REPEATED.search(label) or label.startswith("-"):
        return ""
    proper = cls is MentionClass.ORGANIZATION and pieces[0].en[:1].isupper()
    return _title(label) if proper else label


@Language.component("policykg_english")
def english_labels(doc: Doc) -> Doc:
    """Set `en` of `doc._.mentions`."""
    doc._.mentions = [
        replace(mention, en=english(mention.text, mention.cls)) for mention in doc._.mentions
    ]
    return doc
