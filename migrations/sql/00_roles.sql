-- Roles are shared by all databases of a server, so each is made only if missing.
DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['opd_owner', 'opd_reception', 'opd_doctor', 'opd_manager', 'opd_admin'] LOOP
        BEGIN
            EXECUTE format('CREATE ROLE %I NOLOGIN', name);
        EXCEPTION WHEN duplicate_object OR unique_violation THEN
            NULL;
        END;
    END LOOP;
    BEGIN
        CREATE ROLE opd_worker LOGIN;
    EXCEPTION WHEN duplicate_object OR unique_violation THEN
        NULL;
    END;
END
$$;

-- The owner hands out memberships when an administrator creates staff (opd.create_staff).
ALTER ROLE opd_owner CREATEROLE;
GRANT opd_reception, opd_doctor, opd_manager, opd_admin TO opd_owner WITH ADMIN OPTION;

CREATE EXTENSION IF NOT EXISTS btree_gist WITH SCHEMA public;
CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;
CREATE EXTENSION IF NOT EXISTS unaccent WITH SCHEMA public;

CREATE SCHEMA IF NOT EXISTS opd;
ALTER SCHEMA opd OWNER TO opd_owner;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA opd TO opd_reception, opd_doctor, opd_manager, opd_admin, opd_worker;
GRANT SELECT ON opd.alembic_version TO opd_owner, opd_reception, opd_doctor, opd_manager, opd_admin, opd_worker;
