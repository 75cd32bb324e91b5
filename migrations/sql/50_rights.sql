-- The table "who may do what" as grants and row-level security. domain/permissions.py holds the same table;
-- tests/db/test_permissions.py compares the two.
REVOKE ALL ON ALL TABLES IN SCHEMA opd FROM PUBLIC;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA opd FROM PUBLIC;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA opd TO opd_reception, opd_doctor, opd_manager, opd_admin, opd_worker;
REVOKE EXECUTE ON FUNCTION opd.slot_count(uuid, int, int, boolean), opd.fill_schedule(uuid, date, date)
    FROM opd_reception, opd_doctor, opd_manager, opd_admin, opd_worker;
-- Names and rules that everybody on the staff may read.
GRANT SELECT ON opd.facility, opd.location, opd.practitioner, opd.practitioner_role, opd.staff, opd.staff_facility,
    opd.appointment_transition, opd.encounter_transition, opd.journey_definition, opd.journey_stage,
    opd.message_template, opd.provider_schedule, opd.schedule_exception, opd.time_slot, opd.slot_hold,
    opd.appointment, opd.appointment_slot, opd.appointment_history, opd.queue_entry, opd.queue_move,
    opd.token_counter, opd.encounter, opd.encounter_status_history, opd.patient, opd.patient_identifier,
    opd.patient_contact, opd.patient_consent, opd.journey_instance, opd.journey_instance_stage_status,
    opd.step_run, opd.communication, opd.communication_attempt, opd.ticket, opd.ticket_note, opd.outbox_event,
    opd.fhir_resource, opd.affected_visit, opd.late_notice, opd.appointment_series,
    opd.appointment_resource, opd.waitlist_wish, opd.waitlist_offer
    TO opd_reception, opd_doctor, opd_manager, opd_admin, opd_worker;
GRANT SELECT ON opd.event_consumed TO opd_worker;
GRANT SELECT ON opd.audit_log TO opd_manager, opd_admin;

-- Patients: reception and managers register and edit.
GRANT INSERT, UPDATE ON opd.patient TO opd_reception, opd_manager;
GRANT INSERT, UPDATE, DELETE ON opd.patient_identifier, opd.patient_contact TO opd_reception, opd_manager;
GRANT INSERT ON opd.patient_consent TO opd_reception, opd_doctor, opd_manager;

-- Booking and the queue.
GRANT INSERT, UPDATE ON opd.appointment TO opd_reception, opd_doctor, opd_manager;
GRANT INSERT, DELETE ON opd.appointment_slot, opd.slot_hold TO opd_reception, opd_doctor, opd_manager;
GRANT INSERT ON opd.appointment_series, opd.waitlist_wish TO opd_reception, opd_doctor, opd_manager;
GRANT INSERT (appointment_id, location_id) ON opd.appointment_resource TO opd_reception, opd_doctor, opd_manager;
-- (What the place is, the guard writes.)
GRANT INSERT (id, facility_id, appointment_id, slot_id, practitioner_id, starts_at, ends_at, note, decided_at),
    UPDATE (outcome, note) ON opd.waitlist_offer
    TO opd_reception, opd_doctor, opd_manager;
GRANT DELETE ON opd.slot_hold TO opd_worker;
GRANT INSERT, UPDATE ON opd.queue_entry TO opd_reception, opd_doctor, opd_manager;
GRANT INSERT, UPDATE ON opd.encounter TO opd_reception, opd_doctor, opd_manager;

-- Schedules.
GRANT INSERT, UPDATE ON opd.provider_schedule, opd.schedule_exception TO opd_doctor, opd_manager, opd_admin;
GRANT DELETE ON opd.schedule_exception TO opd_doctor, opd_manager, opd_admin;
-- The front desk announces that somebody runs late, and nothing else (policy late_only).
GRANT INSERT, DELETE ON opd.schedule_exception TO opd_reception;
GRANT INSERT ON opd.late_notice TO opd_reception, opd_manager;
-- opd.materialize notes which visits are affected; who books says what became of the call (policy decide).
GRANT UPDATE (outcome, note) ON opd.affected_visit TO opd_reception, opd_doctor, opd_manager;
REVOKE EXECUTE ON FUNCTION opd.note_affected(opd.provider_schedule, timestamptz, timestamptz)
    FROM opd_reception, opd_doctor, opd_manager, opd_admin, opd_worker;

-- Clinical resources: only new versions, never a change.
GRANT INSERT ON opd.fhir_resource TO opd_reception, opd_doctor, opd_worker;

-- Journeys, messages, tickets.
GRANT INSERT, UPDATE ON opd.journey_definition TO opd_manager, opd_admin;
GRANT INSERT, UPDATE, DELETE ON opd.journey_stage TO opd_manager, opd_admin;
GRANT INSERT, UPDATE ON opd.message_template TO opd_manager, opd_admin;
GRANT INSERT, UPDATE ON opd.journey_instance, opd.journey_instance_stage_status, opd.step_run
    TO opd_manager, opd_worker;
