-- The hot path of booking in one round trip. It runs with the rights of who calls it: every guard, policy and trail of
-- the two tables works as for the plain statements. A place that is gone is told as data, inside a subtransaction of
-- its own, so that the caller can still look for the nearest free ones.
CREATE FUNCTION opd.book_visit(visit jsonb, slots uuid[], OUT made uuid, OUT refused text)
LANGUAGE plpgsql SET search_path = opd, pg_temp AS $$
BEGIN
    -- The same request again, even after the visit has begun, is not a second booking.
    IF EXISTS (SELECT FROM appointment WHERE request_id = (visit ->> 'request_id')::uuid) THEN
        RETURN;
    END IF;
    INSERT INTO appointment (id, request_id, patient_id, practitioner_id, facility_id, location_id, starts_at,
        ends_at, status, service_type, visit_kind, reason, overbooked, overbook_reason, series_id)
    SELECT v.id, v.request_id, v.patient_id, v.practitioner_id, v.facility_id, v.location_id, v.starts_at,
        v.ends_at, 'booked', v.service_type, v.visit_kind, v.reason, v.overbooked, v.overbook_reason, v.series_id
    FROM jsonb_to_record(visit) AS v(id uuid, request_id uuid, patient_id uuid, practitioner_id uuid,
        facility_id uuid, location_id uuid, starts_at timestamptz, ends_at timestamptz, service_type text,
        visit_kind text, reason text, overbooked boolean, overbook_reason text,
        series_id uuid)
    ON CONFLICT (request_id) DO NOTHING RETURNING id INTO made;
    IF made IS NULL THEN
        RETURN;
    END IF;
    -- In key order, so that two desks never wait for each other in a ring.
    INSERT INTO appointment_slot (appointment_id, slot_id) SELECT made, slot FROM unnest(slots) AS slot ORDER BY slot;
EXCEPTION WHEN SQLSTATE 'OP005' OR check_violation THEN
    made := NULL;
    refused := SQLERRM;
    IF refused LIKE '%time_slot_capacity_check%' THEN
        refused := 'booking.slot_taken';
    END IF;
    IF refused NOT IN ('booking.slot_taken', 'booking.slot_unavailable') THEN
        RAISE;
    END IF;
END
$$;
