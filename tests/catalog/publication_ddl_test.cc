#include "catalog/publication_ddl.h"

#include <string>

#include "gtest/gtest.h"

namespace pgark {
namespace {

SqlStyle Style(int release) {
  SqlStyle style;
  style.release = release;
  return style;
}

// Case 114.
TEST(PublicationDdl, PublishesTheActionsThatAreOn) {
  PublicationObject publication;
  publication.name = "Pub";
  EXPECT_EQ(PublicationDefinition(publication, Style(18)),
            "CREATE PUBLICATION \"Pub\" WITH (publish = '');\n");
  publication.has_all_tables = true;
  publication.inserts = true;
  publication.truncates = true;
  publication.goes_via_root = true;
  publication.generated_columns = 's';
  EXPECT_EQ(PublicationDefinition(publication, Style(18)),
            "CREATE PUBLICATION \"Pub\" FOR ALL TABLES WITH (publish = "
            "'insert, truncate', publish_via_partition_root = true, "
            "publish_generated_columns = stored);\n");
}

// Case 114.
TEST(PublicationDdl, FilterAlwaysStandsInParentheses) {
  PublicationTableObject member;
  EXPECT_EQ(PublicationTableDefinition("p", "app.t", member, Style(18)),
            "ALTER PUBLICATION p ADD TABLE ONLY app.t;\n");
  member.columns = {"id", "Odd"};
  member.filter = "true";
  EXPECT_EQ(PublicationTableDefinition("p", "app.t", member, Style(18)),
            "ALTER PUBLICATION p ADD TABLE ONLY app.t (id, \"Odd\") "
            "WHERE (true);\n");
}

SubscriptionObject Subscription() {
  SubscriptionObject subscription;
  subscription.name = "s";
  subscription.connection = "host=h dbname='x y'";
  subscription.publications = {"p", "P 2"};
  subscription.synchronous_commit = "off";
  return subscription;
}

// Case 115.
TEST(SubscriptionDdl, IsNeverConnectedAndMayHaveNoSlot) {
  EXPECT_EQ(SubscriptionDefinition(Subscription(), Style(17)),
            "CREATE SUBSCRIPTION s CONNECTION 'host=h dbname=''x y''' "
            "PUBLICATION p, \"P 2\" WITH (connect = false, "
            "slot_name = NONE);\n");
}

// Case 115.
TEST(SubscriptionDdl, OptionsStandInTheirOrder) {
  SubscriptionObject subscription = Subscription();
  subscription.slot = "Slot";
  subscription.is_binary = true;
  subscription.streaming = 'p';
  subscription.two_phase = 'e';
  subscription.disables_on_error = true;
  subscription.requires_password = false;
  subscription.runs_as_owner = true;
  subscription.has_failover = true;
  subscription.synchronous_commit = "local";
  subscription.origin = "none";
  const std::string text = SubscriptionDefinition(subscription, Style(18));
  EXPECT_EQ(text.substr(text.find("WITH")),
            "WITH (connect = false, slot_name = 'Slot', binary = true, "
            "streaming = parallel, two_phase = on, disable_on_error = true, "
            "password_required = false, run_as_owner = true, failover = true, "
            "synchronous_commit = local, origin = none);\n");
}

TEST(SubscriptionDdl, SaysThatItDoesNotStreamOnlyFrom18On) {
  const std::string old_text =
      SubscriptionDefinition(Subscription(), Style(17));
  EXPECT_EQ(old_text.find("streaming"), std::string::npos);
  const std::string text = SubscriptionDefinition(Subscription(), Style(18));
  EXPECT_NE(text.find("streaming = off"), std::string::npos);
}

TEST(SubscriptionDdl, PasswordRulesAreUnknownBefore16) {
  SubscriptionObject subscription = Subscription();
  subscription.runs_as_owner = true;
  const std::string text = SubscriptionDefinition(subscription, Style(15));
  EXPECT_EQ(text.find("run_as_owner"), std::string::npos);
}

}  // namespace
}  // namespace pgark
