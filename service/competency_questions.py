"""`/questions`: the shipped queries for people who know no SPARQL.

Each competency question is a page: what it asks, fields for its parameters, the answer.
"""

from __future__ import annotations

from flask import Blueprint, Response, make_response, render_template, request
from werkzeug.exceptions import NotFound

from kg.errors import UsageError
from kg.queries import ShippedQuery, filled, shipped_queries
from service.access import note_query
from service.fields import categories, fields
from service.formats import HTML, PAGE, TABLES, not_acceptable
from service.questions import ask
from service.results import acceptable, results, sent
from service.security import WITH_SCRIPTS
from service.workers.limits import Refusal
from service.workers.process import Answer

blueprint = Blueprint("competency_questions", __name__)


@blueprint.get("/questions")
def overview() -> str:
    """List the questions by category."""
    return render_template("questions.html", categories=categories())


@blueprint.get("/questions/<slug>.rq")
def sparql(slug: str) -> Response:
    """Return a question's query with these parameters."""
    query = filled(_question(slug), _values(_question(slug)))
    return Response(query, content_type="application/sparql-query; charset=utf-8")


@blueprint.get("/questions/<slug>")
def question(slug: str) -> Response:
    """Ask a question with the parameters of the request, or with those in its file.

    As a page, or as a table in the format that the request asks for.
    """
    asked = _question(slug)
    try:
        query = filled(asked, _values(asked))
        answer = _answer(query)
    except UsageError as error:
        return _page(asked, asked.sparql, error=str(error), status=400)
    except Refusal as refusal:
        return _page(asked, query, error=refusal.sentence, status=refusal.status)
    if answer.head["media"] != HTML:
        return sent(answer)
    return _page(asked, query, answer=answer)


def _question(slug: str) -> ShippedQuery:
    query = shipped_queries().get(slug)
    if query is None:
        raise NotFound(f"There is no question {slug}; /questions lists them all.")
    return query


def _values(query: ShippedQuery) -> dict[str, str]:
    """Return the parameters that the request gives; an empty field is none."""
    names = [parameter.name for parameter in query.parameters]
    given = {name: request.args.get(name, "").strip() for name in names}
    return {name: value for name, value in given.items() if value}


def _answer(query: str) -> Answer:
    note_query(query)
    form = acceptable((*TABLES, PAGE))
    if form is None:
        raise not_acceptable((*TABLES, PAGE))
    return ask(query, table=form[1], graph=None, gzip=False)


def _page(
    asked: ShippedQuery,
    query: str,
    *,
    answer: Answer | None = None,
    error: str = "",
    status: int = 200,
) -> Response:
    page = render_template(
        "question.html",
        question=asked,
        fields=fields(asked, request.args),
        values=_values(asked),
        query=query,
        error=error,
        results=None if answer is None else results(answer),
    )
    response = make_response(page, status)
    response.headers["Content-Security-Policy"] = WITH_SCRIPTS
    response.vary.add("Accept")
    return response
