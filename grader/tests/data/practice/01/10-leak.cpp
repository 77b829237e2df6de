// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Practice 10 of 10. Follow `squares` on both ways out.
#include <cstddef>
#include <vector>

int sum_of_squares(int count) {
  if (count > 100) return -1;
  std::vector<int> squares;
  int sum = 0;
  for (int i = 0; i < count; ++i) {
    squares.push_back(i * i);
    sum += squares.back();
  }
  return sum;
}
