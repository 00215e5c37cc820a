"""Tables of minutes: templates, revisions, objections, signatures, codes to sign with, seals."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

APPEND_ONLY = ("minutes_revision", "signature", "seal")
CLOSED_BY_SEAL = {
    "minutes_revision": ("INSERT",),
    "signature": ("INSERT",),
    "objection": ("INSERT", "UPDATE", "DELETE"),
}


def upgrade() -> None:
    for create in CREATE.values():
        create()
    if op.get_bind().dialect.name == "sqlite":
        for table in APPEND_ONLY:
            forbid_change(table)
        close_sealed()


def downgrade() -> None:
    for table in reversed(CREATE):
        op.drop_table(table)


def forbid_change(table: str) -> None:
    for change in ("UPDATE", "DELETE"):
        op.execute(f"CREATE TRIGGER {table}_refuses_{change.lower()} BEFORE {change} ON {table} BEGIN SELECT RAISE(ABORT, 'rows of {table} are only added'); END")


def close_sealed() -> None:
    """Refuse any change of sealed minutes and of what belongs to them."""
    for change in ("UPDATE", "DELETE"):
        op.execute(f"CREATE TRIGGER minutes_sealed_refuses_{change.lower()} BEFORE {change} ON minutes WHEN OLD.state = 'sealed' BEGIN SELECT RAISE(ABORT, 'sealed minutes are never changed'); END")
    for table, changes in CLOSED_BY_SEAL.items():
        for change in changes:
            row = "OLD" if change == "DELETE" else "NEW"
            op.execute(f"CREATE TRIGGER {table}_sealed_refuses_{change.lower()} BEFORE {change} ON {table} WHEN (SELECT state FROM minutes WHERE id = {row}.minutes_id) = 'sealed' BEGIN SELECT RAISE(ABORT, 'sealed minutes are never changed'); END")


def create_minutes() -> None:
    op.create_table(
        "minutes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("lang", sa.String(length=8), nullable=False),
        sa.Column("state", sa.Enum("draft", "presented", "signed", "sealed", name="minutesstate", native_enum=False, create_constraint=True, length=16), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("presented_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_minutes_case_id_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes")),
        sa.UniqueConstraint("visit_id", name=op.f("uq_minutes_visit_id")),
    )
    op.create_index("ix_minutes_case_id", "minutes", ["case_id"], unique=False)


def create_minutes_template() -> None:
    op.create_table(
        "minutes_template",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("department_id", sa.Uuid(), nullable=False),
        sa.Column("lang", sa.String(length=8), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("updated_by", sa.Uuid(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["department_id"], ["department.id"], name=op.f("fk_minutes_template_department_id_department")),
        sa.ForeignKeyConstraint(["updated_by"], ["user.id"], name=op.f("fk_minutes_template_updated_by_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes_template")),
        sa.UniqueConstraint("department_id", "lang", name=op.f("uq_minutes_template_department_id_lang")),
    )


def create_minutes_revision() -> None:
    op.create_table(
        "minutes_revision",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("minutes_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["user.id"], name=op.f("fk_minutes_revision_author_id_user")),
        sa.ForeignKeyConstraint(["minutes_id"], ["minutes.id"], name=op.f("fk_minutes_revision_minutes_id_minutes")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes_revision")),
        sa.UniqueConstraint("minutes_id", "number", name=op.f("uq_minutes_revision_minutes_id_number")),
    )


def create_objection() -> None:
    op.create_table(
        "objection",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("minutes_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("invitation_id", sa.Uuid(), nullable=False),
        sa.Column("at_seconds", sa.Double(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("at_seconds >= 0", name=op.f("ck_objection_within_visit")),
        sa.ForeignKeyConstraint(["answered_by"], ["user.id"], name=op.f("fk_objection_answered_by_user")),
        sa.ForeignKeyConstraint(["minutes_id"], ["minutes.id"], name=op.f("fk_objection_minutes_id_minutes")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objection")),
    )
    op.create_index("ix_objection_minutes_id", "objection", ["minutes_id"], unique=False)


def create_seal() -> None:
    op.create_table(
        "seal",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("minutes_id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("manifest", sa.JSON(), nullable=False),
        sa.Column("pdf_sha256", sa.String(length=64), nullable=False),
        sa.Column("docx_sha256", sa.String(length=64), nullable=False),
        sa.Column("sealed_by", sa.Uuid(), nullable=False),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["minutes_id"], ["minutes.id"], name=op.f("fk_seal_minutes_id_minutes")),
        sa.ForeignKeyConstraint(["sealed_by"], ["user.id"], name=op.f("fk_seal_sealed_by_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seal")),
        sa.UniqueConstraint("minutes_id", name=op.f("uq_seal_minutes_id")),
    )


def create_signature() -> None:
    op.create_table(
        "signature",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("minutes_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("role", sa.Enum("citizen", "panel", name="signerrole", native_enum=False, create_constraint=True, length=16), nullable=False),
        sa.Column("signer", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("department_id", sa.Uuid(), nullable=True),
        sa.Column("method", sa.Enum("stroke", "code", "account", name="signingmethod", native_enum=False, create_constraint=True, length=16), nullable=False),
        sa.Column("stroke", sa.Text(), nullable=True),
        sa.Column("text_sha256", sa.String(length=64), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["department_id"], ["department.id"], name=op.f("fk_signature_department_id_department")),
        sa.ForeignKeyConstraint(["minutes_id"], ["minutes.id"], name=op.f("fk_signature_minutes_id_minutes")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signature")),
        sa.UniqueConstraint("minutes_id", "revision", "signer", name=op.f("uq_signature_minutes_id_revision_signer")),
    )


def create_signing_code() -> None:
    op.create_table(
        "signing_code",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("minutes_id", sa.Uuid(), nullable=False),
        sa.Column("invitation_id", sa.Uuid(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("tries_left", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["minutes_id"], ["minutes.id"], name=op.f("fk_signing_code_minutes_id_minutes")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signing_code")),
    )
    op.create_index("uq_signing_code_open", "signing_code", ["minutes_id", "invitation_id"], unique=True, sqlite_where=sa.text("used_at IS NULL"), postgresql_where=sa.text("used_at IS NULL"))


CREATE = {
    "minutes_template": create_minutes_template,
    "minutes": create_minutes,
    "minutes_revision": create_minutes_revision,
    "objection": create_objection,
    "signature": create_signature,
    "signing_code": create_signing_code,
    "seal": create_seal,
}
