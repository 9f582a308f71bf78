#include "protocol/host_list.h"

#include <netdb.h>
#include <sys/socket.h>

#include <algorithm>
#include <cstddef>
#include <memory>
#include <utility>

#include "absl/strings/str_split.h"

namespace pgark {
namespace {

constexpr char kDefaultPort[] = "5432";

std::vector<std::string> SplitList(const ConnectionParameters& parameters,
                                   const std::string& keyword) {
  const auto found = parameters.find(keyword);
  if (found == parameters.end()) return {};
  return absl::StrSplit(found->second, ',');
}

// Lists of different lengths are a mistake that libpq reports; here the
// shorter one ends in "".
std::vector<HostAddress> ReadHosts(const ConnectionParameters& parameters) {
  const std::vector<std::string> hosts = SplitList(parameters, "host");
  const std::vector<std::string> addresses = SplitList(parameters, "hostaddr");
  const std::vector<std::string> ports = SplitList(parameters, "port");
  std::vector<HostAddress> list(std::max(hosts.size(), addresses.size()));
  for (size_t i = 0; i < list.size(); ++i) {
    if (i < hosts.size()) list[i].host = hosts[i];
    if (i < addresses.size()) list[i].address = addresses[i];
    if (ports.size() == 1) list[i].port = ports[0];
    if (ports.size() > 1 && i < ports.size()) list[i].port = ports[i];
  }
  return list;
}

void WriteHosts(const std::vector<HostAddress>& list,
                ConnectionParameters* parameters) {
  std::string hosts;
  std::string addresses;
  std::string ports;
  for (size_t i = 0; i < list.size(); ++i) {
    const char* separator = i == 0 ? "" : ",";
    hosts += separator + list[i].host;
    addresses += separator + list[i].address;
    ports += separator + (list[i].port.empty() ? kDefaultPort : list[i].port);
  }
  (*parameters)["host"] = hosts;
  (*parameters)["hostaddr"] = addresses;
  (*parameters)["port"] = ports;
}

bool SamePort(const std::string& a, const std::string& b) {
  return (a.empty() ? kDefaultPort : a) == (b.empty() ? kDefaultPort : b);
}

// libpq calls a place by its host, or by its address if that is all there is.
bool IsPlace(const HostAddress& entry, const HostAddress& silent) {
  if (!SamePort(entry.port, silent.port)) return false;
  if (!entry.address.empty() && !silent.address.empty()) {
    return entry.address == silent.address;
  }
  return entry.host == silent.host;
}

}  // namespace

std::vector<std::string> LookUpHost(const std::string& host) {
  addrinfo hints = {};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* raw = nullptr;
  if (getaddrinfo(host.c_str(), nullptr, &hints, &raw) != 0) return {};
  const std::unique_ptr<addrinfo, void (*)(addrinfo*)> owner(raw, freeaddrinfo);
  std::vector<std::string> addresses;
  for (const addrinfo* info = raw; info != nullptr; info = info->ai_next) {
    char text[NI_MAXHOST];
    if (getnameinfo(info->ai_addr, info->ai_addrlen, text, sizeof(text),
                    nullptr, 0, NI_NUMERICHOST) == 0) {
      addresses.emplace_back(text);
    }
  }
  return addresses;
}

std::optional<ConnectionParameters> WithoutSilentAddress(
    const ConnectionParameters& parameters, const HostAddress& silent,
    const HostLookup& lookup) {
  std::vector<HostAddress> rest;
  bool found = false;
  for (const HostAddress& entry : ReadHosts(parameters)) {
    if (found || !IsPlace(entry, silent)) {
      rest.push_back(entry);
      continue;
    }
    found = true;
    const bool is_socket =
        entry.host.empty() || entry.host[0] == '/' || entry.host[0] == '@';
    if (is_socket || !entry.address.empty()) continue;
    for (const std::string& address : lookup(entry.host)) {
      if (address == silent.address) continue;
      rest.push_back(
          {.host = entry.host, .address = address, .port = entry.port});
    }
  }
  if (!found || rest.empty()) return std::nullopt;
  ConnectionParameters without = parameters;
  WriteHosts(rest, &without);
  return without;
}

}  // namespace pgark
