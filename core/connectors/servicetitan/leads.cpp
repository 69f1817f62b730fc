#include "base/time.h"
#include "connectors/servicetitan/errors.h"
#include "connectors/servicetitan/json.h"
#include "connectors/servicetitan/system.h"

#include <QJsonDocument>

#include <algorithm>

// Bookings of callers whom ServiceTitan does not know, leads of those whom it does.
namespace ringback::connectors::servicetitan {

using namespace Qt::StringLiterals;

namespace {

constexpr auto unknownSource = "missed-call-automation";

bool isGood(const HttpAnswer &answer)
{
    return answer.status >= 200 && answer.status < 300 && !answer.brokeOff;
}

QString nameOf(const LeadFacts &facts)
{
    return facts.name.trimmed().isEmpty() ? u"Unknown caller "_s + facts.number.display() : facts.name.trimmed();
}

QJsonArray contactsOf(const LeadFacts &facts)
{
    QJsonArray contacts{QJsonObject{{u"type"_s, u"MobilePhone"_s}, {u"value"_s, digitsOf(facts.number)}}};
    if (!facts.email.isEmpty())
        contacts.append(QJsonObject{{u"type"_s, u"Email"_s}, {u"value"_s, facts.email}});
    return contacts;
}

QByteArray json(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

WriteOutcome forNow(const WriteOutcome &outcome)
{
    const Unknown *const unknown = std::get_if<Unknown>(&outcome);
    return unknown ? NotWritten{.kind = NotWritten::Class::ForNow, .code = {}, .message = unknown->why, .retryAfter = {}} : outcome;
}

} // namespace

QCoro::Task<WriteOutcome> ServiceTitan::putLead(PutLead write)
{
    const LeadWriteHeader header = write.header;
    const FoundLink before = co_await findLead(header, header.at);
    if (!before) {
        WriteOutcome failed = refusal(before.error());
        co_return failed;
    }
    if (before->has_value()) {
        WriteOutcome already = Written{**before};
        co_return already;
    }
    if (!header.link.record.isEmpty()) {
        const Result<Target> target = co_await resolve(header.link.record);
        if (!target) {
            WriteOutcome failed = refusal(target.error());
            co_return failed;
        }
        if (target->of.table == Reference::Table::Customer) {
            WriteOutcome outcome = co_await putLeadOf(header, *target);
            co_return outcome;
        }
    }
    WriteOutcome outcome = co_await putBooking(header);
    co_return outcome;
}

QCoro::Task<WriteOutcome> ServiceTitan::putBooking(LeadWriteHeader header)
{
    if (m_setup.bookingProvider.isEmpty()) {
        WriteOutcome missing = choiceMissing(u"booking_provider"_s);
        co_return missing;
    }
    const LeadFacts &facts = header.facts;
    const bool isKnown = facts.kind == calls::ContactKind::PriorCustomer || facts.kind == calls::ContactKind::Client;
    QJsonObject booking;
    booking.insert(u"source"_s, facts.tag.isEmpty() ? QString::fromLatin1(unknownSource) : facts.tag);
    booking.insert(u"name"_s, nameOf(facts));
    booking.insert(u"summary"_s, header.text);
    booking.insert(u"isFirstTimeClient"_s, !isKnown);
    booking.insert(u"externalId"_s, header.marker);
    booking.insert(u"contacts"_s, contactsOf(facts));
    if (const QString campaign = choice(u"campaign"_s); !campaign.isEmpty())
        booking.insert(u"campaignId"_s, campaign.toLongLong());

    const QByteArray path = bookingsPath();
    const QByteArray body = json(booking);
    const HttpAnswer answer = co_await m_api.send("POST", "crm", path, body);
    const QString id = idOf(QJsonDocument::fromJson(answer.body).object(), "id"_L1);
    WriteOutcome outcome = Unknown{u"status %1 without a booking's id"_s.arg(answer.status)};
    if (isGood(answer) && !id.isEmpty()) {
        calls::LeadLink link = header.link;
        link.record = Reference{.table = Reference::Table::Booking, .id = id}.written();
        link.lead = link.record;
        link.url.clear(); // a booking has no address of its own
        link.isOurs = true;
        outcome = Written{link};
    } else if (!isGood(answer)) {
        outcome = refusal(answer);
        const NotWritten *const refused = std::get_if<NotWritten>(&outcome);
        if (refused && refused->kind == NotWritten::Class::Gone) // what is not there can only be the provider
            outcome = NotWritten{.kind = NotWritten::Class::Account, .code = u"choice_gone"_s, .message = u"booking_provider"_s};
    }
    co_return outcome;
}

QCoro::Task<WriteOutcome> ServiceTitan::putLeadOf(LeadWriteHeader header, Target customer)
{
    const QString campaign = choice(u"campaign"_s);
    if (campaign.isEmpty()) {
        WriteOutcome missing = choiceMissing(u"campaign"_s);
        co_return missing;
    }
    const std::optional<WriteOutcome> untagged = co_await tag(customer.of.id);
    if (untagged)
        co_return *untagged;

    QJsonObject lead;
    lead.insert(u"customerId"_s, customer.of.id.toLongLong());
    lead.insert(u"campaignId"_s, campaign.toLongLong());
    lead.insert(u"summary"_s, marked(header));
    lead.insert(u"followUpDate"_s, toIso(std::max(header.at, m_api.now()))); // as soon as somebody can; a plain date is refused
    if (const QString tagType = choice(u"tag"_s); !tagType.isEmpty())
        lead.insert(u"tagTypeIds"_s, QJsonArray{tagType.toLongLong()});
    const QByteArray body = json(lead);
    const HttpAnswer answer = co_await m_api.send("POST", "crm", "/leads", body);
    const QJsonObject made = QJsonDocument::fromJson(answer.body).object();
    const QString id = idOf(made, "id"_L1);
    if (!isGood(answer)) {
        WriteOutcome refused = refusal(answer);
        co_return refused;
    }
    if (id.isEmpty()) {
        WriteOutcome odd = Unknown{u"status %1 without a lead's id"_s.arg(answer.status)};
        co_return odd;
    }
    calls::LeadLink link = linkTo(header.link, customer);
    link.lead = Reference{.table = Reference::Table::Lead, .id = id}.written();
    QString page = textOf(made, "leadUrl"_L1, maxUrl);
    if (page.isEmpty())
        page = co_await pageOfLead(id);
    link.url = page.isEmpty() ? customerPage(customer.of.id, m_setup.webHost) : page;
    WriteOutcome written = Written{link};
    co_return written;
}

// Nothing: it is done, or not asked for. A tag may be put on as often as one likes, so a lost answer is none of the lead's.
QCoro::Task<std::optional<WriteOutcome>> ServiceTitan::tag(QString customer)
{
    std::optional<WriteOutcome> trouble;
    const QString tagType = choice(u"tag"_s);
    if (tagType.isEmpty())
        co_return trouble;
    const QByteArray person = "/customers/" + customer.toLatin1();
    const QByteArray path = person + "/tags/" + tagType.toLatin1();
    const HttpAnswer answer = co_await m_api.send("POST", "crm", path);
    const bool isOn = isGood(answer) && idOf(QJsonDocument::fromJson(answer.body).object(), "customerId"_L1) == customer;
    if (isOn || (answer.is(409) && readError(answer).isTheirs)) // it is there
        co_return trouble;
    trouble = forNow(refusal(answer));
    const NotWritten *const refused = std::get_if<NotWritten>(&*trouble);
    if (refused && refused->kind == NotWritten::Class::Gone) { // the customer, or the kind of tag?
        const Result<QJsonObject> there = co_await m_api.read("crm", person);
        if (!there)
            trouble = refusal(there.error());
        else if (there->value("active"_L1).toBool())
            trouble = NotWritten{.kind = NotWritten::Class::Account, .code = u"choice_gone"_s, .message = u"tag"_s, .retryAfter = {}};
    }
    co_return trouble;
}

// Where it opens in a browser; empty = not to be had, which harms nothing.
QCoro::Task<QString> ServiceTitan::pageOfLead(QString id)
{
    const QByteArray path = "/leads?genPermUrl=true&ids=" + id.toLatin1();
    const Result<QList<QJsonObject>> leads = co_await m_api.list("crm", path);
    QString page;
    if (leads && leads->size() == 1 && idOf(leads->first(), "id"_L1) == id)
        page = textOf(leads->first(), "leadUrl"_L1, maxUrl);
    co_return page;
}

// A booking by its external id, a lead by the marker in its summary. Both where a booking of ours has become a customer.
QCoro::Task<ServiceTitan::FoundLink> ServiceTitan::findLead(LeadWriteHeader header, Instant since)
{
    FoundLink found = std::optional<calls::LeadLink>();
    std::optional<Target> target;
    if (!header.link.record.isEmpty()) {
        const Result<Target> resolved = co_await resolve(header.link.record);
        if (!resolved) {
            found = failure(resolved);
            co_return found;
        }
        target = *resolved;
    }
    if (target && target->of.table == Reference::Table::Customer) {
        const QByteArray path = "/leads?genPermUrl=true&customerId=" + target->of.id.toLatin1() +
                                "&createdOnOrAfter=" + escaped(toIso(std::min(since, earliest(header))));
        const Result<QList<QJsonObject>> leads = co_await m_api.list("crm", path);
        if (!leads) {
            found = failure(leads);
            co_return found;
        }
        for (const QJsonObject &lead : *leads) {
            if (!lead.value("summary"_L1).toString().contains(header.marker) || idOf(lead, "id"_L1).isEmpty())
                continue;
            calls::LeadLink link = linkTo(header.link, *target);
            link.lead = Reference{.table = Reference::Table::Lead, .id = idOf(lead, "id"_L1)}.written();
            const QString page = textOf(lead, "leadUrl"_L1, maxUrl);
            link.url = page.isEmpty() ? customerPage(target->of.id, m_setup.webHost) : page;
            found = std::optional(link);
            co_return found;
        }
    }
    const bool isCustomer = header.link.record.startsWith("Customer:"_L1);
    if (isCustomer || m_setup.bookingProvider.isEmpty())
        co_return found;
    const QByteArray path = bookingsPath() + "?externalId=" + escaped(header.marker);
    const Result<QList<QJsonObject>> bookings = co_await m_api.list("crm", path);
    if (!bookings) {
        found = failure(bookings);
        if (bookings.error().kind == ErrorKind::NotFound) // of a list that can only be the provider
            found = failure(ErrorKind::Refused, u"choice_gone: booking_provider"_s);
        co_return found;
    }
    for (const QJsonObject &booking : *bookings) {
        if (booking.value("externalId"_L1).toString() != header.marker || idOf(booking, "id"_L1).isEmpty())
            continue;
        calls::LeadLink link = header.link;
        link.record = Reference{.table = Reference::Table::Booking, .id = idOf(booking, "id"_L1)}.written();
        link.lead = link.record;
        link.url.clear();
        link.isOurs = true;
        found = std::optional(link);
        break;
    }
    co_return found;
}

} // namespace ringback::connectors::servicetitan
