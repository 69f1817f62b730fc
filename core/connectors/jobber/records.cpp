#include "connectors/jobber/records.h"

#include "base/time.h"
#include "calls/emailaddress.h"
#include "connectors/bounded.h"

#include <QJsonArray>

#include <algorithm>

namespace ringback::connectors::jobber {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype maxName = 256;
constexpr qsizetype maxNumbers = 20;

QString nameOf(const QJsonObject &client)
{
    const bool isPlaceholder = client.value("firstName"_L1).toString() == QStringView(unknownFirst) &&
                               client.value("lastName"_L1).toString() == QStringView(unknownLast);
    return isPlaceholder ? QString() : bounded(client.value("name"_L1).toString().trimmed(), maxName);
}

QString urlOf(const QJsonObject &object)
{
    const QString url = bounded(object.value("jobberWebUri"_L1).toString(), 512);
    return url.startsWith("https://"_L1) ? url : QString();
}

} // namespace

QString idOf(const QJsonObject &object, QLatin1String name)
{
    const QString id = object.value(name).toString();
    const bool isOne = id.size() <= maxId && std::all_of(id.cbegin(), id.cend(), [](QChar c) { return c > u' ' && c < u'\x7f'; });
    return isOne ? id : QString();
}

std::optional<Instant> timeOf(const QJsonObject &object, QLatin1String name)
{
    const QDateTime at = QDateTime::fromString(object.value(name).toString().left(40), Qt::ISODateWithMs);
    if (!at.isValid() || at.timeSpec() == Qt::LocalTime) // without a zone it says nothing
        return std::nullopt;
    return fromMs(at.toMSecsSinceEpoch());
}

std::optional<calls::LeadRecord> recordOf(const QJsonObject &client)
{
    calls::LeadRecord record;
    record.id = idOf(client);
    if (record.id.isEmpty())
        return std::nullopt;
    record.name = nameOf(client);
    for (const auto &phone : client.value("phones"_L1).toArray()) {
        const Result<calls::PhoneNumber> number = calls::PhoneNumber::parse(phone.toObject().value("number"_L1).toString().left(64));
        if (number && record.numbers.size() < maxNumbers && !record.numbers.contains(*number))
            record.numbers.append(*number);
    }
    for (const auto &email : client.value("emails"_L1).toArray()) {
        const QString address = email.toObject().value("address"_L1).toString().trimmed().toLower();
        if (calls::isEmailAddress(address) && record.emails.size() < maxNumbers && !record.emails.contains(address))
            record.emails.append(address);
    }
    // Jobber derives it: somebody for whom no work was ever agreed on.
    record.kind = client.value("isLead"_L1).toBool() ? calls::ContactKind::NewLead : calls::ContactKind::PriorCustomer;
    record.url = urlOf(client);
    record.isOpen = !client.value("isArchived"_L1).toBool();
    record.changedAt = timeOf(client, "updatedAt"_L1);
    return record;
}

std::optional<calls::Win> winOf(const QJsonObject &job, const QString &record)
{
    calls::Win win;
    win.id = idOf(job);
    const std::optional<Instant> made = timeOf(job, "createdAt"_L1);
    if (win.id.isEmpty() || !made)
        return std::nullopt;
    win.record = record;
    win.what = u"job"_s;
    win.title =
        u"#%1 %2"_s.arg(job.value("jobNumber"_L1).toString().left(20), bounded(job.value("title"_L1).toString(), maxName)).trimmed();
    win.amount = moneyOf(job.value("total"_L1).toString());
    win.wonAt = *made; // work was agreed on: Jobber makes a job of an approved quote
    win.url = urlOf(job);
    win.isTakenBack = job.value("jobStatus"_L1).toString() == "archived"_L1 && !timeOf(job, "completedAt"_L1);
    return win;
}

std::optional<LeadTaskState> taskStateOf(const QJsonObject &task)
{
    LeadTaskState state;
    state.id = idOf(task);
    if (state.id.isEmpty() || !task.value("isComplete"_L1).isBool())
        return std::nullopt;
    state.isClosed = task.value("isComplete"_L1).toBool(); // by whom and when Jobber does not tell
    return state;
}

std::optional<Money> moneyOf(QStringView literal)
{
    const bool isNegative = literal.startsWith(u'-');
    if (isNegative)
        literal = literal.mid(1);
    const qsizetype point = literal.indexOf(u'.');
    const QStringView whole = point < 0 ? literal : literal.left(point);
    const QStringView rest = point < 0 ? QStringView() : literal.mid(point + 1);
    const auto isDigits = [](QStringView text) {
        return std::all_of(text.begin(), text.end(), [](QChar c) { return c >= u'0' && c <= u'9'; });
    };
    if (whole.isEmpty() || whole.size() > 13 || rest.size() > 40 || !isDigits(whole) || !isDigits(rest) || (point >= 0 && rest.isEmpty()))
        return std::nullopt;
    const auto digit = [rest](qsizetype i) {
        return i < rest.size() ? rest.at(i).unicode() - u'0' : 0;
    };
    qint64 cents = whole.toLongLong() * 100 + digit(0) * 10 + digit(1);
    if (digit(2) >= 5)
        ++cents;
    return Money{isNegative ? -cents : cents};
}

std::optional<Page> pageOf(const QJsonValue &connection)
{
    const QJsonObject object = connection.toObject();
    if (!object.value("nodes"_L1).isArray())
        return std::nullopt;
    Page page;
    for (const auto &node : object.value("nodes"_L1).toArray())
        page.nodes.append(node.toObject());
    const QJsonObject info = object.value("pageInfo"_L1).toObject();
    if (info.value("hasNextPage"_L1).toBool()) {
        page.next = idOf(info, "endCursor"_L1);
        if (page.next.isEmpty()) // it would begin again, and never end
            return std::nullopt;
    }
    return page;
}

} // namespace ringback::connectors::jobber
