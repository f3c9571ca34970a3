# SPDX-FileCopyrightText: 2026 The Axess authors
# SPDX-License-Identifier: Apache-2.0

# The plugin for PostgreSQL, on the server of the run and on servers of the tests' own.

find_package(Qt6 REQUIRED COMPONENTS Sql)
add_library(axess_postgrestests STATIC postgresfixture.cpp postgresfixture.h)
target_include_directories(axess_postgrestests PUBLIC ${CMAKE_CURRENT_SOURCE_DIR})
target_link_libraries(axess_postgrestests
    PUBLIC axess_testsupport axess_freshstores Qt6::Sql
    PRIVATE axess_compiler)
add_dependencies(axess_postgrestests axess_postgres)

set(plugin ${PROJECT_SOURCE_DIR}/plugins/postgres)
axess_add_test(
    SOURCES tst_postgresconnection.cpp ${plugin}/postgresdialect.cpp ${plugin}/postgreserrors.cpp
    LIBRARIES axess_postgrestests axess_sqlcommon)
target_include_directories(tst_plugins_postgresconnection PRIVATE ${plugin})
axess_add_test(SOURCES tst_postgresrefusals.cpp LIBRARIES axess_postgrestests)
axess_add_test(SOURCES tst_postgresjson.cpp LIBRARIES axess_postgrestests)
foreach(test IN ITEMS plugins.postgresconnection plugins.postgresjson plugins.postgresrefusals)
    if(AXESS_SANITIZER)
        set(test ${AXESS_SANITIZER}.${test})
    endif()
    axess_use_servers(${test} postgres)
    # Alone: whoever holds a transaction open keeps dead versions in the way of HOT.
    if(test MATCHES "postgresconnection")
        set_tests_properties(${test} PROPERTIES PROCESSORS 2)
    endif()
endforeach()

# Starts a server of its own, to be harmed.
if(NOT AXESS_SANITIZER)
    axess_add_test(SOURCES tst_postgresdoctor.cpp LIBRARIES axess_postgrestests axess_doctortests LABELS slow)
    set_tests_properties(plugins.postgresdoctor PROPERTIES PROCESSORS 2)
endif()
