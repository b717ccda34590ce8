"""The one family of exceptions that policykg raises for what a user can cause.

Each message is one plain sentence that says what is wrong, where, and what to do.
The command line prints it and exits with `exit_status`; the service answers with it.
"""


class PolicyKGError(Exception):
    """Work that failed for a reason that a user can understand and mend."""

    exit_status = 1


class UsageError(PolicyKGError):
    """The program was called in a way that makes no sense."""

    exit_status = 2


class ReadingError(PolicyKGError):
    """A file that cannot be read as a policy document."""


class ModelError(PolicyKGError):
    """A spaCy model that cannot be used."""


class StoreError(PolicyKGError):
    """A graph store that is missing, broken or of another make."""


class QueryError(PolicyKGError):
    """A SPARQL query that is not valid or asks for what is not allowed."""
