// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "jobs/storejob.h"
#include "keys/keyorders.h"
#include "keys/keyspage.h"

#include <QtCore/qpointer.h>

namespace Axess {

class JobsModel;
class KeyDialog;
class MessageStrip;
class RotationWizard;

/// What is done to keys: asks, acts, and tells what became of it. Long acts stand in the Jobs dock.
class KeyFlow : public QObject
{
    Q_OBJECT

public:
    KeyFlow(Console &console, MessageStrip &strip, JobsModel &jobs, QWidget *window);

    void ask(KeyAct act, const KeySight &sight, const std::optional<KeyUse> &use);
    /// Shows the rotation that stands in the store: this one, and only looks at it.
    void attach(const JobInfo &unfinished);
    void show(StoreJob *rotation);

Q_SIGNALS:
    void started(); ///< The newest job stands first.
    void changed(); ///< The ring, or what rests on its keys.

private:
    using Store = std::shared_ptr<SessionStore>;
    using Change = std::function<Result<KeyChange>(const Store &)>;

    void askRotation(const KeySight &sight);
    void askAdd();
    void askActivate(const KeySight &sight, const KeyUse &use);
    void askRetire(const KeyUse &use);
    void askCompromise(const KeyUse &use);
    void askRootKey(const KeySight &sight);
    void open(KeyDialog *dialog, const std::function<void()> &decided);
    /// `told` is what is said once it was done; %1 the key.
    void change(GatedAct act, const Change &change, const QString &told);
    void changeAtLength(GatedAct act, const Change &change, const QString &told);
    void tell(const Result<KeyChange> &change, const QString &told);
    void tellFailure(const Error &error);
    void tellCompromise(const CompromiseOrder &order, const CompromiseReport &report);
    StoreJob *rotate(const RotationOrder &order);
    StoreJob::Order made(const RotationOrder &order) const;
    StoreJob::Order made(const CompromiseOrder &order) const; ///< Its log-out.
    StoreJob *begin(const StoreJob::Order &order);
    void verify();
    void add(DockJob *job);

    Console &m_console;
    MessageStrip &m_strip;
    JobsModel &m_jobs;
    QWidget *m_window;
    QPointer<RotationWizard> m_wizard;
};

} // namespace Axess
