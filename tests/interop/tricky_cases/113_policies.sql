-- case 113: policies: restrictive, for several roles or all, USING or WITH CHECK only, with subqueries; row security alone, forced, of an excluded schema
-- servers: 13 15 17 18
-- superuser-setup: CREATE ROLE tricky_113_one
-- superuser-setup: CREATE ROLE "tricky_113_Two, too"
-- reader: pg_policy pg_class
-- dump: --clean
-- dump: --exclude-schema=hidden
-- dump: --table=t
-- dump: --quote-all-identifiers
-- dump: [18] --no-policies
-- round-trip: yes
CREATE SCHEMA hidden;
CREATE TABLE t (a integer, owner name DEFAULT CURRENT_USER);
CREATE TABLE hidden.looked_at (a integer, "B" text);
CREATE FUNCTION hidden.may(integer) RETURNS boolean LANGUAGE sql AS 'SELECT $1 > 0';
CREATE POLICY plain ON t;
CREATE POLICY using_only ON t USING (a > 1 AND owner = CURRENT_USER);
CREATE POLICY check_only ON t FOR INSERT TO tricky_113_one, "tricky_113_Two, too" WITH CHECK (hidden.may(a));
CREATE POLICY "Both; really" ON t AS RESTRICTIVE FOR UPDATE TO PUBLIC USING (a <> 3) WITH CHECK (a <> 4);
CREATE POLICY subquery ON t FOR SELECT TO "tricky_113_Two, too"
  USING (EXISTS (SELECT FROM hidden.looked_at AS l WHERE l.a = t.a AND l."B" = 'it''s'));
CREATE POLICY removing ON t AS RESTRICTIVE FOR DELETE TO CURRENT_USER USING (false);
COMMENT ON POLICY "Both; really" ON t IS 'a policy';
-- Policies without row security.
CREATE TABLE not_enabled (a integer);
CREATE POLICY idle ON not_enabled USING (true);
ALTER TABLE t ENABLE ROW LEVEL SECURITY;
CREATE TABLE no_policies (a integer);
ALTER TABLE no_policies ENABLE ROW LEVEL SECURITY;
CREATE TABLE "Forced" (a integer);
ALTER TABLE "Forced" FORCE ROW LEVEL SECURITY;
CREATE TABLE forced_enabled (a integer);
ALTER TABLE forced_enabled ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE hidden.looked_at ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_hidden ON hidden.looked_at USING (a IN (SELECT a FROM public.t));
CREATE TABLE parted (a integer) PARTITION BY LIST (a);
ALTER TABLE parted ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_parted ON parted USING (a = 1);
