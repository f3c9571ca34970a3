// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "crypto/cookiemac_p.h"
#include "crypto/document_p.h"
#include "crypto/envelope_p.h"
#include "vectorblocks.h"
#include "verify.h"

using namespace Axess;
using namespace Qt::StringLiterals;

namespace {

/// Gives the bytes that the example drew, and fails when they are used up.
class ScriptedRandom final : public RandomSource
{
public:
    explicit ScriptedRandom(QByteArray draws)
        : m_draws(std::move(draws))
    { }

    Result<void> fill(std::span<std::byte> bytes) override
    {
        if (m_draws.size() < qsizetype(bytes.size()))
            return std::unexpected(Error(ErrorCode::Unavailable, u"The example drew less"_s));
        std::ranges::copy(std::as_bytes(std::span(std::as_const(m_draws))).first(bytes.size()),
                          bytes.begin());
        m_draws.remove(0, qsizetype(bytes.size()));
        return {};
    }
    bool isUsedUp() const { return m_draws.isEmpty(); }

private:
    QByteArray m_draws;
};

using Example = QHash<QString, QString>;

QByteArray hex(const Example &example, const QString &field)
{
    return QByteArray::fromHex(example.value(field).toLatin1());
}

} // namespace

/// The worked examples of docs/envelope.md.
class TestFormats : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void theRingIsAsDocumented();
    void theRingsBodyIsAsDocumented();
    void theEnvelopeIsAsDocumented();
    void theDocumentIsAsDocumented();
    void theCookieIsAsDocumented();

private:
    Example example(const QString &name) const { return m_examples.value(name); }
    KeyRing documentedRing() const
    {
        const Example ring = example(u"ring"_s);
        return openRing(hex(ring, u"ring"_s), SecretBytes(hex(ring, u"root key"_s)),
                        hex(ring, u"store identity"_s))
            .value();
    }

    QHash<QString, Example> m_examples;
};

void TestFormats::initTestCase()
{
    m_examples = exampleBlocks(QStringLiteral(AXESS_TEST_DOCS "/envelope.md"));
    QCOMPARE(m_examples.size(), 5);
}

void TestFormats::theRingIsAsDocumented()
{
    const Example ring = example(u"ring"_s);
    const SecretBytes rootKey(hex(ring, u"root key"_s));
    ScriptedRandom random(hex(ring, u"random draws"_s));
    TAKE(made,
         KeyRing::create(hex(ring, u"store identity"_s), rootKey, ring.value(u"now"_s).toLongLong(), random));
    TAKE(sealed, sealRing(made, random));
    QCOMPARE(sealed.toHex(), ring.value(u"ring"_s).toLatin1());
    QVERIFY(random.isUsedUp());
    QCOMPARE(fingerprintText(rootFingerprint(rootKey).value()), ring.value(u"fingerprint"_s));

    const auto opened = openRing(sealed, rootKey, hex(ring, u"store identity"_s));
    VERIFY_OK(opened);
    QCOMPARE(opened->activeKey(KeyPurpose::Cookie).id, 0x22222222u);
}

void TestFormats::theRingsBodyIsAsDocumented()
{
    // What a reader of the page sees in the body is what the opened ring says.
    const QByteArray body = hex(example(u"body"_s), u"body"_s);
    const KeyRing ring = documentedRing();
    QCOMPARE(ring.revision(), quint64(body[2]));
    for (const DataKey &key : ring.keys()) {
        QVERIFY(body.contains(key.material->key()));
        QCOMPARE(key.created, example(u"ring"_s).value(u"now"_s).toLongLong());
    }
}

void TestFormats::theEnvelopeIsAsDocumented()
{
    const Example envelope = example(u"envelope"_s);
    const KeyRing ring = documentedRing();
    const DataKey &key = ring.activeKey(KeyPurpose::Envelope);
    const SessionId id = *SessionId::fromBytes(hex(envelope, u"session id"_s));
    QCOMPARE(keyIdText(key.id), envelope.value(u"key id"_s));
    QCOMPARE(key.material->prk(), hex(envelope, u"prk"_s));
    ScriptedRandom random(hex(envelope, u"nonce"_s));
    TAKE(sealed, sealEnvelope(key, id, hex(envelope, u"payload"_s), random));
    QCOMPARE(sealed.toHex(), envelope.value(u"envelope"_s).toLatin1());
    QCOMPARE(openEnvelope(ring, id, sealed).value(), hex(envelope, u"payload"_s));
    QCOMPARE(sealed.sliced(20, 16), hex(envelope, u"key and commitment"_s).sliced(32));
}

void TestFormats::theDocumentIsAsDocumented()
{
    const Example document = example(u"document"_s);
    const KeyRing ring = documentedRing();
    const QByteArray identity = hex(document, u"store identity"_s);
    const QByteArray name = hex(document, u"name"_s);
    const DocumentPlace place {identity, name, document.value(u"revision"_s).toULongLong()};
    QCOMPARE(keyIdText(ring.activeKey(KeyPurpose::Document).id), document.value(u"key id"_s));
    ScriptedRandom random(hex(document, u"nonce"_s));
    TAKE(sealed, sealDocument(ring, place, hex(document, u"content"_s), random));
    QCOMPARE(sealed.toHex(), document.value(u"document"_s).toLatin1());
    QCOMPARE(openDocument(ring, place, sealed).value(), hex(document, u"content"_s));
}

void TestFormats::theCookieIsAsDocumented()
{
    const Example cookie = example(u"cookie"_s);
    const KeyRing ring = documentedRing();
    const QByteArray name = hex(cookie, u"name"_s);
    const QByteArray value = cookie.value(u"value"_s).toLatin1();
    TAKE(made, signCookie(ring, name, cookie.value(u"token"_s).toLatin1()));
    QCOMPARE(made, value);
    QVERIFY(verifyCookie(ring, name, *SignedCookie::fromValue(value)).value());
}

QTEST_GUILESS_MAIN(TestFormats)
#include "tst_formats.moc"
