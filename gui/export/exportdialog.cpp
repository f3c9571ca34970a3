// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "export/exportdialog.h"

#include <QtCore/qdatetime.h>
#include <QtCore/qdir.h>
#include <QtCore/qstandardpaths.h>
#include <QtCore/qtimezone.h>
#include <QtCore/qdir.h>
#include <QtCore/qfileinfo.h>
#include <QtWidgets/qboxlayout.h>
#include <QtWidgets/qcheckbox.h>
#include <QtWidgets/qcombobox.h>
#include <QtWidgets/qfiledialog.h>
#include <QtWidgets/qformlayout.h>
#include <QtWidgets/qlabel.h>
#include <QtWidgets/qlineedit.h>
#include <QtWidgets/qpushbutton.h>

#include <algorithm>
#include <array>

namespace Axess {

using namespace Qt::StringLiterals;

namespace {

// By ExportFormat::Kind.
constexpr std::array Endings {".csv"_L1, ".json"_L1, ".jsonl"_L1};

template<typename Widget> Widget *named(Widget *widget, const QString &objectName, const QString &name)
{
    widget->setObjectName(objectName);
    widget->setAccessibleName(name);
    return widget;
}

} // namespace

ExportDialog::ExportDialog(const ExportOffer &offer, QWidget *parent)
    : QDialog(parent)
    , m_scope(named(new QComboBox(this), u"exportScope"_s, tr("Which ones")))
    , m_format(named(new QComboBox(this), u"exportFormat"_s, tr("Format")))
    , m_delimiter(named(new QComboBox(this), u"exportDelimiter"_s, tr("Fields are separated by")))
    , m_header(named(new QCheckBox(tr("First line names the columns"), this), u"exportHeader"_s,
                     tr("First line names the columns")))
    , m_mark(named(new QCheckBox(tr("Begin with a byte order mark, for older spreadsheets"), this),
                   u"exportMark"_s, tr("Begin with a byte order mark")))
    , m_path(named(new QLineEdit(offer.suggestedPath + Endings.front(), this), u"exportPath"_s, tr("File")))
    , m_note(new QLabel(this))
    , m_export(named(new QPushButton(tr("Export"), this), u"exportConfirm"_s, tr("Export")))
{
    setObjectName(u"exportDialog"_s);
    setWindowTitle(offer.title.isEmpty() ? tr("Export sessions") : offer.title);
    fillScopes(offer);
    fillFormats(offer);
    m_header->setChecked(true);
    m_note->setObjectName(u"exportNote"_s);
    m_note->setWordWrap(true);
    m_note->setForegroundRole(QPalette::PlaceholderText);
    auto *form = new QFormLayout;
    form->setHorizontalSpacing(12);
    form->setVerticalSpacing(9);
    form->addRow(tr("&Which"), m_scope);
    form->addRow(tr("F&ormat"), m_format);
    form->addRow(tr("Separated &by"), m_delimiter);
    form->addRow(QString(), m_header);
    form->addRow(QString(), m_mark);
    auto *label = new QLabel(tr("&File"), this);
    label->setBuddy(m_path);
    form->addRow(label, fileRow());
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(20, 18, 20, 16);
    column->setSpacing(12);
    column->addLayout(form);
    column->addWidget(m_note);
    column->addStretch();
    column->addLayout(buttons());
    connect(m_format, &QComboBox::currentIndexChanged, this, &ExportDialog::formatChanged);
    connect(m_path, &QLineEdit::textChanged, this, &ExportDialog::changed);
    changed();
    setMinimumSize(560, 320);
}

void ExportDialog::fillScopes(const ExportOffer &offer)
{
    if (offer.selected > 0)
        m_scope->addItem(tr("%n selected", nullptr, int(offer.selected)), int(Scope::Selected));
    if (offer.shown > 0 || offer.isShownAll)
        m_scope->addItem(tr("%n shown", nullptr, int(offer.shown)), int(Scope::Shown));
    if (!offer.isShownAll)
        m_scope->addItem(tr("All that match (%1)", "how costly it is to read them").arg(offer.cost),
                         int(Scope::Matching));
}

void ExportDialog::fillFormats(const ExportOffer &offer)
{
    m_format->addItem(tr("CSV, the columns as they are shown"), int(ExportFormat::Kind::Csv));
    m_format->addItem(offer.title.isEmpty() ? tr("JSON, as axessctl writes it") : tr("JSON, one array"),
                      int(ExportFormat::Kind::Json));
    m_format->addItem(tr("JSON Lines, one object a line"), int(ExportFormat::Kind::JsonLines));
    m_delimiter->addItem(tr("Comma"), u',');
    m_delimiter->addItem(tr("Semicolon"), u';');
    m_delimiter->addItem(tr("Tab"), u'\t');
}

QLayout *ExportDialog::fileRow()
{
    auto *choose = named(new QPushButton(tr("Choose…"), this), u"exportChoose"_s, tr("Choose the file"));
    choose->setAutoDefault(false);
    connect(choose, &QPushButton::clicked, this, &ExportDialog::choosePath);
    auto *row = new QHBoxLayout;
    row->addWidget(m_path, 1);
    row->addWidget(choose);
    return row;
}

QLayout *ExportDialog::buttons()
{
    auto *cancel = named(new QPushButton(tr("Cancel"), this), u"exportCancel"_s, tr("Cancel"));
    cancel->setAutoDefault(false);
    m_export->setProperty("tone", u"primary"_s);
    m_export->setDefault(true);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_export, &QPushButton::clicked, this, &QDialog::accept);
    auto *row = new QHBoxLayout;
    row->addStretch();
    row->addWidget(cancel);
    row->addWidget(m_export);
    return row;
}

