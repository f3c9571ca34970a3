# SPDX-FileCopyrightText: 2026 The Axess authors
# SPDX-License-Identifier: Apache-2.0

# What the tests share with axess-conformance, which is also built without them: helpers, the conformance suite, races
# and ledgers. None of it uses more of the engine than an installation has, but for the backend in memory.

# axess_add_suite_library(name FOLDER f SOURCES … [LIBRARIES …])
function(axess_add_suite_library name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "FOLDER" "SOURCES;LIBRARIES")
    set(folder ${PROJECT_SOURCE_DIR}/tests/${arg_FOLDER})
    list(TRANSFORM arg_SOURCES PREPEND ${folder}/)
    add_library(${name} STATIC ${arg_SOURCES})
    target_include_directories(${name}
        PUBLIC ${folder}
        PRIVATE ${PROJECT_SOURCE_DIR}/engine/src)
    target_link_libraries(${name} PUBLIC ${arg_LIBRARIES} Axess::Engine Qt6::Test PRIVATE axess_compiler)
endfunction()

axess_add_suite_library(axess_testsupport FOLDER support SOURCES
    axesstest.cpp
    axesstest.h
    decoratedconnection.cpp
    decoratedconnection.h
    environment.h
    faultyfactory.cpp
    faultyfactory.h
    guiltystore.cpp
    guiltystore.h
    manualclock.h
    rowbuilder.cpp
    rowbuilder.h
    sequencerandom.h
    storefixture.cpp
    storefixture.h
    verify.h)

# Its topics are listed in topics.cpp, too.
set(AXESS_SUITE_TOPICS
    admission
    concurrency
    connection
    create
    cycle
    differential
    documents
    engine
    epochs
    events
    filters
    follower
    generations
    hostile
    load
    pages
    registry
    removal
    reseal
    revocation
    sweep
    touch
    update
    verify)
set(topics ${AXESS_SUITE_TOPICS})
list(TRANSFORM topics REPLACE "^(.+)$" "tst_\\1.cpp")
axess_add_suite_library(axess_conformance FOLDER conformance LIBRARIES axess_testsupport SOURCES
    ${topics}
    backendundertest.h
    conformancetest.cpp
    conformancetest.h
    promises.cpp
    promises.h
    topics.cpp
    topics.h
    twindraws.cpp
    twinstores.cpp
    twinstores.h)
axess_precompile(axess_conformance ${AXESS_CORE_HEADERS} QtTest/qtest.h)

axess_add_suite_library(axess_races FOLDER races LIBRARIES axess_testsupport SOURCES
    raceactor.cpp
    raceactor.h
    races.cpp
    races.h
    raceteam.cpp
    raceteam.h)

axess_add_suite_library(axess_ledgers FOLDER faults LIBRARIES axess_testsupport SOURCES
    crew.cpp
    crew.h
    faultproxy.cpp
    faultproxy.h
    ledger.cpp
    ledger.h)
