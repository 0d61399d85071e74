"""A process that sends mails until it is killed, or nothing waits any more.

Arguments: the database, and the port of a mail server on this machine.
"""

from __future__ import annotations

import sys
from datetime import timedelta
from time import sleep

from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from auction.models import Mail
from auction.services import posting
from tests.mail_servers import reach
from web import database
from web.mail.postman import deliver


def main(url: str, port: str) -> None:
    """Send what waits; a killed sender's mail comes back at once here."""
    posting.LEASE = timedelta(milliseconds=50)
    engine = create_engine(url, **database.engine_options(url, threads=1))
    database.prepare(engine)
    with Session(engine) as session:
        while session.scalar(select(Mail.id).where(posting.IS_WAITING).limit(1)):
            session.rollback()
            deliver(session, reach(int(port)))
            sleep(0.01)


if __name__ == "__main__":
    main(*sys.argv[1:])
