#ifndef PGARK_TESTS_SUPPORT_TEMPORARY_DIRECTORY_H_
#define PGARK_TESTS_SUPPORT_TEMPORARY_DIRECTORY_H_

#include <string>
#include <vector>

namespace pgark {

// A directory that is removed with everything in it when the test ends.
class TemporaryDirectory {
 public:
  TemporaryDirectory();
  ~TemporaryDirectory();
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;

  const std::string& path() const { return path_; }
  // The path of `name` in it.
  std::string File(const std::string& name) const { return path_ + "/" + name; }
  // The names in it, hidden ones too, sorted.
  std::vector<std::string> Names() const;

 private:
  std::string path_;
};

// Whole small files. They abort the test program when the system refuses.
std::string ReadFile(const std::string& path);
void WriteFile(const std::string& path, const std::string& contents);

}  // namespace pgark

#endif  // PGARK_TESTS_SUPPORT_TEMPORARY_DIRECTORY_H_
