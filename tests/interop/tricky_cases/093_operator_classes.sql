-- case 093: operator classes and families: loose members, none at all, ordering operators, procedures for two types, options
-- servers: 13 15 17 18
-- superuser-setup: CREATE ROLE tricky_093_role
-- reader: pg_opclass pg_opfamily pg_amop pg_amproc
-- dump: --clean
CREATE SCHEMA families;
CREATE SCHEMA "Classes";
CREATE OPERATOR FAMILY families.numbers USING btree;
CREATE OPERATOR CLASS "Classes".small FOR TYPE smallint USING btree FAMILY families.numbers AS
  OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >,
  FUNCTION 1 btint2cmp(smallint, smallint), FUNCTION 2 btint2sortsupport(internal), FUNCTION 4 btequalimage(oid);
CREATE OPERATOR CLASS "Classes"."Normal" FOR TYPE integer USING btree FAMILY families.numbers AS
  OPERATOR 1 < , OPERATOR 2 <= , OPERATOR 3 = , OPERATOR 4 >= , OPERATOR 5 > , FUNCTION 1 btint4cmp(integer, integer);
ALTER OPERATOR FAMILY families.numbers USING btree ADD
  OPERATOR 1 < (smallint, integer), OPERATOR 2 <= (smallint, integer), OPERATOR 3 = (smallint, integer),
  OPERATOR 4 >= (smallint, integer), OPERATOR 5 > (smallint, integer), FUNCTION 1 (smallint, integer) btint24cmp(smallint, integer),
  FUNCTION 2 (integer, integer) btint4sortsupport(internal),
  FUNCTION 3 (integer, integer) in_range(integer, integer, integer, boolean, boolean),
  FUNCTION 3 (integer, smallint) in_range(integer, integer, smallint, boolean, boolean);
CREATE OPERATOR FAMILY families.empty USING hash;
CREATE OPERATOR CLASS nothing FOR TYPE integer USING hash FAMILY families.empty AS STORAGE integer;
CREATE OPERATOR CLASS own_family FOR TYPE text USING hash AS OPERATOR 1 =, FUNCTION 1 hashtext(text), FUNCTION 2 hashtextextended(text, bigint);
-- An ordering operator with the family that sorts its result, storage of another type, and a function of options.
CREATE FUNCTION opts(internal) RETURNS void LANGUAGE internal AS 'gist_point_consistent';
CREATE OPERATOR CLASS points FOR TYPE point USING gist AS
  STORAGE box, OPERATOR 1 <<, OPERATOR 15 <-> (point, point) FOR ORDER BY float_ops, OPERATOR 28 <@ (point, box),
  FUNCTION 1 gist_point_consistent(internal, point, smallint, oid, internal), FUNCTION 2 gist_box_union(internal, internal),
  FUNCTION 3 gist_point_compress(internal), FUNCTION 5 gist_box_penalty(internal, internal, internal),
  FUNCTION 6 gist_box_picksplit(internal, internal), FUNCTION 7 gist_box_same(box, box, internal),
  FUNCTION 8 gist_point_distance(internal, point, smallint, oid, internal), FUNCTION 9 gist_point_fetch(internal),
  FUNCTION 10 (point, point) opts(internal);
COMMENT ON OPERATOR CLASS points USING gist IS 'for points';
COMMENT ON OPERATOR FAMILY families.numbers USING btree IS 'of numbers';
ALTER OPERATOR CLASS points USING gist OWNER TO tricky_093_role;
ALTER OPERATOR FAMILY families.numbers USING btree OWNER TO tricky_093_role;
