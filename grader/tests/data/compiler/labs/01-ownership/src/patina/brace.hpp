#pragma once
namespace patina {
struct Box {
  int size() const { return 1;
};
}
