"""A language model as proposer: component `policykg_llm`, which runs after the classes.

It asks about each paragraph and adds a mention for each name that passes the gate. A paragraph
without a usable answer stays as the rest of the pipeline made it; `shortfall` says how many did.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from spacy.language import Language
from spacy.tokens import Doc

from kg.extraction.facts import Mention, MentionClass
from kg.extraction.proposers.endpoint import Endpoint, Failure, Limits
from kg.extraction.proposers.gate import Admitted, Proposal, admit
from kg.extraction.proposers.settings import settings
from kg.reading.document import Paragraph

COMPONENT = "policykg_llm"
# A model's own figures for how sure it is are not comparable with the grammar's shares; one
# figure, that of a name as likely right as wrong, claims nothing.
CONFIDENCE = 0.5


@Language.factory(COMPONENT, default_config={"timeout": 60.0, "retries": 2, "concurrency": 4})
class LLM:
    """Adds the names that a language model proposes. Its settings are the environment's."""

    def __init__(
        self, nlp: Language, name: str, timeout: float, retries: int, concurrency: int
    ) -> None:
        self.endpoint = Endpoint(settings(), Limits(timeout, retries, concurrency))
        self.asked = 0  #: paragraphs so far
        self.failures: Counter[Failure] = Counter()

    def __call__(self, doc: Doc) -> Doc:
        """Extend `doc._.mentions`."""
        text, paragraphs = doc._.policy.text, doc._.policy.paragraphs
        answers = self.endpoint.ask([text[p.start : p.end] for p in paragraphs])
        self.asked += len(paragraphs)
        self.failures.update(answer for answer in answers if isinstance(answer, Failure))
        found: dict[str, list[Mention]] = {}
        for mention in doc._.mentions:
            found.setdefault(mention.paragraph, []).append(mention)
        for paragraph, answer in zip(paragraphs, answers, strict=True):
            if not isinstance(answer, Failure):
                here = found.get(paragraph.id, [])
                doc._.mentions.extend(_mentions(doc, paragraph, answer, here))
        return doc


def _mentions(
    doc: Doc, paragraph: Paragraph, proposals: Iterable[Proposal], here: list[Mention]
) -> Iterator[Mention]:
    """Yield a mention for each name that the gate admits beside those that are `here` already."""
    text, task = doc._.policy.text, doc._.task_of[paragraph.section]
    known = {mention.text for mention in here}
    for found in admit(text, paragraph.start, paragraph.end, proposals, known):
        if _displaces(found, here):
            continue
        yield Mention(
            id=f"{COMPONENT}:{paragraph.id}:{found.text}",
            text=found.text,
            cls=found.cls,
            pieces=found.pieces,
            paragraph=paragraph.id,
            task=task,
            confidence=CONFIDENCE,
            component=COMPONENT,
        )


def _displaces(found: Admitted, here: list[Mention]) -> bool:
    """Tell whether a proper name would keep out others that share its characters.

    No concept is read from inside of a proper name, and a proposer only adds.
    """
    if found.cls not in (MentionClass.ORGANIZATION, MentionClass.PROGRAMME):
        return False
    taken = [piece for mention in here for piece in mention.pieces]
    return any(a < end and start < b for a, b in taken for start, end in found.pieces)


def shortfall(nlp: Language) -> str:
    """Return one sentence on the paragraphs that a pipeline's language model did not answer.

    "" where it answered all, and where the pipeline has none.
    """
    if COMPONENT not in nlp.pipe_names:
        return ""
    llm = nlp.get_pipe(COMPONENT)
    assert isinstance(llm, LLM)
    if not llm.failures:
        return ""
    reasons = ", ".join(f"{llm.failures[why]} {why}" for why in Failure if llm.failures[why])
    return (
        f"The language model {llm.endpoint.settings.model} did not answer for"
        f" {llm.failures.total()} of {llm.asked} paragraphs ({reasons}):"
        " they hold only what the rest of the pipeline found."
    )
