-- Series, rooms reserved for a visit, and places offered to those who wait ------------------------------

-- A time that is over or under way is not changed any more; a visit that has begun may still get longer or shorter.
CREATE FUNCTION opd.appointment_movable() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = opd, pg_temp AS $$
BEGIN
    IF opd.importing() OR OLD.status IN ('waitlist', 'proposed', 'pending', 'booked') THEN
        RETURN NEW;
    END IF;
    IF OLD.status NOT IN ('arrived', 'checked-in') OR (NEW.starts_at, NEW.practitioner_id, NEW.facility_id)
            IS DISTINCT FROM (OLD.starts_at, OLD.practitioner_id, OLD.facility_id) THEN
        PERFORM opd.refuse('OP005', 'appointment.not_movable', jsonb_build_object('status', OLD.status));
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER movable BEFORE UPDATE ON opd.appointment FOR EACH ROW
    WHEN ((NEW.starts_at, NEW.ends_at, NEW.practitioner_id, NEW.facility_id)
          IS DISTINCT FROM (OLD.starts_at, OLD.ends_at, OLD.practitioner_id, OLD.facility_id))
    EXECUTE FUNCTION opd.appointment_movable();

-- Series ------------------------------------------------------------------------------------------------
CREATE FUNCTION opd.series_stamp() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT opd.importing() THEN
        NEW.created_at := now();
        NEW.created_by := session_user;
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER stamp BEFORE INSERT ON opd.appointment_series FOR EACH ROW EXECUTE FUNCTION opd.series_stamp();

-- A visit is born into its series and stays in it; all visits of a series are one patient's.
CREATE FUNCTION opd.series_member() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = opd, pg_temp AS $$
BEGIN
    IF TG_OP = 'UPDATE' OR NOT EXISTS (SELECT FROM appointment_series s
            WHERE s.id = NEW.series_id AND s.patient_id = NEW.patient_id) THEN
        PERFORM opd.refuse('OP005', 'series.fixed_fields');
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER series_member BEFORE INSERT ON opd.appointment FOR EACH ROW
    WHEN (NEW.series_id IS NOT NULL) EXECUTE FUNCTION opd.series_member();
CREATE TRIGGER series_fixed BEFORE UPDATE ON opd.appointment FOR EACH ROW
    WHEN (NEW.series_id IS DISTINCT FROM OLD.series_id) EXECUTE FUNCTION opd.series_member();

-- Rooms -------------------------------------------------------------------------------------------------
ALTER TABLE opd.appointment_resource ADD CONSTRAINT appointment_resource_no_overlap
    EXCLUDE USING gist (location_id WITH =, tstzrange(starts_at, ends_at) WITH &&);

-- The room that a doctor works in and the rooms that visits reserve are one and the same: who reserves one waits for
-- all who book in it, and they for who reserves it; they don't wait for each other.
CREATE FUNCTION opd.lock_room(room uuid, alone boolean) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF alone THEN
        PERFORM pg_advisory_xact_lock(hashtextextended('room:' || room, 0));
    ELSE
        PERFORM pg_advisory_xact_lock_shared(hashtextextended('room:' || room, 0));
    END IF;
END
$$;

CREATE FUNCTION opd.own_room_guard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = opd, pg_temp AS $$
BEGIN
    IF opd.importing() THEN
        RETURN NULL;
    END IF;
    PERFORM opd.lock_room(NEW.location_id, false);
    IF EXISTS (SELECT FROM appointment_resource r JOIN appointment a ON a.id = r.appointment_id
            WHERE r.location_id = NEW.location_id AND a.practitioner_id <> NEW.practitioner_id
            AND tstzrange(r.starts_at, r.ends_at) && tstzrange(NEW.starts_at, NEW.ends_at)) THEN
        PERFORM opd.refuse('OP005', 'booking.room_taken', jsonb_build_object(
            'room', (SELECT name FROM location WHERE id = NEW.location_id), 'start', NEW.starts_at));
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER own_room_booked AFTER INSERT ON opd.appointment FOR EACH ROW
    WHEN (NEW.location_id IS NOT NULL AND NEW.status IN ('pending', 'booked'))
    EXECUTE FUNCTION opd.own_room_guard();
CREATE TRIGGER own_room_moved AFTER UPDATE ON opd.appointment FOR EACH ROW
    WHEN (NEW.location_id IS NOT NULL AND NEW.status IN ('pending', 'booked')
          AND (NEW.location_id, NEW.starts_at, NEW.ends_at, NEW.status)
              IS DISTINCT FROM (OLD.location_id, OLD.starts_at, OLD.ends_at, OLD.status))
    EXECUTE FUNCTION opd.own_room_guard();

