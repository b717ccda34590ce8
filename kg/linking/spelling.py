"""Ways of writing one name: white space, width, quotation marks, brackets."""

from __future__ import annotations

import re

_SPACE_BETWEEN_WORDS = re.compile(r"(?<=[A-Za-z0-9])\s+(?=[A-Za-z0-9])")
_SPACE = re.compile(r"(?<![A-Za-z0-9])\s+|\s+(?![A-Za-z0-9])")
_ANY_SPACE = re.compile(r"\s")
_WIDE = "".join(chr(code) for code in range(0xFF01, 0xFF5F) if chr(code - 0xFEE0).isalnum()) + "＋"
_NARROW = "".join(chr(ord(character) - 0xFEE0) for character in _WIDE)
_CHARACTERS = str.maketrans("()[]「『」』＂" + _WIDE, '（）［］““””"' + _NARROW)


def normalise(name: str) -> str:
    """Return a name in the one form that identifies what it names.

    White space stays only between Latin words; quotation marks become “ and ”, brackets
    full-width, Latin letters and digits half-width. Depends on the name alone.

    >>> normalise('"互联网+" 人工智能')
    '“互联网+”人工智能'
    >>> normalise("第五代移动通信 (５Ｇ) 系统")
    '第五代移动通信（5G）系统'
    >>> normalise("deep  learning 技术")
    'deep learning技术'
    """
    name = name.strip().translate(_CHARACTERS)
    if _ANY_SPACE.search(name):
        name = _SPACE.sub("", _SPACE_BETWEEN_WORDS.sub(" ", name))
    if '"' not in name:
        return name
    # Straight marks have no direction: the first opens, the second closes.
    pieces = name.split('"')
    return "".join(
        piece + ("" if i == len(pieces) - 1 else "“" if i % 2 == 0 else "”")
        for i, piece in enumerate(pieces)
    )
