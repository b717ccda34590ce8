"""Whether a graph is what it should be: its shape, its evidence, its use of the ontology.

What violates a shape when a document is built is set aside in a graph of its own.

`kg.validation.engine`       which facts violate which SHACL shapes
`kg.validation.shapes`       the shapes, read from `ontology/shapes.ttl`
`kg.validation.constraints`  what each constraint asks
`kg.validation.facts`        the triples that are asked
`kg.validation.quarantine`   what a build sets aside
`kg.validation.evidence`     quotes, compared with the texts
`kg.validation.findings`     what violates, in words
`kg.validation.canonical`    one hash for the whole graph
`kg.validation.check`        all of this for a store
`kg.validation.report`       what came of it, as a table, JSON, CSV or Turtle
`kg.validation.hygiene`      the ontology, and how the data uses it
`kg.validation.scorecard`    what came of that
"""