-- The times are the visit's. Whoever is second waits for the room's row, and is told which room it is; the
-- constraint above would only say that there is a conflict.
CREATE FUNCTION opd.resource_guard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = opd, pg_temp AS $$
DECLARE
    a appointment;
    room text;
BEGIN
    SELECT * INTO a FROM appointment WHERE id = NEW.appointment_id;
    IF a.status IN ('waitlist', 'proposed', 'cancelled', 'entered-in-error') THEN
        PERFORM opd.refuse('OP005', 'booking.room_without_visit');
    END IF;
    NEW.starts_at := a.starts_at;
    NEW.ends_at := a.ends_at;
    SELECT name INTO room FROM location WHERE id = NEW.location_id AND facility_id = a.facility_id AND active
    FOR NO KEY UPDATE;
    IF room IS NULL THEN
        PERFORM opd.refuse('OP004', 'location.not_found', jsonb_build_object('id', NEW.location_id));
    END IF;
    PERFORM opd.lock_room(NEW.location_id, true);
    IF EXISTS (SELECT FROM appointment_resource r WHERE r.location_id = NEW.location_id
            AND r.appointment_id <> NEW.appointment_id
            AND tstzrange(r.starts_at, r.ends_at) && tstzrange(NEW.starts_at, NEW.ends_at))
        OR EXISTS (SELECT FROM appointment o WHERE o.facility_id = a.facility_id AND o.location_id = NEW.location_id
            AND o.practitioner_id <> a.practitioner_id
            AND o.status IN ('pending', 'booked', 'arrived', 'checked-in')
            AND o.starts_at < NEW.ends_at AND o.ends_at > NEW.starts_at
            AND o.starts_at > NEW.starts_at - interval '1 day') THEN
        PERFORM opd.refuse('OP005', 'booking.room_taken', jsonb_build_object('room', room, 'start', NEW.starts_at));
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER guard BEFORE INSERT OR UPDATE ON opd.appointment_resource
    FOR EACH ROW EXECUTE FUNCTION opd.resource_guard();

-- Rooms move with the visit. They are free again when it does not take place, or goes to another facility.
CREATE FUNCTION opd.resources_follow() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = opd, pg_temp AS $$
BEGIN
    DELETE FROM appointment_resource r WHERE r.appointment_id = NEW.id
      AND (NEW.status IN ('cancelled', 'entered-in-error', 'waitlist', 'proposed')
           OR NOT EXISTS (SELECT FROM location l WHERE l.id = r.location_id AND l.facility_id = NEW.facility_id));
    UPDATE appointment_resource SET starts_at = NEW.starts_at, ends_at = NEW.ends_at
    WHERE appointment_id = NEW.id AND (starts_at, ends_at) IS DISTINCT FROM (NEW.starts_at, NEW.ends_at);
    RETURN NULL;
END
$$;
CREATE TRIGGER resources_follow AFTER UPDATE ON opd.appointment FOR EACH ROW
    WHEN ((NEW.status, NEW.starts_at, NEW.ends_at, NEW.facility_id)
          IS DISTINCT FROM (OLD.status, OLD.starts_at, OLD.ends_at, OLD.facility_id))
    EXECUTE FUNCTION opd.resources_follow();

-- Offers ------------------------------------------------------------------------------------------------
CREATE FUNCTION opd.offer_guard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = opd, pg_temp AS $$
DECLARE
    a appointment;
    s time_slot;
    other waitlist_offer;
