#include "connectors/twilio/provider.h"

namespace ringback::connectors::twilio {

TwilioProvider::TwilioProvider(TwilioSettings settings, QNetworkAccessManager &network, const Clock &clock)
    : m_settings(std::move(settings))
    , m_api(m_settings, network, clock)
{}

void TwilioProvider::abandon()
{
    ++m_abandonments;
    m_api.http().abandon();
}

} // namespace ringback::connectors::twilio
