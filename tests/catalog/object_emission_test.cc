// What entries the objects of types, functions and the rarer kinds get, and in
// which order their comments and privileges follow.

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "catalog/aggregate_ddl.h"
#include "catalog/catalog.h"
#include "catalog/domain_ddl.h"
#include "catalog/foreign_server_ddl.h"
#include "catalog/function_ddl.h"
#include "catalog/language_ddl.h"
#include "catalog/operator_ddl.h"
#include "catalog/publication_ddl.h"
#include "catalog/toc_builder.h"
#include "catalog/type_ddl.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace pgark {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// "TYPE app comp": desc, schema, tag.
std::vector<std::string> Lines(const std::vector<TocEntry>& entries) {
  std::vector<std::string> lines;
  lines.reserve(entries.size());
  for (const TocEntry& entry : entries) {
    lines.push_back(absl::StrCat(entry.desc, " ", entry.schema.value_or("-"),
                                 " ", entry.tag));
  }
  return lines;
}

class ObjectEmissionTest : public ::testing::Test {
 protected:
  ObjectEmissionTest() {
    Object schema;
    schema.name = "app";
    schema.wanted = Components::All();
    schema_ = catalog_.Add(schema);
    SchemaObject detail;
    detail.id = schema_;
    detail.name = "app";
    catalog_.schemas.push_back(detail);
  }

  // Adds an object in the schema, wanted as a whole, and what stands behind it.
  template <typename Detail>
  DumpId Add(ObjectKind kind, CatalogId row, const std::string& name,
             Detail detail, std::vector<Detail>& details) {
    Object object;
    object.kind = kind;
    object.catalog_id = row;
    object.name = name;
    object.schema = schema_;
    object.wanted = Components::All();
    object.detail = details.size();
    const DumpId id = catalog_.Add(std::move(object));
    detail.id = id;
    details.push_back(std::move(detail));
    return id;
  }

  void AddComment(CatalogId row, int32_t sub_id, const std::string& text) {
    CatalogText comment;
    comment.object = row;
    comment.sub_id = sub_id;
    comment.text = text;
    catalog_.comments.push_back(comment);
  }

  std::vector<TocEntry> Emit(EmitFunction emit, const std::vector<DumpId>& ids,
                             int release = 18) {
    catalog_.SortTexts();
    const DdlContext context{catalog_, options_, SqlStyle(), release, ""};
    TocBuilder toc(context);
    for (const DumpId id : ids) {
      status_ = emit(context, catalog_.Get(id), toc);
      if (!status_.ok()) break;
    }
    return toc.Finish();
  }

  Catalog catalog_;
  DumpOptions options_;
  DumpId schema_;
  absl::Status status_;
};

constexpr CatalogId kTypeRow = {kPgTypeOid, 70000};

// Case 96.
TEST_F(ObjectEmissionTest, ColumnsOfACompositeTypeAreCommentedBehindItsAcl) {
  TypeObject type;
  type.name = "comp";
  type.owner = "bob";
  type.relation = 70001;
  type.acl = {"{=U/bob,bob=U/bob,eve=U/bob}", "{=U/bob,bob=U/bob}"};
  CompositeType composite;
  composite.attributes.push_back({1, "a", "integer", {}});
  composite.attributes.push_back({3, "B", "text", {}});
  type.Set(std::move(composite));
  const DumpId id =
      Add(ObjectKind::kType, kTypeRow, "comp", std::move(type), catalog_.types);
  AddComment(CatalogId{kPgClassOid, 70001}, 3, "third");
  AddComment(kTypeRow, 0, "the type");
  const std::vector<TocEntry> entries = Emit(EmitType, {id});
  EXPECT_THAT(
      Lines(entries),
      ElementsAre("TYPE app comp", "COMMENT app TYPE comp", "ACL app TYPE comp",
                  "COMMENT app COLUMN comp.\"B\""));
  EXPECT_EQ(entries[3].definition,
            "COMMENT ON COLUMN app.comp.\"B\" IS 'third';\n");
}

