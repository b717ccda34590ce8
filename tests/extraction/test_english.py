import json
import re
from importlib import resources
from pathlib import Path

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.extraction.doc import make_doc
from kg.extraction.english import english
from kg.extraction.facts import Mention, MentionClass
from kg.extraction.glossary import FUNCTION_ROLES, Entry, glossary, segment
from kg.reading.document import Metadata, OffsetMap, PolicyDocument

GOLD = Path(__file__).parents[1] / "gold"
ROLES = {"", "h", "a", "f", "v", "vo", "g", "prep", "post", *FUNCTION_ROLES}
CONCEPTS = {"Theory", "KeyTechnology", "Platform", "Product", "Industry", "Safeguard"}


def glossary_lines():
    for file in (resources.files("kg.extraction") / "lexicon").iterdir():
        if file.name.startswith("glossary-"):
            for line in file.read_text("utf-8").splitlines():
                if not line.startswith("#"):
                    yield file.name, line


def words_of(text):
    return set(re.findall(r"[^\W_]+(?:['’][^\W_]+)?", text.lower()))


def english_words(entry: Entry):
    forms = (form for form, _ in entry.variants)
    return words_of(" ".join((entry.en, entry.modifier, *forms)))


def all_entries():
    terms = glossary()
    return [
        *terms.words.values(),
        *terms.prepositions.values(),
        *terms.postpositions.values(),
    ]


GLOSSARY_WORDS = set().union(*map(english_words, all_entries()))
UNKNOWN = [
    char
    for char in map(chr, range(0x4E00, 0x5000))
    if char not in {each for entry in all_entries() for each in entry.zh}
]
CONTENT = st.sampled_from(sorted(glossary().words))
FUNCTION = st.sampled_from(
    sorted([zh for zh, entry in glossary().words.items() if entry.role in FUNCTION_ROLES])
    + sorted(glossary().prepositions)
    + sorted(glossary().postpositions)
)
LATIN = st.sampled_from(["5G", "AI", "IPv6", "L4", "RISC-V", "2025年", "AI+X", "3"])
GROUPS = st.builds("{1}{0}{2}".format, CONTENT, st.just("“"), st.just("”"))
NAMES = st.lists(st.one_of(CONTENT, FUNCTION, LATIN, GROUPS), min_size=1, max_size=6).map("".join)


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("智能家居", "smart home"),
        ("智能材料", "smart material"),
        ("智能推荐系统", "intelligent recommender system"),
        ("人工智能芯片", "AI chip"),
        ("卷积神经网络", "convolutional neural network"),
        ("混合增强智能新架构", "new hybrid enhanced intelligence architecture"),
        ("低功耗高性能芯片", "low-power high-performance chip"),
        ("5G网络", "5G network"),
        ("深度学习框架与工具", "deep learning framework and tool"),
        ("感知、决策与控制技术", "perception, decision-making and control technology"),
        ("图像、语音、视频识别", "image, speech and video recognition"),
        ("财政、金融、税收等政策支持", "fiscal, financial, tax and other policy support"),
        ("类脑的信息编码理论", "brain-inspired information coding theory"),
        ("脑认知的内在机制", "internal mechanism of brain cognition"),
        ("群体智能的组织的理论", "theory of organization of swarm intelligence"),
        ("面向自主无人系统的协同感知", "collaborative perception for autonomous unmanned system"),
        ("基于互联网的群体智能", "internet-based swarm intelligence"),
        (
            "基于互联网大规模协作的知识服务",
            "knowledge service based on large-scale internet collaboration",
        ),
        ("知识驱动的推理", "knowledge-driven reasoning"),
        ("非完全信息下的智能决策", "intelligent decision-making under incomplete information"),
        ("真实环境下的感知", "perception in real environment"),
        ("优化决策", "optimized decision-making"),
        ("能力优化计划", "capability optimization plan"),
        ("压缩技术", "compression technology"),
        ("引进人才", "introduction of talent"),
        ("引进计划", "introduction plan"),
        ("培育智能经济", "cultivation of intelligent economy"),
        ("人工智能相关法律", "AI-related law"),
        ("相关政策", "related policy"),
        ("图像精准识别", "precise image recognition"),
        ("人工智能海量数据集", "massive AI dataset"),
        ("第六代移动通信（6G）系统", "sixth-generation mobile communication (6G) system"),
        ("“人在回路”的混合增强智能", '"human-in-the-loop" hybrid enhanced intelligence'),
        ("“一带一路”", "Belt and Road"),
        ("《数字经济发展规划》", "Digital Economy Development Plan"),
        ("中长期发展规划", "medium- and long-term development plan"),
        ("行动计划（2024—2026年）", "action plan (2024-2026)"),
    ],
)
def test_a_name_is_composed_in_english_order(name, label):
    assert english(name) == label


def test_a_guiding_opinion_is_titled_in_full():
    label = english("《国务院关于积极推进“互联网+”行动的指导意见》", MentionClass.PROGRAMME)
    assert label == (
        "Guiding Opinions of the State Council on Active Promotion of Internet Plus Initiative"
    )


