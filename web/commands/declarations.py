"""The command that checks a declaration against the key that signed it."""

from __future__ import annotations

from pathlib import Path

import click
from flask import Flask

from auction.rules.refusal import Refusal
from auction.rules.signed_declaration import read_file
from auction.signing import is_signed
from web import keys
from web.commands.asking import saying_no


def register(app: Flask) -> None:
    """Add the command."""
    app.cli.add_command(verify_declaration)


@click.command("verify-declaration")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--key", default="", help="The public key, in hex; else this site's own.")
@saying_no
def verify_declaration(file: Path, key: str) -> None:
    """Say whether a declaration is word by word what this site signed."""
    found = read_file(file.read_text(encoding="utf-8"))
    public = key.strip() or keys.signer().public
    if not is_signed(found.signed, signature=found.signature, public=public):
        raise Refusal("The signature does not fit: this is not what was signed.")
    click.echo(f"The signature fits. Declared at {found.said['made_at']}:")
    click.echo(found.said["text"])
    for rule in found.said["answers"]["rules"]:
        click.echo(f"{rule['answer']}: {rule['statement']}")
