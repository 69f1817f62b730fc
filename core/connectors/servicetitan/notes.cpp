#include "base/time.h"
#include "connectors/servicetitan/errors.h"
#include "connectors/servicetitan/json.h"
#include "connectors/servicetitan/system.h"

#include <QJsonDocument>

#include <algorithm>

// Notes of leads and customers, and what stands for them at a booking, which has none: its summary grows.
namespace ringback::connectors::servicetitan {

using namespace Qt::StringLiterals;

namespace {

using Table = Reference::Table;

QByteArray json(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

QByteArray notesPath(const Reference &of)
{
    return (of.table == Table::Lead ? "/leads/" : "/customers/") + of.id.toLatin1() + "/notes";
}

} // namespace

QCoro::Task<Result<ServiceTitan::Target>> ServiceTitan::placeOfNotes(calls::LeadLink link)
{
    const std::optional<Reference> lead = Reference::read(link.lead);
    const bool hasLead = lead && lead->table == Table::Lead;
    Result<Target> target = co_await resolve(hasLead ? link.lead : link.record);
    co_return target;
}

QCoro::Task<WriteOutcome> ServiceTitan::addNote(LeadWriteHeader header)
{
    if (!Reference::read(header.link.record)) {
        WriteOutcome nowhere = NotWritten{.kind = NotWritten::Class::Unable, .code = u"no_record"_s, .message = {}, .retryAfter = {}};
        co_return nowhere;
    }
    const Result<Target> target = co_await placeOfNotes(header.link);
    if (!target) {
        WriteOutcome failed = refusal(target.error());
        co_return failed;
    }
    WriteOutcome outcome = co_await postNote(header, *target);
    co_return outcome;
}

// With a look for it first.
QCoro::Task<WriteOutcome> ServiceTitan::postNote(LeadWriteHeader header, Target target)
{
    const Result<bool> before = co_await hasNote(target, header.marker, earliest(header));
    if (!before) {
        WriteOutcome failed = refusal(before.error());
        co_return failed;
    }
    if (*before) {
        WriteOutcome already = Written{linkTo(header.link, target)};
        co_return already;
    }
    if (target.of.table == Table::Booking) {
        WriteOutcome extended = co_await extendBooking(header, target);
        co_return extended;
    }
    const QJsonObject note{{u"text"_s, marked(header)}, {u"pinToTop"_s, false}};
    const QByteArray path = notesPath(target.of);
    const QByteArray body = json(note);
    const HttpAnswer answer = co_await m_api.send("POST", "crm", path, body);
    WriteOutcome outcome = Unknown{u"status %1 without a note's id"_s.arg(answer.status)};
    if (!answer.is(200) && !answer.is(201))
        outcome = refusal(answer);
    else if (!idOf(QJsonDocument::fromJson(answer.body).object(), "id"_L1).isEmpty())
        outcome = Written{linkTo(header.link, target)};
    co_return outcome;
}

QCoro::Task<WriteOutcome> ServiceTitan::extendBooking(LeadWriteHeader header, Target target)
{
    const QString summary = target.booking.value("summary"_L1).toString();
    const QString grown = summary.trimmed().isEmpty() ? marked(header) : summary + u"\n\n"_s + marked(header);
    const QJsonObject change{{u"summary"_s, grown}};
    const QByteArray path = bookingsPath(&target) + '/' + target.of.id.toLatin1();
    const QByteArray body = json(change);
    const HttpAnswer answer = co_await m_api.send("PATCH", "crm", path, body);
    WriteOutcome outcome = Unknown{u"status %1 without a booking's id"_s.arg(answer.status)};
    if (answer.is(409)) { // the office has just been at it: it may be a customer now
        const Result<Target> now = co_await resolve(target.of.written());
        if (now && now->of.table == Table::Customer)
            outcome = co_await postNote(header, *now);
        else
            outcome = now ? refusal(answer) : refusal(now.error());
    } else if (!answer.is(200)) {
        outcome = refusal(answer);
    } else if (idOf(QJsonDocument::fromJson(answer.body).object(), "id"_L1) == target.of.id) {
        outcome = Written{header.link};
    }
    co_return outcome;
}

QCoro::Task<Result<bool>> ServiceTitan::hasNote(Target target, QString marker, Instant since)
{
    Result<bool> has = false;
    if (target.of.table == Table::Booking) {
        has = target.booking.value("summary"_L1).toString().contains(marker);
        co_return has;
    }
    const QByteArray path = notesPath(target.of) + "?createdOnOrAfter=" + escaped(toIso(since));
    const Result<QList<QJsonObject>> notes = co_await m_api.list("crm", path);
    if (!notes)
        has = failure(notes);
    else
        has = std::any_of(notes->cbegin(), notes->cend(),
                          [&marker](const QJsonObject &note) { return note.value("text"_L1).toString().contains(marker); });
    co_return has;
}

QCoro::Task<WriteFinding> ServiceTitan::findNote(LeadWriteHeader header, Instant since)
{
    WriteFinding finding = NotFound{};
    const Result<Target> target = co_await placeOfNotes(header.link);
    if (!target && target.error().kind == ErrorKind::NotFound)
        co_return finding;
    if (!target) {
        finding = Unknown{target.error().what};
        co_return finding;
    }
    const Instant from = std::min(since, earliest(header));
    const Result<bool> has = co_await hasNote(*target, header.marker, from);
    if (!has && has.error().kind != ErrorKind::NotFound)
        finding = Unknown{has.error().what};
    else if (has && *has)
        finding = Written{linkTo(header.link, *target)};
    co_return finding;
}

} // namespace ringback::connectors::servicetitan
