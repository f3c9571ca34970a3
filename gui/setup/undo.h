// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QtCore/qtclasshelpermacros.h>

#include <functional>
#include <utility>
#include <vector>

namespace Axess {

/// How to undo what was done so far, the last first; it happens unless everything succeeded.
class Undo
{
public:
    Undo() = default;
    ~Undo()
    {
        while (!m_steps.empty()) {
            m_steps.back()();
            m_steps.pop_back();
        }
    }
    Q_DISABLE_COPY_MOVE(Undo)

    void add(std::function<void()> step) { m_steps.push_back(std::move(step)); }
    void keepAll() { m_steps.clear(); }

private:
    std::vector<std::function<void()>> m_steps;
};

} // namespace Axess
