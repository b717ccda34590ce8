"""The page with the query editor, YASGUI, where it is installed, and a plain form otherwise.

The page answers the query of its address, so that it works without scripts and a link is enough
to share results. With scripts the editor takes the form's place, and these first results over.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from flask import Response, make_response, render_template, url_for

from kg.namespaces import PREFIXES
from service.fields import categories, fields
from service.lookup import MOST
from service.results import Results, results
from service.security import WITH_EDITOR
from service.workers.process import Answer

START = """\
SELECT ?concept ?name
WHERE {
  ?concept a pk:Theory ; skos:prefLabel ?name .
  FILTER(LANG(?name) = "zh")
}
LIMIT 20
"""


@cache
def installed() -> bool:
    """Tell whether the build step has brought the editor."""
    return (files("service") / "static" / "yasgui" / "yasgui.min.js").is_file()


def workbench(
    query: str, *, answer: Answer | None = None, error: str = "", status: int = 200
) -> Response:
    """Return the page with a query, and its answer or what is wrong with it."""
    found = None if answer is None else results(answer)
    page = render_template(
        "sparql.html",
        query=query,
        start=START,
        error=error,
        results=found,
        categories=categories(),
        fields=fields,
        prefixes=PREFIXES,
        installed=installed(),
        settings=_settings(query, found, error),
    )
    response = make_response(page, status)
    if installed():
        response.headers["Content-Security-Policy"] = WITH_EDITOR
    response.vary.add("Accept")
    return response


def _settings(query: str, found: Results | None, error: str) -> dict[str, object]:
    """Return what the editor's script has to know."""
    return {
        "endpoint": url_for("sparql.endpoint"),
        "complete": url_for("lookup.complete"),
        "labels": url_for("lookup.names"),
        "about": url_for("concepts.about"),
        "mostLabels": MOST,
        "prefixes": dict(PREFIXES),
        "start": START,
        "query": query,
        "response": {"error": {"text": error}} if error else _response(found),
    }


def _response(found: Results | None) -> dict[str, str] | None:
    """Return results in the form in which the editor takes them."""
    if found is None:
        return None
    if found.kind == "graph":
        return {"data": found.turtle, "contentType": "text/turtle"}
    json = found.table
    if found.kind == "boolean":
        json = f'{{"head": {{}}, "boolean": {"true" if found.answer else "false"}}}'
    return {"data": json, "contentType": "application/sparql-results+json"} if json else None
