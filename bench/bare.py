"""A bare Flask route, to measure against: it does nothing at all."""

from flask import Flask

application = Flask(__name__)


@application.get("/lots/<int:lot_id>/live")
def live(lot_id: int) -> tuple[str, int]:  # noqa: ARG001 - as the real one
    """Answer that nothing has changed."""
    return "", 204
