// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Practice 10 of 10. Follow `squares` on both ways out.
int sum_of_squares(int count) {
  int* const squares = new int[100];
  if (count > 100) return -1;
  int sum = 0;
  for (int i = 0; i < count; ++i) {
    squares[i] = i * i;
    sum += squares[i];
  }
  delete[] squares;
  return sum;
}
