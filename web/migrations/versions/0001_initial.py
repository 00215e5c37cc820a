"""Every table of the first release; the rows of four of them are only ever added."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

APPEND_ONLY = ("utterance_record", "field_edit", "audit_entry", "consent")


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


def create_audit_entry() -> None:
    op.create_table(
        "audit_entry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=80), nullable=False),
        sa.Column("action", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("detail", sa.JSON(none_as_null=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
    )
    op.create_index(op.f("ix_audit_entry_at"), "audit_entry", ["at"], unique=False)
    op.create_index(op.f("ix_audit_entry_subject_at"), "audit_entry", ["subject", "at"], unique=False)


def create_case_counter() -> None:
    op.create_table(
        "case_counter",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("year", name=op.f("pk_case_counter")),
    )


def create_citizen() -> None:
    op.create_table(
        "citizen",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("phone", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_citizen")),
    )


def create_department() -> None:
    op.create_table(
        "department",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("name_zh", sa.String(length=200), nullable=False),
        sa.Column("name_en", sa.String(length=200), nullable=False),
        sa.Column("level", sa.Enum("national", "province", "city", "county", "township", name="departmentlevel", native_enum=False, create_constraint=True, length=16), nullable=False),
        sa.CheckConstraint("parent_id <> id", name=op.f("ck_department_no_own_parent")),
        sa.ForeignKeyConstraint(["parent_id"], ["department.id"], name=op.f("fk_department_parent_id_department")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_department")),
        sa.UniqueConstraint("code", name=op.f("uq_department_code")),
    )
    op.create_index(op.f("ix_department_parent_id"), "department", ["parent_id"], unique=False)


def create_utterance_record() -> None:
    op.create_table(
        "utterance_record",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        sa.Column("participant_id", sa.String(length=64), nullable=False),
        sa.Column("speaker_name", sa.String(length=200), nullable=False),
        sa.Column("speaker_role", sa.String(length=16), nullable=False),
        sa.Column("lang", sa.String(length=8), nullable=False),
        sa.Column("started", sa.Double(), nullable=False),
        sa.Column("ended", sa.Double(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("words", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("track", sa.String(length=128), nullable=False),
        sa.Column("first_sample", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("speaker_role IN ('citizen', 'officer')", name=op.f("ck_utterance_record_speaker_role")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_utterance_record")),
        sa.UniqueConstraint("visit_id", "track", "first_sample", name=op.f("uq_utterance_record_visit_id_track_first_sample")),
    )
    op.create_index(op.f("ix_utterance_record_visit_id_started"), "utterance_record", ["visit_id", "started"], unique=False)


def create_case() -> None:
    op.create_table(
        "case",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=16), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("lang", sa.String(length=8), nullable=False),
        sa.Column("citizen_id", sa.Uuid(), nullable=False),
        sa.Column("lead_department_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("petitioner_name", sa.String(length=200), nullable=True),
        sa.Column("phone", sa.String(length=32), nullable=True),
        sa.Column("id_number", sa.String(length=18), nullable=True),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("respondent", sa.Text(), nullable=True),
        sa.Column("demand", sa.Text(), nullable=True),
        sa.Column("category", sa.String(length=64), nullable=True),
        sa.Column("departments", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("amount", sa.Numeric(precision=15, scale=2), nullable=True),
        sa.Column("people_count", sa.Integer(), nullable=True),
        sa.Column("event_date", sa.String(length=10), nullable=True),
        sa.Column("prior_petition", sa.Boolean(), nullable=True),
        sa.CheckConstraint("people_count > 0", name=op.f("ck_case_some_people")),
        sa.ForeignKeyConstraint(["citizen_id"], ["citizen.id"], name=op.f("fk_case_citizen_id_citizen")),
        sa.ForeignKeyConstraint(["lead_department_id"], ["department.id"], name=op.f("fk_case_lead_department_id_department")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case")),
        sa.UniqueConstraint("number", name=op.f("uq_case_number")),
    )
    op.create_index(op.f("ix_case_citizen_id"), "case", ["citizen_id"], unique=False)
    op.create_index(op.f("ix_case_lead_department_id"), "case", ["lead_department_id"], unique=False)


def create_user() -> None:
    op.create_table(
        "user",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("login", sa.String(length=100), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("department_id", sa.Uuid(), nullable=False),
        sa.Column("roles", sa.JSON(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["department_id"], ["department.id"], name=op.f("fk_user_department_id_department")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user")),
        sa.UniqueConstraint("login", name=op.f("uq_user_login")),
    )
    op.create_index(op.f("ix_user_department_id"), "user", ["department_id"], unique=False)


def create_booking() -> None:
    op.create_table(
        "booking",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("duration_minutes", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("lead_department_id", sa.Uuid(), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cancelled_by", sa.Uuid(), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("duration_minutes > 0", name=op.f("ck_booking_some_time")),
        sa.ForeignKeyConstraint(["cancelled_by"], ["user.id"], name=op.f("fk_booking_cancelled_by_user")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_booking_case_id_case")),
        sa.ForeignKeyConstraint(["created_by"], ["user.id"], name=op.f("fk_booking_created_by_user")),
        sa.ForeignKeyConstraint(["lead_department_id"], ["department.id"], name=op.f("fk_booking_lead_department_id_department")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booking")),
    )
    op.create_index(op.f("ix_booking_case_id"), "booking", ["case_id"], unique=False)
    op.create_index(op.f("ix_booking_starts_at"), "booking", ["starts_at"], unique=False)


def create_field_suggestion() -> None:
    op.create_table(
        "field_suggestion",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        sa.Column("field", sa.String(length=32), nullable=False),
        sa.Column("value", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("evidence", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("speaker_id", sa.String(length=64), nullable=False),
        sa.Column("speaker_name", sa.String(length=200), nullable=False),
        sa.Column("at_seconds", sa.Double(), nullable=False),
        sa.Column("rule", sa.String(length=64), nullable=False),
        sa.Column("status", sa.Enum("suggested", "accepted", "corrected", "rejected", "superseded", name="suggestionstatus", native_enum=False, create_constraint=True, length=16), nullable=False),
        sa.Column("suggested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("previous_value", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_value", sa.JSON(none_as_null=True), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_field_suggestion_case_id_case")),
        sa.ForeignKeyConstraint(["decided_by"], ["user.id"], name=op.f("fk_field_suggestion_decided_by_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_field_suggestion")),
    )
    op.create_index(op.f("ix_field_suggestion_case_id"), "field_suggestion", ["case_id"], unique=False)
    op.create_index(op.f("ix_field_suggestion_visit_id"), "field_suggestion", ["visit_id"], unique=False)
    op.create_index("uq_field_suggestion_open", "field_suggestion", ["case_id", "field"], unique=True, sqlite_where=sa.text("status = 'suggested'"), postgresql_where=sa.text("status = 'suggested'"))


def create_staff_session() -> None:
    op.create_table(
        "staff_session",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_staff_session_user_id_user"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_staff_session_token_hash")),
    )
    op.create_index(op.f("ix_staff_session_user_id"), "staff_session", ["user_id"], unique=False)


def create_booked_granule() -> None:
    op.create_table(
        "booked_granule",
        sa.Column("resource", sa.String(length=240), nullable=False),
        sa.Column("granule", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("booking_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("fk_booked_granule_booking_id_booking")),
        sa.PrimaryKeyConstraint("resource", "granule", name=op.f("pk_booked_granule")),
    )
    op.create_index(op.f("ix_booked_granule_booking_id"), "booked_granule", ["booking_id"], unique=False)


def create_field_edit() -> None:
    op.create_table(
        "field_edit",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("field", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("value", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("previous_value", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("suggestion_id", sa.Uuid(), nullable=True),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_field_edit_case_id_case")),
        sa.ForeignKeyConstraint(["suggestion_id"], ["field_suggestion.id"], name=op.f("fk_field_edit_suggestion_id_field_suggestion")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_field_edit_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_field_edit")),
        sa.UniqueConstraint("case_id", "field", "number", name=op.f("uq_field_edit_case_id_field_number")),
    )


def create_panel_member() -> None:
    op.create_table(
        "panel_member",
        sa.Column("booking_id", sa.Uuid(), nullable=False),
        sa.Column("department_id", sa.Uuid(), nullable=False),
        sa.Column("is_lead", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("fk_panel_member_booking_id_booking")),
        sa.ForeignKeyConstraint(["department_id"], ["department.id"], name=op.f("fk_panel_member_department_id_department")),
        sa.PrimaryKeyConstraint("booking_id", "department_id", name=op.f("pk_panel_member")),
    )
    op.create_index(op.f("ix_panel_member_department_id"), "panel_member", ["department_id"], unique=False)
    op.create_index("uq_panel_member_lead", "panel_member", ["booking_id"], unique=True, sqlite_where=sa.text("is_lead"), postgresql_where=sa.text("is_lead"))


def create_visit() -> None:
    op.create_table(
        "visit",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("booking_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("lang", sa.String(length=8), nullable=False),
        sa.Column("state", sa.Enum("scheduled", "open", "live", "ended", name="visitstate", native_enum=False, create_constraint=True, length=16), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("fk_visit_booking_id_booking")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_visit_case_id_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit")),
        sa.UniqueConstraint("booking_id", name=op.f("uq_visit_booking_id")),
    )
    op.create_index(op.f("ix_visit_case_id"), "visit", ["case_id"], unique=False)
    op.create_index(op.f("ix_visit_starts_at"), "visit", ["starts_at"], unique=False)


def create_attendance() -> None:
    op.create_table(
        "attendance",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        sa.Column("participant_id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("department_id", sa.Uuid(), nullable=True),
        sa.Column("role", sa.Enum("citizen", "panel", name="attendancerole", native_enum=False, create_constraint=True, length=16), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(["department_id"], ["department.id"], name=op.f("fk_attendance_department_id_department")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_attendance_visit_id_visit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance")),
    )
    op.create_index(op.f("ix_attendance_visit_id"), "attendance", ["visit_id"], unique=False)


def create_invitation() -> None:
    op.create_table(
        "invitation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        sa.Column("citizen_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries_left", sa.Integer(), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("redeemed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["citizen_id"], ["citizen.id"], name=op.f("fk_invitation_citizen_id_citizen")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_invitation_visit_id_visit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invitation_token_hash")),
    )
    op.create_index(op.f("ix_invitation_citizen_id"), "invitation", ["citizen_id"], unique=False)
    op.create_index(op.f("ix_invitation_visit_id"), "invitation", ["visit_id"], unique=False)


def create_attendance_gap() -> None:
    op.create_table(
        "attendance_gap",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("attendance_id", sa.Uuid(), nullable=False),
        sa.Column("away_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("returned_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["attendance_id"], ["attendance.id"], name=op.f("fk_attendance_gap_attendance_id_attendance")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance_gap")),
    )
    op.create_index(op.f("ix_attendance_gap_attendance_id"), "attendance_gap", ["attendance_id"], unique=False)


def create_consent() -> None:
    op.create_table(
        "consent",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("invitation_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("recording", sa.Boolean(), nullable=False),
        sa.Column("transcript", sa.Boolean(), nullable=False),
        sa.Column("text_version", sa.String(length=32), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["invitation_id"], ["invitation.id"], name=op.f("fk_consent_invitation_id_invitation")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
        sa.UniqueConstraint("invitation_id", "number", name=op.f("uq_consent_invitation_id_number")),
    )


def create_lobby_place() -> None:
    op.create_table(
        "lobby_place",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("invitation_id", sa.Uuid(), nullable=False),
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("admitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["invitation_id"], ["invitation.id"], name=op.f("fk_lobby_place_invitation_id_invitation")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_lobby_place_visit_id_visit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lobby_place")),
    )
    op.create_index(op.f("ix_lobby_place_visit_id"), "lobby_place", ["visit_id"], unique=False)
    op.create_index("uq_lobby_place_held", "lobby_place", ["invitation_id"], unique=True, sqlite_where=sa.text("left_at IS NULL"), postgresql_where=sa.text("left_at IS NULL"))


CREATE = {
    "audit_entry": create_audit_entry,
    "case_counter": create_case_counter,
    "citizen": create_citizen,
    "department": create_department,
    "utterance_record": create_utterance_record,
    "case": create_case,
    "user": create_user,
    "booking": create_booking,
    "field_suggestion": create_field_suggestion,
    "staff_session": create_staff_session,
    "booked_granule": create_booked_granule,
    "field_edit": create_field_edit,
    "panel_member": create_panel_member,
    "visit": create_visit,
    "attendance": create_attendance,
    "invitation": create_invitation,
    "attendance_gap": create_attendance_gap,
    "consent": create_consent,
    "lobby_place": create_lobby_place,
}
