"""The endpoint: asks a language model about paragraphs, whatever becomes of the answers.

The official client `openai` repeats requests with growing pauses and minds `Retry-After`; what
it cannot bound, how long a server may dribble, a deadline for each paragraph does.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeVar

from kg.errors import ModelError
from kg.extraction.proposers import answers
from kg.extraction.proposers.gate import Proposal
from kg.extraction.proposers.settings import Settings

if TYPE_CHECKING:
    from openai import AsyncOpenAI

_T = TypeVar("_T")

PATIENCE = 8  #: failures in a row after which the endpoint is asked no more


class Failure(StrEnum):
    """Why a paragraph has no answer."""

    TIMEOUT = "timed out"
    UNREACHABLE = "could not be sent"
    REFUSED = "met an HTTP error"
    UNUSABLE = "brought no usable answer"
    NOT_ASKED = f"not sent after {PATIENCE} failures in a row"


@dataclass(frozen=True, slots=True)
class Limits:
    """How long and how often an endpoint is asked."""

    timeout: float  #: seconds for one request
    retries: int  #: further requests after one that failed
    concurrency: int  #: requests under way at once


class Endpoint:
    """An OpenAI-compatible endpoint, with its record of failures in a row."""

    def __init__(self, settings: Settings, limits: Limits) -> None:
        try:
            import openai  # takes a second to import
        except ImportError as error:
            raise ModelError(
                "Asking a language model needs the package openai:"
                " install it with “pip install 'policykg[llm]'”."
            ) from error
        self._openai = openai
        self.settings, self.limits = settings, limits
        self.failed_in_a_row = 0

    def ask(self, texts: Sequence[str]) -> list[list[Proposal] | Failure]:
        """Return for each text what the model claims of it, or why there is no answer."""
        return _run(self._ask_all(texts))

    async def _ask_all(self, texts: Sequence[str]) -> list[list[Proposal] | Failure]:
        free = asyncio.Semaphore(self.limits.concurrency)

        async def ask(text: str) -> list[Proposal] | Failure:
            async with free:
                return await self._ask_if_alive(client, text)

        async with self._client() as client:
            return list(await asyncio.gather(*(ask(text) for text in texts)))

    def _client(self) -> AsyncOpenAI:
        return self._openai.AsyncOpenAI(
            base_url=self.settings.url,
            api_key=self.settings.key,
            timeout=self.limits.timeout,
            max_retries=self.limits.retries,
        )

    async def _ask_if_alive(self, client: AsyncOpenAI, text: str) -> list[Proposal] | Failure:
        if self.failed_in_a_row >= PATIENCE:
            return Failure.NOT_ASKED
        answer = await self._ask(client, text)
        failed = isinstance(answer, Failure)
        self.failed_in_a_row = self.failed_in_a_row + 1 if failed else 0
        return answer

    async def _ask(self, client: AsyncOpenAI, text: str) -> list[Proposal] | Failure:
        openai = self._openai
        try:
            async with asyncio.timeout(self.limits.timeout * (self.limits.retries + 1)):
                response = await client.chat.completions.with_raw_response.create(
                    **_request(self.settings.model, text)
                )
            return answers.read(_content(response.text))
        except (TimeoutError, openai.APITimeoutError):
            return Failure.TIMEOUT
        except openai.APIConnectionError:
            return Failure.UNREACHABLE
        except openai.APIStatusError:
            return Failure.REFUSED
        except (openai.OpenAIError, answers.UnusableAnswerError):
            return Failure.UNUSABLE


def _request(model: str, text: str) -> dict[str, Any]:
    """Return a request whose answer depends on nothing but the text, as far as a model lets it."""
    form = {"name": "names", "strict": True, "schema": answers.schema()}
    return {
        "model": model,
        "temperature": 0,
        "messages": [
            {"role": "system", "content": answers.instructions()},
            {"role": "user", "content": text},
        ],
        "response_format": {"type": "json_schema", "json_schema": form},
    }


def _content(body: str) -> str | None:
    """Return what the model says in the body of a response."""
    try:
        content = json.loads(body)["choices"][0]["message"]["content"]
    except (ValueError, KeyError, IndexError, TypeError, RecursionError) as error:
        raise answers.UnusableAnswerError from error
    return content if isinstance(content, str) else None


def _run(work: Coroutine[Any, Any, _T]) -> _T:
    """Return what a coroutine returns, also where an event loop runs already (in a notebook)."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(work)
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()
