"""What an office does at its desk.

Officers get duties in one or several offices: whoever worked for an office before may
go on with all that he did.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "mails",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("is_private", sa.Boolean(), nullable=False),
        sa.Column("written_at", sa.DateTime(), nullable=False),
        sa.Column("next_try_at", sa.DateTime(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(), nullable=True),
        sa.Column("given_up_at", sa.DateTime(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mails")),
    )
    with op.batch_alter_table("mails", schema=None) as batch_op:
        batch_op.create_index(
            "ix_mails_waiting", ["sent_at", "next_try_at"], unique=False
        )

    op.create_table(
        "appointments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column(
            "duty",
            sa.Enum(
                "drafter",
                "approver",
                "cashier",
                "auditor",
                name="duty",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("appointed_at", sa.DateTime(), nullable=False),
        sa.Column("appointed_by_id", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["appointed_by_id"],
            ["users.id"],
            name=op.f("fk_appointments_appointed_by_id_users"),
        ),
        sa.ForeignKeyConstraint(
            ["ended_by_id"],
            ["users.id"],
            name=op.f("fk_appointments_ended_by_id_users"),
        ),
        sa.ForeignKeyConstraint(
            ["office_id"],
            ["offices.id"],
            name=op.f("fk_appointments_office_id_offices"),
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_appointments_user_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointments")),
    )
    with op.batch_alter_table("appointments", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_appointments_office_id"), ["office_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_appointments_user_id"), ["user_id"], unique=False
        )

    op.create_table(
        "column_mappings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("headings", sa.Text(), nullable=False),
        sa.Column("mapping", sa.JSON(), nullable=False),
        sa.Column("constants", sa.JSON(), nullable=False),
        sa.Column("used_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["office_id"],
            ["offices.id"],
            name=op.f("fk_column_mappings_office_id_offices"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_column_mappings")),
        sa.UniqueConstraint(
            "office_id", "headings", name=op.f("uq_column_mappings_office_id_headings")
        ),
    )
    op.create_table(
        "invitations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("duties", sa.JSON(), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("invited_by_id", sa.Integer(), nullable=True),
        sa.Column("invited_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.Column("accepted_at", sa.DateTime(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["invited_by_id"],
            ["users.id"],
            name=op.f("fk_invitations_invited_by_id_users"),
        ),
        sa.ForeignKeyConstraint(
            ["office_id"], ["offices.id"], name=op.f("fk_invitations_office_id_offices")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitations")),
        sa.UniqueConstraint("token", name=op.f("uq_invitations_token")),
    )
    with op.batch_alter_table("invitations", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_invitations_office_id"), ["office_id"], unique=False
        )

    op.create_table(
        "list_imports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("catalogue_id", sa.Integer(), nullable=False),
        sa.Column("uploaded_by_id", sa.Integer(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "uploaded",
                "checking",
                "checked",
                "importing",
                "done",
                "failed",
                "abandoned",
                name="importstate",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("shape", sa.JSON(), nullable=False),
        sa.Column("mapping", sa.JSON(), nullable=False),
        sa.Column("constants", sa.JSON(), nullable=False),
        sa.Column("left_out", sa.JSON(), nullable=False),
        sa.Column("problems", sa.JSON(), nullable=False),
        sa.Column("preview", sa.JSON(), nullable=False),
        sa.Column("problem_count", sa.Integer(), nullable=False),
        sa.Column("rows_total", sa.Integer(), nullable=False),
        sa.Column("rows_done", sa.Integer(), nullable=False),
        sa.Column("lots_added", sa.Integer(), nullable=False),
        sa.Column("lots_there", sa.Integer(), nullable=False),
        sa.Column("worker", sa.Text(), nullable=True),
        sa.Column("worked_at", sa.DateTime(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("finished_at", sa.DateTime(), nullable=True),
        sa.Column("failure", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["catalogue_id"],
            ["catalogues.id"],
            name=op.f("fk_list_imports_catalogue_id_catalogues"),
        ),
        sa.ForeignKeyConstraint(
            ["uploaded_by_id"],
            ["users.id"],
            name=op.f("fk_list_imports_uploaded_by_id_users"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_list_imports")),
    )
    with op.batch_alter_table("list_imports", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_list_imports_catalogue_id"), ["catalogue_id"], unique=False
        )

    op.create_table(
        "submissions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("catalogue_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("lot_count", sa.Integer(), nullable=False),
        sa.Column("announce_at", sa.DateTime(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("submitted_by_id", sa.Integer(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(), nullable=False),
        sa.Column(
            "decision",
            sa.Enum(
                "approved",
                "returned",
                "withdrawn",
                name="decision",
                native_enum=False,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["catalogue_id"],
            ["catalogues.id"],
            name=op.f("fk_submissions_catalogue_id_catalogues"),
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"],
            ["users.id"],
            name=op.f("fk_submissions_decided_by_id_users"),
        ),
        sa.ForeignKeyConstraint(
            ["submitted_by_id"],
            ["users.id"],
            name=op.f("fk_submissions_submitted_by_id_users"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submissions")),
    )
    with op.batch_alter_table("submissions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_submissions_catalogue_id"), ["catalogue_id"], unique=False
        )

    op.create_table(
        "submitted_lots",
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("lot_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("sent_back_at", sa.DateTime(), nullable=True),
        sa.Column("sent_back_by_id", sa.Integer(), nullable=True),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["lot_id"], ["lots.id"], name=op.f("fk_submitted_lots_lot_id_lots")
        ),
        sa.ForeignKeyConstraint(
            ["sent_back_by_id"],
            ["users.id"],
            name=op.f("fk_submitted_lots_sent_back_by_id_users"),
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["submissions.id"],
            name=op.f("fk_submitted_lots_submission_id_submissions"),
        ),
        sa.PrimaryKeyConstraint(
            "submission_id", "lot_id", name=op.f("pk_submitted_lots")
        ),
    )
    with op.batch_alter_table("submitted_lots", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_submitted_lots_lot_id"), ["lot_id"], unique=False
        )

    op.create_table(
        "barrings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("lot_id", sa.Integer(), nullable=False),
        sa.Column("ground", sa.Text(), nullable=False),
        sa.Column("barred_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["lot_id"], ["lots.id"], name=op.f("fk_barrings_lot_id_lots")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_barrings_user_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_barrings")),
    )
    with op.batch_alter_table("barrings", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_barrings_lot_id"), ["lot_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_barrings_user_id"), ["user_id"], unique=False
        )

    op.create_table(
        "emergency_stops",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("lot_id", sa.Integer(), nullable=True),
        sa.Column("office_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("pulled_by_id", sa.Integer(), nullable=False),
        sa.Column("pulled_at", sa.DateTime(), nullable=False),
        sa.Column("lots_stopped", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["lot_id"], ["lots.id"], name=op.f("fk_emergency_stops_lot_id_lots")
        ),
        sa.ForeignKeyConstraint(
            ["office_id"],
            ["offices.id"],
            name=op.f("fk_emergency_stops_office_id_offices"),
        ),
        sa.ForeignKeyConstraint(
            ["pulled_by_id"],
            ["users.id"],
            name=op.f("fk_emergency_stops_pulled_by_id_users"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_emergency_stops")),
    )
    with op.batch_alter_table("emergency_stops", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_emergency_stops_office_id"), ["office_id"], unique=False
        )

    op.create_table(
        "inspection_slots",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("lot_id", sa.Integer(), nullable=False),
        sa.Column("begins_at", sa.DateTime(), nullable=False),
        sa.Column("ends_at", sa.DateTime(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["lot_id"], ["lots.id"], name=op.f("fk_inspection_slots_lot_id_lots")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inspection_slots")),
    )
    with op.batch_alter_table("inspection_slots", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_inspection_slots_lot_id"), ["lot_id"], unique=False
        )

    op.create_table(
        "lot_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("lot_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("old", sa.Text(), nullable=False),
        sa.Column("new", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["changed_by_id"],
            ["users.id"],
            name=op.f("fk_lot_changes_changed_by_id_users"),
        ),
        sa.ForeignKeyConstraint(
            ["lot_id"], ["lots.id"], name=op.f("fk_lot_changes_lot_id_lots")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lot_changes")),
    )
    with op.batch_alter_table("lot_changes", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_lot_changes_lot_id"), ["lot_id"], unique=False
        )

    op.create_table(
        "notices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("lot_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("told_at", sa.DateTime(), nullable=False),
        sa.Column("read_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["lot_id"], ["lots.id"], name=op.f("fk_notices_lot_id_lots")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_notices_user_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
    )
    with op.batch_alter_table("notices", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_notices_user_id"), ["user_id"], unique=False
        )

    op.create_table(
        "questions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("lot_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("declined_at", sa.DateTime(), nullable=True),
        sa.Column("declined_by_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["answered_by_id"],
            ["users.id"],
            name=op.f("fk_questions_answered_by_id_users"),
        ),
        sa.ForeignKeyConstraint(
            ["declined_by_id"],
            ["users.id"],
            name=op.f("fk_questions_declined_by_id_users"),
        ),
        sa.ForeignKeyConstraint(
            ["lot_id"], ["lots.id"], name=op.f("fk_questions_lot_id_lots")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_questions_user_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questions")),
        sa.UniqueConstraint(
            "lot_id", "number", name=op.f("uq_questions_lot_id_number")
        ),
    )
    with op.batch_alter_table("questions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_questions_lot_id"), ["lot_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_questions_user_id"), ["user_id"], unique=False
        )
        batch_op.create_index(
            "ix_questions_waiting", ["answered_at", "declined_at"], unique=False
        )

    op.create_table(
        "supplements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["added_by_id"], ["users.id"], name=op.f("fk_supplements_added_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["questions.id"],
            name=op.f("fk_supplements_question_id_questions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supplements")),
    )
    with op.batch_alter_table("supplements", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_supplements_question_id"), ["question_id"], unique=False
        )

    op.create_table(
        "acts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("lot_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "recall",
                "stay",
                "suspension",
                "resumption",
                "voiding",
                "default",
                name="actkind",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("ground", sa.Text(), nullable=True),
        sa.Column("public_text", sa.Text(), nullable=False),
        sa.Column("until", sa.DateTime(), nullable=True),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=True),
        sa.Column("done_at", sa.DateTime(), nullable=True),
        sa.Column("declined_by_id", sa.Integer(), nullable=True),
        sa.Column("declined_at", sa.DateTime(), nullable=True),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("stop_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["users.id"], name=op.f("fk_acts_asked_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["confirmed_by_id"],
            ["users.id"],
            name=op.f("fk_acts_confirmed_by_id_users"),
        ),
        sa.ForeignKeyConstraint(
            ["declined_by_id"], ["users.id"], name=op.f("fk_acts_declined_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["documents.id"],
            name=op.f("fk_acts_document_id_documents"),
        ),
        sa.ForeignKeyConstraint(
            ["lot_id"], ["lots.id"], name=op.f("fk_acts_lot_id_lots")
        ),
        sa.ForeignKeyConstraint(
            ["stop_id"],
            ["emergency_stops.id"],
            name=op.f("fk_acts_stop_id_emergency_stops"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acts")),
    )
    with op.batch_alter_table("acts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_acts_lot_id"), ["lot_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_acts_stop_id"), ["stop_id"], unique=False)

    op.create_table(
        "inspection_bookings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slot_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("visitor", sa.Text(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("booked_at", sa.DateTime(), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["slot_id"],
            ["inspection_slots.id"],
            name=op.f("fk_inspection_bookings_slot_id_inspection_slots"),
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_inspection_bookings_user_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inspection_bookings")),
        sa.UniqueConstraint("code", name=op.f("uq_inspection_bookings_code")),
    )
    with op.batch_alter_table("inspection_bookings", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_inspection_bookings_slot_id"), ["slot_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_inspection_bookings_user_id"), ["user_id"], unique=False
        )

    with op.batch_alter_table("catalogues", schema=None) as batch_op:
        batch_op.add_column(sa.Column("opens_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("closes_at", sa.DateTime(), nullable=True))
        batch_op.add_column(
            sa.Column(
                "stagger_seconds", sa.Integer(), nullable=False, server_default="60"
            )
        )
        batch_op.add_column(sa.Column("previous_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_catalogues_previous_id_catalogues"),
            "catalogues",
            ["previous_id"],
            ["id"],
        )

    op.create_table(
        "document_looks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("looked_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["documents.id"],
            name=op.f("fk_document_looks_document_id_documents"),
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["users.id"],
            name=op.f("fk_document_looks_user_id_users"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_looks")),
    )
    with op.batch_alter_table("document_looks", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_document_looks_document_id"), ["document_id"], unique=False
        )

    with op.batch_alter_table("documents", schema=None) as batch_op:
        batch_op.add_column(sa.Column("dated_on", sa.Date(), nullable=True))
        batch_op.add_column(
            sa.Column("version", sa.Integer(), nullable=False, server_default="1")
        )
        batch_op.add_column(
            sa.Column(
                "is_public", sa.Boolean(), nullable=False, server_default=sa.true()
            )
        )
        batch_op.add_column(sa.Column("replaced_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("replaced_by_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_documents_replaced_by_id_documents"),
            "documents",
            ["replaced_by_id"],
            ["id"],
        )

    with op.batch_alter_table("lots", schema=None) as batch_op:
        batch_op.add_column(sa.Column("submission_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("announce_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("announced_at", sa.DateTime(), nullable=True))
        batch_op.add_column(
            sa.Column("deviations", sa.JSON(), nullable=False, server_default="{}")
        )
        batch_op.add_column(
            sa.Column(
                "rested_from",
                sa.Enum(
                    "draft",
                    "submitted",
                    "approved",
                    "announced",
                    "open",
                    "stayed",
                    "suspended",
                    "sold",
                    "passed",
                    "recalled",
                    "voided",
                    "defaulted",
                    name="lotstatus",
                    native_enum=False,
                    length=32,
                ),
                nullable=True,
            )
        )
        batch_op.add_column(sa.Column("stayed_until", sa.DateTime(), nullable=True))
        batch_op.add_column(
            sa.Column("attempt", sa.Integer(), nullable=False, server_default="1")
        )
        batch_op.add_column(sa.Column("previous_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("first_id", sa.Integer(), nullable=True))
        batch_op.create_index(
            "ix_lots_announcing", ["status", "announce_at"], unique=False
        )
        batch_op.create_index(
            "ix_lots_ended", ["office_id", "ended_at"], unique=False
        )
        batch_op.create_index(
            "ix_lots_of_office", ["office_id", "status"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_lots_first_id"), ["first_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_lots_previous_id"), ["previous_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_lots_submission_id"), ["submission_id"], unique=False
        )
        batch_op.create_foreign_key(
            "fk_lots_previous_id_lots", "lots", ["previous_id"], ["id"]
        )
        batch_op.create_foreign_key(
            "fk_lots_first_id_lots", "lots", ["first_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_lots_submission_id_submissions"),
            "submissions",
            ["submission_id"],
            ["id"],
        )

    with op.batch_alter_table("offices", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("address", sa.Text(), nullable=False, server_default="")
        )
        batch_op.add_column(
            sa.Column("introduction", sa.Text(), nullable=False, server_default="")
        )
        batch_op.add_column(sa.Column("logo", sa.Text(), nullable=True))
        batch_op.add_column(
            sa.Column("time_zone", sa.Text(), nullable=False, server_default="UTC")
        )
        batch_op.add_column(
            sa.Column(
                "currency_code",
                sa.String(length=3),
                nullable=False,
                server_default="EUR",
            )
        )
        batch_op.add_column(
            sa.Column("locale", sa.Text(), nullable=False, server_default="en")
        )
        batch_op.add_column(
            sa.Column("payee", sa.Text(), nullable=False, server_default="")
        )
        batch_op.add_column(
            sa.Column("iban", sa.Text(), nullable=False, server_default="")
        )
        batch_op.add_column(
            sa.Column("bic", sa.Text(), nullable=False, server_default="")
        )

    with op.batch_alter_table("paddles", schema=None) as batch_op:
        batch_op.add_column(sa.Column("release_due_at", sa.DateTime(), nullable=True))

    with op.batch_alter_table("photos", schema=None) as batch_op:
        batch_op.add_column(sa.Column("thumbnail", sa.Text(), nullable=True))
        batch_op.add_column(
            sa.Column("caption", sa.Text(), nullable=False, server_default="")
        )

    _appoint_officers()
    _note_announcements()
    with op.batch_alter_table("users", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_users_office_id_offices"), type_="foreignkey"
        )
        batch_op.drop_column("office_id")


def downgrade():
    with op.batch_alter_table("users", schema=None) as batch_op:
        batch_op.add_column(sa.Column("office_id", sa.INTEGER(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_users_office_id_offices"), "offices", ["office_id"], ["id"]
        )
    _go_back_to_one_office()
    _forget_new_states()

    with op.batch_alter_table("photos", schema=None) as batch_op:
        batch_op.drop_column("caption")
        batch_op.drop_column("thumbnail")

    with op.batch_alter_table("paddles", schema=None) as batch_op:
        batch_op.drop_column("release_due_at")

    with op.batch_alter_table("offices", schema=None) as batch_op:
        batch_op.drop_column("bic")
        batch_op.drop_column("iban")
        batch_op.drop_column("payee")
        batch_op.drop_column("locale")
        batch_op.drop_column("currency_code")
        batch_op.drop_column("time_zone")
        batch_op.drop_column("logo")
        batch_op.drop_column("introduction")
        batch_op.drop_column("address")

    with op.batch_alter_table("lots", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_lots_submission_id_submissions"), type_="foreignkey"
        )
        batch_op.drop_constraint("fk_lots_first_id_lots", type_="foreignkey")
        batch_op.drop_constraint("fk_lots_previous_id_lots", type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_lots_submission_id"))
        batch_op.drop_index(batch_op.f("ix_lots_previous_id"))
        batch_op.drop_index(batch_op.f("ix_lots_first_id"))
        batch_op.drop_index("ix_lots_of_office")
        batch_op.drop_index("ix_lots_ended")
        batch_op.drop_index("ix_lots_announcing")
        batch_op.drop_column("first_id")
        batch_op.drop_column("previous_id")
        batch_op.drop_column("attempt")
        batch_op.drop_column("stayed_until")
        batch_op.drop_column("rested_from")
        batch_op.drop_column("deviations")
        batch_op.drop_column("announced_at")
        batch_op.drop_column("announce_at")
        batch_op.drop_column("submission_id")

    with op.batch_alter_table("document_looks", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_document_looks_document_id"))
    op.drop_table("document_looks")

    with op.batch_alter_table("documents", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_documents_replaced_by_id_documents"), type_="foreignkey"
        )
        batch_op.drop_column("replaced_by_id")
        batch_op.drop_column("replaced_at")
        batch_op.drop_column("is_public")
        batch_op.drop_column("version")
        batch_op.drop_column("dated_on")

    with op.batch_alter_table("catalogues", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_catalogues_previous_id_catalogues"), type_="foreignkey"
        )
        batch_op.drop_column("previous_id")
        batch_op.drop_column("stagger_seconds")
        batch_op.drop_column("closes_at")
        batch_op.drop_column("opens_at")

    with op.batch_alter_table("inspection_bookings", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_inspection_bookings_user_id"))
        batch_op.drop_index(batch_op.f("ix_inspection_bookings_slot_id"))

    op.drop_table("inspection_bookings")
    with op.batch_alter_table("acts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_acts_stop_id"))
        batch_op.drop_index(batch_op.f("ix_acts_lot_id"))

    op.drop_table("acts")
    with op.batch_alter_table("supplements", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_supplements_question_id"))

    op.drop_table("supplements")
    with op.batch_alter_table("questions", schema=None) as batch_op:
        batch_op.drop_index("ix_questions_waiting")
        batch_op.drop_index(batch_op.f("ix_questions_user_id"))
        batch_op.drop_index(batch_op.f("ix_questions_lot_id"))

    op.drop_table("questions")
    with op.batch_alter_table("notices", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_notices_user_id"))

    op.drop_table("notices")
    with op.batch_alter_table("lot_changes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lot_changes_lot_id"))

    op.drop_table("lot_changes")
    with op.batch_alter_table("inspection_slots", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_inspection_slots_lot_id"))

    op.drop_table("inspection_slots")
    with op.batch_alter_table("emergency_stops", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_emergency_stops_office_id"))

    op.drop_table("emergency_stops")
    with op.batch_alter_table("barrings", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_barrings_user_id"))
        batch_op.drop_index(batch_op.f("ix_barrings_lot_id"))

    op.drop_table("barrings")
    with op.batch_alter_table("submitted_lots", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_submitted_lots_lot_id"))

    op.drop_table("submitted_lots")
    with op.batch_alter_table("submissions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_submissions_catalogue_id"))

    op.drop_table("submissions")
    with op.batch_alter_table("list_imports", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_list_imports_catalogue_id"))

    op.drop_table("list_imports")
    with op.batch_alter_table("invitations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_invitations_office_id"))

    op.drop_table("invitations")
    op.drop_table("column_mappings")
    with op.batch_alter_table("appointments", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_appointments_user_id"))
        batch_op.drop_index(batch_op.f("ix_appointments_office_id"))

    op.drop_table("appointments")
    with op.batch_alter_table("mails", schema=None) as batch_op:
        batch_op.drop_index("ix_mails_waiting")

    op.drop_table("mails")


def _appoint_officers():
    for duty in ("drafter", "approver", "cashier"):
        op.execute(
            "INSERT INTO appointments (user_id, office_id, duty, appointed_at) "
            f"SELECT id, office_id, '{duty}', registered_at FROM users "
            "WHERE office_id IS NOT NULL AND role = 'officer'"
        )


def _note_announcements():
    op.execute(
        "UPDATE lots SET announced_at = (SELECT published_at FROM catalogues "
        "WHERE catalogues.id = lots.catalogue_id) WHERE status <> 'draft'"
    )


def _go_back_to_one_office():
    op.execute(
        "UPDATE users SET office_id = (SELECT min(office_id) FROM appointments "
        "WHERE user_id = users.id AND ended_at IS NULL)"
    )


def _forget_new_states():
    older = {
        "draft": ("submitted", "approved"),
        "suspended": ("stayed",),
        "sold": ("defaulted",),
    }
    for status, newer in older.items():
        for name in newer:
            op.execute(f"UPDATE lots SET status = '{status}' WHERE status = '{name}'")
