# SPDX-FileCopyrightText: 2026 The Axess authors
# SPDX-License-Identifier: Apache-2.0

# Language, warnings and the strict dialect of Qt, for Axess's own targets only.

set(CMAKE_CXX_STANDARD 23)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_CXX_SCAN_FOR_MODULES OFF)
set(CMAKE_CXX_VISIBILITY_PRESET hidden)
set(CMAKE_VISIBILITY_INLINES_HIDDEN ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

if(PROJECT_IS_TOP_LEVEL)
    set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/bin)
    set(CMAKE_LIBRARY_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/lib)
    set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
    find_program(AXESS_CCACHE ccache)
    if(AXESS_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
        set(CMAKE_C_COMPILER_LAUNCHER ${AXESS_CCACHE})
        set(CMAKE_CXX_COMPILER_LAUNCHER ${AXESS_CCACHE})
    endif()
endif()

add_library(axess_compiler INTERFACE)
target_compile_definitions(axess_compiler INTERFACE
    QT_NO_CAST_FROM_ASCII
    QT_NO_CAST_TO_ASCII
    QT_NO_CONTEXTLESS_CONNECT
    QT_NO_FOREACH
    QT_NO_KEYWORDS
    QT_NO_URL_CAST_FROM_STRING
    QT_STRICT_ITERATORS)
target_compile_options(axess_compiler INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual -Wsuggest-override
    -Wcast-qual -Wundef -Wimplicit-fallthrough)
if(AXESS_WERROR)
    target_compile_options(axess_compiler INTERFACE -Werror)
endif()

option(AXESS_PCH "Precompile the headers of Qt and the standard library" ${PROJECT_IS_TOP_LEVEL})

# axess_precompile(target header…): headers of Qt and the standard library only. Axess's own change too often,
# and every file still includes what it uses, because a build without AXESS_PCH must work.
function(axess_precompile target)
    if(AXESS_PCH)
        list(TRANSFORM ARGN REPLACE "^(.+)$" "<\\1>")
        target_precompile_headers(${target} PRIVATE ${ARGN})
    endif()
endfunction()

set(AXESS_CORE_HEADERS
    QtCore/qbytearray.h QtCore/qdatetime.h QtCore/qhash.h QtCore/qlist.h QtCore/qmap.h QtCore/qobject.h
    QtCore/qset.h QtCore/qstring.h QtCore/qstringlist.h QtCore/qvariant.h
    algorithm array atomic chrono condition_variable expected functional map memory mutex optional
    ranges span string thread utility vector)
