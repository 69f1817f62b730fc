#include "connectors/acculynx/system.h"
#include "connectors/acculynx/texts.h"

#include <QJsonArray>
#include <QJsonDocument>

// What is written to AccuLynx.
namespace ringback::connectors::acculynx {

using namespace Qt::StringLiterals;

namespace {

using Class = NotWritten::Class;

NotWritten refused(Class kind, const QString &code, const QString &message)
{
    return {.kind = kind, .code = code, .message = message, .retryAfter = {}};
}

QByteArray json(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

bool isGone(const std::optional<Trouble> &trouble)
{
    const NotWritten *refusal = trouble ? std::get_if<NotWritten>(&*trouble) : nullptr;
    return refusal && refusal->kind == Class::Gone;
}

// A request that made something has to name it.
std::optional<Trouble> madeTrouble(const HttpAnswer &answer, QString &id)
{
    std::optional<Trouble> trouble = troubleOf(answer);
    if (trouble)
        return trouble;
    id = idOf(QJsonDocument::fromJson(answer.body).object());
    if (id.isEmpty())
        trouble = Unknown{u"status %1 without an id"_s.arg(answer.status)};
    return trouble;
}

} // namespace

QCoro::Task<WriteOutcome> AccuLynxSystem::putLead(LeadWriteHeader header)
{
    const Instant since = header.facts.calledAt - clockMargin;
    WriteOutcome outcome;
    bool madeContact = false;
    if (header.link.record.isEmpty()) {
        const Result<calls::LeadLink> known = co_await newContact(header.facts, since);
        if (!known) {
            outcome = clean(notWritten(known.error()));
            co_return outcome;
        }
        header.link.record = known->record;
        header.link.isOurs = known->isOurs;
    }
    if (header.link.record.isEmpty()) {
        if (tenDigits(header.facts.number).isEmpty()) {
            outcome = refused(Class::Write, u"number"_s, u"AccuLynx takes North American numbers only"_s);
            co_return outcome;
        }
        const Result<QByteArray> body = co_await contactBody(header.facts);
        if (!body) {
            const bool isMissing = body.error().kind == ErrorKind::NotFound;
            outcome = isMissing ? refused(Class::Account, u"choice_missing"_s, u"contact_type"_s) : clean(notWritten(body.error()));
            co_return outcome;
        }
        const HttpAnswer answer = co_await m_api.write("POST", "/contacts", *body);
        if (const std::optional<Trouble> trouble = madeTrouble(answer, header.link.record)) {
            const Trouble why = co_await explained(*trouble, u"contact_type"_s);
            outcome = outcomeOf(why, false);
            co_return outcome;
        }
        header.link.isOurs = true;
        madeContact = true;
    }

    bool madeJob = false;
    bool isReferred = false;
    if (header.link.lead.isEmpty() && !madeContact) {
        const Result<FoundJob> known = co_await newJob(header, since);
        if (!known) {
            outcome = clean(notWritten(known.error()));
            co_return outcome;
        }
        header.link.lead = known->id;
        isReferred = known->isReferred;
    }
    if (header.link.lead.isEmpty()) {
        const QMap<QString, QString> &choices = m_api.settings().choices;
        const QByteArray body = jobBody(header, choices.value(u"source"_s), choices.value(u"status."_s + header.facts.status));
        const HttpAnswer answer = co_await m_api.write("POST", "/jobs", body);
        if (const std::optional<Trouble> trouble = madeTrouble(answer, header.link.lead)) {
            const Trouble why = co_await explained(*trouble, u"source"_s);
            outcome = outcomeOf(why, madeContact);
            co_return outcome;
        }
        madeJob = true;
    }
    header.link.url = jobUrl(header.link.lead);
    if (!isReferred) {
        if (const std::optional<Trouble> trouble = co_await refer(header.link.lead, header)) {
            outcome = outcomeOf(*trouble, madeContact || madeJob);
            co_return outcome;
        }
    }
    outcome = Written{header.link};
    co_return outcome;
}

// AccuLynx does not say what it finds wrong. Where it is what was chosen, every other write meets the same.
QCoro::Task<Trouble> AccuLynxSystem::explained(Trouble trouble, QString slot)
{
    const NotWritten *refusal = std::get_if<NotWritten>(&trouble);
    if (!refusal || refusal->kind != Class::Write || m_api.settings().choices.value(slot).isEmpty())
        co_return trouble;
    const Result<ChoiceLists> lists = co_await choices();
    if (lists && goneOf(*lists).contains(slot))
        trouble = refused(Class::Account, u"choice_gone"_s, slot);
    co_return trouble;
}

// Errors: NotFound (no type is chosen, and there is no usual one), otherwise as LeadSystem::find().
QCoro::Task<Result<QByteArray>> AccuLynxSystem::contactBody(LeadFacts facts)
{
    const Result<QString> type = co_await contactType();
    Result<QByteArray> body;
    if (!type) {
        body = failure(type);
    } else if (type->isEmpty()) {
        body = failure(ErrorKind::NotFound, u"contact_type"_s);
    } else {
        QJsonObject contact = contactOf(facts);
        contact.insert(u"contactTypeIds"_s, QJsonArray{*type});
        body = json(contact);
    }
    co_return body;
}

// Files the marker with the job, under the tag. A lead is one without it too: where AccuLynx says for good that it takes none, that is so.
QCoro::Task<std::optional<Trouble>> AccuLynxSystem::refer(QString job, LeadWriteHeader header)
{
    const QByteArray body = json({{u"jobId"_s, job}, {u"source"_s, referenceSource(header.facts)}, {u"projectId"_s, header.marker}});
    const HttpAnswer answer = co_await m_api.write("POST", "/jobs/external-references", body);
    std::optional<Trouble> trouble = troubleOf(answer);
    const NotWritten *refusal = trouble ? std::get_if<NotWritten>(&*trouble) : nullptr;
    const bool isForGood = refusal && refusal->kind != Class::ForNow && refusal->code != "revoked"_L1;
    if (isForGood)
        trouble.reset();
    co_return trouble;
}

QCoro::Task<WriteOutcome> AccuLynxSystem::addNote(LeadWriteHeader header)
{
    WriteOutcome outcome;
    if (header.link.record.isEmpty()) {
        outcome = refused(Class::Write, u"no_record"_s, u"no contact to write it to"_s);
        co_return outcome;
    }
    const QByteArray target = "/contacts/" + QUrl::toPercentEncoding(header.link.record) + "/notes";
    const QByteArray body = json({{u"note"_s, marked(header)}});
    const HttpAnswer answer = co_await m_api.write("POST", target, body);
    const std::optional<Trouble> trouble = troubleOf(answer);
    outcome = trouble ? outcomeOf(*trouble, false) : WriteOutcome(Written{header.link});
    co_return outcome;
}

// No write moves a milestone. What AccuLynx can show is an initial appointment and a priority, as it was chosen for that status; everything else, and
// what ends a case, is a message on the job.
QCoro::Task<WriteOutcome> AccuLynxSystem::setStatus(SetStatus status)
{
    LeadWriteHeader &header = status.header;
    const QString priority = m_api.settings().choices.value(u"status."_s + header.facts.status);
    const QByteArray job = "/jobs/" + QUrl::toPercentEncoding(header.link.lead);
    struct Put {
        QByteArray target;
        QByteArray body;
    };
    QList<Put> puts;
    if (!header.link.lead.isEmpty() && priorities().contains(priority))
        puts.append(Put{job + "/priority", json({{u"priority"_s, priority}})});
    if (!header.link.lead.isEmpty() && status.appointmentAt)
        puts.append(Put{job + "/initial-appointment", appointmentBody(status, *status.appointmentAt)});

    WriteOutcome outcome;
    bool isShown = false;
    for (const Put &put : std::as_const(puts)) {
        const HttpAnswer answer = co_await m_api.write("PUT", put.target, put.body);
        const std::optional<Trouble> trouble = troubleOf(answer);
        if (!trouble) {
            isShown = true;
            continue;
        }
        const NotWritten *refusal = std::get_if<NotWritten>(&*trouble);
        if (refusal && (refusal->kind == Class::Gone || refusal->kind == Class::Write))
            continue; // a lead that nobody has taken yet cannot be changed: the message says it
        // The whole is not written, and putting it twice is putting it once.
        NotWritten again = refusal ? *refusal : refused(Class::ForNow, u"no_answer"_s, std::get<Unknown>(*trouble).why);
        outcome = clean(again);
        co_return outcome;
    }
    if (isShown && !status.closes) {
        outcome = Written{header.link};
        co_return outcome;
    }
    const std::optional<Trouble> trouble = co_await tell(header);
    outcome = trouble ? outcomeOf(*trouble, false) : WriteOutcome(Written{header.link});
    co_return outcome;
}

// A message on the job, or where there is none, or nobody has taken it, a note on the contact.
QCoro::Task<std::optional<Trouble>> AccuLynxSystem::tell(LeadWriteHeader header)
{
    std::optional<Trouble> trouble;
    if (!header.link.lead.isEmpty()) {
        const QByteArray target = "/jobs/" + QUrl::toPercentEncoding(header.link.lead) + "/messages";
        const QByteArray body = json({{u"message"_s, marked(header)}});
        const HttpAnswer answer = co_await m_api.write("POST", target, body);
        trouble = troubleOf(answer);
        if (!isGone(trouble))
            co_return trouble;
    }
    const WriteOutcome note = co_await addNote(header);
    trouble.reset();
    if (const auto *unknown = std::get_if<Unknown>(&note))
        trouble = *unknown;
    else if (const auto *refusal = std::get_if<NotWritten>(&note))
        trouble = *refusal;
    co_return trouble;
}

} // namespace ringback::connectors::acculynx
