// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "readiness.h"

#include <QtHttpServer/QHttpServer>

enum class Insight : quint8 {
    None,
    /// Numbers, and why the shop is not ready, for requests from this machine. A proxy there that does not
    /// say for whom it asks is taken for this machine.
    ThisMachine,
};

/// What machines ask a shop: whether it lives, whether it is ready for visitors, what it has counted.
///
/// None of them asks the store, and none knows a visitor.
class OperatorPages
{
public:
    OperatorPages(std::shared_ptr<Axess::SessionStore> store, Insight insight);

    void addTo(QHttpServer &server);

private:
    bool isForOperators(const QHttpServerRequest &request) const;
    QHttpServerResponse ready(const QHttpServerRequest &request) const;
    QHttpServerResponse metrics(const QHttpServerRequest &request) const;

    const std::shared_ptr<Axess::SessionStore> m_store;
    const Insight m_insight;
    const Readiness m_readiness;
};
