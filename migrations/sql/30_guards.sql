-- Versions and stamps of everything that people edit, also when they use psql.
CREATE FUNCTION opd.touch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NOT opd.importing() THEN
            NEW.row_version := 1;
            NEW.created_at := now();
            NEW.updated_at := now();
            NEW.updated_by := session_user;
        END IF;
        RETURN NEW;
    END IF;
    NEW.row_version := OLD.row_version + 1;
    NEW.updated_at := now();
    NEW.updated_by := session_user;
    NEW.created_at := OLD.created_at;
    RETURN NEW;
END
$$;

DO $$
DECLARE
    t text;
BEGIN
    FOR t IN SELECT table_name FROM information_schema.columns
             WHERE table_schema = 'opd' AND column_name = 'row_version' LOOP
        EXECUTE format('CREATE TRIGGER touch BEFORE INSERT OR UPDATE ON opd.%I '
                       'FOR EACH ROW EXECUTE FUNCTION opd.touch()', t);
    END LOOP;
END
$$;

-- Who recorded something, and when, is not for the client to say. One function for each pair of columns.
CREATE FUNCTION opd.stamp_consent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT opd.importing() THEN
        NEW.recorded_by := session_user;
        NEW.given_at := now();
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER stamp BEFORE INSERT ON opd.patient_consent FOR EACH ROW EXECUTE FUNCTION opd.stamp_consent();

CREATE FUNCTION opd.stamp_ticket_note() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT opd.importing() THEN
        NEW.login := session_user;
        NEW.at := now();
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER stamp BEFORE INSERT ON opd.ticket_note FOR EACH ROW EXECUTE FUNCTION opd.stamp_ticket_note();

CREATE FUNCTION opd.stamp_ticket() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT opd.importing() THEN
        NEW.created_by := CASE WHEN TG_OP = 'INSERT' THEN session_user::text ELSE OLD.created_by END;
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER stamp BEFORE INSERT OR UPDATE ON opd.ticket FOR EACH ROW EXECUTE FUNCTION opd.stamp_ticket();

ALTER TABLE opd.time_slot ADD CONSTRAINT time_slot_no_overlap
    EXCLUDE USING gist (practitioner_id WITH =, tstzrange(starts_at, ends_at) WITH &&);

-- Patients ---------------------------------------------------------------------------------------
CREATE SEQUENCE opd.mrn_seq START 1001;

