"""Why two names are one."""

from __future__ import annotations

from enum import StrEnum


class Reason(StrEnum):
    """Why two names are one. The value is what the graph has as `pk:reason`."""

    SPELLING = "spelling"  #: but for marks, blanks, case, 的 and the choice of conjunction, equal
    ORDER = "order"  #: equal but for the order of two conjuncts
    ABBREVIATION = "abbreviation"  #: one has a short form in common use, or in brackets
    CLASS_WORD = "class word"  #: one has the word for its class or field (技术, 理论, 领域)
    STATED = "stated"  #: the text equates them: X（Y）, X，又称Y
    SHORT_FORM = "short form"  #: the text announces the one for the other: 以下简称Y
    SUBJECT = "subject"  #: one has the subject of the plan, which the other leaves out or moves

    @property
    def local(self) -> bool:
        """Whether it holds in the one document only."""
        return self in (Reason.SHORT_FORM, Reason.SUBJECT)
