// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "operatorlog/chainreport.h"

#include "operatorlog/logreading.h"
#include "operatorlog/logtexts.h"

#include <QtCore/qdir.h>
#include <QtCore/qlocale.h>
#include <QtGui/qclipboard.h>
#include <QtGui/qguiapplication.h>
#include <QtWidgets/qboxlayout.h>
#include <QtWidgets/qlabel.h>
#include <QtWidgets/qpushbutton.h>
#include <QtWidgets/qscrollarea.h>

namespace Axess {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype MostNumbers = 20;

QString numbersText(const QList<quint64> &numbers)
{
    QStringList texts;
    for (const quint64 number : numbers.first(std::min(MostNumbers, numbers.size())))
        texts.append(QLocale().toString(number));
    return texts.join(u", "_s) + (numbers.size() > MostNumbers ? u" …"_s : QString());
}

} // namespace

bool ChainReport::isProved() const
{
    return found.isClean() && found.isWhole && found.proven > 0 && found.hashed == 0 && found.inFile > 0;
}

Tone ChainReport::tone() const
{
    if (!found.isClean())
        return Tone::Danger;
    return isProved() ? Tone::Good : Tone::Attention;
}

QString ChainReport::headline() const
{
    if (found.found.size() == AuditVerification::MostProblems)
        return tr("At least %1 things are wrong with the operator log.")
            .arg(QLocale().toString(AuditVerification::MostProblems));
    if (!found.isClean())
        return tr("%n thing(s) are wrong with the operator log.", nullptr, int(found.found.size()));
    if (!found.isWhole)
        return tr("It was stopped: the first %n entries are in order.", nullptr, int(found.entries));
    if (found.entries == 0)
        return tr("The operator log is empty: there is nothing to verify.");
    if (!isProved())
        return tr("Nothing wrong was found, but not everything is proved.");
    return tr("Nothing was removed, altered or reordered.");
}

void ChainReport::addProved(QList<FindingList::Line> &lines) const
{
    if (found.proven > 0)
        lines.append({Tone::Good,
                      tr("%n entries are proved: who wrote them had the root key, and they are as they were "
                         "written.",
                         nullptr, int(found.proven)),
                      {}});
    if (found.hashed > 0)
        lines.append({Tone::Info,
                      tr("%n entries were written without the root key. They are unaltered, unless somebody "
                         "who can write to the store has made the whole chain anew from there on.",
                         nullptr, int(found.hashed)),
                      {}});
    if (!file.isEmpty() && found.isWhole && found.inFile > 0 && found.isClean())
        lines.append({Tone::Good,
                      tr("All %n entries of the local file stand in the store, as they are there and in that "
                         "order.",
                         nullptr, int(found.inFile)),
                      QDir::toNativeSeparators(file)});
}

void ChainReport::addHarm(QList<FindingList::Line> &lines) const
{
    for (const AuditProblem &problem : found.found)
        lines.append({problem.harm == AuditHarm::Unproven ? Tone::Attention : Tone::Danger,
                      LogTexts::problem(problem),
                      {}});
    const bool lacksKey
        = !hasKey && std::ranges::contains(found.found, AuditHarm::Unproven, &AuditProblem::harm);
    if (lacksKey)
        lines.append({Tone::Info, tr("This window was opened without the root key."),
                      tr("Open the store with its root key file, and verify again.")});
}

void ChainReport::addOpen(QList<FindingList::Line> &lines) const
{
    if (!found.unfinished.isEmpty())
        lines.append(
            {Tone::Attention,
             tr("Without a result, so cut off or still at it: entry %1.").arg(numbersText(found.unfinished)),
             {}});
    if (!found.isWhole) {
        lines.append({Tone::Attention,
                      tr("What follows was not read, and nothing was compared with a local file."),
                      {}});
        return;
    }
    if (file.isEmpty())
        lines.append(
            {Tone::Attention,
             tr("There is no local file to compare with: that the last entries were not removed is "
                "not proved."),
             tr("Name one by AXESS_AUDIT_FILE or [audit] file, and keep a copy on another machine.")});
    else if (found.inFile == 0)
        lines.append({Tone::Attention,
                      tr("The local file is empty: that the last entries were not removed is not proved."),
                      QDir::toNativeSeparators(file)});
}

QList<FindingList::Line> ChainReport::lines() const
{
    QList<FindingList::Line> lines;
    addHarm(lines);
    addProved(lines);
    addOpen(lines);
    return lines;
}

ThreadJob::Order chainVerification(const Console &console, const std::shared_ptr<ChainReport> &report)
{
    report->hasKey = console.capabilities().hasKey;
    const auto work = [report](const ThreadJob::Store &store, ThreadSteering &steering) -> ThreadJob::Done {
        const auto file = localAuditFile();
        const auto found = file.and_then([&](const QString &path) {
            return Audit(store, {{}, path, AuditPolicy::Record}).verify([&](qint64 entries) {
                return steering.goOn(entries);
            });
        });
        if (!found)
            return std::unexpected(u"%1 %2"_s.arg(Texts::problem(found.error()), found.error().message()));
        report->found = *found;
        report->file = *file;
        return {};
    };
    return {
        .title = ChainReport::tr("Verification of the operator log"),
        .work = work,
        .progress
        = [](qint64 entries) { return ChainReport::tr("%1 entries read").arg(QLocale().toString(entries)); },
        .result = [report] { return report->headline(); },
        .tone = [report] { return report->tone(); }};
}

ChainDialog::ChainDialog(const ChainReport &report, const QString &line, QWidget *parent)
    : QDialog(parent)
{
    setObjectName(u"chainDialog"_s);
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Verification of the operator log"));
    auto *headline = new QLabel(report.headline(), this);
    headline->setObjectName(u"chainHeadline"_s);
    headline->setTextFormat(Qt::PlainText);
    headline->setWordWrap(true);
    QFont large = font();
    large.setPointSizeF(large.pointSizeF() * 1.25);
    large.setBold(true);
    headline->setFont(large);
    auto *list = new FindingList;
    list->show(report.lines());
    auto *content = new QWidget;
    auto *inside = new QVBoxLayout(content);
    inside->setContentsMargins(0, 0, 8, 0);
    inside->addWidget(list);
    inside->addStretch();
    auto *scroll = new QScrollArea(this);
    scroll->setAccessibleName(tr("What was found"));
    scroll->setWidget(content);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    auto *copy = new QPushButton(tr("Copy as axessctl"), this);
    copy->setObjectName(u"chainCopy"_s);
    copy->setAutoDefault(false);
    connect(copy, &QPushButton::clicked, this, [line] { QGuiApplication::clipboard()->setText(line); });
    auto *close = new QPushButton(tr("Close"), this);
    close->setObjectName(u"chainClose"_s);
    close->setDefault(true);
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(copy);
    buttons->addStretch();
    buttons->addWidget(close);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(20, 18, 20, 16);
    column->setSpacing(14);
    column->addWidget(headline);
    column->addWidget(scroll, 1);
    column->addLayout(buttons);
    setMinimumSize(560, 340);
}

} // namespace Axess
