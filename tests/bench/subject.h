// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QtCore/qstring.h>

#include <chrono>
#include <memory>
#include <optional>

/// What is measured. `Cycle` and `Page` have no raw counterpart.
enum class Operation { Load, Save, Touch, Cycle, Page };
QString operationName(Operation operation);

inline constexpr int PayloadBytes = 1024;

/// One thread's share of a subject. Operations answer false when the answer was not the right one.
class Caller
{
public:
    virtual ~Caller() = default;
    virtual bool perform(Operation operation) = 0;
};

/// Something that stores sessions: a raw loop over a driver, or the engine. Made full of rows.
class Subject
{
public:
    virtual ~Subject() = default;

    virtual QString name() const = 0;
    virtual bool can(Operation operation) const = 0;
    /// Operations a second of callers that are no threads; nothing where each is one. 0 if any answer was
    /// wrong.
    virtual std::optional<double> measure(Operation, int /*callers*/, std::chrono::milliseconds)
    {
        return std::nullopt;
    }
    /// Of `callers`; each works on rows of its own, so that no conflict is measured. Called in the caller's
    /// thread.
    virtual std::unique_ptr<Caller> caller(int index, int callers) = 0;
};
