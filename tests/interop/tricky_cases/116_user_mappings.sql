-- case 116: user mappings of PUBLIC, of roles; those whose options the dumping role may not see have no OPTIONS
-- servers: 13 15 17 18
-- superuser-setup: CREATE ROLE tricky_116_reader
-- superuser-setup: CREATE ROLE "tricky_116_Other One"
-- reader: pg_user_mappings
-- dump: --clean
-- dump: --role=tricky_116_reader
-- dump: --quote-all-identifiers
CREATE FOREIGN DATA WRAPPER wrapper OPTIONS (b 'it''s', "A" E'back\\slash');
CREATE SERVER "Srv 1" TYPE 'it''s' VERSION E'1\\2' FOREIGN DATA WRAPPER wrapper OPTIONS (host 'x', "Port" '1');
CREATE SERVER srv2 FOREIGN DATA WRAPPER wrapper;
CREATE USER MAPPING FOR PUBLIC SERVER "Srv 1" OPTIONS (password 'se"cret', "User" E'a\\b''c');
CREATE USER MAPPING FOR tricky_116_reader SERVER "Srv 1" OPTIONS (password 'mine');
CREATE USER MAPPING FOR "tricky_116_Other One" SERVER "Srv 1" OPTIONS (password 'not to be seen');
CREATE USER MAPPING FOR CURRENT_USER SERVER srv2;
CREATE USER MAPPING FOR "tricky_116_Other One" SERVER srv2;
COMMENT ON SERVER "Srv 1" IS 'a server';
GRANT USAGE ON FOREIGN SERVER "Srv 1" TO tricky_116_reader;
ALTER SERVER srv2 OWNER TO tricky_116_reader;
