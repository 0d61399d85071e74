"""Acts of whoever runs the installation; he has none on lots, bids and bidders."""

from sqlalchemy.orm import Session

from auction.models import Role, User
from auction.rules.refusal import NotAllowed


class OperatorsOnly(NotAllowed):
    """This is for the operator of the site."""


def check_operator(session: Session, operator_id: int) -> User:
    """Return the operator, or refuse anybody else."""
    operator = session.get(User, operator_id)
    if operator is None or operator.role is not Role.OPERATOR:
        raise OperatorsOnly
    return operator
