#include "board/connections.h"

#include "board/takenids.h"
#include "connectors/phonesystem.h"
#include "connectors/ringcentral/signin.h"
#include "settings/setup.h"
#include "store/gateways.h"
#include "store/pulsegateway.h"
#include "store/wiringgateway.h"

namespace ringback::board {

using namespace Qt::StringLiterals;

namespace {

// `staff:dana` as people say it.
QString nameOf(const settings::Setup &setup, const QString &actor)
{
    const QString id = actor.section(u':', 1);
    const calls::Staff *const person = setup.person(id);
    return person != nullptr ? person->name : id;
}

} // namespace

Result<PhoneSystems> readPhoneSystems(store::Database &database)
{
    PhoneSystems systems;
    const Result<std::optional<store::OfficeGateway::Document>> document = store::OfficeGateway(database).setup();
    if (!document)
        return failure(document);
    if (!*document)
        return systems;
    const Result<settings::Setup> setup = settings::parseSetup((*document)->text);
    if (!setup)
        return failure(ErrorKind::Corrupt, u"the setup in the database does not read back: "_s + setup.error().what);
    const Result<QList<store::Wiring>> wirings = store::WiringGateway(database).all();
    if (!wirings)
        return failure(wirings);
    const Result<QList<store::Pulse>> pulses = store::PulseGateway(database).all();
    if (!pulses)
        return failure(pulses);
    for (const settings::Connection &connection : setup->connections) {
        ConnectionCard card{.connection = connection, .webhookPath = connectors::webhookPath(connection), .wiredAt = {}, .wiredBy = {}};
        for (const store::Wiring &wiring : *wirings) {
            if (wiring.connection != connection.id)
                continue;
            card.wiredAt = wiring.changedAt;
            card.wiredBy = nameOf(*setup, wiring.changedBy);
        }
        systems.connections.append(card);
    }
    systems.takenIds = takenIds(*setup, *pulses);
    for (const calls::Line &line : setup->lines) {
        systems.lines.append({.number = line.number,
                              .label = line.label,
                              .callsBy = line.callsConnection,
                              .textsBy = line.textsConnection,
                              .textsFrom = line.textsFrom,
                              .ringsPhones = !line.forwardTo.isEmpty()});
    }
    return systems;
}

bool signsInByBrowser(const desk::Connection &connection)
{
    const auto *const ringCentral = std::get_if<desk::RingCentralAccount>(&connection.account);
    return ringCentral != nullptr && ringCentral->signIn == desk::RingCentralAccount::SignIn::Browser;
}

QString signInAddress(const QString &type)
{
    return type == "ringcentral"_L1 ? u"http://127.0.0.1:%1/"_s.arg(connectors::ringcentral::signInPort) : QString();
}

} // namespace ringback::board
