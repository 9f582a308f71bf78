#include "protocol/connection_url.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "base/status_context.h"
#include "base/status_macros.h"
#include "protocol/conninfo.h"

namespace pgark {
namespace {

// What applications write for their own layers: sizes and times of pools,
// caches of drivers, what an ORM sets itself. Compared without case, - and _.
constexpr const char* kLeftOut[] = {
    "advisorylocks",
    "asyncfallback",
    "atomicrequests",
    "binaryparameters",
    "channelsize",
    "checkouttimeout",
    "commandtimeout",
    "connectionlimit",
    "connhealthchecks",
    "connmaxage",
    "currentschema",
    "defaultqueryexecmode",
    "descriptioncachecapacity",
    "disableserversidecursors",
    "idleintransactionsessiontimeout",
    "idletimeout",
    "idletimeoutmillis",
    "insertreturning",
    "locktimeout",
    "logintimeout",
    "max",
    "maxcachedstatementlifetime",
    "maxconnections",
    "maxidletime",
    "maxlifetime",
    "maxoverflow",
    "minmessages",
    "pgbouncer",
    "pool",
    "poolcount",
    "poolhealthcheckperiod",
    "poolmaxconnidletime",
    "poolmaxconnlifetime",
    "poolmaxconnlifetimejitter",
    "poolmaxconns",
    "poolminconns",
    "poolmode",
    "poolpreping",
    "poolrecycle",
    "poolsize",
    "pooltimeout",
    "prefersimpleprotocol",
    "preparedstatementcachesize",
    "preparedstatements",
    "preparethreshold",
    "querytimeout",
    "queueinterval",
    "queuetarget",
    "reapingfrequency",
    "rewritebatchedinserts",
    "schema",
    "schemasearchpath",
    "searchpath",
    "serverversion",
    "sockettimeout",
    "statementcachecapacity",
    "statementcachemode",
    "statementcachesize",
    "statementlimit",
    "statementtimeout",
    "supa",
    "tcpkeepalive",
    "timeout",
    "timezone",
    "uselibpqcompat",
    "variables",
    "workaround",
};

// Other spellings of libpq's own keywords.
struct Synonym {
  const char* name;
  const char* keyword;
};
constexpr Synonym kSynonyms[] = {
    {"applicationname", "application_name"},
    {"database", "dbname"},
    {"sslmode", "sslmode"},
    {"sslrootcert", "sslrootcert"},
    {"user", "user"},
    {"username", "user"},
};

// What `ssl` is set to, as a mode of libpq's. Drivers that have only on and
// off do not look at the certificate with on.
struct SslValue {
  const char* value;
  const char* mode;
};
constexpr SslValue kSslValues[] = {
    {"true", "require"},
    {"1", "require"},
    {"on", "require"},
    {"yes", "require"},
    {"false", "disable"},
    {"0", "disable"},
    {"off", "disable"},
    {"no", "disable"},
    {"disable", "disable"},
    {"allow", "allow"},
    {"prefer", "prefer"},
    {"require", "require"},
    {"verify-ca", "verify-ca"},
    {"verify-full", "verify-full"},
    {"no-verify", "require"},
    {"verify_ca", "verify-ca"},
    {"verify_full", "verify-full"},
};

std::string Folded(absl::string_view name) {
  std::string folded;
  for (char c : name) {
    if (c != '_' && c != '-') folded.push_back(absl::ascii_tolower(c));
  }
  return folded;
}

std::optional<std::string> SslMode(absl::string_view value) {
  for (const SslValue& row : kSslValues) {
    if (absl::EqualsIgnoreCase(value, row.value)) return row.mode;
  }
  return std::nullopt;
}

int HexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  c = absl::ascii_tolower(c);
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

// `part` names what is decoded, for the message; the text itself may be
// secret. A % that begins no code is refused, as by libpq.
absl::StatusOr<std::string> Decode(absl::string_view text,
                                   absl::string_view part) {
  std::string decoded;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      decoded.push_back(text[i]);
      continue;
    }
    const int high = i + 2 < text.size() ? HexDigit(text[i + 1]) : -1;
    const int low = high >= 0 ? HexDigit(text[i + 2]) : -1;
    if (low < 0 || (high == 0 && low == 0)) {
      return absl::InvalidArgumentError(absl::StrCat(
          "the ", part,
          " in the connection URL holds a % that begins no code (a % itself "
          "is written %25)"));
    }
    decoded.push_back(static_cast<char>(high * 16 + low));
    i += 2;
  }
  return decoded;
}

