// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/rawview.h"

#include "widgets/statepanel.h"

#include <QtCore/qcbormap.h>
#include <QtCore/qcborvalue.h>
#include <QtCore/qlocale.h>
#include <QtCore/qsavefile.h>
#include <QtGui/qfontdatabase.h>
#include <QtWidgets/qboxlayout.h>
#include <QtWidgets/qfiledialog.h>
#include <QtWidgets/qlabel.h>
#include <QtWidgets/qplaintextedit.h>
#include <QtWidgets/qpushbutton.h>
#include <QtWidgets/qstackedwidget.h>

#include <algorithm>

namespace Axess {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype BytesALine = 16;

QByteArray encoded(const SessionData &data)
{
    QCborMap map;
    for (const auto &[name, value] : data.values().asKeyValueRange())
        map.insert(name, value);
    return QCborValue(map).toCbor();
}

} // namespace

RawView::RawView(QWidget *parent)
    : QWidget(parent)
    , m_stack(new QStackedWidget(this))
    , m_locked(new StatePanel(this))
    , m_text(new QPlainTextEdit(this))
    , m_note(new QLabel(this))
    , m_save(new QPushButton(tr("Save…"), this))
{
    setObjectName(u"rawView"_s);
    m_text->setObjectName(u"rawText"_s);
    m_text->setAccessibleName(tr("Data as bytes"));
    m_text->setReadOnly(true);
    m_text->setTabChangesFocus(true);
    m_text->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_text->setFrameShape(QFrame::NoFrame);
    m_text->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_save->setAccessibleName(tr("Save the bytes"));
    m_note->setForegroundRole(QPalette::PlaceholderText);
    m_note->setWordWrap(true);
    auto *bottom = new QHBoxLayout;
    bottom->setContentsMargins(12, 4, 12, 8);
    bottom->addWidget(m_note, 1);
    bottom->addWidget(m_save);
    auto *content = new QWidget(this);
    auto *inside = new QVBoxLayout(content);
    inside->setContentsMargins(0, 0, 0, 0);
    inside->addWidget(m_text, 1);
    inside->addLayout(bottom);
    m_stack->addWidget(m_locked);
    m_stack->addWidget(content);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_stack);
    connect(m_locked, &StatePanel::actionTriggered, this, [this] {
        if (m_bytes.isEmpty())
            Q_EMIT unlockWanted();
        else
            reveal();
    });
    connect(m_save, &QPushButton::clicked, this, &RawView::askWhereToSave);
    lock();
}

void RawView::lock()
{
    m_bytes.fill('\0');
    m_bytes.clear();
    m_text->clear();
    m_locked->show({.icon = u"lock"_s,
                    .title = tr("The data is shut"),
                    .sentence = tr("Once it is unlocked, its bytes can be shown here."),
                    .action = tr("Unlock data…"),
                    .detail = {}});
    m_stack->setCurrentIndex(0);
}

// Bytes know nothing of names, so nothing in them is hidden: that is a step of its own.
void RawView::show(const SessionRow &row)
{
    m_bytes = encoded(row.data);
    m_locked->show({.icon = u"warning"_s,
                    .title = tr("Bytes hide nothing"),
                    .sentence = tr("They show every value, also those whose names look secret."),
                    .action = tr("Show the bytes"),
                    .detail = {},
                    .tone = Tone::Attention});
    m_stack->setCurrentIndex(0);
}

void RawView::reveal()
{
    m_text->setPlainText(hexDump(QByteArrayView(m_bytes).first(std::min(m_bytes.size(), MostBytes))));
    const QString size = QLocale().formattedDataSize(m_bytes.size());
    m_note->setText(
        m_bytes.size() > MostBytes
            ? tr("%1 of CBOR; the first %2 are shown").arg(size, QLocale().formattedDataSize(MostBytes))
            : tr("%1 of CBOR").arg(size));
    m_stack->setCurrentIndex(1);
}

QString RawView::text() const
{
    return m_text->toPlainText();
}

QString RawView::hexDump(QByteArrayView bytes)
{
    QString dump;
    for (qsizetype at = 0; at < bytes.size(); at += BytesALine) {
        const QByteArrayView line = bytes.sliced(at, std::min(BytesALine, bytes.size() - at));
        const QString hex = QString::fromLatin1(line.toByteArray().toHex(' '));
        QString letters;
        for (const char byte : line)
            letters += byte >= 0x20 && byte < 0x7f ? QChar(QLatin1Char(byte)) : QChar(u'.');
        dump += u"%1  %2  %3\n"_s.arg(at, 6, 16, QChar(u'0')).arg(hex, -int(3 * BytesALine - 1)).arg(letters);
    }
    return dump;
}

QString RawView::save(const QString &path) const
{
    QSaveFile file(path);
    const bool saved = file.open(QIODevice::WriteOnly)
        && file.setPermissions(QFile::ReadOwner | QFile::WriteOwner) && file.write(m_bytes) == m_bytes.size()
        && file.commit();
    return saved ? QString() : tr("%1 could not be written: %2").arg(path, file.errorString());
}

void RawView::askWhereToSave()
{
    auto *dialog = new QFileDialog(this, tr("Save the bytes"));
    dialog->setObjectName(u"saveRawDialog"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(u"cbor"_s);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &path) {
        const QString failure = save(path);
        m_note->setText(failure.isEmpty() ? tr("Saved as %1. It is not encrypted there.").arg(path)
                                          : failure);
    });
    dialog->open();
}

} // namespace Axess
