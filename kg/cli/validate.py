"""`policykg validate`: whether the graph has the shape and the evidence that it should have."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from kg.cli.options import output, output_option, store_option
from kg.errors import UsageError


@click.command()
@click.argument("files", metavar="[FILE]…", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "csv", "ttl"]),
    default="table",
    show_default=True,
)
@click.option("--ontology", is_flag=True, help="Check the ontology, and how the data uses it.")
@store_option
@output_option
def validate(files: Sequence[Path], form: str, ontology: bool, store: Path, output_: str) -> int:
    """Check the graph against its SHACL shapes, and its quotes against the texts.

    Each quote is compared with the source FILE, which must be one that the graph was built
    from; of files that are not named, with the paragraphs that the graph itself holds. Facts
    that a build has set aside since they violate a shape are listed too. The exit status is 1
    if there is anything to report. The canonical hash is that of the whole graph: the same
    documents give the same one on every machine.

    \b
    Examples:
      policykg validate
      policykg validate seeds/*.txt --format json
      policykg validate --ontology
    """
    from kg.store import open_store

    graph = open_store(store)
    if ontology and files:
        raise UsageError("--ontology compares no quotes; leave the files out.")
    if ontology:
        from kg.validation.hygiene import hygiene
        from kg.validation.scorecard import FORMATS as SCORECARDS

        scorecard = hygiene(graph)
        text, good = SCORECARDS[form](scorecard), scorecard.passes
    else:
        from kg.reading import read
        from kg.validation.check import validate as check
        from kg.validation.report import FORMATS

        validation = check(graph, [read(file) for file in files])
        text, good = FORMATS[form](validation), validation.conforms
    with output(output_) as stream:
        stream.write(text.encode())
    return 0 if good else 1
