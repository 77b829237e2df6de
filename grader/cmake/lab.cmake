# SPDX-License-Identifier: Apache-2.0
# Copyright The Patina Authors

# lab(01-ownership) declares every program of a lab, all excluded from `all` and built by name:
#
#   patina_01_<tree>_on_<base>                             the learner's or the solution's code
#   patina_01_<tree>_on_<base>_<task>_<visibility>_<flavour>   one test program
#   patina_01_<tree>_on_<tree>_bench                       the lab's bench, in build/release
#   patina_01_<tree>_on_<tree>_play                        the learner's scratch program, if there is one
#   patina_03_<tree>_on_<base>_app_<name>                  a program of the lab, from its apps/<name>
#
# tree and base are labs or solutions. Base `labs` takes earlier tasks from the learner, `solutions`
# from the reference, and `auto` from wherever the grader's overlay points: for each task a folder of
# one-line forwarding headers that the grader writes before it builds. A lab's code rests on that of
# every earlier lab, from the same tree and base. Labs are declared in their order.
#
# A test's flavour is the folder its unit stands in: tests/2a/ plain, else tests/2a/FLAVOUR/. Real
# threads are what ThreadSanitizer watches; explore means fibers under the explorer and
# -DPATINA_EXPLORE, and is not built under ThreadSanitizer, which sees no race between fibers.
#
# A lab whose tests drive the code through the testkit's simulator has tests/subject.cpp: it makes
# what the testkit asks for out of the code under judgement, and is part of each of its programs.

function(lab name)
  string(SUBSTRING ${name} 0 2 id)
  patina_lab_code(${name} ${id} solutions solutions)
  patina_lab_code(${name} ${id} labs labs)
  patina_lab_code(${name} ${id} labs auto)
  foreach(visibility public hidden)
    if(visibility STREQUAL "public")
      set(folder "${CMAKE_SOURCE_DIR}/labs/${name}/tests")
    else()
      set(folder "${CMAKE_SOURCE_DIR}/grader/hidden/${name}")
    endif()
    file(GLOB tasks RELATIVE "${folder}" CONFIGURE_DEPENDS "${folder}/*")
    foreach(task ${tasks})
      patina_lab_tests(${name} ${task} ${visibility} plain "${folder}/${task}")
      foreach(flavour compile threads explore sim process)
        patina_lab_tests(${name} ${task} ${visibility} ${flavour} "${folder}/${task}/${flavour}")
      endforeach()
    endforeach()
  endforeach()
  patina_lab_play(${id})
  patina_lab_apps(${name} ${id})
  patina_lab_bench(${name} ${id})
  set_property(GLOBAL APPEND PROPERTY PATINA_LABS ${id})
endfunction()

# The code under judgement. A lab of headers alone is an interface; a .cpp makes it a library.
function(patina_lab_code name id tree base)
  set(target patina_${id}_${tree}_on_${base})
  set(folder "${CMAKE_SOURCE_DIR}/${tree}/${name}")
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS "${folder}/src/*.cpp")
  if(sources)
    set(kind PUBLIC)
    add_library(${target} STATIC EXCLUDE_FROM_ALL ${sources})
  else()
    set(kind INTERFACE)
    add_library(${target} INTERFACE)
  endif()
  target_include_directories(${target} ${kind} "${folder}/src" "${CMAKE_SOURCE_DIR}/labs/${name}/include")
  if(tree STREQUAL "solutions")
    target_link_libraries(${target} ${kind} patina_mode patina_strict)
  else()
    target_link_libraries(${target} ${kind} patina_mode patina_lenient)
  endif()
  get_property(earlier_labs GLOBAL PROPERTY PATINA_LABS)
  foreach(earlier ${earlier_labs})
    target_link_libraries(${target} ${kind} patina_${earlier}_${tree}_on_${base})
  endforeach()
  # Two trees of one lab in one program is a configure error.
  set_property(TARGET ${target} PROPERTY INTERFACE_PATINA_TREE_OF_${id} ${tree}_on_${base})
  set_property(TARGET ${target} APPEND PROPERTY COMPATIBLE_INTERFACE_STRING PATINA_TREE_OF_${id})
endfunction()

