#pragma once

#include "store/gateways.h"
#include "store/leadindexgateway.h"
#include "store/leadwritegateway.h"
#include "support/office.h"
#include "support/testdatabase.h"

/// An office with two lead systems, and cases that stand somewhere in them; for the tests of board, desk and command line.
namespace ringback::test {

using namespace Qt::StringLiterals;

inline settings::LeadConnection jobberConnection()
{
    return {.id = u"jobber"_s,
            .account = settings::JobberAccount{
                .clientId = u"an-app"_s, .clientSecret = u"jobber-client-secret"_s, .credentialSecret = u"jobber-credential"_s}};
}

inline settings::LeadConnection hookConnection()
{
    return {.id = u"zapier"_s, .account = settings::OutgoingHook{.addressSecret = u"zapier-address"_s, .signingSecret = {}, .events = {}}};
}

inline void storeLeadOffice(store::Database &database, Instant now)
{
    storeOffice(database, now, [](settings::Setup &setup) { setup.leadSystems = {jobberConnection(), hookConnection()}; });
}

/// An open case of that caller.
inline calls::FollowUpId addCase(store::Database &database, IdSource &ids, Instant now, const QString &e164 = u"+12145550142"_s)
{
    store::Transaction transaction = must(store::Transaction::begin(database));
    const calls::Contact fresh{.id = ids.next<calls::ContactId>(now), .number = number(e164), .name = u"Maria Alvarez"_s};
    const calls::Contact contact = must(store::ContactGateway(database).findOrAdd(transaction, fresh, now));
    const calls::FollowUp followUp{.id = ids.next<calls::FollowUpId>(now),
                                   .contact = contact.id,
                                   .line = u"+12145550100"_s,
                                   .playbookVersion = 1,
                                   .openedAt = now,
                                   .lastCallAt = now};
    must(store::FollowUpGateway(database).insert(transaction, followUp));
    must(transaction.commit());
    return followUp.id;
}

/// A write of the case, in the state it has come to. `why`: kind, code and the system's words.
struct WriteState {
    calls::LeadWriteState state = calls::LeadWriteState::Waiting;
    QString kind = {};
    QString code = {};
    QString message = {};
};
inline void addWrite(store::Database &database, IdSource &ids, Instant now, const calls::FollowUpId &followUp, const QString &connection,
                     qint64 ordinal, const WriteState &is)
{
    store::Transaction transaction = must(store::Transaction::begin(database));
    const store::LeadWriteRow row{.id = ids.next<calls::LeadWriteId>(now),
                                  .key = u"%1:%2:%3"_s.arg(connection, followUp.text()).arg(ordinal),
                                  .connection = connection,
                                  .followUp = followUp,
                                  .kind = ordinal == 1 ? calls::LeadWriteKind::Lead : calls::LeadWriteKind::Status,
                                  .ordinal = ordinal,
                                  .happenedAt = now,
                                  .dueAt = now};
    must(store::LeadWriteGateway(database).insert(transaction, row));
    must(transaction.change(u"UPDATE lead_writes SET state = ?, error_kind = ?, error_code = ?, error_message = ? WHERE id = ?"_s,
                            {calls::word(is.state), is.kind.isNull() ? u""_s : is.kind, is.code.isNull() ? u""_s : is.code,
                             is.message.isNull() ? u""_s : is.message, row.id.text()}));
    must(transaction.commit());
}

/// Three people have the number of the case.
inline QList<calls::LeadRecord> threeRecords()
{
    return {{.id = u"c-1"_s,
             .name = u"Maria Alvarez"_s,
             .numbers = {number(u"+12145550142"_s)},
             .emails = {u"maria@example.com"_s},
             .kind = calls::ContactKind::PriorCustomer,
             .language = {},
             .owner = {},
             .url = u"https://secure.getjobber.com/clients/1"_s,
             .isOpen = true},
            {.id = u"c-2"_s,
             .name = u"Luis Alvarez"_s,
             .numbers = {number(u"+12145550142"_s)},
             .emails = {},
             .kind = {},
             .language = {},
             .owner = {},
             .url = {},
             .isOpen = true},
            {.id = u"c-3"_s,
             .name = u"Oak Hill Property"_s,
             .numbers = {number(u"+12145550142"_s)},
             .emails = {},
             .kind = {},
             .language = {},
             .owner = {},
             .url = {}}};
}

inline void putLink(store::Database &database, const store::LeadLinkRow &link)
{
    store::Transaction transaction = must(store::Transaction::begin(database));
    must(store::LeadLinkGateway(database).put(transaction, link));
    must(transaction.commit());
}

/// Nobody can tell which of them called: what the engine leaves behind.
inline void askForChoice(store::Database &database, IdSource &ids, Instant now, const calls::FollowUpId &followUp)
{
    addWrite(database, ids, now, followUp, u"jobber"_s, 1, {.state = calls::LeadWriteState::NeedsChoice});
    addWrite(database, ids, now, followUp, u"jobber"_s, 2, {});
    putLink(database, {.followUp = followUp,
                       .connection = u"jobber"_s,
                       .link = {},
                       .task = {},
                       .chosenBy = {},
                       .candidates = threeRecords(),
                       .updatedAt = now});
}

} // namespace ringback::test
