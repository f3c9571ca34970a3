// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "treereader.h"

#include <QtCore/QDir>
#include <QtCore/QFileInfo>
#include <QtCore/QHash>
#include <QtCore/QRegularExpression>
#include <QtCore/QSet>

using namespace Qt::StringLiterals;

/// What holds for every file of the tree.
class TestHouse : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void everyFileSaysItsLicence();
    void noFileIsTooLong();
    void theReadmeNamesEveryFolder();
    void everyLinkOfTheDocumentsResolves();
    void theChangelogHasARoomForWhatComesNext();
    void aDecisionFitsOnOneScreen();
    void noFileNamesWorkThatIsLeftToDo();

private:
    static void verifyNothing(const QStringList &complaints)
    {
        QVERIFY2(complaints.isEmpty(), qPrintable(u'\n' + complaints.join(u'\n')));
    }

    const TreeReader m_tree = TreeReader::ofThisRepository();
};

namespace {

QString expectedLicence(const QString &path)
{
    // The console, and what links Qt HTTP Server.
    static const QStringList gpl {u"gui/"_s, u"examples/httpserver/"_s, u"examples/jsonapi/"_s};
    const bool isGpl
        = std::ranges::any_of(gpl, [&](const QString &folder) { return path.startsWith(folder); });
    return isGpl ? u"GPL-3.0-or-later"_s : u"Apache-2.0"_s;
}

/// The file that says the licence of `path`: itself, a .license beside it or beside a folder above it.
QString licenceHolder(const TreeReader &tree, const QString &path)
{
    for (QString at = path; !at.isEmpty() && at != u"."_s; at = QFileInfo(at).path()) {
        if (tree.exists(at + u".license"_s))
            return at + u".license"_s;
    }
    return path;
}

/// What links may name in a document: its titles, as forges make anchors of them.
QSet<QString> anchorsOf(const QStringList &lines)
{
    static const QRegularExpression dropped(u"[^\\p{L}\\p{N} _-]"_s);
    static const QRegularExpression link(u"\\[([^\\]]*)\\]\\([^)]*\\)"_s);
    QSet<QString> anchors;
    bool isCode = false;
    for (const QString &line : lines) {
        if (line.startsWith(u"```"_s))
            isCode = !isCode;
        if (isCode || !line.startsWith(u'#'))
            continue;
        QString title = line.section(u' ', 1).replace(link, u"\\1"_s).remove(dropped).toLower();
        title.replace(u' ', u'-');
        QString anchor = title;
        for (int again = 1; anchors.contains(anchor); ++again)
            anchor = u"%1-%2"_s.arg(title).arg(again);
        anchors.insert(anchor);
    }
    return anchors;
}

} // namespace

void TestHouse::everyFileSaysItsLicence()
{
    QStringList complaints;
    for (const QString &path : m_tree.files()) {
        if (path.startsWith(u"LICENSES/"_s))
            continue;
        const QString head = m_tree.lines(licenceHolder(m_tree, path)).mid(0, 8).join(u'\n');
        if (!head.contains(u"SPDX-FileCopyrightText: 2026 The Axess authors"_s))
            complaints.append(path + u" does not say whose it is in its first lines"_s);
        else if (!head.contains(u"SPDX-License-Identifier: "_s + expectedLicence(path)))
            complaints.append(path + u" is not under "_s + expectedLicence(path));
    }
    verifyNothing(complaints);
}

void TestHouse::noFileIsTooLong()
{
    constexpr qsizetype usual = 400;
    QHash<QString, qsizetype> limits;
    for (const QString &line : m_tree.lines(u"tests/repository/longfiles.txt"_s)) {
        const QStringList words = line.split(u' ', Qt::SkipEmptyParts);
        if (words.size() >= 2 && !line.startsWith(u'#'))
            limits.insert(words[0], words[1].toInt());
    }
    QStringList complaints;
    for (const QString &path :
         m_tree.files({}, {u"h"_s, u"cpp"_s, u"c"_s, u"sh"_s, u"cmake"_s, u"CMakeLists.txt"_s})) {
        const qsizetype length = m_tree.lines(path).size();
        if (length > limits.value(path, usual))
            complaints.append(
                u"%1 has %2 lines; split it, or say why not in tests/repository/longfiles.txt"_s.arg(
                    path, QString::number(length)));
    }
    verifyNothing(complaints);
}

void TestHouse::theReadmeNamesEveryFolder()
{
    const QString readme = m_tree.text(u"README.md"_s);
    QStringList complaints;
    for (const QString &folder : m_tree.topLevelFolders()) {
        if (!readme.contains(u'`' + folder + u"/`"_s))
            complaints.append(u"README.md does not name `%1/`"_s.arg(folder));
    }
    verifyNothing(complaints);
}

void TestHouse::everyLinkOfTheDocumentsResolves()
{
    static const QRegularExpression link(u"\\]\\(([^)\\s]+)\\)|src=\"([^\"]+)\""_s);
    QStringList complaints;
    qsizetype anchors = 0;
    for (const QString &path : m_tree.files({}, {u"md"_s})) {
        auto matches = link.globalMatch(m_tree.text(path));
        while (matches.hasNext()) {
            const auto match = matches.next();
            const QString whole = match.captured(1) + match.captured(2);
            if (whole.contains(u"://"_s) || whole.startsWith(u"mailto:"_s))
                continue;
            const QString file = whole.section(u'#', 0, 0);
            const QString target
                = file.isEmpty() ? path : QDir::cleanPath(QFileInfo(path).path() + u'/' + file);
            const QString anchor = whole.section(u'#', 1);
            if (!m_tree.exists(target))
                complaints.append(u"%1 links to %2, which does not exist"_s.arg(path, whole));
            else if (!anchor.isEmpty() && !anchorsOf(m_tree.lines(target)).contains(anchor))
                complaints.append(u"%1 links to %2, but there is no such title"_s.arg(path, whole));
            anchors += anchor.isEmpty() ? 0 : 1;
        }
    }
    verifyNothing(complaints);
    QCOMPARE_GE(anchors, 50);
}

void TestHouse::theChangelogHasARoomForWhatComesNext()
{
    QVERIFY(m_tree.lines(u"CHANGELOG.md"_s).contains(u"## Unreleased"_s));
}

void TestHouse::aDecisionFitsOnOneScreen()
{
    QStringList complaints;
    for (const QString &path : m_tree.files(u"docs/decisions"_s, {u"md"_s})) {
        if (m_tree.lines(path).size() > 40)
            complaints.append(path + u" has more than 40 lines"_s);
    }
    verifyNothing(complaints);
}

void TestHouse::noFileNamesWorkThatIsLeftToDo()
{
    static const QRegularExpression mark(u"\\b(T[O]DO|F[I]XME|X[X]X)\\b"_s);
    QStringList complaints;
    for (const QString &path :
         m_tree.files({}, {u"h"_s, u"cpp"_s, u"c"_s, u"sh"_s, u"cmake"_s, u"CMakeLists.txt"_s})) {
        const QStringList lines = m_tree.lines(path);
        for (qsizetype i = 0; i < lines.size(); ++i) {
            if (lines[i].contains(mark))
                complaints.append(u"%1:%2 %3"_s.arg(path, QString::number(i + 1), lines[i].trimmed()));
        }
    }
    verifyNothing(complaints);
}

QTEST_GUILESS_MAIN(TestHouse)
#include "tst_house.moc"