bool IsSafeName(absl::string_view name) {
  return !name.empty() && name.size() <= 64 &&
         std::all_of(name.begin(), name.end(), [](char c) {
           return absl::ascii_isalnum(c) || c == '_' || c == '-' || c == '.';
         });
}

absl::Status AddQueryParameter(absl::string_view pair, ConnectionUrl* url) {
  const std::pair<absl::string_view, absl::string_view> split =
      absl::StrSplit(pair, absl::MaxSplits('=', 1));
  ASSIGN_OR_RETURN(const std::string name,
                   Decode(split.first, "name of a parameter"));
  // A password with an unencoded ? ends up here.
  const std::string shown = IsSafeName(name) && absl::StrContains(pair, '=') &&
                                    !absl::StrContains(pair, '@')
                                ? name
                                : "";
  ASSIGN_OR_RETURN(
      const std::string value,
      Decode(split.second, shown.empty() ? "value of a parameter" : shown));
  const std::string folded = Folded(name);

  if (folded == "ssl" || folded == "sslmode") {
    const std::optional<std::string> mode = SslMode(value);
    if (!mode.has_value()) {
      return absl::InvalidArgumentError(absl::StrCat(
          "the parameter ", name,
          " of the connection URL has a value that is no TLS mode"));
    }
    url->parameters["sslmode"] = *mode;
    return absl::OkStatus();
  }
  if (IsLibpqKeyword(name)) {
    url->parameters[name] = value;
    return absl::OkStatus();
  }
  for (const Synonym& row : kSynonyms) {
    if (folded == row.name) {
      url->parameters[row.keyword] = value;
      return absl::OkStatus();
    }
  }
  // x-migrations-table and its like belong to migration tools.
  if (absl::StartsWithIgnoreCase(name, "x-") ||
      std::find(std::begin(kLeftOut), std::end(kLeftOut), folded) !=
          std::end(kLeftOut)) {
    url->left_out.push_back(name);
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError(
      shown.empty()
          ? "the connection URL holds something that is no parameter behind "
            "its ? (in a user's name or password it is written %3F)"
          : absl::StrCat("the connection URL has an unknown parameter, ",
                         shown));
}

absl::Status BadHost() {
  return absl::InvalidArgumentError(
      "the connection URL's host or port cannot be read (in a user's name or "
      "password / ? # @ : are written %2F %3F %23 %40 %3A)");
}

// One of "host", "host:port", "[::1]:port", ":port", "".
absl::Status SplitHost(absl::string_view text, std::string* host,
                       std::string* port) {
  absl::string_view rest = text;
  absl::string_view name;
  if (absl::StartsWith(text, "[")) {
    const size_t end = text.find(']');
    if (end == absl::string_view::npos) return BadHost();
    name = text.substr(1, end - 1);
    rest = text.substr(end + 1);
  } else {
    const size_t colon = text.find(':');
    name = text.substr(0, colon);
    rest = colon == absl::string_view::npos ? "" : text.substr(colon);
  }
  ASSIGN_OR_RETURN(*host, Decode(name, "host"));
  *port = "";
  if (rest.empty()) return absl::OkStatus();
  if (rest[0] != ':') return BadHost();
  rest.remove_prefix(1);
  if (rest.size() > 5 ||
      !std::all_of(rest.begin(), rest.end(), absl::ascii_isdigit)) {
    return BadHost();
  }
  *port = std::string(rest);
  return absl::OkStatus();
}

absl::Status AddHosts(absl::string_view text, ConnectionUrl* url) {
  if (text.empty()) return absl::OkStatus();
  std::string hosts;
  std::string ports;
  bool has_port = false;
  bool first = true;
  for (absl::string_view part : absl::StrSplit(text, ',')) {
    std::string host;
    std::string port;
    RETURN_IF_ERROR(SplitHost(part, &host, &port));
    absl::StrAppend(&hosts, first ? "" : ",", host);
    absl::StrAppend(&ports, first ? "" : ",", port);
    has_port = has_port || !port.empty();
    first = false;
  }
  if (!hosts.empty()) url->parameters["host"] = hosts;
  if (has_port) url->parameters["port"] = ports;
  return absl::OkStatus();
}

absl::Status AddUser(absl::string_view text, ConnectionUrl* url) {
  const size_t colon = text.find(':');
  ASSIGN_OR_RETURN(std::string user,
                   Decode(text.substr(0, colon), "user's name"));
  if (!user.empty()) url->parameters["user"] = std::move(user);
  if (colon == absl::string_view::npos) return absl::OkStatus();
  ASSIGN_OR_RETURN(std::string password,
                   Decode(text.substr(colon + 1), "password"));
  if (!password.empty()) url->parameters["password"] = std::move(password);
  return absl::OkStatus();
}

bool IsOurScheme(absl::string_view scheme) {
  const std::string base = absl::AsciiStrToLower(
      scheme.substr(0, std::min(scheme.find('+'), scheme.size())));
  const bool has_driver = base.size() < scheme.size();
  return base == "postgresql" || base == "postgres" ||
         (base == "postgis" && !has_driver);
}

}  // namespace

