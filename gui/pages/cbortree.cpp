// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/cbortree.h"

#include <QtCore/qcborarray.h>
#include <QtCore/qcbormap.h>
#include <QtCore/qcoreapplication.h>
#include <QtCore/qdatetime.h>
#include <QtCore/qregularexpression.h>
#include <QtWidgets/qtreewidget.h>

namespace Axess {

using namespace Qt::StringLiterals;

namespace {

class CborTexts
{
    Q_DECLARE_TR_FUNCTIONS(Axess::CborTexts)

public:
    static QString type(const QCborValue &value)
    {
        if (value.isInteger() || value.isDouble())
            return tr("number");
        if (value.isString())
            return tr("text");
        if (value.isBool())
            return tr("yes or no");
        if (value.isByteArray())
            return tr("bytes");
        if (value.isArray())
            return tr("list");
        if (value.isMap())
            return tr("group");
        if (value.isDateTime())
            return tr("time");
        if (value.isNull() || value.isUndefined())
            return tr("nothing");
        return tr("other");
    }

    static QString text(const QCborValue &value)
    {
        if (value.isBool())
            return value.toBool() ? tr("yes") : tr("no");
        if (value.isByteArray())
            return QString::fromLatin1(value.toByteArray().toHex(' '));
        if (value.isArray())
            return tr("%n entry(s)", nullptr, int(value.toArray().size()));
        if (value.isMap())
            return tr("%n entry(s)", nullptr, int(value.toMap().size()));
        if (value.isString())
            return value.toString();
        return value.toVariant().toString();
    }
};

} // namespace

QTreeWidgetItem *cborItem(const QString &name, const QCborValue &value)
{
    auto *item = new QTreeWidgetItem({name, CborTexts::text(value), CborTexts::type(value)});
    item->setToolTip(1, item->text(1).left(2000));
    if (value.isMap()) {
        for (const auto &[key, entry] : value.toMap())
            item->addChild(cborItem(key.isString() ? key.toString() : key.toDiagnosticNotation(), entry));
    }
    if (value.isArray()) {
        int place = 1;
        for (const QCborValue &entry : value.toArray())
            item->addChild(cborItem(QString::number(place++), entry));
    }
    return item;
}

bool looksSecret(const QString &name)
{
    static const QRegularExpression secret(
        u"pass(word|phrase)?|secret|token|csrf|otp|api.?key|credential|\\bpin\\b"_s,
        QRegularExpression::CaseInsensitiveOption);
    return secret.match(name).hasMatch();
}

} // namespace Axess
