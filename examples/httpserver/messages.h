// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <axess/requestcontext.h>

#include <QtCore/QString>
#include <QtCore/QUrlQuery>

#include <optional>

/// What the shop reads of a request. A value, so that it can go to another thread.
struct ShopRequest
{
    bool isPost = false;
    QString path;
    QByteArray cookies; ///< The Cookie header.
    QByteArray origin; ///< Empty if the browser sent none.
    QByteArray host;
    QUrlQuery form; ///< Of a POST.
    Axess::RequestContext context;
};

/// What the shop answers.
struct ShopAnswer
{
    int status = 200;
    QByteArray body = {};
    QByteArray type = "text/html; charset=utf-8";
    QByteArray location = {}; ///< Where a 303 leads.
    std::optional<QByteArray> setCookie = {};
    int retryAfter = 0; ///< Seconds; 0 = no such header.
};
