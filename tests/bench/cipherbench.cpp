// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "cipherbench.h"

#include "measurement.h"
#include "report.h"

#include "crypto/envelope_p.h"

#include <axess/randomsource.h>

#include <QtCrypto>

using namespace Axess;
using namespace Qt::StringLiterals;

namespace {

class Bare final : public Subject
{
public:
    QString name() const override { return u"bare GCM ×2 and HMAC ×4"_s; }
    bool can(Operation operation) const override { return operation == Operation::Load; }
    std::unique_ptr<Caller> caller(int, int) override { return std::make_unique<BareCaller>(); }

private:
    class BareCaller final : public Caller
    {
    public:
        bool perform(Operation) override
        {
            for (int i = 0; i < 4; ++i) {
                m_mac.setup(m_macKey);
                m_mac.update(m_message);
                m_digest = m_mac.final();
            }
            m_seal.setup(QCA::Encode, m_key, m_nonce, QCA::AuthTag(16));
            QCA::SecureArray sealed = m_seal.update(m_plain);
            sealed += m_seal.final();
            m_open.setup(QCA::Decode, m_key, m_nonce, QCA::AuthTag(m_seal.tag()));
            const QCA::SecureArray opened = m_open.update(sealed);
            m_open.final();
            return m_open.ok() && opened.size() == m_plain.size();
        }

    private:
        QCA::SymmetricKey m_key {QByteArray(32, 'k')};
        QCA::SymmetricKey m_macKey {QByteArray(32, 'm')};
        QCA::InitializationVector m_nonce {QByteArray(12, 'n')};
        QCA::SecureArray m_plain {QByteArray(PayloadBytes, 'p')};
        QByteArray m_message = QByteArray(64, 'x');
        QCA::SecureArray m_digest;
        QCA::MessageAuthenticationCode m_mac {u"hmac(sha256)"_s, m_macKey};
        QCA::Cipher m_seal {u"aes256"_s, QCA::Cipher::GCM, QCA::Cipher::NoPadding, QCA::Encode,
                            m_key,       m_nonce,          QCA::AuthTag(16)};
        QCA::Cipher m_open {u"aes256"_s, QCA::Cipher::GCM, QCA::Cipher::NoPadding, QCA::Decode,
                            m_key,       m_nonce,          QCA::AuthTag(16)};
    };
};

class Envelopes final : public Subject
{
public:
    explicit Envelopes(KeyRing ring)
        : m_ring(std::move(ring))
    { }

    QString name() const override { return u"seal and open an envelope"_s; }
    bool can(Operation operation) const override { return operation == Operation::Load; }
    std::unique_ptr<Caller> caller(int, int) override { return std::make_unique<EnvelopeCaller>(m_ring); }

private:
    class EnvelopeCaller final : public Caller
    {
    public:
        explicit EnvelopeCaller(const KeyRing &ring)
            : m_ring(ring)
        { }
        // A session that was never seen before: nothing of it was expanded yet.
        bool perform(Operation) override
        {
            const auto id = SessionId::random(m_random);
            if (!id)
                return false;
            const auto sealed = sealEnvelope(m_ring.activeKey(KeyPurpose::Envelope), *id, m_plain, m_random);
            const auto opened
                = sealed.and_then([&](const QByteArray &bytes) { return openEnvelope(m_ring, *id, bytes); });
            return opened && opened->size() == m_plain.size();
        }

    private:
        const KeyRing &m_ring;
        SystemRandom m_random;
        QByteArray m_plain = QByteArray(PayloadBytes, 'p');
    };

    KeyRing m_ring;
};

} // namespace

void benchCiphers(Report &report, int rounds)
{
    report.section(u"Ciphers, 1 KiB"_s);
    const QCA::Initializer initializer;
    SystemRandom random;
    const SecretBytes rootKey(QByteArrayView(QByteArray(32, 'r')));
    auto ring = KeyRing::create(QByteArray(16, 'i'), rootKey, 0, random);
    if (!ring)
        return report.problem(ring.error().message());
    Bare bare;
    Envelopes envelopes(*std::move(ring));
    Subject *const subjects[] = {&bare, &envelopes};
    const QList<double> rates = interleavedMedians(subjects, Operation::Load, 1, rounds, 200);
    for (int i = 0; i < 2; ++i)
        report.rate(u"crypto"_s, u"both"_s, 1, subjects[i]->name(), rates[i]);
    if (rates[1] > 0)
        report.figure(u"time of seal + open ÷ bare ciphers and MACs"_s, rates[0] / rates[1], 2.0,
                      Report::Bound::AtMost);
}
