// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "layerchecker.h"

#include <QtCore/QDir>
#include <QtCore/QFileInfo>
#include <QtCore/QRegularExpression>

using namespace Qt::StringLiterals;

namespace {

const QString publicFolder = u"engine/include/"_s;

bool isBelow(const QString &path, const QString &place)
{
    return path == place || path.startsWith(place + u'/');
}

/// The code of a line: what stands before a comment.
QString withoutComment(const QString &line)
{
    const qsizetype comment = line.indexOf(u"//"_s);
    return comment < 0 ? line : line.first(comment);
}

bool containsWord(const QString &line, const QString &word)
{
    if (!line.contains(word))
        return false;
    const QString end = word.back().isLetterOrNumber() ? u"(?![A-Za-z0-9_])"_s : QString();
    return line.contains(QRegularExpression(u"(?<![A-Za-z0-9_])"_s + QRegularExpression::escape(word) + end));
}

} // namespace

LayerChecker::LayerChecker(const TreeReader &tree, const QString &rulesFile)
    : m_tree(tree)
    , m_rulesFile(rulesFile)
{
    readRules();
    readPublicHeaders();
}

void LayerChecker::readRules()
{
    for (const QString &line : m_tree.lines(m_rulesFile)) {
        const qsizetype space = line.indexOf(u' ');
        const qsizetype colon = line.indexOf(u" :"_s);
        if (line.startsWith(u'#') || space < 0 || colon < 0)
            continue;
        const QStringList left = line.mid(space, colon - space).split(u' ', Qt::SkipEmptyParts);
        const QStringList right = line.mid(colon + 2).split(u' ', Qt::SkipEmptyParts);
        if (line.startsWith(u"may "_s))
            m_allowed.insert(left.first(), right);
        else if (line.startsWith(u"only "_s))
            m_only.append({left, right});
    }
}

void LayerChecker::readPublicHeaders()
{
    static const QRegularExpression header(u"axess/[a-z0-9_]+\\.h"_s);
    for (auto folder = m_allowed.keyBegin(); folder != m_allowed.keyEnd(); ++folder) {
        if (!folder->startsWith(u"engine/src/"_s))
            continue;
        auto matches = header.globalMatch(m_tree.text(*folder + u"/CMakeLists.txt"_s));
        while (matches.hasNext())
            m_layerOfHeader.insert(publicFolder + matches.next().captured(), *folder);
    }
}

QString LayerChecker::layerOf(const QString &path) const
{
    if (path.startsWith(publicFolder))
        return m_layerOfHeader.value(path);
    QString best;
    for (auto folder = m_allowed.keyBegin(); folder != m_allowed.keyEnd(); ++folder) {
        if (isBelow(path, *folder) && folder->size() > best.size())
            best = *folder;
    }
    return best;
}

QString LayerChecker::resolved(const QString &include, const QString &includer) const
{
    const QString beside = QDir::cleanPath(QFileInfo(includer).path() + u'/' + include);
    for (const QString &candidate : {beside, include, u"engine/src/"_s + include, publicFolder + include}) {
        if (m_tree.exists(candidate))
            return candidate;
    }
    return {};
}

QStringList LayerChecker::includeComplaints(const QString &path) const
{
    static const QRegularExpression pattern(u"^\\s*#\\s*include\\s+[<\"]([^>\"]+)[>\"]"_s);
    const QString layer = layerOf(path);
    if (layer.isEmpty())
        return {};
    const QStringList allowed = m_allowed.value(layer);
    QStringList result;
    const QStringList lines = m_tree.lines(path);
    for (qsizetype i = 0; i < lines.size(); ++i) {
        const QString include = pattern.match(lines[i]).captured(1);
        const QString target = include.isEmpty() ? QString() : resolved(include, path);
        const QString targetLayer = layerOf(target);
        if (target.isEmpty() || targetLayer.isEmpty() || targetLayer == layer
            || allowed.contains(targetLayer))
            continue;
        if (target.startsWith(publicFolder) && allowed.contains(u"engine/include"_s))
            continue;
        result.append(u"%1:%2 includes %3: %4 may not use %5 (%6)"_s.arg(
            path, QString::number(i + 1), include, layer.section(u'/', -1), targetLayer.section(u'/', -1),
            m_rulesFile));
    }
    return result;
}

QStringList LayerChecker::wordComplaints(const QString &path) const
{
    QStringList result;
    const QStringList lines = m_tree.lines(path);
    for (const OnlyRule &rule : m_only) {
        if (std::ranges::any_of(rule.places, [&](const QString &place) { return isBelow(path, place); }))
            continue;
        for (qsizetype i = 0; i < lines.size(); ++i) {
            const QString code = withoutComment(lines[i]);
            for (const QString &word : rule.words) {
                if (containsWord(code, word))
                    result.append(u"%1:%2 says %3, which only %4 may (%5)"_s.arg(
                        path, QString::number(i + 1), word, rule.places.join(u", "_s), m_rulesFile));
            }
        }
    }
    return result;
}

QStringList LayerChecker::complaints() const
{
    QStringList result;
    for (const QString &folder : {u"engine"_s, u"plugins"_s, u"cli"_s, u"gui"_s, u"examples"_s}) {
        for (const QString &path : m_tree.files(folder, {u"h"_s, u"cpp"_s}))
            result += includeComplaints(path) + wordComplaints(path);
    }
    // It ships, though it stands with the tests, whose clocks and random numbers it may use.
    for (const QString &path : m_tree.files(u"tests/conformance/kit"_s, {u"h"_s, u"cpp"_s}))
        result += includeComplaints(path);
    return result;
}
