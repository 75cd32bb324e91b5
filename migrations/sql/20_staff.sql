-- Who is asking. SECURITY DEFINER, because policies on these tables use these functions themselves.
CREATE FUNCTION opd.my_facilities() RETURNS uuid[] LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = opd, pg_temp AS $$
    SELECT coalesce(array_agg(m.facility_id), '{}')
    FROM staff s JOIN staff_facility m ON m.staff_id = s.id
    WHERE s.login = session_user AND s.active
$$;

CREATE FUNCTION opd.my_practitioner() RETURNS uuid LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = opd, pg_temp AS $$
    SELECT practitioner_id FROM staff WHERE login = session_user AND active
$$;

CREATE FUNCTION opd.may_overbook() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = opd, pg_temp AS $$
    SELECT opd.has('manager') OR opd.has('doctor')
        OR EXISTS (SELECT FROM staff WHERE login = session_user AND active AND can_overbook)
$$;

-- Staff are roles. The password arrives hashed by the client, so that it is in no log.
-- Anything else Postgres would take for a password in clear, and none at all for a login that has no password.
CREATE FUNCTION opd.is_verifier(given text) RETURNS boolean LANGUAGE sql IMMUTABLE SET search_path = opd, pg_temp AS $$
    SELECT coalesce(given ~ '^SCRAM-SHA-256\$[0-9]{1,9}:[A-Za-z0-9+/]+=*\$[A-Za-z0-9+/]{43}=:[A-Za-z0-9+/]{43}=$', false)
$$;

CREATE FUNCTION opd.create_staff(
    new_login text, verifier text, new_name text, new_role text, facilities uuid[],
    practitioner uuid DEFAULT NULL, overbook boolean DEFAULT false, change_password boolean DEFAULT true
) RETURNS uuid LANGUAGE plpgsql SECURITY DEFINER SET search_path = opd, pg_temp AS $$
DECLARE
    made uuid := opd.uuid7();
BEGIN
    IF NOT opd.has('admin') THEN
        PERFORM opd.refuse('OP003', 'permission.database');
    END IF;
    IF new_login !~ '^[a-z][a-z0-9_.-]{1,40}$' OR new_login LIKE 'pg\_%' OR new_login LIKE 'opd\_%' THEN
        PERFORM opd.refuse('OP002', 'staff.bad_login');
    END IF;
    IF new_role NOT IN ('reception', 'doctor', 'manager', 'admin') THEN
        PERFORM opd.refuse('OP002', 'staff.bad_role');
    END IF;
    IF (new_role = 'doctor') <> (practitioner IS NOT NULL) THEN
        PERFORM opd.refuse('OP002', 'staff.doctor_needs_practitioner');
    END IF;
    IF NOT opd.is_verifier(verifier) THEN
        PERFORM opd.refuse('OP002', 'staff.password_not_hashed');
    END IF;
    IF EXISTS (SELECT FROM staff WHERE login = new_login) THEN
        PERFORM opd.refuse('OP005', 'staff.login_exists');
    END IF;
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = new_login) THEN
        -- The role may belong to another database of this server; only one of ours may be taken over.
        IF NOT EXISTS (
            SELECT FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.member JOIN pg_roles g ON g.oid = m.roleid
            WHERE r.rolname = new_login AND g.rolname = 'opd_' || new_role
        ) THEN
            PERFORM opd.refuse('OP005', 'staff.login_exists');
        END IF;
    ELSE
        EXECUTE format('CREATE ROLE %I LOGIN PASSWORD %L IN ROLE %I', new_login, verifier, 'opd_' || new_role);
    END IF;
    INSERT INTO staff (id, login, display_name, role, practitioner_id, can_overbook, must_change_password)
    VALUES (made, new_login, new_name, new_role, practitioner, overbook, change_password);
    INSERT INTO staff_facility SELECT made, f FROM unnest(facilities) AS f;
    RETURN made;
END
$$;

CREATE FUNCTION opd.set_staff_active(who uuid, is_active boolean) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = opd, pg_temp AS $$
DECLARE
    found_login text;
BEGIN
    IF NOT opd.has('admin') THEN
        PERFORM opd.refuse('OP003', 'permission.database');
    END IF;
    UPDATE staff SET active = is_active WHERE id = who RETURNING login INTO found_login;
    IF found_login IS NULL THEN
        PERFORM opd.refuse('OP004', 'staff.not_found', jsonb_build_object('id', who));
    END IF;
    IF found_login = session_user THEN
        PERFORM opd.refuse('OP005', 'staff.not_yourself');
    END IF;
    EXECUTE format('ALTER ROLE %I %s', found_login, CASE WHEN is_active THEN 'LOGIN' ELSE 'NOLOGIN' END);
END
$$;

-- Anyone may change their own password; the flag of a first password goes with it.
CREATE FUNCTION opd.set_my_password(verifier text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = opd, pg_temp AS $$
BEGIN
    IF NOT opd.is_verifier(verifier) THEN
        PERFORM opd.refuse('OP002', 'staff.password_not_hashed');
    END IF;
    UPDATE staff SET must_change_password = false WHERE login = session_user AND active;
    IF NOT FOUND THEN
        PERFORM opd.refuse('OP003', 'permission.database');
    END IF;
    EXECUTE format('ALTER ROLE %I PASSWORD %L', session_user, verifier);
END
$$;
