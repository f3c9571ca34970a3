// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "readiness.h"

#include <QtHttpServer/QHttpServer>

/// What machines ask a shop: whether it lives, whether it is ready for visitors, what it has counted.
///
/// None of them asks the store, and none knows a visitor.
class OperatorPages
{
public:
    explicit OperatorPages(std::shared_ptr<Axess::SessionStore> store);

    void addTo(QHttpServer &server);

private:
    QHttpServerResponse ready() const;
    QHttpServerResponse metrics(const QHttpServerRequest &request) const;

    const std::shared_ptr<Axess::SessionStore> m_store;
    const Readiness m_readiness;
};