CREATE FUNCTION opd.luhn_digit(digits text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT ((10 - sum(CASE WHEN d > 9 THEN d - 9 ELSE d END) % 10) % 10)::text
    FROM (SELECT substr(reverse(digits), place, 1)::int * CASE WHEN place % 2 = 1 THEN 2 ELSE 1 END AS d
          FROM generate_series(1, length(digits)) AS place) AS weighted
$$;

CREATE FUNCTION opd.patient_fill() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = opd, public, pg_temp AS $$
DECLARE
    body text;
BEGIN
    IF TG_OP = 'INSERT' AND NOT (opd.importing() AND NEW.mrn <> '') THEN
        body := lpad(nextval('opd.mrn_seq')::text, 6, '0');
        NEW.mrn := body || '-' || opd.luhn_digit(body);
    ELSIF TG_OP = 'UPDATE' THEN
        NEW.id := OLD.id;
        NEW.mrn := OLD.mrn;
        -- Who books can't close a record, nor put another in its place.
        IF (NEW.merged_into_id, NEW.active) IS DISTINCT FROM (OLD.merged_into_id, OLD.active)
                AND NOT opd.importing() AND NOT opd.has('manager') THEN
            PERFORM opd.refuse('OP003', 'permission.database');
        END IF;
    END IF;
    IF NEW.sort_key = '' THEN
        NEW.sort_key := lower(unaccent(NEW.name));
    END IF;
    -- Blanks around every part, so that a pattern can ask for the beginning or the end of one.
    NEW.search_text := ' ' || lower(unaccent(NEW.name)) || ' ' || regexp_replace(NEW.phone, '\D', '', 'g')
        || ' ' || NEW.mrn || ' ' || replace(NEW.mrn, '-', '') || ' ' || coalesce(NEW.birth_date::text, '') || ' ';
    RETURN NEW;
END
$$;
CREATE TRIGGER fill BEFORE INSERT OR UPDATE ON opd.patient FOR EACH ROW EXECUTE FUNCTION opd.patient_fill();

-- Slots: the counters follow holds and appointment_slot rows, and nothing else ---------------------
CREATE FUNCTION opd.slot_closed(at timestamptz) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM opd.refuse('OP005', 'booking.slot_unavailable', jsonb_build_object('start', at));
END
$$;

-- The start of the slot if its hours were taken away, else NULL: such a slot takes nobody new.
CREATE FUNCTION opd.slot_count(slot uuid, more_booked int, more_held int, over boolean) RETURNS timestamptz
LANGUAGE plpgsql SECURITY DEFINER SET search_path = opd, pg_temp AS $$
DECLARE
    s time_slot;
BEGIN
    IF more_booked + more_held > 0 THEN
        DELETE FROM slot_hold WHERE slot_id = slot AND expires_at <= now();
    END IF;
    UPDATE time_slot SET booked = booked + more_booked, held = held + more_held,
        status = CASE WHEN status = 'busy-unavailable' THEN status
                      WHEN booked + more_booked + held + more_held >= capacity THEN 'busy' ELSE 'free' END
    WHERE id = slot RETURNING * INTO s;
    IF s.id IS NULL THEN
        PERFORM opd.refuse('OP004', 'slot.not_found', jsonb_build_object('id', slot));
    END IF;
    IF more_booked + more_held > 0 AND NOT over AND s.booked + s.held > s.capacity THEN
        PERFORM opd.refuse('OP005', 'booking.slot_taken', jsonb_build_object('start', s.starts_at));
    END IF;
    RETURN CASE WHEN s.status = 'busy-unavailable' THEN s.starts_at END;
END
$$;

-- Whoever took a visit out of a slot can put it back for ten minutes, as an undo, also where hours are gone.
CREATE FUNCTION opd.left_just_now(appointment uuid, slot uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = opd, pg_temp AS $$
    SELECT EXISTS (SELECT FROM audit_log l WHERE l.row_id = appointment || '/' || slot
        AND l.table_name = 'appointment_slot' AND l.action = 'delete' AND l.login = session_user
        AND l.at > now() - interval '10 minutes')
$$;

CREATE FUNCTION opd.appointment_slot_count() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = opd, pg_temp AS $$
DECLARE
    closed timestamptz;
BEGIN
    IF TG_OP = 'INSERT' THEN
        -- Over the capacity goes who says so and may: a visit that somebody else overbooked once is no licence.
        closed := opd.slot_count(NEW.slot_id, 1, 0, opd.importing()
            OR ((SELECT overbooked FROM appointment WHERE id = NEW.appointment_id) AND opd.may_overbook()));
        IF closed IS NOT NULL AND NOT opd.left_just_now(NEW.appointment_id, NEW.slot_id) THEN
            PERFORM opd.slot_closed(closed);
        END IF;
        RETURN NEW;
    END IF;
    PERFORM opd.slot_count(OLD.slot_id, -1, 0, true);
    RETURN OLD;
END
$$;
CREATE TRIGGER count_slots AFTER INSERT OR DELETE ON opd.appointment_slot
    FOR EACH ROW EXECUTE FUNCTION opd.appointment_slot_count();

CREATE FUNCTION opd.slot_hold_count() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = opd, pg_temp AS $$
DECLARE
    closed timestamptz;
BEGIN
    IF TG_OP = 'INSERT' THEN
        NEW.login := session_user;
        NEW.expires_at := least(NEW.expires_at, now() + interval '3 minutes');
        IF NOT EXISTS (SELECT FROM time_slot WHERE id = NEW.slot_id AND facility_id = NEW.facility_id) THEN
            PERFORM opd.refuse('OP004', 'slot.not_found', jsonb_build_object('id', NEW.slot_id));
        END IF;
        closed := opd.slot_count(NEW.slot_id, 0, 1, false);
        IF closed IS NOT NULL THEN
            PERFORM opd.slot_closed(closed);
        END IF;
        RETURN NEW;
    END IF;
    PERFORM opd.slot_count(OLD.slot_id, 0, -1, true);
    RETURN OLD;
END
$$;
CREATE TRIGGER count_holds BEFORE INSERT OR DELETE ON opd.slot_hold
    FOR EACH ROW EXECUTE FUNCTION opd.slot_hold_count();

-- Appointments ------------------------------------------------------------------------------------
-- Visits are booked, and tokens given, for patients whose record is in use.
CREATE FUNCTION opd.check_patient(who uuid) RETURNS void LANGUAGE plpgsql SET search_path = opd, pg_temp AS $$
DECLARE
    p patient;
BEGIN
    SELECT * INTO p FROM patient WHERE id = who;
    IF NOT p.active OR p.merged_into_id IS NOT NULL THEN
        PERFORM opd.refuse('OP005', 'patient.not_active', jsonb_build_object('id', who, 'merged_into', p.merged_into_id));
    END IF;
END
$$;

-- What ends a visit, or brings one back that was over, says why.
CREATE FUNCTION opd.check_reason(was opd.appointment, becomes opd.appointment) RETURNS void LANGUAGE plpgsql
SET search_path = opd, pg_temp AS $$
BEGIN
    IF becomes.status = 'cancelled' AND (coalesce(btrim(becomes.cancel_reason), '') = ''
            OR coalesce(becomes.cancelled_by, '') NOT IN ('patient', 'clinic')) THEN
        PERFORM opd.refuse('OP002', 'appointment.cancel_reason_needed');
    END IF;
    IF coalesce(btrim(current_setting('opd.reason', true)), '') = '' AND (becomes.status = 'entered-in-error'
            OR (becomes.status IN ('booked', 'arrived') AND was.status IN ('fulfilled', 'cancelled', 'noshow')
                AND now() - was.status_changed_at > interval '10 minutes')) THEN
        PERFORM opd.refuse('OP002', 'appointment.reason_needed');
    END IF;
END
$$;

CREATE FUNCTION opd.check_works(practitioner uuid, facility uuid) RETURNS void LANGUAGE plpgsql
SET search_path = opd, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM practitioner_role r
            WHERE (r.practitioner_id, r.facility_id) = (practitioner, facility) AND r.active) THEN
        PERFORM opd.refuse('OP002', 'schedule.practitioner_not_here');
    END IF;
END
$$;

CREATE FUNCTION opd.appointment_guard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = opd, pg_temp AS $$
DECLARE
    right_needed boolean;
BEGIN
    IF opd.importing() THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF NEW.status NOT IN ('waitlist', 'proposed', 'pending', 'booked') THEN
            PERFORM opd.refuse('OP005', 'appointment.illegal_move',
                jsonb_build_object('start', 'new', 'end', NEW.status));
        END IF;
        NEW.created_by := session_user;
        NEW.status_changed_at := now();
        PERFORM opd.check_patient(NEW.patient_id);
        -- Of the others the slots tell where they take place.
        IF NEW.status IN ('waitlist', 'proposed') THEN
            PERFORM opd.check_works(NEW.practitioner_id, NEW.facility_id);
        END IF;
    ELSE
        IF (NEW.patient_id, NEW.request_id, NEW.created_by) IS DISTINCT FROM
           (OLD.patient_id, OLD.request_id, OLD.created_by)
           -- Who was squeezed in stays marked while they are there.
           OR (OLD.overbooked AND NOT NEW.overbooked AND (NEW.status, NEW.starts_at, NEW.ends_at, NEW.practitioner_id)
               = (OLD.status, OLD.starts_at, OLD.ends_at, OLD.practitioner_id))
           -- Why a visit was cancelled is said when it is.
           OR (NEW.status = OLD.status AND (NEW.cancel_reason, NEW.cancelled_by) IS DISTINCT FROM
               (OLD.cancel_reason, OLD.cancelled_by)) THEN
            PERFORM opd.refuse('OP005', 'appointment.fixed_fields');
        END IF;
        NEW.status_changed_at := OLD.status_changed_at;
        IF NEW.status <> OLD.status THEN
            SELECT needs_right INTO right_needed FROM appointment_transition
            WHERE from_status = OLD.status AND to_status = NEW.status;
            IF right_needed IS NULL THEN
                PERFORM opd.refuse('OP005', 'appointment.illegal_move',
                    jsonb_build_object('start', OLD.status, 'end', NEW.status));
            END IF;
            IF right_needed AND NOT opd.may_overbook() AND (NEW.status = 'entered-in-error'
                    OR now() - OLD.status_changed_at > interval '10 minutes') THEN
                PERFORM opd.refuse('OP005', 'appointment.reset_needs_right',
                    jsonb_build_object('start', OLD.status, 'end', NEW.status));
            END IF;
            IF OLD.status IN ('waitlist', 'proposed', 'pending') AND NEW.status = 'booked' THEN
                PERFORM opd.check_patient(NEW.patient_id);
            END IF;
            IF (OLD.status, NEW.status) = ('booked', 'arrived') THEN
                PERFORM opd.check_today(NEW.id, (SELECT (now() AT TIME ZONE f.time_zone)::date FROM facility f
                                                 WHERE f.id = NEW.facility_id));
            END IF;
            IF NEW.status = 'fulfilled' AND NOT opd.has('doctor') THEN
                PERFORM opd.refuse('OP003', 'encounter.doctors_only');
            END IF;
            PERFORM opd.check_reason(OLD, NEW);
            IF NEW.status = 'noshow' AND now() < NEW.starts_at + interval '10 minutes' THEN
                PERFORM opd.refuse('OP005', 'appointment.too_early_for_noshow',
                    jsonb_build_object('after', NEW.starts_at + interval '10 minutes'));
            END IF;
            NEW.status_changed_at := now();
        END IF;
    END IF;
    IF NEW.status IN ('pending', 'booked') AND NEW.ends_at <= now()
            AND (TG_OP = 'INSERT' OR NEW.starts_at <> OLD.starts_at
                 OR OLD.status IN ('waitlist', 'proposed', 'pending'))
            -- A move of the last ten minutes can be undone, though the time may have passed.
            AND NOT EXISTS (SELECT FROM appointment_history h WHERE h.appointment_id = NEW.id
                AND h.at > now() - interval '10 minutes' AND h.from_status = NEW.status
                AND (h.from_starts_at, h.from_practitioner_id) = (NEW.starts_at, NEW.practitioner_id)) THEN
        PERFORM opd.refuse('OP002', 'appointment.in_the_past', jsonb_build_object('start', NEW.starts_at));
    END IF;
    IF NEW.overbooked AND (TG_OP = 'INSERT' OR NOT OLD.overbooked) AND NOT opd.may_overbook() THEN
        PERFORM opd.refuse('OP003', 'appointment.overbook_needs_right');
    END IF;
    IF NEW.location_id IS NOT NULL AND NOT EXISTS (
            SELECT FROM location l WHERE l.id = NEW.location_id AND l.facility_id = NEW.facility_id) THEN
        PERFORM opd.refuse('OP004', 'location.not_found', jsonb_build_object('id', NEW.location_id));
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER guard BEFORE INSERT OR UPDATE ON opd.appointment
    FOR EACH ROW EXECUTE FUNCTION opd.appointment_guard();

CREATE FUNCTION opd.appointment_after() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = opd, pg_temp AS $$
BEGIN
    IF TG_OP = 'INSERT' OR (NEW.status, NEW.starts_at, NEW.ends_at, NEW.practitioner_id)
            IS DISTINCT FROM (OLD.status, OLD.starts_at, OLD.ends_at, OLD.practitioner_id) THEN
        INSERT INTO appointment_history (appointment_id, at, desk, from_status, to_status, from_starts_at,
            to_starts_at, from_practitioner_id, to_practitioner_id, reason)
        VALUES (NEW.id, CASE WHEN opd.importing() THEN NEW.status_changed_at ELSE now() END,
            coalesce(current_setting('application_name', true), ''),
            CASE WHEN TG_OP = 'UPDATE' THEN OLD.status END, NEW.status,
            CASE WHEN TG_OP = 'UPDATE' THEN OLD.starts_at END, NEW.starts_at,
            CASE WHEN TG_OP = 'UPDATE' THEN OLD.practitioner_id END, NEW.practitioner_id,
            coalesce(nullif(current_setting('opd.reason', true), ''), NEW.cancel_reason, ''));
    END IF;
    IF TG_OP = 'UPDATE' AND NEW.status <> OLD.status
            AND NEW.status IN ('cancelled', 'entered-in-error', 'waitlist', 'proposed') THEN
        DELETE FROM appointment_slot WHERE appointment_id = NEW.id;
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER after_change AFTER INSERT OR UPDATE ON opd.appointment
    FOR EACH ROW EXECUTE FUNCTION opd.appointment_after();

-- At commit, an appointment that takes place covers exactly its slots, and one that does not has none.
CREATE FUNCTION opd.appointment_covered() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = opd, pg_temp AS $$
DECLARE
    a appointment;
    covered boolean;
    parts int;
BEGIN
    SELECT * INTO a FROM appointment
    WHERE id = CASE WHEN TG_TABLE_NAME = 'appointment' THEN (to_jsonb(NEW) ->> 'id')::uuid
                    ELSE (to_jsonb(coalesce(NEW, OLD)) ->> 'appointment_id')::uuid END;
    SELECT min(s.starts_at) = a.starts_at AND max(s.ends_at) = a.ends_at
       AND bool_and(s.practitioner_id = a.practitioner_id AND s.facility_id = a.facility_id), count(*)
    INTO covered, parts
    FROM appointment_slot x JOIN time_slot s ON s.id = x.slot_id WHERE x.appointment_id = a.id;
    -- A long visit leaves no slot out in its middle, for nobody else is seen meanwhile.
    IF parts > 1 AND EXISTS (
            SELECT FROM time_slot s WHERE s.practitioner_id = a.practitioner_id AND s.starts_at > a.starts_at
            AND s.starts_at < a.ends_at AND NOT EXISTS (
                SELECT FROM appointment_slot x WHERE x.appointment_id = a.id AND x.slot_id = s.id)) THEN
        covered := false;
    END IF;
    IF a.status IN ('pending', 'booked', 'arrived', 'checked-in', 'fulfilled', 'noshow') THEN
        IF covered IS NOT TRUE THEN
            PERFORM opd.refuse('OP005', 'appointment.slots_do_not_match');
        END IF;
    ELSIF covered IS NOT NULL THEN
        PERFORM opd.refuse('OP005', 'appointment.slots_do_not_match');
    END IF;
    RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER covered AFTER INSERT OR UPDATE ON opd.appointment
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION opd.appointment_covered();
CREATE CONSTRAINT TRIGGER covered AFTER INSERT OR DELETE ON opd.appointment_slot
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION opd.appointment_covered();

-- Visits that hours were taken from ------------------------------------------------------------------
-- Staff say "kept" or "nobody answered"; the rest follows from what happens to the visit.
CREATE FUNCTION opd.affected_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.facility_id, NEW.appointment_id, NEW.starts_at, NEW.cause, NEW.noted_at) IS DISTINCT FROM
       (OLD.facility_id, OLD.appointment_id, OLD.starts_at, OLD.cause, OLD.noted_at) THEN
        PERFORM opd.refuse('OP005', 'affected_visit.fixed_fields');
    END IF;
    NEW.calls := OLD.calls;
    NEW.decided_at := OLD.decided_at;
    NEW.decided_by := OLD.decided_by;
    IF NEW.exception_id IS DISTINCT FROM OLD.exception_id AND NEW.outcome = OLD.outcome THEN
        RETURN NEW;
    END IF;
    IF NEW.outcome <> OLD.outcome AND NOT (OLD.outcome IN ('open', 'no-answer')
            OR (OLD.outcome IN ('kept', 'moved', 'cancelled') AND NEW.outcome = 'open')) THEN
        PERFORM opd.refuse('OP005', 'affected_visit.closed', jsonb_build_object('outcome', OLD.outcome));
    END IF;
    IF NEW.outcome = 'no-answer' THEN
        NEW.calls := OLD.calls + 1;
    END IF;
    NEW.decided_at := CASE WHEN NEW.outcome <> 'open' THEN now() END;
    NEW.decided_by := CASE WHEN NEW.outcome <> 'open' THEN session_user END;
    RETURN NEW;
