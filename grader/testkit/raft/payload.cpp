// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include <testkit/raft/replica.hpp>
#include <testkit/raft/request.hpp>

namespace testkit::raft {
namespace {

std::string quoted(const Bytes& bytes) {
  std::string text = "\"";
  for (const char c : bytes.view().substr(0, 40)) text += c >= ' ' && c <= '~' ? c : '.';
  if (bytes.size() > 40) text += "...";
  return text + '"';
}

}  // namespace

// As large as a frame of lab 05 would be: a head of 96 bytes, and what varies.
std::uint32_t RaftPayload::bytes() const {
  std::uint32_t bytes = 96 + message.chunk.size();
  for (const Entry& entry : message.entries) bytes += 24 + entry.data.size();
  if (message.snapshot != nullptr && message.chunk.is_empty())
    bytes += message.snapshot->data.size();
  return bytes;
}

std::string Request::describe() const {
  return (is_read ? "Question " : "Request ") + std::to_string(id) + " " + quoted(body);
}

std::string Reply::describe() const {
  if (is_done) return "Reply " + std::to_string(id) + " " + quoted(answer);
  std::string text = "Reply " + std::to_string(id) + " refused";
  if (leader != patina::raft::no_node) text += ", leader is " + patina::raft::to_string(leader);
  return text;
}

}  // namespace testkit::raft
