-- Making slots from schedules. domain/slots.py holds the same rules in Python and is what tests compare with.

CREATE FUNCTION opd.utc_offset(at timestamptz, zone text) RETURNS interval LANGUAGE sql STABLE AS $$
    SELECT (at AT TIME ZONE zone) - (at AT TIME ZONE 'UTC')
$$;

-- Hours that make no sense would stop the nightly making of slots for everybody.
CREATE FUNCTION opd.schedule_hours() RETURNS trigger LANGUAGE plpgsql SET search_path = opd, pg_temp AS $$
DECLARE
    wrong boolean;
    twice boolean;
BEGIN
    BEGIN
        WITH sessions AS (
            SELECT n, (h ->> 'weekday')::int AS day, (h ->> 'start')::time AS starts, (h ->> 'end')::time AS ends,
                coalesce(h -> 'breaks', '[]') AS breaks
            FROM jsonb_array_elements(NEW.weekly_pattern) WITH ORDINALITY AS hours (h, n)
        )
        SELECT bool_or(NOT coalesce(s.day BETWEEN 0 AND 6 AND s.starts < s.ends AND NOT EXISTS (
                SELECT FROM jsonb_array_elements(s.breaks) AS b
                WHERE NOT coalesce((b ->> 'start')::time < (b ->> 'end')::time, false)), false)),
            bool_or(EXISTS (SELECT FROM sessions o WHERE o.n <> s.n AND o.day = s.day AND o.starts < s.ends
                            AND s.starts < o.ends))
        INTO wrong, twice FROM sessions s;
    EXCEPTION WHEN data_exception THEN
        wrong := true;
    END;
    IF wrong THEN
        PERFORM opd.refuse('OP002', 'schedule.bad_dates');
    ELSIF twice THEN
        PERFORM opd.refuse('OP002', 'schedule.sessions_overlap');
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER hours BEFORE INSERT OR UPDATE OF weekly_pattern ON opd.provider_schedule
    FOR EACH ROW EXECUTE FUNCTION opd.schedule_hours();

-- Slots hang on a schedule, and are of the same person at the same place.
CREATE FUNCTION opd.schedule_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM opd.refuse('OP005', 'schedule.fixed_fields');
    RETURN NULL;
END
$$;
CREATE TRIGGER fixed BEFORE UPDATE ON opd.provider_schedule FOR EACH ROW
    WHEN ((NEW.practitioner_id, NEW.facility_id) IS DISTINCT FROM (OLD.practitioner_id, OLD.facility_id))
    EXECUTE FUNCTION opd.schedule_fixed();

-- An exception is of somebody who works there, or the whole facility's; who runs late does so today.
CREATE FUNCTION opd.exception_guard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = opd, pg_temp AS $$
BEGIN
    IF opd.importing() THEN
        RETURN NEW;
    END IF;
    IF NEW.practitioner_id IS NOT NULL THEN
        PERFORM opd.check_works(NEW.practitioner_id, NEW.facility_id);
    END IF;
    IF NEW.kind = 'late' AND abs(extract(epoch FROM NEW.starts_at - now())) > 24 * 3600 THEN
        PERFORM opd.refuse('OP002', 'schedule.bad_dates');
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER guard BEFORE INSERT ON opd.schedule_exception
    FOR EACH ROW EXECUTE FUNCTION opd.exception_guard();

-- Who is noted as told was written to.
CREATE FUNCTION opd.late_notice_guard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = opd, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM communication c JOIN appointment a ON a.patient_id = c.patient_id
            WHERE c.id = NEW.communication_id AND a.id = NEW.appointment_id) THEN
        PERFORM opd.refuse('OP002', 'communication.other_patient');
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER guard BEFORE INSERT ON opd.late_notice FOR EACH ROW EXECUTE FUNCTION opd.late_notice_guard();