TEST_F(ObjectEmissionTest, OnlyABaseTypeIsDroppedWithWhatNeedsIt) {
  TypeObject base;
  base.name = "b";
  base.Set(BaseType());
  TypeObject label;
  label.name = "e";
  label.Set(EnumType());
  const DumpId base_id =
      Add(ObjectKind::kType, kTypeRow, "b", std::move(base), catalog_.types);
  const DumpId enum_id = Add(ObjectKind::kType, CatalogId{kPgTypeOid, 70001},
                             "e", std::move(label), catalog_.types);
  const std::vector<TocEntry> entries = Emit(EmitType, {base_id, enum_id});
  ASSERT_EQ(entries.size(), 2u);
  EXPECT_EQ(entries[0].drop_statement, "DROP TYPE app.b CASCADE;\n");
  EXPECT_EQ(entries[1].drop_statement, "DROP TYPE app.e;\n");
}

// Case 94.
TEST_F(ObjectEmissionTest, ShellTypeIsNotOwnableByItself) {
  TypeObject type;
  type.name = "b";
  type.owner = "bob";
  const DumpId id = Add(ObjectKind::kShellType, CatalogId{}, "b",
                        std::move(type), catalog_.types);
  const std::vector<TocEntry> entries = Emit(EmitShellType, {id});
  ASSERT_EQ(entries.size(), 1u);
  EXPECT_EQ(entries[0].desc, "SHELL TYPE");
  EXPECT_EQ(entries[0].drop_statement, std::nullopt);
  EXPECT_EQ(entries[0].owner, "bob");
}

TEST_F(ObjectEmissionTest, PseudoTypesHaveNoEntry) {
  TypeObject type;
  type.name = "any";
  type.kind = 'p';
  const DumpId id =
      Add(ObjectKind::kType, kTypeRow, "any", std::move(type), catalog_.types);
  AddComment(kTypeRow, 0, "pseudo-type");
  EXPECT_THAT(Emit(EmitType, {id}), IsEmpty());
}

class DomainEmissionTest : public ObjectEmissionTest {
 protected:
  DomainEmissionTest() {
    TypeObject type;
    type.name = "d";
    type.owner = "bob";
    DomainType detail;
    detail.base_type = "integer";
    detail.is_not_null = true;
    type.Set(std::move(detail));
    domain_ =
        Add(ObjectKind::kType, kTypeRow, "d", std::move(type), catalog_.types);
  }

  DumpId AddConstraint(const std::string& name, char kind, bool is_separate) {
    DomainConstraintObject constraint;
    constraint.name = name;
    constraint.type = kind;
    constraint.domain = domain_;
    constraint.definition = "CHECK (true)";
    const CatalogId row = {kPgConstraintOid, next_constraint_++};
    const DumpId id = Add(ObjectKind::kDomainConstraint, row, name,
                          std::move(constraint), catalog_.domain_constraints);
    catalog_.Get(id).is_separate = is_separate;
    catalog_.types[0].As<DomainType>()->constraints.push_back(id);
    AddComment(row, 0, "about " + name);
    return id;
  }

  DumpId domain_;
  Oid next_constraint_ = 80000;
};

// Case 32.
TEST_F(DomainEmissionTest, CommentOnNotNullStandsBehindThoseOnChecks) {
  AddConstraint("a_nn", 'n', false);
  AddConstraint("b", 'c', false);
  EXPECT_THAT(
      Lines(Emit(EmitType, {domain_})),
      ElementsAre("DOMAIN app d", "COMMENT app CONSTRAINT b ON DOMAIN d",
                  "COMMENT app CONSTRAINT a_nn ON DOMAIN d"));
}

// Case 39.
TEST_F(DomainEmissionTest, CommentOnASeparateConstraintStandsBehindIt) {
  const DumpId later = AddConstraint("later", 'c', true);
  EXPECT_THAT(Lines(Emit(EmitType, {domain_}, 15)),
              ElementsAre("DOMAIN app d"));
  const std::vector<TocEntry> entries = Emit(EmitDomainConstraint, {later}, 15);
  EXPECT_THAT(Lines(entries),
              ElementsAre("CHECK CONSTRAINT app d later",
                          "COMMENT app CONSTRAINT later ON DOMAIN d"));
  EXPECT_EQ(entries[0].section, Section::kPostData);
  EXPECT_EQ(entries[0].owner, "bob");
  EXPECT_EQ(entries[0].drop_statement,
            "ALTER DOMAIN app.d DROP CONSTRAINT later;\n");
  EXPECT_EQ(entries[1].definition,
            "COMMENT ON CONSTRAINT later ON DOMAIN app.d IS 'about later';\n");
}

