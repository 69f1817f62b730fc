#include "connectors/servicetitan/system.h"

#include "connectors/servicetitan/errors.h"
#include "connectors/servicetitan/json.h"

#include <algorithm>

namespace ringback::connectors::servicetitan {

using namespace Qt::StringLiterals;

namespace {

// Clocks differ, and an attempt may have been made before the one that asks.
constexpr Milliseconds margin = std::chrono::hours(1);

WriteFinding foundOr(const Result<std::optional<calls::LeadLink>> &found)
{
    if (!found && found.error().kind == ErrorKind::NotFound) // what it was to be written to is gone, and it with it
        return NotFound{};
    if (!found)
        return Unknown{found.error().what};
    if (!*found)
        return NotFound{};
    return Written{**found};
}

} // namespace

ServiceTitan::ServiceTitan(ApiSettings settings, Setup setup, const Surroundings &surroundings)
    : m_api(std::move(settings), surroundings)
    , m_setup(std::move(setup))
{}

QCoro::Task<WriteOutcome> ServiceTitan::write(LeadWrite write)
{
    WriteOutcome outcome;
    if (const PutLead *const lead = std::get_if<PutLead>(&write))
        outcome = co_await putLead(*lead);
    else if (const AddNote *const note = std::get_if<AddNote>(&write))
        outcome = co_await addNote(note->header);
    else if (const SetStatus *const status = std::get_if<SetStatus>(&write))
        outcome = co_await setStatus(*status);
    else if (const PutTask *const task = std::get_if<PutTask>(&write))
        outcome = co_await putTask(*task);
    else if (const CloseTask *const closing = std::get_if<CloseTask>(&write))
        outcome = co_await addNote(closing->header); // no request closes a task there; that it is done here can be said
    co_return outcome;
}

QCoro::Task<WriteFinding> ServiceTitan::findWritten(LeadWrite write, Instant since)
{
    WriteFinding finding;
    if (const PutLead *const lead = std::get_if<PutLead>(&write)) {
        const FoundLink found = co_await findLead(lead->header, since);
        finding = foundOr(found);
    } else if (const AddNote *const note = std::get_if<AddNote>(&write)) {
        finding = co_await findNote(note->header, since);
    } else if (const SetStatus *const status = std::get_if<SetStatus>(&write)) {
        finding = co_await findStatus(*status, since);
    } else if (const CloseTask *const closing = std::get_if<CloseTask>(&write)) {
        finding = co_await findNote(closing->header, since);
    } else if (const PutTask *const task = std::get_if<PutTask>(&write)) {
        const PutTask wanted = *task;
        const Result<Target> target = co_await resolve(wanted.header.link.record);
        FoundLink found = failure(ErrorKind::NotFound, QString());
        if (target)
            found = co_await findTask(wanted, *target, since);
        else
            found = failure(target);
        finding = foundOr(found);
    }
    co_return finding;
}

void ServiceTitan::abandon()
{
    m_api.abandon();
}

QCoro::Task<Result<ServiceTitan::Target>> ServiceTitan::resolve(QString record)
{
    const std::optional<Reference> reference = Reference::read(record);
    if (!reference) {
        Result<Target> odd = failure(ErrorKind::Invalid, u"no record of ServiceTitan's"_s);
        co_return odd;
    }
    Target target;
    target.of = *reference;
    if (reference->table != Reference::Table::Booking) {
        Result<Target> known = target;
        co_return known;
    }
    const QByteArray path = "/bookings/" + reference->id.toLatin1();
    const Result<QJsonObject> booking = co_await m_api.read("crm", path);
    if (!booking) {
        Result<Target> failed = failure(booking);
        co_return failed;
    }
    target.booking = *booking;
    const QString job = idOf(*booking, "jobId"_L1);
    if (!job.isEmpty()) {
        const QByteArray jobPath = "/jobs/" + job.toLatin1();
        const Result<QJsonObject> made = co_await m_api.read("jpm", jobPath);
        if (made && !idOf(*made, "customerId"_L1).isEmpty()) {
            target.of = {.table = Reference::Table::Customer, .id = idOf(*made, "customerId"_L1)};
        } else if (!made && made.error().kind == ErrorKind::Transient) { // without a right to jobs it stays a booking
            Result<Target> failed = failure(made);
            co_return failed;
        }
    }
    Result<Target> resolved = target;
    co_return resolved;
}

calls::LeadLink ServiceTitan::linkTo(calls::LeadLink link, const Target &target) const
{
    if (target.of.table == Reference::Table::Customer && link.record != target.of.written()) {
        link.record = target.of.written();
        link.url = customerPage(target.of.id, m_setup.webHost);
    }
    return link;
}

QString ServiceTitan::choice(const QString &slot) const
{
    const QString chosen = m_setup.choices.value(slot).trimmed();
    return isId(chosen) ? chosen : QString();
}

QByteArray ServiceTitan::bookingsPath(const Target *booking) const
{
    const QString own = booking ? idOf(booking->booking, "bookingProviderId"_L1) : QString();
    return "/booking-provider/" + (own.isEmpty() ? m_setup.bookingProvider : own).toLatin1() + "/bookings";
}

QString marked(const LeadWriteHeader &header)
{
    return header.text.trimmed() + u"\n["_s + header.marker + u']';
}

Instant earliest(const LeadWriteHeader &header)
{
    return std::min(header.at, header.facts.calledAt) - margin;
}

WriteOutcome choiceMissing(const QString &slot)
{
    return NotWritten{.kind = NotWritten::Class::Account, .code = u"choice_missing"_s, .message = slot, .retryAfter = {}};
}

} // namespace ringback::connectors::servicetitan
