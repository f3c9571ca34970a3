// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "keys/keyflow.h"

#include "jobs/jobsmodel.h"
#include "keys/compromisedialog.h"
#include "keys/keyadddialog.h"
#include "keys/keytexts.h"
#include "keys/keyverification.h"
#include "keys/rootkeydialog.h"
#include "keys/rotationwizard.h"
#include "widgets/messagestrip.h"

namespace Axess {

using namespace Qt::StringLiterals;

KeyFlow::KeyFlow(Console &console, MessageStrip &strip, JobsModel &jobs, QWidget *window)
    : QObject(window)
    , m_console(console)
    , m_strip(strip)
    , m_jobs(jobs)
    , m_window(window)
{ }

void KeyFlow::ask(KeyAct act, const KeySight &sight, const std::optional<KeyUse> &use)
{
    switch (act) {
    case KeyAct::Rotate:
        return askRotation(sight);
    case KeyAct::Add:
        return askAdd();
    case KeyAct::Verify:
        return verify();
    case KeyAct::ChangeRootKey:
        return askRootKey(sight);
    case KeyAct::Activate:
    case KeyAct::Retire:
    case KeyAct::Compromise:
        break;
    }
    if (!use)
        return;
    if (act == KeyAct::Activate)
        askActivate(sight, *use);
    else if (act == KeyAct::Retire)
        askRetire(*use);
    else
        askCompromise(*use);
}

void KeyFlow::open(KeyDialog *dialog, const std::function<void()> &decided)
{
    connect(dialog, &KeyDialog::decided, this, decided);
    dialog->open();
}

void KeyFlow::askRotation(const KeySight &sight)
{
    if (m_wizard)
        m_wizard->close();
    auto *wizard = new RotationWizard(m_console, sight, m_window);
    m_wizard = wizard;
    connect(wizard, &RotationWizard::decided, this, [this, wizard](const RotationOrder &order) {
        StoreJob *job = rotate(order);
        if (order.isDryRun)
            wizard->followTrial(job);
        else
            wizard->follow(job, order);
    });
    wizard->show();
}

// By its id: what the page saw may be long ago, and looking must begin nothing.
void KeyFlow::attach(const JobInfo &unfinished)
{
    for (int row = 0; row < m_jobs.rowCount(); ++row) {
        auto *job = qobject_cast<StoreJob *>(m_jobs.job(row));
        if (job && job->job().id == unfinished.id) {
            show(job);
            return;
        }
    }
    RotationOrder order;
    if (const auto progress = RotationProgress::of(unfinished)) {
        order.purpose = progress->purpose;
        order.isLazy = progress->isLazy;
    }
    StoreJob::Order found = made(order);
    found.isLeft = true;
    found.isFound = true;
    found.submit = [id = unfinished.id](const Store &store) { return Jobs(store).find(id); };
    show(begin(found));
}

void KeyFlow::show(StoreJob *rotation)
{
    if (m_wizard && m_wizard->followed() == rotation) {
        m_wizard->raise();
        m_wizard->activateWindow();
        return;
    }
    if (m_wizard)
        m_wizard->close();
    m_wizard = new RotationWizard(m_console, {}, m_window);
    m_wizard->follow(rotation);
    m_wizard->show();
}

StoreJob::Order KeyFlow::made(const RotationOrder &order) const
{
    StoreJob::Order made;
    made.title = order.isDryRun        ? tr("Trial of a rotation")
        : order.purpose == "cookie"_L1 ? tr("Rotation of the cookies' key")
                                       : tr("Rotation of the sessions' key");
    made.act = GatedAct::TurnKeys;
    made.isLeft = order.isLeft;
    made.line = order.line(m_console.address());
    made.submit = [order](const Store &store) { return order.submit(store); };
    made.progress = &KeyTexts::rotationProgress;
    made.result = &KeyTexts::rotationResult;
    return made;
}

StoreJob *KeyFlow::rotate(const RotationOrder &order)
{
    return begin(made(order));
}

StoreJob *KeyFlow::begin(const StoreJob::Order &order)
{
    auto *job = new StoreJob(m_console, order);
    add(job);
    job->start();
    return job;
}

void KeyFlow::add(DockJob *job)
{
    m_jobs.add(job);
    connect(job, &DockJob::finished, this, [this, job] {
        QStringList parts {job->title(), job->stateText(), job->problemText(), job->resultText()};
        parts.removeAll(QString());
        m_strip.show(parts.join(u" · "_s), job->tone());
        Q_EMIT changed();
    });
    Q_EMIT started();
}

void KeyFlow::verify()
{
    auto *job = new KeyVerificationJob(m_console);
    add(job);
    job->start();
}

void KeyFlow::askAdd()
{
    auto *dialog = new KeyAddDialog(m_console, m_window);
    open(dialog, [this, dialog] {
        change(
            GatedAct::TurnKeys,
            [purpose = dialog->purpose()](const Store &store) { return Keys(store).stage(purpose); },
            tr("Key %1 stands staged. All instances learn of it; Activate puts it to use."));
    });
}

void KeyFlow::askActivate(const KeySight &sight, const KeyUse &use)
{
    const QString id = Texts::keyId(use.key.id);
    KeyQuestion question {.title = tr("Activate a key"),
                          .heading = tr("Key %1 seals from now on").arg(id),
                          .sentences
                          = {tr("The one before opens only. What it sealed stays as it is until it "
                                "is sealed anew: by Rotate, or as it is saved.")},
                          .warnings = {},
                          .act = tr("Activate"),
                          .typed = {},
                          .gated = GatedAct::TurnKeys,
                          .isDanger = false};
    for (const QString &instance : use.unaware)
        question.warnings.append(
            tr("%1 does not know this key yet. It reads the ring once more when it meets it.").arg(instance));
    if (sight.informed() < sight.instances.size())
        question.warnings.append(tr("%n instance(s) do not tell which keys they know.", nullptr,
                                    int(sight.instances.size() - sight.informed())));
    if (m_console.environment() == Environment::Production)
        question.typed = u"%1@%2"_s.arg(id, m_console.shortName());
    open(new PlainKeyDialog(m_console, question, KeyLine(m_console.address()).activate(use.key.id), m_window),
         [this, key = use.key.id] {
             change(
                 GatedAct::TurnKeys, [key](const Store &store) { return Keys(store).activate(key); },
                 tr("Key %1 seals from now on."));
         });
}

void KeyFlow::askRetire(const KeyUse &use)
{
    const QString id = Texts::keyId(use.key.id);
    KeyQuestion question {.title = tr("Retire a key"),
                          .heading = tr("Key %1 is no longer needed").arg(id),
                          .sentences = {tr("Every session is read first. It is refused while one is sealed "
                                           "under this key, or does not open. A retired key still opens what "
                                           "was overlooked, and is forgotten when no session of its time can "
                                           "live any more.")},
                          .warnings = {},
                          .act = tr("Retire"),
                          .typed = u"%1@%2"_s.arg(id, m_console.shortName()),
                          .gated = GatedAct::EndKeys,
                          .isDanger = true};
    if (use.sessions > 0)
        question.warnings.append(
            tr("%n session(s) are sealed under it: rotate first.", nullptr, int(use.sessions)));
    open(new PlainKeyDialog(m_console, question, KeyLine(m_console.address()).retire(use.key.id), m_window),
         [this, key = use.key.id] {
             changeAtLength(
                 GatedAct::EndKeys, [key](const Store &store) { return Keys(store).retire(key); },
                 tr("Key %1 is retired."));
         });
}

// One act on a worker: it is done whole, also when the window is closed meanwhile.
void KeyFlow::askCompromise(const KeyUse &use)
{
    auto *dialog = new CompromiseDialog(m_console, use, m_window);
    open(dialog, [this, dialog] {
        const CompromiseOrder order = dialog->order();
        m_console
            .actAtLength(GatedAct::EndKeys, [order](const Store &store) { return order.carryOut(store); })
            .then(this, [this, order](const Result<CompromiseReport> &done) {
                if (done)
                    tellCompromise(order, *done);
                else
                    tellFailure(done.error());
            });
    });
}

void KeyFlow::tellCompromise(const CompromiseOrder &order, const CompromiseReport &report)
{
    const QString key = Texts::keyId(report.change.id);
    const QString done = report.change.id != order.key ? tr("Key %1 seals now.").arg(key)
                                                       : tr("Key %1 is marked as compromised.").arg(key);
    m_strip.show(
        tr("%1 Change the root key when this is done: who had a data key may have had it.").arg(done),
        Tone::Good);
    // What stands in the store is followed; what could not be submitted is tried once more, and a line of its
    // own says what became of it.
    const auto follow = [this](StoreJob::Order made, const std::optional<Result<JobInfo>> &part) {
        if (!part)
            return;
        if (*part)
            made.submit = [id = (*part)->id](const Store &store) { return Jobs(store).find(id); };
        begin(made);
    };
    follow(made(order), report.revocation);
    follow(made(order.rotation()), report.rotation);
    Q_EMIT changed();
}

StoreJob::Order KeyFlow::made(const CompromiseOrder &order) const
{
    StoreJob::Order made;
    made.title = order.before ? tr("Log-out of who began before the key was lost")
                              : tr("Log-out of everybody, since a key was lost");
    made.act = GatedAct::EndKeys;
    made.line = order.line(m_console.address());
    made.submit = [order](const Store &store) { return RevokeSessions(store).submit(order.revocation()); };
    made.progress = &KeyTexts::revocationProgress;
    made.result = &KeyTexts::revocationResult;
    return made;
}

void KeyFlow::askRootKey(const KeySight &sight)
{
    auto *dialog = new RootKeyDialog(m_console, sight, m_window);
    open(dialog, [this, dialog] {
        const RootKey rootKey = RootKey::fromFile(dialog->file());
        if (dialog->finishes())
            change(
                GatedAct::EndKeys,
                [rootKey](const Store &store) { return Keys(store).finishRootKey(rootKey); },
                tr("Only the root key of that file opens the store from now on. The other one may be "
                   "destroyed."));
        else
            change(
                GatedAct::EndKeys, [rootKey](const Store &store) { return Keys(store).addRootKey(rootKey); },
                tr("Both root keys open the store. Put the new one in the place of the old one wherever "
                   "the store is used, then finish the change here."));
    });
}

void KeyFlow::change(GatedAct act, const Change &change, const QString &told)
{
    m_console.act(act, change).then(this, [this, told](const Result<KeyChange> &done) { tell(done, told); });
}

void KeyFlow::changeAtLength(GatedAct act, const Change &change, const QString &told)
{
    m_strip.show(tr("Reading every session first…"), Tone::Info);
    m_console.actAtLength(act, change).then(this, [this, told](const Result<KeyChange> &done) {
        tell(done, told);
    });
}

void KeyFlow::tell(const Result<KeyChange> &change, const QString &told)
{
    if (!change) {
        tellFailure(change.error());
        return;
    }
    QStringList parts {told.contains("%1"_L1) ? told.arg(Texts::keyId(change->id)) : told};
    parts += change->warnings;
    m_strip.show(parts.join(u' '), change->warnings.isEmpty() ? Tone::Good : Tone::Attention);
    Q_EMIT changed();
}

// What the engine refuses it explains by itself: which instance, how many sessions.
void KeyFlow::tellFailure(const Error &error)
{
    const bool isRefusal = error.code() == ErrorCode::Denied || error.code() == ErrorCode::Full
        || error.code() == ErrorCode::InvalidArgument || error.code() == ErrorCode::KeyMissing;
    const QString text = error.outcome() == Outcome::Unknown
        ? tr("It is not known whether it was done. Look at the list before you repeat it.")
        : tr("Not done. %1").arg(isRefusal ? error.message() : Texts::problem(error));
    m_strip.show(text, Tone::Danger, error.message());
    Q_EMIT changed();
}

} // namespace Axess
