"""A networkx view of the graph → one interactive page in one file."""

from kg.maps.page import content_security_policy, most_connected, page
from kg.maps.styles import ClassStyle, class_style, class_styles

__all__ = [
    "ClassStyle",
    "class_style",
    "class_styles",
    "content_security_policy",
    "most_connected",
    "page",
]