BEGIN
    IF opd.importing() THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'INSERT' THEN
        NEW.login := session_user;
        NEW.desk := coalesce(current_setting('application_name', true), '');
        NEW.offered_at := now();
        NEW.outcome := 'open';
    ELSIF NEW.slot_id IS NULL AND NOT EXISTS (SELECT FROM time_slot WHERE id = OLD.slot_id) THEN
        -- The hours were taken away: the place is no longer on offer, and the row still tells that it was.
        NEW := OLD;
        NEW.slot_id := NULL;
        NEW.outcome := CASE WHEN OLD.outcome = 'open' THEN 'withdrawn' ELSE OLD.outcome END;
        NEW.decided_at := coalesce(OLD.decided_at, now());
        RETURN NEW;
    ELSIF (NEW.id, NEW.facility_id, NEW.appointment_id, NEW.slot_id, NEW.practitioner_id, NEW.starts_at, NEW.ends_at,
            NEW.offered_at, NEW.login, NEW.desk)
            IS DISTINCT FROM (OLD.id, OLD.facility_id, OLD.appointment_id, OLD.slot_id, OLD.practitioner_id,
                              OLD.starts_at, OLD.ends_at, OLD.offered_at, OLD.login, OLD.desk) THEN
        PERFORM opd.refuse('OP005', 'waitlist.offer_fixed');
    ELSIF NEW.outcome = OLD.outcome THEN
        NEW.decided_at := OLD.decided_at;
        RETURN NEW;
    ELSIF OLD.outcome <> 'open' AND (NEW.outcome <> 'open'
            OR (now() - OLD.decided_at > interval '10 minutes' AND NOT opd.may_overbook())) THEN
        PERFORM opd.refuse('OP005', 'waitlist.offer_closed', jsonb_build_object('outcome', OLD.outcome));
    END IF;
    NEW.decided_at := CASE WHEN NEW.outcome <> 'open' THEN now() END;
    IF NEW.outcome <> 'open' THEN
        RETURN NEW;
    END IF;
    SELECT * INTO a FROM appointment WHERE id = NEW.appointment_id FOR NO KEY UPDATE;
    IF a.status <> 'waitlist' THEN
        PERFORM opd.refuse('OP005', 'waitlist.not_waiting');
    END IF;
    SELECT * INTO s FROM time_slot WHERE id = NEW.slot_id FOR NO KEY UPDATE;
    IF s.id IS NULL OR s.facility_id <> a.facility_id OR NEW.facility_id <> a.facility_id THEN
        PERFORM opd.refuse('OP004', 'slot.not_found', jsonb_build_object('id', NEW.slot_id));
    END IF;
    NEW.practitioner_id := s.practitioner_id;
    NEW.starts_at := s.starts_at;
    NEW.ends_at := s.ends_at;
    -- Whoever is second has waited for these rows, and is told who was first.
    SELECT * INTO other FROM waitlist_offer o
    WHERE o.outcome = 'open' AND o.id <> NEW.id AND (o.slot_id = NEW.slot_id OR o.appointment_id = NEW.appointment_id)
    ORDER BY (o.slot_id = NEW.slot_id) DESC LIMIT 1;
    IF other.id IS NOT NULL THEN
        PERFORM opd.refuse('OP005',
            CASE WHEN other.slot_id = NEW.slot_id THEN 'waitlist.place_offered' ELSE 'waitlist.has_offer' END,
            jsonb_build_object('by', other.login, 'desk', regexp_replace(other.desk, '^opd:', '')));
    END IF;
    IF s.ends_at <= now() THEN
        PERFORM opd.refuse('OP002', 'appointment.in_the_past', jsonb_build_object('start', s.starts_at));
    END IF;
    IF s.status = 'busy-unavailable' THEN
        PERFORM opd.refuse('OP005', 'booking.slot_unavailable', jsonb_build_object('start', s.starts_at));
    END IF;
    IF s.booked >= s.capacity THEN
        PERFORM opd.refuse('OP005', 'booking.slot_taken', jsonb_build_object('start', s.starts_at));
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER guard BEFORE INSERT OR UPDATE ON opd.waitlist_offer FOR EACH ROW EXECUTE FUNCTION opd.offer_guard();

-- "Accepted" is true only with the booking that came of it.
CREATE FUNCTION opd.offer_booked() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = opd, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM waitlist_offer o WHERE o.id = NEW.id AND o.outcome = 'accepted'
            AND o.slot_id IS NOT NULL AND NOT EXISTS (
            SELECT FROM appointment_slot x WHERE x.appointment_id = o.appointment_id AND x.slot_id = o.slot_id)) THEN
        PERFORM opd.refuse('OP005', 'waitlist.not_booked');
    END IF;
    RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER booked AFTER INSERT OR UPDATE ON opd.waitlist_offer
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION opd.offer_booked();

-- Who left the list has no open offer.
CREATE FUNCTION opd.offers_follow() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = opd, pg_temp AS $$
BEGIN
    UPDATE waitlist_offer SET outcome = 'withdrawn' WHERE appointment_id = NEW.id AND outcome = 'open';
    RETURN NULL;
END
$$;
CREATE TRIGGER offers_follow AFTER UPDATE ON opd.appointment FOR EACH ROW
    WHEN (OLD.status = 'waitlist' AND NEW.status <> 'waitlist') EXECUTE FUNCTION opd.offers_follow();