TEST_F(DomainEmissionTest, UpTo13ThatCommentStandsBehindTheDomain) {
  const DumpId later = AddConstraint("later", 'c', true);
  EXPECT_THAT(
      Lines(Emit(EmitType, {domain_}, 13)),
      ElementsAre("DOMAIN app d", "COMMENT app CONSTRAINT later ON DOMAIN d"));
  EXPECT_THAT(Lines(Emit(EmitDomainConstraint, {later}, 13)),
              ElementsAre("CHECK CONSTRAINT app d later"));
}

class RoutineEmissionTest : public ObjectEmissionTest {
 protected:
  RoutineEmissionTest() {
    FunctionObject function;
    function.name = "Odd";
    function.owner = "bob";
    function.argument_types = {70000};
    function.identity_arguments = "x app.t";
    function.acl = {"{bob=X/bob}", "{=X/bob,bob=X/bob}"};
    TypeObject type;
    type.formatted = "app.t";
    Add(ObjectKind::kType, kTypeRow, "t", std::move(type), catalog_.types);
    function_ = Add(ObjectKind::kFunction, CatalogId{kPgProcOid, 70000}, "Odd",
                    std::move(function), catalog_.functions);
  }
  DumpId function_;
};

// Case 88.
TEST_F(RoutineEmissionTest, TagIsRawAndEverythingElseNamesTheArguments) {
  const std::vector<TocEntry> entries = Emit(EmitRoutine, {function_});
  EXPECT_THAT(Lines(entries), ElementsAre("FUNCTION app Odd(app.t)",
                                          "ACL app FUNCTION \"Odd\"(x app.t)"));
  EXPECT_EQ(entries[0].drop_statement, "DROP FUNCTION app.\"Odd\"(x app.t);\n");
  EXPECT_EQ(entries[0].section, Section::kPreData);
}

// Case 90.
TEST_F(RoutineEmissionTest, PrivilegesComeAloneWhereNothingElseIsWanted) {
  catalog_.Get(function_).wanted = Component::kAcl;
  EXPECT_THAT(Lines(Emit(EmitRoutine, {function_})),
              ElementsAre("ACL app FUNCTION \"Odd\"(x app.t)"));
}

// Case 73.
TEST_F(RoutineEmissionTest, PostponedFunctionIsPostData) {
  catalog_.Get(function_).is_postponed = true;
  const std::vector<TocEntry> entries = Emit(EmitRoutine, {function_});
  ASSERT_FALSE(entries.empty());
  EXPECT_EQ(entries[0].section, Section::kPostData);
}

// Case 91.
TEST_F(RoutineEmissionTest, AggregateGetsItsPrivilegesAsAFunction) {
  AggregateObject aggregate;
  aggregate.name = "agg";
  aggregate.owner = "bob";
  aggregate.acl = {"{bob=X/bob}", "{=X/bob,bob=X/bob}"};
  const CatalogId row = {kPgProcOid, 70001};
  const DumpId id = Add(ObjectKind::kAggregate, row, "agg",
                        std::move(aggregate), catalog_.aggregates);
  AddComment(row, 0, "c");
  EXPECT_THAT(
      Lines(Emit(EmitAggregate, {id})),
      ElementsAre("AGGREGATE app agg(*)", "COMMENT app AGGREGATE agg(*)",
                  "ACL app FUNCTION agg()"));
}

TEST_F(ObjectEmissionTest, UserMappingsStandBehindTheirServer) {
  ForeignServerObject server;
  server.name = "Srv";
  server.owner = "bob";
  server.wrapper = "w";
  server.user_mappings = {{"alice", ""}, {"public", "a 'b'"}};
  const DumpId id =
      Add(ObjectKind::kForeignServer, CatalogId{kPgForeignServerOid, 70000},
          "Srv", std::move(server), catalog_.others.foreign_servers);
  Object& object = catalog_.Get(id);
  object.schema = DumpId{};
  EXPECT_THAT(Lines(Emit(EmitForeignServer, {id})),
              ElementsAre("SERVER - Srv"));
  object.available |= Component::kUserMapping;
  const std::vector<TocEntry> entries = Emit(EmitForeignServer, {id});
  EXPECT_THAT(Lines(entries),
              ElementsAre("SERVER - Srv",
                          "USER MAPPING - USER MAPPING alice SERVER Srv",
                          "USER MAPPING - USER MAPPING public SERVER Srv"));
  EXPECT_EQ(entries[1].owner, "bob");
  EXPECT_EQ(entries[1].drop_statement,
            "DROP USER MAPPING FOR alice SERVER \"Srv\";\n");
  EXPECT_THAT(entries[1].dependencies, IsEmpty());
}

