-- case 016: what is a sequence's default depends on its type and on the sign of its step
-- servers: 13 15 17 18
-- reader: pg_sequence ~last_value
-- round-trip: yes
CREATE SEQUENCE plain;
CREATE SEQUENCE small AS smallint;
CREATE SEQUENCE normal AS integer;
CREATE SEQUENCE down INCREMENT BY -1;
CREATE SEQUENCE down_small AS smallint INCREMENT BY -3;
CREATE SEQUENCE down_from_zero INCREMENT BY -1 MAXVALUE 0 START WITH 0;
CREATE SEQUENCE all_limits MINVALUE -100 MAXVALUE 100 START WITH -5 INCREMENT BY 7 CACHE 20 CYCLE;
CREATE SEQUENCE limits_of_smallint MINVALUE 1 MAXVALUE 32767;
CREATE SEQUENCE was_integer AS integer;
ALTER SEQUENCE was_integer AS bigint;
CREATE SEQUENCE whole_type MINVALUE -9223372036854775808 MAXVALUE 9223372036854775807 START 0;
CREATE SEQUENCE small_with_lowest AS smallint MINVALUE -32768 MAXVALUE 32767;
CREATE SEQUENCE down_lowest INCREMENT BY -1 MINVALUE -9223372036854775808;
CREATE SEQUENCE up_then_down MINVALUE 1 MAXVALUE 10 INCREMENT BY -1;
SELECT setval('down', -17), setval('all_limits', 99, false), nextval('small'), nextval('plain');
