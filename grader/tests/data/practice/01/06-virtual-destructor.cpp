// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Practice 6 of 10. `delete shape;` where shape is a Shape*: whose destructor runs?
class Shape {
 public:
  Shape() = default;
  Shape(const Shape&) = delete;
  Shape& operator=(const Shape&) = delete;
  virtual ~Shape() = default;
  virtual double area() const = 0;
};

class Square final : public Shape {
 public:
  explicit Square(double side) : side_(side) {}
  double area() const override { return side_ * side_; }

 private:
  double side_;
};
