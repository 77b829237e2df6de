// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// 1h: a value that knows itself, and an owner of a whole that shows a part.
#include <testkit/catch.hpp>

#include <patina/rc_cyclic.hpp>

#include <optional>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>

using namespace testkit;
using patina::new_cyclic;
using patina::project;
using patina::Rc;
using patina::Weak;

struct Gadget {
  Weak<Gadget> itself;
  Immovable life{"gadget"};  // a Gadget can only be made in place
};

TEST_CASE("1h.01 new_cyclic makes a value in place that holds a Weak to itself", "[1h.01]") {
  step("make a Gadget that knows itself");
  const auto gadget = new_cyclic<Gadget>([](const Weak<Gadget>& itself) { return Gadget{itself}; });
  CHECK(strong_count(gadget) == 1);
  CHECK(weak_count(gadget) == 1);
  step("upgrade its Weak");
  const auto same = gadget->itself.upgrade();
  REQUIRE(same.has_value());
  CHECK(ptr_eq(*same, gadget));
}

TEST_CASE("1h.02 The Weak does not upgrade before the value is complete", "[1h.02]") {
  bool came_too_early = true;
  step("upgrade the Weak while the value is being made");
  const auto gadget = new_cyclic<Gadget>([&](const Weak<Gadget>& itself) {
    came_too_early = itself.upgrade().has_value();
    return Gadget{itself};
  });
  CHECK_FALSE(came_too_early);
  CHECK(gadget->itself.upgrade().has_value());
}

TEST_CASE("1h.03 A value that does not come to be leaves nothing, and its Weak never upgrades",
          "[1h.03]") {
  Weak<Gadget> kept;
  const auto fails = [&](const Weak<Gadget>& itself) -> Gadget {
    kept = itself;
    throw std::runtime_error("the value is not made");
  };
  step("throw while the value is being made");
  CHECK_THROWS_AS(new_cyclic<Gadget>(fails), std::runtime_error);
  CHECK_FALSE(kept.upgrade().has_value());
  CHECK(lives().made == 0);
}

struct Engine {
  int power = 90;
};
struct Car {
  Tracked life{"car"};
  Engine engine{};
  std::string name = "beetle";
};

TEST_CASE("1h.04 An owner of a part keeps the whole alive", "[1h.04]") {
  std::optional<Rc<Car>> car = Rc<Car>::make();
  step("project the car to its engine");
  const Rc<Engine> engine = project(*car, &Car::engine);
  CHECK((&*engine == &(*car)->engine));
  CHECK(strong_count(engine) == 2);
  step("drop the owner of the car");
  car.reset();
  CHECK(lives().alive == 1);
  CHECK(engine->power == 90);
}

TEST_CASE("1h.05 A member may be written by whoever is the only owner of the whole", "[1h.05]") {
  auto car = Rc<Car>::make();
  auto engine = project(car, &Car::engine);
  step("ask while the car has another owner");
  CHECK((engine.get_mut() == nullptr));
  step("hand that owner over to a part of the part");
  auto power = project(project(std::move(car), &Car::engine), &Engine::power);
  engine = Rc<Engine>::make();
  REQUIRE((power.get_mut() != nullptr));
  *power.get_mut() = 100;
  CHECK(*power == 100);
}

// May `project(rc, f)` be called? A function that returns a copy shows nothing that lives.
template <class F>
constexpr bool kProjects = requires(Rc<Car> rc, F f) {
  project(rc, f);
};

TEST_CASE("1h.06 A part that a function finds is shown read only, and is no copy", "[1h.06]") {
  const auto find = [](const Car& car) -> auto& { return car.name; };
  const auto copy = [](const Car& car) { return car.name; };
  step("project a car to its name by a function");
  const auto name = project(Rc<Car>::make(), find);
  CHECK(*name == "beetle");
  CHECK(lives().alive == 1);
  CHECK(std::is_same_v<decltype(name), const Rc<const std::string>>);
  CHECK(kProjects<decltype(find)>);
  CHECK_FALSE(kProjects<decltype(copy)>);
}
