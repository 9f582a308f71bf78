#include "archive/row_digest.h"

#include "absl/strings/str_format.h"

namespace pgark {
namespace {

constexpr absl::string_view kEndLine = "\\.";

}  // namespace

RowDigest& RowDigest::operator+=(const RowDigest& other) {
  rows += other.rows;
  sum.low += other.sum.low;
  const uint64_t carry = sum.low < other.sum.low ? 1 : 0;
  sum.high += other.sum.high + carry;
  return *this;
}

std::string FormatRowSum(const RowDigest& digest) {
  return absl::StrFormat("xxh3-128-sum:%016x%016x", digest.sum.high,
                         digest.sum.low);
}

void RowDigester::AddRow(const Digest128& row) {
  RowDigest one;
  one.rows = 1;
  one.sum = row;
  digest_ += one;
}

void RowDigester::AddBegunRow(absl::string_view rest) {
  for (size_t i = 0; i < rest.size() && begun_bytes_ + i < sizeof(begin_);
       ++i) {
    begin_[begun_bytes_ + i] = rest[i];
  }
  has_begun_ = true;
  begun_bytes_ += rest.size();
  begun_.Update(rest);
}

void RowDigester::Write(absl::string_view text) {
  while (!text.empty() && !ended_) {
    const size_t newline = text.find('\n');
    if (newline == absl::string_view::npos) {
      AddBegunRow(text);
      return;
    }
    const absl::string_view row = text.substr(0, newline);
    text.remove_prefix(newline + 1);
    if (has_begun_) {
      AddBegunRow(row);
      Finish();
    } else if (row == kEndLine) {
      ended_ = true;
    } else {
      AddRow(ComputeDigest128(row));
    }
  }
}

void RowDigester::Finish() {
  if (!has_begun_) return;
  if (absl::string_view(begin_, sizeof(begin_)) == kEndLine &&
      begun_bytes_ == kEndLine.size()) {
    ended_ = true;
  } else {
    AddRow(begun_.Get());
  }
  has_begun_ = false;
  begun_bytes_ = 0;
  begun_.Reset();
}

}  // namespace pgark
