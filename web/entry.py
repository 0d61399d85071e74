"""The first thing a request meets."""

from collections.abc import Iterable
from typing import Any

from auction import clock

Environ = dict[str, Any]
RECEIVED_AT = "openhammer.received_at"


class Arrivals:
    """Stamp every request with the moment it came in, before any lock or queue."""

    def __init__(self, application: Any) -> None:  # noqa: ANN401
        self.application = application

    def __call__(
        self,
        environ: Environ,
        start_response: Any,  # noqa: ANN401
    ) -> Iterable[bytes]:
        """Pass the request on, stamped."""
        environ[RECEIVED_AT] = clock.now()
        answer: Iterable[bytes] = self.application(environ, start_response)
        return answer