def test_an_organization_with_a_proper_name_has_capitals_and_others_have_none():
    name = "上海市数字经济协会"
    assert english(name, MentionClass.ORGANIZATION) == "Shanghai Digital Economy Association"
    assert english("数字经济协会", MentionClass.ORGANIZATION) == "digital economy association"


@pytest.mark.parametrize(
    "name", ["", "的", "新", "智能化的", "与", "（", "面向", "智能与", "“智能"]
)
def test_what_is_no_name_has_no_label(name):
    assert english(name) == ""


def test_a_clause_before_the_head_has_no_label():
    assert english("检测故障的芯片") == ""


def test_two_lone_characters_side_by_side_are_a_word_cut_apart():
    assert [piece.zh for piece in segment("车港")] == ["车", "港"]
    assert english("车港") == ""


def test_a_cut_that_repeats_a_word_has_no_label():
    assert english("推理推理") == ""


@given(NAMES)
@settings(max_examples=200, deadline=None)
def test_every_word_is_from_the_glossary_or_the_names_own_latin(name):
    own = words_of(" ".join(re.findall(r"[A-Za-z0-9.\-+/&]+", name)))
    assert words_of(english(name)) <= GLOSSARY_WORDS | own


@given(NAMES, st.integers(0, 40), st.sampled_from(UNKNOWN))
@settings(max_examples=150, deadline=None)
def test_a_name_with_an_uncovered_character_has_no_label(name, at, char):
    assert english(name[:at] + char + name[at:]) == ""


@given(NAMES)
@settings(max_examples=100, deadline=None)
def test_the_pieces_of_a_name_are_the_name(name):
    pieces = segment(name)
    assert not pieces or "".join(piece.zh for piece in pieces) == name


@given(st.text(alphabet="智能与的、AI5+“”《》（）关于下之间基于", max_size=12))
@settings(max_examples=150, deadline=None)
def test_any_text_has_a_label_or_none_without_failing(text):
    label = english(text)
    assert label == label.strip()
    assert not re.search("[一-鿿]", label)


def test_the_glossary_has_one_entry_a_word_and_slot():
    seen = {}
    for file, line in glossary_lines():
        columns = line.split("\t")
        role = columns[2] if len(columns) > 2 else ""
        key = columns[0], role if role in ("prep", "post") else ""
        assert key not in seen, f"{key} in {file} and {seen.get(key)}"
        seen[key] = file


def test_every_line_of_the_glossary_is_well_formed():
    for file, line in glossary_lines():
        columns = line.split("\t")
        assert 2 <= len(columns) <= 4, f"{file}: {line}"
        assert all(column == column.strip() for column in columns), f"{file}: {line}"
        assert (columns[2] if len(columns) > 2 else "") in ROLES, f"{file}: {line}"
        assert columns[1], f"{file}: {line}"
        assert not re.search("[一-鿿]", columns[1]), f"{file}: {line}"


def test_no_form_of_the_glossary_is_chinese():
    for entry in all_entries():
        forms = (entry.modifier, *(form for form, _ in entry.variants))
        assert not re.search("[一-鿿]", " ".join(forms)), entry
        assert all(words for _, words in entry.variants), entry


def gold_concepts():
    labels = {}
    for file in sorted(GOLD.glob("*.[ab].json")):
        for paragraph in json.loads(file.read_text("utf-8"))["paragraphs"]:
            for entity in paragraph["entities"]:
                if entity["class"] in CONCEPTS:
                    labels.setdefault(entity["text"], entity["en"])
    return labels


def normalised(label):
    words = re.findall(r"[a-z0-9]+", label.lower().replace("artificial intelligence", "ai"))
    return {word.removesuffix("s") for word in words} - {"of", "and", "for", "the", "in", "on"}


def test_nearly_all_concepts_of_the_seeds_have_a_label():
    names = gold_concepts()
    labelled = [name for name in names if english(name)]
    assert len(labelled) / len(names) >= 0.97


def test_labels_of_the_seeds_agree_with_the_annotators():
    agreeing = []
    for name, reference in gold_concepts().items():
        ours, theirs = normalised(english(name)), normalised(reference)
        if ours:
            agreeing.append(len(ours & theirs) / len(ours | theirs) >= 0.6)
    assert sum(agreeing) / len(agreeing) >= 0.92


def document(text):
    return PolicyDocument(
        path="-",
        source=text,
        sha256="",
        text=text,
        offsets=OffsetMap(clean=(0,), source=(0,), lengths=(len(text),)),
        metadata=Metadata(title=""),
        sections=(),
        paragraphs=(),
    )


def test_the_component_fills_the_label_of_every_mention():
    nlp = spacy.blank("zh")
    component = nlp.add_pipe("policykg_english")
    doc = make_doc(nlp, document("智能家居和鼉龍"))
    mention = Mention("m1", "智能家居", MentionClass.INDUSTRY, ((0, 4),), "", "task:", 1.0, "test")
    other = Mention("m2", "鼉龍", MentionClass.PRODUCT, ((5, 7),), "", "task:", 1.0, "test")
    doc._.mentions = [mention, other]
    doc = component(doc)
    assert [each.en for each in doc._.mentions] == ["smart home", ""]
    assert [each.id for each in doc._.mentions] == ["m1", "m2"]