END
$$;
CREATE TRIGGER guard BEFORE UPDATE ON opd.affected_visit FOR EACH ROW EXECUTE FUNCTION opd.affected_guard();

-- A visit that is put back to where hours were taken from has to be called again.
CREATE FUNCTION opd.affected_follows() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = opd, pg_temp AS $$
BEGIN
    IF NEW.status IN ('pending', 'booked') OR (OLD.status, NEW.status) = ('cancelled', 'arrived') THEN
        -- Nobody calls a patient who is here.
        UPDATE affected_visit SET outcome = CASE WHEN NEW.status = 'arrived' THEN 'kept' ELSE 'open' END
        WHERE id = (SELECT v.id FROM affected_visit v WHERE v.appointment_id = NEW.id AND v.starts_at = NEW.starts_at
                    AND v.outcome IN ('moved', 'cancelled') ORDER BY v.noted_at DESC LIMIT 1)
          AND NOT EXISTS (SELECT FROM affected_visit v WHERE v.appointment_id = NEW.id
                          AND v.outcome IN ('open', 'no-answer'))
          AND EXISTS (SELECT FROM time_slot t WHERE t.practitioner_id = NEW.practitioner_id
                      AND t.starts_at >= NEW.starts_at AND t.starts_at < NEW.ends_at
                      AND t.status = 'busy-unavailable');
        IF FOUND OR (OLD.starts_at, OLD.practitioner_id) = (NEW.starts_at, NEW.practitioner_id) THEN
            RETURN NULL;
        END IF;
    END IF;
    UPDATE affected_visit SET outcome = CASE
        WHEN NEW.status IN ('cancelled', 'entered-in-error', 'waitlist', 'proposed') THEN 'cancelled'
        WHEN NEW.status IN ('pending', 'booked') THEN 'moved' ELSE 'kept' END
    WHERE appointment_id = NEW.id AND outcome IN ('open', 'no-answer');
    RETURN NULL;
