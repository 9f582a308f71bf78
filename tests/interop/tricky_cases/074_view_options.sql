-- case 074: of a view's options check_option becomes a clause, the others stay in WITH
-- servers: 13 15 17 18
-- reader: pg_class
-- dump: --clean
-- round-trip: yes
CREATE TABLE t (a integer PRIMARY KEY, b text);
CREATE VIEW local_check AS SELECT * FROM t WHERE a > 0 WITH LOCAL CHECK OPTION;
CREATE VIEW cascaded_check AS SELECT * FROM local_check WHERE a < 9 WITH CHECK OPTION;
CREATE VIEW barrier WITH (security_barrier) AS SELECT * FROM t;
CREATE VIEW no_barrier WITH (security_barrier = false) AS SELECT * FROM t;
CREATE VIEW "both" WITH (security_barrier = true, check_option = local) AS SELECT * FROM t WHERE a = 1;
CREATE VIEW both_reversed WITH (check_option = cascaded, security_barrier = 1) AS SELECT * FROM t WHERE a = 1;
\if :from_15
CREATE VIEW invoker WITH (security_invoker) AS SELECT * FROM t;
CREATE VIEW all_three WITH (security_invoker = on, check_option = local, security_barrier = off)
  AS SELECT * FROM t WHERE a = 2;
-- In dummy form the options wait for the rule.
CREATE VIEW dummy WITH (security_invoker = true) AS SELECT * FROM t GROUP BY a;
\endif
CREATE VIEW dummy_checked WITH (security_barrier = true) AS SELECT a, b, count(*) FROM t GROUP BY a;
