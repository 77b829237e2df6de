# SPDX-License-Identifier: Apache-2.0
# Copyright The Patina Authors

# What ./grade and ./test share: from a machine that has only a shell to a grader that is built.
#
# Interface (PATINA_ROOT is set and exported):
#   patina_is_fresh          has nothing that the grader is made of changed since it was built?
#   patina_lock              waits for another ./grade or ./test that installs or builds
#   patina_install           installs what packages.txt asks for, or says what to type (exit 75)
#   patina_build TARGET...   configures build/grader if need be, and builds (exit 70 if it cannot)
#
# POSIX sh and what Debian calls essential (coreutils, findutils, grep, sed, util-linux), no more.
# Everything is said on stderr: stdout belongs to the report. These sentences stand here and not in
# the catalogue because there is no grader yet that could read it.

patina_build_folder=$PATINA_ROOT/build/grader
patina_stamp=$patina_build_folder/.built
patina_packages=$PATINA_ROOT/grader/cmake/packages.txt

# A script that is told to stop says nothing more, least of all that a build has failed.
trap 'exit 130' INT
trap 'exit 143' TERM HUP

patina_say() { printf '%s\n' "$@" >&2; }  # a line an argument
patina_fail() { patina_exit=$1; shift; patina_say "$@"; exit "$patina_exit"; }