-- The stretches of constant UTC offset that touch the dates, as [begins, ends).
CREATE FUNCTION opd.zone_regimes(zone text, first date, last date)
RETURNS TABLE (period tstzrange, utc_offset interval) LANGUAGE sql STABLE AS $$
    WITH days AS (
        SELECT at, opd.utc_offset(at, zone) AS here, lead(at) OVER w AS next_at,
            opd.utc_offset(lead(at) OVER w, zone) AS there
        FROM generate_series((first - 2)::timestamp AT TIME ZONE 'UTC', (last + 3)::timestamp AT TIME ZONE 'UTC',
                             interval '1 day') AS at
        WINDOW w AS (ORDER BY at)
    ), begins AS (
        (SELECT '-infinity'::timestamptz AS at, here AS utc_offset FROM days ORDER BY days.at LIMIT 1)
        UNION ALL
        SELECT (SELECT min(minute) FROM generate_series(days.at, next_at, interval '1 minute') AS minute
                WHERE opd.utc_offset(minute, zone) = there), there
        FROM days WHERE here <> there
    )
    SELECT tstzrange(b.at, lead(b.at, 1, 'infinity') OVER (ORDER BY b.at)), b.utc_offset FROM begins b
$$;

-- The hours of a schedule's weekly pattern: one row per run that can be filled with slots from its start. Wall
-- times that the spring change leaves out are not in it, those that the autumn change repeats are in it twice.
CREATE FUNCTION opd.pattern_runs(s opd.provider_schedule, zone text, first date, last date)
RETURNS SETOF tstzrange LANGUAGE sql STABLE AS $$
    WITH sessions AS (
        SELECT day::date + (h ->> 'start')::time AS starts, day::date + (h ->> 'end')::time AS ends,
            (SELECT coalesce(range_agg(tsrange(day::date + (b ->> 'start')::time, day::date + (b ->> 'end')::time)),
                             '{}'::tsmultirange)
             FROM jsonb_array_elements(coalesce(h -> 'breaks', '[]')) AS b) AS breaks
        FROM generate_series(first::timestamp, last::timestamp, interval '1 day') AS day
        JOIN jsonb_array_elements(s.weekly_pattern) AS h ON (h ->> 'weekday')::int = extract(isodow FROM day) - 1
        WHERE s.active AND day::date >= s.valid_from AND (s.valid_to IS NULL OR day::date <= s.valid_to)
    ), pieces AS (
        SELECT row_number() OVER () AS id, piece
        FROM sessions, unnest(tsmultirange(tsrange(starts, ends)) - breaks) AS piece
    ), runs AS (
        SELECT range_agg(period * tstzrange((lower(piece) - utc_offset) AT TIME ZONE 'UTC',
                                            (upper(piece) - utc_offset) AT TIME ZONE 'UTC')) AS run
        FROM pieces, opd.zone_regimes(zone, first, last) AS regime
        GROUP BY pieces.id
    )
    SELECT unnest(run) FROM runs
$$;

