// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "overview/attention.h"
#include "pages/page.h"

#include <axess/auditreader.h>
#include <axess/liverates.h>

#include <QtCore/qtimer.h>

class QPushButton;

namespace Axess {

class FactCard;
class FindingList;
class Panel;

/// How the store stands: what happens in it, health, keys, what needs attention, and what was done last.
///
/// Counts nothing by itself: what reads the sessions waits for its button.
class OverviewPage : public Page
{
    Q_OBJECT

public:
    static constexpr int ActsShown = 5;
    static constexpr qint64 MostCounted = 200'000; ///< Sessions, when it is asked for.

    explicit OverviewPage(Console &console, QWidget *parent = nullptr);

    void refresh() override;
    bool isSettled() const override { return m_known == AllParts && !m_isCounting; }

    const FindingList &attention() const { return *m_attention; }
    const FactCard &liveCard() const { return *m_live; }

private:
    enum Part : quint8 { Health = 1, Keys = 2, Findings = 4, Instances = 8, Long = 16, AllParts = 31 };

    /// What is read one after the other, behind the others: a console must not be what keeps a store busy.
    struct LongLook
    {
        Result<LiveSample> sample;
        Result<QList<JobInfo>> jobs;
        Result<AuditPage> acts;
    };

    QLayout *topRow();
    QLayout *happeningCards();
    QLayout *storeCards();
    Panel *attentionPanel();
    Panel *sharesPanel();
    Panel *actsPanel();
    void ask();
    void lookLong();
    void showLong(const LongLook &look);
    void count();
    void showCount(const Result<StoreStatistics> &statistics);
    void showSample(const Result<LiveSample> &sample);
    void showRates(const LivePoint &point);
    void showHealth(const StoreHealth &health);
    void showKeys(const Result<QList<KeyInfo>> &keys);
    void showFindings(const Result<QList<Finding>> &findings);
    void showInstances(const Result<QList<InstanceInfo>> &instances);
    void showJobs(const Result<QList<JobInfo>> &jobs);
    void showActs(const Result<AuditPage> &acts);
    void showShares();
    void showSweep();
    void showAttention();
    FactCard *card(const QString &icon, const QString &title, const QString &name, int page);
    template<typename Answer>
    void take(QFuture<Answer> answer, Part part, void (OverviewPage::*shown)(const Answer &));

    FactCard *m_live;
    FactCard *m_begun;
    FactCard *m_ended;
    FactCard *m_lost;
    FactCard *m_failures;
    FactCard *m_health;
    FactCard *m_answers;
    FactCard *m_sweep;
    FactCard *m_sealing;
    FactCard *m_instances;
    QPushButton *m_count;
    FindingList *m_attention;
    FindingList *m_keyShares;
    FindingList *m_acts;
    std::optional<StoreStatistics> m_statistics;
    qint64 m_countedAt = 0;
    AttentionFacts m_facts;
    LiveRates m_rates;
    qint64 m_ping = 0; ///< Microseconds.
    QTimer m_timer;
    quint8 m_known = 0; ///< Parts that were answered at least once.
    quint8 m_pending = 0; ///< Parts that this round still waits for.
    bool m_isCounting = false;
};

} // namespace Axess
