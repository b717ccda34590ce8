from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import unquote

from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import NamedNode

from kg.extraction.facts import MentionClass
from kg.graph.iris import concept_iri, document_iri, part_iri, segment

texts = st.text(max_size=20)
# RFC 3987, section 2.2: isegment-nz, without the direction marks of section 4.1.
UCSCHAR = (
    "\u00a0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef"
    + "".join(f"{chr(p << 16)}-{chr((p << 16) + 0xFFFD)}" for p in range(1, 14))
    + "\U000e1000-\U000efffd"
)
ISEGMENT = re.compile(rf"(?:[A-Za-z0-9\-._~{UCSCHAR}]|%[0-9A-F]{{2}}|[!$&'()*+,;=:@])*")


@given(texts)
def test_a_segment_is_what_the_standard_allows(text):
    assert ISEGMENT.fullmatch(segment(text))
    assert not re.search("[\u200e\u200f\u202a-\u202e]", segment(text))


@given(texts)
def test_an_engine_takes_the_iri_of_any_label(text):
    iri = concept_iri(MentionClass.THEORY, text)
    assert NamedNode(iri).value == iri


@given(texts)
def test_a_segment_can_be_read_back_so_that_no_two_texts_share_one(text):
    assert unquote(segment(text)) == text


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF)))
def test_chinese_stays_as_it_is(text):
    assert segment(text) == text


@given(texts, texts)
def test_section_ids_keep_their_slashes_and_share_no_iri(one, other):
    iri = part_iri("https://example.org/d", "section", f"{one}/{other}")
    assert unquote(iri) == f"https://example.org/d/section/{one}/{other}"


def test_one_name_in_two_classes_is_two_concepts():
    iris = {concept_iri(cls, "深度学习") for cls in MentionClass}
    assert len(iris) == len(MentionClass)


def test_a_document_iri_follows_title_and_text_but_not_the_file(extraction):
    document = extraction.document
    iri = document_iri(document)
    assert iri.startswith("https://w3id.org/policykg/id/document/智能产业发展规划-")
    assert iri == document_iri(replace(document, path="/elsewhere/b.txt", sha256="0"))
    assert iri != document_iri(replace(document, text=document.text + "。"))


def test_a_document_without_a_stated_title_is_not_named_by_its_file(extraction):
    metadata = replace(extraction.document.metadata, title="sample", title_is_stated=False)
    iri = document_iri(replace(extraction.document, metadata=metadata))
    assert re.fullmatch("https://w3id.org/policykg/id/document/[0-9a-f]{12}", iri)
