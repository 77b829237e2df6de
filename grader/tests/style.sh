#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Copyright The Patina Authors

# What every file of the course has in common, besides what course-check asks of it. Each complaint
# is a file, a line and what to do.
set -eu
cd "$PATINA_ROOT"
complaints=build/style.txt
mkdir -p build
: >"$complaints"

# Not the texts that tests compare with: those are as their makers wrote them.
sources() {
  find CMakeLists.txt grade test .ci grader labs solutions -path grader/tests/data -prune -o \
    -type f \( "$@" \) -print
}

complain() { sed "s|\$|: $1|" >>"$complaints"; }

sources -name '*.[ch]pp' | xargs grep -nHE '[[:space:]]+$' | cut -d: -f1,2 |
  complain 'ends in blanks (take them away)'
sources -name '*.[ch]pp' | xargs grep -nHP '\t' | cut -d: -f1,2 | complain 'holds a tab (two spaces)'
sources -name '*.json' | while read -r file; do
    [ -z "$(tail -c 1 "$file")" ] || echo "$file"
  done | complain 'ends without a newline'
# Two types of one name in one namespace are one type to the linker, and what it then joins corrupts
# memory. (doctor_programs.hpp holds programs as text.)
find grader/cli grader/course grader/engine grader/gradebook grader/report -name '*.hpp' \
  ! -name doctor_programs.hpp -exec grep -HoE '^(struct|class|enum class) [A-Z][A-Za-z]*( :| \{)' {} + |
  awk -F: '{ split($2, words, " "); name = words[words[2] == "class" ? 3 : 2]
             if (name in seen) print $1 ": " name " is in " seen[name]; seen[name] = $1 }' |
  complain 'too (give one of them another name)'
if command -v shellcheck >/dev/null; then
  shellcheck -s sh -x grade test grader/cmake/bootstrap.sh grader/tests/*.sh >>"$complaints" || :
fi

[ -s "$complaints" ] || exit 0
cat "$complaints"
exit 1
