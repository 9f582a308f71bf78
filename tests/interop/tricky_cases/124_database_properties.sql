-- case 124: properties of the database: template flag, limit of connections, settings of it and of roles in it (an invalid one: tricky_special.py)
-- servers: 13 15 17 18
-- superuser-setup: CREATE ROLE tricky_124_role
-- superuser-setup: CREATE ROLE "tricky_124_Other Role"
-- reader: pg_database pg_db_role_setting
-- dump: --create
-- dump: --create --clean
-- dump: --create --clean --if-exists
-- dump: --create --no-owner --no-privileges
-- dump: --create --schema-only --no-comments
-- dump: --create --use-set-session-authorization
ALTER DATABASE :"DBNAME" SET search_path = app, "Mixed Case", '$user', "with,comma";
ALTER DATABASE :"DBNAME" SET work_mem = '8MB';
ALTER DATABASE :"DBNAME" SET "My"."Param" = E'it''s \\ back';
ALTER DATABASE :"DBNAME" SET DateStyle = 'ISO, YMD';
ALTER DATABASE :"DBNAME" SET temp_tablespaces = '';
ALTER ROLE tricky_124_role IN DATABASE :"DBNAME" SET search_path = '';
ALTER ROLE tricky_124_role IN DATABASE :"DBNAME" SET statement_timeout = '90s';
ALTER ROLE "tricky_124_Other Role" IN DATABASE :"DBNAME" SET default_transaction_read_only = on;
ALTER ROLE tricky_124_role SET work_mem = '7MB';
COMMENT ON DATABASE :"DBNAME" IS 'it''s the database';
GRANT CREATE, TEMPORARY ON DATABASE :"DBNAME" TO tricky_124_role WITH GRANT OPTION;
REVOKE CONNECT ON DATABASE :"DBNAME" FROM PUBLIC;
ALTER DATABASE :"DBNAME" CONNECTION LIMIT 40;
ALTER DATABASE :"DBNAME" IS_TEMPLATE true;
ALTER DATABASE :"DBNAME" OWNER TO tricky_124_role;
