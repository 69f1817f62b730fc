#pragma once

#include "support/fakeserver.h"

namespace ringback::test {

/// Somebody's catch hook, as Zapier has them: it takes a POST of a JSON object at one secret address and says no more than that it was received. It
/// checks signatures for itself, by the words of the Standard Webhooks specification.
class FakeHook final : public FakeServer {
public:
    FakeHook() = default;
    ~FakeHook() override { stop(); }

    [[nodiscard]] static QByteArray path() { return "/hooks/catch/1234567/s3cret0/?zap=1"; }
    [[nodiscard]] QByteArray address() const { return baseUrl().toLatin1() + path(); }
    [[nodiscard]] static QByteArray signingKey() { return "whsec_cmluZ2JhY2stdGVzdC1zaWduaW5nLWtleS0wMDAx"; }
    void expectSignatures();

    [[nodiscard]] QList<QJsonObject> events() const; ///< as they came, also a second time
    [[nodiscard]] QStringList eventIds() const;

private:
    [[nodiscard]] Response answer(const Request &request) override;
    [[nodiscard]] Response refuse(int status, const QString &problem);

    QList<QJsonObject> m_events;
    bool m_isSigned = false;
};

} // namespace ringback::test
