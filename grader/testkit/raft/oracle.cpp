// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <testkit/raft/oracle.hpp>

#include <charconv>

namespace testkit::raft {

bool read_name(std::string_view command, std::uint64_t& client, std::uint64_t& serial) {
  const char* const end = command.data() + command.size();
  if (!command.starts_with('c')) return false;
  const auto [dot, failed] = std::from_chars(command.data() + 1, end, client);
  if (failed != std::errc() || dot == end || *dot != '.') return false;
  const auto [rest, failed_too] = std::from_chars(dot + 1, end, serial);
  return failed_too == std::errc() && rest == end && client != 0 && serial != 0;
}

Oracle::Client& Oracle::client(std::uint64_t number) {
  if (number >= clients_.size()) clients_.resize(number + 1);
  return clients_[number];
}

std::string Oracle::next_name(std::uint64_t number) {
  return "c" + std::to_string(number) + "." + std::to_string(++client(number).asked);
}

void Oracle::applied(std::string_view command) {
  order_.emplace_back(command);
  std::uint64_t number = 0;
  std::uint64_t serial = 0;
  if (!read_name(command, number, serial)) return;
  Client& owner = client(number);
  if (serial > owner.asked)
    return broken("oracle.phantom", "command " + std::string(command) +
                                        " is carried out, and no client has asked for it");
  if (serial >= owner.is_applied.size()) owner.is_applied.resize(serial + 1);
  if (owner.is_applied[serial])
    return broken("oracle.once", "command " + std::string(command) +
                                     " is carried out for the second time, and was asked for once");
  owner.is_applied[serial] = true;
}

std::string_view Oracle::command(std::uint64_t number) const {
  return number == 0 || number > order_.size() ? std::string_view() : order_[number - 1];
}

void Oracle::wrote(std::string_view name, std::uint64_t number, std::uint64_t highest_before) {
  if (command(number) != name)
    return broken("oracle.lost-write",
                  "a client was told that " + std::string(name) + " is command " +
                      std::to_string(number) + ", and that one is " +
                      (command(number).empty() ? "none" : std::string(command(number))));
  if (number <= highest_before)
    return broken("oracle.order",
                  std::string(name) + " became command " + std::to_string(number) +
                      ", though before it was asked for a client knew of command " +
                      std::to_string(highest_before) + ": it takes effect after it was asked for");
  if (number > highest_) highest_ = number;
}

void Oracle::read(std::uint64_t number, std::uint64_t count, std::uint64_t highest_before) {
  if (count > order_.size())
    return broken("oracle.phantom", "client " + std::to_string(number) + " reads " +
                                        std::to_string(count) + " commands, and only " +
                                        std::to_string(order_.size()) + " were carried out");
  if (count < highest_before)
    return broken("oracle.stale-read",
                  "client " + std::to_string(number) + " reads " + std::to_string(count) +
                      " commands, and before it asked a client knew of " +
                      std::to_string(highest_before) + ": a read sees all that was done before it");
  if (count > highest_) highest_ = count;
}

}  // namespace testkit::raft