END
$$;
CREATE TRIGGER affected_follows AFTER UPDATE ON opd.appointment FOR EACH ROW
    WHEN ((OLD.starts_at, OLD.practitioner_id) IS DISTINCT FROM (NEW.starts_at, NEW.practitioner_id)
          OR NEW.status <> OLD.status)
    EXECUTE FUNCTION opd.affected_follows();

-- Queue -------------------------------------------------------------------------------------------
-- Who has arrived or is checked in is here today; at night a visit can be of the day before and not over, or of the next and soon.
CREATE FUNCTION opd.check_today(visit uuid, today date) RETURNS void LANGUAGE plpgsql SET search_path = opd, pg_temp AS $$
DECLARE
    a appointment;
BEGIN
    SELECT * INTO a FROM appointment WHERE id = visit;
    IF NOT (a.starts_at - interval '2 hours' <= now() AND now() < a.ends_at) AND today <> (
            SELECT (a.starts_at AT TIME ZONE f.time_zone)::date FROM facility f WHERE f.id = a.facility_id) THEN
        PERFORM opd.refuse('OP002', 'appointment.not_today', jsonb_build_object('start', a.starts_at));
    END IF;
END
$$;

CREATE FUNCTION opd.queue_guard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = opd, pg_temp AS $$
BEGIN
    IF opd.importing() AND NEW.token_number > 0 THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'INSERT' THEN
        SELECT r.token_prefix, (now() AT TIME ZONE f.time_zone)::date INTO NEW.service_point, NEW.day
        FROM practitioner_role r JOIN facility f ON f.id = r.facility_id
        WHERE r.practitioner_id = NEW.practitioner_id AND r.facility_id = NEW.facility_id AND r.active;
        IF NEW.service_point IS NULL THEN
            PERFORM opd.refuse('OP004', 'queue.practitioner_not_here');
        END IF;
        IF NEW.appointment_id IS NULL THEN
            -- One at a time per patient: two desks that press at once give one token.
            PERFORM pg_advisory_xact_lock(hashtextextended('queue:' || NEW.patient_id, 0));
            PERFORM opd.check_patient(NEW.patient_id);
            IF EXISTS (SELECT FROM queue_entry q WHERE q.patient_id = NEW.patient_id AND q.facility_id = NEW.facility_id
                    AND q.practitioner_id = NEW.practitioner_id AND q.day = NEW.day
                    AND q.state IN ('waiting', 'called', 'in-consultation', 'skipped')) THEN
                PERFORM opd.refuse('OP005', 'queue.already_waiting');
            END IF;
        ELSIF NOT EXISTS (
            SELECT FROM appointment WHERE id = NEW.appointment_id AND patient_id = NEW.patient_id
               AND facility_id = NEW.facility_id AND status IN ('arrived', 'checked-in')) THEN
            PERFORM opd.refuse('OP005', 'queue.appointment_not_checked_in');
        ELSE
            PERFORM opd.check_today(NEW.appointment_id, NEW.day);
        END IF;
        INSERT INTO token_counter AS c (facility_id, service_point, day, last)
        VALUES (NEW.facility_id, NEW.service_point, NEW.day, 1)
        ON CONFLICT (facility_id, service_point, day) DO UPDATE SET last = c.last + 1
        RETURNING last INTO NEW.token_number;
        NEW.state := 'waiting';
        NEW.arrived_at := now();
        NEW.state_changed_at := now();
        NEW.called_at := NULL;
        NEW.started_at := NULL;
        NEW.ended_at := NULL;
        NEW.skip_count := 0;
        RETURN NEW;
    END IF;
    IF (NEW.facility_id, NEW.patient_id, NEW.appointment_id, NEW.service_point, NEW.day, NEW.token_number,
        NEW.arrived_at) IS DISTINCT FROM (OLD.facility_id, OLD.patient_id, OLD.appointment_id,
        OLD.service_point, OLD.day, OLD.token_number, OLD.arrived_at) THEN
        PERFORM opd.refuse('OP005', 'queue.fixed_fields');
    END IF;
    IF NEW.practitioner_id <> OLD.practitioner_id THEN
        IF NOT EXISTS (SELECT FROM practitioner_role r WHERE r.practitioner_id = NEW.practitioner_id
                AND r.facility_id = NEW.facility_id AND r.active) THEN
            PERFORM opd.refuse('OP004', 'queue.practitioner_not_here');
        ELSIF OLD.state NOT IN ('waiting', 'called', 'skipped') THEN
            PERFORM opd.refuse('OP005', 'queue.illegal_move',
                jsonb_build_object('start', OLD.state, 'end', 'transferred'));
        END IF;
    END IF;
    -- The waits are computed from these, so they are the database's; who is called again is called now, and the
    -- promise is made at check-in.
    NEW.state_changed_at := OLD.state_changed_at;
    NEW.called_at := CASE WHEN OLD.state = 'called' AND NEW.called_at IS DISTINCT FROM OLD.called_at THEN now()
                          ELSE OLD.called_at END;
    NEW.started_at := OLD.started_at;
    NEW.ended_at := OLD.ended_at;
    IF OLD.arrived_at <> now() THEN
        NEW.promised_wait_minutes := OLD.promised_wait_minutes;
    END IF;
    IF NEW.state = OLD.state THEN
        NEW.skip_count := OLD.skip_count;
    ELSE
        IF NEW.state IN ('in-consultation', 'done') AND NOT opd.has('doctor') THEN
            PERFORM opd.refuse('OP003', 'encounter.doctors_only');
        END IF;
        IF NOT (OLD.state, NEW.state) IN (
            ('waiting', 'called'), ('waiting', 'in-consultation'), ('waiting', 'skipped'), ('waiting', 'left'),
            ('called', 'in-consultation'), ('called', 'waiting'), ('called', 'skipped'), ('called', 'left'),
            ('skipped', 'waiting'), ('skipped', 'called'), ('skipped', 'left'),
            ('in-consultation', 'done'), ('in-consultation', 'called'), ('in-consultation', 'waiting'),
            ('in-consultation', 'left'), ('done', 'in-consultation'), ('left', 'waiting')) THEN
            PERFORM opd.refuse('OP005', 'queue.illegal_move',
                jsonb_build_object('start', OLD.state, 'end', NEW.state));
        END IF;
        NEW.state_changed_at := now();
        NEW.called_at := CASE WHEN NEW.state = 'called' THEN now()
                              WHEN NEW.state = 'waiting' THEN NULL ELSE OLD.called_at END;
        NEW.started_at := CASE WHEN NEW.state = 'in-consultation' AND OLD.state <> 'done' THEN now()
                               WHEN NEW.state IN ('waiting', 'called') THEN NULL ELSE OLD.started_at END;
        NEW.ended_at := CASE WHEN NEW.state IN ('done', 'left') THEN now() END;
        -- A skip counts once more, unless it is taken back: the last move, of the last ten minutes, the other way round.
        NEW.skip_count := CASE WHEN NEW.skip_count = OLD.skip_count - 1 AND EXISTS (
                SELECT FROM (SELECT * FROM queue_move m WHERE m.queue_entry_id = NEW.id
                             ORDER BY m.at DESC, m.id DESC LIMIT 1) AS latest
                WHERE (latest.from_state, latest.to_state) = (NEW.state, OLD.state)
                  AND latest.at > now() - interval '10 minutes')
            THEN NEW.skip_count ELSE OLD.skip_count END + CASE WHEN NEW.state = 'skipped' THEN 1 ELSE 0 END;
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER guard BEFORE INSERT OR UPDATE ON opd.queue_entry
    FOR EACH ROW EXECUTE FUNCTION opd.queue_guard();

