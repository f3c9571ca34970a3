// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include <axess/backendregistry.h>

#include "axesstest.h"

#include <QtCore/qfile.h>

using namespace Axess;
using namespace Qt::StringLiterals;

/// Whether docs/backends.md says of the backends what they say of themselves.
class TestCapabilities : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void theMatrixInTheDocsIsThePlugins(); // Promise: 10

private:
    static QString line(const QString &title, const QList<BackendDescriptor> &backends,
                        const std::function<QString(const BackendDescriptor &)> &cell)
    {
        QString text = u"| "_s + title + u" |"_s;
        for (const BackendDescriptor &backend : backends)
            text += u" "_s + cell(backend) + u" |"_s;
        return text.replace(u"|  |"_s, u"| |"_s) + u"\n"_s;
    }
    static QString matrix(const QList<BackendDescriptor> &backends);
};

QString TestCapabilities::matrix(const QList<BackendDescriptor> &backends)
{
    const auto has = [](const QString &capability) {
        return [capability](const BackendDescriptor &backend) {
            return backend.has(capability) ? u"yes"_s : u"no"_s;
        };
    };
    return line({}, backends, [](const BackendDescriptor &backend) { return backend.displayName; })
        + u"|---"_s.repeated(backends.size() + 1) + u"|\n"_s
        + line(u"scheme of the URL"_s, backends,
               [](const BackendDescriptor &backend) { return u"`%1`"_s.arg(backend.backend); })
        + line(u"outlives the program"_s, backends, has(u"persistent"_s))
        + line(u"shared by several hosts"_s, backends, has(u"clusterSafe"_s))
        + line(u"reclaims space by itself"_s, backends, has(u"nativeTtl"_s))
        + line(u"has a schema to initialise"_s, backends, has(u"schema"_s))
        + line(u"TLS"_s, backends, has(u"tls"_s))
        + line(u"may evict under pressure"_s, backends, has(u"evicts"_s));
}

void TestCapabilities::theMatrixInTheDocsIsThePlugins()
{
    const BackendRegistry registry;
    QCOMPARE(registry.backends().size(), 5);

    QFile file(qEnvironmentVariable("AXESS_SOURCE_DIR") + u"/docs/backends.md"_s);
    QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(file.errorString()));
    const QString text = QString::fromUtf8(file.readAll());
    const QString begin = u"<!-- capabilities: begin -->\n"_s;
    const auto from = text.indexOf(begin);
    const auto until = text.indexOf(u"<!-- capabilities: end -->"_s);
    QVERIFY(from >= 0 && until > from);
    QCOMPARE(text.mid(from + begin.size(), until - from - begin.size()), matrix(registry.backends()));
}

QTEST_GUILESS_MAIN(TestCapabilities)
#include "tst_capabilities.moc"
