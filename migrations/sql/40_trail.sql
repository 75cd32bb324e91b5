-- Partitions by month, made ahead by the worker; a row that no month takes falls into "_rest".
CREATE FUNCTION opd.ensure_partitions(months_ahead int DEFAULT 2) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = opd, pg_temp AS $$
DECLARE
    parent text;
    month date;
    made int := 0;
BEGIN
    IF NOT (opd.has('worker') OR opd.has('owner')) THEN
        PERFORM opd.refuse('OP003', 'permission.database');
    END IF;
    FOREACH parent IN ARRAY ARRAY['outbox_event', 'audit_log'] LOOP
        FOR step IN 0..months_ahead LOOP
            month := (date_trunc('month', now() AT TIME ZONE 'UTC') + make_interval(months => step))::date;
            IF to_regclass(format('opd.%s_p%s', parent, to_char(month, 'YYYYMM'))) IS NULL THEN
                EXECUTE format('CREATE TABLE opd.%I PARTITION OF opd.%I FOR VALUES FROM (%L) TO (%L)',
                    parent || '_p' || to_char(month, 'YYYYMM'), parent,
                    month::timestamp AT TIME ZONE 'UTC', (month + interval '1 month') AT TIME ZONE 'UTC');
                made := made + 1;
            END IF;
        END LOOP;
    END LOOP;
    RETURN made;
END
$$;

CREATE TABLE opd.outbox_event_rest PARTITION OF opd.outbox_event DEFAULT;
CREATE TABLE opd.audit_log_rest PARTITION OF opd.audit_log DEFAULT;
SELECT opd.ensure_partitions();

-- Audit: who, when, which desk, which operation, what row, what changed. Clinical and message text is kept
-- as a digest: the audit may be read by people who may not read the notes.
CREATE FUNCTION opd.audit() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = opd, pg_temp AS $$
DECLARE
    before jsonb := CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END;
    after jsonb := CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) END;
    whole jsonb := coalesce(after, before);
    hidden text;
BEGIN
    FOREACH hidden IN ARRAY coalesce(TG_ARGV, '{}') LOOP
        IF hidden LIKE '-%' THEN
            -- Left out altogether: of a word or two, a digest would be found by trying a dictionary.
            before := before - substr(hidden, 2);
            after := after - substr(hidden, 2);
            CONTINUE;
        END IF;
        before := CASE WHEN before ->> hidden <> '' THEN jsonb_set(before, ARRAY[hidden],
            to_jsonb('sha256:' || encode(sha256(convert_to(before ->> hidden, 'UTF8')), 'hex'))) ELSE before END;
        after := CASE WHEN after ->> hidden <> '' THEN jsonb_set(after, ARRAY[hidden],
            to_jsonb('sha256:' || encode(sha256(convert_to(after ->> hidden, 'UTF8')), 'hex'))) ELSE after END;
    END LOOP;
    IF TG_OP = 'UPDATE' THEN
        SELECT jsonb_object_agg(o.key, o.value), jsonb_object_agg(o.key, after -> o.key) INTO before, after
        FROM jsonb_each(before) AS o
        WHERE o.value IS DISTINCT FROM after -> o.key
          AND o.key NOT IN ('row_version', 'updated_at', 'updated_by', 'search_text');
        IF before IS NULL THEN
            RETURN NULL;
        END IF;
    END IF;
    INSERT INTO audit_log (login, desk, operation, action, table_name, row_id, facility_id, old, new)
    VALUES (session_user, coalesce(current_setting('application_name', true), ''),
        coalesce(current_setting('opd.operation', true), ''), lower(TG_OP), TG_TABLE_NAME,
        coalesce(whole ->> 'id', concat_ws('/', whole ->> 'appointment_id', whole ->> 'slot_id', whole ->> 'location_id',
            whole ->> 'staff_id', whole ->> 'instance_id', whole ->> 'stage')),
        CASE WHEN TG_TABLE_NAME = 'facility' THEN (whole ->> 'id')::uuid
             ELSE (whole ->> 'facility_id')::uuid END,
        before, after);
    RETURN NULL;
END
$$;

DO $$
DECLARE
    t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['facility', 'location', 'practitioner', 'practitioner_role', 'staff', 'staff_facility',
        'patient', 'patient_identifier', 'patient_contact', 'patient_consent', 'provider_schedule',
        'schedule_exception', 'affected_visit', 'appointment', 'appointment_slot',
        'appointment_series', 'appointment_resource', 'waitlist_wish', 'waitlist_offer', 'queue_entry', 'encounter', 'journey_definition',
        'journey_stage', 'journey_instance', 'journey_instance_stage_status', 'message_template', 'note_template'] LOOP
        EXECUTE format('CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON opd.%I '
                       'FOR EACH ROW EXECUTE FUNCTION opd.audit()', t);
    END LOOP;
