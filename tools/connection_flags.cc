#include "tools/connection_flags.h"

#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

#include <chrono>

#include "absl/strings/str_cat.h"

namespace pgark {
namespace {

// Asks on the terminal itself, so that redirected streams do not matter.
// Returns nothing when there is no terminal.
std::optional<std::string> AskPassword(const std::string& question) {
  const int fd = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
  if (fd < 0) return std::nullopt;
  termios before{};
  const bool is_terminal = tcgetattr(fd, &before) == 0;
  if (is_terminal) {
    termios silent = before;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    tcsetattr(fd, TCSAFLUSH, &silent);
  }
  std::string password;
  bool complete = write(fd, question.data(), question.size()) ==
                  static_cast<ssize_t>(question.size());
  char letter = '\0';
  while (complete && read(fd, &letter, 1) == 1 && letter != '\n') {
    password.push_back(letter);
  }
  complete = complete && letter == '\n';
  if (is_terminal) {
    tcsetattr(fd, TCSAFLUSH, &before);
    complete = write(fd, "\n", 1) == 1 && complete;
  }
  close(fd);
  if (!complete) return std::nullopt;
  return password;
}

}  // namespace

void AddPostgresConnectionOptions(OptionTable& table, ConnectionFlags* flags) {
  table.BeginGroup("Connection");
  table.Add({.name = "dbname",
             .short_name = 'd',
             .argument = "DBNAME",
             .help = "database, connection string or URL",
             .action = SetText(&flags->database)});
  table.Add({.name = "host",
             .short_name = 'h',
             .argument = "HOST",
             .help = "server's host or socket directory",
             .action = SetText(&flags->host)});
  table.Add({.name = "port",
             .short_name = 'p',
             .argument = "PORT",
             .help = "server's port",
             .action = SetText(&flags->port)});
  table.Add({.name = "username",
             .short_name = 'U',
             .argument = "NAME",
             .help = "role to log in as",
             .action = SetText(&flags->user)});
  table.Add({.name = "no-password",
             .short_name = 'w',
             .help = "never ask for a password",
             .action = SetFlag(&flags->no_password)});
  table.Add({.name = "password",
             .short_name = 'W',
             .help = "ask for a password before the first attempt",
             .action = SetFlag(&flags->password)});
}

void AddConnectionOptions(OptionTable& table, ConnectionFlags* flags) {
  AddPostgresConnectionOptions(table, flags);
  table.Add({.name = "wait-for-server",
             .argument = "TIME",
             .help = "keep trying to connect for so long (default: one attempt,"
                     " which ends after 10 s unless connect_timeout is set)",
             .action = SetDuration(&flags->wait_milliseconds)});
}

void AddEncodingAndRole(OptionTable& table, SessionOptions* session) {
  table.Add({.name = "encoding",
             .short_name = 'E',
             .argument = "ENCODING",
             .help = "of the dump (default: the client's)",
             .action = SetText(&session->encoding)});
  table.Add({.name = "role",
             .argument = "NAME",
             .help = "SET ROLE after logging in",
             .action = SetText(&session->role)});
}

ConnectionOptions MakeConnectionOptions(const ConnectionFlags& flags,
                                        const std::string& application_name) {
  ConnectionOptions options;
  options.database = flags.database;
  options.host = flags.host;
  options.port = flags.port;
  options.user = flags.user;
  options.prompt = flags.no_password ? PasswordPrompt::kNever
                   : flags.password  ? PasswordPrompt::kAlways
                                     : PasswordPrompt::kWhenNeeded;
  options.ask_password = AskPassword;
  options.application_name = application_name;
  options.wait_for_server = std::chrono::milliseconds(flags.wait_milliseconds);
  return options;
}

}  // namespace pgark
