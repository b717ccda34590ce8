from __future__ import annotations

import pytest

from kg.cli.query import read_query
from kg.errors import UsageError


def test_a_shipped_query_takes_its_parameters_from_the_command_line():
    assert "VALUES ?year { 2030 }" in read_query("targets-of-year", ["year=2030"])
    assert '"a=b"@zh' in read_query("mentions", ["name=a=b"])


@pytest.mark.parametrize(
    ("query", "parameters"),
    [
        ("targets-of-year", ["year"]),
        ("targets-of-year", ["month=5"]),
        ("SELECT * { ?s ?p ?o }", ["s=1"]),
    ],
)
def test_a_parameter_that_makes_no_sense_is_wrong_use(query, parameters):
    with pytest.raises(UsageError):
        read_query(query, parameters)
