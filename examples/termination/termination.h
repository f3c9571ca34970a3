// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QtCore/QObject>

/// Turns SIGTERM and SIGINT into a signal of the event loop. One a program.
class Termination : public QObject
{
    Q_OBJECT

public:
    explicit Termination(QObject *parent = nullptr);

Q_SIGNALS:
    void asked();
};
