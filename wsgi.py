"""What a WSGI server loads: the site with its clockwork running."""

from app import create_app
from web import logs

application = create_app({"RUN_JOBS": True})
logs.begin(application.config["LOG_LEVEL"])
