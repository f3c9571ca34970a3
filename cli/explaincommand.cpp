// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "explaincommand.h"

#include <QtCore/qfile.h>
#include <QtCore/qjsonarray.h>

using namespace Axess;
using namespace Qt::StringLiterals;

namespace {

/// A code's section of the page that is built into the program.
struct Explanation
{
    QString code;
    QString text;
};

QList<Explanation> readExplanations()
{
    QFile page(u":/axess/errors.md"_s);
    if (!page.open(QIODevice::ReadOnly))
        return {};
    QList<Explanation> explanations;
    const QStringList sections = QString::fromUtf8(page.readAll()).split(u"\n## "_s).sliced(1);
    for (const QString &section : sections)
        explanations.append({section.section(u'\n', 0, 0), section.section(u'\n', 1).trimmed()});
    return explanations;
}

} // namespace

QString ExplainCommand::name() const
{
    return u"explain"_s;
}

QString ExplainCommand::summary() const
{
    return u"Says what the code of an error means, why it comes and what helps."_s;
}

void ExplainCommand::describe(QCommandLineParser &parser) const
{
    parser.addPositionalArgument(
        u"code"_s, u"Such as Unavailable, in any case; without it, all codes are listed."_s, u"[CODE]"_s);
}

ExitCode ExplainCommand::run(Context &context)
{
    if (context.arguments().size() > 1)
        return failed(context, usageError(u"Name one code"_s).error());
    const QString asked = context.arguments().value(0);
    const QList<Explanation> explanations = readExplanations();
    const Output &output = context.output();
    if (asked.isEmpty()) {
        QJsonArray codes;
        QList<QStringList> rows;
        for (const Explanation &known : explanations) {
            codes.append(known.code);
            rows.append({known.code, known.text.section(u'\n', 0, 0)});
        }
        output.table({u"CODE"_s, u"MEANS"_s}, rows);
        output.json({{u"codes"_s, codes}});
        return ExitCode::Ok;
    }
    for (const Explanation &known : explanations) {
        if (known.code.compare(asked, Qt::CaseInsensitive) != 0)
            continue;
        output.line(known.code + u"\n\n"_s + known.text);
        output.json({{u"code"_s, known.code}, {u"text"_s, known.text}});
        return ExitCode::Ok;
    }
    return failed(
        context,
        usageError(u"There is no code “%1”; `axessctl explain` lists those there are"_s.arg(asked)).error());
}
