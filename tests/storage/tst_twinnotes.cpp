// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "twinpair.h"

#include "axesstest.h"
#include "verify.h"

#include <latch>
#include <thread>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestTwinNotes : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void aNoteReadsAsItWasWritten();
    void whatCannotBeReadHoldsEveryBucket();
    void aBucketIsNotedOnce();
    void anOldNoteIsRenewed();
    void aFailureKeepsTheWriteFromHappening();
    void aMarkIsWrittenAgainAlthoughItStands();
    void marksThatWereTakenOutStayOut();
    void aNoteThatWasTakenAwayComesBack();
    void whatIsMarkedLaterIsKeptBeforeTheNextWrite();
    void aLostAnswerIsFoundOut();
    void whoEndsLeavesWhatIsDirty();
    void manyCallersShareAWrite();

private:
    static BucketSet bucket(quint8 number)
    {
        const SessionId id = freshIdOf(number);
        return BucketSet::of(std::span(&id, 1));
    }
    Result<void> note(const BucketSet &buckets) { return m_notes->beforeWrite(*m_leader, buckets, soon()); }
    Result<void> mark(const BucketSet &buckets) { return m_notes->markDirty(*m_leader, buckets, soon()); }
    StoredDocument standing() { return m_pair->leaderReader->document(u"pair/me"_s).value().value(); }

    std::unique_ptr<TwinPair> m_pair;
    std::unique_ptr<StorageConnection> m_leader;
    std::unique_ptr<TwinNotes> m_notes;
};

void TestTwinNotes::init()
{
    AxessTest::init();
    m_leader.reset();
    m_pair = std::make_unique<TwinPair>();
    m_leader = m_pair->leader->connect(soon()).value();
    m_leader->setDeadline(soon());
    m_notes = std::make_unique<TwinNotes>(u"pair/me"_s, m_pair->clock);
}

void TestTwinNotes::aNoteReadsAsItWasWritten()
{
    const TwinNote note {bucket(0) | bucket(255), bucket(9), 3};
    QCOMPARE(TwinNote::fromBytes(note.bytes()), note);
    QCOMPARE(TwinNote::fromBytes(TwinNote().bytes()), TwinNote());
    QVERIFY(note.written.contains(255) && !note.written.contains(9));
    QCOMPARE(note.written.count(), 2);
}

void TestTwinNotes::whatCannotBeReadHoldsEveryBucket()
{
    for (const QByteArray &bytes : {""_ba, "{}"_ba, "{\"written\":\"00\",\"dirty\":7}"_ba}) {
        const TwinNote note = TwinNote::fromBytes(bytes);
        QCOMPARE(note.written.count(), BucketSet::Count);
        QCOMPARE(note.dirty.count(), BucketSet::Count);
    }
}

void TestTwinNotes::aBucketIsNotedOnce()
{
    m_pair->leader->plan().arm(Fault::None, 1);
    VERIFY_OK(note(bucket(1)));
    VERIFY_OK(note(bucket(1)));
    VERIFY_OK(note(bucket(2)));
    VERIFY_OK(note(bucket(1) | bucket(2)));
    QCOMPARE(m_pair->leader->plan().calls(), 2);
    QCOMPARE(m_pair->note(u"me"_s), (TwinNote {.written = bucket(1) | bucket(2)}));
}

void TestTwinNotes::anOldNoteIsRenewed()
{
    VERIFY_OK(note(bucket(1)));
    m_pair->clock->advance(TwinNotes::Trusted - 1ms);
    VERIFY_OK(note(bucket(1)));
    QCOMPARE(standing().revision, 1ULL);
    m_pair->clock->advance(1ms);
    VERIFY_OK(note(bucket(1)));
    QCOMPARE(standing().revision, 2ULL);
}

void TestTwinNotes::aFailureKeepsTheWriteFromHappening()
{
    m_pair->leader->plan().arm(Fault::CutAfter, 1);
    const auto noted = note(bucket(1));
    VERIFY_FAILS(noted, ErrorCode::Unavailable);
    QCOMPARE(noted.error().outcome(), Outcome::NotApplied);
}

void TestTwinNotes::aMarkIsWrittenAgainAlthoughItStands()
{
    VERIFY_OK(mark(bucket(3)));
    VERIFY_OK(mark(bucket(3)));
    QCOMPARE(standing().revision, 2ULL);
    QCOMPARE(m_pair->note(u"me"_s), (TwinNote {{}, bucket(3), 2}));
}

