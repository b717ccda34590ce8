"""The ontology, its shapes, labels and queries, as data files beside this one."""
