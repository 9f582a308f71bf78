-- case 041: a domain's collation is printed where it is not its base type's
-- servers: 13 15 17 18
-- reader: pg_type pg_collation
CREATE COLLATION own_c (lc_collate = 'C', lc_ctype = 'C');
CREATE DOMAIN same AS text;
CREATE DOMAIN explicit_same AS text COLLATE "default";
CREATE DOMAIN c AS text COLLATE "C";
CREATE DOMAIN over_c AS c;
CREATE DOMAIN over_c_same AS c COLLATE "C";
CREATE DOMAIN over_c_other AS c COLLATE own_c NOT NULL DEFAULT 'x' CHECK (VALUE < 'z');
CREATE DOMAIN back_to_default AS c COLLATE "default";
CREATE DOMAIN of_array AS text[] COLLATE own_c;
CREATE DOMAIN of_name AS name COLLATE "POSIX";