GRANT INSERT ON opd.communication TO opd_reception, opd_manager, opd_worker;
GRANT UPDATE ON opd.communication TO opd_manager, opd_worker;
-- Who sends may also say what became of a message that got stuck (policy resolve_stuck).
GRANT UPDATE (status, error, not_before) ON opd.communication TO opd_reception;
GRANT INSERT, UPDATE ON opd.communication_attempt TO opd_worker;
GRANT INSERT, UPDATE ON opd.ticket TO opd_reception, opd_manager, opd_worker;
GRANT INSERT ON opd.ticket_note TO opd_reception, opd_manager, opd_worker;

-- The scribe: templates are the clinic's, what it learned from a doctor is the doctor's.
GRANT SELECT ON opd.note_template TO opd_reception, opd_doctor, opd_manager, opd_admin;
GRANT INSERT (id, facility_id, name, specialty, language, headings, active),
    UPDATE (name, specialty, language, headings, active) ON opd.note_template TO opd_manager, opd_admin;
GRANT SELECT, INSERT (id, kind, before, after, heading, seen, active, learned_at), UPDATE (seen, active, learned_at),
    DELETE ON opd.scribe_rule TO opd_doctor;

-- Administration. Staff rows are written by functions only (opd.create_staff).
GRANT INSERT, UPDATE ON opd.facility, opd.location, opd.practitioner, opd.practitioner_role TO opd_admin;

-- Events and undo.
GRANT INSERT (name, version, aggregate, aggregate_id, facility_id, patient_id, payload) ON opd.outbox_event
    TO opd_reception, opd_doctor, opd_manager, opd_admin, opd_worker;
GRANT UPDATE (dispatched_at, attempts, not_before, last_error) ON opd.outbox_event TO opd_worker;
GRANT INSERT ON opd.event_consumed TO opd_worker;
GRANT SELECT, INSERT (key, value), UPDATE (value, updated_at) ON opd.staff_setting
    TO opd_reception, opd_doctor, opd_manager, opd_admin;
GRANT SELECT, INSERT, UPDATE (used_at) ON opd.undo_record TO opd_reception, opd_doctor, opd_manager, opd_admin;

-- Row-level security ---------------------------------------------------------------------------------
DO $$
DECLARE
    t text;
    staff_roles CONSTANT text := 'opd_reception, opd_doctor, opd_manager, opd_admin';
    mine CONSTANT text := 'facility_id = ANY ((SELECT opd.my_facilities())::uuid[])';
    child record;
BEGIN
    FOR t IN SELECT table_name FROM information_schema.tables
             WHERE table_schema = 'opd' AND table_type = 'BASE TABLE' AND table_name <> 'alembic_version' LOOP
        EXECUTE format('ALTER TABLE opd.%I ENABLE ROW LEVEL SECURITY', t);
    END LOOP;
    -- Names and rules.
    FOREACH t IN ARRAY ARRAY['facility', 'location', 'practitioner', 'practitioner_role', 'staff', 'staff_facility',
        'appointment_transition', 'encounter_transition', 'journey_definition', 'journey_stage',
        'message_template'] LOOP
        EXECUTE format('CREATE POLICY everybody ON opd.%I TO %s, opd_worker USING (true) WITH CHECK (true)',
                       t, staff_roles);
    END LOOP;
    -- Patients belong to the organisation; only active staff see them.
    FOREACH t IN ARRAY ARRAY['patient', 'patient_identifier', 'patient_contact', 'patient_consent'] LOOP
        EXECUTE format('CREATE POLICY active_staff ON opd.%I TO %s USING ((SELECT opd.my_facilities()) <> ''{}'') '
                       'WITH CHECK ((SELECT opd.my_facilities()) <> ''{}'')', t, staff_roles);
        EXECUTE format('CREATE POLICY worker ON opd.%I FOR SELECT TO opd_worker USING (true)', t);
    END LOOP;
    -- What happens at a facility is for its members.
    FOREACH t IN ARRAY ARRAY['provider_schedule', 'schedule_exception', 'time_slot', 'slot_hold', 'appointment',
        'queue_entry', 'token_counter', 'encounter', 'journey_instance', 'step_run', 'communication', 'ticket',
        'affected_visit', 'appointment_series', 'waitlist_offer'] LOOP
        EXECUTE format('CREATE POLICY members ON opd.%I TO %s USING (%s) WITH CHECK (%s)', t, staff_roles, mine, mine);
        EXECUTE format('CREATE POLICY worker ON opd.%I TO opd_worker USING (true) WITH CHECK (true)', t);
    END LOOP;
    -- Rows that hang on another row are seen by who sees that.
    FOR child IN SELECT * FROM (VALUES
        ('appointment_slot', 'appointment', 'appointment_id'), ('appointment_history', 'appointment', 'appointment_id'),
        ('queue_move', 'queue_entry', 'queue_entry_id'), ('encounter_status_history', 'encounter', 'encounter_id'),
        ('journey_instance_stage_status', 'journey_instance', 'instance_id'),
        ('communication_attempt', 'communication', 'communication_id'), ('ticket_note', 'ticket', 'ticket_id'),
        ('late_notice', 'schedule_exception', 'exception_id'),
        ('appointment_resource', 'appointment', 'appointment_id'), ('waitlist_wish', 'appointment', 'appointment_id')
    ) AS c (name, parent, key) LOOP
        EXECUTE format('CREATE POLICY by_parent ON opd.%I TO %s, opd_worker '
            'USING (EXISTS (SELECT FROM opd.%I p WHERE p.id = %I)) '
            'WITH CHECK (EXISTS (SELECT FROM opd.%I p WHERE p.id = %I))',
            child.name, staff_roles, child.parent, child.key, child.parent, child.key);
    END LOOP;
