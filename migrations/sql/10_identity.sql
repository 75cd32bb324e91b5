-- UUID version 7 (RFC 9562): milliseconds, then the random bits of a version 4.
CREATE FUNCTION opd.uuid7() RETURNS uuid LANGUAGE sql VOLATILE PARALLEL SAFE AS $$
    SELECT encode(
        set_bit(set_bit(
            overlay(uuid_send(gen_random_uuid())
                    PLACING substring(int8send((extract(epoch FROM clock_timestamp()) * 1000)::bigint) FROM 3)
                    FROM 1 FOR 6),
            52, 1), 53, 1), 'hex')::uuid
$$;

-- How our triggers refuse: MESSAGE is an error code, DETAIL its parameters (db/meanings.py reads both).
CREATE FUNCTION opd.refuse(state text, code text, params jsonb DEFAULT '{}') RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION USING ERRCODE = state, MESSAGE = code, DETAIL = params::text;
END
$$;

CREATE FUNCTION opd.has(role text) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT pg_has_role(session_user, ('opd_' || role)::name, 'MEMBER')
$$;

-- Data of the past (the demo clinic, an import) are loaded by the owner, who must say so in so many words.
CREATE FUNCTION opd.importing() RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT coalesce(current_setting('opd.importing', true), '') = 'on'
       AND pg_has_role(session_user, 'opd_owner', 'MEMBER')
$$;