# Where stderr is no terminal: a line every ten seconds of a build, from ninja's "[done/total".
patina_tick() {
  case $1 in \[[0-9]*/[0-9]*) ;; *) return 0 ;; esac
  [ ! -t 2 ] || return 0
  patina_now=$(date +%s)
  [ "$patina_now" -ge "${patina_next_tick:-$((began + 10))}" ] || return 0
  patina_next_tick=$((patina_now + 10))
  patina_done=${1#\[} patina_total=${1#*/}
  patina_done=${patina_done%/*}
  patina_left=$(((patina_now - began) * (patina_total - patina_done) / patina_done))
  patina_left="; about $patina_left s to go"
  [ $((patina_done * 10)) -ge "$patina_total" ] || patina_left=""  # the first files are no measure
  patina_say "  $patina_done of $patina_total files after $((patina_now - began)) s$patina_left"
}

# One line that is written over, on a terminal; elsewhere nothing.
patina_progress() { [ ! -t 2 ] || printf '\r\033[K%.78s' "$1" >&2; }
patina_progress_end() { [ ! -t 2 ] || printf '\r\033[K' >&2; }

# The stamp carries the time at which the build began: what is edited meanwhile is newer.
patina_is_fresh() {
  [ -x "$patina_build_folder/grader" ] || return 1
  [ -e "$patina_stamp" ] || return 1
  patina_is_at_home "$patina_build_folder/CMakeCache.txt" || return 1
  patina_grader=$PATINA_ROOT/grader
  [ -z "$(find "$patina_grader/cli" "$patina_grader/course" "$patina_grader/engine" \
               "$patina_grader/report" "$patina_grader/gradebook" "$patina_grader/workshop" \
               "$patina_grader/cmake" "$PATINA_ROOT/CMakeLists.txt" \
               -newer "$patina_stamp" 2>/dev/null | head -n 1)" ]
}

# A build folder knows its own path: after the course was moved or copied it is made anew.
patina_is_at_home() { grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$PATINA_ROOT" "$1"; }

# Held by descriptor 9 until the script ends or says exec 9>&-.
patina_lock() {
  mkdir -p "$PATINA_ROOT/build" 2>/dev/null || :
  [ -w "$PATINA_ROOT/build" ] || patina_fail 70 "Patina cannot write to $PATINA_ROOT/build: is it yours?"
  exec 9>>"$PATINA_ROOT/build/.lock"
  command -v flock >/dev/null || return 0
  flock -n 9 && return 0
  patina_say "Another ./grade or ./test is building here: waiting for it."
  flock 9
}

# --- installing -----------------------------------------------------------------------------------

# "kind probe package" of each need, for the column of this system.
patina_needs() {
  while read -r kind probe debian fedora arch opensuse; do
    case $kind in '' | '#'*) continue ;; esac
    case $1 in
      debian) package=$debian ;;
      fedora) package=$fedora ;;
      arch) package=$arch ;;
      *) package=$opensuse ;;
    esac
    printf '%s %s %s\n' "$kind" "$probe" "$package"
  done <"$patina_packages"
}

patina_has() {  # probe
  case $1 in
    command:*) command -v "${1#command:}" >/dev/null ;;
    header:*) printf '#include <%s>\n' "${1#header:}" |
                "${CXX:-g++}" -std=c++20 -E -x c++ - >/dev/null 2>&1 ;;
  esac
}

# dpkg knows about headers at once; asking the compiler takes a second.
patina_missing_on_debian() {
  # shellcheck disable=SC2046  # one package a word
  installed=$(dpkg-query -W -f='${Package} ${db:Status-Status}\n' \
                $(patina_needs debian | sed 's/.* //') 2>/dev/null | sed -n 's/ installed$//p')
  patina_needs debian | while read -r kind probe package; do
    [ "$kind" != advised ] || continue
    case $probe in
      command:*) ! patina_has "$probe" || continue ;;
      *) ! printf '%s\n' "$installed" | grep -qx "$package" || continue ;;
    esac
    printf '%s ' "$package"
  done
}

patina_missing_elsewhere() {  # column, kinds
  patina_needs "$1" | while read -r kind probe package; do
    case " $2 " in *" $kind "*) patina_has "$probe" || printf '%s ' "$package" ;; esac
  done
}

patina_install() {
  if command -v apt-get >/dev/null && command -v dpkg-query >/dev/null; then
    missing=$(patina_missing_on_debian)
    [ -z "$missing" ] || patina_install_by_apt
  else
    patina_name_what_is_missing
  fi
  patina_choose_compiler
}

patina_install_by_apt() {
  command="apt-get install -y --no-install-recommends ${missing% }"
  patina_as_root=
  if [ "$(id -u)" -ne 0 ]; then
    patina_say "Patina needs packages that are not on this machine yet. It would install them with:" \
               "" "  sudo $command" ""
    if ! command -v sudo >/dev/null || [ ! -t 0 ] || [ ! -t 2 ]; then
      patina_fail 75 "Type that (or have it typed by whoever may), then start again."
    fi
    printf 'Do it now? [Y/n] ' >&2
    read -r answer || answer=n
    case $answer in
      '' | [Yy]*) ;;
      *) patina_fail 75 "Nothing was installed. Type that command yourself, then start again." ;;
    esac
    patina_as_root=sudo
    sudo -v || patina_fail 75 "sudo did not let you in. Have the command above typed by whoever may."
  fi
  patina_say "Installing: ${missing% }"
  # Where no list of packages was ever fetched, or an old one names what is gone, it is fetched.
  # shellcheck disable=SC2086  # one package a word
  if ! apt-cache show $missing >/dev/null 2>&1 || ! patina_apt install $missing; then
    patina_apt update || :  # what it says about one source need not matter to the packages
    patina_apt install $missing || {
      patina_say "" "$(grep -v -e '^[a-z]*status:' -e '^patina-exit:' "$PATINA_ROOT/build/install.log" | tail -n 30)" ""
      patina_fail 75 "The packages could not be installed. Mend what apt-get says above, or type:" \
                     "" "  ${patina_as_root:+sudo }$command"
    }
  fi
}

# install or update, with apt's own progress on one line. Its output goes to build/install.log.
# Without a pseudo-terminal for dpkg, since a bare root may have no /dev/pts; and with a descriptor
# of its own for the progress, since apt closes that one to dpkg and to what packages print; opened
# behind sudo, which hands on none but the first three.
patina_apt() {
  verb=$1
  shift
  : >"$PATINA_ROOT/build/install.log"
  {
    $patina_as_root env DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 sh -c 'exec apt-get "$@" 8>&1' apt-get "$verb" -y \
        -o APT::Status-Fd=8 -o DPkg::Lock::Timeout=300 -o APT::Install-Recommends=false \
        -o Dpkg::Use-Pty=0 "$@" \
        </dev/null 2>&1 9>&-
    echo "patina-exit:$?"
  } | (
    code=1
    while IFS= read -r line; do
      printf '%s\n' "$line" >>"$PATINA_ROOT/build/install.log"
      case $line in
        dlstatus:* | pmstatus:*) patina_progress "  $(printf '%s' "$line" |
            sed 's/^[a-z]*status:[^:]*:\([0-9]*\)[^:]*:/\1 % /')" ;;
        patina-exit:*) code=${line#patina-exit:} ;;
      esac
    done
    patina_progress_end
    exit "$code"
  )
}

patina_name_what_is_missing() {
  if command -v dnf >/dev/null; then column=fedora command="sudo dnf install"
  elif command -v pacman >/dev/null; then column=arch command="sudo pacman -S --needed"
  elif command -v zypper >/dev/null; then column=opensuse command="sudo zypper install"
  else column=debian command=
  fi
  [ -n "$(patina_missing_elsewhere $column needed)" ] || return 0
  missing=$(patina_missing_elsewhere $column 'needed faster')
  if [ -n "$command" ]; then
    patina_say "Patina needs packages that are not on this machine yet. Type this, then start again:" \
               "" "  $command ${missing% }"
  else
    patina_say "Patina needs what Debian calls: ${missing% }." \
               "Install it with this system's package manager, then start again."
  fi
  exit 75
}

# Ubuntu 22.04's g++ is 11: a newer one stands beside it under its own name.
patina_choose_compiler() {
  [ -z "${CXX:-}" ] || return 0
  for compiler in g++ g++-14 g++-13 g++-12; do
    version=$("$compiler" -dumpversion 2>/dev/null) || continue
    [ "${version%%.*}" -ge 12 ] || continue
    [ "$compiler" = g++ ] || { CXX=$compiler; export CXX; }
    return 0
  done
  command -v apt-get >/dev/null || patina_fail 75 "Patina needs g++ 12 or newer; here it is $version."
  [ "${missing:-}" != g++-12 ] || patina_fail 75 "g++-12 is installed and does not start."
  missing=g++-12
  patina_install_by_apt
  patina_choose_compiler
}

# --- building -------------------------------------------------------------------------------------

# A gigabyte and a half a compiler: a machine with little memory builds slowly rather than not at all.
patina_jobs() {
  jobs=$(nproc 2>/dev/null || echo 2)
  kilobytes=$(sed -n 's/^MemAvailable: *\([0-9]*\).*/\1/p' /proc/meminfo 2>/dev/null)
  room=$((${kilobytes:-4000000} / 1500000))
  [ "$room" -ge 1 ] || room=1
  [ "$jobs" -le "$room" ] || jobs=$room
  echo "$jobs"
}

patina_forget_moved_builds() {
  for cache in "$PATINA_ROOT"/build/*/CMakeCache.txt; do
    [ ! -f "$cache" ] || patina_is_at_home "$cache" || rm -rf "${cache%/*}"
  done
}

patina_configure() {
  [ ! -f "$patina_build_folder/build.ninja" ] && [ ! -f "$patina_build_folder/Makefile" ] || return 0
  generator=
  [ -f "$patina_build_folder/CMakeCache.txt" ] || ! command -v ninja >/dev/null || generator="-G Ninja"
  # shellcheck disable=SC2086  # two words
  (cd "$PATINA_ROOT" && cmake --preset grader $generator)
}

patina_build() {
  log=$PATINA_ROOT/build/grader.log
  patina_forget_moved_builds
  began=$(date +%s)
  first_time=
  if [ ! -t 2 ] && [ ! -e "$patina_stamp" ]; then
    first_time=yes
    patina_say "Building the grader: some minutes on two cores this first time, and seconds from then on."
  fi
  mkdir -p "$patina_build_folder"
  : >"$log"
  : >"$patina_stamp.begun"
  {
    patina_configure 2>&1 && NINJA_STATUS='[%f/%t] ' LC_ALL=C.UTF-8 \
        cmake --build "$patina_build_folder" --target "$@" -j "$(patina_jobs)" 2>&1
    echo "patina-exit:$?"
  } </dev/null | (
    code=1
    while IFS= read -r line; do
      case $line in
        patina-exit:*) code=${line#patina-exit:}; continue ;;
        \[*[0-9]*\]*)
          short=${line#*] } short=${short##*.dir/}
          patina_progress "Building the grader ${line%%]*}] ${short%.o}"
          patina_tick "${line%%]*}" ;;
        '-- '*) patina_progress "Configuring the grader" ;;
      esac
      printf '%s\n' "$line" >>"$log"
    done
    patina_progress_end
    exit "$code"
  ) || {
    grep -v -e '^\[ *[0-9]*[/%]' -e '^-- ' "$log" >&2
    patina_fail 70 "" "The grader could not be built: see above, or build/grader.log." \
      "This is a fault of the course or of this machine, not of your code in labs/."
  }
  mv "$patina_stamp.begun" "$patina_stamp"
  [ -z "$first_time" ] || patina_say "Built in $(($(date +%s) - began)) s."
}
