// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/overviewpage.h"

#include "app/timetexts.h"
#include "widgets/factcard.h"

#include <QtCore/qlocale.h>
#include <QtWidgets/qpushbutton.h>

#include <algorithm>

namespace Axess {

using namespace Qt::StringLiterals;

namespace {

QString number(qint64 value, bool exact)
{
    const QString text = QLocale().toString(value);
    return exact ? text : u"≥ "_s + text;
}

} // namespace

void OverviewPage::count()
{
    if (std::exchange(m_isCounting, true))
        return;
    m_count->setEnabled(false);
    m_live->set(u"…"_s, tr("counting"));
    console()
        .lookAtLength(
            [](const std::shared_ptr<SessionStore> &store) { return store->statistics(MostCounted); })
        .then(this, [this](const Result<StoreStatistics> &statistics) {
            m_isCounting = false;
            m_count->setEnabled(true);
            showCount(statistics);
        });
}

void OverviewPage::showCount(const Result<StoreStatistics> &statistics)
{
    if (!statistics) {
        m_live->set(u"–"_s, Texts::problem(statistics.error()), Tone::Attention);
        return;
    }
    m_statistics = *statistics;
    m_countedAt = console().now();
    const QString at = tr("%1 guests, of %2 that are kept, as of %3")
                           .arg(number(statistics->guests, statistics->exact),
                                number(statistics->sessions, statistics->exact),
                                TimeTexts::brief(m_countedAt, m_countedAt));
    m_live->set(number(statistics->live, statistics->exact), at, Tone::Good);
    showShares();
}

void OverviewPage::showShares()
{
    if (!m_statistics)
        return;
    const StoreStatistics &statistics = *m_statistics;
    const QList<KeyInfo> keys = m_facts.keys ? m_facts.keys->value_or(QList<KeyInfo>()) : QList<KeyInfo>();
    const qint64 all = std::max<qint64>(1, statistics.sessions);
    QList<FindingList::Line> lines;
    QList<quint32> ids = statistics.byKey.keys();
    std::ranges::sort(ids, {}, [&](quint32 id) { return -statistics.byKey.value(id); });
    for (const quint32 id : std::as_const(ids)) {
        const auto known = std::ranges::find(keys, id, &KeyInfo::id);
        const QString state = known == keys.cend() ? QString() : Texts::keyState(known->state);
        const QString name = id == 0 ? tr("Not encrypted") : tr("Key %1").arg(Texts::keyId(id));
        const QString share
            = QLocale().toString(100.0 * double(statistics.byKey.value(id)) / double(all), 'f', 1);
        const QString sentence = state.isEmpty() ? name : tr("%1, %2", "key and its state").arg(name, state);
        lines.append(
            {id == 0 ? Tone::Attention : Tone::Info, sentence,
             tr("%1 % of the sessions (%2)").arg(share, QLocale().toString(statistics.byKey.value(id)))});
    }
    if (lines.isEmpty())
        lines.append({Tone::Neutral, tr("No sessions yet."), {}});
    m_keyShares->show(lines);
}

} // namespace Axess
