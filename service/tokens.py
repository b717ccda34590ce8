"""Who may change the graph: the bearers of tokens (RFC 6750), which the operator gives out."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from pathlib import Path

from flask import Flask, current_app, request
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import Forbidden, Unauthorized

from kg.errors import UsageError

SHORTEST = 16  #: characters; what is shorter can be guessed
NAMELESS = "curator"  #: who bears a token that stands without a name
OFF = (
    "Changes of the graph are off here; the operator turns them on with "
    "`policykg serve --token-file FILE`."
)

_EXTENSION = "policykg-tokens"


@dataclass(frozen=True, slots=True)
class Tokens:
    """Digests of tokens, each with the name of its bearer."""

    digests: tuple[tuple[str, bytes], ...]

    def bearer(self, token: str) -> str | None:
        """Return the name of a token's bearer, after the same time whoever it is; None of none.

        >>> tokens = parse("mei: open-sesame-1234567")
        >>> tokens.bearer("open-sesame-1234567"), tokens.bearer("open-sesame-1234568")
        ('mei', None)
        """
        given, found = _digest(token), None
        for name, digest in self.digests:
            if hmac.compare_digest(given, digest):
                found = name
        return found


def read_tokens(file: Path) -> Tokens:
    """Return the tokens of a file; `parse` says how it is written.

    Raises
    ------
    UsageError
        If the file cannot be read, or holds no token that can be used.
    """
    try:
        return parse(file.read_text("utf-8"), str(file))
    except OSError as error:
        raise UsageError(f"The token file {file} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError:
        raise UsageError(f"The token file {file} is not UTF-8.") from None


def parse(text: str, where: str = "the text") -> Tokens:
    """Return the tokens of a text: one a line, `NAME: TOKEN` or a token alone; # for comments.

    Raises
    ------
    UsageError
        If there is no token, or one that is too short or holds spaces.
    """
    digests = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        name, _, token = line.rpartition(":")
        token, name = token.strip(), name.strip() or NAMELESS
        if len(token) < SHORTEST or not token.isascii() or not token.isprintable() or " " in token:
            raise UsageError(
                f"Line {number} of {where} has no token that can be used: it takes {SHORTEST} or "
                "more letters, digits and signs of ASCII; `openssl rand -hex 32` makes one."
            )
        digests.append((name, _digest(token)))
    if not digests:
        raise UsageError(f"There is no token in {where}; `openssl rand -hex 32` makes one.")
    return Tokens(tuple(digests))


def attach(app: Flask, tokens: Tokens | None) -> None:
    """Give an application the tokens of its curators; None turns changes off."""
    app.extensions[_EXTENSION] = tokens


def are_on() -> bool:
    """Tell whether the graph can be changed here at all."""
    return current_app.extensions[_EXTENSION] is not None


def curator() -> str:
    """Return the name of who sends the current request, with a token.

    Raises
    ------
    Forbidden
        If changes are off.
    Unauthorized
        If the request bears no token, or one that is not known.
    """
    tokens: Tokens | None = current_app.extensions[_EXTENSION]
    if tokens is None:
        raise Forbidden(OFF)
    sent = request.authorization
    name = None
    if sent is not None and sent.type == "bearer" and sent.token:
        name = tokens.bearer(sent.token)
        if name is None:
            raise _unauthorized("This token is not known here.", error="invalid_token")
    if name is None:
        raise _unauthorized("A change needs the header Authorization: Bearer TOKEN.")
    return name


def _unauthorized(sentence: str, **details: str | None) -> Unauthorized:
    challenge = WWWAuthenticate("bearer", {"realm": "policykg", **details})
    return Unauthorized(sentence, www_authenticate=challenge)


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()