ExportDialog::Scope ExportDialog::scope() const
{
    return Scope(m_scope->currentData().toInt());
}

ExportFormat ExportDialog::format() const
{
    return {.kind = ExportFormat::Kind(m_format->currentData().toInt()),
            .delimiter = m_delimiter->currentData().toChar(),
            .hasHeader = m_header->isChecked(),
            .hasByteOrderMark = m_mark->isChecked(),
            .columns = {}};
}

QString ExportDialog::path() const
{
    return m_path->text().trimmed();
}

QString ExportDialog::suggestedPath(const QString &name, qint64 now)
{
    const QDir documents(QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation));
    const QDir folder = documents.exists() ? documents : QDir::home();
    const QDateTime local = QDateTime::fromMSecsSinceEpoch(now, QTimeZone::systemTimeZone());
    return folder.filePath(u"%1-%2"_s.arg(name, local.toString(u"yyyyMMdd-HHmm"_s)));
}

void ExportDialog::choosePath()
{
    auto *dialog = new QFileDialog(this, windowTitle());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->selectFile(path());
    connect(dialog, &QFileDialog::fileSelected, m_path, &QLineEdit::setText);
    dialog->open();
}

void ExportDialog::formatChanged()
{
    const bool isCsv = format().kind == ExportFormat::Kind::Csv;
    m_delimiter->setEnabled(isCsv);
    m_header->setEnabled(isCsv);
    m_mark->setEnabled(isCsv);
    for (const QLatin1StringView ending : Endings) {
        if (path().endsWith(ending))
            m_path->setText(path().chopped(ending.size()) + Endings.at(size_t(format().kind)));
    }
}

void ExportDialog::changed()
{
    const QFileInfo file(path());
    const bool isFolder = file.isDir();
    m_export->setEnabled(!path().isEmpty() && !isFolder);
    m_note->setText(isFolder ? tr("This is a folder; name a file in it.")
                        : file.exists()
                        ? tr("This file is there already; Export replaces it.")
                        : tr("Only you will be able to read the file. It holds no tokens, no keys "
                             "and no data of sessions."));
}

} // namespace Axess
