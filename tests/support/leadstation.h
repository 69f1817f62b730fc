#pragma once

#include "engine/intake.h"
#include "engine/leadwriter.h"
#include "engine/runner.h"
#include "support/fakeleads.h"
#include "support/fakephone.h"
#include "support/office.h"
#include "support/testdatabase.h"

#include <QUrl>

#include <memory>

namespace ringback::test {

/// The example's office with one lead system, `jobber`.
inline void addJobber(settings::Setup &setup)
{
    setup.leadSystems = {{.id = QStringLiteral("jobber"),
                          .account = settings::JobberAccount{.clientId = QStringLiteral("c"),
                                                             .clientSecret = QStringLiteral("s"),
                                                             .credentialSecret = QStringLiteral("r")}}};
}

/// The halves of an engine that write leads and send texts, with connections of their own to the database, to one lead system and to a phone provider.
struct LeadStation {
    LeadStation(const TestDatabase &place, const Clock &clock, const QString &id, std::shared_ptr<FakeLeadBook> book,
                connectors::LeadAbilities can = allAbilities())
        : database(place.open())
        , ids(qHash(id))
        , leads(std::make_shared<FakeLeads>(std::move(book)))
        , phone(std::make_shared<FakePhone>(id == QLatin1String("one") ? 1 : 1000))
        , abilities(can)
        , writer(*database, clock, ids, id)
        , runner(*database, clock, ids, id)
    {
        writer.setAccesses({{QStringLiteral("jobber"), {.system = leads, .abilities = abilities}}});
        runner.setSenders({{QStringLiteral("twilio-main"), engine::Sender{phone, QUrl()}}});
    }
    ~LeadStation() // nothing may wait for an answer longer than the writer lives
    {
        leads->release();
        phone->release();
    }

    /// One pass, as the engine makes it.
    int turn(const engine::Office &office)
    {
        const int writes = must(writer.turn(office));
        return writes + must(runner.turn(office));
    }
    /// Until there is nothing to do at this time.
    void work(const engine::Office &office)
    {
        for (int i = 0; turn(office) > 0; ++i) {
            if (i == 2'000)
                qFatal("a lead writer that never comes to rest");
        }
    }

    std::unique_ptr<store::Database> database;
    IdSource ids;
    std::shared_ptr<FakeLeads> leads;
    std::shared_ptr<FakePhone> phone;
    connectors::LeadAbilities abilities;
    engine::LeadWriter writer;
    engine::Runner runner;
};

} // namespace ringback::test
