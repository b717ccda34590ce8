"""The scorecard of the ontology, for people and for programs."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from types import MappingProxyType

from tabulate import tabulate

from kg.errors import UsageError
from kg.validation.hygiene import Check, Scorecard

_LISTED = 10  # how many of what fails the table names


def as_table(scorecard: Scorecard) -> str:
    """Return one line for each check, with the first of those that fail."""
    rows = [
        [_verdict(check), check.name, check.checked, len(check.failing), _some(check)]
        for check in scorecard.checks
    ]
    return f"{tabulate(rows, ['', 'check', 'checked', 'failing', 'which'])}\n"


def as_json(scorecard: Scorecard) -> str:
    """Return the checks with all that fails as one JSON object."""
    checks = [asdict(check) for check in scorecard.checks]
    content = {"passes": scorecard.passes, "checks": checks}
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def as_csv(scorecard: Scorecard) -> str:
    """Return one line for each check, and for each thing that fails it, as CSV."""
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(["check", "required", "checked", "failing"])
    for check in scorecard.checks:
        for failing in check.failing or ("",):
            writer.writerow([check.name, check.required, check.checked, failing])
    return stream.getvalue()


def as_turtle(scorecard: Scorecard) -> str:
    """Raise UsageError: a scorecard is no graph."""
    raise UsageError("The scorecard of the ontology has no form ttl; use json or csv.")


def _verdict(check: Check) -> str:
    if not check.failing:
        return "ok"
    return "FAIL" if check.required else "note"


def _some(check: Check) -> str:
    more = len(check.failing) - _LISTED
    return ", ".join(check.failing[:_LISTED]) + (f" and {more} more" if more > 0 else "")


FORMATS: Mapping[str, Callable[[Scorecard], str]] = MappingProxyType(
    {"table": as_table, "json": as_json, "csv": as_csv, "ttl": as_turtle}
)
"""What writes each format."""