END
$$;
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON opd.fhir_resource
    FOR EACH ROW EXECUTE FUNCTION opd.audit('content');
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON opd.communication
    FOR EACH ROW EXECUTE FUNCTION opd.audit('body', 'subject');
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON opd.ticket
    FOR EACH ROW EXECUTE FUNCTION opd.audit('description');
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON opd.ticket_note
    FOR EACH ROW EXECUTE FUNCTION opd.audit('text');

-- That a doctor's rule came or went is told, its words are the doctor's own.
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON opd.scribe_rule
    FOR EACH ROW EXECUTE FUNCTION opd.audit('-before', '-after', '-heading');

-- Opening a chart is logged too.
CREATE FUNCTION opd.log_access(opened_table text, opened_id uuid, at_facility uuid) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = opd, pg_temp AS $$
    INSERT INTO audit_log (login, desk, operation, action, table_name, row_id, facility_id)
    VALUES (session_user, coalesce(current_setting('application_name', true), ''),
        coalesce(current_setting('opd.operation', true), ''), 'read', opened_table, opened_id::text, at_facility)
$$;

-- A chart that stays open is read again after every save, so the same person at the same desk leaves a row once in ten
-- minutes for each chart: the trail says who looked, from when and how long, and is not buried under itself. Decided
-- here and not by who calls; exports are no looks, `log_access` writes each of them.
CREATE FUNCTION opd.log_opened(patient uuid, at_facility uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = opd, pg_temp AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM audit_log l
        WHERE l.row_id = patient::text AND l.at > now() - interval '10 minutes'
          AND l.action = 'read' AND l.table_name = 'patient' AND l.login = session_user
          AND l.desk = coalesce(current_setting('application_name', true), '')
          AND l.operation = coalesce(current_setting('opd.operation', true), '')
          AND l.facility_id IS NOT DISTINCT FROM at_facility) THEN
        PERFORM opd.log_access('patient', patient, at_facility);
    END IF;
END
$$;

-- Rows that never change again, whoever asks.
CREATE FUNCTION opd.append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM opd.refuse('OP003', 'trail.append_only', jsonb_build_object('table', TG_TABLE_NAME));
    RETURN NULL;
END
$$;
DO $$
DECLARE
    t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['audit_log', 'appointment_history', 'queue_move', 'encounter_status_history',
                             'patient_consent', 'ticket_note'] LOOP
        EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON opd.%I '
                       'FOR EACH ROW EXECUTE FUNCTION opd.append_only()', t);
    END LOOP;
END
$$;

-- Events: one notification per statement (a transaction writes all its events in one), ids only.
CREATE FUNCTION opd.notify_events() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = opd, pg_temp AS $$
DECLARE
    payload text;
BEGIN
    SELECT jsonb_agg(jsonb_build_array(id, name, aggregate_id) ORDER BY id)::text INTO payload FROM fresh;
    IF payload IS NULL OR opd.importing() THEN
        RETURN NULL;
    END IF;
    IF octet_length(payload) > 7000 THEN
        -- Too many to name: desks then reload what they show.
        SELECT jsonb_build_array(jsonb_build_array(max(id), 'Many', opd.uuid7()))::text INTO payload FROM fresh;
    END IF;
    PERFORM pg_notify('opd_events', payload);
    RETURN NULL;
END
$$;
CREATE TRIGGER notify AFTER INSERT ON opd.outbox_event
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION opd.notify_events();

CREATE FUNCTION opd.outbox_stamp() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT opd.importing() THEN
        NEW.login := session_user;
        NEW.occurred_at := now();
        NEW.dispatched_at := NULL;
        -- Consumers read the payload, rights are given by the columns.
        IF (NEW.payload ->> 'id', NEW.payload ->> 'facility_id', NEW.payload ->> 'patient_id')
                IS DISTINCT FROM (NEW.aggregate_id::text, NEW.facility_id::text, NEW.patient_id::text) THEN
            PERFORM opd.refuse('OP002', 'event.columns_differ');
        END IF;
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER stamp BEFORE INSERT ON opd.outbox_event FOR EACH ROW EXECUTE FUNCTION opd.outbox_stamp();

CREATE FUNCTION opd.last_event_id() RETURNS bigint LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = opd, pg_temp AS $$ SELECT coalesce(max(id), 0) FROM outbox_event $$;

-- Undo belongs to who did it.
CREATE FUNCTION opd.undo_stamp() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.login := session_user;
    NEW.created_at := now();
    NEW.expires_at := least(NEW.expires_at, now() + interval '10 minutes');
    RETURN NEW;
END
$$;
CREATE TRIGGER stamp BEFORE INSERT ON opd.undo_record FOR EACH ROW EXECUTE FUNCTION opd.undo_stamp();
