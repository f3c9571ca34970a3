// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QtCore/QString>

#include <thread>

/// Something on a port of this machine that is no store: answers every connection with a text and closes it.
class Stranger
{
public:
    explicit Stranger(QByteArray text);
    ~Stranger();
    Q_DISABLE_COPY_MOVE(Stranger)

    QString url(const QString &scheme) const;

private:
    void serve();

    QByteArray m_text;
    int m_listener;
    int m_port = 0;
    std::jthread m_thread;
};
