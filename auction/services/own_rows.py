"""Which rows are a person's, where the row itself does not say so."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, or_, select

from auction.models import Invitation, LinkPurpose, Mail, MailedLink, User


def mails_of(user: User) -> ColumnElement[bool]:
    """Choose mails to a person's address, since it has been his."""
    took_over = (
        select(MailedLink.used_at)
        .where(
            MailedLink.user_id == user.id,
            MailedLink.purpose == LinkPurpose.CHANGE_EMAIL,
            MailedLink.email == user.email,
            MailedLink.used_at.is_not(None),
        )
        .order_by(MailedLink.used_at.desc())
        .limit(1)
        .scalar_subquery()
    )
    return or_(
        Mail.stops_for_id == user.id,
        and_(
            Mail.recipient == user.email,
            Mail.written_at >= user.registered_at,
            or_(took_over.is_(None), Mail.written_at >= took_over),
        ),
    )


def invitations_of(user: User) -> ColumnElement[bool]:
    """Choose the invitations by which a person came."""
    return and_(
        Invitation.email == user.email, Invitation.accepted_at >= user.registered_at
    )
