# SPDX-FileCopyrightText: 2026 The Axess authors
# SPDX-License-Identifier: Apache-2.0

# The packages: which component each holds, and what of other packages it needs that dpkg-shlibdeps cannot see,
# because it is opened while the program runs.

# Packages of one tree belong together; until 1.0 each version may change the library.
set(same "(= ${PROJECT_VERSION})")
set(is "Axess is an embeddable session engine for application servers written
with Qt: sessions are encrypted at rest, cannot be brought back to life once
ended, and are listed per user on every kind of store.")

# CPack would write scripts that call ldconfig, which the trigger does; that it is told of two that are not there keeps
# it from that.
axess_package(Engine libaxess0
    SECTION libs
    SUMMARY "session engine for Qt application servers - library"
    DESCRIPTION "${is}

This package contains the library. Stores in memory are built in, and
others are plugins in packages of their own."
    DEPENDS libqca-qt6-plugins
    RECOMMENDS axess-plugin-sqlite
    LIBRARY libaxess
    CONTROL ../triggers ../no/postinst ../no/postrm)
if(TARGET AxessMetrics)
    set(metrics "libaxess-metrics0 ${same}")
    axess_package(Metrics libaxess-metrics0
        SECTION libs
        SUMMARY "session engine for Qt application servers - Prometheus library"
        DESCRIPTION "${is}

This package contains the library that gives an engine's numbers to
Prometheus."
        DEPENDS "libaxess0 ${same}"
        LIBRARY libaxess-metrics
        CONTROL ../triggers ../no/postinst ../no/postrm)
endif()
axess_package(Development libaxess-dev
    SECTION libdevel
    SUMMARY "session engine for Qt application servers - development files"
    DESCRIPTION "${is}

This package contains the headers, how CMake and pkg-config find them, and
axess-conformance, which tries a backend of one's own."
    DEPENDS "libaxess0 ${same}" ${metrics} "qt6-base-dev (>= 6.8)"
    RECOMMENDS axess-plugin-sqlite
    SUGGESTS prometheus-cpp-dev)

macro(axess_plugin_package backend name shown)
    if(TARGET axess_${backend})
        axess_package(Plugin_${backend} axess-plugin-${name}
            SECTION libs
            SUMMARY "session engine for Qt application servers - ${name} stores"
            DESCRIPTION "${is}

This package contains the plugin that keeps sessions in ${shown}."
            DEPENDS "libaxess0 ${same}" ${ARGN})
    endif()
endmacro()
axess_plugin_package(sqlite sqlite SQLite libqt6sql6-sqlite)
axess_plugin_package(postgres postgresql PostgreSQL libqt6sql6-psql)
axess_plugin_package(mysql mysql "MySQL or MariaDB" libqt6sql6-mysql)
axess_plugin_package(valkey valkey "Valkey or Redis")

set(plugins axess-plugin-sqlite axess-plugin-postgresql axess-plugin-mysql axess-plugin-valkey)
if(TARGET axessctl)
    axess_package(Cli axess-cli
        SECTION admin
        SUMMARY "command line that looks after a store of sessions"
        DESCRIPTION "${is}

This package contains axessctl, which makes stores, lists and ends sessions,
rotates keys, moves a store to another server, and says what is wrong with
it."
        DEPENDS "libaxess0 ${same}" ${metrics}
        RECOMMENDS ${plugins})
    axess_package(Worker axess-worker
        SECTION admin
        SUMMARY "service that works off jobs and sweeps of a store of sessions"
        DESCRIPTION "${is}

This package contains a service that works beside the applications. It is
started by hand, once it was told which store it is for."
        DEPENDS "axess-cli ${same}"
        RECOMMENDS systemd
        CONTROL conffiles postinst prerm postrm)
endif()
if(TARGET axess-console)
    axess_package(Console axess-console
        SECTION admin
        LICENCE GPL-3.0-or-later
        SUMMARY "window on a store of sessions, for operators and support"
        DESCRIPTION "${is}

This package contains the console, which finds sessions, logs them out with
a grace in which that can be undone, and shows why one ended."
        DEPENDS "libaxess0 ${same}" qt6-svg-plugins qt6-translations-l10n
        RECOMMENDS ${plugins} qt6-wayland
        SUGGESTS "gnome-keyring | kwalletmanager | keepassxc-full")
endif()
