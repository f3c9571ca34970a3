// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "runbook.h"

#include <QtCore/qfile.h>
#include <QtCore/qregularexpression.h>

#include <algorithm>

using namespace Qt::StringLiterals;

RunbookPage::RunbookPage(const QString &root, const QString &page)
    : m_page(page)
{
    QFile file(root + u'/' + page);
    if (!file.open(QIODevice::ReadOnly)) {
        problems.append(page + u" cannot be read"_s);
        return;
    }
    text = QString::fromUtf8(file.readAll());
    read(text.split(u'\n'));
}

void RunbookPage::read(const QStringList &lines)
{
    static const QString stores = u"<!-- stores: "_s;
    bool isInside = false;
    bool isRun = false;
    for (qsizetype i = 0; i < lines.size(); ++i) {
        const QString &line = lines[i];
        if (line.startsWith("```"_L1)) {
            isInside = !isInside;
            const QString above = i > 0 ? lines[i - 1] : QString();
            isRun = isInside && line == "```console"_L1 && !above.startsWith("<!-- run by: "_L1)
                && !above.startsWith("<!-- not run: "_L1);
            if (isRun && (runbooks.isEmpty() || runbooks.last().stores.isEmpty()))
                problems.append(u"%1:%2: no comment names the stores"_s.arg(m_page).arg(i + 1));
        } else if (isInside && isRun && !runbooks.isEmpty()) {
            readBlock(line, int(i + 1));
        } else if (!isInside && line.startsWith("## "_L1)) {
            runbooks.append({m_page, line.sliced(3), {}, Runbook::Start::Sealed, {}});
        } else if (!isInside && line.startsWith(stores) && !runbooks.isEmpty()) {
            const QString words = line.sliced(stores.size()).section(u" -->"_s, 0, 0);
            Runbook &runbook = runbooks.last();
            runbook.stores = words.section(u';', 0, 0).split(u' ');
            if (words.contains("unsealed"_L1))
                runbook.start = Runbook::Start::Unsealed;
            else if (words.contains("nothing"_L1))
                runbook.start = Runbook::Start::Nothing;
        }
    }
}

void RunbookPage::readBlock(const QString &line, int number)
{
    QList<DocumentedCommand> &commands = runbooks.last().commands;
    if (line.startsWith("$ "_L1))
        commands.append({line.sliced(2), {}, 0, number});
    else if (commands.isEmpty())
        problems.append(u"%1:%2 is no command and no answer"_s.arg(m_page).arg(number));
    else if (line.startsWith("# exit "_L1))
        commands.last().exitCode = line.sliced(7).toInt();
    else
        commands.last().expected.append(line);
}

bool answers(const QString &expected, const QStringList &lines)
{
    QStringList parts = expected.simplified().split(u'\u2026');
    for (QString &part : parts)
        part = QRegularExpression::escape(part.trimmed());
    const QRegularExpression pattern(QRegularExpression::anchoredPattern(parts.join(u".*"_s)));
    return std::ranges::any_of(
        lines, [&](const QString &line) { return pattern.match(line.simplified()).hasMatch(); });
}
