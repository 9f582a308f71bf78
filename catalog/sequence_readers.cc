#include "catalog/sequence_readers.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/status_context.h"
#include "base/status_macros.h"
#include "catalog/relation_query.h"
#include "catalog/relation_readers.h"
#include "catalog/row_cursor.h"
#include "protocol/sql_text.h"

namespace pgark {
namespace {

// The function that reads all sequences' values at once.
constexpr int kSequenceDataRelease = 18;

// Reading a sequence locks it until the end of the transaction, or of the
// subtransaction that is rolled back. So many are locked at once at most,
// however many there are: the tables have taken their places before.
constexpr size_t kSequencesPerSavepoint = 10;

bool IsWantedSequence(const Object& object, const RelationObject& relation) {
  return relation.IsSequence() &&
         (!object.wanted.empty() || relation.is_interesting);
}

// Whether a sequence is part of an extension's configuration: its value is
// dumped even with the schema alone.
bool HasConfigurationSequence(const ReadContext& context) {
  for (const ExtensionObject& extension : context.catalog.extensions) {
    for (const Oid oid : extension.config_relations) {
      const RelationObject* relation = FindRelation(context.catalog, oid);
      if (relation != nullptr && relation->IsSequence()) return true;
    }
  }
  return false;
}

// Whether the sequences' values come with their parameters. Asking for those
// that nobody wants would open every sequence.
bool HasValues(const ReadContext& context) {
  return context.release >= kSequenceDataRelease &&
         (context.options.dump_data || context.options.dump_sequence_data ||
          HasConfigurationSequence(context));
}

std::string SequenceQuery(const ReadContext& context) {
  if (WantedRelations(context, IsWantedSequence).empty()) return "";
  const bool has_values = HasValues(context);
  return absl::StrCat(
      "SELECT s.seqrelid, pg_catalog.format_type(s.seqtypid, NULL) AS type, "
      "s.seqstart, s.seqincrement, s.seqmax, s.seqmin, s.seqcache, "
      "s.seqcycle",
      has_values ? ", v.last_value, v.is_called" : "",
      " FROM pg_catalog.pg_sequence s",
      has_values ? ", LATERAL pg_catalog.pg_get_sequence_data(s.seqrelid) v"
                 : "",
      " ORDER BY s.seqrelid");
}

absl::Status ReadSequences(const Result& result, ReadContext& context) {
  const bool has_values = HasValues(context);
  RowCursor rows(result);
  while (rows.Next()) {
    RelationObject* relation =
        FindRelation(context.catalog, rows.Oid("seqrelid"));
    if (relation == nullptr) continue;
    SequenceParameters& sequence = relation->sequence;
    sequence.type = rows.Text("type");
    sequence.start = rows.BigInt("seqstart");
    sequence.increment = rows.BigInt("seqincrement");
    sequence.maximum = rows.BigInt("seqmax");
    sequence.minimum = rows.BigInt("seqmin");
    sequence.cache = rows.BigInt("seqcache");
    sequence.is_cycled = rows.Bool("seqcycle");
    if (has_values && !rows.IsNull("last_value")) {
      sequence.has_value = true;
      sequence.last_value = rows.BigInt("last_value");
      sequence.is_called = rows.Bool("is_called");
    }
  }
  RETURN_IF_ERROR(rows.status());
  for (const RelationObject& relation : context.catalog.relations) {
    if (IsWantedSequence(context.catalog.Get(relation.id), relation) &&
        relation.sequence.type.empty()) {
      return absl::FailedPreconditionError(
          absl::StrCat("sequence ", relation.name, " (OID ", relation.oid,
                       ") has no parameters in pg_sequence"));
    }
  }
  return absl::OkStatus();
}

// The sequences whose values are dumped.
std::vector<DumpId> SequencesToRead(const Catalog& catalog) {
  std::vector<DumpId> ids;
  for (const Object& object : catalog.objects) {
    if (object.kind == ObjectKind::kSequenceSet) {
      ids.push_back(catalog.table_data[object.detail].relation);
    }
  }
  return ids;
}

std::string NameOf(const Catalog& catalog, DumpId id) {
  const Object& object = catalog.Get(id);
  return QuoteQualified(catalog.SchemaName(object), object.name,
                        SqlStyle{.release = 18});
}

std::string NameAndOid(const Catalog& catalog, DumpId id) {
  return absl::StrCat(NameOf(catalog, id), " (OID ",
                      catalog.Get(id).catalog_id.oid, ")");
}

absl::Status CheckValues(const Catalog& catalog,
                         const std::vector<DumpId>& ids) {
  for (const DumpId id : ids) {
    if (catalog.relation(catalog.Get(id)).sequence.has_value) continue;
    // The function says NULL for want of the privilege SELECT, and for a
    // sequence that was dropped meanwhile.
    return WithObject(
        absl::PermissionDeniedError("the value of the sequence can't be read"),
        NameAndOid(catalog, id));
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status ReadSequenceValues(Connection& connection, Catalog& catalog) {
  const std::vector<DumpId> ids = SequencesToRead(catalog);
  if (catalog.server_release() >= kSequenceDataRelease) {
    return CheckValues(catalog, ids);
  }
  if (ids.empty()) return absl::OkStatus();
  std::vector<std::string> statements;
  std::vector<size_t> places(ids.size());  // of each statement
  for (size_t i = 0; i < ids.size(); ++i) {
    if (i % kSequencesPerSavepoint == 0) {
      statements.emplace_back("SAVEPOINT pgark_sequences");
    }
    places[i] = statements.size();
    statements.push_back(absl::StrCat("SELECT last_value, is_called FROM ",
                                      NameOf(catalog, ids[i])));
    if (i + 1 == ids.size() || (i + 1) % kSequencesPerSavepoint == 0) {
      statements.emplace_back("ROLLBACK TO SAVEPOINT pgark_sequences");
      statements.emplace_back("RELEASE SAVEPOINT pgark_sequences");
    }
  }
  const absl::StatusOr<std::vector<Result>> results =
      connection.Pipeline(statements);
  if (!results.ok()) {
    // "permission denied for sequence s" does not say which schema.
    const auto failed = std::find(
        statements.begin(), statements.end(),
        GetContext(results.status(), ContextKey::kStatement).value_or(""));
    if (failed == statements.end()) return results.status();
    const auto sequence =
        std::find(places.begin(), places.end(),
                  static_cast<size_t>(failed - statements.begin()));
    if (sequence == places.end()) return results.status();
    return WithObject(results.status(),
                      NameAndOid(catalog, ids[sequence - places.begin()]));
  }
  if (results->size() != statements.size()) {
    return absl::InternalError("the sequences gave another number of answers");
  }
  for (size_t i = 0; i < ids.size(); ++i) {
    RowCursor rows((*results)[places[i]]);
    SequenceParameters& sequence = RelationAt(catalog, ids[i]).sequence;
    if (rows.Next()) {
      sequence.has_value = true;
      sequence.last_value = rows.BigInt("last_value");
      sequence.is_called = rows.Bool("is_called");
    }
    RETURN_IF_ERROR(rows.status());
  }
  return CheckValues(catalog, ids);
}

const CatalogReader kSequenceReader = {"sequences", SequenceQuery,
                                       ReadSequences};

}  // namespace pgark
