-- case 084: other SETs of functions are single literals: of an extension, with a unit, DateStyle with its comma
-- servers: 13 15 17 18
-- reader: pg_proc
-- round-trip: yes
CREATE FUNCTION set_everything() RETURNS integer LANGUAGE sql
  SET my.param TO 'it''s, a "value"' SET "My"."Param" TO 7 SET DateStyle TO 'ISO, MDY'
  SET work_mem TO '64MB' SET extra_float_digits TO 0 SET TimeZone TO 'Europe/Berlin'
  SET standard_conforming_strings TO off SET statement_timeout TO '90s' SET log_statement TO 'none'
  AS 'SELECT 1';
CREATE FUNCTION interval_of_timezone() RETURNS integer LANGUAGE sql
  SET TIME ZONE INTERVAL '-08:00' HOUR TO MINUTE SET geqo_seed TO 0.5 AS 'SELECT 1';
CREATE FUNCTION from_current() RETURNS integer LANGUAGE sql SET IntervalStyle FROM CURRENT AS 'SELECT 1';
CREATE FUNCTION with_backslash() RETURNS integer LANGUAGE sql SET my.param TO E'a\\b\nc' SET my.empty TO '' AS 'SELECT 1';
