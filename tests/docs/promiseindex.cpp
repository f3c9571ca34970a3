// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "promiseindex.h"

#include <QtCore/qfileinfo.h>
#include <QtCore/qregularexpression.h>

using namespace Qt::StringLiterals;

namespace {

// Where a test runs, or the tests of a folder.
const struct
{
    QLatin1StringView test;
    QLatin1StringView where;
} places[] = {
    {"conformance.repair"_L1, "Valkey, real servers"_L1},
    {"faults.failovers"_L1, "Valkey behind sentinels and as a cluster"_L1},
    {"faults.replicas"_L1, "Valkey with a replica"_L1},
    {"races.pairs"_L1, "a store that leads and one that follows"_L1},
    {"session.lostanswers"_L1, "the engine, memory and SQLite"_L1},
    {"session.tampering"_L1, "the engine, each backend"_L1},
    {"plugins.capabilities"_L1, "each backend"_L1},
    {"conformance"_L1, "each backend, real servers"_L1},
    {"races"_L1, "many threads or processes, each backend"_L1},
    {"faults"_L1, "real servers that are harmed"_L1},
    {"plugins"_L1, "the backend that it names"_L1},
    {"session"_L1, "the engine"_L1},
    {"storage"_L1, "the engine's pool, queues and URLs"_L1},
    {"crypto"_L1, "the cryptography"_L1},
    {"operations"_L1, "operations"_L1},
    {"cli"_L1, "axessctl"_L1},
    {"examples"_L1, "the sample shop"_L1},
    {"support"_L1, "the tests themselves"_L1},
};

QString whereOf(const QString &test)
{
    for (const auto &place : places) {
        if (test == place.test || test.section(u'.', 0, 0) == place.test)
            return place.where;
    }
    return {};
}

} // namespace

QString PromiseProof::test() const
{
    return file.section(u'/', 1, 1) + u'.' + QFileInfo(file).completeBaseName().sliced(4);
}

QString PromiseProof::words() const
{
    static const QRegularExpression capital(u"([A-Z])"_s);
    return QString(function).replace(capital, u" \\1"_s).toLower();
}

PromiseIndex::PromiseIndex(const TreeReader &tree)
{
    readPromises(tree);
    readProofs(tree);
}

void PromiseIndex::readPromises(const TreeReader &tree)
{
    static const QRegularExpression start(u"^(\\d+)\\. \\*\\*([^*]+?)\\.?\\*\\*:? ?(.*)$"_s);
    const QString section
        = tree.text(u"docs/architecture.md"_s).section(u"\n## Promises\n"_s, 1).section(u"\n\n"_s, 0, 0);
    for (const QString &line : section.split(u'\n')) {
        const auto match = start.match(line);
        if (match.hasMatch())
            m_promises.append(
                {match.captured(1).toInt(), match.captured(2), match.captured(3).trimmed(), {}, {}});
        else if (!m_promises.isEmpty())
            m_promises.last().sentence += u' ' + line.trimmed();
    }
    for (const QString &line : tree.lines(u"tests/docs/promisesleftout.txt"_s)) {
        for (Promise &promise : m_promises) {
            if (line.section(u' ', 0, 0) == QString::number(promise.number))
                promise.leftOut = line.section(u' ', 1);
        }
    }
}

void PromiseIndex::readProofs(const TreeReader &tree)
{
    static const QRegularExpression mark(u"^ +void (\\w+)\\(\\); +// Promise: ([0-9, ]+)$"_s);
    static const QString word = u"// Promise"_s;
    for (const QString &file : tree.files(u"tests"_s, {u"cpp"_s})) {
        if (!QFileInfo(file).fileName().startsWith(u"tst_"_s))
            continue;
        for (const QString &line : tree.lines(file)) {
            if (!line.contains(word + u':'))
                continue;
            const auto match = mark.match(line);
            if (!match.hasMatch())
                m_problems.append(file + u": "_s + line.trimmed());
            for (const QString &number : match.captured(2).split(u", "_s, Qt::SkipEmptyParts)) {
                const qsizetype at = number.trimmed().toInt() - 1;
                if (at < 0 || at >= m_promises.size())
                    m_problems.append(file + u": "_s + line.trimmed());
                else
                    m_promises[at].proofs.append({file, match.captured(1)});
            }
        }
    }
}

QString PromiseIndex::page() const
{
    QString text
        = u"<!-- SPDX-FileCopyrightText: 2026 The Axess authors -->\n"
          "<!-- SPDX-License-Identifier: Apache-2.0 -->\n\n"
          "# Promises and their proofs\n\n"
          "The ten promises of [the architecture](architecture.md#promises), and the tests that say of "
          "themselves that they prove them. `./dev docs` makes this page of the marks\n"
          "`// Promise: N` in the tests, and a test fails when it is out of date. A name is that of ctest, "
          "without the store behind it: `./dev test -R conformance.cycle`.\n"_s;
    for (const Promise &promise : m_promises) {
        text += u"\n## %1. %2\n\n"_s.arg(promise.number).arg(promise.title);
        if (!promise.sentence.isEmpty())
            text += promise.sentence.first(1).toUpper() + promise.sentence.sliced(1) + u"\n\n"_s;
        if (!promise.leftOut.isEmpty())
            text += u"**Proven in part.** %1\n\n"_s.arg(promise.leftOut);
        text += u"| test | on | what it shows |\n|---|---|---|\n"_s;
        for (qsizetype i = 0; i < promise.proofs.size(); ++i) {
            const PromiseProof &proof = promise.proofs[i];
            QStringList shown {proof.words()};
            while (i + 1 < promise.proofs.size() && promise.proofs[i + 1].file == proof.file)
                shown.append(promise.proofs[++i].words());
            text += u"| [%1](../%2) | %3 | %4 |\n"_s.arg(proof.test(), proof.file, whereOf(proof.test()),
                                                         shown.join(u"; "_s));
        }
    }
    return text;
}
