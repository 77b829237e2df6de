// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Practice 7 of 10. How much of a Dog arrives?
#include <string>
#include <utility>

struct Animal {
  std::string name;
};

struct Dog : Animal {
  std::string tricks;
};

std::string introduce(Animal animal) { return "This is " + animal.name; }

std::string introduce_a_dog() {
  Dog dog;
  dog.name = "Rex";
  dog.tricks = "sit";
  return introduce(dog);
}