END
$$;

-- Doctors book and change their own visits and hours only.
CREATE POLICY own_insert ON opd.appointment AS RESTRICTIVE FOR INSERT TO opd_doctor
    WITH CHECK (practitioner_id = (SELECT opd.my_practitioner()));
CREATE POLICY own_update ON opd.appointment AS RESTRICTIVE FOR UPDATE TO opd_doctor
    USING (practitioner_id = (SELECT opd.my_practitioner()))
    WITH CHECK (practitioner_id = (SELECT opd.my_practitioner()));
CREATE POLICY own_insert ON opd.appointment_series AS RESTRICTIVE FOR INSERT TO opd_doctor
    WITH CHECK (practitioner_id = (SELECT opd.my_practitioner()));
CREATE POLICY own_insert ON opd.appointment_resource AS RESTRICTIVE FOR INSERT TO opd_doctor
    WITH CHECK (EXISTS (SELECT FROM opd.appointment a WHERE a.id = appointment_id
                        AND a.practitioner_id = (SELECT opd.my_practitioner())));
CREATE POLICY own_insert ON opd.waitlist_wish AS RESTRICTIVE FOR INSERT TO opd_doctor
    WITH CHECK (EXISTS (SELECT FROM opd.appointment a WHERE a.id = appointment_id
                        AND a.practitioner_id = (SELECT opd.my_practitioner())));
-- A doctor offers own places to own patients.
CREATE POLICY own_insert ON opd.waitlist_offer AS RESTRICTIVE FOR INSERT TO opd_doctor
    WITH CHECK (EXISTS (SELECT FROM opd.time_slot s WHERE s.id = slot_id
                        AND s.practitioner_id = (SELECT opd.my_practitioner())));
CREATE POLICY own_update ON opd.waitlist_offer AS RESTRICTIVE FOR UPDATE TO opd_doctor
    USING (EXISTS (SELECT FROM opd.time_slot s WHERE s.id = slot_id
                   AND s.practitioner_id = (SELECT opd.my_practitioner())));
CREATE POLICY own_insert ON opd.provider_schedule AS RESTRICTIVE FOR INSERT TO opd_doctor
    WITH CHECK (practitioner_id = (SELECT opd.my_practitioner()));
CREATE POLICY own_update ON opd.provider_schedule AS RESTRICTIVE FOR UPDATE TO opd_doctor
    USING (practitioner_id = (SELECT opd.my_practitioner()));
CREATE POLICY own_insert ON opd.schedule_exception AS RESTRICTIVE FOR INSERT TO opd_doctor
    WITH CHECK (practitioner_id = (SELECT opd.my_practitioner()));
CREATE POLICY own_update ON opd.schedule_exception AS RESTRICTIVE FOR UPDATE TO opd_doctor
    USING (practitioner_id = (SELECT opd.my_practitioner()));
CREATE POLICY own_delete ON opd.schedule_exception AS RESTRICTIVE FOR DELETE TO opd_doctor
    USING (practitioner_id = (SELECT opd.my_practitioner()));
CREATE POLICY late_only ON opd.schedule_exception AS RESTRICTIVE FOR INSERT TO opd_reception
    WITH CHECK (kind = 'late');
CREATE POLICY late_only_delete ON opd.schedule_exception AS RESTRICTIVE FOR DELETE TO opd_reception
    USING (kind = 'late');
CREATE POLICY decide ON opd.affected_visit AS RESTRICTIVE FOR UPDATE TO opd_reception, opd_doctor, opd_manager
    USING (outcome IN ('open', 'no-answer', 'kept')) WITH CHECK (outcome IN ('open', 'no-answer', 'kept'));
