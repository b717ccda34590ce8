"""`policykg evaluate`: how well extraction reads, against people's annotations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.options import learned_option, model_option, output, output_option
from kg.cli.terminal import progress
from kg.errors import UsageError

if TYPE_CHECKING:
    from spacy.language import Language

    from kg.evaluation.folds import Fit
    from kg.evaluation.gold import AnnotatedText
    from kg.evaluation.measuring import Evaluation


@click.command(no_args_is_help=True)
@click.argument(
    "paths",
    metavar="GOLD.json… [DOCUMENT…]",
    nargs=-1,
    required=True,
    type=click.Path(path_type=Path),
)
@click.option(
    "--by",
    type=click.Choice(["class", "kind"]),
    multiple=True,
    help="Also the scores of each class and predicate; also how many mistakes of each kind.",
)
@click.option("--agreement", is_flag=True, help="Also how well the annotators of a text agree.")
@click.option(
    "--errors",
    metavar="N",
    type=click.IntRange(0),
    default=0,
    help="List the first N misses and false alarms of each row.",
)
@click.option(
    "--leave-out",
    "folds",
    metavar="N",
    type=click.IntRange(2),
    help="Deal the texts out to N folds; read each with what is learned from the other folds.",
)
@click.option(
    "--grammar", is_flag=True, help="Read with the grammar alone, without what networks learned."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "csv", "markdown"]),
    default="table",
    show_default=True,
)
@output_option
@model_option
@learned_option
def evaluate(
    paths: Sequence[Path],
    by: Sequence[str],
    agreement: bool,
    errors: int,
    folds: int | None,
    grammar: bool,
    form: str,
    output_: str,
    model: str | None,
    learned: Path | None,
) -> None:
    """Print precision, recall and F1 of what is read out of annotated texts.

    The text of plan.json is plan.txt beside it; plan.a.json and plan.b.json are two people's
    annotations of one text. A DOCUMENT of the same name is read in place of that text. What one
    annotator has is no mistake, what all have must be found. "relation~" takes names that overlap
    for the same; of several documents, the mean is shown, and F1 of each.

    \b
    Examples:
      policykg evaluate tests/gold/*.json
      policykg evaluate tests/gold/2016.?.json --by class --errors 10
      policykg evaluate plan.json plan.txt --format csv -o scores.csv
      policykg evaluate plans/*.json --leave-out 5 --by class
    """
    from kg.evaluation.gold import read_gold
    from kg.evaluation.report import write
    from kg.evaluation.selection import Choice

    gold = [path for path in paths if path.suffix == ".json"]
    if not gold:
        raise UsageError("No annotation is given: name one or more JSON files.")
    if learned is not None and folds is not None:
        raise UsageError("With --leave-out all is learned anew: leave out --learned.")
    texts = read_gold(gold, [path for path in paths if path.suffix != ".json"])
    choice = Choice("class" in by, "kind" in by, agreement, errors)
    evaluations = _evaluations(texts, folds, grammar, model, learned)
    with output(output_) as stream:
        stream.write(write(evaluations, form, choice).encode())


def _evaluations(
    texts: Sequence[AnnotatedText],
    folds: int | None,
    grammar: bool,
    model: str | None,
    learned: Path | None,
) -> list[Evaluation]:
    """Return the evaluations in the order of the texts, showing progress."""
    from kg.evaluation.folds import leave_out
    from kg.evaluation.measuring import evaluate as evaluate_text

    each: Iterable[Evaluation]
    if folds is None:
        nlp = _pipeline(grammar, model, learned)
        each = (evaluate_text(text, nlp) for text in texts)
    else:
        each = leave_out(texts, _learner(grammar, model), folds)
    found = {}
    with progress("Evaluating") as advance:
        for evaluation in each:
            found[evaluation.name] = evaluation
            if advance:
                advance(len(found), len(texts))
    return [found[text.name] for text in texts]


def _pipeline(grammar: bool, model: str | None, learned: Path | None) -> Language:
    from kg.extraction import create
    from kg.extraction.learned import load

    given = load(learned)
    return create(model, replace(given, networks=()) if grammar else given)


def _learner(grammar: bool, model: str | None) -> Fit:
    from kg.evaluation.fitting import grammar_learner, learner

    return grammar_learner(model) if grammar else learner(model)
