"""`policykg query`: SPARQL on the command line."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from kg.cli.options import output, output_option, store_option
from kg.errors import UsageError


@click.command(no_args_is_help=True)
@click.argument("sparql", metavar="QUERY")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "csv", "tsv", "xml", "ttl"]),
    help="Default: table for SELECT and ASK, ttl for CONSTRUCT and DESCRIBE.",
)
@click.option(
    "--param",
    "parameters",
    metavar="NAME=VALUE",
    multiple=True,
    help="A value for a parameter of a query that is given by its name; may be repeated.",
)
@store_option
@output_option
def query(
    sparql: str, form: str | None, parameters: Sequence[str], store: Path, output_: str
) -> None:
    """Answer a SPARQL query from the graph.

    QUERY is a file (*.rq), the query itself, '-' for standard input, or the name of one of the
    queries that come with the program: NAMES. The prefixes pk:, skos:, dcterms:, prov:, rdf:,
    rdfs:, org: and xsd: need not be declared.

    \b
    Examples:
      policykg query theories
      policykg query mentions --param name=深度学习
      policykg query ontology/queries/targets.rq --format csv
      policykg query 'SELECT ?label { ?c a pk:Theory ; skos:prefLabel ?label } LIMIT 5'
    """
    from kg.results import write_results
    from kg.store import open_store

    results = open_store(store).query(read_query(sparql, parameters))
    with output(output_) as stream:
        write_results(results, form, stream)


def read_query(argument: str, parameters: Sequence[str] = ()) -> str:
    """Return the query that the argument stands for: a file's text, a shipped one's, itself.

    Parameters
    ----------
    argument
        As on the command line.
    parameters
        "NAME=VALUE" for parameters of a shipped query.

    Raises
    ------
    UsageError
        If it looks like a file or a name, and there is none, or a parameter cannot be filled in.
    """
    from kg.queries import filled, shipped_queries

    if argument in shipped_queries():
        return filled(shipped_queries()[argument], _pairs(parameters))
    if parameters:
        raise UsageError("--param is for queries that come with the program, given by their name.")
    if argument == "-":
        return sys.stdin.read()
    if any(sign in argument for sign in "{\n"):
        return argument
    try:
        return Path(argument).read_text(encoding="utf-8")
    except FileNotFoundError:
        names = ", ".join(shipped_queries())
        raise UsageError(
            f"{argument} is neither a query nor a query file; by name there are: {names}."
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"Cannot read the query file {argument}: {error}.") from error


def _pairs(parameters: Sequence[str]) -> dict[str, str]:
    for parameter in parameters:
        if "=" not in parameter:
            raise UsageError(f"--param {parameter} has no value; write --param NAME=VALUE.")
    return {name: value for name, _, value in (p.partition("=") for p in parameters)}
