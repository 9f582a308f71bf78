#include "tests/support/postgres_server.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <grp.h>
#include <netinet/in.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace pgark {
namespace {

constexpr std::chrono::seconds kStartTime{60};

[[noreturn]] void Die(const std::string& what, const std::string& log_path) {
  std::ifstream log(log_path);
  const std::string text(std::istreambuf_iterator<char>(log), {});
  std::fprintf(stderr, "test support: %s\n%s\n", what.c_str(), text.c_str());
  std::abort();
}

// PostgreSQL refuses to run as root.
const passwd* OtherUser() {
  return geteuid() == 0 ? getpwnam("nobody") : nullptr;
}

void GiveAway(const std::string& path) {
  const passwd* user = OtherUser();
  if (user != nullptr && chown(path.c_str(), user->pw_uid, user->pw_gid) != 0) {
    Die("chown failed", "");
  }
}

}  // namespace

pid_t StartUnprivileged(const std::vector<std::string>& command,
                        const std::string& log_path) {
  std::vector<char*> arguments;
  arguments.reserve(command.size() + 1);
  for (const std::string& word : command) {
    arguments.push_back(const_cast<char*>(word.c_str()));
  }
  arguments.push_back(nullptr);
  const passwd* user = OtherUser();
  const pid_t parent = getpid();
  const pid_t child = fork();
  if (child != 0) return child;
  // Only calls that are safe in a child of a program with threads.
  const int log = open(log_path.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0644);
  if (log < 0 || dup2(log, 1) < 0 || dup2(log, 2) < 0) _exit(126);
  const int nothing = open("/dev/null", O_RDONLY);
  if (nothing < 0 || dup2(nothing, 0) < 0) _exit(126);
  if (user != nullptr &&
      (setgroups(0, nullptr) != 0 || setgid(user->pw_gid) != 0 ||
       setuid(user->pw_uid) != 0)) {
    _exit(126);
  }
  // After setuid(), which resets it.
  if (prctl(PR_SET_PDEATHSIG, SIGQUIT) != 0 || getppid() != parent) _exit(126);
  if (chdir("/") != 0) _exit(126);
  execv(arguments[0], arguments.data());
  _exit(127);
}

bool RunUnprivileged(const std::vector<std::string>& command,
                     const std::string& log_path) {
  const pid_t child = StartUnprivileged(command, log_path);
  int status = -1;
  while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return child > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

std::string FreePort() {
  const int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof(address);
  auto* generic = reinterpret_cast<sockaddr*>(&address);
  if (bind(listener, generic, length) != 0 ||
      getsockname(listener, generic, &length) != 0) {
    Die("no free port", "");
  }
  close(listener);
  return absl::StrCat(ntohs(address.sin_port));
}

void ClearLibpqEnvironment() {
  std::vector<std::string> names;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const absl::string_view text = *entry;
    if (absl::StartsWith(text, "PG") && !absl::StartsWith(text, "PGARK_")) {
      names.emplace_back(text.substr(0, text.find('=')));
    }
  }
  for (const std::string& name : names) unsetenv(name.c_str());
}

std::string PostgresServer::ProgramDirectory() {
  if (const char* given = std::getenv("PGARK_TEST_PG_BIN")) return given;
  std::string best;
  int best_release = 0;
  std::error_code ignored;
  for (const auto& entry :
       std::filesystem::directory_iterator("/usr/lib/postgresql", ignored)) {
    int release = 0;
    const std::filesystem::path programs = entry.path() / "bin";
    if (absl::SimpleAtoi(entry.path().filename().string(), &release) &&
        release > best_release &&
        std::filesystem::exists(programs / "postgres", ignored)) {
      best_release = release;
      best = programs.string();
    }
  }
  return best;
}

PostgresServer::PostgresServer(const Options& options)
    : programs_(ProgramDirectory()), port_(FreePort()) {
  chmod(directory_.path().c_str(), 0755);
  GiveAway(directory_.path());
  Initialize(options);
  Start();
}

PostgresServer::~PostgresServer() { Kill(); }

void PostgresServer::Initialize(const Options& options) {
  const std::string log = File("initdb.log");
  if (!RunUnprivileged(
          {programs_ + "/initdb", "-D", DataDirectory(), "-U", "postgres", "-A",
           "trust", "-E", "UTF8", "--locale=C", "--no-sync"},
          log)) {
    Die("initdb failed", log);
  }
  std::ofstream settings(DataDirectory() + "/postgresql.conf", std::ios::app);
  settings << "\nlisten_addresses = '127.0.0.1'\nport = " << port_
           << "\nunix_socket_directories = '" << socket_directory()
           << "'\nfsync = off\nsynchronous_commit = off\n"
              "full_page_writes = off\nmax_connections = 50\n"
              "shared_buffers = 32MB\nlog_min_messages = warning\n";
  for (const std::string& line : options.settings) settings << line << "\n";
  std::ofstream access(DataDirectory() + "/pg_hba.conf");
  for (const std::string& line : options.access_rules) access << line << "\n";
  access << "local all all trust\nhost all all 127.0.0.1/32 trust\n";
  if (!settings.flush() || !access.flush()) Die("cannot configure", "");
}

void PostgresServer::Start() {
  const std::string log = File("server.log");
  const std::string status_path = DataDirectory() + "/postmaster.pid";
  std::filesystem::remove(status_path);
  process_ =
      StartUnprivileged({programs_ + "/postgres", "-D", DataDirectory()}, log);
  const auto give_up = std::chrono::steady_clock::now() + kStartTime;
  while (std::chrono::steady_clock::now() < give_up) {
    std::ifstream file(status_path);
    const std::string text(std::istreambuf_iterator<char>(file), {});
    const std::vector<std::string> lines = absl::StrSplit(text, '\n');
    // Documented as pg_ctl's source of the state: the eighth line.
    if (lines.size() >= 8 && absl::StartsWith(lines[7], "ready")) return;
    if (waitpid(process_, nullptr, WNOHANG) != 0) break;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  Die("the server does not start", log);
}

void PostgresServer::Kill() {
  if (process_ <= 0) return;
  kill(process_, SIGQUIT);
  while (waitpid(process_, nullptr, 0) < 0 && errno == EINTR) {
  }
  process_ = -1;
}

ConnectionOptions PostgresServer::ConnectTo(const std::string& database) const {
  ConnectionOptions options;
  options.database = database;
  options.host = socket_directory();
  options.port = port_;
  options.user = "postgres";
  return options;
}

}  // namespace pgark
