"""The one exception that people are meant to see."""

from collections.abc import Callable

Value = object


class Refusal(Exception):  # noqa: N818 - a refusal is an answer, not an error
    """The auction says no, in a sentence fit to show to the person who asked.

    The docstring of a subclass is its sentence, unless one is given. ``values`` fill
    the braces in it; ``code`` is the HTTP status that a page answers with.
    """

    code = 422

    def __init__(self, sentence: str | None = None, **values: Value) -> None:
        self.sentence = sentence or (self.__doc__ or "").partition("\n")[0]
        self.values = values
        super().__init__(self.sentence)

    def told(self, tell: Callable[[Value], str] = str) -> str:
        """Return the sentence, with every value put into words by ``tell``."""
        if not self.values:
            return self.sentence
        return self.sentence.format(**{k: tell(v) for k, v in self.values.items()})

    def __str__(self) -> str:
        return self.told()


class NotAllowed(Refusal):
    """You may not do that."""

    code = 403


class NotThere(Refusal):
    """There is nothing at this address."""

    code = 404


class OutOfStep(Refusal):
    """Things have changed since; this can no longer be done."""

    code = 409


class Unreadable(Refusal):
    """This could not be read."""

    code = 400
