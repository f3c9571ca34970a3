# SPDX-FileCopyrightText: 2026 The Axess authors
# SPDX-License-Identifier: Apache-2.0

# The functions that the rooms are built with.

# axess_add_rooms(folder…): adds each that exists.
function(axess_add_rooms)
    foreach(room IN LISTS ARGN)
        if(EXISTS ${CMAKE_CURRENT_SOURCE_DIR}/${room}/CMakeLists.txt)
            add_subdirectory(${room})
        endif()
    endforeach()
endfunction()

# axess_add_program(name SOURCES … [LIBRARIES …]): a program in bin/.
function(axess_add_program name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;LIBRARIES")
    add_executable(${name} ${arg_SOURCES})
    target_link_libraries(${name} PRIVATE Axess::Engine ${arg_LIBRARIES} axess_compiler)
    set_target_properties(${name} PROPERTIES
        INSTALL_RPATH "$ORIGIN/../${CMAKE_INSTALL_LIBDIR}")
endfunction()

# axess_add_backend(name SOURCES … [LIBRARIES …] METADATA file.json): a Qt plugin that the registry finds.
function(axess_add_backend name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "METADATA" "SOURCES;LIBRARIES")
    set(target axess_${name})
    add_library(${target} MODULE ${arg_SOURCES})
    target_link_libraries(${target} PRIVATE Axess::Engine ${arg_LIBRARIES} axess_compiler)
    # moc reads the metadata: a change of it compiles again.
    set_source_files_properties(${arg_SOURCES} PROPERTIES
        OBJECT_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${arg_METADATA})
    set_target_properties(${target} PROPERTIES
        PREFIX ""
        LIBRARY_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/plugins/axess
        INSTALL_RPATH "$ORIGIN/../..")
    if(AXESS_INSTALL)
        install(TARGETS ${target} LIBRARY DESTINATION ${AXESS_INSTALL_PLUGINDIR} COMPONENT Plugin_${name})
    endif()
endfunction()

# axess_set_up_test(name [LABELS …] TIMEOUT s): environment, labels and the sanitizer's prefix of a ctest entry.
function(axess_set_up_test name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "TIMEOUT" "LABELS")
    set(home ${PROJECT_BINARY_DIR}/home)
    file(MAKE_DIRECTORY ${home})
    # Qt Test would end a function after five minutes, whatever the entry's own limit.
    math(EXPR milliseconds "${arg_TIMEOUT} * 1000")
    set_tests_properties(${name} PROPERTIES
        TIMEOUT ${arg_TIMEOUT}
        LABELS "${arg_LABELS};${AXESS_SANITIZER}"
        ENVIRONMENT "QTEST_FUNCTION_TIMEOUT=${milliseconds};LC_ALL=C.UTF-8;QT_QPA_PLATFORM=offscreen;HOME=${home};XDG_CONFIG_HOME=${home}/config;XDG_CACHE_HOME=${home}/cache;XDG_DATA_HOME=${home}/data;AXESS_PLUGIN_PATH=${PROJECT_BINARY_DIR}/plugins/axess;AXESS_SOURCE_DIR=${PROJECT_SOURCE_DIR};ASAN_OPTIONS=detect_stack_use_after_return=1:strict_string_checks=1;LSAN_OPTIONS=suppressions=${PROJECT_SOURCE_DIR}/tests/support/lsan.supp:print_suppressions=0;UBSAN_OPTIONS=print_stacktrace=1;TSAN_OPTIONS=halt_on_error=1:second_deadlock_stack=1:ignore_noninstrumented_modules=1:suppressions=${PROJECT_SOURCE_DIR}/tests/support/tsan.supp"
        ENVIRONMENT_MODIFICATION "AXESS_STORE=unset:;AXESS_ROOT_KEY=unset:;AXESS_ROOT_KEY_COMMAND=unset:;AXESS_ROOT_KEY_FILE=unset:;AXESS_STORE_PASSWORD_FILE=unset:")
endfunction()

# axess_add_test_program(target SOURCES … [LIBRARIES …]): a test program without a ctest entry.
function(axess_add_test_program target)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;LIBRARIES")
    add_executable(${target} ${arg_SOURCES})
    target_include_directories(${target} PRIVATE ${PROJECT_SOURCE_DIR}/engine/src)
    target_link_libraries(${target} PRIVATE axess_testsupport ${arg_LIBRARIES} axess_compiler)
    set_target_properties(${target} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/tests)
    # Qt Test's headers say other things when Gui, Widgets or Network are linked.
    if(AXESS_PCH AND NOT "${arg_LIBRARIES}" MATCHES "Qt6::|axess_gui")
        target_precompile_headers(${target} REUSE_FROM axess_testheaders)
        # Nearly always empty, and then compiled sooner than the precompiled header is read.
        set_source_files_properties(${CMAKE_CURRENT_BINARY_DIR}/${target}_autogen/mocs_compilation.cpp
            PROPERTIES SKIP_PRECOMPILE_HEADERS ON)
    endif()
endfunction()

# axess_add_test([NAME layer.class] SOURCES tst_class.cpp … [LIBRARIES …] [LABELS …] [TIMEOUT s])
#
# The name is made from folder and first source if it is not given. Labels: `slow` is left out of
# ./dev test --quick, `all` runs only with --all, `soak` only in ./dev soak.
function(axess_add_test)
    cmake_parse_arguments(PARSE_ARGV 0 arg "" "NAME;TIMEOUT" "SOURCES;LIBRARIES;LABELS")
    if(NOT arg_NAME)
        list(GET arg_SOURCES 0 source)
        cmake_path(GET source STEM class)
        string(REGEX REPLACE "^tst_" "" class ${class})
        cmake_path(GET CMAKE_CURRENT_SOURCE_DIR FILENAME layer)
        set(arg_NAME ${layer}.${class})
    endif()
    string(REPLACE "." "_" target tst_${arg_NAME})
    axess_add_test_program(${target} SOURCES ${arg_SOURCES} LIBRARIES ${arg_LIBRARIES})

    set(name ${arg_NAME})
    if(AXESS_SANITIZER)
        set(name ${AXESS_SANITIZER}.${name})
    endif()
    add_test(NAME ${name} COMMAND ${target})
    if(NOT arg_TIMEOUT)
        set(arg_TIMEOUT 300)
    endif()
    axess_set_up_test(${name} LABELS ${arg_LABELS} TIMEOUT ${arg_TIMEOUT})
endfunction()
