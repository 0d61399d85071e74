"""What a WSGI server loads: the site with its clockwork running."""

from app import create_app

application = create_app({"RUN_JOBS": True})
