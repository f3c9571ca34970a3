// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "sqlitebench.h"

#include "enginesubject.h"
#include "measurement.h"
#include "rawsqlite.h"
#include "report.h"

#include <axess/randomsource.h>

#include <QtCore/qtemporarydir.h>

using namespace Axess;
using namespace Qt::StringLiterals;

namespace {

using SubjectList = std::vector<std::unique_ptr<Subject>>;

RootKey freshKey()
{
    SystemRandom random;
    auto key = SecretBytes::random(random, 32);
    return key ? RootKey::fromBytes(*std::move(key)) : RootKey::none();
}

// Adds the engine on a store, or says why not.
void addEngine(Report &report, SubjectList &subjects, const QString &name, const QString &url,
               const RootKey &key, int rows, const StoreOptions &options = {})
{
    QString problem;
    auto subject = engineSubject(name, url, key, rows, problem, options);
    if (subject)
        subjects.push_back(std::move(subject));
    else
        report.problem(name + u": "_s + problem);
}

QList<double> table(Report &report, const QString &setting, const SubjectList &subjects, Operation operation,
                    int callers, const BenchSize &size)
{
    std::vector<Subject *> list;
    for (const auto &subject : subjects) {
        if (subject->can(operation))
            list.push_back(subject.get());
    }
    const QList<double> rates = interleavedMedians(list, operation, callers, size.rounds, size.milliseconds);
    for (std::size_t i = 0; i < list.size(); ++i)
        report.rate(setting, operationName(operation), callers, list[i]->name(), rates[qsizetype(i)]);
    return rates;
}

void benchSynchronous(Report &report, const BenchSize &size, const QString &synchronous, double saveTarget)
{
    const QString setting = u"sqlite "_s + synchronous;
    report.section(u"SQLite, synchronous=%1, 1 KiB"_s.arg(synchronous));
    QTemporaryDir folder;
    SubjectList subjects;
    subjects.push_back(rawSqliteSubject(folder.path(), size.rows, synchronous));
    subjects.push_back(rawQtSqlSubject(folder.path(), size.rows, synchronous));
    if (!subjects[0] || !subjects[1])
        return report.problem(u"the raw loops' database could not be made"_s);
    const QString url = u"sqlite:"_s + folder.path() + u"/%1.db?synchronous="_s + synchronous;
    addEngine(report, subjects, u"engine plain"_s, url.arg(u"plain"_s), RootKey::none(), size.rows);
    addEngine(report, subjects, u"engine sealed"_s, url.arg(u"sealed"_s), freshKey(), size.rows);
    addEngine(report, subjects, u"engine sealed, driver=plain"_s, url.arg(u"qtsql"_s) + u"&driver=plain"_s,
              freshKey(), size.rows);
    StoreOptions forgetful;
    forgetful.openedBytes = 0;
    addEngine(report, subjects, u"engine sealed, opens each row"_s, url.arg(u"opening"_s), freshKey(),
              size.rows, forgetful);
    QString problem;
    const auto futures
        = futureSubject(u"engine sealed, futures"_s, url.arg(u"futures"_s), freshKey(), size.rows, problem);
    if (!futures)
        report.problem(u"engine sealed, futures: "_s + problem);
    if (subjects.size() < 6 || !futures)
        return;

    const QList<double> loads = table(report, setting, subjects, Operation::Load, 1, size);
    const QList<double> saves = table(report, setting, subjects, Operation::Save, 1, size);
    table(report, setting, subjects, Operation::Touch, 1, size);
    table(report, setting, subjects, Operation::Cycle, 1, size);
    table(report, setting, subjects, Operation::Page, 1, size);
    const SubjectList engines = [&] {
        SubjectList list;
        for (std::size_t i = 2; i < 6; ++i)
            list.push_back(std::move(subjects[i]));
        return list;
    }();
    table(report, setting, engines, Operation::Load, 8, size);
    table(report, setting, engines, Operation::Save, 8, size);
    table(report, setting, engines, Operation::Load, 64, size);
    const QList<double> batches = table(report, setting, engines, Operation::Save, 64, size);
    table(report, setting, engines, Operation::Touch, 64, size);
    Subject *const waiting[] = {futures.get()};
    const double inLoop
        = interleavedMedians(waiting, Operation::Save, 64, size.rounds, size.milliseconds).constFirst();
    report.rate(setting, operationName(Operation::Save), 64, futures->name(), inLoop);

    report.figure(u"load, sealed, 1 caller ÷ raw C loop"_s, loads[3] / loads[0], 0.4);
    report.figure(u"load, sealed, 1 caller ÷ raw QtSql loop"_s, loads[3] / loads[1], 0.7);
    report.figure(u"load, sealed, opening each row ÷ raw C loop"_s, loads[5] / loads[0]);
    report.figure(u"load, sealed, driver=plain ÷ raw QtSql loop"_s, loads[4] / loads[1]);
    report.figure(u"save, sealed, 64 callers ÷ raw C loop of single saves"_s, batches[1] / saves[0],
                  saveTarget);
    report.figure(u"the same, callers in one event loop that wait for futures"_s, inLoop / saves[0],
                  saveTarget);
}

} // namespace

void benchMemoryStore(Report &report, const BenchSize &size)
{
    report.section(u"Memory backend, 1 KiB"_s);
    SubjectList subjects;
    addEngine(report, subjects, u"engine plain"_s, u"memory:"_s, RootKey::none(), size.rows);
    addEngine(report, subjects, u"engine sealed"_s, u"memory:"_s, freshKey(), size.rows);
    for (const int callers : {1, 8, 64}) {
        for (const Operation operation :
             {Operation::Load, Operation::Save, Operation::Touch, Operation::Cycle, Operation::Page})
            table(report, u"memory"_s, subjects, operation, callers, size);
    }
}

void benchSqlite(Report &report, const BenchSize &size)
{
    benchSynchronous(report, size, u"normal"_s, 1.0);
    benchSynchronous(report, size, u"full"_s, 4.0);
}

void benchLarge(Report &report, const BenchSize &size, int rows)
{
    report.section(u"SQLite, loading among %1 rows"_s.arg(rows));
    QTemporaryDir folder;
    SubjectList subjects;
    const QString url = u"sqlite:"_s + folder.path() + u"/%1.db"_s;
    // What was opened before is not opened again, and of few rows all were: that is not what grows here.
    StoreOptions forgetful;
    forgetful.openedBytes = 0;
    addEngine(report, subjects, u"among 1,000"_s, url.arg(u"small"_s), freshKey(), 1000, forgetful);
    addEngine(report, subjects, u"among %1"_s.arg(rows), url.arg(u"large"_s), freshKey(), rows, forgetful);
    if (subjects.size() < 2)
        return;
    const QList<double> loads = table(report, u"sqlite"_s, subjects, Operation::Load, 1, size);
    report.figure(u"time of a load among %1 rows ÷ among 1,000"_s.arg(rows), loads[0] / loads[1], 1.5,
                  Report::Bound::AtMost);
}