bool LooksLikeUrl(absl::string_view text) {
  const size_t end = text.find("://");
  if (end == absl::string_view::npos || end == 0) return false;
  const absl::string_view scheme = text.substr(0, end);
  return absl::ascii_isalpha(scheme[0]) &&
         std::all_of(scheme.begin(), scheme.end(), [](char c) {
           return absl::ascii_isalnum(c) || c == '+' || c == '-' || c == '.' ||
                  c == ':';
         });
}

absl::StatusOr<ConnectionUrl> ParseConnectionUrl(absl::string_view url) {
  const size_t scheme_end = url.find("://");
  if (scheme_end == absl::string_view::npos) {
    return absl::InvalidArgumentError("the connection URL has no scheme");
  }
  const absl::string_view scheme = url.substr(0, scheme_end);
  if (!IsOurScheme(scheme)) {
    return absl::InvalidArgumentError(
        absl::StrCat("the scheme of the connection URL is ", scheme,
                     ", not postgresql, postgres or postgis"));
  }
  absl::string_view rest = url.substr(scheme_end + 3);
  // As drivers do: the authority ends at the first / or ?, and the user's part
  // at its last @. libpq ends it at the first @ and would take the rest of a
  // password for the host.
  const size_t authority_end = std::min(rest.find_first_of("/?"), rest.size());
  absl::string_view authority = rest.substr(0, authority_end);
  rest.remove_prefix(authority_end);

  ConnectionUrl parsed;
  const size_t at = authority.rfind('@');
  if (at != absl::string_view::npos) {
    RETURN_IF_ERROR(AddUser(authority.substr(0, at), &parsed));
    authority.remove_prefix(at + 1);
  }
  const size_t query = rest.find('?');
  absl::string_view path = rest.substr(0, query);
  // A password with an unencoded /: what follows would be taken for a
  // database's name, and shown.
  if (at == absl::string_view::npos && absl::StrContains(path, '@')) {
    return BadHost();
  }
  RETURN_IF_ERROR(AddHosts(authority, &parsed));
  if (absl::StartsWith(path, "/")) path.remove_prefix(1);
  ASSIGN_OR_RETURN(std::string database, Decode(path, "database's name"));
  if (!database.empty()) parsed.parameters["dbname"] = std::move(database);
  if (query == absl::string_view::npos) return parsed;
  for (absl::string_view pair : absl::StrSplit(rest.substr(query + 1), '&')) {
    if (pair.empty()) continue;
    RETURN_IF_ERROR(AddQueryParameter(pair, &parsed));
  }
  return parsed;
}

}  // namespace pgark
