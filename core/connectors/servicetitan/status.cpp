#include "base/time.h"
#include "connectors/servicetitan/errors.h"
#include "connectors/servicetitan/json.h"
#include "connectors/servicetitan/system.h"

#include <QJsonDocument>

#include <algorithm>

// A lead is open, dismissed or converted. We may dismiss it, with one of the office's reasons, and say when to follow it up; converted it becomes when
// the office books a job. Whatever has no place there is said in a note.
namespace ringback::connectors::servicetitan {

using namespace Qt::StringLiterals;

namespace {

using Table = Reference::Table;

Instant followUpAt(const SetStatus &write, Instant now)
{
    return write.appointmentAt.value_or(std::max(write.header.at, now));
}

} // namespace

QCoro::Task<WriteOutcome> ServiceTitan::setStatus(SetStatus write)
{
    const LeadWriteHeader header = write.header;
    const std::optional<Reference> reference = Reference::read(header.link.lead);
    if (!reference || reference->table != Table::Lead) {
        WriteOutcome said = co_await addNote(header);
        co_return said;
    }
    const QByteArray path = "/leads/" + reference->id.toLatin1();
    const Result<QJsonObject> lead = co_await m_api.read("crm", path);
    if (!lead) {
        WriteOutcome failed = refusal(lead.error());
        co_return failed;
    }
    Target target;
    target.of = *reference;
    const QString state = textOf(*lead, "status"_L1);
    const QString reason = choice(u"status."_s + header.facts.status);
    WriteOutcome outcome;
    if (!reason.isEmpty() && state == "Open"_L1)
        outcome = co_await dismiss(write, target, reason);
    else if (state == "Open"_L1 && (!write.closes || write.appointmentAt))
        outcome = co_await followUp(write, target);
    else // it is dismissed, or there is a job
        outcome = co_await postNote(header, target);
    co_return outcome;
}

// The note first: it has a marker and is written once, however often this is asked for; and a lead is dismissed once.
QCoro::Task<WriteOutcome> ServiceTitan::dismiss(SetStatus write, Target lead, QString reason)
{
    const WriteOutcome noted = co_await postNote(write.header, lead);
    if (!std::holds_alternative<Written>(noted))
        co_return noted;
    const QJsonObject dismissal{{u"dismissingReasonId"_s, reason.toLongLong()}};
    const QByteArray path = "/leads/" + lead.of.id.toLatin1() + "/dismiss";
    const QByteArray body = QJsonDocument(dismissal).toJson(QJsonDocument::Compact);
    const HttpAnswer answer = co_await m_api.send("POST", "crm", path, body);
    WriteOutcome outcome = noted;
    const bool isGood = answer.status >= 200 && answer.status < 300 && !answer.brokeOff;
    if (!isGood)
        outcome = refusal(answer);
    else if (answer.body.trimmed().startsWith('<')) // a good one has no body; a portal's page is none
        outcome = Unknown{u"status %1 with a page"_s.arg(answer.status)};
    if (NotWritten *const refused = std::get_if<NotWritten>(&outcome); refused && refused->message == "status"_L1)
        refused->message = u"status."_s + write.header.facts.status;
    co_return outcome;
}

QCoro::Task<WriteOutcome> ServiceTitan::followUp(SetStatus write, Target lead)
{
    const LeadWriteHeader header = write.header;
    const Result<bool> before = co_await hasNote(lead, header.marker, earliest(header));
    WriteOutcome outcome = Written{header.link};
    if (!before)
        outcome = refusal(before.error());
    if (!before || *before)
        co_return outcome;
    QJsonObject body;
    body.insert(u"followUpDate"_s, toIso(followUpAt(write, m_api.now())));
    body.insert(u"text"_s, marked(header));
    body.insert(u"pinToTop"_s, false);
    const QByteArray path = "/leads/" + lead.of.id.toLatin1() + "/follow-up";
    const QByteArray json = QJsonDocument(body).toJson(QJsonDocument::Compact);
    const HttpAnswer answer = co_await m_api.send("POST", "crm", path, json);
    if (!answer.is(200) && !answer.is(201))
        outcome = refusal(answer);
    else if (idOf(QJsonDocument::fromJson(answer.body).object(), "leadId"_L1) != lead.of.id)
        outcome = Unknown{u"status %1 without the lead's id"_s.arg(answer.status)};
    co_return outcome;
}

// A dismissal is done when the lead is dismissed, anything else when its note is there.
QCoro::Task<WriteFinding> ServiceTitan::findStatus(SetStatus write, Instant since)
{
    const LeadWriteHeader header = write.header;
    const std::optional<Reference> reference = Reference::read(header.link.lead);
    const QString reason = choice(u"status."_s + header.facts.status);
    WriteFinding finding = co_await findNote(header, since);
    if (!std::holds_alternative<Written>(finding) || reason.isEmpty() || !reference || reference->table != Table::Lead)
        co_return finding;
    const QByteArray path = "/leads/" + reference->id.toLatin1();
    const Result<QJsonObject> lead = co_await m_api.read("crm", path);
    if (!lead)
        finding = Unknown{lead.error().what};
    else if (textOf(*lead, "status"_L1) == "Open"_L1)
        finding = NotFound{};
    co_return finding;
}

} // namespace ringback::connectors::servicetitan
