"""`policykg extract`: what is read out of a document, without a graph."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.options import learned_option, llm_option, model_option, output, output_option
from kg.cli.terminal import fail, warn
from kg.errors import ReadingError

if TYPE_CHECKING:
    from kg.extraction.facts import Extraction
    from kg.reading.document import PolicyDocument


@click.command(no_args_is_help=True)
@click.argument("files", metavar="FILE…", nargs=-1, required=True)
@click.option(
    "--format",
    "form",
    type=click.Choice(["jsonl", "table"]),
    default="jsonl",
    show_default=True,
    help="One JSON object a document and line, or tables to read.",
)
@output_option
@model_option
@learned_option
@llm_option
def extract(
    files: Sequence[str],
    form: str,
    output_: str,
    model: str | None,
    learned: Path | None,
    llm: bool,
) -> int:
    """Print what is read out of each document: tasks, entities, relations and targets.

    '-' reads one document from standard input. Offsets in the record count the code points of
    its "text".

    \b
    Examples:
      policykg extract seeds/*.txt
      policykg extract plan.txt --format table
      cat plan.txt | policykg extract - | jq '.targets[]'
    """
    from kg.extraction import create
    from kg.extraction import extract as extract_facts
    from kg.extraction.learned import load
    from kg.extraction.proposers.llm import shortfall
    from kg.extraction.record import record_line

    nlp = create(model, load(learned), llm=llm)
    status = 0
    with output(output_) as stream:
        for file in files:
            try:
                extraction = extract_facts(_read(file), nlp)
            except ReadingError as error:
                status = fail(str(error), error.exit_status)
                continue
            text = table(extraction) if form == "table" else record_line(extraction)
            stream.write(f"{text}\n".encode())
    if left := shortfall(nlp):
        warn(left)
    return status


def _read(file: str) -> PolicyDocument:
    from kg.reading import read, read_text
    from kg.reading.files import decode

    if file != "-":
        return read(Path(file))
    data = sys.stdin.buffer.read()
    return read_text(decode(data, "Standard input"), "-", hashlib.sha256(data).hexdigest())


def table(extraction: Extraction) -> str:
    """Return the facts of one document as text tables, one after another."""
    from tabulate import tabulate

    from kg.extraction.record import record

    facts = record(extraction)
    tasks = [["  " * task["level"] + task["title"], task["number"]] for task in facts["tasks"]]
    entities = [[e["class"], e["text"], e["en"], e["task"]] for e in facts["entities"]]
    relations = [[r["subject"], r["predicate"], r["object"]] for r in facts["relations"]]
    targets = [
        [t["year"], t["metric"], t["comparator"], t["value"], t["unit"]] for t in facts["targets"]
    ]
    parts = [
        facts["document"]["title"],
        tabulate(tasks, ["task", "number"], preserve_whitespace=True),
        tabulate(entities, ["class", "entity", "English", "task"]),
        tabulate(relations, ["subject", "predicate", "object"]),
        tabulate(targets, ["year", "metric", "", "value", "unit"], disable_numparse=True),
    ]
    return "\n\n".join(parts) + "\n"