void TestTwinNotes::marksThatWereTakenOutStayOut()
{
    VERIFY_OK(note(bucket(3)));
    VERIFY_OK(mark(bucket(3)));
    // Somebody compares bucket 3.
    const TwinNote clean {bucket(3), {}, 1};
    VERIFY_OK(m_pair->leaderReader->putDocument(u"pair/me"_s, clean.bytes(), standing().revision));
    VERIFY_OK(mark(bucket(4)));
    QCOMPARE(m_pair->note(u"me"_s), (TwinNote {bucket(3), bucket(4), 2}));
}

void TestTwinNotes::aNoteThatWasTakenAwayComesBack()
{
    VERIFY_OK(note(bucket(3)));
    VERIFY_OK(mark(bucket(3)));
    VERIFY_OK(m_pair->leaderReader->removeDocument(u"pair/me"_s, standing().revision));
    m_pair->clock->advance(TwinNotes::Trusted);
    VERIFY_OK(note(bucket(5)));
    QCOMPARE(m_pair->note(u"me"_s), (TwinNote {.written = bucket(5)}));
    VERIFY_OK(note(bucket(3)));
    QCOMPARE(m_pair->note(u"me"_s).written, bucket(3) | bucket(5));
}

void TestTwinNotes::whatIsMarkedLaterIsKeptBeforeTheNextWrite()
{
    VERIFY_OK(note(bucket(1)));
    QVERIFY(m_notes->isKept());
    m_notes->markLater(bucket(1));
    QVERIFY(!m_notes->isKept());
    VERIFY_OK(note(bucket(1)));
    QVERIFY(m_notes->isKept());
    QCOMPARE(m_pair->note(u"me"_s).dirty, bucket(1));
}

void TestTwinNotes::aLostAnswerIsFoundOut()
{
    m_pair->leader->plan().arm(Fault::CutAfter, 1);
    VERIFY_FAILS(mark(bucket(1)), ErrorCode::Unavailable);
    m_leader = m_pair->leader->connect(soon()).value();
    m_leader->setDeadline(soon());
    VERIFY_OK(mark(bucket(2)));
    QCOMPARE(m_pair->note(u"me"_s).dirty, bucket(1) | bucket(2));
}

void TestTwinNotes::whoEndsLeavesWhatIsDirty()
{
    const auto isThere = [&] { return m_pair->leaderReader->document(u"pair/me"_s).value().has_value(); };
    QVERIFY(!m_notes->isUsed());
    VERIFY_OK(note(bucket(1)));
    QVERIFY(m_notes->isUsed());
    VERIFY_OK(m_notes->leave(*m_leader, soon()));
    QVERIFY(!isThere());

    VERIFY_OK(note(bucket(1)));
    VERIFY_OK(mark(bucket(2)));
    m_notes->markLater(bucket(3));
    VERIFY_OK(m_notes->leave(*m_leader, soon()));
    const TwinNote left = m_pair->note(u"me"_s);
    QCOMPARE(left.dirty, bucket(2) | bucket(3));
    QVERIFY(left.written.isEmpty());
}

void TestTwinNotes::manyCallersShareAWrite()
{
    constexpr int callers = 8;
    constexpr int marks = 32;
    std::latch start(callers);
    std::atomic<int> failures = 0;
    {
        std::vector<std::jthread> threads;
        for (int caller = 0; caller < callers; ++caller) {
            threads.emplace_back([&, caller] {
                auto leader = m_pair->leader->connect(soon()).value();
                leader->setDeadline(soon());
                start.arrive_and_wait();
                for (int i = 0; i < marks; ++i) {
                    const BucketSet mine = bucket(quint8(caller * marks + i));
                    const auto marked = m_notes->markDirty(*leader, mine, soon());
                    const auto stands = leader->document(u"pair/me"_s);
                    const bool isKept = marked && stands && *stands
                        && TwinNote::fromBytes((*stands)->bytes).dirty.includes(mine);
                    failures += isKept ? 0 : 1;
                }
            });
        }
    }
    QCOMPARE(failures.load(), 0);
    QCOMPARE(m_pair->note(u"me"_s).dirty.count(), callers * marks);
    QVERIFY(standing().revision <= quint64(callers * marks));
}

QTEST_GUILESS_MAIN(TestTwinNotes)
#include "tst_twinnotes.moc"
