from __future__ import annotations

import pytest
from pyoxigraph import Literal, NamedNode, Triple

from kg.graph.ontology import ontology_triples
from kg.namespaces import PREFIXES

DATA = "https://example.org/"


def node(name):
    """An IRI: of a vocabulary by its prefix, else of the data."""
    prefix, _, local = name.partition(":")
    return NamedNode(PREFIXES[prefix] + local) if prefix in PREFIXES else NamedNode(DATA + name)


def value(text):
    """A term as the tests write it: 5, 0.5, '"words"', '"words"@zh', '"x"^^xsd:date', or a name."""
    if isinstance(text, int):
        return Literal(text)
    if isinstance(text, float):
        return Literal(str(text), datatype=node("xsd:decimal"))
    if not text.startswith('"'):
        return node(text)
    words, _, rest = text[1:].rpartition('"')
    if rest.startswith("@"):
        return Literal(words, language=rest[1:])
    return Literal(words, datatype=node(rest[2:])) if rest else Literal(words)


def triples_of(things):
    """The triples of things, given as name → property → a term or a list of them."""
    for name, properties in things.items():
        for predicate, terms in properties.items():
            for term in terms if isinstance(terms, list) else [terms]:
                yield Triple(node(name), node(predicate), value(term))


SPAN = {"pk:start": 10, "pk:end": 16, "pk:sourceStart": 12, "pk:sourceEnd": 19}
EVIDENCE = SPAN | {
    "pk:quote": '"深度学习技术"',
    "prov:wasDerivedFrom": "paragraph",
    "dcterms:source": "document",
    "oa:hasSelector": ["position", "quote"],
    "prov:wasGeneratedBy": "activity",
}
FOUND = EVIDENCE | {"pk:confidence": 0.9, "pk:component": '"names"'}
CONCEPTS = {
    "deep-learning": "KeyTechnology",
    "big-data-theory": "Theory",
    "open-platform": "Platform",
    "robot": "Product",
    "manufacturing": "Industry",
    "standards": "Safeguard",
}
RELATIONS = {
    "develops": ("task", "deep-learning"),
    "builds": ("task", "open-platform"),
    "fosters": ("task", "manufacturing"),
    "establishes": ("task", "standards"),
    "appliedIn": ("deep-learning", "manufacturing"),
    "supports": ("big-data-theory", "deep-learning"),
    "includes": ("robot", "open-platform"),
    "responsibleFor": ("ministry", "task"),
    "cites": ("document", "programme"),
    "hasTarget": ("task", "target"),
}


