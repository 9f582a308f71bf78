-- case 029: a generated not-null name that was cut to 63 octets is no longer table_column_not_null
-- servers: 18
-- reader: pg_attribute
-- round-trip: yes
CREATE TABLE a_table_with_a_name_that_is_as_long_as_names_may_be_in_postgres (
  a_column_whose_name_is_as_long_as_the_table_name_is_or_even_more integer NOT NULL,
  short integer NOT NULL);
CREATE TABLE "täble with an ünusual name, which is long enough to be cut öff" ("cölumn" integer NOT NULL,
  "another cölumn" integer NOT NULL);
-- A name that is taken gets a number.
CREATE TABLE taken (a integer, b integer, CONSTRAINT taken_a_not_null CHECK (b > 0));
ALTER TABLE taken ALTER a SET NOT NULL;
