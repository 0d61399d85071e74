"""How bidders stay informed, and who has asked for an account.

Searches that were kept before are told of what is announced from their last look on.
"""

import sqlalchemy as sa
from alembic import op

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table('saved_searches', schema=None) as batch_op:
        batch_op.add_column(sa.Column('told_until', sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column('told_at', sa.DateTime(), nullable=True))

    op.execute('UPDATE saved_searches SET told_until = looked_at')
    with op.batch_alter_table('saved_searches', schema=None) as batch_op:
        batch_op.alter_column('told_until', existing_type=sa.DateTime(), nullable=False)

    with op.batch_alter_table('notices', schema=None) as batch_op:
        batch_op.add_column(sa.Column('path', sa.Text(), nullable=True))

    with op.batch_alter_table('mails', schema=None) as batch_op:
        batch_op.add_column(sa.Column('language', sa.Text(), nullable=False, server_default='en'))

    op.create_table('newcomers',
    sa.Column('token', sa.Text(), nullable=False),
    sa.Column('email', sa.Text(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('password_hash', sa.Text(), nullable=False),
    sa.Column('asked_at', sa.DateTime(), nullable=False),
    sa.Column('expires_at', sa.DateTime(), nullable=False),
    sa.Column('opened_at', sa.DateTime(), nullable=True),
    sa.PrimaryKeyConstraint('token', name=op.f('pk_newcomers'))
    )
    with op.batch_alter_table('newcomers', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_newcomers_email'), ['email'], unique=False)
        batch_op.create_index(batch_op.f('ix_newcomers_expires_at'), ['expires_at'], unique=False)

    with op.batch_alter_table('mailed_links', schema=None) as batch_op:
        batch_op.alter_column('user_id', existing_type=sa.Integer(), nullable=True)

    with op.batch_alter_table('users', schema=None) as batch_op:
        batch_op.add_column(sa.Column('left_as', sa.LargeBinary(), nullable=True))

    op.create_index('ix_lots_announced', 'lots', ['announced_at'], unique=False)


def downgrade():
    op.drop_index('ix_lots_announced', table_name='lots')
    with op.batch_alter_table('newcomers', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_newcomers_expires_at'))
        batch_op.drop_index(batch_op.f('ix_newcomers_email'))

    op.drop_table('newcomers')

    op.execute('DELETE FROM mailed_links WHERE user_id IS NULL')
    with op.batch_alter_table('mailed_links', schema=None) as batch_op:
        batch_op.alter_column('user_id', existing_type=sa.Integer(), nullable=False)

    with op.batch_alter_table('users', schema=None) as batch_op:
        batch_op.drop_column('left_as')

    with op.batch_alter_table('mails', schema=None) as batch_op:
        batch_op.drop_column('language')

    with op.batch_alter_table('notices', schema=None) as batch_op:
        batch_op.drop_column('path')

    with op.batch_alter_table('saved_searches', schema=None) as batch_op:
        batch_op.drop_column('told_at')
        batch_op.drop_column('told_until')