# One program per (task, visibility, flavour) and tree. Of a compile test this is the twin.
function(patina_lab_tests name task visibility flavour folder)
  string(SUBSTRING ${name} 0 2 id)
  file(GLOB units CONFIGURE_DEPENDS "${folder}/*.cpp")
  if(NOT units OR (flavour STREQUAL "explore" AND PATINA_MODE STREQUAL "tsan"))
    return()
  endif()
  set(subject "${CMAKE_SOURCE_DIR}/labs/${name}/tests/subject.cpp")
  if(flavour STREQUAL "compile" OR NOT EXISTS "${subject}")
    set(subject "")
  endif()
  foreach(code solutions_on_solutions labs_on_labs labs_on_auto)
    set(target patina_${id}_${code}_${task}_${visibility}_${flavour})
    add_executable(${target} EXCLUDE_FROM_ALL ${units} ${subject} $<TARGET_OBJECTS:testkit_runner>)
    target_link_libraries(${target} PRIVATE patina_${id}_${code} testkit Threads::Threads)
    if(TARGET testkit_pch_${id}_${flavour})
      target_precompile_headers(${target} REUSE_FROM testkit_pch_${id}_${flavour})
    elseif(TARGET testkit_pch_${id})
      target_precompile_headers(${target} REUSE_FROM testkit_pch_${id})
    else()
      target_precompile_headers(${target} REUSE_FROM testkit_pch)
    endif()
    set_target_properties(${target} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")
    if(subject)
      target_link_libraries(${target} PRIVATE testkit_${id})
    endif()
    if(code STREQUAL "labs_on_auto")  # found before the learner's own src
      target_include_directories(${target} BEFORE PRIVATE "${CMAKE_BINARY_DIR}/overlay/${name}/${task}")
    endif()
    if(flavour STREQUAL "compile")
      target_compile_definitions(${target} PRIVATE PATINA_TWIN)
    elseif(flavour STREQUAL "sim")
      set_target_properties(${target} PROPERTIES PATINA_IS_SIMULATED ON)
    elseif(flavour STREQUAL "explore")
      target_link_libraries(${target} PRIVATE testkit_explore)
    endif()
  endforeach()
endfunction()

# What `./grade play 01` has begun in .grader/play/01, and the learner goes on with.
function(patina_lab_play id)
  file(GLOB units CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/.grader/play/${id}/*.cpp")
  if(NOT units)
    return()
  endif()
  foreach(code solutions_on_solutions labs_on_labs)
    set(target patina_${id}_${code}_play)
    add_executable(${target} EXCLUDE_FROM_ALL ${units})
    target_link_libraries(${target} PRIVATE patina_${id}_${code} Threads::Threads)
    target_compile_options(${target} PRIVATE -Wno-error)  # a scratch program may be untidy
    set_target_properties(${target} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")
  endforeach()
endfunction()

# What `./grade play 03 raft-demo` runs: a lab's own programs, a folder each. One that has a
# subject.cpp drives the code as the tests do, by the testkit.
function(patina_lab_apps name id)
  set(folder "${CMAKE_SOURCE_DIR}/labs/${name}/apps")
  file(GLOB apps RELATIVE "${folder}" CONFIGURE_DEPENDS "${folder}/*")
  foreach(app ${apps})
    file(GLOB units CONFIGURE_DEPENDS "${folder}/${app}/*.cpp")
    foreach(code solutions_on_solutions labs_on_labs labs_on_auto)
      set(target patina_${id}_${code}_app_${app})
      add_executable(${target} EXCLUDE_FROM_ALL ${units})
      target_link_libraries(${target} PRIVATE patina_${id}_${code} Threads::Threads)
      set_target_properties(${target} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")
      if(EXISTS "${folder}/${app}/subject.cpp")
        target_link_libraries(${target} PRIVATE testkit_${id})
      endif()
      if(code STREQUAL "labs_on_auto")
        target_include_directories(${target} BEFORE PRIVATE "${CMAKE_BINARY_DIR}/overlay/${name}/${app}")
      endif()
    endforeach()
  endforeach()
endfunction()

# What `./grade bench 01` measures. Google Benchmark is for those who want it: without it there is no
# such target, and the grader says what to install.
function(patina_lab_bench name id)
  if(NOT PATINA_MODE STREQUAL "release")
    return()
  endif()
  file(GLOB units CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/labs/${name}/bench/*.cpp")
  find_package(benchmark QUIET)
  find_package(SQLite3 QUIET)  # lab 03 compares with a store of it
  if(NOT units OR NOT benchmark_FOUND)
    return()
  endif()
  foreach(code solutions_on_solutions labs_on_labs)
    set(target patina_${id}_${code}_bench)
    add_executable(${target} EXCLUDE_FROM_ALL ${units})
    target_link_libraries(${target} PRIVATE patina_${id}_${code} benchmark::benchmark Threads::Threads
                          $<TARGET_NAME_IF_EXISTS:SQLite::SQLite3>)
    # A loop of four instructions takes half as long again where it lies across two cache lines.
    target_compile_options(${target} PRIVATE -falign-functions=64 -falign-loops=64
                           $<$<CXX_COMPILER_ID:GNU>:-falign-jumps=64>)
    set_target_properties(${target} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")
  endforeach()
endfunction()
