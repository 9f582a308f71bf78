-- case 032: a commented not-null constraint is named, also where its name is the generated one
-- servers: 18
-- reader: pg_description pg_attribute pg_constraint
-- dump: --no-comments
-- round-trip: yes
CREATE TABLE parent (a integer NOT NULL, b integer CONSTRAINT "b There" NOT NULL, c integer);
COMMENT ON CONSTRAINT parent_a_not_null ON parent IS 'generated name';
COMMENT ON CONSTRAINT "b There" ON parent IS 'own name';
INSERT INTO parent VALUES (1, 1, NULL);
ALTER TABLE parent ADD CONSTRAINT c_later NOT NULL c NOT VALID;
COMMENT ON CONSTRAINT c_later ON parent IS 'not valid';
CREATE TABLE child () INHERITS (parent);
COMMENT ON CONSTRAINT parent_a_not_null ON child IS 'inherited';
CREATE TABLE without_comment (d integer NOT NULL);
CREATE DOMAIN always AS integer NOT NULL;
COMMENT ON CONSTRAINT always_not_null ON DOMAIN always IS 'of a domain';
CREATE DOMAIN named AS integer CONSTRAINT "must be" NOT NULL CHECK (VALUE > 0);
COMMENT ON CONSTRAINT "must be" ON DOMAIN named IS 'named, of a domain';
COMMENT ON CONSTRAINT named_check ON DOMAIN named IS 'a check beside it';
