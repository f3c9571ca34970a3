// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "serverprocess.h"

#include <QtCore/QRegularExpression>
#include <QtTest/qtest.h>

using namespace Qt::StringLiterals;

ServerProcess::ServerProcess(const QString &program)
    : m_program(program)
{
    m_process.setProcessChannelMode(QProcess::MergedChannels);
}

bool ServerProcess::start(const QString &storeUrl, const QStringList &options)
{
    m_process.start(
        m_program,
        QStringList {u"--store"_s, storeUrl, u"--root-key-file"_s, rootKeyFile(), u"--port"_s, u"0"_s}
            + options);
    static const QRegularExpression pattern(u"\\w+://127.0.0.1:(\\d+)/"_s);
    QString said;
    const auto isOpen = [&] {
        said += QString::fromUtf8(m_process.readAll());
        return pattern.match(said).hasMatch();
    };
    const bool hasSpoken
        = QTest::qWaitFor([&] { return isOpen() || m_process.state() == QProcess::NotRunning; }, 60'000);
    m_complaint = said + m_process.errorString();
    if (!hasSpoken || !isOpen())
        return false;
    m_port = pattern.match(said).captured(1).toUShort();
    return true;
}

std::optional<int> ServerProcess::stop()
{
    m_process.terminate();
    const bool hasEnded
        = QTest::qWaitFor([this] { return m_process.state() == QProcess::NotRunning; }, 20'000);
    if (!hasEnded || m_process.exitStatus() != QProcess::NormalExit)
        return std::nullopt;
    return m_process.exitCode();
}
