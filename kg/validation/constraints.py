"""The constraint components of SHACL Core that the shapes use.

Each is a function of the facts, the focus node, its values along the shape's path, and the
parameter. It returns the values that violate the constraint, or `None` as the only one where the
values as a whole do (https://www.w3.org/TR/shacl/#core-components).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode

from kg.namespaces import SH, XSD
from kg.validation.facts import Facts, Term

Values = Sequence[Term]
Check = Callable[[Facts, Term, Values, Any], list[Term | None]]

# The lexical forms of XML Schema datatypes; of others any text is valid.
_FORMS = {
    f"{XSD}integer": re.compile(r"[+-]?[0-9]+"),
    f"{XSD}decimal": re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)"),
    f"{XSD}date": re.compile(
        r"-?[0-9]{4,}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])(Z|[+-][0-9]{2}:[0-9]{2})?"
    ),
}
_KINDS: Mapping[str, type] = {
    f"{SH}IRI": NamedNode,
    f"{SH}Literal": Literal,
    f"{SH}BlankNode": BlankNode,
}


def _min_count(_: Facts, __: Term, values: Values, least: int) -> list[Term | None]:
    return [None] if len(values) < least else []


def _max_count(_: Facts, __: Term, values: Values, most: int) -> list[Term | None]:
    return [None] if len(values) > most else []


def _unique_lang(_: Facts, __: Term, values: Values, wanted: bool) -> list[Term | None]:
    if len(values) < 2 or not wanted:
        return []
    tags = Counter(value.language for value in values if isinstance(value, Literal))
    return [None for tag, count in tags.items() if tag and count > 1]


def _class(facts: Facts, _: Term, values: Values, cls: NamedNode) -> list[Term | None]:
    return [value for value in values if not facts.is_a(value, cls)]


def _disjoint(facts: Facts, focus: Term, values: Values, other: NamedNode) -> list[Term | None]:
    return [value for value in values if value in facts.objects(focus, other)]


def _less_than_or_equals(
    facts: Facts, focus: Term, values: Values, other: NamedNode
) -> list[Term | None]:
    limits = facts.objects(focus, other)
    return [value for value in values for limit in limits if not _in_order(value, limit)]


def _each(holds: Callable[[Term, Any], bool]) -> Check:
    """Return the check that each value for itself fulfils a condition."""

    def check(_: Facts, __: Term, values: Values, parameter: Any) -> list[Term | None]:
        return [value for value in values if not holds(value, parameter)]

    return check


def _has_datatype(value: Term, datatype: NamedNode) -> bool:
    if not isinstance(value, Literal) or value.datatype != datatype:
        return False
    form = _FORMS.get(datatype.value)
    return form is None or form.fullmatch(value.value) is not None


def _matches(value: Term, pattern: re.Pattern[str]) -> bool:
    return not isinstance(value, BlankNode) and pattern.search(value.value) is not None


def _is_long_enough(value: Term, least: int) -> bool:
    return not isinstance(value, BlankNode) and len(value.value) >= least


def _at_least(value: Term, least: Decimal) -> bool:
    number = _number(value)
    return number is not None and number >= least


def _at_most(value: Term, most: Decimal) -> bool:
    number = _number(value)
    return number is not None and number <= most


def _in_order(first: Term, second: Term) -> bool:
    one, other = _number(first), _number(second)
    return one is not None and other is not None and one <= other


def _number(term: Term) -> Decimal | None:
    if not isinstance(term, Literal) or not term.datatype.value.startswith(XSD):
        return None
    form = _FORMS[f"{XSD}decimal"]
    return Decimal(term.value) if form.fullmatch(term.value) else None


CONSTRAINTS: Mapping[str, Check | None] = MappingProxyType(
    {
        "minCount": _min_count,
        "maxCount": _max_count,
        "datatype": _each(_has_datatype),
        "nodeKind": _each(isinstance),
        "class": _class,
        "in": _each(lambda value, members: value in members),
        "pattern": _each(_matches),
        "minLength": _each(_is_long_enough),
        "minInclusive": _each(_at_least),
        "maxInclusive": _each(_at_most),
        "lessThanOrEquals": _less_than_or_equals,
        "uniqueLang": _unique_lang,
        "disjoint": _disjoint,
        # These ask for shapes, and are decided where shapes are.
        "not": None,
        "or": None,
        "xone": None,
    }
)
"""What checks each parameter, by its local name; None where `kg.validation.engine` does."""

PREPARED: Mapping[str, Callable[[Term], Any]] = MappingProxyType(
    {
        "minCount": lambda term: int(term.value),
        "maxCount": lambda term: int(term.value),
        "minLength": lambda term: int(term.value),
        "minInclusive": lambda term: Decimal(term.value),
        "maxInclusive": lambda term: Decimal(term.value),
        "nodeKind": lambda term: _KINDS[term.value],
        "pattern": lambda term: re.compile(term.value),
        "uniqueLang": lambda term: term.value == "true",
    }
)
"""What makes of a parameter in a shapes graph the one that its check takes; else it stays."""
