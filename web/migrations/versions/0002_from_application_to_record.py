"""Tables of rosters, the outbox and what leads from an application to a reviewed record."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

APPEND_ONLY = ("review_change", "word_correction", "correction_undo")


def upgrade() -> None:
    for create in CREATE.values():
        create()
    if op.get_bind().dialect.name == "sqlite":
        for table in APPEND_ONLY:
            forbid_change(table)


def downgrade() -> None:
    for table in reversed(CREATE):
        op.drop_table(table)


def forbid_change(table: str) -> None:
    for change in ("UPDATE", "DELETE"):
        op.execute(f"CREATE TRIGGER {table}_refuses_{change.lower()} BEFORE {change} ON {table} BEGIN SELECT RAISE(ABORT, 'rows of {table} are only added'); END")


def create_outbox_message() -> None:
    op.create_table(
        "outbox_message",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("channel", sa.Enum("phone", "email", "office", name="channel", native_enum=False, create_constraint=True, length=16), nullable=False),
        sa.Column("recipient", sa.String(length=320), nullable=False),
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("queued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_attempt_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.String(length=200), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_message")),
        sa.UniqueConstraint("key", name=op.f("uq_outbox_message_key")),
    )
    op.create_index("ix_outbox_message_due", "outbox_message", ["next_attempt_at"], unique=False, sqlite_where=sa.text("next_attempt_at IS NOT NULL"), postgresql_where=sa.text("next_attempt_at IS NOT NULL"))


def create_place() -> None:
    op.create_table(
        "place",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place")),
        sa.UniqueConstraint("key", name=op.f("uq_place_key")),
    )


def create_roster() -> None:
    op.create_table(
        "roster",
        sa.Column("department_id", sa.Uuid(), nullable=False),
        sa.Column("notice_email", sa.String(length=320), nullable=False),
        sa.ForeignKeyConstraint(["department_id"], ["department.id"], name=op.f("fk_roster_department_id_department")),
        sa.PrimaryKeyConstraint("department_id", name=op.f("pk_roster")),
    )


def create_duty_hours() -> None:
    op.create_table(
        "duty_hours",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("department_id", sa.Uuid(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("starts", sa.Integer(), nullable=False),
        sa.Column("ends", sa.Integer(), nullable=False),
        sa.CheckConstraint("starts >= 0 AND starts < ends AND ends <= 1440", name=op.f("ck_duty_hours_some_time")),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name=op.f("ck_duty_hours_weekday")),
        sa.ForeignKeyConstraint(["department_id"], ["roster.department_id"], name=op.f("fk_duty_hours_department_id_roster")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_hours")),
    )
    op.create_index(op.f("ix_duty_hours_department_id"), "duty_hours", ["department_id"], unique=False)


def create_roster_exception() -> None:
    op.create_table(
        "roster_exception",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("department_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("starts", sa.Integer(), nullable=True),
        sa.Column("ends", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.CheckConstraint("starts IS NULL AND ends IS NULL OR starts >= 0 AND starts < ends AND ends <= 1440", name=op.f("ck_roster_exception_some_time")),
        sa.ForeignKeyConstraint(["department_id"], ["roster.department_id"], name=op.f("fk_roster_exception_department_id_roster")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_exception")),
        sa.UniqueConstraint("department_id", "day", name=op.f("uq_roster_exception_department_id_day")),
    )


def create_audio_recording() -> None:
    op.create_table(
        "audio_recording",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        sa.Column("participant_id", sa.String(length=64), nullable=False),
        sa.Column("speaker_name", sa.String(length=200), nullable=False),
        sa.Column("started", sa.Double(), nullable=False),
        sa.Column("duration", sa.Double(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("end", sa.Enum("ended", "left", "withdrawn", "failed", "crashed", name="recordingend", native_enum=False, create_constraint=True, length=16), nullable=True),
        sa.Column("path", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("wrapped_key", sa.LargeBinary(), nullable=True),
        sa.Column("key_fingerprint", sa.String(length=16), nullable=False),
        sa.Column("gaps", sa.JSON(), nullable=False),
        sa.Column("retention_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("destroyed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_audio_recording_visit_id_visit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audio_recording")),
        sa.UniqueConstraint("path", name=op.f("uq_audio_recording_path")),
    )
    op.create_index(op.f("ix_audio_recording_retention_until"), "audio_recording", ["retention_until"], unique=False)
    op.create_index(op.f("ix_audio_recording_visit_id"), "audio_recording", ["visit_id"], unique=False)


def create_application() -> None:
    op.create_table(
        "application",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("state", sa.Enum("draft", "submitted", "opened", "answered", name="applicationstate", native_enum=False, create_constraint=True, length=16), nullable=False),
        sa.Column("lang", sa.String(length=8), nullable=False),
        sa.Column("source", sa.String(length=16), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("story", sa.Text(), nullable=False),
        sa.Column("demand", sa.Text(), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("phone", sa.String(length=32), nullable=False),
        sa.Column("phone_confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("times", sa.JSON(), nullable=False),
        sa.Column("days", sa.JSON(), nullable=False),
        sa.Column("number", sa.String(length=16), nullable=True),
        sa.Column("code_hash", sa.String(length=64), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("wrong_codes", sa.Integer(), nullable=False),
        sa.Column("paused_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(state = 'draft') = (number IS NULL)", name=op.f("ck_application_number_once_submitted")),
        sa.CheckConstraint("(state = 'opened') = (case_id IS NOT NULL)", name=op.f("ck_application_case_once_opened")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_application_case_id_case")),
        sa.ForeignKeyConstraint(["decided_by"], ["user.id"], name=op.f("fk_application_decided_by_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application")),
        sa.UniqueConstraint("case_id", name=op.f("uq_application_case_id")),
        sa.UniqueConstraint("number", name=op.f("uq_application_number")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_application_token_hash")),
    )
    op.create_index(op.f("ix_application_state_submitted_at"), "application", ["state", "submitted_at"], unique=False)


def create_application_file() -> None:
    op.create_table(
        "application_file",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("size > 0", name=op.f("ck_application_file_some_bytes")),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_application_file_application_id_application")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application_file")),
        sa.UniqueConstraint("application_id", "sha256", name=op.f("uq_application_file_application_id_sha256")),
    )
    op.create_index(op.f("ix_application_file_sha256"), "application_file", ["sha256"], unique=False)


def create_phone_code() -> None:
    op.create_table(
        "phone_code",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("phone", sa.String(length=32), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries_left", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_phone_code_application_id_application"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phone_code")),
    )
    op.create_index(op.f("ix_phone_code_application_id_sent_at"), "phone_code", ["application_id", "sent_at"], unique=False)
    op.create_index(op.f("ix_phone_code_phone_sent_at"), "phone_code", ["phone", "sent_at"], unique=False)


def create_stated_field() -> None:
    op.create_table(
        "stated_field",
        sa.Column("edit_id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_stated_field_application_id_application")),
        sa.ForeignKeyConstraint(["edit_id"], ["field_edit.id"], name=op.f("fk_stated_field_edit_id_field_edit")),
        sa.PrimaryKeyConstraint("edit_id", name=op.f("pk_stated_field")),
    )
    op.create_index(op.f("ix_stated_field_application_id"), "stated_field", ["application_id"], unique=False)


def create_review_change() -> None:
    op.create_table(
        "review_change",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Enum("corrected", "undone", "decided", "field_set", name="changekind", native_enum=False, create_constraint=True, length=16), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_review_change_case_id_case")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_review_change_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_change")),
        sa.UniqueConstraint("case_id", "number", name=op.f("uq_review_change_case_id_number")),
    )


def create_review_progress() -> None:
    op.create_table(
        "review_progress",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("heard", sa.JSON(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_review_progress_user_id_user")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_review_progress_visit_id_visit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_progress")),
        sa.UniqueConstraint("visit_id", "user_id", name=op.f("uq_review_progress_visit_id_user_id")),
    )


def create_word_correction() -> None:
    op.create_table(
        "word_correction",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        sa.Column("utterance_id", sa.Uuid(), nullable=False),
        sa.Column("first_word", sa.Integer(), nullable=False),
        sa.Column("end_word", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("0 <= first_word AND first_word < end_word", name=op.f("ck_word_correction_some_words")),
        sa.ForeignKeyConstraint(["author_id"], ["user.id"], name=op.f("fk_word_correction_author_id_user")),
        sa.ForeignKeyConstraint(["utterance_id"], ["utterance_record.id"], name=op.f("fk_word_correction_utterance_id_utterance_record")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_word_correction")),
    )
    op.create_index(op.f("ix_word_correction_utterance_id"), "word_correction", ["utterance_id"], unique=False)
    op.create_index(op.f("ix_word_correction_visit_id"), "word_correction", ["visit_id"], unique=False)


def create_correction_undo() -> None:
    op.create_table(
        "correction_undo",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("correction_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["user.id"], name=op.f("fk_correction_undo_author_id_user")),
        sa.ForeignKeyConstraint(["correction_id"], ["word_correction.id"], name=op.f("fk_correction_undo_correction_id_word_correction")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction_undo")),
        sa.UniqueConstraint("correction_id", name=op.f("uq_correction_undo_correction_id")),
    )


CREATE = {
    "outbox_message": create_outbox_message,
    "place": create_place,
    "roster": create_roster,
    "duty_hours": create_duty_hours,
    "roster_exception": create_roster_exception,
    "audio_recording": create_audio_recording,
    "application": create_application,
    "application_file": create_application_file,
    "phone_code": create_phone_code,
    "stated_field": create_stated_field,
    "review_change": create_review_change,
    "review_progress": create_review_progress,
    "word_correction": create_word_correction,
    "correction_undo": create_correction_undo,
}
