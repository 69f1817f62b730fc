#include "desk/setupwork.h"

#include "desk/click.h"
#include "store/gateways.h"

#include <QRegularExpression>

namespace ringback::desk {

using namespace Qt::StringLiterals;
using Why = ConnectionRefusal::Why;

namespace {

// Of the parser's findings the first, with the field of the connection or the line that it is about.
ConnectionRefusal refusalOf(const Error &error, const settings::Setup &setup)
{
    static const QRegularExpression place(u"^/(connections|lead_systems|calendars|booking_pages|lines)/(\\d+)/?([^/:]*)[^:]*: (.*)$"_s);
    const QString first = error.what.section(u'\n', 0, 0);
    ConnectionRefusal refusal{.why = Why::Invalid, .field = {}, .detail = first};
    const QRegularExpressionMatch match = place.match(first);
    if (match.hasMatch() && match.captured(1) != "lines"_L1)
        refusal.field = match.captured(3);
    else if (match.hasMatch() && match.captured(2).toInt() < setup.lines.size())
        refusal.field = setup.lines.at(match.captured(2).toInt()).number.e164();
    return refusal;
}

} // namespace

tl::unexpected<ConnectionRefusal> refuse(Why why, const QString &field, const QString &detail)
{
    return tl::unexpected<ConnectionRefusal>(ConnectionRefusal{.why = why, .field = field, .detail = detail});
}

tl::unexpected<ConnectionRefusal> cannot(const Error &error)
{
    return refuse(Why::CannotStore, {}, error.what);
}

// The setup is read inside the transaction: what somebody else stored a moment ago is in it.
ConnectionAnswer<SetupWork> SetupWork::begin(store::Database &database, const Clock &clock, const QString &staff, calls::Right right)
{
    Result<store::Transaction> transaction = store::Transaction::begin(database);
    if (!transaction)
        return cannot(transaction.error());
    if (const Done held = store::OfficeGateway(database).holdSetup(*transaction); !held)
        return cannot(held.error());
    const Result<std::optional<store::OfficeGateway::Document>> document = store::OfficeGateway(database).setup();
    if (!document)
        return cannot(document.error());
    if (!*document)
        return refuse(Why::NoSuchPerson);
    Result<settings::Setup> setup = settings::parseSetup((*document)->text);
    if (!setup)
        return cannot(setup.error());
    const calls::Staff *const person = setup->person(staff);
    if (person == nullptr)
        return refuse(Why::NoSuchPerson);
    if (!calls::may(*person, right))
        return refuse(Why::NotAllowed);
    return SetupWork{.transaction = std::move(*transaction), .setup = std::move(*setup), .staff = staff, .now = clock.now(), .trail = {}};
}

void SetupWork::note(const QString &action, const QString &subject, QJsonObject detail)
{
    trail.add({.at = now, .actor = actorOf(staff), .action = action, .caseId = {}, .subject = subject, .detail = std::move(detail)});
}

ConnectionAnswer<void> SetupWork::save(const QString &action, const QString &subject, QJsonObject detail)
{
    const QByteArray document = settings::toJson(setup);
    if (const Result<settings::Setup> readsBack = settings::parseSetup(document); !readsBack)
        return tl::unexpected<ConnectionRefusal>(refusalOf(readsBack.error(), setup));
    const Result<qint64> version = store::OfficeGateway(transaction.database()).addSetup(transaction, document, now);
    if (!version)
        return cannot(version.error());
    detail.insert(u"version"_s, *version);
    note(action, subject, std::move(detail));
    return finish();
}

ConnectionAnswer<void> SetupWork::finish()
{
    if (const Done committed = commit(transaction, trail); !committed)
        return cannot(committed.error());
    return {};
}

} // namespace ringback::desk
