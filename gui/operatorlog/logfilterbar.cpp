// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "operatorlog/logfilterbar.h"

#include "operatorlog/logtexts.h"
#include "widgets/icons.h"

#include <QtWidgets/qboxlayout.h>
#include <QtWidgets/qcheckbox.h>
#include <QtWidgets/qcombobox.h>
#include <QtWidgets/qlineedit.h>

namespace Axess {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

// The page begins with 200 acts, of an intent and a result each.
constexpr int EntriesOfLine = 400;

} // namespace

LogFilterBar::LogFilterBar(QWidget *parent)
    : QWidget(parent)
    , m_place(combo(u"logPlace"_s, tr("Where the log is read")))
    , m_text(edit(u"logText"_s, tr("What, reason or result")))
    , m_person(edit(u"logPerson"_s, tr("Operator or host")))
    , m_act(combo(u"logAct"_s, tr("Act")))
    , m_time(combo(u"logTime"_s, tr("Time")))
    , m_ended(new QCheckBox(tr("&Ended sessions only"), this))
{
    m_place->addItem(tr("In the store"), int(LogPlace::Store));
    m_place->addItem(tr("In the local file"), int(LogPlace::LocalFile));
    fillActs();
    fillTimes();
    m_text->addAction(Icons::icon(u"search"_s), QLineEdit::LeadingPosition);
    m_ended->setObjectName(u"logEnded"_s);
    m_ended->setToolTip(tr("Only what logged somebody out: by operators, not by time or by users."));
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(16, 14, 16, 4);
    row->setSpacing(8);
    row->addWidget(m_text, 3);
    row->addWidget(m_person, 2);
    for (QWidget *part : {static_cast<QWidget *>(m_act), static_cast<QWidget *>(m_time),
                          static_cast<QWidget *>(m_ended), static_cast<QWidget *>(m_place)})
        row->addWidget(part);
    m_pause.setSingleShot(true);
    m_pause.setInterval(400ms);
    connect(&m_pause, &QTimer::timeout, this, &LogFilterBar::changed);
    connect(m_ended, &QCheckBox::toggled, this, &LogFilterBar::changed);
}

QComboBox *LogFilterBar::combo(const QString &name, const QString &accessibleName)
{
    auto *box = new QComboBox(this);
    box->setObjectName(name);
    box->setAccessibleName(accessibleName);
    box->setToolTip(accessibleName);
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    box->setMinimumContentsLength(13);
    connect(box, &QComboBox::activated, this, &LogFilterBar::changed);
    return box;
}

QLineEdit *LogFilterBar::edit(const QString &name, const QString &placeholder)
{
    auto *made = new QLineEdit(this);
    made->setObjectName(name);
    made->setAccessibleName(placeholder);
    made->setPlaceholderText(placeholder);
    made->setClearButtonEnabled(true);
    connect(made, &QLineEdit::textEdited, &m_pause, qOverload<>(&QTimer::start));
    connect(made, &QLineEdit::returnPressed, this, [this] {
        m_pause.stop();
        Q_EMIT changed();
    });
    return made;
}

void LogFilterBar::fillActs()
{
    m_act->addItem(tr("All acts"), QString());
    const QStringList names = LogTexts::knownActs();
    for (const QString &name : names)
        m_act->addItem(LogTexts::act(name), name);
}

void LogFilterBar::fillTimes()
{
    m_time->addItem(tr("Any time"), 0);
    m_time->addItem(tr("Last hour"), 1);
    m_time->addItem(tr("Last 24 hours"), 24);
    m_time->addItem(tr("Last 7 days"), 7 * 24);
    m_time->addItem(tr("Last 30 days"), 30 * 24);
    m_time->addItem(tr("Last 90 days"), 90 * 24);
}

LogPlace LogFilterBar::place() const
{
    return LogPlace(m_place->currentData().toInt());
}

AuditFilter LogFilterBar::filter(qint64 now) const
{
    AuditFilter filter;
    filter.act = m_act->currentData().toString();
    filter.by = m_person->text().trimmed();
    filter.text = m_text->text().trimmed();
    filter.endingOnly = m_ended->isChecked();
    if (const int hours = m_time->currentData().toInt(); hours > 0)
        filter.since = now - std::chrono::milliseconds(std::chrono::hours(hours)).count();
    return filter;
}

bool LogFilterBar::isEmpty() const
{
    return filter(0) == AuditFilter();
}

void LogFilterBar::reset()
{
    m_text->clear();
    m_person->clear();
    m_act->setCurrentIndex(0);
    m_time->setCurrentIndex(0);
    const QSignalBlocker blocker(m_ended);
    m_ended->setChecked(false);
    m_pause.stop();
    Q_EMIT changed();
}

QStringList LogFilterBar::options() const
{
    const AuditFilter filter = this->filter(0);
    QStringList options;
    const auto add = [&options](const QString &name, const QString &value) {
        if (!value.isEmpty())
            options.append(u"--%1=%2"_s.arg(name, value));
    };
    add(u"act"_s, filter.act);
    add(u"by"_s, filter.by);
    add(u"text"_s, filter.text);
    if (const int hours = m_time->currentData().toInt(); hours > 0)
        add(u"newer-than"_s, u"%1h"_s.arg(hours));
    if (filter.endingOnly)
        options.append(u"--ended-sessions"_s);
    if (place() == LogPlace::LocalFile)
        options.append(u"--local-file"_s);
    options.append(u"--limit=%1"_s.arg(EntriesOfLine));
    return options;
}

} // namespace Axess