def sample():
    """A graph that holds one thing of every kind, and conforms."""
    things = {
        "document": {
            "rdf:type": "pk:PolicyDocument",
            "dcterms:title": '"智能产业发展规划"@zh',
            "skos:prefLabel": '"智能产业发展规划"@zh',
            "dcterms:language": '"zh"',
            "pk:sha256": f'"{"0" * 64}"',
            "pk:sourceName": '"plan.txt"',
            "dcterms:identifier": '"国发〔2017〕35号"',
            "dcterms:issued": '"2017-07-08"^^xsd:date',
            "dcterms:publisher": "ministry",
            "pk:addressee": '"各省、自治区"@zh',
        },
        "section": SPAN
        | {
            "rdf:type": "pk:Section",
            "dcterms:isPartOf": "document",
            "pk:sectionKind": '"heading"',
            "pk:level": 1,
            "dcterms:title": '"重点任务"@zh',
            "pk:number": '"一"',
        },
        "paragraph": SPAN
        | {
            "rdf:type": "pk:Paragraph",
            "dcterms:isPartOf": "section",
            "pk:text": '"深度学习技术"@zh',
        },
        "other-task": SPAN | task("document"),
        "task": SPAN | task("other-task") | {"pk:dependsOn": "other-task"},
        "target": EVIDENCE
        | {
            "rdf:type": "pk:Target",
            "pk:year": 2020,
            "pk:metric": '"产业规模"',
            "pk:comparator": '">"',
            "pk:value": 1500.0,
            "pk:unit": '"亿元"',
        },
        "position": {"rdf:type": "oa:TextPositionSelector", "oa:start": 10, "oa:end": 16},
        "quote": {
            "rdf:type": "oa:TextQuoteSelector",
            "oa:exact": '"深度学习技术"',
            "oa:prefix": '"突破"',
            "oa:suffix": '""',
        },
        "activity": {
            "rdf:type": "pk:ExtractionActivity",
            "prov:used": ["document", "lexicon"],
            "prov:wasAssociatedWith": "software",
        },
        "software": {"rdf:type": "pk:Software", "pk:version": '"1.0"'},
        "lexicon": {"rdf:type": "pk:DigitalResource", "pk:sourceName": '"lexicon"'},
        "scheme": {"rdf:type": "skos:ConceptScheme", "skos:prefLabel": '"政策概念"@zh'},
        "ministry": {"rdf:type": "pk:Organization", "skos:prefLabel": '"科技部"@zh'},
        "programme": {"rdf:type": "pk:Programme", "skos:prefLabel": '"重点研发计划"@zh'},
        "inference": {
            "rdf:type": "pk:Inference",
            "rdf:subject": "task",
            "rdf:predicate": "pk:dependsOn",
            "rdf:object": "other-task",
            "pk:reason": '"both name 深度学习技术"',
        },
    }
    things["graph"] = {
        "rdf:type": "pk:InferenceGraph",
        "pk:rule": '"kinds"',
        "prov:wasDerivedFrom": "document",
        "dcterms:title": '"kinds"@en',
    }
    things["defining"] = EVIDENCE | {
        "rdf:type": "pk:Defining",
        "rdf:subject": "robot",
        "rdf:predicate": "skos:definition",
        "rdf:object": '"会动的机器"@zh',
    }
    things["naming"] = {
        "rdf:type": "pk:Naming",
        "rdf:subject": "robot",
        "rdf:predicate": "skos:altLabel",
        "rdf:object": '"robot 别名"@zh',
        "pk:sameBecause": '"spelling"',
        "dcterms:source": "document",
    }
    for name, cls in CONCEPTS.items():
        things[name] = {
            "rdf:type": f"pk:{cls}",
            "skos:prefLabel": [f'"{name} 中文"@zh', f'"{name}"@en'],
            "skos:altLabel": f'"{name} 别名"@zh',
            "skos:inScheme": "scheme",
        }
    for name in (*CONCEPTS, "ministry", "programme"):
        things[f"mention-of-{name}"] = mention(name)
    for predicate, (subject, object_) in RELATIONS.items():
        things[subject].setdefault(f"pk:{predicate}", object_)
        things[f"assertion-{predicate}"] = assertion(subject, predicate, object_)
    return things


def task(above):
    return {
        "rdf:type": "pk:Task",
        "skos:prefLabel": '"重点任务"@zh',
        "dcterms:isPartOf": above,
        "prov:wasDerivedFrom": "section",
        "dcterms:source": "document",
        "pk:level": 1,
        "pk:number": '"一"',
    }


def mention(concept):
    return FOUND | {
        "rdf:type": "pk:Mention",
        "pk:mentionOf": concept,
        "pk:inTask": "task",
        "pk:name": '"深度学习技术"',
        "pk:pieces": '"10-12 14-16"',
    }


def assertion(subject, predicate, object_):
    return FOUND | {
        "rdf:type": "pk:Assertion",
        "rdf:subject": subject,
        "rdf:predicate": f"pk:{predicate}",
        "rdf:object": object_,
    }


@pytest.fixture
def things():
    """The sample as name → property → terms, to be broken."""
    return sample()


@pytest.fixture(scope="session")
def ontology():
    return ontology_triples()


@pytest.fixture(name="triples_of")
def triples_of_fixture():
    return triples_of


@pytest.fixture(name="node")
def node_fixture():
    return node