-- What a schedule should have on the dates: the starts of its slots, and when it is open at all.
CREATE FUNCTION opd.plan_slots(
    s opd.provider_schedule, zone text, first date, last date, OUT starts timestamptz[], OUT open tstzmultirange
) LANGUAGE sql STABLE AS $$
    WITH size AS (
        SELECT make_interval(mins => s.slot_minutes) AS length, make_interval(mins => s.buffer_before) AS before,
            make_interval(mins => s.buffer_after) AS after
    ), deviations AS (
        SELECT e.kind, tstzrange(e.starts_at, e.ends_at) AS period
        FROM opd.schedule_exception e
        WHERE e.facility_id = s.facility_id AND (e.practitioner_id IS NULL OR e.practitioner_id = s.practitioner_id)
          AND e.starts_at < (last + 2)::timestamp AT TIME ZONE zone
          AND e.ends_at > (first - 1)::timestamp AT TIME ZONE zone
    ), runs AS MATERIALIZED (
        -- A day more on both sides, since an extra session may go past midnight.
        SELECT run, false AS extra FROM opd.pattern_runs(s, zone, first - 1, last + 1) AS run
        UNION ALL
        -- Two extra sessions at one time are one session.
        SELECT unnest(range_agg(period)), true FROM deviations WHERE kind = 'extra' AND s.active
    ), hours AS (
        SELECT coalesce(range_agg(CASE WHEN extra THEN run * tstzrange(s.valid_from::timestamp AT TIME ZONE zone,
                (s.valid_to + 1)::timestamp AT TIME ZONE zone) ELSE run END), '{}') - (
                SELECT coalesce(range_agg(period), '{}') FROM deviations WHERE kind IN ('leave', 'holiday', 'blocked')
            ) AS open, coalesce(range_agg(run) FILTER (WHERE NOT extra), '{}') AS regular
        FROM runs
    )
    SELECT (SELECT array_agg(DISTINCT at) FROM runs, size,
                generate_series(lower(run) + before, upper(run) - length - after, before + length + after) AS at
            WHERE (at AT TIME ZONE zone)::date BETWEEN first AND last
              AND hours.open @> tstzrange(at, at + length)
              AND NOT (extra AND (hours.regular && tstzrange(at - before, at + length + after)
                  OR (at AT TIME ZONE zone)::date NOT BETWEEN s.valid_from AND coalesce(s.valid_to, 'infinity')))),
        hours.open
    FROM hours
$$;

-- Visits that stand outside hours are noted, for somebody to call; those whose hours came back need no call.
-- What a person decided to keep is not asked about again while the visit stays where it is.
CREATE FUNCTION opd.note_affected(s opd.provider_schedule, since timestamptz, until timestamptz) RETURNS void
LANGUAGE sql SET search_path = opd, pg_temp AS $$
    UPDATE affected_visit v SET outcome = 'lifted'
    FROM appointment a
    WHERE v.facility_id = s.facility_id AND v.outcome IN ('open', 'no-answer') AND a.id = v.appointment_id
      AND a.practitioner_id = s.practitioner_id AND NOT EXISTS (
        SELECT FROM appointment_slot x JOIN time_slot t ON t.id = x.slot_id
        WHERE x.appointment_id = a.id AND t.status = 'busy-unavailable');

    INSERT INTO affected_visit (id, facility_id, appointment_id, starts_at, exception_id, schedule_id, cause, reason)
    SELECT opd.uuid7(), a.facility_id, a.id, a.starts_at, e.id, s.id, coalesce(e.kind, 'hours'), coalesce(e.reason, '')
    FROM appointment a
    LEFT JOIN LATERAL (
        SELECT e.id, e.kind, e.reason FROM schedule_exception e
        WHERE e.facility_id = s.facility_id AND (e.practitioner_id IS NULL OR e.practitioner_id = s.practitioner_id)
          AND e.kind IN ('leave', 'holiday', 'blocked') AND e.starts_at < a.ends_at AND e.ends_at > a.starts_at
        ORDER BY e.practitioner_id NULLS LAST, e.starts_at LIMIT 1
    ) AS e ON true
    WHERE a.id IN (SELECT x.appointment_id FROM time_slot t JOIN appointment_slot x ON x.slot_id = t.id
                   WHERE t.schedule_id = s.id AND t.starts_at >= since AND t.starts_at < until
                     AND t.starts_at > now() AND t.booked > 0 AND t.status = 'busy-unavailable')
      AND a.status IN ('pending', 'booked')
      AND NOT EXISTS (SELECT FROM affected_visit v WHERE v.appointment_id = a.id
                      AND (v.outcome IN ('open', 'no-answer') OR (v.outcome = 'kept' AND v.starts_at = a.starts_at)))
    ON CONFLICT (appointment_id) WHERE outcome IN ('open', 'no-answer') DO NOTHING
$$;

