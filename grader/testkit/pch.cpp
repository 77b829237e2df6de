// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Empty on purpose: the target that owns the precompiled header needs a unit of its own.
