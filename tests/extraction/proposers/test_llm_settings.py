from __future__ import annotations

import builtins
from typing import Any

import pytest

from kg.errors import ModelError, UsageError
from kg.extraction.pipeline import create
from kg.extraction.proposers.settings import KEY, MODEL, URL, Settings, settings

GIVEN = {URL: "http://localhost:8080/v1", KEY: "secret", MODEL: "small"}


@pytest.mark.parametrize("name", [URL, KEY, MODEL])
@pytest.mark.parametrize("value", [None, "", "  "])
def test_what_is_missing_is_named_in_one_sentence(name: str, value: str | None) -> None:
    environment = {key: text for key, text in GIVEN.items() if key != name}
    if value is not None:
        environment[name] = value
    with pytest.raises(UsageError, match=f"set {name} in the environment") as error:
        settings(environment)
    assert str(error.value).count("\n") == 0
    assert error.value.exit_status == 2


def test_the_settings_are_those_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in GIVEN.items():
        monkeypatch.setenv(name, value)
    assert settings() == Settings("http://localhost:8080/v1", "secret", "small")


@pytest.mark.parametrize("url", ["localhost:8080", "ftp://host/v1", "http://", "file:///etc"])
def test_an_address_that_is_none_of_http_is_refused(url: str) -> None:
    with pytest.raises(UsageError, match="must be an address"):
        settings({**GIVEN, URL: url})


def test_the_key_is_not_shown() -> None:
    assert "secret" not in repr(settings(GIVEN))


def test_a_client_that_is_not_installed_is_named_in_one_sentence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, value in GIVEN.items():
        monkeypatch.setenv(name, value)
    original = builtins.__import__

    def without(name: str, *rest: Any) -> Any:
        if name == "openai":
            raise ImportError(name)
        return original(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(ModelError, match=r"policykg\[llm\]"):
        create(llm=True)
