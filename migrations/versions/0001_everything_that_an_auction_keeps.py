"""Everything that an auction keeps.

Revision 0001, the first.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "heartbeat",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("beaten_at", sa.DateTime(), nullable=False),
        sa.Column("swept_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_heartbeat")),
    )
    op.create_table(
        "offices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "court",
                "bank",
                "asset_manager",
                "trustee",
                name="officekind",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("supervision", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offices")),
        sa.UniqueConstraint("slug", name=op.f("uq_offices_slug")),
    )
    op.create_table(
        "catalogues",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("introduction", sa.Text(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("procedure_name", sa.Text(), nullable=False),
        sa.Column("procedure_text", sa.Text(), nullable=False),
        sa.Column("currency_code", sa.String(length=3), nullable=False),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.Column("time_zone", sa.Text(), nullable=False),
        sa.Column("published_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["office_id"], ["offices.id"], name=op.f("fk_catalogues_office_id_offices")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_catalogues")),
        sa.UniqueConstraint("slug", name=op.f("uq_catalogues_slug")),
    )
    with op.batch_alter_table("catalogues") as batch_op:
        batch_op.create_index(
            batch_op.f("ix_catalogues_office_id"), ["office_id"], unique=False
        )

    op.create_table(
        "users",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "bidder",
                "officer",
                "auditor",
                "operator",
                name="role",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("office_id", sa.Integer(), nullable=True),
        sa.Column("is_example", sa.Boolean(), nullable=False),
        sa.Column("registered_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["office_id"], ["offices.id"], name=op.f("fk_users_office_id_offices")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
        sa.UniqueConstraint("email", name=op.f("uq_users_email")),
    )
    op.create_table(
        "lots",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("catalogue_id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("external_id", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column(
            "category",
            sa.Enum(
                "loan",
                "real_estate",
                "forest",
                "machinery",
                "intellectual_property",
                "private_equity",
                "other_intangible",
                "vehicle",
                "goods",
                name="category",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("location", sa.Text(), nullable=False),
        sa.Column("round", sa.Text(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("valuation", sa.BigInteger(), nullable=True),
        sa.Column("starting_price", sa.BigInteger(), nullable=False),
        sa.Column("reserve", sa.BigInteger(), nullable=True),
        sa.Column("increment", sa.BigInteger(), nullable=True),
        sa.Column("deposit", sa.BigInteger(), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "draft",
                "announced",
                "open",
                "suspended",
                "sold",
                "passed",
                "recalled",
                "voided",
                name="lotstatus",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("opens_at", sa.DateTime(), nullable=False),
        sa.Column("closes_at", sa.DateTime(), nullable=False),
        sa.Column("scheduled_close", sa.DateTime(), nullable=False),
        sa.Column("suspended_at", sa.DateTime(), nullable=True),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("price", sa.BigInteger(), nullable=True),
        sa.Column("leader_id", sa.Integer(), nullable=True),
        sa.Column("bid_count", sa.Integer(), nullable=False),
        sa.Column("bidder_count", sa.Integer(), nullable=False),
        sa.Column("paddle_count", sa.Integer(), nullable=False),
        sa.Column("extensions", sa.Integer(), nullable=False),
        sa.Column("reason_code", sa.Text(), nullable=True),
        sa.Column("reason_text", sa.Text(), nullable=True),
        sa.Column("notice", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["catalogue_id"],
            ["catalogues.id"],
            name=op.f("fk_lots_catalogue_id_catalogues"),
        ),
        sa.ForeignKeyConstraint(
            ["office_id"], ["offices.id"], name=op.f("fk_lots_office_id_offices")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lots")),
        sa.UniqueConstraint(
            "catalogue_id", "external_id", name=op.f("uq_lots_catalogue_id_external_id")
        ),
        sa.UniqueConstraint(
            "catalogue_id", "number", name=op.f("uq_lots_catalogue_id_number")
        ),
    )
    with op.batch_alter_table("lots") as batch_op:
        batch_op.create_index("ix_lots_category", ["category", "status"], unique=False)
        batch_op.create_index("ix_lots_due", ["status", "closes_at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_lots_office_id"), ["office_id"], unique=False
        )
        batch_op.create_index("ix_lots_opening", ["status", "opens_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_lots_region"), ["region"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_lots_starting_price"), ["starting_price"], unique=False
        )

    op.create_table(
        "sign_ins",
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("signed_in_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_sign_ins_user_id_users")
        ),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_sign_ins")),
    )
    with op.batch_alter_table("sign_ins") as batch_op:
        batch_op.create_index(
            batch_op.f("ix_sign_ins_user_id"), ["user_id"], unique=False
        )

    op.create_table(
        "documents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("lot_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["lot_id"], ["lots.id"], name=op.f("fk_documents_lot_id_lots")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_documents")),
    )
    with op.batch_alter_table("documents") as batch_op:
        batch_op.create_index(
            batch_op.f("ix_documents_lot_id"), ["lot_id"], unique=False
        )

    op.create_table(
        "lot_views",
        sa.Column("lot_id", sa.Integer(), nullable=False),
        sa.Column("views", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["lot_id"], ["lots.id"], name=op.f("fk_lot_views_lot_id_lots")
        ),
        sa.PrimaryKeyConstraint("lot_id", name=op.f("pk_lot_views")),
    )
    op.create_table(
        "paddles",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("lot_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("salt", sa.Text(), nullable=False),
        sa.Column("commitment", sa.Text(), nullable=False),
        sa.Column("registered_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["lot_id"], ["lots.id"], name=op.f("fk_paddles_lot_id_lots")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_paddles_user_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paddles")),
        sa.UniqueConstraint("lot_id", "number", name=op.f("uq_paddles_lot_id_number")),
        sa.UniqueConstraint(
            "lot_id", "user_id", name=op.f("uq_paddles_lot_id_user_id")
        ),
    )
    with op.batch_alter_table("paddles") as batch_op:
        batch_op.create_index(
            batch_op.f("ix_paddles_user_id"), ["user_id"], unique=False
        )

    op.create_table(
        "photos",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("lot_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("alt", sa.Text(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["lot_id"], ["lots.id"], name=op.f("fk_photos_lot_id_lots")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_photos")),
    )
    with op.batch_alter_table("photos") as batch_op:
        batch_op.create_index(batch_op.f("ix_photos_lot_id"), ["lot_id"], unique=False)

    op.create_table(
        "reminders",
        sa.Column("lot_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("set_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["lot_id"], ["lots.id"], name=op.f("fk_reminders_lot_id_lots")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_reminders_user_id_users")
        ),
        sa.PrimaryKeyConstraint("lot_id", "user_id", name=op.f("pk_reminders")),
    )
    op.create_table(
        "trail",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("lot_id", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("entry", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["lot_id"], ["lots.id"], name=op.f("fk_trail_lot_id_lots")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trail")),
        sa.UniqueConstraint(
            "lot_id", "sequence", name=op.f("uq_trail_lot_id_sequence")
        ),
    )
    op.create_table(
        "bids",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("lot_id", sa.Integer(), nullable=False),
        sa.Column("paddle_id", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("received_at", sa.DateTime(), nullable=False),
        sa.Column("idempotency_key", sa.String(length=64), nullable=False),
        sa.Column("closes_at", sa.DateTime(), nullable=False),
        sa.Column("voided_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["lot_id"], ["lots.id"], name=op.f("fk_bids_lot_id_lots")
        ),
        sa.ForeignKeyConstraint(
            ["paddle_id"], ["paddles.id"], name=op.f("fk_bids_paddle_id_paddles")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bids")),
        sa.UniqueConstraint(
            "lot_id",
            "paddle_id",
            "idempotency_key",
            name=op.f("uq_bids_lot_id_paddle_id_idempotency_key"),
        ),
        sa.UniqueConstraint("lot_id", "sequence", name=op.f("uq_bids_lot_id_sequence")),
    )
    with op.batch_alter_table("bids") as batch_op:
        batch_op.create_index(
            batch_op.f("ix_bids_paddle_id"), ["paddle_id"], unique=False
        )

    # Lots and paddles point at one another, so one of the two comes last.
    with op.batch_alter_table("lots") as batch_op:
        batch_op.create_foreign_key(
            "fk_lots_leader_id_paddles", "paddles", ["leader_id"], ["id"]
        )


def downgrade():
    with op.batch_alter_table("lots") as batch_op:
        batch_op.drop_constraint("fk_lots_leader_id_paddles", type_="foreignkey")

    op.drop_table("bids")
    op.drop_table("trail")
    op.drop_table("reminders")
    op.drop_table("photos")
    op.drop_table("paddles")
    op.drop_table("lot_views")
    op.drop_table("documents")
    op.drop_table("sign_ins")
    op.drop_table("lots")
    op.drop_table("users")
    op.drop_table("catalogues")
    op.drop_table("offices")
    op.drop_table("heartbeat")
