#include "connectors/bullhorn/records.h"

#include "connectors/bullhorn/json.h"
#include "connectors/bullhorn/words.h"

#include <QMap>
#include <QSet>

#include <algorithm>
#include <array>

namespace ringback::connectors::bullhorn {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype maxName = 100;

// Statuses are the office's own; these are the words that Bullhorn delivers for people nobody works with.
bool isClosedStatus(const QString &status)
{
    static constexpr std::array words = {"archive"_L1, "inactive"_L1, "closed"_L1, "do not"_L1, "unqualified"_L1, "dead"_L1};
    return std::any_of(words.begin(), words.end(), [&](QLatin1String word) { return status.startsWith(word, Qt::CaseInsensitive); });
}

// Without what a number has behind it: `214-555-0123 x204`.
std::optional<calls::PhoneNumber> numberFrom(const QString &text)
{
    const qsizetype extension = text.indexOf(u'x', 0, Qt::CaseInsensitive);
    const QString plain = extension > 0 ? text.first(extension) : text;
    const Result<calls::PhoneNumber> number = calls::PhoneNumber::parse(plain.trimmed());
    return number ? std::optional(*number) : std::nullopt;
}

} // namespace

QString linkTo(const QString &cluster, const QString &entity, qint64 id)
{
    const std::optional<qint64> number = idFrom(cluster);
    if (!number)
        return {};
    return u"https://cls%1.bullhornstaffing.com/BullhornSTAFFING/OpenWindow.cfm?Entity=%2&id=%3"_s.arg(cluster, entity,
                                                                                                       QString::number(id));
}

std::optional<calls::LeadRecord> readPerson(const QString &table, const QJsonObject &from, const QString &cluster)
{
    const std::optional<qint64> id = integerOf(from, "id"_L1);
    if (!id || *id <= 0)
        return std::nullopt;
    calls::LeadRecord record;
    record.id = RecordRef{.table = table, .id = *id}.text();
    record.name = textOf(from, "name"_L1, maxName).simplified();
    if (record.name.isEmpty())
        record.name = (textOf(from, "firstName"_L1, maxName) + u' ' + textOf(from, "lastName"_L1, maxName)).simplified();
    for (const QLatin1String field : {"mobile"_L1, "phone"_L1, "phone2"_L1, "phone3"_L1}) {
        const std::optional<calls::PhoneNumber> number = numberFrom(textOf(from, field));
        if (number && !record.numbers.contains(*number))
            record.numbers.append(*number);
    }
    for (const QLatin1String field : {"email"_L1, "email2"_L1, "email3"_L1}) {
        const QString email = textOf(from, field).trimmed().toLower();
        if (!email.isEmpty() && !record.emails.contains(email))
            record.emails.append(email);
    }
    if (table == "Candidate"_L1)
        record.kind = calls::ContactKind::Candidate;
    else if (table == "ClientContact"_L1)
        record.kind = calls::ContactKind::Client; // a lead may become either
    const qint64 owner = associated(from, "owner"_L1);
    if (owner > 0)
        record.owner = QString::number(owner);
    record.url = linkTo(cluster, table, *id);
    record.isGone = isTrue(from, "isDeleted"_L1);
    record.isOpen = !record.isGone && !isClosedStatus(textOf(from, "status"_L1));
    record.changedAt = timeOf(from, "dateLastModified"_L1);
    if (!record.changedAt)
        record.changedAt = timeOf(from, "dateAdded"_L1);
    return record;
}

void sortPersons(QList<calls::LeadRecord> &records)
{
    QSet<QString> seen;
    records.removeIf([&](const calls::LeadRecord &record) {
        const bool isSecond = seen.contains(record.id);
        seen.insert(record.id);
        return isSecond;
    });
    std::stable_sort(records.begin(), records.end(), [](const calls::LeadRecord &a, const calls::LeadRecord &b) {
        if (a.isOpen != b.isOpen)
            return a.isOpen;
        return a.changedAt.value_or(Instant()) > b.changedAt.value_or(Instant());
    });
}

QList<LeadTaskState> readTasks(const QList<QJsonObject> &rows, const QList<qint64> &asked, Instant now)
{
    QMap<qint64, LeadTaskState> states;
    QSet<qint64> found;
    const auto complete = [&](LeadTaskState &state, const QJsonObject &row) {
        state.isClosed = true;
        const qint64 by = associated(row, "owner"_L1);
        state.closedBy = by > 0 ? QString::number(by) : QString();
        state.closedAt = timeOf(row, "dateCompleted"_L1);
        const Instant began = timeOf(row, "dateAdded"_L1).value_or(Instant());
        if (state.closedAt && (*state.closedAt > now || *state.closedAt < began)) // made up by Bullhorn
            state.closedAt.reset();
    };
    for (const bool children : {false, true}) { // a child's word is the better one: he did it
        for (const QJsonObject &row : rows) {
            const qint64 id = integerOf(row, "id"_L1).value_or(0);
            const qint64 parent = associated(row, "parentTask"_L1);
            if (id <= 0 || (parent > 0) != children)
                continue;
            found.insert(id);
            const bool isCompleted = isTrue(row, "isCompleted"_L1);
            const bool isDeleted = isTrue(row, "isDeleted"_L1);
            if (children && (!isCompleted || isDeleted)) // taken from him, which says nothing of the task
                continue;
            LeadTaskState &state = states[children ? parent : id];
            state.id = QString::number(children ? parent : id);
            if (isCompleted)
                complete(state, row);
            if (!children)
                state.isGone = isDeleted;
        }
    }
    for (const qint64 id : asked) {
        if (!found.contains(id)) {
            LeadTaskState &state = states[id];
            state.id = QString::number(id);
            state.isGone = true;
        }
    }
    return states.values();
}

} // namespace ringback::connectors::bullhorn