CREATE FUNCTION opd.queue_moved() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = opd, pg_temp AS $$
BEGIN
    IF TG_OP = 'INSERT' OR (NEW.state, NEW.practitioner_id) IS DISTINCT FROM (OLD.state, OLD.practitioner_id) THEN
        INSERT INTO queue_move (queue_entry_id, at, from_state, to_state, from_practitioner_id, to_practitioner_id)
        VALUES (NEW.id, CASE WHEN opd.importing() THEN NEW.state_changed_at ELSE now() END,
            CASE WHEN TG_OP = 'UPDATE' THEN OLD.state END, NEW.state,
            CASE WHEN TG_OP = 'UPDATE' THEN OLD.practitioner_id END, NEW.practitioner_id);
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER moved AFTER INSERT OR UPDATE ON opd.queue_entry
    FOR EACH ROW EXECUTE FUNCTION opd.queue_moved();

-- Encounters --------------------------------------------------------------------------------------
-- jsonb has one written form for one value, so its text can be hashed.
CREATE FUNCTION opd.note_checksum(note opd.fhir_resource) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT encode(sha256(convert_to(note.content::text, 'UTF8')), 'hex')
$$;

-- The place in the queue that an encounter hangs on is the same patient's.
CREATE FUNCTION opd.check_entry(e opd.encounter) RETURNS void LANGUAGE plpgsql SET search_path = opd, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM queue_entry q WHERE q.id = e.queue_entry_id
            AND (q.patient_id, q.facility_id) = (e.patient_id, e.facility_id)
            AND q.appointment_id IS NOT DISTINCT FROM e.appointment_id)
            AND (e.queue_entry_id IS NOT NULL OR e.appointment_id IS NULL) THEN
        PERFORM opd.refuse('OP005', 'encounter.fixed_fields');
    END IF;
