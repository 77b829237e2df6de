// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

#include "heap.hpp"

#include <testkit/arena.hpp>

#include <sys/mman.h>

#include <cstdlib>
#include <cstring>
#include <new>

#include "trace.hpp"

extern "C" {
[[gnu::weak]] void __asan_poison_memory_region(const volatile void* from, std::size_t size);
[[gnu::weak]] void __asan_unpoison_memory_region(const volatile void* from, std::size_t size);
}

namespace testkit::explore {
namespace {

constexpr std::size_t arena_size = std::size_t{64} << 20;  // touched pages alone cost memory
constexpr std::uint32_t in_use = 0xA110CA7E;
constexpr std::uint32_t freed = 0xDEADF4EE;
constexpr unsigned char freed_byte = 0xDD;

// Before each block, and before the padding that aligns it the one for the walk over all.
struct alignas(16) Header {
  std::uint32_t size;    // of the block, as asked for
  std::uint32_t stride;  // from this header to the next
  std::uint32_t state;
  std::uint32_t number : 24;
  std::uint32_t thread : 8;
};
static_assert(sizeof(Header) == 16);

char* arena = nullptr;
std::size_t used = 0;
std::uint32_t block_count = 0;
std::uint32_t live_count = 0;

Header* header_at(std::size_t offset) { return reinterpret_cast<Header*>(arena + offset); }
Header* header_of(const void* block) {
  return reinterpret_cast<Header*>(const_cast<void*>(block)) - 1;
}

bool has_asan() { return __asan_poison_memory_region != nullptr; }

void map_arena() {
  void* const memory = ::mmap(nullptr, arena_size, PROT_READ | PROT_WRITE,
                              MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (memory == MAP_FAILED) std::abort();
  arena = static_cast<char*>(memory);
  if (has_asan()) __asan_poison_memory_region(arena, arena_size);
}

void* allocate(std::size_t size, std::size_t alignment) {
  if (arena == nullptr) map_arena();
  std::size_t at = used + sizeof(Header);
  at = (at + alignment - 1) & ~(alignment - 1);
  const std::size_t offset = at - sizeof(Header);
  const std::size_t end = (at + size + 16 + 15) & ~std::size_t{15};  // 16: a gap that is no block's
  if (end > arena_size) return nullptr;
  if (offset != used) {  // the padding becomes a freed block of no number
    Header* const padding = header_at(used);
    *padding = {0, static_cast<std::uint32_t>(offset - used), freed, 0, 0};
  }
  Header* const header = header_at(offset);
  *header = {static_cast<std::uint32_t>(size), static_cast<std::uint32_t>(end - offset), in_use,
             ++block_count, static_cast<std::uint32_t>(world.current)};
  ++live_count;
  used = end;
  if (has_asan()) __asan_unpoison_memory_region(arena + at, size);
  return arena + at;
}

void release(void* block) {
  Header* const header = header_of(block);
  if (header->state == freed) {
    const OutsideArena outside;
    fail(Kind::double_free,
         "thread " + std::to_string(world.current) + " frees block " +
             std::to_string(header->number) + " (" + std::to_string(header->size) +
             " bytes), which was freed already",
         Where());
  }
  if (header->state != in_use)
    fail(Kind::double_free, "what is freed was never allocated", Where());
  header->state = freed;
  --live_count;
  if (has_asan())
    __asan_poison_memory_region(block, header->size);
  else
    std::memset(block, freed_byte, header->size);
}

bool is_intact(const Header* header) {
  const auto* const bytes = reinterpret_cast<const unsigned char*>(header + 1);
  for (std::uint32_t i = 0; i < header->size; ++i)
    if (bytes[i] != freed_byte) return false;
  return true;
}

bool uses_arena() { return world.is_running && arena_pauses == 0; }

}  // namespace

void reset_arena() {
  if (has_asan() && arena != nullptr && used > 0) __asan_poison_memory_region(arena, used);
  used = 0;
  block_count = live_count = 0;
}

bool is_in_arena(const void* address) {
  return arena != nullptr && address >= arena && address < arena + arena_size;
}

LiveBlocks live_blocks() {
  LiveBlocks found;
  if (live_count == 0) return found;
  for (std::size_t at = 0; at < used; at += header_at(at)->stride) {
    const Header* const header = header_at(at);
    if (header->state != in_use) continue;
    if (found.count++ != 0) continue;
    found.first = header->number;
    found.first_size = header->size;
    found.first_thread = static_cast<int>(header->thread);
  }
  return found;
}

std::uint32_t written_after_free() {
  if (has_asan()) return 0;
  for (std::size_t at = 0; at < used; at += header_at(at)->stride) {
    const Header* const header = header_at(at);
    if (header->state == freed && !is_intact(header)) return header->number;
  }
  return 0;
}

std::string print_address(const void* address) {
  if (address == nullptr) return "null";
  for (std::size_t at = 0; arena != nullptr && at < used; at += header_at(at)->stride) {
    const Header* const header = header_at(at);
    const auto* const begin = reinterpret_cast<const char*>(header + 1);
    const auto* const here = static_cast<const char*>(address);
    if (here < begin || here > begin + header->size || header->number == 0) continue;
    std::string name = "block " + std::to_string(header->number);
    if (here != begin) name += "+" + std::to_string(here - begin);
    return header->state == freed ? name + " (freed)" : name;
  }
  return "an address";
}

std::string print_raw(Bits bits, std::size_t size) {
  static constexpr char digits[] = "0123456789abcdef";
  std::string text = "0x";
  for (std::size_t i = 2 * size; i-- > 0;) {
    const auto digit = static_cast<unsigned>(bits >> (4 * i)) & 15U;
    if (digit != 0 || text.size() > 2 || i == 0) text += digits[digit];
  }
  return text;
}

}  // namespace testkit::explore

// --- the program's new and delete ----------------------------------------------------------------

namespace {

void* get(std::size_t size, std::size_t alignment) noexcept {
  using namespace testkit::explore;
  if (uses_arena())
    if (void* const block = allocate(size, alignment)) return block;
  if (alignment <= __STDCPP_DEFAULT_NEW_ALIGNMENT__) return std::malloc(size == 0 ? 1 : size);
  return std::aligned_alloc(alignment, (size + alignment - 1) & ~(alignment - 1));
}

void* get_or_throw(std::size_t size, std::size_t alignment) {
  void* const block = get(size, alignment);
  if (block == nullptr) throw std::bad_alloc();
  return block;
}

void put(void* block) noexcept {
  using namespace testkit::explore;
  if (block == nullptr) return;
  if (!is_in_arena(block)) return std::free(block);
  if (world.is_running) release(block);  // afterwards the arena is gone as a whole
}

constexpr std::size_t plain = __STDCPP_DEFAULT_NEW_ALIGNMENT__;
constexpr std::size_t value_of(std::align_val_t alignment) {
  return static_cast<std::size_t>(alignment);
}

}  // namespace

void* operator new(std::size_t size) { return get_or_throw(size, plain); }
void* operator new[](std::size_t size) { return get_or_throw(size, plain); }
void* operator new(std::size_t size, std::align_val_t a) { return get_or_throw(size, value_of(a)); }
void* operator new[](std::size_t size, std::align_val_t a) {
  return get_or_throw(size, value_of(a));
}
void* operator new(std::size_t size, const std::nothrow_t&) noexcept { return get(size, plain); }
void* operator new[](std::size_t size, const std::nothrow_t&) noexcept { return get(size, plain); }
void* operator new(std::size_t size, std::align_val_t a, const std::nothrow_t&) noexcept {
  return get(size, value_of(a));
}
void* operator new[](std::size_t size, std::align_val_t a, const std::nothrow_t&) noexcept {
  return get(size, value_of(a));
}
void operator delete(void* block) noexcept { put(block); }
void operator delete[](void* block) noexcept { put(block); }
void operator delete(void* block, std::size_t) noexcept { put(block); }
void operator delete[](void* block, std::size_t) noexcept { put(block); }
void operator delete(void* block, std::align_val_t) noexcept { put(block); }
void operator delete[](void* block, std::align_val_t) noexcept { put(block); }
void operator delete(void* block, std::size_t, std::align_val_t) noexcept { put(block); }
void operator delete[](void* block, std::size_t, std::align_val_t) noexcept { put(block); }
void operator delete(void* block, const std::nothrow_t&) noexcept { put(block); }
void operator delete[](void* block, const std::nothrow_t&) noexcept { put(block); }
void operator delete(void* block, std::align_val_t, const std::nothrow_t&) noexcept { put(block); }
void operator delete[](void* block, std::align_val_t, const std::nothrow_t&) noexcept {
  put(block);
}
