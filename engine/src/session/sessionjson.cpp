// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include <axess/sessionjson.h>

#include "rowsealer_p.h"
#include "sessiondatacodec_p.h"

#include <QtCore/qcborarray.h>
#include <QtCore/qcbormap.h>
#include <QtCore/qlocale.h>
#include <QtCore/qurl.h>

#include <cmath>

namespace Axess {

namespace {

void append(QByteArray &json, const QCborValue &value);

void appendText(QByteArray &json, const QByteArray &utf8)
{
    static constexpr char Digits[] = "0123456789abcdef";
    json += '"';
    for (const char c : utf8) {
        if (c == '\0')
            json += "\\ufffd";
        else if (c == '"' || c == '\\')
            (json += '\\') += c;
        else if (quint8(c) < 0x20)
            ((json += "\\u00") += Digits[quint8(c) >> 4]) += Digits[quint8(c) & 15];
        else
            json += c;
    }
    json += '"';
}

void appendNumber(QByteArray &json, double number)
{
    json += std::isfinite(number) ? QByteArray::number(number, 'g', QLocale::FloatingPointShortest) : "null";
}

void appendArray(QByteArray &json, const QCborArray &array)
{
    json += '[';
    for (qsizetype i = 0; i < array.size(); ++i) {
        if (i > 0)
            json += ',';
        append(json, array.at(i));
    }
    json += ']';
}

void appendKey(QByteArray &json, const QCborValue &key)
{
    QByteArray text;
    if (key.isString()) {
        text = key.toString().toUtf8();
    } else {
        append(text, key);
        // What is a text in JSON, as bytes are, has its marks already.
        if (text.startsWith('"')) {
            json += text;
            return;
        }
    }
    appendText(json, text);
}

void appendMap(QByteArray &json, const QCborMap &map)
{
    json += '{';
    for (auto entry = map.cbegin(); entry != map.cend(); ++entry) {
        if (entry != map.cbegin())
            json += ',';
        appendKey(json, entry.key());
        json += ':';
        append(json, entry.value());
    }
    json += '}';
}

// Qt knows some tags as types of their own; those are all that is left.
void appendTagged(QByteArray &json, const QCborValue &value)
{
    if (value.isUuid())
        appendText(json, value.toUuid().toByteArray(QUuid::WithoutBraces));
    else
        append(json, value.taggedValue());
}

void append(QByteArray &json, const QCborValue &value)
{
    switch (value.type()) {
    case QCborValue::Integer:
        json += QByteArray::number(value.toInteger());
        break;
    case QCborValue::Double:
        appendNumber(json, value.toDouble());
        break;
    case QCborValue::ByteArray:
        appendText(json, value.toByteArray().toBase64());
        break;
    case QCborValue::String:
        appendText(json, value.toString().toUtf8());
        break;
    case QCborValue::Array:
        appendArray(json, value.toArray());
        break;
    case QCborValue::Map:
        appendMap(json, value.toMap());
        break;
    case QCborValue::True:
        json += "true";
        break;
    case QCborValue::False:
        json += "false";
        break;
    default:
        if (value.isTag())
            appendTagged(json, value);
        else
            json += "null";
        break;
    }
}

} // namespace

QByteArray toJson(const SessionData &data)
{
    QByteArray json("{");
    for (auto entry = data.values().cbegin(); entry != data.values().cend(); ++entry) {
        if (json.size() > 1)
            json += ',';
        appendText(json, entry.key().toUtf8());
        json += ':';
        append(json, entry.value());
    }
    return json + '}';
}

QByteArray jsonOf(const SealedRow &row)
{
    if (row.keyId != 0)
        return {};
    const auto data = RowSealer::open(row, nullptr).and_then([](const RowContent &content) {
        return decodeSessionData(content.data);
    });
    return data ? toJson(*data) : QByteArray();
}

} // namespace Axess
