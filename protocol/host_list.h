#ifndef PGARK_PROTOCOL_HOST_LIST_H_
#define PGARK_PROTOCOL_HOST_LIST_H_

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "protocol/conninfo.h"

namespace pgark {

// One place to connect to, as libpq's lists host, hostaddr and port have it.
struct HostAddress {
  std::string host{};
  std::string address{};  // numeric; "" = host has to be looked up
  std::string port{};     // "" = the default

  friend bool operator==(const HostAddress&, const HostAddress&) = default;
};

// Gives the numeric addresses of a host's name, none when it is unknown.
using HostLookup =
    std::function<std::vector<std::string>(const std::string& host)>;

// Asks the system. Blocks as long as its resolver does.
std::vector<std::string> LookUpHost(const std::string& host);

// libpq goes on to the next address by itself when one refuses, but not when
// one stays silent. Returns `parameters` without the address `silent`, and the
// silent host's other addresses written out, or nothing when no other is left.
std::optional<ConnectionParameters> WithoutSilentAddress(
    const ConnectionParameters& parameters, const HostAddress& silent,
    const HostLookup& lookup);

}  // namespace pgark

#endif  // PGARK_PROTOCOL_HOST_LIST_H_