END
$$;

CREATE FUNCTION opd.encounter_guard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = opd, pg_temp AS $$
BEGIN
    IF opd.importing() THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF NEW.status NOT IN ('planned', 'arrived') OR NEW.signed_at IS NOT NULL THEN
            PERFORM opd.refuse('OP005', 'encounter.illegal_move',
                jsonb_build_object('start', 'new', 'end', NEW.status));
        END IF;
        IF NEW.appointment_id IS NULL AND NEW.queue_entry_id IS NULL THEN
            PERFORM opd.refuse('OP002', 'encounter.needs_visit');
        END IF;
        IF NEW.appointment_id IS NOT NULL AND NOT EXISTS (SELECT FROM appointment a WHERE a.id = NEW.appointment_id
                AND (a.patient_id, a.facility_id) = (NEW.patient_id, NEW.facility_id)
                AND a.status IN ('arrived', 'checked-in')) THEN
            PERFORM opd.refuse('OP005', 'queue.appointment_not_checked_in');
        END IF;
        PERFORM opd.check_entry(NEW);
        NEW.status_changed_at := now();
        RETURN NEW;
    END IF;
    IF (NEW.facility_id, NEW.patient_id, NEW.appointment_id)
            IS DISTINCT FROM (OLD.facility_id, OLD.patient_id, OLD.appointment_id) THEN
        PERFORM opd.refuse('OP005', 'encounter.fixed_fields');
    END IF;
    IF NEW.queue_entry_id IS NULL AND OLD.queue_entry_id IS NOT NULL THEN
        PERFORM opd.refuse('OP005', 'encounter.fixed_fields');
    ELSIF NEW.queue_entry_id IS DISTINCT FROM OLD.queue_entry_id THEN
        PERFORM opd.check_entry(NEW);
    END IF;
    IF NEW.practitioner_id <> OLD.practitioner_id AND OLD.signed_at IS NOT NULL THEN
        PERFORM opd.refuse('OP005', 'encounter.signed');
    END IF;
    NEW.period_start := OLD.period_start;
    NEW.period_end := OLD.period_end;
    NEW.status_changed_at := OLD.status_changed_at;
    IF NEW.status <> OLD.status THEN
        IF OLD.signed_at IS NOT NULL THEN
            PERFORM opd.refuse('OP005', 'encounter.signed');
        END IF;
        IF NOT EXISTS (SELECT FROM encounter_transition
                       WHERE from_status = OLD.status AND to_status = NEW.status) THEN
            PERFORM opd.refuse('OP005', 'encounter.illegal_move',
                jsonb_build_object('start', OLD.status, 'end', NEW.status));
        END IF;
        IF (NEW.status IN ('in-progress', 'onleave', 'finished', 'entered-in-error') OR OLD.status IN ('finished'))
                AND NOT opd.has('doctor') AND NOT (NEW.status = 'cancelled' AND opd.may_overbook()) THEN
            PERFORM opd.refuse('OP003', 'encounter.doctors_only');
        END IF;
        NEW.status_changed_at := now();
        NEW.period_start := CASE WHEN NEW.status = 'in-progress' THEN coalesce(OLD.period_start, now())
                                 WHEN NEW.status = 'arrived' THEN NULL ELSE OLD.period_start END;
        NEW.period_end := CASE WHEN NEW.status IN ('finished', 'cancelled') THEN now() END;
    END IF;
    IF NEW.signed_at IS DISTINCT FROM OLD.signed_at THEN
        IF OLD.signed_at IS NOT NULL THEN
            PERFORM opd.refuse('OP005', 'encounter.signed');
        END IF;
        IF NEW.status <> 'finished' THEN
            PERFORM opd.refuse('OP005', 'encounter.sign_after_complete');
        END IF;
        IF NEW.practitioner_id IS DISTINCT FROM opd.my_practitioner() THEN
            PERFORM opd.refuse('OP003', 'encounter.sign_own_only');
        END IF;
        NEW.signed_at := now();
        SELECT opd.note_checksum(c) INTO NEW.note_sha256 FROM fhir_resource c
        WHERE c.encounter_id = NEW.id AND c.resource_type = 'Composition' AND c.is_current;
        IF NEW.note_sha256 IS NULL THEN
            PERFORM opd.refuse('OP005', 'encounter.nothing_to_sign');
        END IF;
    ELSE
        NEW.note_sha256 := OLD.note_sha256;
    END IF;
    NEW.signed_by := CASE WHEN NEW.signed_at IS NULL THEN NULL
                          WHEN OLD.signed_at IS NULL THEN session_user::text ELSE OLD.signed_by END;
    RETURN NEW;
