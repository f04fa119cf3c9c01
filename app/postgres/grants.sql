-- The rights of the application role (its name is in the setting delinli.app_role): it reads and writes rows and has no
-- DDL. Tables whose comment begins with "append-only" it reads and adds to; the books of the migrations it only reads.
DO $$
DECLARE
  app    text := current_setting('delinli.app_role');
  object record;
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = app) THEN
    RAISE EXCEPTION 'the role does not exist.' USING HINT = format('As an administrator: CREATE ROLE %I LOGIN PASSWORD ''…''', app);
  END IF;
  IF pg_has_role(app, current_user, 'MEMBER') THEN
    RAISE EXCEPTION 'the application role must be neither the owner nor a superuser.'
      USING HINT = 'Name another role in DATABASE_URL than in DATABASE_OWNER_URL.';
  END IF;

  IF pg_has_role((SELECT datdba FROM pg_database WHERE datname = current_database()), 'USAGE') THEN
    EXECUTE format('REVOKE CREATE, TEMPORARY ON DATABASE %I FROM PUBLIC, %I', current_database(), app);
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO %I', current_database(), app);
    EXECUTE format('REVOKE CREATE ON SCHEMA %I FROM PUBLIC, %I', current_schema(), app);
  END IF;
  EXECUTE format('GRANT USAGE ON SCHEMA %I TO %I', current_schema(), app);

  FOR object IN
    SELECT c.oid::regclass AS name,
      CASE
        WHEN c.relkind = 'S' THEN 'USAGE'
        WHEN c.relkind IN ('v', 'm') OR c.relname IN ('goose_db_version', 'river_migration') THEN 'SELECT'
        WHEN obj_description(COALESCE(pg_partition_root(c.oid), c.oid), 'pg_class') LIKE 'append-only%' THEN 'SELECT, INSERT'
        ELSE 'SELECT, INSERT, UPDATE, DELETE'
      END AS rights,
      CASE WHEN c.relkind = 'S' THEN 'SEQUENCE' ELSE 'TABLE' END AS kind
    FROM pg_class c
    WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'S')
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
    ORDER BY c.oid
  LOOP
    EXECUTE format('REVOKE ALL ON %s %s FROM PUBLIC, %I', object.kind, object.name, app);
    EXECUTE format('GRANT %s ON %s %s TO %I', object.rights, object.kind, object.name, app);
  END LOOP;
END
$$;