-- Who does not work here any more has no hours, whatever the schedule says.
CREATE FUNCTION opd.has_hours(s opd.provider_schedule) RETURNS boolean LANGUAGE sql STABLE
SET search_path = opd, pg_temp AS $$
    SELECT s.active AND (SELECT f.active FROM facility f WHERE f.id = s.facility_id)
        AND (SELECT d.active FROM practitioner d WHERE d.id = s.practitioner_id) AND NOT EXISTS (
            SELECT FROM practitioner_role r
            WHERE r.practitioner_id = s.practitioner_id AND r.facility_id = s.facility_id AND NOT r.active)
$$;

-- Make what is missing, take away free future slots that the schedule no longer has, and leave alone what is
-- booked or held. A booked slot that now lies outside the hours stays, but takes no further booking.
CREATE FUNCTION opd.fill_schedule(schedule uuid, first date, last date)
RETURNS TABLE (made int, removed int, kept int) LANGUAGE plpgsql SECURITY DEFINER
SET search_path = opd, pg_temp AS $$
DECLARE
    s provider_schedule;
    zone text;
    length interval;
    before interval;
    after interval;
    starts timestamptz[];
    open tstzmultirange;
    taken tstzmultirange;
    -- Only the future changes; an import also makes the past.
    since timestamptz := CASE WHEN opd.importing() THEN '-infinity' ELSE now() END;
    lower_bound timestamptz;
    upper_bound timestamptz;
BEGIN
    SELECT * INTO s FROM provider_schedule WHERE id = schedule;
    s.active := opd.has_hours(s);
    -- One at a time per practitioner: nobody else then makes slots that these could overlap.
    PERFORM pg_advisory_xact_lock(hashtextextended('materialize:' || s.practitioner_id, 0));
    SELECT f.time_zone INTO zone FROM facility f WHERE f.id = s.facility_id;
    SELECT p.starts, p.open INTO starts, open FROM opd.plan_slots(s, zone, first, last) AS p;
    starts := coalesce(starts, '{}');
    length := make_interval(mins => s.slot_minutes);
    before := make_interval(mins => s.buffer_before);
    after := make_interval(mins => s.buffer_after);
    lower_bound := (first - 1)::timestamp AT TIME ZONE zone;
    upper_bound := (last + 2)::timestamp AT TIME ZONE zone;

    DELETE FROM slot_hold h USING time_slot t
    WHERE h.slot_id = t.id AND h.expires_at <= now() AND t.schedule_id = s.id
      AND t.starts_at >= lower_bound AND t.starts_at < upper_bound;

    -- Planned anew each time: from the sixth call on, a kept plan would be one for arrays of any length, with nested
    -- loops over thousands of starts. (plan_cache_mode for the whole function would plan every foreign key check.)
    EXECUTE $delete$
        DELETE FROM time_slot t
        WHERE t.schedule_id = $1 AND t.starts_at >= $2 AND t.starts_at < $3
          AND (t.starts_at AT TIME ZONE $4)::date BETWEEN $5 AND $6
          AND t.starts_at > $7 AND t.booked = 0 AND t.held = 0
          AND NOT EXISTS (SELECT FROM unnest($8) AS at WHERE at = t.starts_at AND at + $9 = t.ends_at)
    $delete$ USING s.id, lower_bound, upper_bound, zone, first, last, since, starts, length;
    GET DIAGNOSTICS removed = ROW_COUNT;

    UPDATE time_slot t
    SET capacity = s.capacity, overbook_limit = s.overbook_limit, location_id = s.location_id,
        service_type = s.service_type, status = 'free'
    WHERE t.schedule_id = s.id AND t.starts_at >= lower_bound AND t.starts_at < upper_bound
      AND (t.starts_at AT TIME ZONE zone)::date BETWEEN first AND last
      AND t.starts_at > since AND t.booked = 0 AND t.held = 0
      AND (t.capacity, t.overbook_limit, t.location_id, t.service_type, t.status)
          IS DISTINCT FROM (s.capacity, s.overbook_limit, s.location_id, s.service_type, 'free');

    UPDATE time_slot t
    SET status = CASE WHEN NOT open @> tstzrange(t.starts_at, t.ends_at) THEN 'busy-unavailable'
                      WHEN t.booked + t.held >= t.capacity THEN 'busy' ELSE 'free' END
    WHERE t.schedule_id = s.id AND t.starts_at >= lower_bound AND t.starts_at < upper_bound
      AND (t.starts_at AT TIME ZONE zone)::date BETWEEN first AND last
      AND t.starts_at > since AND t.booked + t.held > 0
      AND (t.status = 'busy-unavailable') = (open @> tstzrange(t.starts_at, t.ends_at));

    PERFORM opd.note_affected(s, lower_bound, upper_bound);

    SELECT count(*) INTO kept FROM time_slot t
    WHERE t.schedule_id = s.id AND t.starts_at >= lower_bound AND t.starts_at < upper_bound
      AND (t.starts_at AT TIME ZONE zone)::date BETWEEN first AND last;

    -- Slots of this practitioner, of other schedules and facilities too, are never overlapped, nor are the buffers
    -- around them, nor what lies between the slots of a long visit.
    SELECT coalesce(range_agg(near.period), '{}') INTO taken FROM (
        SELECT tstzrange(t.starts_at - make_interval(mins => p.buffer_before),
                         t.ends_at + make_interval(mins => p.buffer_after)) AS period
        FROM time_slot t JOIN provider_schedule p ON p.id = t.schedule_id
        WHERE t.practitioner_id = s.practitioner_id AND t.starts_at >= lower_bound AND t.starts_at < upper_bound
        UNION ALL
        SELECT tstzrange(a.starts_at, a.ends_at) FROM appointment a
        WHERE a.practitioner_id = s.practitioner_id AND a.starts_at >= lower_bound AND a.starts_at < upper_bound
          AND a.status IN ('pending', 'booked', 'arrived', 'checked-in', 'fulfilled', 'noshow')
    ) AS near;

    INSERT INTO time_slot (schedule_id, practitioner_id, facility_id, location_id, service_type, starts_at, ends_at,
        capacity, overbook_limit)
    SELECT s.id, s.practitioner_id, s.facility_id, s.location_id, s.service_type, at, at + length, s.capacity,
        s.overbook_limit
    FROM unnest(starts) AS at
    WHERE at + length > since AND NOT taken && tstzrange(at - before, at + length + after)
    ORDER BY at;
    GET DIAGNOSTICS made = ROW_COUNT;
    RETURN NEXT;
