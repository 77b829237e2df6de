#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Copyright The Patina Authors

# Are the transcripts on the pages what the commands print? Of every block that follows a comment
#
#   <!-- transcript: SETUP -->
#
# each line `$ ./grade ...` is run, and what stands below it must be its output, save times and what
# a line of three dots leaves out. This happens in a copy of the course, under build/transcripts,
# whose learner's files are starters but for what the setup says, steps joined by the word "then":
#
#   starter                nothing
#   solution 1a            the files of that task as in the solution
#   mutant 1a-NAME         the same with that mutant's patch
#   sed FILE EXPRESSION    one more edit
#   reference              not in the copy but here, with --tree solutions
#
#   transcripts.sh [PAGE...]     all pages if none is named
set -eu
cd "$PATINA_ROOT"
grader=$PATINA_ROOT/build/grader/grader
work=$PATINA_ROOT/build/transcripts
copy=$work/course

[ -d solutions ] || { echo "There are no solutions here to run the transcripts on."; exit 77; }
command -v git >/dev/null || { echo "Mutants are applied by git, which is not here."; exit 77; }

# The starter that a solution makes: stub lines instead of regions.
strip() {
  awk '/^ *\/\/ BEGIN SOLUTION\(/ { inside = 1; next }
       /^ *\/\/ END SOLUTION$/ { inside = 0; next }
       inside && /^ *\/\/ STUB: / { sub(/\/\/ STUB: /, ""); print; next }
       !inside { print }' "$1"
}

# Written only where it differs, so that only what changed is built.
put() {  # file; the text comes by stdin
  mkdir -p "${1%/*}"
  cat >"$work/new"
  cmp -s "$work/new" "$1" || cp "$work/new" "$1"
}

make_copy() {
  mkdir -p "$copy"
  for entry in CMakeLists.txt CMakePresets.json grade labs solutions grader; do
    rm -rf "${copy:?}/$entry"
    cp -Rp "$entry" "$copy/$entry"
  done
  # The learner's files are written anew, or an old one that came back would seem built already.
  rm -rf "$copy/.grader" "$copy"/labs/*/src
}

# The files of a task, relative to a lab's folder, from its one line in lab.json.
files_of() {
  sed -n 's/.*"id": "'"$1"'", "title".*"files": \[\([^]]*\)\].*/\1/p' labs/*/lab.json | tr -d '",'
}

folder_of() { basename "$(dirname "$(grep -l "\"id\": \"$1\", \"title\"" labs/*/lab.json)")"; }

set_up() {  # setup; ends in learner's files that fit it
  rm -rf "$work/tree"
  for file in $(cd solutions && find . -path './*/src/*' -type f); do
    mkdir -p "$work/tree/labs/${file%/*}"
    strip "solutions/$file" >"$work/tree/labs/$file"
  done
  printf '%s\n' "$1" | sed 's/ then /\n/g' | while read -r step what rest; do
    case $step in
      starter | '') ;;
      solution | mutant)
        task=${what%%-*} folder=$(folder_of "${what%%-*}")
        for file in $(files_of "$task"); do
          cp "solutions/$folder/$file" "$work/tree/labs/$folder/$file"
        done
        [ "$step" = solution ] || sed 's|\([ab]\)/solutions/|\1/labs/|' \
            "grader/mutants/$folder/$what/patch.diff" |
          (cd "$work/tree" && GIT_CEILING_DIRECTORIES="$work" git apply -) ;;
      sed) sed -i "$rest" "$work/tree/$what" ;;
      *) echo "$1: I know no setup \"$step\"" >&2; exit 1 ;;
    esac
  done
  for file in $(cd "$work/tree" && find labs -type f); do put "$copy/$file" <"$work/tree/$file"; done
}

# Every block of a page as a file: its place, its setup, then its lines.
split_page() {
  awk -v page="$1" -v folder="$work/blocks" '
    /^```/ && inside { inside = 0; close(out); next }
    /^```/ && setup != "" { inside = 1; out = folder "/" ++count "-" name
      print page ":" NR >out; print setup >out; setup = ""; next }
    inside { print >out; next }
    /^<!-- transcript: .* -->$/ { setup = $0; sub(/^<!-- transcript: /, "", setup)
      sub(/ -->$/, "", setup); next }
    /[^ ]/ { setup = "" }' name="$(printf '%s' "$1" | tr '/' '_')" "$1"
}

# Times, which differ from run to run, and the compiler's quotes, which differ by language.
normalise() {
  sed -e 's/[0-9][0-9]*\(\.[0-9]*\)\{0,1\} \(ms\|s\)\>/N \2/g' -e "s/‘/'/g" -e "s/’/'/g" -e 's/ *$//'
}

# Does $1 hold what $2 printed? A line "..." stands for any lines.
agrees() {
  awk 'NR == FNR { actual[++total] = $0; next }
       { wanted[++count] = $0 }
       function fits(at, from,   i) {
         for (i = from; i <= count && wanted[i] != "..."; ++i)
           if (at + i - from > total || actual[at + i - from] != wanted[i]) return 0
         return i > count && at + i - from - 1 != total ? 0 : i
       }
       END {
         at = 1; from = 1; free = 0
         while (from <= count) {
           if (wanted[from] == "...") { free = 1; ++from; if (from > count) exit 0; continue }
           while (!(next_from = fits(at, from))) if (!free || ++at > total) exit 1
           at += next_from - from; from = next_from; free = 0
         }
         exit !(free || at > total)
       }' "$2" "$1"
}

failures=0
check_command() {  # place, setup, command; wanted output is in $work/wanted
  case $2 in
    reference) where=$PATINA_ROOT more="--tree solutions" ;;
    *) where=$copy more= ;;
  esac
  # shellcheck disable=SC2086  # words of a command
  (cd "$where" && "$grader" ${3#./grade} $more) >"$work/printed" 2>&1 </dev/null || :
  grep -v ' s so far)$' "$work/printed" | normalise >"$work/actual"  # signs of life of slow builds
  normalise <"$work/wanted" >"$work/wanted.normal"
  if agrees "$work/wanted.normal" "$work/actual"; then
    echo "ok    $1  $3"
  else
    echo "FAIL  $1  $3"
    echo "      The page shows something else than this, which the command prints:"
    sed 's/^/      | /' "$work/printed"
    failures=$((failures + 1))
  fi
}

check_block() {
  place=$(sed -n 1p "$1") setup=$(sed -n 2p "$1")
  [ "$setup" = reference ] || set_up "$setup"
  sed 1,2d "$1" >"$work/lines"
  count=$(grep -c '^\$ \./grade' "$work/lines")
  for number in $(seq "$count"); do
    command=$(grep '^\$ \./grade' "$work/lines" | sed -n "${number}p")
    awk -v number="$number" '/^\$ / { n += /^\$ \.\/grade/; on = n == number && /^\$ \.\/grade/; next }
                             on { print }' "$work/lines" | sed '${/^$/d}' >"$work/wanted"
    check_command "$place" "$setup" "${command#\$ }"
  done
}

rm -rf "$work/blocks"
mkdir -p "$work/blocks"
[ $# -gt 0 ] || set -- README.md docs/*.md labs/*/README.md
for page in "$@"; do split_page "$page"; done
make_copy
for block in "$work"/blocks/*; do
  [ ! -f "$block" ] || check_block "$block"
done
[ "$failures" -eq 0 ] || { echo "$failures transcripts differ."; exit 1; }
