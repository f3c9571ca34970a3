// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/result.h>

#include <QtCore/QStringList>

#include <chrono>

/// What somebody wants tried, as said on the command line.
struct KitOptions
{
    enum class Action { Try, ListTopics, Help, Version };

    Action action = Action::Try;
    QString url; ///< With {store} where the name of a store goes.
    QStringList pluginFolders;
    QStringList topics; ///< All, unless told otherwise.
    int rounds = 200; ///< Of each race.
    std::chrono::seconds deadline {120}; ///< Of each case.
    QString makeCommand; ///< Run before a store is used and after, with {store} replaced.
    QString dropCommand;
    bool isJson = false;

    /// InvalidArgument with a sentence.
    static Axess::Result<KitOptions> parse(const QStringList &arguments);
    static QString help();

    /// What the processes that run the cases need to know, in their environment.
    void toEnvironment() const;
};
