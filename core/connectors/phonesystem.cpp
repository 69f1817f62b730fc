#include "connectors/phonesystem.h"

#include "connectors/generic/system.h"
#include "connectors/googlevoice/system.h"
#include "connectors/quo/system.h"
#include "connectors/ringcentral/system.h"
#include "connectors/twilio/system.h"

#include <algorithm>

namespace ringback::connectors {

using namespace Qt::StringLiterals;

namespace {

Error notOffered()
{
    return {.kind = ErrorKind::Refused, .what = u"this phone system does not offer that"_s};
}

} // namespace

QByteArray Webhook::header(const QByteArray &name) const
{
    const auto found = std::find_if(headers.cbegin(), headers.cend(),
                                    [&](const auto &each) { return each.first.compare(name, Qt::CaseInsensitive) == 0; });
    return found == headers.cend() ? QByteArray() : found->second;
}

QByteArray Webhook::path() const
{
    const qsizetype query = target.indexOf('?');
    return query < 0 ? target : target.left(query);
}

bool PhoneSystem::knowsPath(const QByteArray &rest) const
{
    return !rest.isEmpty() && !rest.contains('/');
}

QUrl PhoneSystem::receiptsUrl(const settings::Connection &, const QString &) const
{
    return {};
}

const PhoneSystem &phoneSystem(const QString &type)
{
    static const twilio::TwilioSystem twilioSystem;
    static const ringcentral::RingCentralSystem ringCentralSystem;
    static const quo::QuoSystem quoSystem;
    static const googlevoice::GoogleVoiceSystem googleVoiceSystem;
    static const generic::GenericSystem genericSystem;
    if (type == "twilio"_L1)
        return twilioSystem;
    if (type == "ringcentral"_L1)
        return ringCentralSystem;
    if (type == "quo"_L1)
        return quoSystem;
    if (type == "google_voice"_L1)
        return googleVoiceSystem;
    return genericSystem;
}

QString webhookPath(const settings::Connection &connection)
{
    if (connection.type() == "twilio"_L1)
        return u"/webhooks/twilio/voice"_s;
    return u"/webhooks/%1/%2"_s.arg(connection.type(), connection.id);
}

QCoro::Task<RingOutcome> PhoneProvider::ring(RingRequest)
{
    RingOutcome refused = Refused{.kind = Refused::Class::Sender, .code = QString::fromUtf16(unable)};
    co_return refused;
}

QCoro::Task<Result<Log>> PhoneProvider::readLog(LogQuery)
{
    Result<Log> refused = tl::unexpected<Error>(notOffered());
    co_return refused;
}

QCoro::Task<QList<Finding>> PhoneProvider::test(TestQuery)
{
    QList<Finding> nothing;
    co_return nothing;
}

QCoro::Task<Result<QList<WiringPoint>>> PhoneProvider::wiring(TestQuery)
{
    Result<QList<WiringPoint>> refused = tl::unexpected<Error>(notOffered());
    co_return refused;
}

QCoro::Task<Result<Wired>> PhoneProvider::wire(TestQuery)
{
    Result<Wired> refused = tl::unexpected<Error>(notOffered());
    co_return refused;
}

QCoro::Task<Result<QList<WiringPoint>>> PhoneProvider::unwire(QByteArray)
{
    Result<QList<WiringPoint>> refused = tl::unexpected<Error>(notOffered());
    co_return refused;
}

QCoro::Task<Done> PhoneProvider::tellOptOut(calls::PhoneNumber, calls::PhoneNumber, bool)
{
    Done done;
    co_return done;
}

} // namespace ringback::connectors