END
$$;
CREATE TRIGGER guard BEFORE INSERT OR UPDATE ON opd.encounter
    FOR EACH ROW EXECUTE FUNCTION opd.encounter_guard();

CREATE FUNCTION opd.encounter_moved() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = opd, pg_temp AS $$
BEGIN
    IF TG_OP = 'INSERT' OR NEW.status <> OLD.status THEN
        INSERT INTO encounter_status_history (encounter_id, at, from_status, to_status, reason)
        VALUES (NEW.id, CASE WHEN opd.importing() THEN NEW.status_changed_at ELSE now() END,
            CASE WHEN TG_OP = 'UPDATE' THEN OLD.status END, NEW.status,
            coalesce(current_setting('opd.reason', true), ''));
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER moved AFTER INSERT OR UPDATE ON opd.encounter
    FOR EACH ROW EXECUTE FUNCTION opd.encounter_moved();

CREATE FUNCTION opd.in_queue(visit uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM opd.queue_entry q WHERE q.appointment_id = visit
                   AND q.state IN ('waiting', 'called', 'in-consultation', 'skipped'))
$$;

-- What must hold between the three at commit.
CREATE FUNCTION opd.visit_consistent() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = opd, pg_temp AS $$
DECLARE
    changed jsonb := to_jsonb(NEW);
    e encounter;
    entry queue_entry;
    a appointment;
BEGIN
    IF opd.importing() THEN
        RETURN NULL;
    END IF;
    IF TG_TABLE_NAME = 'encounter' THEN
        SELECT * INTO e FROM encounter WHERE id = NEW.id;
        IF e.status = 'in-progress' AND NOT EXISTS (SELECT FROM queue_entry q
                WHERE q.id = e.queue_entry_id AND q.state = 'in-consultation') THEN
            PERFORM opd.refuse('OP005', 'encounter.not_in_consultation');
        END IF;
        -- Who sees the patient is whose queue they are in: nobody makes another's encounter the own one.
        IF e.status <> 'cancelled' AND EXISTS (SELECT FROM queue_entry q WHERE q.id = e.queue_entry_id
                AND q.practitioner_id <> e.practitioner_id) THEN
            PERFORM opd.refuse('OP005', 'encounter.other_queue');
        END IF;
        IF e.status IN ('cancelled', 'entered-in-error', 'finished') AND EXISTS (SELECT FROM queue_entry q
                WHERE q.id = e.queue_entry_id AND q.state IN ('waiting', 'called', 'in-consultation', 'skipped')) THEN
            PERFORM opd.refuse('OP005', 'appointment.still_in_queue');
        END IF;
    ELSIF TG_TABLE_NAME = 'queue_entry' THEN
        SELECT * INTO entry FROM queue_entry WHERE id = NEW.id;
        SELECT * INTO e FROM encounter WHERE queue_entry_id = entry.id;
        IF e.status <> 'cancelled' AND e.practitioner_id <> entry.practitioner_id THEN
            PERFORM opd.refuse('OP005', 'encounter.other_queue');
        ELSIF e.status = 'in-progress' AND entry.state <> 'in-consultation' THEN
            PERFORM opd.refuse('OP005', 'encounter.not_in_consultation');
        ELSIF e.status IN ('cancelled', 'entered-in-error', 'finished')
                AND entry.state IN ('waiting', 'called', 'in-consultation', 'skipped') THEN
            PERFORM opd.refuse('OP005', 'encounter.not_open');
        END IF;
        SELECT * INTO a FROM appointment WHERE id = (changed ->> 'appointment_id')::uuid;
        IF a.status = 'checked-in' AND NOT opd.in_queue(a.id) THEN
            PERFORM opd.refuse('OP005', 'appointment.not_in_queue');
        END IF;
        IF a.status IN ('booked', 'arrived', 'cancelled', 'noshow', 'entered-in-error') AND opd.in_queue(a.id) THEN
            PERFORM opd.refuse('OP005', 'queue.appointment_not_checked_in');
        END IF;
    ELSE
        SELECT * INTO a FROM appointment WHERE id = NEW.id;
        IF a.status IN ('booked', 'arrived', 'cancelled', 'noshow', 'entered-in-error') AND opd.in_queue(a.id) THEN
            PERFORM opd.refuse('OP005', 'appointment.still_in_queue');
        END IF;
        IF a.status = 'checked-in' AND NOT EXISTS (SELECT FROM encounter v WHERE v.appointment_id = a.id) THEN
            PERFORM opd.refuse('OP005', 'appointment.no_encounter');
        END IF;
        IF a.status = 'checked-in' AND NOT opd.in_queue(a.id) THEN
            PERFORM opd.refuse('OP005', 'appointment.not_in_queue');
        END IF;
    END IF;
    RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER consistent AFTER INSERT OR UPDATE ON opd.encounter
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION opd.visit_consistent();
CREATE CONSTRAINT TRIGGER consistent AFTER INSERT OR UPDATE ON opd.queue_entry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION opd.visit_consistent();
CREATE CONSTRAINT TRIGGER consistent AFTER UPDATE OF status ON opd.appointment
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION opd.visit_consistent();

-- Clinical resources: every version stays; a signed note changes by amendment only -------------------
-- The columns by which rights are given must say what the content says, and stay the same in every version:
-- otherwise a version filed under another visit, or none, would take the place of a signed note.
CREATE FUNCTION opd.fhir_check(r opd.fhir_resource) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = opd, pg_temp AS $$
BEGIN
    IF (r.content ->> 'resourceType', r.content ->> 'id') IS DISTINCT FROM (r.resource_type, r.id::text) THEN
        PERFORM opd.refuse('OP002', 'fhir.columns_differ');
    END IF;
    IF EXISTS (SELECT FROM fhir_resource o WHERE o.resource_type = r.resource_type AND o.id = r.id
               AND (o.facility_id, o.patient_id, o.encounter_id, o.category)
                   IS DISTINCT FROM (r.facility_id, r.patient_id, r.encounter_id, r.category)) THEN
        PERFORM opd.refuse('OP005', 'fhir.fixed_fields');
    END IF;
    IF r.encounter_id IS NOT NULL AND NOT EXISTS (SELECT FROM encounter e WHERE e.id = r.encounter_id
               AND e.facility_id = r.facility_id AND e.patient_id = r.patient_id) THEN
        PERFORM opd.refuse('OP002', 'fhir.columns_differ');
    END IF;
    IF r.content ->> 'status' = 'amended' AND NOT EXISTS (SELECT FROM encounter e WHERE e.id = r.encounter_id
               AND e.practitioner_id = opd.my_practitioner()) THEN
        PERFORM opd.refuse('OP003', 'encounter.sign_own_only');
    END IF;
