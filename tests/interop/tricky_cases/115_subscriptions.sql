-- case 115: subscriptions: without slot, with quotes in the connection, every option at its default and not; they come back disabled
-- servers: 13 15 17 18
-- superuser-setup: CREATE ROLE tricky_115_owner SUPERUSER
-- reader: pg_subscription
-- reader: [15 17 18] pg_seclabel
-- dump: --clean
-- dump: --no-subscriptions
-- dump: --quote-all-identifiers
SET client_min_messages = error;
CREATE SUBSCRIPTION tricky_115_plain CONNECTION 'dbname=nowhere' PUBLICATION p WITH (connect = false, slot_name = NONE);
CREATE SUBSCRIPTION "tricky_115 Quoted" CONNECTION E'dbname=''a \\\\ b'' password=''it\\''s''' PUBLICATION "P one", "p,two", p3
  WITH (connect = false, slot_name = NONE, synchronous_commit = 'remote_apply');
CREATE SUBSCRIPTION tricky_115_slot CONNECTION 'dbname=nowhere' PUBLICATION p WITH (connect = false, slot_name = 'a_slot');
CREATE SUBSCRIPTION tricky_115_local CONNECTION 'dbname=nowhere' PUBLICATION p WITH (connect = false, slot_name = NONE, synchronous_commit = local);
-- What SECURITY LABEL writes, had it a provider: a subscription's label is a shared one. pg_dump 13.16 loses it.
\if :from_15
INSERT INTO pg_catalog.pg_shseclabel (objoid, classoid, provider, label)
  SELECT oid, 'pg_subscription'::regclass, 'dummy', 'of the subscription' FROM pg_subscription WHERE subname = 'tricky_115_plain';
\endif
COMMENT ON SUBSCRIPTION tricky_115_plain IS 'goes nowhere';
ALTER SUBSCRIPTION tricky_115_local OWNER TO tricky_115_owner;
\if :from_14
CREATE SUBSCRIPTION tricky_115_binary CONNECTION 'dbname=nowhere' PUBLICATION p WITH (connect = false, slot_name = NONE, binary, streaming = on);
CREATE SUBSCRIPTION tricky_115_off CONNECTION 'dbname=nowhere' PUBLICATION p WITH (connect = false, slot_name = NONE, binary = false, streaming = off);
\endif
\if :from_15
CREATE SUBSCRIPTION tricky_115_pending CONNECTION 'dbname=nowhere' PUBLICATION p WITH (connect = false, slot_name = 'pending', two_phase = true);
CREATE SUBSCRIPTION tricky_115_enabled CONNECTION 'dbname=nowhere' PUBLICATION p WITH (connect = false, slot_name = NONE, two_phase = true, disable_on_error);
UPDATE pg_catalog.pg_subscription SET subtwophasestate = 'e' WHERE subname = 'tricky_115_enabled';
ALTER SUBSCRIPTION tricky_115_binary SKIP (lsn = '0/12345');
\endif
\if :from_16
CREATE SUBSCRIPTION tricky_115_parallel CONNECTION 'dbname=nowhere' PUBLICATION p WITH (connect = false, slot_name = NONE, streaming = parallel, origin = none);
CREATE SUBSCRIPTION tricky_115_free CONNECTION 'dbname=nowhere' PUBLICATION p WITH (connect = false, slot_name = NONE, password_required = false, run_as_owner = true, origin = any);
\endif
\if :from_17
CREATE SUBSCRIPTION tricky_115_failover CONNECTION 'dbname=nowhere' PUBLICATION p WITH (connect = false, slot_name = 'fails_over', failover = true);
\endif
