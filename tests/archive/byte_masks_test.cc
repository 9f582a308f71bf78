#include "archive/byte_masks.h"

#include <cstdint>
#include <random>
#include <string>

#include "gtest/gtest.h"

namespace pgark {
namespace {

ByteMasks Naive(const std::string& text) {
  ByteMasks masks;
  for (size_t i = 0; i < 64; ++i) {
    const char c = text[i];
    const uint64_t bit = uint64_t{1} << i;
    if (c == '\n') masks.newline |= bit;
    if (c == '\t') masks.tab |= bit;
    if (c == '\\') masks.backslash |= bit;
    if (c == '\r' || c == '\0') masks.forbidden |= bit;
    if ((static_cast<unsigned char>(c) & 0x80) != 0) masks.high |= bit;
  }
  return masks;
}

TEST(ByteMasksTest, BothImplementationsAgreeWithTheDefinitionForEveryByte) {
  for (int byte = 0; byte < 256; ++byte) {
    for (size_t place = 0; place < 64; ++place) {
      // Neighbours that differ by one bit are what tricks get wrong.
      std::string text(64, static_cast<char>(byte ^ 1));
      text[place] = static_cast<char>(byte);
      ASSERT_EQ(ComputeByteMasks(text.data()), Naive(text)) << byte;
      ASSERT_EQ(ComputeByteMasksPortably(text.data()), Naive(text)) << byte;
    }
  }
}

TEST(ByteMasksTest, BothImplementationsAgreeOnRandomText) {
  std::mt19937 random(20261120);
  const std::string alphabet("\n\t\\\r\0ab\x80\xff\x0b\x08\x5d", 12);
  for (int round = 0; round < 2000; ++round) {
    std::string text(64, ' ');
    for (char& c : text) c = alphabet[random() % alphabet.size()];
    ASSERT_EQ(ComputeByteMasks(text.data()), Naive(text));
    ASSERT_EQ(ComputeByteMasksPortably(text.data()), Naive(text));
  }
}

TEST(ByteMasksTest, OneByteIsMatchedEverywhere) {
  for (int byte = 0; byte < 256; ++byte) {
    std::string text(64, static_cast<char>(byte ^ 1));
    uint64_t expected = 0;
    for (size_t place = 0; place < 64; place += 7) {
      text[place] = static_cast<char>(byte);
      expected |= uint64_t{1} << place;
    }
    EXPECT_EQ(MatchByte(text.data(), static_cast<char>(byte)), expected);
    EXPECT_EQ(MatchBytePortably(text.data(), static_cast<char>(byte)),
              expected);
  }
}

TEST(ByteMasksTest, CountBitsCountsThem) {
  for (int bit = 0; bit < 64; ++bit) {
    EXPECT_EQ(CountBits(uint64_t{1} << bit), 1u);
    EXPECT_EQ(CountBits((uint64_t{1} << bit) - 1), static_cast<uint64_t>(bit));
  }
  EXPECT_EQ(CountBits(~uint64_t{0}), 64u);
}

}  // namespace
}  // namespace pgark