END
$$;

CREATE FUNCTION opd.materialize(schedule uuid, first date, last date)
RETURNS TABLE (made int, removed int, kept int) LANGUAGE plpgsql SECURITY DEFINER
SET search_path = opd, pg_temp AS $$
DECLARE
    s provider_schedule;
BEGIN
    SELECT * INTO s FROM provider_schedule WHERE id = schedule;
    IF s.id IS NULL OR NOT (opd.has('owner') OR opd.has('worker') OR s.facility_id = ANY (opd.my_facilities())) THEN
        PERFORM opd.refuse('OP004', 'provider_schedule.not_found', jsonb_build_object('id', schedule));
    END IF;
    IF NOT (opd.has('owner') OR opd.has('worker') OR opd.has('manager') OR opd.has('admin')
            OR (opd.has('doctor') AND s.practitioner_id = opd.my_practitioner())) THEN
        PERFORM opd.refuse('OP003', 'permission.database');
    END IF;
    RETURN QUERY SELECT f.made, f.removed, f.kept FROM opd.fill_schedule(schedule, first, last) AS f;
END
$$;

-- The last date that a schedule has slots on.
CREATE FUNCTION opd.last_slot(schedule uuid, zone text) RETURNS date LANGUAGE sql STABLE
SET search_path = opd, pg_temp AS $$
    SELECT (max(t.starts_at) AT TIME ZONE zone)::date FROM time_slot t WHERE t.schedule_id = schedule
