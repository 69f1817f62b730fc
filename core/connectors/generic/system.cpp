#include "connectors/generic/system.h"

#include "connectors/generic/events.h"
#include "connectors/generic/posted.h"
#include "connectors/generic/proof.h"
#include "connectors/generic/provider.h"

#include <QJsonDocument>

namespace ringback::connectors::generic {

using namespace Qt::StringLiterals;
using settings::GenericHook;

WebhookJudgement GenericSystem::receive(const Webhook &webhook, const Access &access) const
{
    const auto &hook = std::get<GenericHook>(access.connection.account);
    // The path is the only thing that says whose it is; the door asks every connection where the path names none.
    const QByteArray path = webhook.path();
    if (path.mid(path.lastIndexOf('/') + 1) != access.connection.id.toUtf8())
        return NotMine{};
    switch (proved(webhook, hook, access.secrets.value(hook.proofSecret), access.now)) {
    case Proved::Yes:
        break;
    case Proved::No:
        return Forged{};
    case Proved::WrongTime:
        return Forged{u"clock"_s};
    }

    const Result<QList<QJsonObject>> objects = readBody(webhook.header("content-type"), webhook.body);
    if (!objects)
        return Malformed{objects.error().what};
    Received received;
    QString said;
    for (const QJsonObject &object : *objects) {
        const Posted posted(object, hook);
        const Result<PhoneEvent> event = generic::translate(posted);
        if (!event)
            return Malformed{event.error().what};
        const QByteArray payload = QJsonDocument(object).toJson(QJsonDocument::Compact);
        received.events.append(
            {.kind = calls::EventKind::Event, .key = eventKey(posted, payload), .payload = payload, .at = posted.time(u"ended_at"_s)});
        said += u"read as "_s + summary(*event) + u'\n';
    }
    received.answer.body = objects->isEmpty() ? QByteArray("there was nothing in it\n") : said.toUtf8();
    return received;
}

Result<PhoneEvent> GenericSystem::translate(const settings::Connection &connection, calls::EventKind, const QByteArray &payload) const
{
    const Result<QList<QJsonObject>> objects =
        readBody("application/x-www-form-urlencoded", payload); // what is stored is JSON; what is tried out may be a form
    if (!objects)
        return failure(objects);
    if (objects->isEmpty())
        return failure(ErrorKind::Invalid, u"there is no event in it"_s);
    return generic::translate(Posted(objects->first(), std::get<GenericHook>(connection.account)));
}

std::shared_ptr<PhoneProvider> GenericSystem::open(const settings::Connection &connection, const Surroundings &surroundings) const
{
    if (surroundings.secrets->value(std::get<GenericHook>(connection.account).proofSecret).isEmpty())
        return nullptr;
    return std::make_shared<GenericProvider>(connection, surroundings);
}

} // namespace ringback::connectors::generic
