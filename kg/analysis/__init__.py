"""Views of the graph: networks for networkx, counts, and what it says of one thing.

`kg.analysis.networks`     concepts and tasks as networks
`kg.analysis.overview`     what is in the graph, in numbers
`kg.analysis.lookup`       nodes by name
`kg.analysis.description`  one node: its triples, and the sentences that name it
"""

from kg.analysis.networks import concept_network, task_network
from kg.analysis.overview import overview

__all__ = ["concept_network", "overview", "task_network"]
