// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "trial.h"

#include "freshstore.h"
#include "storefixture.h"
#include "verify.h"

#include <QtCore/QTextStream>

using namespace Axess;
using namespace Qt::StringLiterals;

namespace {

constexpr int Patience = 60'000; // For servers and threads on a machine that does much else.

} // namespace

void Trial::addSetUps(const QString &byDefault)
{
    QTest::addColumn<QString>("setUp");
    for (const QString &setUp : FreshStore::asked(byDefault))
        QTest::addRow("%s", qPrintable(setUp)) << setUp;
}

void Trial::start(const QStringList &options, const QString &disk)
{
    QFETCH_GLOBAL(const QString, setUp);
    TAKE(place, HarmedStore::start(setUp, options, disk));
    m_place = std::move(place);
    // What is made once and kept, such as the libraries' own descriptors, is no leak.
    VERIFY_OK(m_place->initialise());
}

void Trial::stop()
{
    m_crew.reset();
    m_store.reset();
    m_place.reset();
}

void Trial::goThrough(const std::function<void()> &harm, const Codes &explained, const QString &urlOptions)
{
    if (m_place->proxy())
        QTRY_COMPARE_WITH_TIMEOUT(m_place->proxy()->connections(), 0, Patience);
    const Holdings before = Holdings::settled();
    TAKE(opened, m_place->open(urlOptions));
    m_store = opened;
    opened.reset();
    TAKE(witness, m_store->save(guestRow()));
    m_witness = witness.token;
    m_crew = std::make_unique<Crew>(m_store, HarmedStore::CallDeadline, explained);
    QVERIFY(QTest::qWaitFor([&] { return m_crew->allWork(); }, Patience));
    harm();
    m_crew->allWork();
    const bool allWork = QTest::qWaitFor([&] { return m_crew->allWork(); }, Patience);
    m_crew->finish();
    m_verdict = m_crew->judge();
    m_crew.reset();
    m_store.reset();

    QTextStream(stdout) << QTest::currentTestFunction() << ": " << m_verdict.text() << Qt::endl;
    for (const auto &[code, sentences] : m_verdict.sentences.asKeyValueRange())
        QTextStream(stdout) << "  " << errorCodeName(code) << ": " << sentences.join(u"\n    "_s) << Qt::endl;
    QVERIFY(allWork);
    QVERIFY(m_verdict.isInnocent());
    QTRY_COMPARE_LE_WITH_TIMEOUT(Holdings::now().threads, before.threads, Patience);
    QTRY_COMPARE_LE_WITH_TIMEOUT(Holdings::now().descriptors, before.descriptors, Patience);
    if (m_place->proxy())
        QTRY_COMPARE_WITH_TIMEOUT(m_place->proxy()->connections(), 0, Patience);
}

void Trial::awaitRefusals(int count)
{
    const qint64 before = m_crew->refused();
    QVERIFY(QTest::qWaitFor([&] { return m_crew->refused() >= before + count; }, Patience));
}

void Trial::expectReads()
{
    for (int i = 0; i < 20; ++i) {
        TAKE(loaded, m_store->load(m_witness));
        QVERIFY(loaded.has_value());
    }
}
