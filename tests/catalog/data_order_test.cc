#include "catalog/data_order.h"

#include "tests/catalog/catalog_builder.h"
#include "tests/support/status_matchers.h"

namespace pgark {
namespace {

class DataOrderTest : public ::testing::Test {
 protected:
  DumpId AddTableWithData(const std::string& name) {
    const DumpId table = builder_.AddRelation(name, RelationKind::kTable);
    const DumpId data = builder_.Add(ObjectKind::kTableData, name);
    builder_.catalog().relations.back().data = data;
    return table;
  }
  DumpId DataOf(DumpId table) {
    return builder_.catalog().relation(builder_.catalog().Get(table)).data;
  }
  void AddForeignKey(DumpId from, DumpId to) {
    ConstraintObject key;
    key.type = 'f';
    key.relation = from;
    key.referenced_relation = to;
    builder_.AddWithDetail(ObjectKind::kForeignKey, "fk", key,
                           builder_.catalog().constraints);
  }
  void Order() {
    ReadContext context{builder_.catalog(), options_, selection_};
    OrderData(context);
  }

  CatalogBuilder builder_;
  DumpOptions options_;
  Selection selection_;
};

TEST_F(DataOrderTest, ForeignKeysOrderTheRowsOfDumpsWithoutDefinitions) {
  const DumpId orders = AddTableWithData("orders");
  const DumpId customers = AddTableWithData("customers");
  AddForeignKey(orders, customers);
  options_.dump_schema = false;
  Order();
  EXPECT_TRUE(builder_.Needs(DataOf(orders), DataOf(customers)));
  EXPECT_FALSE(builder_.Needs(DataOf(customers), DataOf(orders)));
}

TEST_F(DataOrderTest, OtherDumpsMakeForeignKeysAfterTheRows) {
  const DumpId orders = AddTableWithData("orders");
  const DumpId customers = AddTableWithData("customers");
  AddForeignKey(orders, customers);
  Order();
  EXPECT_FALSE(builder_.Needs(DataOf(orders), DataOf(customers)));
}

TEST_F(DataOrderTest, TablesWithoutDataAreLeftAlone) {
  const DumpId orders = AddTableWithData("orders");
  const DumpId view = builder_.AddRelation("v", RelationKind::kForeignTable);
  AddForeignKey(orders, view);
  AddForeignKey(view, orders);
  AddForeignKey(orders, DumpId{});
  options_.dump_schema = false;
  Order();
  EXPECT_TRUE(builder_.catalog().Get(DataOf(orders)).dependencies.empty());
}

}  // namespace
}  // namespace pgark
