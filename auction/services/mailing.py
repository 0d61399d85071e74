"""Writing mails into the outbox, in the transaction of what they tell.

Sending is somebody else's work, and comes after the commit.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from auction.models import Mail


def write_mail(
    session: Session,
    *,
    to: str,
    subject: str,
    text: str,
    now: datetime,
    is_private: bool,
) -> Mail:
    """Put a mail into the outbox, within the caller's transaction.

    ``is_private``: who runs the site may see neither to whom it goes nor what it says.
    """
    mail = Mail(
        recipient=to,
        subject=" ".join(subject.split()),
        text=text,
        is_private=is_private,
        written_at=now,
        next_try_at=now,
    )
    session.add(mail)
    return mail
