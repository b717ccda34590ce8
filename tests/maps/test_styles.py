from itertools import combinations

import numpy as np
import pytest

from kg.analysis.networks import CLASSES, DOERS
from kg.maps.styles import LANGUAGES, class_styles, relation_words, words
from kg.namespaces import PK
from kg.store import GraphStore

# Machado, Oliveira and Fernandes, "A physiologically-based model for simulation of color vision
# deficiency", 2009: severity 1.0, on linear RGB.
VISION = {
    "usual": np.eye(3),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "tritanopia": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}


def linear(colour: str) -> np.ndarray:
    channels = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def lab(rgb: np.ndarray) -> np.ndarray:
    to_xyz = np.array(
        [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
    )
    xyz = to_xyz @ np.clip(rgb, 0, 1) / np.array([0.9505, 1.0, 1.089])
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("style", class_styles().values(), ids=lambda style: style.name)
def test_a_class_stands_out_from_the_page(style) -> None:
    luminance = linear(style.colour) @ np.array([0.2126, 0.7152, 0.0722])
    assert 1.05 / (luminance + 0.05) >= 3


@pytest.mark.parametrize("vision", VISION)
def test_classes_can_be_told_apart_with_any_kind_of_sight(vision: str) -> None:
    for one, other in combinations(class_styles().values(), 2):
        colours = [lab(VISION[vision] @ linear(style.colour)) for style in (one, other)]
        if one.shape == other.shape:
            assert np.linalg.norm(colours[0] - colours[1]) > 15, (one.name, other.name)
        else:
            assert np.linalg.norm(colours[0] - colours[1]) > 10, (one.name, other.name)


def test_every_class_of_a_network_has_a_style() -> None:
    assert set(class_styles()) == {*CLASSES, *DOERS}


def test_all_languages_say_the_same_things() -> None:
    said = [set(words(language)) for language in LANGUAGES]
    assert said[0] == said[1] != set()
    assert set(relation_words("en")) == set(relation_words("zh"))


def test_every_stated_relation_has_words(seeds: GraphStore) -> None:
    rows = seeds.query("SELECT DISTINCT ?p { ?a a pk:Assertion ; rdf:predicate ?p }")
    predicates = {row["p"].value.removeprefix(PK) for row in rows}
    assert predicates <= set(relation_words("en"))
