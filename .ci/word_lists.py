"""Lists the entries of word lists that are names of one annotated document only, for review.

A word list holds language. An entry that is a general term of its field may stand although only
one of the documents at hand has it; a name of that document's own may not. The tables of counts
are left out: they have no row of a single document.

    python .ci/word_lists.py GOLD.json…
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

from tabulate import tabulate

from kg.errors import PolicyKGError
from kg.evaluation.facts import Row
from kg.evaluation.gold import read_gold
from kg.extraction.annotations import plain
from kg.reading import read_file

COUNTED = ("heads.tsv", "contexts.tsv")
IN_SECOND_COLUMN = ("function_words.tsv", "nouns.tsv")  #: several words, blanks between them
LEAST = 2  #: characters of a name


def entries(path: Path) -> Iterator[str]:
    """Yield the words of a word list."""
    text = path.read_text("utf-8")
    if path.suffix == ".toml":
        yield from strings(tomllib.loads(text))
        return
    for line in text.splitlines():
        if line and not line.startswith("#"):
            columns = line.split("\t")
            yield from columns[1].split() if path.name in IN_SECOND_COLUMN else columns[:1]


def strings(value: Any) -> Iterator[str]:
    """Yield all strings in what a TOML file holds, keys too."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from value
        for inner in value.values():
            yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)


def main(arguments: list[str]) -> int:
    """Print the entries, each with its list and the document that has it."""
    try:
        gold = read_gold(map(Path, arguments))
        texts = {each.name: plain(read_file(each.text)[0]) for each in gold}
    except PolicyKGError as error:
        print(error, file=sys.stderr)
        return error.exit_status
    named = {name for each in gold for facts in each.annotators for (name,) in facts[Row.NAME]}
    found = []
    for path in sorted(Path(str(files("kg.extraction") / "lexicon")).iterdir()):
        for entry in entries(path) if path.name not in COUNTED else ():
            word = plain(entry)
            if len(word) >= LEAST and word in named:
                holders = [name for name, text in texts.items() if word in text]
                if len(holders) == 1:
                    found.append((path.name, entry, holders[0]))
    print(tabulate(found, ["list", "entry", "the only document"], disable_numparse=True))
    print(f"\n{len(found)} entries of {len(texts)} documents")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
