// What a setup alone tells of its lead systems; what the store adds is in leadreading.cpp.
#include "board/leadsystems.h"

#include "connectors/leadsystem.h"
#include "playbook/playbook.h"

namespace ringback::board {

using namespace Qt::StringLiterals;

LeadCard leadCardOf(const desk::LeadConnection &connection, const QStringList &statuses, const QList<calls::Staff> &staff)
{
    const connectors::LeadSystemKind &kind = connectors::leadSystemKind(connection.type());
    const connectors::LeadAbilities can = kind.abilities();
    LeadCard card{.connection = connection,
                  .can = {.findsByNumber = can.findsByNumber,
                          .findsByEmail = can.findsByEmail,
                          .listsChanges = can.listsChanges,
                          .writesNotes = can.writesNotes,
                          .setsStatus = can.setsStatus,
                          .writesTasks = can.writesTasks,
                          .readsTasks = can.readsTasks,
                          .closesTasks = can.closesTasks,
                          .readsWins = can.readsWins,
                          .removesRecords = can.removesRecords},
                  .choiceSlots = {},
                  .signsInByBrowser = leadSignsInByBrowser(connection),
                  .firstPass = {}};
    QStringList people;
    for (const calls::Staff &person : staff)
        people.append(person.id);
    for (const connectors::ChoiceSlot &slot : kind.choiceSlots(connection, statuses, people))
        card.choiceSlots.append({.key = slot.key, .list = slot.list, .isNeeded = slot.isNeeded});
    if (can.readsTasks)
        card.choiceSlots.append({.key = u"outcome.task_done"_s, .list = {}, .ofOutcomes = true});
    return card;
}

QStringList leadStatuses(const playbook::Playbook &book)
{
    QStringList statuses = {book.lead.newStatus, book.lead.reachedStatus};
    for (const playbook::Outcome &outcome : book.outcomes)
        statuses.append(outcome.leadStatus);
    statuses.removeAll(QString());
    statuses.removeDuplicates();
    return statuses;
}

bool leadSignsInByBrowser(const desk::LeadConnection &connection)
{
    return connectors::leadSystemKind(connection.type()).signInOf(connection).has_value();
}

QString leadSignInAddress(const desk::LeadConnection &connection)
{
    const std::optional<connectors::LoopbackSignIn::Provider> provider = connectors::leadSystemKind(connection.type()).signInOf(connection);
    return provider && provider->port != 0 ? u"http://127.0.0.1:%1/"_s.arg(provider->port) : QString();
}

} // namespace ringback::board