$$;

-- Who is switched off takes no booking from this moment on, and who is switched on again is bookable at once, as far
-- ahead as the worker makes slots (services/materializing.py). Open calendars are told.
CREATE FUNCTION opd.hours_follow() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = opd, pg_temp AS $$
DECLARE
    one record;
BEGIN
    FOR one IN
        SELECT p.id, p.facility_id, d.today, greatest(d.today + 7 * 12, opd.last_slot(p.id, f.time_zone)) AS until
        FROM provider_schedule p JOIN facility f ON f.id = p.facility_id
        CROSS JOIN LATERAL (SELECT (now() AT TIME ZONE f.time_zone)::date AS today) AS d
        WHERE CASE TG_TABLE_NAME WHEN 'facility' THEN p.facility_id = NEW.id
              WHEN 'practitioner' THEN p.practitioner_id = NEW.id
              ELSE (p.practitioner_id, p.facility_id) = ((to_jsonb(NEW) ->> 'practitioner_id')::uuid,
                                                         (to_jsonb(NEW) ->> 'facility_id')::uuid) END
        ORDER BY p.practitioner_id, p.id
    LOOP
        PERFORM opd.fill_schedule(one.id, one.today, one.until);
        INSERT INTO outbox_event (name, version, aggregate, aggregate_id, facility_id, payload)
        VALUES ('Schedule.Updated', 1, 'schedule', one.id, one.facility_id,
            jsonb_build_object('id', one.id, 'facility_id', one.facility_id, 'patient_id', NULL));
    END LOOP;
    RETURN NULL;
END
$$;
CREATE TRIGGER hours_follow AFTER UPDATE ON opd.practitioner FOR EACH ROW
    WHEN (NEW.active <> OLD.active) EXECUTE FUNCTION opd.hours_follow();
CREATE TRIGGER hours_follow AFTER UPDATE ON opd.practitioner_role FOR EACH ROW
    WHEN (NEW.active <> OLD.active) EXECUTE FUNCTION opd.hours_follow();
CREATE TRIGGER hours_follow AFTER UPDATE ON opd.facility FOR EACH ROW
    WHEN (NEW.active <> OLD.active) EXECUTE FUNCTION opd.hours_follow();

-- Keep all calendars made for some weeks ahead; the worker's nightly call. Returns how many slots were made.
CREATE FUNCTION opd.materialize_all(weeks int) RETURNS int LANGUAGE plpgsql SECURITY DEFINER
SET search_path = opd, pg_temp AS $$
DECLARE
    total int;
BEGIN
    IF NOT (opd.has('owner') OR opd.has('worker')) THEN
        PERFORM opd.refuse('OP003', 'permission.database');
    END IF;
    SELECT coalesce(sum(m.made), 0) INTO total
    FROM (
        -- Of one without hours all is taken away, and all that comes after its end.
        SELECT p.id, d.today, greatest(d.today + 7 * weeks, CASE WHEN p.valid_to IS NOT NULL OR NOT opd.has_hours(p)
            THEN opd.last_slot(p.id, f.time_zone) END) AS until
        FROM provider_schedule p JOIN facility f ON f.id = p.facility_id
        CROSS JOIN LATERAL (SELECT (now() AT TIME ZONE f.time_zone)::date AS today) AS d
        WHERE (p.active AND f.active AND (p.valid_to IS NULL OR p.valid_to >= d.today))
           -- One that ended leaves nothing to book.
           OR EXISTS (SELECT FROM time_slot t WHERE t.schedule_id = p.id AND t.starts_at > now())
        -- The same order for everybody, since each call takes its practitioner's lock.
        ORDER BY p.practitioner_id, p.id
    ) AS s
    CROSS JOIN LATERAL opd.fill_schedule(s.id, s.today, s.until) AS m;
    RETURN total;
END
$$;
