#include "support/office.h"

#include "connectors/twilio/events.h"
#include "support/faketwilio.h"
#include "support/testdatabase.h"

#include <QFile>
#include <QTest>

#include <algorithm>

namespace ringback::test {

using namespace Qt::StringLiterals;
namespace twilio = connectors::twilio;

namespace {

QByteArray encoded(twilio::Form form, const Fields &more)
{
    for (const auto &[name, value] : more) {
        const auto at =
            std::find_if(form.fields.begin(), form.fields.end(), [&, &field = name](const auto &each) { return each.first == field; });
        if (at != form.fields.end())
            at->second = value;
        else
            form.fields.append({name, value});
    }
    return twilio::encodeForm(form);
}

} // namespace

QByteArray exampleSetupFile()
{
    QFile file(QStringLiteral(RINGBACK_SOURCE_DIR "/docs/setup-example.json"));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("docs/setup-example.json cannot be read");
    return file.readAll();
}

settings::Setup exampleSetup()
{
    return must(settings::parseSetup(exampleSetupFile()));
}

playbook::Playbook roofing()
{
    return must(playbook::parse(must(playbook::presetDocument(u"roofing"_s))));
}

engine::Office storeOffice(store::Database &database, Instant now, const std::function<void(settings::Setup &)> &change)
{
    settings::Setup setup = exampleSetup();
    if (change)
        change(setup);
    store::Transaction transaction = must(store::Transaction::begin(database));
    store::OfficeGateway gateway(database);
    must(gateway.begin(transaction, false, now));
    must(gateway.addSetup(transaction, settings::toJson(setup), now));
    must(gateway.addPlaybook(transaction, setup.playbook, must(playbook::presetDocument(setup.playbook)), now));
    must(transaction.commit());
    return must(engine::loadOffice(database)).value();
}

calls::PhoneNumber number(const QString &e164)
{
    return calls::PhoneNumber::fromE164(e164).value();
}

QByteArray voiceForm(const QString &callSid, const QString &status, const Fields &more)
{
    return encoded({{{u"AccountSid"_s, FakeTwilio::accountSid()},
                     {u"ApiVersion"_s, u"2010-04-01"_s},
                     {u"CallSid"_s, callSid},
                     {u"CallStatus"_s, status},
                     {u"Direction"_s, u"inbound"_s},
                     {u"From"_s, u"+12145550123"_s},
                     {u"To"_s, u"+12145550100"_s},
                     {u"FromCity"_s, QString()}}},
                   more);
}

QByteArray textForm(const QString &messageSid, const QString &body, const Fields &more)
{
    return encoded({{{u"AccountSid"_s, FakeTwilio::accountSid()},
                     {u"MessageSid"_s, messageSid},
                     {u"From"_s, u"+12145550123"_s},
                     {u"To"_s, u"+12145550100"_s},
                     {u"Body"_s, body},
                     {u"NumMedia"_s, u"0"_s}}},
                   more);
}

QByteArray receiptForm(const QString &messageSid, const QString &status, const Fields &more)
{
    return encoded({{{u"AccountSid"_s, FakeTwilio::accountSid()},
                     {u"MessageSid"_s, messageSid},
                     {u"MessageStatus"_s, status},
                     {u"From"_s, u"+12145550100"_s},
                     {u"To"_s, u"+12145550123"_s}}},
                   more);
}

bool putIntoInbox(store::Database &database, IdSource &ids, calls::EventKind kind, const QByteArray &payload, Instant at)
{
    const store::InboxEvent event{.id = ids.next<calls::InboxId>(at),
                                  .connection = u"twilio-main"_s,
                                  .kind = kind,
                                  .key = must(twilio::eventKey(kind, must(twilio::decodeForm(payload)))),
                                  .payload = payload,
                                  .receivedAt = at};
    store::Transaction transaction = must(store::Transaction::begin(database));
    const bool isNew = must(store::InboxGateway(database).append(transaction, event));
    must(transaction.commit());
    return isNew;
}

} // namespace ringback::test