// Case 114.
TEST_F(ObjectEmissionTest, PublishedTableStandsInItsOwnSchema) {
  PublicationObject publication;
  publication.name = "Pub";
  publication.owner = "bob";
  PublicationTableObject member;
  member.publication =
      Add(ObjectKind::kPublication, CatalogId{kPgPublicationOid, 70000}, "Pub",
          std::move(publication), catalog_.others.publications);
  const DumpId id = Add(ObjectKind::kPublicationTable,
                        CatalogId{kPgPublicationTableOid, 70001}, "T",
                        std::move(member), catalog_.others.publication_tables);
  const std::vector<TocEntry> entries = Emit(EmitPublicationTable, {id});
  EXPECT_THAT(Lines(entries), ElementsAre("PUBLICATION TABLE app Pub T"));
  EXPECT_EQ(entries[0].definition,
            "ALTER PUBLICATION \"Pub\" ADD TABLE ONLY app.\"T\";\n");
  EXPECT_EQ(entries[0].owner, "bob");
  EXPECT_EQ(entries[0].drop_statement, std::nullopt);
}

TEST_F(ObjectEmissionTest, PrivilegesOnLanguagesAreOnlyForTrustedOnes) {
  ProceduralLanguageObject language;
  language.name = "l";
  language.owner = "bob";
  language.acl = {"{bob=U/bob}", "{=U/bob,bob=U/bob}"};
  const DumpId id =
      Add(ObjectKind::kProceduralLanguage, CatalogId{kPgLanguageOid, 70000},
          "l", std::move(language), catalog_.others.languages);
  catalog_.Get(id).schema = DumpId{};
  EXPECT_THAT(Lines(Emit(EmitProceduralLanguage, {id})),
              ElementsAre("PROCEDURAL LANGUAGE - l"));
  catalog_.others.languages[0].is_trusted = true;
  EXPECT_THAT(Lines(Emit(EmitProceduralLanguage, {id})),
              ElementsAre("PROCEDURAL LANGUAGE - l", "ACL - LANGUAGE l"));
}

// Case 92.
TEST_F(ObjectEmissionTest, OperatorThatNobodyDefinedHasNoEntry) {
  OperatorObject op;
  op.name = "@@";
  op.right_type = "integer";
  const DumpId id = Add(ObjectKind::kOperator, CatalogId{kPgOperatorOid, 70000},
                        "@@", std::move(op), catalog_.others.operators);
  EXPECT_THAT(Emit(EmitOperator, {id}), IsEmpty());
  catalog_.others.operators[0].function_oid = 70001;
  const std::vector<TocEntry> entries = Emit(EmitOperator, {id});
  ASSERT_EQ(entries.size(), 1u);
  EXPECT_EQ(entries[0].drop_statement,
            "DROP OPERATOR app.@@ (NONE, integer);\n");
}

// Case 97.
TEST_F(ObjectEmissionTest, CastNamesItsFunctionAndFailsWithoutIt) {
  FunctionObject function;
  function.name = "f";
  Add(ObjectKind::kFunction, CatalogId{kPgProcOid, 70001}, "f",
      std::move(function), catalog_.functions);
  TypeObject type;
  type.formatted = "app.t";
  Add(ObjectKind::kType, kTypeRow, "t", std::move(type), catalog_.types);
  CastObject cast;
  cast.source = kTypeRow.oid;
  cast.target = kTypeRow.oid;
  cast.function = 70001;
  cast.context = 'a';
  const DumpId id = Add(ObjectKind::kCast, CatalogId{kPgCastOid, 70002}, "a b",
                        cast, catalog_.others.casts);
  catalog_.Get(id).schema = DumpId{};
  const std::vector<TocEntry> entries = Emit(EmitCast, {id});
  ASSERT_EQ(entries.size(), 1u);
  EXPECT_EQ(
      entries[0].definition,
      "CREATE CAST (app.t AS app.t) WITH FUNCTION app.f() AS ASSIGNMENT;\n");
  EXPECT_EQ(entries[0].owner, std::nullopt);
  catalog_.others.casts[0].function = 70099;
  Emit(EmitCast, {id});
  EXPECT_EQ(status_.code(), absl::StatusCode::kFailedPrecondition);
}

}  // namespace
}  // namespace pgark
