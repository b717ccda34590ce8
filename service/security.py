"""Headers that keep pages to themselves: no other host, no frames, no guessing of types."""

from __future__ import annotations

from flask import Flask, Response

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)

#: For pages with scripts of this service, which ask nobody else.
WITH_SCRIPTS = f"{CONTENT_SECURITY_POLICY}; script-src 'self'; connect-src 'self'"

#: For the query editor: also the one style sheet that its table writes into the page.
WITH_EDITOR = WITH_SCRIPTS.replace(
    "style-src 'self'", "style-src 'self' 'sha256-zCK2EVMoPc04mRF/g5CotUvxbJPWS+8V0b+s9ptqQIk='"
)


def register(app: Flask) -> None:
    """Let every answer of an application carry the headers."""
    app.after_request(_protect)


def _protect(response: Response) -> Response:
    # A view that needs another policy, such as the map's, has set it. A page that has not changed
    # keeps the policy it came with, which one beside a 304 would replace.
    if response.status_code != 304:
        response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["X-Frame-Options"] = "DENY"
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    response.headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
    return response
