"""Who may bid, and with what money.

Accounts that were there before need not confirm their address again, and who had a
bidder number keeps it.
"""

import sqlalchemy as sa
from alembic import op

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('tries',
    sa.Column('key', sa.Text(), nullable=False),
    sa.Column('count', sa.Integer(), nullable=False),
    sa.Column('expires_at', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_tries'))
    )
    with op.batch_alter_table('tries', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_tries_expires_at'), ['expires_at'], unique=False)

    op.create_table('identities',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('natural', 'company', name='personkind', native_enum=False, length=32), nullable=False),
    sa.Column('is_principal', sa.Boolean(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('country', sa.String(length=2), nullable=False),
    sa.Column('nationality', sa.String(length=2), nullable=True),
    sa.Column('born_on', sa.Date(), nullable=True),
    sa.Column('number', sa.LargeBinary(), nullable=True),
    sa.Column('fingerprint', sa.Text(), nullable=True),
    sa.Column('address', sa.Text(), nullable=False),
    sa.Column('capacity', sa.Text(), nullable=False),
    sa.Column('licences', sa.JSON(), nullable=False),
    sa.Column('state', sa.Enum('draft', 'submitted', 'accepted', 'refused', 'replaced', 'withdrawn', name='identitystate', native_enum=False, length=32), nullable=False),
    sa.Column('begun_at', sa.DateTime(), nullable=False),
    sa.Column('submitted_at', sa.DateTime(), nullable=True),
    sa.Column('decided_at', sa.DateTime(), nullable=True),
    sa.Column('decided_by_id', sa.Integer(), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('valid_until', sa.Date(), nullable=True),
    sa.Column('replaces_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['decided_by_id'], ['users.id'], name=op.f('fk_identities_decided_by_id_users')),
    sa.ForeignKeyConstraint(['replaces_id'], ['identities.id'], name=op.f('fk_identities_replaces_id_identities')),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_identities_user_id_users')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_identities'))
    )
    with op.batch_alter_table('identities', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_identities_fingerprint'), ['fingerprint'], unique=False)
        batch_op.create_index(batch_op.f('ix_identities_user_id'), ['user_id'], unique=False)
        batch_op.create_index('ix_identities_waiting', ['state', 'submitted_at'], unique=False)

    op.create_table('mail_stops',
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('stopped_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_mail_stops_user_id_users')),
    sa.PrimaryKeyConstraint('user_id', 'kind', name=op.f('pk_mail_stops'))
    )
    op.create_table('mailed_links',
    sa.Column('token', sa.Text(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('purpose', sa.Enum('confirm_email', 'change_email', 'forgotten', name='linkpurpose', native_enum=False, length=32), nullable=False),
    sa.Column('email', sa.Text(), nullable=False),
    sa.Column('sent_at', sa.DateTime(), nullable=False),
    sa.Column('expires_at', sa.DateTime(), nullable=False),
    sa.Column('used_at', sa.DateTime(), nullable=True),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_mailed_links_user_id_users')),
    sa.PrimaryKeyConstraint('token', name=op.f('pk_mailed_links'))
    )
    with op.batch_alter_table('mailed_links', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_mailed_links_user_id'), ['user_id'], unique=False)

    op.create_table('payment_orders',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('office_id', sa.Integer(), nullable=False),
    sa.Column('message', sa.Text(), nullable=False),
    sa.Column('currency_code', sa.String(length=3), nullable=False),
    sa.Column('made_by_id', sa.Integer(), nullable=False),
    sa.Column('made_at', sa.DateTime(), nullable=False),
    sa.Column('cancelled_at', sa.DateTime(), nullable=True),
    sa.ForeignKeyConstraint(['made_by_id'], ['users.id'], name=op.f('fk_payment_orders_made_by_id_users')),
    sa.ForeignKeyConstraint(['office_id'], ['offices.id'], name=op.f('fk_payment_orders_office_id_offices')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_payment_orders')),
    sa.UniqueConstraint('message', name=op.f('uq_payment_orders_message'))
    )
    with op.batch_alter_table('payment_orders', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_payment_orders_office_id'), ['office_id'], unique=False)

    op.create_table('recovery_codes',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('digest', sa.Text(), nullable=False),
    sa.Column('made_at', sa.DateTime(), nullable=False),
    sa.Column('used_at', sa.DateTime(), nullable=True),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_recovery_codes_user_id_users')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_recovery_codes'))
    )
    with op.batch_alter_table('recovery_codes', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_recovery_codes_user_id'), ['user_id'], unique=False)

    op.create_table('saved_searches',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('query', sa.Text(), nullable=False),
    sa.Column('saved_at', sa.DateTime(), nullable=False),
    sa.Column('looked_at', sa.DateTime(), nullable=False),
    sa.Column('wants_mail', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_saved_searches_user_id_users')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_saved_searches'))
    )
    with op.batch_alter_table('saved_searches', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_saved_searches_user_id'), ['user_id'], unique=False)

    op.create_table('statements',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('office_id', sa.Integer(), nullable=False),
    sa.Column('digest', sa.Text(), nullable=False),
    sa.Column('file_name', sa.Text(), nullable=False),
    sa.Column('form', sa.Text(), nullable=False),
    sa.Column('account', sa.Text(), nullable=False),
    sa.Column('number', sa.Text(), nullable=False),
    sa.Column('currency_code', sa.String(length=3), nullable=False),
    sa.Column('opening', sa.BigInteger(), nullable=True),
    sa.Column('closing', sa.BigInteger(), nullable=True),
    sa.Column('first_on', sa.Date(), nullable=True),
    sa.Column('last_on', sa.Date(), nullable=True),
    sa.Column('imported_by_id', sa.Integer(), nullable=False),
    sa.Column('imported_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['imported_by_id'], ['users.id'], name=op.f('fk_statements_imported_by_id_users')),
    sa.ForeignKeyConstraint(['office_id'], ['offices.id'], name=op.f('fk_statements_office_id_offices')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_statements')),
    sa.UniqueConstraint('office_id', 'digest', name=op.f('uq_statements_office_id_digest'))
    )

    op.create_table('identity_papers',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('identity_id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('media_type', sa.Text(), nullable=False),
    sa.Column('file', sa.Text(), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('added_at', sa.DateTime(), nullable=False),
    sa.Column('delete_after', sa.DateTime(), nullable=True),
    sa.Column('deleted_at', sa.DateTime(), nullable=True),
    sa.ForeignKeyConstraint(['identity_id'], ['identities.id'], name=op.f('fk_identity_papers_identity_id_identities')),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_identity_papers_user_id_users')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_identity_papers')),
    sa.UniqueConstraint('file', name=op.f('uq_identity_papers_file'))
    )
    with op.batch_alter_table('identity_papers', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_identity_papers_delete_after'), ['delete_after'], unique=False)
        batch_op.create_index(batch_op.f('ix_identity_papers_identity_id'), ['identity_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_identity_papers_user_id'), ['user_id'], unique=False)

    op.create_table('identity_looks',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('paper_id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('looked_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['paper_id'], ['identity_papers.id'], name=op.f('fk_identity_looks_paper_id_identity_papers')),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_identity_looks_user_id_users')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_identity_looks'))
    )
    with op.batch_alter_table('identity_looks', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_identity_looks_paper_id'), ['paper_id'], unique=False)

    op.create_table('mandates',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('identity_id', sa.Integer(), nullable=False),
    sa.Column('lot_id', sa.Integer(), nullable=False),
    sa.Column('paper_id', sa.Integer(), nullable=False),
    sa.Column('filed_at', sa.DateTime(), nullable=False),
    sa.Column('confirmed_at', sa.DateTime(), nullable=True),
    sa.Column('declined_at', sa.DateTime(), nullable=True),
    sa.Column('decided_by_id', sa.Integer(), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['decided_by_id'], ['users.id'], name=op.f('fk_mandates_decided_by_id_users')),
    sa.ForeignKeyConstraint(['identity_id'], ['identities.id'], name=op.f('fk_mandates_identity_id_identities')),
    sa.ForeignKeyConstraint(['lot_id'], ['lots.id'], name=op.f('fk_mandates_lot_id_lots')),
    sa.ForeignKeyConstraint(['paper_id'], ['identity_papers.id'], name=op.f('fk_mandates_paper_id_identity_papers')),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_mandates_user_id_users')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mandates'))
    )
    with op.batch_alter_table('mandates', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_mandates_identity_id'), ['identity_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_mandates_lot_id'), ['lot_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_mandates_user_id'), ['user_id'], unique=False)

    op.create_table('maxima',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('lot_id', sa.Integer(), nullable=False),
    sa.Column('paddle_id', sa.Integer(), nullable=False),
    sa.Column('sealed', sa.LargeBinary(), nullable=False),
    sa.Column('received_at', sa.DateTime(), nullable=False),
    sa.Column('idempotency_key', sa.String(length=64), nullable=False),
    sa.Column('replaced_at', sa.DateTime(), nullable=True),
    sa.Column('cancelled_at', sa.DateTime(), nullable=True),
    sa.Column('used_up_at', sa.DateTime(), nullable=True),
    sa.Column('unreadable_at', sa.DateTime(), nullable=True),
    sa.ForeignKeyConstraint(['lot_id'], ['lots.id'], name=op.f('fk_maxima_lot_id_lots')),
    sa.ForeignKeyConstraint(['paddle_id'], ['paddles.id'], name=op.f('fk_maxima_paddle_id_paddles')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_maxima')),
    sa.UniqueConstraint('paddle_id', 'idempotency_key', name=op.f('uq_maxima_paddle_id_idempotency_key'))
    )
    with op.batch_alter_table('maxima', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_maxima_lot_id'), ['lot_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_maxima_paddle_id'), ['paddle_id'], unique=False)

    op.create_table('registrations',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('lot_id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('identity_id', sa.Integer(), nullable=True),
    sa.Column('mandate_id', sa.Integer(), nullable=True),
    sa.Column('state', sa.Enum('asked', 'numbered', 'refused', 'withdrawn', 'lapsed', name='registrationstate', native_enum=False, length=32), nullable=False),
    sa.Column('asked_at', sa.DateTime(), nullable=False),
    sa.Column('office_confirmed_at', sa.DateTime(), nullable=True),
    sa.Column('office_confirmed_by_id', sa.Integer(), nullable=True),
    sa.Column('refused_at', sa.DateTime(), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('stays_bound_at', sa.DateTime(), nullable=True),
    sa.Column('paddle_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['identity_id'], ['identities.id'], name=op.f('fk_registrations_identity_id_identities')),
    sa.ForeignKeyConstraint(['lot_id'], ['lots.id'], name=op.f('fk_registrations_lot_id_lots')),
    sa.ForeignKeyConstraint(['mandate_id'], ['mandates.id'], name=op.f('fk_registrations_mandate_id_mandates')),
    sa.ForeignKeyConstraint(['office_confirmed_by_id'], ['users.id'], name=op.f('fk_registrations_office_confirmed_by_id_users')),
    sa.ForeignKeyConstraint(['paddle_id'], ['paddles.id'], name=op.f('fk_registrations_paddle_id_paddles')),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_registrations_user_id_users')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_registrations')),
    sa.UniqueConstraint('lot_id', 'user_id', name=op.f('uq_registrations_lot_id_user_id')),
    sa.UniqueConstraint('paddle_id', name=op.f('uq_registrations_paddle_id'))
    )
    with op.batch_alter_table('registrations', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_registrations_user_id'), ['user_id'], unique=False)

    op.create_table('declarations',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('registration_id', sa.Integer(), nullable=False),
    sa.Column('made_at', sa.DateTime(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('answers', sa.JSON(), nullable=False),
    sa.Column('signature', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['registration_id'], ['registrations.id'], name=op.f('fk_declarations_registration_id_registrations')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_declarations'))
    )
    with op.batch_alter_table('declarations', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_declarations_registration_id'), ['registration_id'], unique=False)

    op.create_table('deposits',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('registration_id', sa.Integer(), nullable=False),
    sa.Column('lot_id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('office_id', sa.Integer(), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.Column('currency_code', sa.String(length=3), nullable=False),
    sa.Column('reference', sa.Text(), nullable=False),
    sa.Column('state', sa.Enum('requested', 'received', 'confirmed', 'held', 'due_back', 'returning', 'returned', 'applied', 'forfeited', 'lapsed', name='depositstate', native_enum=False, length=32), nullable=False),
    sa.Column('requested_at', sa.DateTime(), nullable=False),
    sa.Column('confirmed_at', sa.DateTime(), nullable=True),
    sa.Column('due_back_at', sa.DateTime(), nullable=True),
    sa.Column('refund_name', sa.Text(), nullable=False),
    sa.Column('refund_iban', sa.Text(), nullable=False),
    sa.Column('refund_bic', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['lot_id'], ['lots.id'], name=op.f('fk_deposits_lot_id_lots')),
    sa.ForeignKeyConstraint(['office_id'], ['offices.id'], name=op.f('fk_deposits_office_id_offices')),
    sa.ForeignKeyConstraint(['registration_id'], ['registrations.id'], name=op.f('fk_deposits_registration_id_registrations')),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_deposits_user_id_users')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_deposits')),
    sa.UniqueConstraint('reference', name=op.f('uq_deposits_reference')),
    sa.UniqueConstraint('registration_id', name=op.f('uq_deposits_registration_id'))
    )
    with op.batch_alter_table('deposits', schema=None) as batch_op:
        batch_op.create_index('ix_deposits_due', ['office_id', 'state', 'due_back_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_deposits_lot_id'), ['lot_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_deposits_user_id'), ['user_id'], unique=False)

    op.create_table('priority_claims',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('registration_id', sa.Integer(), nullable=False),
    sa.Column('ground', sa.Text(), nullable=False),
    sa.Column('rank', sa.Integer(), nullable=True),
    sa.Column('explanation', sa.Text(), nullable=False),
    sa.Column('paper_id', sa.Integer(), nullable=True),
    sa.Column('filed_at', sa.DateTime(), nullable=False),
    sa.Column('confirmed_at', sa.DateTime(), nullable=True),
    sa.Column('declined_at', sa.DateTime(), nullable=True),
    sa.Column('decided_by_id', sa.Integer(), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['decided_by_id'], ['users.id'], name=op.f('fk_priority_claims_decided_by_id_users')),
    sa.ForeignKeyConstraint(['paper_id'], ['identity_papers.id'], name=op.f('fk_priority_claims_paper_id_identity_papers')),
    sa.ForeignKeyConstraint(['registration_id'], ['registrations.id'], name=op.f('fk_priority_claims_registration_id_registrations')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_priority_claims'))
    )
    with op.batch_alter_table('priority_claims', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_priority_claims_registration_id'), ['registration_id'], unique=False)

    op.create_table('statement_lines',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('statement_id', sa.Integer(), nullable=False),
    sa.Column('office_id', sa.Integer(), nullable=False),
    sa.Column('fingerprint', sa.Text(), nullable=False),
    sa.Column('booked_on', sa.Date(), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.Column('currency_code', sa.String(length=3), nullable=False),
    sa.Column('party', sa.Text(), nullable=False),
    sa.Column('party_account', sa.Text(), nullable=False),
    sa.Column('party_bic', sa.Text(), nullable=False),
    sa.Column('reference', sa.Text(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('bank_reference', sa.Text(), nullable=False),
    sa.Column('is_reversal', sa.Boolean(), nullable=False),
    sa.Column('state', sa.Enum('open', 'booked', 'set_aside', name='linestate', native_enum=False, length=32), nullable=False),
    sa.Column('deposit_id', sa.Integer(), nullable=True),
    sa.Column('decided_by_id', sa.Integer(), nullable=True),
    sa.Column('decided_at', sa.DateTime(), nullable=True),
    sa.Column('note', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['decided_by_id'], ['users.id'], name=op.f('fk_statement_lines_decided_by_id_users')),
    sa.ForeignKeyConstraint(['deposit_id'], ['deposits.id'], name=op.f('fk_statement_lines_deposit_id_deposits')),
    sa.ForeignKeyConstraint(['office_id'], ['offices.id'], name=op.f('fk_statement_lines_office_id_offices')),
    sa.ForeignKeyConstraint(['statement_id'], ['statements.id'], name=op.f('fk_statement_lines_statement_id_statements')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_statement_lines')),
    sa.UniqueConstraint('office_id', 'fingerprint', name=op.f('uq_statement_lines_office_id_fingerprint'))
    )
    with op.batch_alter_table('statement_lines', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_statement_lines_deposit_id'), ['deposit_id'], unique=False)
        batch_op.create_index('ix_statement_lines_open', ['office_id', 'state'], unique=False)
        batch_op.create_index(batch_op.f('ix_statement_lines_statement_id'), ['statement_id'], unique=False)

    op.create_table('ledger',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('office_id', sa.Integer(), nullable=False),
    sa.Column('deposit_id', sa.Integer(), nullable=True),
    sa.Column('line_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('event', sa.Text(), nullable=False),
    sa.Column('debit', sa.Text(), nullable=False),
    sa.Column('credit', sa.Text(), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.Column('currency_code', sa.String(length=3), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('paper', sa.Text(), nullable=True),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('corrects_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['by_id'], ['users.id'], name=op.f('fk_ledger_by_id_users')),
    sa.ForeignKeyConstraint(['corrects_id'], ['ledger.id'], name=op.f('fk_ledger_corrects_id_ledger')),
    sa.ForeignKeyConstraint(['deposit_id'], ['deposits.id'], name=op.f('fk_ledger_deposit_id_deposits')),
    sa.ForeignKeyConstraint(['line_id'], ['statement_lines.id'], name=op.f('fk_ledger_line_id_statement_lines')),
    sa.ForeignKeyConstraint(['office_id'], ['offices.id'], name=op.f('fk_ledger_office_id_offices')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ledger'))
    )
    with op.batch_alter_table('ledger', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_ledger_deposit_id'), ['deposit_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_ledger_line_id'), ['line_id'], unique=False)
        batch_op.create_index('ix_ledger_of_office', ['office_id', 'id'], unique=False)

    op.create_table('returns',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('order_id', sa.Integer(), nullable=False),
    sa.Column('deposit_id', sa.Integer(), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('iban', sa.Text(), nullable=False),
    sa.Column('bic', sa.Text(), nullable=False),
    sa.Column('end_to_end', sa.Text(), nullable=False),
    sa.Column('line_id', sa.Integer(), nullable=True),
    sa.Column('bounced_line_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['bounced_line_id'], ['statement_lines.id'], name=op.f('fk_returns_bounced_line_id_statement_lines')),
    sa.ForeignKeyConstraint(['deposit_id'], ['deposits.id'], name=op.f('fk_returns_deposit_id_deposits')),
    sa.ForeignKeyConstraint(['line_id'], ['statement_lines.id'], name=op.f('fk_returns_line_id_statement_lines')),
    sa.ForeignKeyConstraint(['order_id'], ['payment_orders.id'], name=op.f('fk_returns_order_id_payment_orders')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_returns')),
    sa.UniqueConstraint('end_to_end', name=op.f('uq_returns_end_to_end'))
    )
    with op.batch_alter_table('returns', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_returns_deposit_id'), ['deposit_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_returns_order_id'), ['order_id'], unique=False)

    with op.batch_alter_table('barrings', schema=None) as batch_op:
        batch_op.add_column(sa.Column('fingerprint', sa.Text(), nullable=True))
        batch_op.add_column(sa.Column('office_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('paddle_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('text', sa.Text(), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('barred_by_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('until', sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column('appeal', sa.Text(), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('appealed_at', sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column('answered_at', sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column('answered_by_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('answer', sa.Text(), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('lifted_at', sa.DateTime(), nullable=True))
        batch_op.alter_column('lot_id',
               existing_type=sa.INTEGER(),
               nullable=True)
        batch_op.create_index(batch_op.f('ix_barrings_fingerprint'), ['fingerprint'], unique=False)
        batch_op.create_index(batch_op.f('ix_barrings_office_id'), ['office_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_barrings_barred_by_id_users'), 'users', ['barred_by_id'], ['id'])
        batch_op.create_foreign_key(batch_op.f('fk_barrings_office_id_offices'), 'offices', ['office_id'], ['id'])
        batch_op.create_foreign_key(batch_op.f('fk_barrings_paddle_id_paddles'), 'paddles', ['paddle_id'], ['id'])
        batch_op.create_foreign_key(batch_op.f('fk_barrings_answered_by_id_users'), 'users', ['answered_by_id'], ['id'])

    with op.batch_alter_table('bids', schema=None) as batch_op:
        batch_op.add_column(sa.Column('kind', sa.Enum('placed', 'automatic', 'match', name='bidkind', native_enum=False, length=32), nullable=False, server_default='placed'))

    with op.batch_alter_table('offices', schema=None) as batch_op:
        batch_op.add_column(sa.Column('country', sa.String(length=2), nullable=False, server_default=''))

    with op.batch_alter_table('invitations', schema=None) as batch_op:
        batch_op.alter_column('office_id',
               existing_type=sa.INTEGER(),
               nullable=True)

    with op.batch_alter_table('lots', schema=None) as batch_op:
        batch_op.add_column(sa.Column('eligibility', sa.JSON(), nullable=False, server_default='{}'))

    with op.batch_alter_table('mails', schema=None) as batch_op:
        batch_op.add_column(sa.Column('kind', sa.Text(), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('once', sa.Text(), nullable=True))
        batch_op.add_column(sa.Column('path', sa.Text(), nullable=True))
        batch_op.add_column(sa.Column('calendar', sa.Text(), nullable=True))
        batch_op.add_column(sa.Column('stops_for_id', sa.Integer(), nullable=True))
        batch_op.create_unique_constraint(batch_op.f('uq_mails_once'), ['once'])
        batch_op.create_foreign_key(batch_op.f('fk_mails_stops_for_id_users'), 'users', ['stops_for_id'], ['id'])

    with op.batch_alter_table('notices', schema=None) as batch_op:
        batch_op.add_column(sa.Column('once', sa.Text(), nullable=True))
        batch_op.create_unique_constraint(batch_op.f('uq_notices_once'), ['once'])

    with op.batch_alter_table('paddles', schema=None) as batch_op:
        batch_op.add_column(sa.Column('priority_rank', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('stays_bound_at', sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column('barred_at', sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column('unsecured_at', sa.DateTime(), nullable=True))

    with op.batch_alter_table('reminders', schema=None) as batch_op:
        batch_op.add_column(sa.Column('told_of_opening_at', sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column('told_of_closing_at', sa.DateTime(), nullable=True))

    with op.batch_alter_table('sign_ins', schema=None) as batch_op:
        batch_op.add_column(sa.Column('browser', sa.Text(), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('seen_at', sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column('proved_at', sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column('waits_for_code', sa.Boolean(), nullable=False, server_default=sa.false()))

    with op.batch_alter_table('users', schema=None) as batch_op:
        batch_op.add_column(sa.Column('email_confirmed_at', sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column('language', sa.Text(), nullable=False, server_default='en'))
        batch_op.add_column(sa.Column('closed_at', sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column('totp_seed', sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column('totp_since', sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column('totp_step', sa.Integer(), nullable=True))

    # Who shows a file is looked up by its name.
    with op.batch_alter_table('photos', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_photos_file'), ['file'], unique=False)
        batch_op.create_index(batch_op.f('ix_photos_thumbnail'), ['thumbnail'], unique=False)
    with op.batch_alter_table('documents', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_documents_file'), ['file'], unique=False)

    op.execute("UPDATE users SET email_confirmed_at = registered_at")
    op.execute(
        "INSERT INTO registrations (lot_id, user_id, state, asked_at, reason, paddle_id)"
        " SELECT lot_id, user_id, 'numbered', registered_at, '', id FROM paddles"
    )


def downgrade():
    # What the schema before has no room for.
    op.execute("DELETE FROM barrings WHERE lot_id IS NULL")
    op.execute("DELETE FROM invitations WHERE office_id IS NULL")
    op.execute("UPDATE users SET role = 'bidder' WHERE role = 'verifier'")

    with op.batch_alter_table('documents', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_documents_file'))
    with op.batch_alter_table('photos', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_photos_thumbnail'))
        batch_op.drop_index(batch_op.f('ix_photos_file'))

    with op.batch_alter_table('users', schema=None) as batch_op:
        batch_op.drop_column('totp_step')
        batch_op.drop_column('totp_since')
        batch_op.drop_column('totp_seed')
        batch_op.drop_column('closed_at')
        batch_op.drop_column('language')
        batch_op.drop_column('email_confirmed_at')

    with op.batch_alter_table('sign_ins', schema=None) as batch_op:
        batch_op.drop_column('waits_for_code')
        batch_op.drop_column('proved_at')
        batch_op.drop_column('seen_at')
        batch_op.drop_column('browser')

    with op.batch_alter_table('reminders', schema=None) as batch_op:
        batch_op.drop_column('told_of_closing_at')
        batch_op.drop_column('told_of_opening_at')

    with op.batch_alter_table('paddles', schema=None) as batch_op:
        batch_op.drop_column('unsecured_at')
        batch_op.drop_column('barred_at')
        batch_op.drop_column('stays_bound_at')
        batch_op.drop_column('priority_rank')

    with op.batch_alter_table('notices', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('uq_notices_once'), type_='unique')
        batch_op.drop_column('once')

    with op.batch_alter_table('mails', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_mails_stops_for_id_users'), type_='foreignkey')
        batch_op.drop_constraint(batch_op.f('uq_mails_once'), type_='unique')
        batch_op.drop_column('stops_for_id')
        batch_op.drop_column('calendar')
        batch_op.drop_column('path')
        batch_op.drop_column('once')
        batch_op.drop_column('kind')

    with op.batch_alter_table('lots', schema=None) as batch_op:
        batch_op.drop_column('eligibility')

    with op.batch_alter_table('offices', schema=None) as batch_op:
        batch_op.drop_column('country')

    with op.batch_alter_table('invitations', schema=None) as batch_op:
        batch_op.alter_column('office_id',
               existing_type=sa.INTEGER(),
               nullable=False)

    with op.batch_alter_table('bids', schema=None) as batch_op:
        batch_op.drop_column('kind')

    with op.batch_alter_table('barrings', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_barrings_answered_by_id_users'), type_='foreignkey')
        batch_op.drop_constraint(batch_op.f('fk_barrings_paddle_id_paddles'), type_='foreignkey')
        batch_op.drop_constraint(batch_op.f('fk_barrings_office_id_offices'), type_='foreignkey')
        batch_op.drop_constraint(batch_op.f('fk_barrings_barred_by_id_users'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_barrings_office_id'))
        batch_op.drop_index(batch_op.f('ix_barrings_fingerprint'))
        batch_op.alter_column('lot_id',
               existing_type=sa.INTEGER(),
               nullable=False)
        batch_op.drop_column('lifted_at')
        batch_op.drop_column('answer')
        batch_op.drop_column('answered_by_id')
        batch_op.drop_column('answered_at')
        batch_op.drop_column('appealed_at')
        batch_op.drop_column('appeal')
        batch_op.drop_column('until')
        batch_op.drop_column('barred_by_id')
        batch_op.drop_column('text')
        batch_op.drop_column('paddle_id')
        batch_op.drop_column('office_id')
        batch_op.drop_column('fingerprint')

    with op.batch_alter_table('returns', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_returns_order_id'))
        batch_op.drop_index(batch_op.f('ix_returns_deposit_id'))

    op.drop_table('returns')
    with op.batch_alter_table('ledger', schema=None) as batch_op:
        batch_op.drop_index('ix_ledger_of_office')
        batch_op.drop_index(batch_op.f('ix_ledger_line_id'))
        batch_op.drop_index(batch_op.f('ix_ledger_deposit_id'))

    op.drop_table('ledger')
    with op.batch_alter_table('statement_lines', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_statement_lines_statement_id'))
        batch_op.drop_index('ix_statement_lines_open')
        batch_op.drop_index(batch_op.f('ix_statement_lines_deposit_id'))

    op.drop_table('statement_lines')
    with op.batch_alter_table('priority_claims', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_priority_claims_registration_id'))

    op.drop_table('priority_claims')
    with op.batch_alter_table('deposits', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_deposits_user_id'))
        batch_op.drop_index(batch_op.f('ix_deposits_lot_id'))
        batch_op.drop_index('ix_deposits_due')

    op.drop_table('deposits')
    with op.batch_alter_table('declarations', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_declarations_registration_id'))

    op.drop_table('declarations')
    with op.batch_alter_table('registrations', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_registrations_user_id'))

    op.drop_table('registrations')
    with op.batch_alter_table('maxima', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_maxima_paddle_id'))
        batch_op.drop_index(batch_op.f('ix_maxima_lot_id'))

    op.drop_table('maxima')
    with op.batch_alter_table('mandates', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_mandates_user_id'))
        batch_op.drop_index(batch_op.f('ix_mandates_lot_id'))
        batch_op.drop_index(batch_op.f('ix_mandates_identity_id'))

    op.drop_table('mandates')
    with op.batch_alter_table('identity_looks', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_identity_looks_paper_id'))

    op.drop_table('identity_looks')
    with op.batch_alter_table('identity_papers', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_identity_papers_user_id'))
        batch_op.drop_index(batch_op.f('ix_identity_papers_identity_id'))
        batch_op.drop_index(batch_op.f('ix_identity_papers_delete_after'))

    op.drop_table('identity_papers')
    op.drop_table('statements')
    with op.batch_alter_table('saved_searches', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_saved_searches_user_id'))

    op.drop_table('saved_searches')
    with op.batch_alter_table('recovery_codes', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_recovery_codes_user_id'))

    op.drop_table('recovery_codes')
    with op.batch_alter_table('payment_orders', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_payment_orders_office_id'))

    op.drop_table('payment_orders')
    with op.batch_alter_table('mailed_links', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_mailed_links_user_id'))

    op.drop_table('mailed_links')
    op.drop_table('mail_stops')
    with op.batch_alter_table('identities', schema=None) as batch_op:
        batch_op.drop_index('ix_identities_waiting')
        batch_op.drop_index(batch_op.f('ix_identities_user_id'))
        batch_op.drop_index(batch_op.f('ix_identities_fingerprint'))

    op.drop_table('identities')
    with op.batch_alter_table('tries', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_tries_expires_at'))

    op.drop_table('tries')
