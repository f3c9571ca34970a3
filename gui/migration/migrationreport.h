// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "migration/migrationjob.h"

namespace Axess {

/// What was done in one wizard, step by step, to be kept. Without passwords.
class MigrationReport
{
    Q_DECLARE_TR_FUNCTIONS(Axess::MigrationReport)

public:
    void begin(const MigrationOrder &order, const QString &preflight, qint64 at);
    void add(const MigrationJob &job, qint64 at);
    bool isEmpty() const { return m_entries.isEmpty(); }

    QString text(const QStringList &afterwards) const;
    QByteArray json() const;

private:
    struct Entry
    {
        qint64 at = 0; ///< When it ended, UTC milliseconds.
        QString title;
        QString state;
        QString result;
        QString problem;
        QString line; ///< Of axessctl.
        QMap<QString, qint64> counts;
    };

    MigrationOrder m_order;
    QString m_preflight;
    qint64 m_begun = 0;
    QList<Entry> m_entries;
};

} // namespace Axess
