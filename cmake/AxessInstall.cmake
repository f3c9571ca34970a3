# SPDX-FileCopyrightText: 2026 The Axess authors
# SPDX-License-Identifier: Apache-2.0

# What `cmake --install` puts where, and what find_package(Axess COMPONENTS Engine) then finds.

include(CMakePackageConfigHelpers)

set(package ${CMAKE_INSTALL_LIBDIR}/cmake/Axess)

install(TARGETS AxessEngine EXPORT AxessEngineTargets
    LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT Engine NAMELINK_COMPONENT Development
    FILE_SET HEADERS DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT Development)
install(EXPORT AxessEngineTargets NAMESPACE Axess:: DESTINATION ${package} COMPONENT Development)
if(TARGET AxessMetrics)
    install(TARGETS AxessMetrics EXPORT AxessMetricsTargets
        LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT Metrics NAMELINK_COMPONENT Development
        FILE_SET HEADERS DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT Development)
    install(EXPORT AxessMetricsTargets NAMESPACE Axess:: DESTINATION ${package} COMPONENT Development)
endif()

configure_package_config_file(cmake/AxessConfig.cmake.in AxessConfig.cmake
    INSTALL_DESTINATION ${package}
    PATH_VARS AXESS_INSTALL_PLUGINDIR)
write_basic_package_version_file(AxessConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES
        ${PROJECT_BINARY_DIR}/AxessConfig.cmake
        ${PROJECT_BINARY_DIR}/AxessConfigVersion.cmake
    DESTINATION ${package} COMPONENT Development)