CREATE POLICY own_decide ON opd.affected_visit AS RESTRICTIVE FOR UPDATE TO opd_doctor
    USING (EXISTS (SELECT FROM opd.appointment a WHERE a.id = appointment_id
                   AND a.practitioner_id = (SELECT opd.my_practitioner())));
CREATE POLICY own_insert ON opd.slot_hold AS RESTRICTIVE FOR INSERT TO opd_doctor
    WITH CHECK (EXISTS (SELECT FROM opd.time_slot s WHERE s.id = slot_id
                        AND s.practitioner_id = (SELECT opd.my_practitioner())));
-- A hold is given back by who placed it (or by time).
CREATE POLICY own_delete ON opd.slot_hold AS RESTRICTIVE FOR DELETE
    TO opd_reception, opd_doctor, opd_manager USING (login = session_user OR expires_at <= now());

-- Reception touches only messages that got stuck; a manager may touch all.
CREATE POLICY resolve_stuck ON opd.communication AS RESTRICTIVE FOR UPDATE TO opd_reception
    USING (status IN ('unknown', 'failed')) WITH CHECK (status IN ('queued', 'sent', 'failed'));

-- Clinical resources: doctors of the facility; others see who and when, never what.
CREATE POLICY clinicians ON opd.fhir_resource TO opd_doctor
    USING (facility_id IS NULL OR facility_id = ANY ((SELECT opd.my_facilities())::uuid[]))
    -- Patient, Appointment and Encounter follow their rows: the worker alone writes them.
    WITH CHECK (facility_id = ANY ((SELECT opd.my_facilities())::uuid[])
                AND resource_type NOT IN ('Patient', 'Appointment', 'Encounter'));
CREATE POLICY front_desk ON opd.fhir_resource FOR SELECT TO opd_reception, opd_manager, opd_admin
    USING (resource_type IN ('Patient', 'Appointment', 'Encounter')
           AND (facility_id IS NULL OR facility_id = ANY ((SELECT opd.my_facilities())::uuid[])));
CREATE POLICY vitals_read ON opd.fhir_resource FOR SELECT TO opd_reception
    USING (resource_type = 'Observation' AND category = 'vital-signs'
           AND facility_id = ANY ((SELECT opd.my_facilities())::uuid[]));
CREATE POLICY vitals_write ON opd.fhir_resource FOR INSERT TO opd_reception
    WITH CHECK (resource_type = 'Observation' AND category = 'vital-signs'
                AND content #>> '{category,0,coding,0,code}' = 'vital-signs'
                AND facility_id = ANY ((SELECT opd.my_facilities())::uuid[]));
CREATE POLICY worker ON opd.fhir_resource TO opd_worker
    USING (resource_type IN ('Patient', 'Appointment', 'Encounter'))
    WITH CHECK (resource_type IN ('Patient', 'Appointment', 'Encounter'));

-- The trail.
CREATE POLICY own_facility ON opd.audit_log FOR SELECT TO opd_manager
    USING (facility_id = ANY ((SELECT opd.my_facilities())::uuid[]));
CREATE POLICY all_rows ON opd.audit_log FOR SELECT TO opd_admin USING (true);
CREATE POLICY members ON opd.outbox_event FOR SELECT TO opd_reception, opd_doctor, opd_manager, opd_admin
    USING (facility_id IS NULL OR facility_id = ANY ((SELECT opd.my_facilities())::uuid[]));
CREATE POLICY members_write ON opd.outbox_event FOR INSERT TO opd_reception, opd_doctor, opd_manager, opd_admin
    WITH CHECK (facility_id IS NULL OR facility_id = ANY ((SELECT opd.my_facilities())::uuid[]));
CREATE POLICY worker ON opd.outbox_event TO opd_worker USING (true) WITH CHECK (true);
CREATE POLICY worker ON opd.event_consumed TO opd_worker USING (true) WITH CHECK (true);
CREATE POLICY own ON opd.undo_record TO opd_reception, opd_doctor, opd_manager, opd_admin
    USING (login = session_user) WITH CHECK (login = session_user);
CREATE POLICY members ON opd.note_template TO opd_reception, opd_doctor, opd_manager, opd_admin
    USING (facility_id = ANY ((SELECT opd.my_facilities())::uuid[]))
    WITH CHECK (facility_id = ANY ((SELECT opd.my_facilities())::uuid[]));
-- A doctor's habits are nobody else's business.
CREATE POLICY own ON opd.scribe_rule TO opd_doctor USING (login = session_user) WITH CHECK (login = session_user);
-- Everybody's own screens, and nobody else's.
CREATE POLICY own ON opd.staff_setting TO opd_reception, opd_doctor, opd_manager, opd_admin
    USING (login = session_user) WITH CHECK (login = session_user);
