#include "catalog/operator_readers.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "catalog/reader_support.h"
#include "catalog/row_cursor.h"
#include "catalog/selection_rules.h"

namespace pgark {
namespace {

// regprocedure and regoperator text names its object for good, also where
// regproc would have to qualify an overloaded name.
std::string ProcedureColumn(absl::string_view column, absl::string_view alias) {
  return absl::StrCat("NULLIF(", column,
                      "::pg_catalog.regprocedure::pg_catalog.text, '-') AS ",
                      alias);
}

// "app.f(integer)" without the arguments.
std::string WithoutArguments(const std::string& procedure) {
  bool is_quoted = false;
  for (size_t i = 0; i < procedure.size(); ++i) {
    if (procedure[i] == '"') is_quoted = !is_quoted;
    if (procedure[i] == '(' && !is_quoted) return procedure.substr(0, i);
  }
  return procedure;
}

std::string OperatorQuery(const ReadContext& context) {
  return absl::StrCat(
      "SELECT o.oid, o.oprname, o.oprnamespace, o.oprowner, o.oprkind, "
      "o.oprcode::pg_catalog.oid AS code_oid, ",
      ProcedureColumn("o.oprcode", "code"), ", ",
      ProcedureColumn("o.oprrest", "restriction"), ", ",
      ProcedureColumn("o.oprjoin", "join_estimator"),
      ", o.oprleft, o.oprright, CASE WHEN o.oprleft <> 0 "
      "THEN pg_catalog.format_type(o.oprleft, NULL) END AS left_type, "
      "CASE WHEN o.oprright <> 0 "
      "THEN pg_catalog.format_type(o.oprright, NULL) END AS right_type, "
      "cn.nspname AS commutator_schema, c.oprname AS commutator, "
      "nn.nspname AS negator_schema, n.oprname AS negator, "
      "o.oprcanmerge, o.oprcanhash FROM pg_catalog.pg_operator o "
      "LEFT JOIN pg_catalog.pg_operator c ON c.oid = o.oprcom "
      "LEFT JOIN pg_catalog.pg_namespace cn ON cn.oid = c.oprnamespace "
      "LEFT JOIN pg_catalog.pg_operator n ON n.oid = o.oprnegate "
      "LEFT JOIN pg_catalog.pg_namespace nn ON nn.oid = n.oprnamespace WHERE ",
      OutsideOfPgCatalog(context, "o.oprnamespace"), " ORDER BY o.oid");
}

// How prefix, postfix and infix operators of one name are sorted.
int32_t SortNumber(char kind) {
  switch (kind) {
    case 'l':
      return 0;
    case 'r':
      return 1;
    default:
      return 2;
  }
}

absl::Status ReadOperators(const Result& result, ReadContext& context) {
  RowCursor rows(result);
  while (rows.Next()) {
    OperatorObject op;
    op.name = rows.Text("oprname");
    ASSIGN_OR_RETURN(op.owner, OwnerName(context, rows.Oid("oprowner"),
                                         "operator", op.name, rows.Oid("oid")));
    op.function_oid = rows.Oid("code_oid");
    rows.CheckName("code", op.name, rows.Oid("oid"));
    op.function = WithoutArguments(rows.Text("code"));
    op.left_type = rows.Text("left_type");
    op.right_type = rows.Text("right_type");
    op.commutator = NullableName(rows, "commutator_schema", "commutator");
    op.negator = NullableName(rows, "negator_schema", "negator");
    op.restriction = WithoutArguments(rows.Text("restriction"));
    op.join = WithoutArguments(rows.Text("join_estimator"));
    op.can_merge = rows.Bool("oprcanmerge");
    op.can_hash = rows.Bool("oprcanhash");
    ASSIGN_OR_RETURN(Object object,
                     MakeObject(context, ObjectKind::kOperator,
                                CatalogId{kPgOperatorOid, rows.Oid("oid")},
                                op.name, rows.Oid("oprnamespace")));
    object.sort_key.number = SortNumber(rows.Char("oprkind"));
    object.sort_key.types = {rows.Oid("oprleft"), rows.Oid("oprright")};
    SelectBySchema(context, &object);
    AddWithDetail(context.catalog, std::move(object), std::move(op),
                  context.catalog.others.operators);
  }
  return rows.status();
}

std::string OperatorClassQuery(const ReadContext& context) {
  return absl::StrCat(
      "SELECT c.oid, c.opcname, c.opcnamespace, c.opcowner, c.opcdefault, "
      "a.amname, pg_catalog.format_type(c.opcintype, NULL) AS input_type, "
      "CASE WHEN c.opckeytype <> 0 "
      "THEN pg_catalog.format_type(c.opckeytype, NULL) END AS storage_type, "
      "fn.nspname AS family_schema, f.opfname AS family "
      "FROM pg_catalog.pg_opclass c "
      "LEFT JOIN pg_catalog.pg_am a ON a.oid = c.opcmethod "
      "LEFT JOIN pg_catalog.pg_opfamily f ON f.oid = c.opcfamily "
      "LEFT JOIN pg_catalog.pg_namespace fn ON fn.oid = f.opfnamespace WHERE ",
      OutsideOfPgCatalog(context, "c.opcnamespace"), " ORDER BY c.oid");
}

absl::Status ReadOperatorClasses(const Result& result, ReadContext& context) {
  RowCursor rows(result);
  while (rows.Next()) {
    OperatorClassObject op_class;
    op_class.name = rows.Text("opcname");
    ASSIGN_OR_RETURN(op_class.owner,
                     OwnerName(context, rows.Oid("opcowner"), "operator class",
                               op_class.name, rows.Oid("oid")));
    for (const char* column : {"amname", "input_type", "family"}) {
      if (!rows.Require(column, op_class.name, rows.Oid("oid"))) break;
    }
    op_class.access_method = rows.Text("amname");
    op_class.is_default = rows.Bool("opcdefault");
    op_class.input_type = rows.Text("input_type");
    op_class.storage_type = rows.Text("storage_type");
    op_class.family = {rows.Text("family_schema"), rows.Text("family")};
    ASSIGN_OR_RETURN(Object object,
                     MakeObject(context, ObjectKind::kOperatorClass,
                                CatalogId{kPgOperatorClassOid, rows.Oid("oid")},
                                op_class.name, rows.Oid("opcnamespace")));
    object.sort_key.text = op_class.access_method;
    SelectBySchema(context, &object);
    AddWithDetail(context.catalog, std::move(object), std::move(op_class),
                  context.catalog.others.operator_classes);
  }
  return rows.status();
}

std::string OperatorFamilyQuery(const ReadContext& context) {
  return absl::StrCat(
      "SELECT f.oid, f.opfname, f.opfnamespace, f.opfowner, a.amname "
      "FROM pg_catalog.pg_opfamily f "
      "LEFT JOIN pg_catalog.pg_am a ON a.oid = f.opfmethod WHERE ",
      OutsideOfPgCatalog(context, "f.opfnamespace"), " ORDER BY f.oid");
}

absl::Status ReadOperatorFamilies(const Result& result, ReadContext& context) {
  RowCursor rows(result);
  while (rows.Next()) {
    OperatorFamilyObject family;
    family.name = rows.Text("opfname");
    ASSIGN_OR_RETURN(family.owner,
                     OwnerName(context, rows.Oid("opfowner"), "operator family",
                               family.name, rows.Oid("oid")));
    rows.Require("amname", family.name, rows.Oid("oid"));
    family.access_method = rows.Text("amname");
    ASSIGN_OR_RETURN(
        Object object,
        MakeObject(context, ObjectKind::kOperatorFamily,
                   CatalogId{kPgOperatorFamilyOid, rows.Oid("oid")},
                   family.name, rows.Oid("opfnamespace")));
    object.sort_key.text = family.access_method;
    SelectBySchema(context, &object);
    AddWithDetail(context.catalog, std::move(object), std::move(family),
                  context.catalog.others.operator_families);
  }
  return rows.status();
}

// A member belongs to the class or family that its row of pg_depend names;
// `member` is pg_amop or pg_amproc. Members of what lives in pg_catalog are
// left out.
std::string MemberSource(const ReadContext& context, absl::string_view member) {
  return absl::StrCat(
      " FROM pg_catalog.", member,
      " m JOIN pg_catalog.pg_depend d ON d.objid = m.oid AND d.classid = "
      "'pg_catalog.",
      member,
      "'::pg_catalog.regclass AND d.refclassid IN (2616, 2753) "
      "LEFT JOIN pg_catalog.pg_opclass c "
      "ON d.refclassid = 2616 AND c.oid = d.refobjid "
      "LEFT JOIN pg_catalog.pg_opfamily f "
      "ON d.refclassid = 2753 AND f.oid = d.refobjid ",
      "LEFT JOIN pg_catalog.pg_opfamily s ON s.oid = ",
      member == "pg_amop" ? "m.amopsortfamily" : "0",
      " LEFT JOIN pg_catalog.pg_namespace sn ON sn.oid = s.opfnamespace "
      "WHERE ",
      OutsideOfPgCatalog(context, "COALESCE(c.opcnamespace, f.opfnamespace)"));
}

std::string OperatorMemberQuery(const ReadContext& context) {
  return absl::StrCat(
      "SELECT d.refclassid, d.refobjid, m.amopstrategy, "
      "m.amopopr::pg_catalog.regoperator AS operator, "
      "sn.nspname AS sort_family_schema, s.opfname AS sort_family",
      MemberSource(context, "pg_amop"), " ORDER BY m.amopstrategy, m.oid");
}

std::string SupportFunctionMemberQuery(const ReadContext& context) {
  return absl::StrCat(
      "SELECT d.refclassid, d.refobjid, m.amprocnum, "
      "pg_catalog.format_type(m.amproclefttype, NULL) AS left_type, "
      "pg_catalog.format_type(m.amprocrighttype, NULL) AS right_type, "
      "m.amproc::pg_catalog.regprocedure AS function",
      MemberSource(context, "pg_amproc"), " ORDER BY m.amprocnum, m.oid");
}

// Adds a member to the class or family of the current row.
template <typename Member>
void AddMember(RowCursor& rows, Catalog& catalog, Member member,
               std::vector<Member> OperatorClassObject::*of_class,
               std::vector<Member> OperatorFamilyObject::*of_family) {
  const CatalogId parent = {rows.Oid("refclassid"), rows.Oid("refobjid")};
  const Object* object = catalog.Find(parent);
  if (object == nullptr) return;
  if (object->kind == ObjectKind::kOperatorClass) {
    (catalog.others.operator_classes[object->detail].*of_class)
        .push_back(std::move(member));
  } else if (object->kind == ObjectKind::kOperatorFamily) {
    (catalog.others.operator_families[object->detail].*of_family)
        .push_back(std::move(member));
  }
}

absl::Status ReadOperatorMembers(const Result& result, ReadContext& context) {
  RowCursor rows(result);
  while (rows.Next()) {
    OperatorMember member;
    member.strategy = static_cast<int16_t>(rows.Int("amopstrategy"));
    rows.CheckName("operator", "operator class or family",
                   rows.Oid("refobjid"));
    member.op = rows.Text("operator");
    member.sort_family =
        NullableName(rows, "sort_family_schema", "sort_family");
    AddMember(rows, context.catalog, std::move(member),
              &OperatorClassObject::operators,
              &OperatorFamilyObject::operators);
  }
  return rows.status();
}

absl::Status ReadSupportFunctionMembers(const Result& result,
                                        ReadContext& context) {
  RowCursor rows(result);
  while (rows.Next()) {
    SupportFunctionMember member;
    member.number = static_cast<int16_t>(rows.Int("amprocnum"));
    member.left_type = rows.Text("left_type");
    member.right_type = rows.Text("right_type");
    rows.CheckName("function", "operator class or family",
                   rows.Oid("refobjid"));
    member.function = rows.Text("function");
    AddMember(rows, context.catalog, std::move(member),
              &OperatorClassObject::functions,
              &OperatorFamilyObject::functions);
  }
  return rows.status();
}

}  // namespace

const CatalogReader kOperatorReader = {"operators", OperatorQuery,
                                       ReadOperators};
const CatalogReader kOperatorClassReader = {
    "operator classes", OperatorClassQuery, ReadOperatorClasses};
const CatalogReader kOperatorFamilyReader = {
    "operator families", OperatorFamilyQuery, ReadOperatorFamilies};
const CatalogReader kOperatorMemberReader = {
    "operators of classes", OperatorMemberQuery, ReadOperatorMembers};
const CatalogReader kSupportFunctionMemberReader = {
    "support functions of classes", SupportFunctionMemberQuery,
    ReadSupportFunctionMembers};

}  // namespace pgark
