// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "crowd.h"
#include "termination.h"

#include <QtCore/QCommandLineParser>
#include <QtCore/QCoreApplication>
#include <QtCore/QTextStream>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace {

int complain(const QString &sentence)
{
    QTextStream(stderr) << "axess-visitors: " << sentence << Qt::endl;
    return 2;
}

std::optional<int> number(const QCommandLineParser &options, const QString &name, int least)
{
    bool isNumber = false;
    const int value = options.value(name).toInt(&isNumber);
    return isNumber && value >= least ? std::optional(value) : std::nullopt;
}

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(u"axess-visitors"_s);
    const Termination termination;

    QCommandLineParser options;
    options.setApplicationDescription(
        u"Plays visitors of the sample shop. Ends 1 if the shop forgot anybody, or brought anything back."_s);
    options.addHelpOption();
    options.addOptions({{u"url"_s, u"The shop; more than once if it has several addresses."_s, u"URL"_s,
                         u"http://127.0.0.1:8080/"_s},
                        {u"visitors"_s, u"How many."_s, u"N"_s, u"300"_s},
                        {u"seconds"_s, u"How long; 0 = until SIGTERM."_s, u"N"_s, u"0"_s},
                        {u"pause"_s, u"How long they look at a page at most."_s, u"MS"_s, u"3000"_s},
                        {u"seed"_s, u"The same seed gives the same visitors."_s, u"N"_s, u"1"_s}});
    options.process(application);
    const auto visitors = number(options, u"visitors"_s, 1);
    const auto seconds = number(options, u"seconds"_s, 0);
    const auto seed = number(options, u"seed"_s, 0);
    const auto pause = number(options, u"pause"_s, 1);
    const QList<QUrl> shops = QUrl::fromStringList(options.values(u"url"_s));
    const auto isHttp = [](const QUrl &url) { return url.scheme() == "http"_L1; };
    if (!visitors || !seconds || !seed || !pause || !std::ranges::all_of(shops, isHttp))
        return complain(
            u"--visitors, --seconds, --pause and --seed are numbers, --url begins with http://"_s);

    const std::chrono::milliseconds longest(*pause);
    Crowd crowd(*visitors, shops, quint32(*seed), {.shortest = longest / 10, .longest = longest});
    QObject::connect(&termination, &Termination::asked, &crowd, &Crowd::disperse);
    QObject::connect(&crowd, &Crowd::dispersed, &application, &QCoreApplication::quit, Qt::QueuedConnection);
    crowd.start();
    if (*seconds > 0)
        QTimer::singleShot(std::chrono::seconds(*seconds), &crowd, &Crowd::disperse);
    QCoreApplication::exec();
    QTextStream(stdout) << crowd.report() << Qt::endl;
    return crowd.counts().wrongs() == 0 ? 0 : 1;
}
