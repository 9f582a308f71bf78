#include "archive/entry_kind_facts.h"

namespace pgark {
namespace {

using Kind = EntryKind;

constexpr uint8_t SectionBit(Section section) {
  return static_cast<uint8_t>(1 << static_cast<int>(section));
}
constexpr uint8_t kNone = SectionBit(Section::kNone);
constexpr uint8_t kPre = SectionBit(Section::kPreData);
constexpr uint8_t kData = SectionBit(Section::kData);
constexpr uint8_t kPost = SectionBit(Section::kPostData);
constexpr Presence kYes = Presence::kAlways;
constexpr Presence kNo = Presence::kNever;
constexpr Presence kAny = Presence::kEither;

constexpr EntryKindFacts kFacts[] = {
    {Kind::kEncoding, kPre, kNo, kNo, "", ""},
    {Kind::kStdStrings, kPre, kNo, kNo, "", ""},
    {Kind::kSearchPath, kPre, kNo, kNo, "", ""},
    {Kind::kDatabase, kPre, kNo, kYes, "", "DROP DATABASE "},
    {Kind::kDatabaseProperties, kPre, kNo, kYes, "",
     "UPDATE pg_catalog.pg_database "},
    {Kind::kLargeObjectCatalog, kPre, kNo, kNo, "", ""},
    // The schema public, when initdb made it, has comments for statements.
    {Kind::kSchema, kPre, kNo, kYes, "", "DROP SCHEMA |-- "},
    {Kind::kExtension, kPre, kNo, kNo, "", "DROP EXTENSION "},
    {Kind::kCollation, kPre, kYes, kYes, "", "DROP COLLATION "},
    {Kind::kConversion, kPre, kYes, kYes, "", "DROP CONVERSION "},
    {Kind::kDomain, kPre, kYes, kYes, "", "DROP DOMAIN "},
    {Kind::kType, kPre, kYes, kYes, "", "DROP TYPE "},
    {Kind::kShellType, kPre, kYes, kYes, "", ""},
    {Kind::kProceduralLanguage, kPre, kNo, kYes, "",
     "DROP PROCEDURAL LANGUAGE |DROP LANGUAGE "},
    // Post-data when a function has to wait for a primary key.
    {Kind::kFunction, kPre | kPost, kYes, kYes, "", "DROP FUNCTION "},
    {Kind::kProcedure, kPre | kPost, kYes, kYes, "", "DROP PROCEDURE "},
    {Kind::kAggregate, kPre, kYes, kYes, "", "DROP AGGREGATE "},
    {Kind::kCast, kPre, kNo, kNo, "", "DROP CAST "},
    {Kind::kTransform, kPre, kNo, kNo, "", "DROP TRANSFORM "},
    {Kind::kOperator, kPre, kYes, kYes, "", "DROP OPERATOR "},
    {Kind::kOperatorClass, kPre, kYes, kYes, "", "DROP OPERATOR CLASS "},
    {Kind::kOperatorFamily, kPre, kYes, kYes, "", "DROP OPERATOR FAMILY "},
    {Kind::kAccessMethod, kPre, kNo, kNo, "", "DROP ACCESS METHOD "},
    {Kind::kTextSearchParser, kPre, kYes, kNo, "", "DROP TEXT SEARCH PARSER "},
    {Kind::kTextSearchTemplate, kPre, kYes, kNo, "",
     "DROP TEXT SEARCH TEMPLATE "},
    {Kind::kTextSearchDictionary, kPre, kYes, kYes, "",
     "DROP TEXT SEARCH DICTIONARY "},
    {Kind::kTextSearchConfiguration, kPre, kYes, kYes, "",
     "DROP TEXT SEARCH CONFIGURATION "},
    {Kind::kForeignDataWrapper, kPre, kNo, kYes, "",
     "DROP FOREIGN DATA WRAPPER "},
    {Kind::kServer, kPre, kNo, kYes, "", "DROP SERVER "},
    {Kind::kUserMapping, kPre, kAny, kYes, "", "DROP USER MAPPING "},
    {Kind::kTable, kPre, kYes, kYes, "rp", "DROP TABLE "},
    {Kind::kForeignTable, kPre, kYes, kYes, "f", "DROP FOREIGN TABLE "},
    {Kind::kView, kPre | kPost, kYes, kYes, "v", "DROP VIEW "},
    {Kind::kMaterializedView, kPre | kPost, kYes, kYes, "m",
     "DROP MATERIALIZED VIEW "},
    {Kind::kSequence, kPre, kYes, kYes, "", "DROP SEQUENCE "},
    {Kind::kSequenceOwnedBy, kPre, kYes, kYes, "", ""},
    {Kind::kTableAttach, kPre, kYes, kYes, "", ""},
    {Kind::kDefault, kPre, kYes, kYes, "", "ALTER TABLE |ALTER FOREIGN TABLE "},
    {Kind::kTableData, kData, kYes, kYes, "", ""},
    {Kind::kSequenceSet, kData, kYes, kYes, "", ""},
    // In the pre-data section, although selections treat it as data.
    {Kind::kBlob, kPre, kNo, kYes, "", "SELECT pg_catalog.lo_unlink("},
    {Kind::kBlobs, kData, kNo, kAny, "", ""},
    {Kind::kBlobMetadata, kData, kNo, kYes, "", "-- "},
    {Kind::kStatisticsData, kData | kPost, kYes, kAny, "", ""},
    {Kind::kMaterializedViewData, kPost, kYes, kYes, "", ""},
    {Kind::kIndex, kPost, kYes, kYes, "", "DROP INDEX "},
    {Kind::kIndexAttach, kPost, kYes, kYes, "", ""},
    {Kind::kStatistics, kPost, kYes, kYes, "", "DROP STATISTICS "},
    {Kind::kConstraint, kPost, kYes, kYes, "",
     "ALTER TABLE |ALTER FOREIGN TABLE |ALTER DOMAIN "},
    {Kind::kCheckConstraint, kPost, kYes, kYes, "",
     "ALTER TABLE |ALTER FOREIGN TABLE |ALTER DOMAIN "},
    {Kind::kForeignKeyConstraint, kPost, kYes, kYes, "",
     "ALTER TABLE |ALTER FOREIGN TABLE "},
    {Kind::kRule, kPost, kYes, kYes, "", "DROP RULE |CREATE OR REPLACE VIEW "},
    {Kind::kTrigger, kPost, kYes, kYes, "", "DROP TRIGGER "},
    {Kind::kEventTrigger, kPost, kNo, kYes, "", "DROP EVENT TRIGGER "},
    {Kind::kPolicy, kPost, kYes, kYes, "", "DROP POLICY "},
    {Kind::kRowSecurity, kPost, kYes, kYes, "", ""},
    {Kind::kPublication, kPost, kNo, kYes, "", "DROP PUBLICATION "},
    {Kind::kPublicationTable, kPost, kYes, kYes, "", ""},
    {Kind::kPublicationTablesInSchema, kPost, kYes, kYes, "", ""},
    {Kind::kSubscription, kPost, kNo, kYes, "", "DROP SUBSCRIPTION "},
    {Kind::kSubscriptionTable, kPost, kYes, kYes, "", ""},
    {Kind::kDefaultAcl, kPost, kAny, kYes, "", ""},
    {Kind::kAcl, kNone, kAny, kYes, "", ""},
    {Kind::kComment, kNone, kAny, kYes, "", ""},
    {Kind::kSecurityLabel, kNone, kAny, kYes, "", ""},
};

}  // namespace

const EntryKindFacts* FindEntryKindFacts(EntryKind kind) {
  for (const EntryKindFacts& facts : kFacts) {
    if (facts.kind == kind) return &facts;
  }
  return nullptr;
}

}  // namespace pgark
