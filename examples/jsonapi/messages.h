// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <axess/clientinfo.h>

#include <QtCore/QByteArrayList>
#include <QtCore/QString>

/// What the API reads of a request. A value, so that it can go to another thread.
struct ApiRequest
{
    QByteArray method; ///< In capitals; empty if nobody knows it.
    QByteArray host;
    QString path;
    QByteArrayList authorization; ///< Each Authorization header.
    QByteArray contentType;
    QByteArray ifMatch;
    QByteArray body;
    Axess::ClientInfo client;
};

/// What the API answers.
struct ApiAnswer
{
    int status = 200;
    QByteArray body = {};
    QByteArray type = "application/json";
    QByteArray challenge = {}; ///< WWW-Authenticate; empty = none.
    QByteArray entityTag = {};
    QByteArray allow = {};
    int retryAfter = 0; ///< Seconds; 0 = no such header.
};
