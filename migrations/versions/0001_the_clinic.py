"""The clinic: roles, tables, guards, trail and rights.

The tables are here; what SQLAlchemy cannot say is in ``migrations/sql``, run in the order of the names.
"""

from pathlib import Path

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_SQL = Path(__file__).resolve().parent.parent / "sql"


def upgrade() -> None:
    _run("00_roles")
    # From here on everything belongs to the owner role, which nobody signs in as.
    op.execute("SET LOCAL ROLE opd_owner")
    _run("10_identity")
    _tables()
    for name in _AFTER_TABLES:
        _run(name)
    op.execute("RESET ROLE")


_AFTER_TABLES = (
    "20_staff",
    "30_guards",
    "32_search",
    "35_materialize",
    "37_book",
    "38_booking",
    "40_trail",
    "50_rights",
    "60_rules",
)


def _run(name: str) -> None:
    # Straight through the driver: SQLAlchemy would read colons in the text as parameters.
    op.get_bind().connection.cursor().execute((_SQL / f"{name}.sql").read_text(encoding="utf-8"))


def _tables() -> None:
    op.create_table(
        "appointment_transition",
        sa.Column("from_status", sa.Text(), nullable=False),
        sa.Column("to_status", sa.Text(), nullable=False),
        sa.Column("needs_right", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("from_status", "to_status", name=op.f("appointment_transition_pkey")),
    )
    op.create_table(
        "audit_log",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("login", sa.Text(), server_default=sa.text("session_user"), nullable=False),
        sa.Column("desk", sa.Text(), server_default="", nullable=False),
        sa.Column("operation", sa.Text(), server_default="", nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("table_name", sa.Text(), nullable=False),
        sa.Column("row_id", sa.Text(), nullable=False),
        sa.Column("facility_id", sa.Uuid(), nullable=True),
        sa.Column("old", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("new", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.PrimaryKeyConstraint("id", "at", name=op.f("audit_log_pkey")),
        postgresql_partition_by="RANGE (at)",
    )
    op.create_index("audit_log_facility_id_idx", "audit_log", ["facility_id", "at"], unique=False)
    op.create_index("audit_log_row_id_idx", "audit_log", ["row_id"], unique=False)
    op.create_table(
        "encounter_transition",
        sa.Column("from_status", sa.Text(), nullable=False),
        sa.Column("to_status", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("from_status", "to_status", name=op.f("encounter_transition_pkey")),
    )
    op.create_table(
        "event_consumed",
        sa.Column("consumer", sa.Text(), nullable=False),
        sa.Column("event_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("consumer", "event_id", name=op.f("event_consumed_pkey")),
    )
    op.create_table(
        "facility",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("time_zone", sa.Text(), nullable=False),
        sa.Column("country", sa.Text(), server_default="IN", nullable=False),
        sa.Column("phone", sa.Text(), server_default="", nullable=False),
        sa.Column("address", sa.Text(), server_default="", nullable=False),
        sa.Column("active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("row_version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_by", sa.Text(), server_default=sa.text("session_user"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("facility_pkey")),
        sa.UniqueConstraint("code", name=op.f("facility_code_key")),
    )
    op.create_table(
        "journey_definition",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), server_default="", nullable=False),
        sa.Column("status", sa.Text(), server_default="draft", nullable=False),
        sa.Column("trigger", sa.Text(), server_default="", nullable=False),
        sa.Column("row_version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_by", sa.Text(), server_default=sa.text("session_user"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("status IN ('draft','published','archived')", name=op.f("journey_definition_status_check")),
        sa.PrimaryKeyConstraint("id", name=op.f("journey_definition_pkey")),
        sa.UniqueConstraint("key", "version", name=op.f("journey_definition_key_version_key")),
    )
    op.create_table(
        "message_template",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), server_default="en", nullable=False),
        sa.Column("purpose", sa.Text(), server_default="care", nullable=False),
        sa.Column("subject", sa.Text(), server_default="", nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("repeat_is_harmless", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("row_version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_by", sa.Text(), server_default=sa.text("session_user"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("message_template_pkey")),
        sa.UniqueConstraint("key", "language", name=op.f("message_template_key_language_key")),
    )
    op.create_table(
        "outbox_event",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("occurred_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("aggregate", sa.Text(), nullable=False),
        sa.Column("aggregate_id", sa.Uuid(), nullable=False),
        sa.Column("facility_id", sa.Uuid(), nullable=True),
        sa.Column("patient_id", sa.Uuid(), nullable=True),
        sa.Column("payload", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("login", sa.Text(), server_default=sa.text("session_user"), nullable=False),
        sa.Column("dispatched_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id", "occurred_at", name=op.f("outbox_event_pkey")),
        postgresql_partition_by="RANGE (occurred_at)",
    )
    op.create_index("outbox_event_aggregate_id_idx", "outbox_event", ["aggregate_id"], unique=False)
    op.create_index("outbox_event_patient_id_idx", "outbox_event", ["patient_id", "occurred_at"], unique=False)
    op.create_index(
        "outbox_event_undispatched_idx",
        "outbox_event",
        ["id"],
        unique=False,
        postgresql_where=sa.text("dispatched_at IS NULL"),
    )
    op.create_table(
        "practitioner",
        sa.Column("display_name", sa.Text(), nullable=False),
        sa.Column("specialty", sa.Text(), nullable=False),
        sa.Column("qualification", sa.Text(), server_default="", nullable=False),
        sa.Column("registration_number", sa.Text(), server_default="", nullable=False),
        sa.Column("active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("row_version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_by", sa.Text(), server_default=sa.text("session_user"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("practitioner_pkey")),
    )
    op.create_table(
        "scribe_rule",
        sa.Column("login", sa.Text(), server_default=sa.text("session_user"), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), server_default="", nullable=False),
        sa.Column("after", sa.Text(), server_default="", nullable=False),
        sa.Column("heading", sa.Text(), server_default="", nullable=False),
        sa.Column("seen", sa.Integer(), server_default="1", nullable=False),
        sa.Column("active", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("learned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("row_version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_by", sa.Text(), server_default=sa.text("session_user"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("kind IN ('replace','leave-out')", name=op.f("scribe_rule_kind_check")),
        sa.CheckConstraint("before !~ '[0-9]' AND after !~ '[0-9]'", name=op.f("scribe_rule_no_numbers_check")),
        sa.CheckConstraint(
            "length(before) <= 120 AND length(after) <= 120 AND length(heading) <= 120",
            name=op.f("scribe_rule_length_check"),
        ),
        sa.CheckConstraint("NOT active OR learned_at IS NOT NULL", name=op.f("scribe_rule_active_once_learned_check")),
        sa.PrimaryKeyConstraint("id", name=op.f("scribe_rule_pkey")),
        sa.UniqueConstraint(
            "login", "kind", "before", "after", "heading", name=op.f("scribe_rule_login_kind_before_after_heading_key")
        ),
    )
    op.create_table(
        "staff_setting",
        sa.Column("login", sa.Text(), server_default=sa.text("session_user"), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("octet_length(value::text) <= 32768", name=op.f("staff_setting_value_size_check")),
        sa.PrimaryKeyConstraint("login", "key", name=op.f("staff_setting_pkey")),
    )
    op.create_table(
        "undo_record",
        sa.Column("login", sa.Text(), server_default=sa.text("session_user"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("label_params", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("operation", sa.Text(), nullable=False),
        sa.Column("request", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("undo_record_pkey")),
    )
    op.create_index("undo_record_login_idx", "undo_record", ["login", "created_at"], unique=False)
    op.create_table(
        "journey_stage",
        sa.Column("definition_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("spec", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("row_version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_by", sa.Text(), server_default=sa.text("session_user"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["definition_id"], ["journey_definition.id"], name=op.f("journey_stage_definition_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("journey_stage_pkey")),
        sa.UniqueConstraint("definition_id", "key", name=op.f("journey_stage_definition_id_key_key")),
        sa.UniqueConstraint("definition_id", "position", name=op.f("journey_stage_definition_id_position_key")),
    )
    op.create_table(
        "location",
        sa.Column("facility_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), server_default="room", nullable=False),
        sa.Column("active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("row_version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_by", sa.Text(), server_default=sa.text("session_user"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["facility_id"], ["facility.id"], name=op.f("location_facility_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("location_pkey")),
    )
    op.create_index(op.f("location_facility_id_idx"), "location", ["facility_id"], unique=False)
    op.create_table(
        "note_template",
        sa.Column("facility_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("specialty", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), server_default="en", nullable=False),
        sa.Column("headings", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("row_version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_by", sa.Text(), server_default=sa.text("session_user"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "jsonb_typeof(headings) = 'array' AND octet_length(headings::text) <= 65536",
            name=op.f("note_template_headings_check"),
        ),
        sa.ForeignKeyConstraint(["facility_id"], ["facility.id"], name=op.f("note_template_facility_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("note_template_pkey")),
    )
    op.create_index(
        "note_template_name_idx",
        "note_template",
        ["facility_id", "name", "language"],
        unique=True,
        postgresql_where=sa.text("active"),
    )
    op.create_table(
        "patient",
        sa.Column("mrn", sa.Text(), server_default="", nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sort_key", sa.Text(), server_default="", nullable=False),
        sa.Column("sex", sa.Text(), server_default="unknown", nullable=False),
        sa.Column("birth_date", sa.Date(), nullable=True),
        sa.Column("birth_date_estimated", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("phone", sa.Text(), server_default="", nullable=False),
        sa.Column("email", sa.Text(), server_default="", nullable=False),
        sa.Column("address", sa.Text(), server_default="", nullable=False),
        sa.Column("language", sa.Text(), server_default="en", nullable=False),
        sa.Column("preferred_channel", sa.Text(), server_default="desk", nullable=False),
        sa.Column("usual_practitioner_id", sa.Uuid(), nullable=True),
        sa.Column("registered_at_id", sa.Uuid(), nullable=True),
        sa.Column("merged_into_id", sa.Uuid(), nullable=True),
        sa.Column("search_text", sa.Text(), server_default="", nullable=False),
        sa.Column("active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("row_version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_by", sa.Text(), server_default=sa.text("session_user"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["merged_into_id"], ["patient.id"], name=op.f("patient_merged_into_id_fkey")),
        sa.ForeignKeyConstraint(["registered_at_id"], ["facility.id"], name=op.f("patient_registered_at_id_fkey")),
        sa.ForeignKeyConstraint(
            ["usual_practitioner_id"], ["practitioner.id"], name=op.f("patient_usual_practitioner_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("patient_pkey")),
        sa.UniqueConstraint("mrn", name="patient_mrn_key"),
    )
    op.create_index("patient_birth_date_idx", "patient", ["birth_date"], unique=False)
    op.create_index("patient_phone_idx", "patient", ["phone"], unique=False)
    op.create_index(
        "patient_search_text_idx",
        "patient",
        ["search_text"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"search_text": "gin_trgm_ops"},
    )
    op.create_table(
        "schedule_exception",
        sa.Column("practitioner_id", sa.Uuid(), nullable=True),
        sa.Column("facility_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("row_version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_by", sa.Text(), server_default=sa.text("session_user"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('leave','holiday','blocked','extra','late')", name=op.f("schedule_exception_kind_check")
        ),
        sa.CheckConstraint("minutes BETWEEN 1 AND 240", name=op.f("schedule_exception_minutes_check")),
        sa.CheckConstraint(
            "(kind = 'late') = (minutes IS NOT NULL)", name=op.f("schedule_exception_late_minutes_check")
        ),
        sa.CheckConstraint(
            "kind <> 'late' OR (practitioner_id IS NOT NULL AND ends_at <= starts_at + interval '36 hours')",
            name=op.f("schedule_exception_late_check"),
        ),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("schedule_exception_period_check")),
        sa.ForeignKeyConstraint(["facility_id"], ["facility.id"], name=op.f("schedule_exception_facility_id_fkey")),
        sa.ForeignKeyConstraint(
            ["practitioner_id"], ["practitioner.id"], name=op.f("schedule_exception_practitioner_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("schedule_exception_pkey")),
    )
    op.create_index(
        "schedule_exception_practitioner_id_idx",
        "schedule_exception",
        ["practitioner_id", "starts_at"],
        unique=False,
    )
    op.create_table(
        "staff",
        sa.Column("login", sa.Text(), nullable=False),
        sa.Column("display_name", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("practitioner_id", sa.Uuid(), nullable=True),
        sa.Column("can_overbook", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("must_change_password", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("row_version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_by", sa.Text(), server_default=sa.text("session_user"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["practitioner_id"], ["practitioner.id"], name=op.f("staff_practitioner_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("staff_pkey")),
        sa.UniqueConstraint("login", name=op.f("staff_login_key")),
    )
    op.create_table(
        "token_counter",
        sa.Column("facility_id", sa.Uuid(), nullable=False),
        sa.Column("service_point", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["facility_id"], ["facility.id"], name=op.f("token_counter_facility_id_fkey")),
        sa.PrimaryKeyConstraint("facility_id", "service_point", "day", name=op.f("token_counter_pkey")),
    )
    op.create_table(
        "appointment_series",
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("facility_id", sa.Uuid(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("practitioner_id", sa.Uuid(), nullable=False),
        sa.Column("rrule", sa.Text(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("created_by", sa.Text(), server_default=sa.text("session_user"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["facility_id"], ["facility.id"], name=op.f("appointment_series_facility_id_fkey")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("appointment_series_patient_id_fkey")),
        sa.ForeignKeyConstraint(
            ["practitioner_id"], ["practitioner.id"], name=op.f("appointment_series_practitioner_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("appointment_series_pkey")),
        sa.UniqueConstraint("request_id", name=op.f("appointment_series_request_id_key")),
    )
    op.create_table(
        "appointment",
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("practitioner_id", sa.Uuid(), nullable=False),
        sa.Column("facility_id", sa.Uuid(), nullable=False),
        sa.Column("location_id", sa.Uuid(), nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("status_changed_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("service_type", sa.Text(), server_default="consultation", nullable=False),
        sa.Column("visit_kind", sa.Text(), server_default="new-problem", nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("overbooked", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("overbook_reason", sa.Text(), server_default="", nullable=False),
        sa.Column("series_id", sa.Uuid(), nullable=True),
        sa.Column("cancel_reason", sa.Text(), nullable=True),
        sa.Column("cancelled_by", sa.Text(), nullable=True),
        sa.Column("created_by", sa.Text(), server_default=sa.text("session_user"), nullable=False),
        sa.Column("row_version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_by", sa.Text(), server_default=sa.text("session_user"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "NOT overbooked OR btrim(overbook_reason) <> ''", name=op.f("appointment_overbook_reason_check")
        ),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("appointment_period_check")),
        sa.ForeignKeyConstraint(["facility_id"], ["facility.id"], name=op.f("appointment_facility_id_fkey")),
        sa.ForeignKeyConstraint(["location_id"], ["location.id"], name=op.f("appointment_location_id_fkey")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("appointment_patient_id_fkey")),
        sa.ForeignKeyConstraint(
            ["practitioner_id"], ["practitioner.id"], name=op.f("appointment_practitioner_id_fkey")
        ),
        sa.ForeignKeyConstraint(["series_id"], ["appointment_series.id"], name=op.f("appointment_series_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("appointment_pkey")),
        sa.UniqueConstraint("request_id", name=op.f("appointment_request_id_key")),
    )
    op.create_index("appointment_facility_id_starts_at_idx", "appointment", ["facility_id", "starts_at"], unique=False)
    op.create_index(
        "appointment_waitlist_idx",
        "appointment",
        ["facility_id", "ends_at"],
        unique=False,
        postgresql_where=sa.text("status = 'waitlist'"),
    )
    op.create_index(
        "appointment_unresolved_idx",
        "appointment",
        ["facility_id", "ends_at"],
        unique=False,
        postgresql_where=sa.text("status IN ('booked','arrived','checked-in')"),
    )
    op.create_index(
        "appointment_series_id_idx",
        "appointment",
        ["series_id", "starts_at"],
        unique=False,
        postgresql_where=sa.text("series_id IS NOT NULL"),
    )
    op.create_index("appointment_patient_id_starts_at_idx", "appointment", ["patient_id", "starts_at"], unique=False)
    op.create_index(
        "appointment_practitioner_id_starts_at_idx",
        "appointment",
        ["practitioner_id", "starts_at"],
        unique=False,
    )
    op.create_table(
        "patient_consent",
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), server_default="any", nullable=False),
        sa.Column("granted", sa.Boolean(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("recorded_by", sa.Text(), server_default=sa.text("session_user"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("patient_consent_patient_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("patient_consent_pkey")),
    )
    op.create_index(
        "patient_consent_patient_id_idx",
        "patient_consent",
        ["patient_id", "purpose", "channel", "given_at"],
        unique=False,
    )
    op.create_table(
        "patient_contact",
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("relationship", sa.Text(), server_default="", nullable=False),
        sa.Column("phone", sa.Text(), server_default="", nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("patient_contact_patient_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("patient_contact_pkey")),
    )
    op.create_index(op.f("patient_contact_patient_id_idx"), "patient_contact", ["patient_id"], unique=False)
    op.create_table(
        "patient_identifier",
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("system", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("patient_identifier_patient_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("patient_identifier_pkey")),
        sa.UniqueConstraint("system", "value", name=op.f("patient_identifier_system_value_key")),
    )
    op.create_index(op.f("patient_identifier_patient_id_idx"), "patient_identifier", ["patient_id"], unique=False)
    op.create_table(
        "practitioner_role",
        sa.Column("practitioner_id", sa.Uuid(), nullable=False),
        sa.Column("facility_id", sa.Uuid(), nullable=False),
        sa.Column("location_id", sa.Uuid(), nullable=True),
        sa.Column("token_prefix", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("row_version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_by", sa.Text(), server_default=sa.text("session_user"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["facility_id"], ["facility.id"], name=op.f("practitioner_role_facility_id_fkey")),
        sa.ForeignKeyConstraint(["location_id"], ["location.id"], name=op.f("practitioner_role_location_id_fkey")),
        sa.ForeignKeyConstraint(
            ["practitioner_id"], ["practitioner.id"], name=op.f("practitioner_role_practitioner_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("practitioner_role_pkey")),
        sa.UniqueConstraint("facility_id", "token_prefix", name=op.f("practitioner_role_facility_id_token_prefix_key")),
        sa.UniqueConstraint(
            "practitioner_id", "facility_id", name=op.f("practitioner_role_practitioner_id_facility_id_key")
        ),
    )
    op.create_table(
        "provider_schedule",
        sa.Column("practitioner_id", sa.Uuid(), nullable=False),
        sa.Column("facility_id", sa.Uuid(), nullable=False),
        sa.Column("location_id", sa.Uuid(), nullable=True),
        sa.Column("service_type", sa.Text(), server_default="consultation", nullable=False),
        sa.Column("weekly_pattern", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("slot_minutes", sa.Integer(), nullable=False),
        sa.Column("capacity", sa.Integer(), server_default="1", nullable=False),
        sa.Column("overbook_limit", sa.Integer(), server_default="0", nullable=False),
        sa.Column("buffer_before", sa.Integer(), server_default="0", nullable=False),
        sa.Column("buffer_after", sa.Integer(), server_default="0", nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("row_version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_by", sa.Text(), server_default=sa.text("session_user"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("capacity BETWEEN 1 AND 100", name=op.f("provider_schedule_capacity_check")),
        sa.CheckConstraint("overbook_limit BETWEEN 0 AND 20", name=op.f("provider_schedule_overbook_limit_check")),
        sa.CheckConstraint("slot_minutes BETWEEN 5 AND 480", name=op.f("provider_schedule_slot_minutes_check")),
        sa.CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name=op.f("provider_schedule_validity_check")),
        sa.ForeignKeyConstraint(["facility_id"], ["facility.id"], name=op.f("provider_schedule_facility_id_fkey")),
        sa.ForeignKeyConstraint(["location_id"], ["location.id"], name=op.f("provider_schedule_location_id_fkey")),
        sa.ForeignKeyConstraint(
            ["practitioner_id"], ["practitioner.id"], name=op.f("provider_schedule_practitioner_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("provider_schedule_pkey")),
    )
    op.create_index(op.f("provider_schedule_facility_id_idx"), "provider_schedule", ["facility_id"], unique=False)
    op.create_index(
        op.f("provider_schedule_practitioner_id_idx"), "provider_schedule", ["practitioner_id"], unique=False
    )
    op.create_table(
        "staff_facility",
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("facility_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["facility_id"], ["facility.id"], name=op.f("staff_facility_facility_id_fkey")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("staff_facility_staff_id_fkey")),
        sa.PrimaryKeyConstraint("staff_id", "facility_id", name=op.f("staff_facility_pkey")),
    )
    op.create_table(
        "appointment_history",
        sa.Column("id", sa.Uuid(), server_default=sa.text("opd.uuid7()"), nullable=False),
        sa.Column("appointment_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("login", sa.Text(), server_default=sa.text("session_user"), nullable=False),
        sa.Column("desk", sa.Text(), server_default="", nullable=False),
        sa.Column("from_status", sa.Text(), nullable=True),
        sa.Column("to_status", sa.Text(), nullable=False),
        sa.Column("from_starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("to_starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("from_practitioner_id", sa.Uuid(), nullable=True),
        sa.Column("to_practitioner_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["appointment_id"], ["appointment.id"], name=op.f("appointment_history_appointment_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("appointment_history_pkey")),
    )
    op.create_index(
        "appointment_history_appointment_id_idx",
        "appointment_history",
        ["appointment_id", "at"],
        unique=False,
    )
    op.create_table(
        "journey_instance",
        sa.Column("definition_id", sa.Uuid(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("facility_id", sa.Uuid(), nullable=False),
        sa.Column("anchor_kind", sa.Text(), nullable=False),
        sa.Column("anchor_id", sa.Uuid(), nullable=False),
        sa.Column("appointment_id", sa.Uuid(), nullable=True),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), server_default="active", nullable=False),
        sa.Column("stage_entered_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("stage_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("row_version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_by", sa.Text(), server_default=sa.text("session_user"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("state IN ('active','completed','cancelled')", name=op.f("journey_instance_state_check")),
        sa.ForeignKeyConstraint(
            ["appointment_id"], ["appointment.id"], name=op.f("journey_instance_appointment_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["definition_id"], ["journey_definition.id"], name=op.f("journey_instance_definition_id_fkey")
        ),
        sa.ForeignKeyConstraint(["facility_id"], ["facility.id"], name=op.f("journey_instance_facility_id_fkey")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("journey_instance_patient_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("journey_instance_pkey")),
        sa.UniqueConstraint("definition_id", "anchor_kind", "anchor_id", name="journey_instance_definition_anchor_key"),
    )
    op.create_index("journey_instance_appointment_id_idx", "journey_instance", ["appointment_id"], unique=False)
    op.create_index(
        "journey_instance_facility_id_state_idx",
        "journey_instance",
        ["facility_id", "state", "stage"],
        unique=False,
    )
    op.create_index("journey_instance_patient_id_idx", "journey_instance", ["patient_id"], unique=False)
    op.create_table(
        "queue_entry",
        sa.Column("facility_id", sa.Uuid(), nullable=False),
        sa.Column("practitioner_id", sa.Uuid(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("appointment_id", sa.Uuid(), nullable=True),
        sa.Column("service_point", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("token_number", sa.Integer(), server_default="0", nullable=False),
        sa.Column("state", sa.Text(), server_default="waiting", nullable=False),
        sa.Column("priority", sa.Text(), server_default="normal", nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("arrived_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("state_changed_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("called_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("skip_count", sa.Integer(), server_default="0", nullable=False),
        sa.Column("promised_wait_minutes", sa.Integer(), nullable=True),
        sa.Column("row_version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_by", sa.Text(), server_default=sa.text("session_user"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "priority IN ('emergency','urgent','elderly','normal')", name=op.f("queue_entry_priority_check")
        ),
        sa.CheckConstraint(
            "state IN ('waiting','called','in-consultation','done','skipped','left')",
            name=op.f("queue_entry_state_check"),
        ),
        sa.ForeignKeyConstraint(["appointment_id"], ["appointment.id"], name=op.f("queue_entry_appointment_id_fkey")),
        sa.ForeignKeyConstraint(["facility_id"], ["facility.id"], name=op.f("queue_entry_facility_id_fkey")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("queue_entry_patient_id_fkey")),
        sa.ForeignKeyConstraint(
            ["practitioner_id"], ["practitioner.id"], name=op.f("queue_entry_practitioner_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("queue_entry_pkey")),
        sa.UniqueConstraint(
            "facility_id",
            "service_point",
            "day",
            "token_number",
            name=op.f("queue_entry_facility_id_service_point_day_token_number_key"),
        ),
    )
    op.create_index("queue_entry_appointment_id_idx", "queue_entry", ["appointment_id", "arrived_at"], unique=False)
    op.create_index("queue_entry_facility_id_day_idx", "queue_entry", ["facility_id", "day"], unique=False)
    op.create_index(
        "queue_entry_one_active",
        "queue_entry",
        ["appointment_id"],
        unique=True,
        postgresql_where=sa.text("state IN ('waiting','called','in-consultation','skipped')"),
    )
    op.create_index(
        "queue_entry_practitioner_id_day_idx",
        "queue_entry",
        ["practitioner_id", "day", "state"],
        unique=False,
    )
    op.create_table(
        "time_slot",
        sa.Column("id", sa.Uuid(), server_default=sa.text("opd.uuid7()"), nullable=False),
        sa.Column("schedule_id", sa.Uuid(), nullable=False),
        sa.Column("practitioner_id", sa.Uuid(), nullable=False),
        sa.Column("facility_id", sa.Uuid(), nullable=False),
        sa.Column("location_id", sa.Uuid(), nullable=True),
        sa.Column("service_type", sa.Text(), server_default="consultation", nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("overbook_limit", sa.Integer(), server_default="0", nullable=False),
        sa.Column("booked", sa.Integer(), server_default="0", nullable=False),
        sa.Column("held", sa.Integer(), server_default="0", nullable=False),
        sa.Column("status", sa.Text(), server_default="free", nullable=False),
        sa.CheckConstraint(
            "status IN ('free','busy','busy-unavailable','busy-tentative')",
            name=op.f("time_slot_status_check"),
        ),
        sa.CheckConstraint(
            "booked >= 0 AND held >= 0 AND booked + held <= capacity + overbook_limit",
            name=op.f("time_slot_capacity_check"),
        ),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("time_slot_period_check")),
        sa.ForeignKeyConstraint(["facility_id"], ["facility.id"], name=op.f("time_slot_facility_id_fkey")),
        sa.ForeignKeyConstraint(["location_id"], ["location.id"], name=op.f("time_slot_location_id_fkey")),
        sa.ForeignKeyConstraint(["practitioner_id"], ["practitioner.id"], name=op.f("time_slot_practitioner_id_fkey")),
        sa.ForeignKeyConstraint(["schedule_id"], ["provider_schedule.id"], name=op.f("time_slot_schedule_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("time_slot_pkey")),
    )
    op.create_index("time_slot_facility_id_starts_at_idx", "time_slot", ["facility_id", "starts_at"], unique=False)
    op.create_index(
        "time_slot_practitioner_id_starts_at_idx", "time_slot", ["practitioner_id", "starts_at"], unique=True
    )
    op.create_index("time_slot_schedule_id_idx", "time_slot", ["schedule_id", "starts_at"], unique=False)
    op.create_index(
        "time_slot_free_idx",
        "time_slot",
        ["practitioner_id", "starts_at"],
        unique=False,
        postgresql_where=sa.text("booked < capacity AND status <> 'busy-unavailable'"),
    )
    op.create_table(
        "appointment_slot",
        sa.Column("appointment_id", sa.Uuid(), nullable=False),
        sa.Column("slot_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["appointment_id"], ["appointment.id"], name=op.f("appointment_slot_appointment_id_fkey")
        ),
        sa.ForeignKeyConstraint(["slot_id"], ["time_slot.id"], name=op.f("appointment_slot_slot_id_fkey")),
        sa.PrimaryKeyConstraint("appointment_id", "slot_id", name=op.f("appointment_slot_pkey")),
    )
    op.create_index("appointment_slot_slot_id_idx", "appointment_slot", ["slot_id"], unique=False)
    op.create_table(
        "appointment_resource",
        sa.Column("appointment_id", sa.Uuid(), nullable=False),
        sa.Column("location_id", sa.Uuid(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["appointment_id"], ["appointment.id"], name=op.f("appointment_resource_appointment_id_fkey")
        ),
        sa.ForeignKeyConstraint(["location_id"], ["location.id"], name=op.f("appointment_resource_location_id_fkey")),
        sa.PrimaryKeyConstraint("appointment_id", "location_id", name=op.f("appointment_resource_pkey")),
    )
    op.create_table(
        "waitlist_wish",
        sa.Column("appointment_id", sa.Uuid(), nullable=False),
        sa.Column("any_practitioner", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("specialty", sa.Text(), nullable=True),
        sa.Column("weekdays", postgresql.ARRAY(sa.Integer()), server_default="{}", nullable=False),
        sa.Column("from_time", sa.Time(), nullable=True),
        sa.Column("to_time", sa.Time(), nullable=True),
        sa.Column("urgency", sa.Integer(), server_default="0", nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint("urgency BETWEEN 0 AND 2", name=op.f("waitlist_wish_urgency_check")),
        sa.CheckConstraint(
            "weekdays <@ ARRAY[0,1,2,3,4,5,6] AND array_position(weekdays, NULL) IS NULL",
            name=op.f("waitlist_wish_weekdays_check"),
        ),
        sa.ForeignKeyConstraint(["appointment_id"], ["appointment.id"], name=op.f("waitlist_wish_appointment_id_fkey")),
        sa.PrimaryKeyConstraint("appointment_id", name=op.f("waitlist_wish_pkey")),
    )
    op.create_table(
        "waitlist_offer",
        sa.Column("facility_id", sa.Uuid(), nullable=False),
        sa.Column("appointment_id", sa.Uuid(), nullable=False),
        sa.Column("slot_id", sa.Uuid(), nullable=True),
        sa.Column("practitioner_id", sa.Uuid(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("offered_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("login", sa.Text(), server_default=sa.text("session_user"), nullable=False),
        sa.Column("desk", sa.Text(), server_default="", nullable=False),
        sa.Column("outcome", sa.Text(), server_default="open", nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "outcome IN ('open','accepted','declined','no-answer','withdrawn')",
            name=op.f("waitlist_offer_outcome_check"),
        ),
        sa.ForeignKeyConstraint(
            ["appointment_id"], ["appointment.id"], name=op.f("waitlist_offer_appointment_id_fkey")
        ),
        sa.ForeignKeyConstraint(["facility_id"], ["facility.id"], name=op.f("waitlist_offer_facility_id_fkey")),
        sa.ForeignKeyConstraint(
            ["practitioner_id"], ["practitioner.id"], name=op.f("waitlist_offer_practitioner_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["slot_id"], ["time_slot.id"], name=op.f("waitlist_offer_slot_id_fkey"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("waitlist_offer_pkey")),
    )
    op.create_index(
        "waitlist_offer_appointment_id_idx", "waitlist_offer", ["appointment_id", "offered_at"], unique=False
    )
    op.create_index("waitlist_offer_slot_id_idx", "waitlist_offer", ["slot_id"], unique=False)
    op.create_index(
        "waitlist_offer_one_of_slot",
        "waitlist_offer",
        ["slot_id"],
        unique=True,
        postgresql_where=sa.text("outcome = 'open'"),
    )
    op.create_index(
        "waitlist_offer_one_of_entry",
        "waitlist_offer",
        ["appointment_id"],
        unique=True,
        postgresql_where=sa.text("outcome = 'open'"),
    )
    op.create_table(
        "encounter",
        sa.Column("facility_id", sa.Uuid(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("practitioner_id", sa.Uuid(), nullable=False),
        sa.Column("appointment_id", sa.Uuid(), nullable=True),
        sa.Column("queue_entry_id", sa.Uuid(), nullable=True),
        sa.Column("status", sa.Text(), server_default="planned", nullable=False),
        sa.Column("status_changed_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("period_start", sa.DateTime(timezone=True), nullable=True),
        sa.Column("period_end", sa.DateTime(timezone=True), nullable=True),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("signed_by", sa.Text(), nullable=True),
        sa.Column("note_sha256", sa.Text(), nullable=True),
        sa.Column("row_version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_by", sa.Text(), server_default=sa.text("session_user"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["appointment_id"], ["appointment.id"], name=op.f("encounter_appointment_id_fkey")),
        sa.ForeignKeyConstraint(["facility_id"], ["facility.id"], name=op.f("encounter_facility_id_fkey")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("encounter_patient_id_fkey")),
        sa.ForeignKeyConstraint(["practitioner_id"], ["practitioner.id"], name=op.f("encounter_practitioner_id_fkey")),
        sa.ForeignKeyConstraint(["queue_entry_id"], ["queue_entry.id"], name=op.f("encounter_queue_entry_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("encounter_pkey")),
        sa.UniqueConstraint("appointment_id", name=op.f("encounter_appointment_id_key")),
    )
    op.create_index("encounter_facility_id_idx", "encounter", ["facility_id", "created_at"], unique=False)
    op.create_index("encounter_patient_id_idx", "encounter", ["patient_id", "created_at"], unique=False)
    op.create_index("encounter_practitioner_id_idx", "encounter", ["practitioner_id", "status"], unique=False)
    op.create_index("encounter_queue_entry_id_idx", "encounter", ["queue_entry_id"], unique=True)
    op.create_table(
        "journey_instance_stage_status",
        sa.Column("instance_id", sa.Uuid(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), server_default="pending", nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["instance_id"],
            ["journey_instance.id"],
            name=op.f("journey_instance_stage_status_instance_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("instance_id", "stage", name=op.f("journey_instance_stage_status_pkey")),
    )
    op.create_table(
        "queue_move",
        sa.Column("id", sa.Uuid(), server_default=sa.text("opd.uuid7()"), nullable=False),
        sa.Column("queue_entry_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("login", sa.Text(), server_default=sa.text("session_user"), nullable=False),
        sa.Column("from_state", sa.Text(), nullable=True),
        sa.Column("to_state", sa.Text(), nullable=False),
        sa.Column("from_practitioner_id", sa.Uuid(), nullable=True),
        sa.Column("to_practitioner_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["queue_entry_id"], ["queue_entry.id"], name=op.f("queue_move_queue_entry_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("queue_move_pkey")),
    )
    op.create_index("queue_move_queue_entry_id_idx", "queue_move", ["queue_entry_id", "at"], unique=False)
    op.create_table(
        "slot_hold",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("slot_id", sa.Uuid(), nullable=False),
        sa.Column("facility_id", sa.Uuid(), nullable=False),
        sa.Column("login", sa.Text(), server_default=sa.text("session_user"), nullable=False),
        sa.Column("desk", sa.Text(), server_default="", nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["facility_id"], ["facility.id"], name=op.f("slot_hold_facility_id_fkey")),
        sa.ForeignKeyConstraint(["slot_id"], ["time_slot.id"], name=op.f("slot_hold_slot_id_fkey")),
        sa.PrimaryKeyConstraint("id", "slot_id", name=op.f("slot_hold_pkey")),
    )
    op.create_index("slot_hold_expires_at_idx", "slot_hold", ["expires_at"], unique=False)
    op.create_index("slot_hold_slot_id_idx", "slot_hold", ["slot_id"], unique=False)
    op.create_table(
        "step_run",
        sa.Column("instance_id", sa.Uuid(), nullable=False),
        sa.Column("facility_id", sa.Uuid(), nullable=False),
        sa.Column("step_key", sa.Text(), nullable=False),
        sa.Column("occurrence", sa.Integer(), server_default="1", nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("spec", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state", sa.Text(), server_default="ready", nullable=False),
        sa.Column("lease_owner", sa.Text(), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fence", sa.Integer(), server_default="0", nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "state IN ('ready','leased','dispatching','done','skipped','unknown','failed','dead','cancelled')",
            name=op.f("step_run_state_check"),
        ),
        sa.ForeignKeyConstraint(["facility_id"], ["facility.id"], name=op.f("step_run_facility_id_fkey")),
        sa.ForeignKeyConstraint(["instance_id"], ["journey_instance.id"], name=op.f("step_run_instance_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("step_run_pkey")),
        sa.UniqueConstraint(
            "instance_id", "step_key", "occurrence", name=op.f("step_run_instance_id_step_key_occurrence_key")
        ),
    )
    op.create_index(
        "step_run_due_at_idx",
        "step_run",
        ["due_at"],
        unique=False,
        postgresql_where=sa.text("state = 'ready'"),
    )
    op.create_index(
        "step_run_lease_until_idx",
        "step_run",
        ["lease_until"],
        unique=False,
        postgresql_where=sa.text("state IN ('leased','dispatching')"),
    )
    op.create_index(
        "step_run_one_running_idx",
        "step_run",
        ["instance_id"],
        unique=True,
        postgresql_where=sa.text("state IN ('leased','dispatching')"),
    )
    op.create_table(
        "communication",
        sa.Column("facility_id", sa.Uuid(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("journey_instance_id", sa.Uuid(), nullable=True),
        sa.Column("step_run_id", sa.Uuid(), nullable=True),
        sa.Column("direction", sa.Text(), server_default="out", nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), server_default="care", nullable=False),
        sa.Column("template_key", sa.Text(), server_default="", nullable=False),
        sa.Column("to_address", sa.Text(), server_default="", nullable=False),
        sa.Column("subject", sa.Text(), server_default="", nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), server_default="queued", nullable=False),
        sa.Column("status_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("error", sa.Text(), server_default="", nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_by", sa.Text(), server_default=sa.text("session_user"), nullable=False),
        sa.Column("row_version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_by", sa.Text(), server_default=sa.text("session_user"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("direction IN ('out','in')", name=op.f("communication_direction_check")),
        sa.CheckConstraint(
            "status IN ('queued','sending','sent','delivered','read','failed','unknown','received','cancelled')",
            name=op.f("communication_status_check"),
        ),
        sa.ForeignKeyConstraint(["facility_id"], ["facility.id"], name=op.f("communication_facility_id_fkey")),
        sa.ForeignKeyConstraint(
            ["journey_instance_id"],
            ["journey_instance.id"],
            name=op.f("communication_journey_instance_id_fkey"),
        ),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("communication_patient_id_fkey")),
        sa.ForeignKeyConstraint(["step_run_id"], ["step_run.id"], name=op.f("communication_step_run_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("communication_pkey")),
        sa.UniqueConstraint("step_run_id", name=op.f("communication_step_run_id_key")),
    )
    op.create_index("communication_facility_id_idx", "communication", ["facility_id", "created_at"], unique=False)
    op.create_index(
        op.f("communication_journey_instance_id_idx"), "communication", ["journey_instance_id"], unique=False
    )
    op.create_index("communication_patient_id_idx", "communication", ["patient_id", "created_at"], unique=False)
    op.create_index(
        "communication_queued_idx",
        "communication",
        ["created_at"],
        unique=False,
        postgresql_where=sa.text("status = 'queued'"),
    )
    op.create_index(
        "communication_sending_idx",
        "communication",
        ["status_at"],
        unique=False,
        postgresql_where=sa.text("status = 'sending'"),
    )
    op.create_table(
        "encounter_status_history",
        sa.Column("id", sa.Uuid(), server_default=sa.text("opd.uuid7()"), nullable=False),
        sa.Column("encounter_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("login", sa.Text(), server_default=sa.text("session_user"), nullable=False),
        sa.Column("from_status", sa.Text(), nullable=True),
        sa.Column("to_status", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["encounter_id"], ["encounter.id"], name=op.f("encounter_status_history_encounter_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("encounter_status_history_pkey")),
    )
    op.create_index(
        "encounter_status_history_encounter_id_idx",
        "encounter_status_history",
        ["encounter_id", "at"],
        unique=False,
    )
    op.create_table(
        "fhir_resource",
        sa.Column("resource_type", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version_id", sa.Integer(), server_default="0", nullable=False),
        sa.Column("facility_id", sa.Uuid(), nullable=True),
        sa.Column("patient_id", sa.Uuid(), nullable=True),
        sa.Column("encounter_id", sa.Uuid(), nullable=True),
        sa.Column("category", sa.Text(), server_default="", nullable=False),
        sa.Column("content", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("is_current", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("last_updated", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("author", sa.Text(), server_default=sa.text("session_user"), nullable=False),
        sa.ForeignKeyConstraint(["encounter_id"], ["encounter.id"], name=op.f("fhir_resource_encounter_id_fkey")),
        sa.ForeignKeyConstraint(["facility_id"], ["facility.id"], name=op.f("fhir_resource_facility_id_fkey")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fhir_resource_patient_id_fkey")),
        sa.PrimaryKeyConstraint("resource_type", "id", "version_id", name=op.f("fhir_resource_pkey")),
    )
    op.create_index(
        "fhir_resource_encounter_id_idx",
        "fhir_resource",
        ["encounter_id", "resource_type"],
        unique=False,
        postgresql_where=sa.text("is_current"),
    )
    op.create_index(
        "fhir_resource_patient_id_idx",
        "fhir_resource",
        ["patient_id", "resource_type"],
        unique=False,
        postgresql_where=sa.text("is_current"),
    )
    op.create_table(
        "affected_visit",
        sa.Column("facility_id", sa.Uuid(), nullable=False),
        sa.Column("appointment_id", sa.Uuid(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("exception_id", sa.Uuid(), nullable=True),
        sa.Column("schedule_id", sa.Uuid(), nullable=True),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("outcome", sa.Text(), server_default="open", nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("calls", sa.Integer(), server_default="0", nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.Column("row_version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_by", sa.Text(), server_default=sa.text("session_user"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("cause IN ('leave','holiday','blocked','hours')", name=op.f("affected_visit_cause_check")),
        sa.CheckConstraint(
            "outcome IN ('open','no-answer','moved','kept','cancelled','lifted')",
            name=op.f("affected_visit_outcome_check"),
        ),
        sa.ForeignKeyConstraint(
            ["appointment_id"], ["appointment.id"], name=op.f("affected_visit_appointment_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["exception_id"],
            ["schedule_exception.id"],
            name=op.f("affected_visit_exception_id_fkey"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(["facility_id"], ["facility.id"], name=op.f("affected_visit_facility_id_fkey")),
        sa.ForeignKeyConstraint(
            ["schedule_id"], ["provider_schedule.id"], name=op.f("affected_visit_schedule_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("affected_visit_pkey")),
    )
    op.create_index(
        "affected_visit_appointment_id_idx", "affected_visit", ["appointment_id", "starts_at"], unique=False
    )
    op.create_index("affected_visit_exception_id_idx", "affected_visit", ["exception_id"], unique=False)
    op.create_index(
        "affected_visit_open_idx",
        "affected_visit",
        ["appointment_id"],
        unique=True,
        postgresql_where=sa.text("outcome IN ('open','no-answer')"),
    )
    op.create_index(
        "affected_visit_facility_id_open_idx",
        "affected_visit",
        ["facility_id"],
        unique=False,
        postgresql_where=sa.text("outcome IN ('open','no-answer')"),
    )
    op.create_table(
        "late_notice",
        sa.Column("exception_id", sa.Uuid(), nullable=False),
        sa.Column("appointment_id", sa.Uuid(), nullable=False),
        sa.Column("communication_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["appointment_id"], ["appointment.id"], name=op.f("late_notice_appointment_id_fkey")),
        sa.ForeignKeyConstraint(
            ["communication_id"], ["communication.id"], name=op.f("late_notice_communication_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["exception_id"],
            ["schedule_exception.id"],
            name=op.f("late_notice_exception_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("exception_id", "appointment_id", name=op.f("late_notice_pkey")),
    )
    op.create_index("late_notice_appointment_id_idx", "late_notice", ["appointment_id"], unique=False)
    op.create_table(
        "communication_attempt",
        sa.Column("communication_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("worker", sa.Text(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.Text(), server_default="pending", nullable=False),
        sa.Column("provider_id", sa.Text(), nullable=True),
        sa.Column("detail", sa.Text(), server_default="", nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["communication_id"],
            ["communication.id"],
            name=op.f("communication_attempt_communication_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("communication_attempt_pkey")),
        sa.UniqueConstraint(
            "communication_id", "number", name=op.f("communication_attempt_communication_id_number_key")
        ),
    )
    op.create_table(
        "ticket",
        sa.Column("number", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("facility_id", sa.Uuid(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=True),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), server_default="", nullable=False),
        sa.Column("category", sa.Text(), server_default="general", nullable=False),
        sa.Column("priority", sa.Text(), server_default="normal", nullable=False),
        sa.Column("status", sa.Text(), server_default="open", nullable=False),
        sa.Column("assignee_id", sa.Uuid(), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("journey_instance_id", sa.Uuid(), nullable=True),
        sa.Column("appointment_id", sa.Uuid(), nullable=True),
        sa.Column("communication_id", sa.Uuid(), nullable=True),
        sa.Column("created_by", sa.Text(), server_default=sa.text("session_user"), nullable=False),
        sa.Column("row_version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_by", sa.Text(), server_default=sa.text("session_user"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("priority IN ('low','normal','high','urgent')", name=op.f("ticket_priority_check")),
        sa.CheckConstraint("status IN ('open','pending','resolved','closed')", name=op.f("ticket_status_check")),
        sa.ForeignKeyConstraint(["appointment_id"], ["appointment.id"], name=op.f("ticket_appointment_id_fkey")),
        sa.ForeignKeyConstraint(["assignee_id"], ["staff.id"], name=op.f("ticket_assignee_id_fkey")),
        sa.ForeignKeyConstraint(["communication_id"], ["communication.id"], name=op.f("ticket_communication_id_fkey")),
        sa.ForeignKeyConstraint(["facility_id"], ["facility.id"], name=op.f("ticket_facility_id_fkey")),
        sa.ForeignKeyConstraint(
            ["journey_instance_id"], ["journey_instance.id"], name=op.f("ticket_journey_instance_id_fkey")
        ),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("ticket_patient_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("ticket_pkey")),
        sa.UniqueConstraint("number", name=op.f("ticket_number_key")),
    )
    op.create_index("ticket_facility_id_status_idx", "ticket", ["facility_id", "status", "created_at"], unique=False)
    op.create_index("ticket_patient_id_idx", "ticket", ["patient_id"], unique=False)
    op.create_table(
        "ticket_note",
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("login", sa.Text(), server_default=sa.text("session_user"), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("ticket_note_ticket_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("ticket_note_pkey")),
    )
    op.create_index(op.f("ticket_note_ticket_id_idx"), "ticket_note", ["ticket_id"], unique=False)
