#include "base/time.h"
#include "connectors/bullhorn/errors.h"
#include "connectors/bullhorn/fill.h"
#include "connectors/bullhorn/json.h"
#include "connectors/bullhorn/system.h"

#include <QJsonDocument>

// What is written. How each kind is made repeatable: system.h.
namespace ringback::connectors::bullhorn {

using namespace Qt::StringLiterals;

namespace {

using Class = NotWritten::Class;

constexpr Milliseconds aliveFor = std::chrono::minutes(10);
constexpr qsizetype maxSeenAlive = 500;

NotWritten no(Class kind, const QString &code, const QString &message)
{
    NotWritten refusal;
    refusal.kind = kind;
    refusal.code = code;
    refusal.message = message;
    return refusal;
}

NotWritten choiceMissing(const QString &slot)
{
    return no(Class::Account, u"choice_missing"_s, slot);
}

NotWritten noSuchRecord()
{
    return no(Class::Write, u"record"_s, u"the record's id is none of Bullhorn's"_s);
}

bool isRefusedForGood(const WriteOutcome &outcome)
{
    const auto *refusal = std::get_if<NotWritten>(&outcome);
    return refusal && refusal->kind == Class::Write;
}

} // namespace

QCoro::Task<WriteOutcome> BullhornSystem::putLead(PutLead write)
{
    WriteOutcome outcome;
    const LeadWriteHeader &header = write.header;
    if (!header.link.record.isEmpty()) {
        const std::optional<RecordRef> ref = recordRef(header.link.record);
        if (ref)
            outcome = co_await addToKnown(write, *ref);
        else
            outcome = noSuchRecord();
        co_return outcome;
    }

    // A client contact belongs to a company, which a caller does not name, so a client becomes a lead.
    const bool isClient = header.facts.kind == calls::ContactKind::Client;
    const QString table = isClient ? u"Lead"_s : u"Candidate"_s;
    const Result<EntityMeta> known = co_await meta(table);
    const bool hasNoLeads = !known && (known.error().kind == ErrorKind::NotFound || known.error().what.startsWith("no_right"_L1));
    if (isClient && hasNoLeads) {
        outcome = no(Class::Write, u"no_leads"_s,
                     u"Bullhorn makes a client contact only for a company, and leads are switched off or hidden there"_s);
        co_return outcome;
    }
    if (!known) {
        outcome = notWritten(known.error());
        co_return outcome;
    }
    const Looked before = co_await findPerson(table, header);
    if (!before) {
        outcome = notWritten(before.error());
        co_return outcome;
    }

    qint64 id = before->value_or(0);
    if (id == 0) {
        const QJsonObject body = newPerson(*known, header, m_connection.choices);
        const QStringList missing = known->missingIn(body);
        if (missing.contains(u"email"_s)) {
            outcome = no(Class::Write, u"email_missing"_s,
                         u"this Bullhorn wants an e-mail address of every %1, and the caller's is not known"_s.arg(table));
            co_return outcome;
        }
        if (!missing.isEmpty()) {
            const bool isStatus = missing.constFirst() == "status"_L1;
            outcome = choiceMissing(isStatus ? statusSlotOf(table, header.facts.status) : fieldSlotOf(table, missing.constFirst()));
            co_return outcome;
        }
        const Changed made = co_await change("PUT", "entity/" + table.toLatin1(), body);
        if (!made) {
            outcome = made.error();
            co_return outcome;
        }
        id = *made;
        const RecordRef ref{.table = table, .id = id};
        m_fresh.append({.ref = ref, .number = header.facts.number, .at = m_api.now()});
    }
    const RecordRef ref{.table = table, .id = id};
    calls::LeadLink link = header.link;
    link.record = ref.text();
    link.url = url(ref);
    link.isOurs = true;
    outcome = Written{.link = link};
    co_return outcome;
}

// Bullhorn has nothing for the enquiry of a person it knows; the note tells of it. What is empty there and known here is filled in.
QCoro::Task<WriteOutcome> BullhornSystem::addToKnown(PutLead write, RecordRef ref)
{
    const LeadFacts &facts = write.header.facts;
    WriteOutcome outcome;
    const Result<EntityMeta> known = co_await meta(ref.table);
    if (!known) {
        outcome = notWritten(known.error());
        co_return outcome;
    }
    const QString tagField = known->has(choice(u"tag"_s)) ? choice(u"tag"_s) : QString();
    Api::List list{.source = "query/" + ref.table.toLatin1(),
                   .filter = u"id=%1"_s.arg(ref.id),
                   .fields = "id,isDeleted,email" + (tagField.isEmpty() ? QByteArray() : ',' + tagField.toLatin1())};
    const Rows rows = co_await m_api.list(std::move(list));
    if (!rows) {
        outcome = notWritten(rows.error());
        co_return outcome;
    }
    if (rows->isEmpty() || isTrue(rows->constFirst(), "isDeleted"_L1)) {
        outcome = no(Class::Gone, u"deleted"_s, {});
        co_return outcome;
    }
    const QJsonObject there = rows->constFirst();
    QJsonObject fill;
    const auto fillIn = [&](const QString &field, const QString &value) {
        const QString fitted = known->fitted(field, value);
        if (there.value(field).toString().trimmed().isEmpty() && !fitted.isEmpty())
            fill.insert(field, fitted);
    };
    fillIn(u"email"_s, facts.email);
    fillIn(tagField, facts.tag);
    if (!fill.isEmpty()) {
        const Changed filled = co_await change("POST", "entity/" + ref.table.toLatin1() + '/' + QByteArray::number(ref.id), fill);
        // An address that the office does not want there keeps nothing else from being written.
        if (!filled && !isRefusedForGood(filled.error())) {
            outcome = filled.error();
            co_return outcome;
        }
    }
    calls::LeadLink link = write.header.link;
    link.url = url(ref);
    outcome = Written{.link = link};
    co_return outcome;
}

QCoro::Task<WriteOutcome> BullhornSystem::addNote(LeadWriteHeader header)
{
    WriteOutcome outcome = Written{.link = header.link};
    const std::optional<RecordRef> ref = recordRef(header.link.record);
    const QString action = choice(u"note_action"_s);
    if (!ref || action.isEmpty()) {
        outcome = ref ? choiceMissing(u"note_action"_s) : noSuchRecord();
        co_return outcome;
    }
    const Looked before = co_await findNote(header.marker);
    if (!before || *before) {
        if (!before)
            outcome = notWritten(before.error());
        co_return outcome;
    }
    const std::optional<NotWritten> obstacle = co_await standsInTheWay(*ref);
    if (obstacle) {
        outcome = *obstacle;
        co_return outcome;
    }
    const Result<EntityMeta> known = co_await meta(u"Note"_s);
    if (!known) {
        outcome = notWritten(known.error());
        co_return outcome;
    }
    if (known->fitted(u"action"_s, action) != action) { // taken off the list since it was chosen
        outcome = choiceMissing(u"note_action"_s);
        co_return outcome;
    }
    const Result<qint64> author = co_await ourUser();
    if (!author) {
        outcome = notWritten(author.error());
        co_return outcome;
    }
    const QJsonObject body = newNote(*known, header, action, *author, ref->id);
    const Changed made = co_await change("PUT", "entity/Note", body);
    if (!made)
        outcome = made.error();
    co_return outcome;
}

QCoro::Task<WriteOutcome> BullhornSystem::setStatus(SetStatus write)
{
    WriteOutcome outcome = Written{.link = write.header.link};
    const std::optional<RecordRef> ref = recordRef(write.header.link.record);
    const QString slot = statusSlot(write);
    if (!ref || slot.isEmpty()) {
        outcome = co_await addNote(write.header);
        co_return outcome;
    }
    const std::optional<NotWritten> obstacle = co_await standsInTheWay(*ref);
    const Result<EntityMeta> known = co_await meta(ref->table);
    if (obstacle || !known) {
        outcome = obstacle ? *obstacle : notWritten(known.error());
        co_return outcome;
    }
    const QString status = choice(slot);
    if (known->fitted(u"status"_s, status) != status) {
        outcome = choiceMissing(slot);
        co_return outcome;
    }
    const QJsonObject body{{u"status"_s, status}};
    const Changed changed = co_await change("POST", "entity/" + ref->table.toLatin1() + '/' + QByteArray::number(ref->id), body);
    if (!changed)
        outcome = changed.error();
    co_return outcome;
}

// The one whom it is for owns it: so it stands in his own list, and what he completes is the task itself. Somebody in the office may give it to
// another one there, who gets a child of it (readTasks).
QCoro::Task<WriteOutcome> BullhornSystem::putTask(PutTask write)
{
    WriteOutcome outcome;
    const std::optional<RecordRef> ref = recordRef(write.header.link.record);
    if (!ref) {
        outcome = noSuchRecord();
        co_return outcome;
    }
    const Looked before = co_await findTask(write.header.marker);
    if (!before) {
        outcome = notWritten(before.error());
        co_return outcome;
    }
    qint64 id = before->value_or(0);
    if (id == 0) {
        const std::optional<NotWritten> obstacle = co_await standsInTheWay(*ref);
        const Result<EntityMeta> known = co_await meta(u"Task"_s);
        if (obstacle || !known) {
            outcome = obstacle ? *obstacle : notWritten(known.error());
            co_return outcome;
        }
        const QString chosen = choice(u"task_type"_s);
        const QString type = chosen.isEmpty() ? u"Follow-Up"_s : chosen;
        if (known->fitted(u"type"_s, type) != type) {
            outcome = choiceMissing(u"task_type"_s);
            co_return outcome;
        }
        std::optional<qint64> owner = idFrom(choice(u"user."_s + write.assignee));
        if (!owner)
            owner = idFrom(choice(u"task_owner"_s)); // nobody: Bullhorn makes it the API user's
        const QJsonObject body = newTask(*known, write, *ref, type, owner);
        const Changed made = co_await change("PUT", "entity/Task", body);
        if (!made) {
            outcome = made.error();
            co_return outcome;
        }
        id = *made;
    }
    calls::LeadLink link = write.header.link;
    link.task = QString::number(id);
    outcome = Written{.link = link};
    co_return outcome;
}

QCoro::Task<WriteOutcome> BullhornSystem::closeTask(CloseTask write)
{
    WriteOutcome outcome = Written{.link = write.header.link};
    const std::optional<qint64> task = idFrom(write.header.link.task);
    if (!task) {
        outcome = no(Class::Write, u"task"_s, u"the task's id is none of Bullhorn's"_s);
        co_return outcome;
    }
    const QList<qint64> asked{*task};
    const Rows rows = co_await taskRows(asked);
    if (!rows) {
        outcome = notWritten(rows.error());
        co_return outcome;
    }
    bool isThere = false;
    QList<qint64> open; // the children first: until ours is closed, this is done again
    for (const QJsonObject &row : *rows) {
        const qint64 id = integerOf(row, "id"_L1).value_or(0);
        if (isTrue(row, "isDeleted"_L1))
            continue;
        isThere = isThere || id == *task;
        if (id > 0 && !isTrue(row, "isCompleted"_L1))
            open.insert(id == *task ? open.size() : 0, id);
    }
    if (!isThere) {
        outcome = no(Class::Gone, u"deleted"_s, {});
        co_return outcome;
    }
    for (const qint64 id : open) {
        const QJsonObject body{{u"isCompleted"_s, true}, {u"dateCompleted"_s, toMs(write.header.at)}};
        const Changed closed = co_await change("POST", "entity/Task/" + QByteArray::number(id), body);
        if (!closed) {
            outcome = closed.error();
            break;
        }
    }
    co_return outcome;
}

QCoro::Task<BullhornSystem::Changed> BullhornSystem::change(QByteArray verb, QByteArray target, QJsonObject body)
{
    const Result<HttpAnswer> answer = co_await m_api.send(verb, target, body);
    if (!answer) {
        const WriteOutcome nothing = notWritten(answer.error());
        Changed failed = tl::unexpected<WriteOutcome>(nothing);
        co_return failed;
    }
    const QJsonObject said = QJsonDocument::fromJson(answer->body).object();
    const std::optional<qint64> id = integerOf(said, "changedEntityId"_L1);
    if (answer->status >= 200 && answer->status < 300 && !answer->brokeOff && id && *id > 0) {
        Changed changed = *id;
        co_return changed;
    }
    WriteOutcome outcome = judgeWrite(*answer);
    if (auto *refusal = std::get_if<NotWritten>(&outcome)) {
        refusal->message = m_api.withoutSecrets(refusal->message);
        if (refusal->kind == Class::Write && answer->status == 404 && verb == "POST")
            refusal->kind = Class::Gone;
        if (refusal->kind == Class::Write)
            m_metas.clear(); // the office may have changed its fields since
        m_seenAlive.clear();
    }
    Changed failed = tl::unexpected<WriteOutcome>(outcome);
    co_return failed;
}

QCoro::Task<std::optional<NotWritten>> BullhornSystem::standsInTheWay(RecordRef ref)
{
    std::optional<NotWritten> obstacle;
    const auto seen = m_seenAlive.constFind(ref.text());
    if (seen != m_seenAlive.constEnd() && m_api.now() < *seen + aliveFor)
        co_return obstacle;
    const Looked found = co_await first("query/" + ref.table.toLatin1(), u"id=%1 AND isDeleted=false"_s.arg(ref.id));
    if (!found) {
        obstacle = notWritten(found.error());
    } else if (!*found) {
        obstacle = no(Class::Gone, u"deleted"_s, {});
    } else {
        if (m_seenAlive.size() >= maxSeenAlive)
            m_seenAlive.clear();
        m_seenAlive.insert(ref.text(), m_api.now());
    }
    co_return obstacle;
}

} // namespace ringback::connectors::bullhorn
