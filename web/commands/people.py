"""Commands that open offices and accounts."""

import logging

import click
from flask import Flask, current_app
from sqlalchemy import select

from auction import clock
from auction.models import Duty, Office, OfficeKind, Role, User
from auction.rules.refusal import Refusal
from auction.services import (
    accounts,
    appointing,
    forgotten_passwords,
    offices,
    second_factor,
)
from web.commands.asking import one, saying_no
from web.extensions import db

log = logging.getLogger(__name__)


def register(app: Flask) -> None:
    """Add the commands."""
    app.cli.add_command(add_office)
    app.cli.add_command(add_person)
    app.cli.add_command(reset_second_factor)
    app.cli.add_command(new_password_link)


@click.command("add-office")
@click.argument("slug")
@click.argument("name")
@click.option(
    "--kind", type=click.Choice([kind.value for kind in OfficeKind]), required=True
)
@click.option("--region", default="")
@click.option("--address", default="", help="Of the house; may have several lines.")
@click.option("--contact", default="", help="Shown on every lot page.")
@click.option("--supervision", default="", help="Whom to complain to.")
@click.option("--introduction", default="", help="Markdown, for its own page.")
@click.option("--time-zone", default="UTC", show_default=True)
@click.option("--currency", "currency_code", default="EUR", show_default=True)
@click.option("--locale", default="en", show_default=True)
@click.option("--payee", default="", help="Whose account people pay to.")
@click.option("--iban", default="", help="Of that account.")
@click.option("--bic", default="", help="Of its bank.")
@saying_no
def add_office(slug: str, kind: str, **profile: str) -> None:
    """Open an office that sells: a court, a bank, an asset manager, a trustee."""
    office = offices.add_office(
        db.session(),
        slug=slug,
        profile=offices.Profile(kind=OfficeKind(kind), **profile),
    )
    click.echo(f"Opened {office.name} ({office.slug}).")


@click.command("add-person")
@click.argument("email")
@click.option("--name", default="")
@click.option(
    "--role",
    type=click.Choice([role.value for role in Role]),
    default=Role.OFFICER.value,
)
@click.option("--office", default=None, help="The short name of an officer's office.")
@click.option(
    "--duty",
    "duties",
    multiple=True,
    type=click.Choice([duty.value for duty in Duty]),
    help="Of an officer, in that office; give it once for each duty. "
    f"[usually: {', '.join(accounts.EVERYTHING)}]",
)
@click.option("--password", default=None, help="Asked for when it is not given.")
@saying_no
def add_person(
    email: str,
    name: str,
    role: str,
    office: str | None,
    duties: tuple[str, ...],
    password: str | None,
) -> None:
    """Open an account for an officer, an auditor, an operator or a bidder.

    Somebody who is an officer already gets duties in another office; his name and
    password stay as they are.
    """
    if (role == Role.OFFICER.value) != (office is not None):
        raise Refusal("An officer, and only an officer, needs --office.")
    where = one(Office, select(Office).where(Office.slug == office)) if office else None
    posts = [Duty(duty) for duty in duties] or accounts.EVERYTHING
    known = db.session.scalar(
        select(User.id).where(
            User.email == accounts.normal(email), User.role == Role.OFFICER
        )
    )
    if known is not None and where is not None:
        further(known, where, posts)
        return
    user = accounts.add_person(
        db.session(),
        email=email,
        password=password or ask_password(),
        name=name,
        role=Role(role),
        office_id=where.id if where else None,
        is_example=False,
        now=clock.now(),
        duties=posts,
    )
    click.echo(f"Opened an account for {user.email} ({user.role}).")


@click.command("reset-second-factor")
@click.argument("email")
@saying_no
def reset_second_factor(email: str) -> None:
    """Take the second factor off for somebody who has lost app and recovery codes.

    Make sure first that it is that person. The password stays, every browser is signed
    out, and the person and the approvers of the person's offices are told by mail.
    """
    known = one(User, select(User).where(User.email == accounts.normal(email)))
    had_one = known.totp_since is not None
    user = second_factor.reset(db.session(), user_id=known.id, now=clock.now())
    log.warning("A second factor was reset on the command line")
    if had_one:
        click.echo(f"{user.email} signs in with the password, and sets it up anew.")
    else:
        click.echo(f"{user.email} had none; whatever was begun is gone.")


@click.command("new-password-link")
@click.argument("email")
@saying_no
def new_password_link(email: str) -> None:
    """Make a link with which somebody chooses a new password; hand it to nobody else.

    It is good once, for an hour. Make sure first that it is that person who asks.
    """
    word = forgotten_passwords.make_link_by_hand(
        db.session(), email=email, now=clock.now()
    )
    log.warning("A link for a new password was made on the command line")
    click.echo(f"{current_app.config['SITE_URL']}/forgotten/{word}")


def further(
    user_id: int, office: Office, duties: list[Duty] | tuple[Duty, ...]
) -> None:
    """Give an officer duties in another office, and say which he has there now."""
    office_id, slug = office.id, office.slug
    user = appointing.appoint(
        db.session(),
        office_id=office_id,
        user_id=user_id,
        duties=duties,
        by_id=None,
        now=clock.now(),
    )
    held = ", ".join(duty for duty in Duty if duty in user.duties_in(office_id))
    click.echo(f"{user.email} is now at {slug}: {held}.")


def ask_password() -> str:
    """Ask for a password, twice, without showing it."""
    return str(click.prompt("Password", hide_input=True, confirmation_prompt=True))
