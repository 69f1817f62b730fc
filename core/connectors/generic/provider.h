#pragma once

#include "connectors/http/httpclient.h"
#include "connectors/phonesystem.h"

#include <QString>

namespace ringback::connectors::generic {

/// A system that only posts to us: it can be tested, and nothing else can be asked of it. Lives on the engine's thread.
class GenericProvider final : public PhoneProvider {
public:
    GenericProvider(const settings::Connection &connection, const Surroundings &surroundings);

    QCoro::Task<SendOutcome> sendText(TextRequest request) override;
    QCoro::Task<FindOutcome> findSent(SentQuery query) override;
    void abandon() override;
    /// Whether our door answers at the address that the sender is given.
    QCoro::Task<QList<Finding>> test(TestQuery query) override;

private:
    const QString m_path;
    HttpClient m_http;
};

} // namespace ringback::connectors::generic
