"""Proposers: whoever claims that a text holds names which the grammar did not find.

A proposer is a function from the texts of paragraphs to what it claims of each
(`gate.Proposer`). Whatever it claims passes one gate, `gate.admit`: only characters of the
paragraph become a name, and only a class of the ontology becomes its class. What it adds is
marked with its own component.
"""
