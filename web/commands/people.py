"""Commands that open offices and accounts."""

import click
from flask import Flask
from sqlalchemy import select

from auction import clock
from auction.models import Office, OfficeKind, Role
from auction.rules.refusal import Refusal
from auction.services import accounts
from web.commands.asking import one, saying_no
from web.extensions import db


def register(app: Flask) -> None:
    """Add the commands."""
    app.cli.add_command(add_office)
    app.cli.add_command(add_person)


@click.command("add-office")
@click.argument("slug")
@click.argument("name")
@click.option(
    "--kind", type=click.Choice([kind.value for kind in OfficeKind]), required=True
)
@click.option("--region", default="")
@click.option("--contact", default="", help="Shown on every lot page.")
@click.option("--supervision", default="", help="Whom to complain to.")
@saying_no
def add_office(
    slug: str, name: str, kind: str, region: str, contact: str, supervision: str
) -> None:
    """Open an office that sells: a court, a bank, an asset manager, a trustee."""
    office = accounts.add_office(
        db.session(),
        slug=slug,
        name=name,
        kind=OfficeKind(kind),
        region=region,
        contact=contact,
        supervision=supervision,
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
@click.password_option()
@saying_no
def add_person(
    email: str, name: str, role: str, office: str | None, password: str
) -> None:
    """Open an account for an officer, an auditor, an operator or a bidder."""
    if (role == Role.OFFICER.value) != (office is not None):
        raise Refusal("An officer, and only an officer, needs --office.")
    where = one(Office, select(Office).where(Office.slug == office)) if office else None
    user = accounts.add_person(
        db.session(),
        email=email,
        password=password,
        name=name,
        role=Role(role),
        office_id=where.id if where else None,
        is_example=False,
        now=clock.now(),
    )
    click.echo(f"Opened an account for {user.email} ({user.role}).")
