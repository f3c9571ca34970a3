// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/page.h"

#include <QtCore/qtimer.h>

namespace Axess {

class FactCard;
class FindingList;
class FactSheet;
class Panel;

/// How the store stands: counts, health, keys, and what needs attention.
class OverviewPage : public Page
{
    Q_OBJECT

public:
    explicit OverviewPage(Console &console, QWidget *parent = nullptr);

    void refresh() override;
    bool isSettled() const override { return m_known == AllParts; }

    const FindingList &attention() const { return *m_attention; }
    const FactCard &liveCard() const { return *m_live; }

private:
    enum Part : quint8 { Statistics = 1, Health = 2, Keys = 4, Findings = 8, Instances = 16, AllParts = 31 };

    QLayout *countCards();
    QLayout *storeCards();
    Panel *attentionPanel();
    Panel *keysPanel();
    void ask();
    void showStatistics(const Result<StoreStatistics> &statistics);
    void showHealth(const StoreHealth &health);
    void showKeys(const Result<QList<KeyInfo>> &keys);
    void showFindings(const Result<QList<Finding>> &findings);
    void showInstances(const Result<QList<InstanceInfo>> &instances);
    void showKeyShares();
    FactCard *card(const QString &icon, const QString &title, const QString &name, int page);
    template<typename Answer>
    void take(QFuture<Answer> answer, Part part, void (OverviewPage::*shown)(const Answer &));

    FactCard *m_live;
    FactCard *m_signedIn;
    FactCard *m_guests;
    FactCard *m_revoked;
    FactCard *m_expired;
    FactCard *m_health;
    FactCard *m_latency;
    FactCard *m_sealing;
    FactCard *m_instances;
    FindingList *m_attention;
    FindingList *m_keyShares;
    std::optional<StoreStatistics> m_statistics;
    QList<KeyInfo> m_keys;
    QTimer m_timer;
    quint8 m_known = 0; ///< Parts that were answered at least once.
    quint8 m_pending = 0; ///< Parts that this round still waits for.
};

} // namespace Axess