END
$$;

CREATE FUNCTION opd.fhir_version() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = opd, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM encounter WHERE id = NEW.encounter_id AND signed_at IS NOT NULL)
            AND NOT opd.importing() AND NEW.resource_type NOT IN ('Encounter', 'Appointment', 'Patient')
            AND (NEW.resource_type <> 'Composition' OR NEW.content ->> 'status' IS DISTINCT FROM 'amended') THEN
        PERFORM opd.refuse('OP005', 'encounter.signed');
    END IF;
    IF NOT opd.importing() THEN
        PERFORM opd.fhir_check(NEW);
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended(NEW.id::text, 0));
    SELECT coalesce(max(version_id), 0) + 1 INTO NEW.version_id FROM fhir_resource
    WHERE resource_type = NEW.resource_type AND id = NEW.id;
    UPDATE fhir_resource SET is_current = false
    WHERE resource_type = NEW.resource_type AND id = NEW.id AND is_current;
    NEW.is_current := true;
    IF NOT opd.importing() THEN
        NEW.last_updated := now();
        NEW.author := session_user;
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER version BEFORE INSERT ON opd.fhir_resource
    FOR EACH ROW EXECUTE FUNCTION opd.fhir_version();

-- Journeys, messages ---------------------------------------------------------------------------------
CREATE FUNCTION opd.definition_guard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = opd, pg_temp AS $$
DECLARE
    found_status text;
BEGIN
    IF TG_TABLE_NAME = 'journey_definition' THEN
        IF OLD.status <> 'draft' AND ((NEW.key, NEW.version, NEW.name, NEW.description, NEW.trigger)
                IS DISTINCT FROM (OLD.key, OLD.version, OLD.name, OLD.description, OLD.trigger)
                OR NEW.status = 'draft') THEN
            PERFORM opd.refuse('OP005', 'journey.published_is_fixed');
        END IF;
        RETURN NEW;
    END IF;
    SELECT status INTO found_status FROM journey_definition WHERE id = coalesce(NEW.definition_id, OLD.definition_id);
    IF found_status <> 'draft' THEN
        PERFORM opd.refuse('OP005', 'journey.published_is_fixed');
    END IF;
    RETURN coalesce(NEW, OLD);
END
$$;
CREATE TRIGGER guard BEFORE UPDATE ON opd.journey_definition
    FOR EACH ROW EXECUTE FUNCTION opd.definition_guard();
CREATE TRIGGER guard BEFORE INSERT OR UPDATE OR DELETE ON opd.journey_stage
    FOR EACH ROW EXECUTE FUNCTION opd.definition_guard();

-- Staff write to the patient, where the patient wants it; services/communications.py has the same rule of consent.
CREATE FUNCTION opd.check_message(c opd.communication) RETURNS void LANGUAGE plpgsql SET search_path = opd, pg_temp AS $$
BEGIN
    IF NOT coalesce((SELECT n.granted FROM patient_consent n
            WHERE n.patient_id = c.patient_id AND n.purpose = 'messages' AND n.channel IN (c.channel, 'any')
            ORDER BY n.channel = c.channel DESC, n.given_at DESC, n.id DESC LIMIT 1), c.channel = 'desk') THEN
        PERFORM opd.refuse('OP005', 'communication.no_consent', jsonb_build_object('channel', c.channel));
    END IF;
    IF c.step_run_id IS NOT NULL OR (c.journey_instance_id IS NOT NULL AND NOT EXISTS (
            SELECT FROM journey_instance i WHERE i.id = c.journey_instance_id AND i.patient_id = c.patient_id)) THEN
        PERFORM opd.refuse('OP002', 'communication.other_patient');
    END IF;
END
$$;

CREATE FUNCTION opd.communication_guard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = opd, pg_temp AS $$
DECLARE
    rank CONSTANT jsonb := '{"queued": 0, "sending": 1, "unknown": 2, "failed": 2, "cancelled": 9, "sent": 3,
                             "delivered": 4, "read": 5, "received": 9}';
BEGIN
    IF opd.importing() THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF NOT opd.has('worker') THEN
            NEW.status := 'queued';
            NEW.direction := 'out';
            PERFORM opd.check_message(NEW);
            NEW.to_address := (SELECT CASE NEW.channel WHEN 'email' THEN p.email ELSE p.phone END FROM patient p
                               WHERE p.id = NEW.patient_id);
        END IF;
        NEW.created_by := session_user;
        NEW.status_at := now();
        RETURN NEW;
    END IF;
    IF (NEW.patient_id, NEW.body, NEW.subject, NEW.to_address, NEW.direction, NEW.step_run_id)
            IS DISTINCT FROM (OLD.patient_id, OLD.body, OLD.subject, OLD.to_address, OLD.direction, OLD.step_run_id) THEN
        PERFORM opd.refuse('OP005', 'communication.fixed_fields');
    END IF;
    NEW.status_at := OLD.status_at;
    IF NEW.status <> OLD.status THEN
        -- Statuses only move forward; a late "delivered" never undoes "read". A failed try may go again.
        IF (rank ->> NEW.status)::int < (rank ->> OLD.status)::int
                AND NOT (OLD.status IN ('sending', 'failed', 'unknown') AND NEW.status = 'queued') THEN
            PERFORM opd.refuse('OP005', 'communication.illegal_move',
                jsonb_build_object('start', OLD.status, 'end', NEW.status));
        END IF;
        NEW.status_at := now();
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER guard BEFORE INSERT OR UPDATE ON opd.communication
    FOR EACH ROW EXECUTE FUNCTION opd.communication_guard();
