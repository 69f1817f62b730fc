#include "connectors/ringcentral/subscription.h"

#include "connectors/ringcentral/fields.h"
#include "connectors/ringcentral/notification.h"
#include "connectors/ringcentral/trouble.h"

#include <QPointer>
#include <QUrl>

#include <algorithm>

namespace ringback::connectors::ringcentral {

using namespace Qt::StringLiterals;

namespace {

const QByteArray list = "/restapi/v1.0/subscription";

QByteArray one(const QString &id)
{
    return list + '/' + QUrl::toPercentEncoding(id);
}

bool isAnswered(const ApiAnswer &answer)
{
    return answer.is(200) || answer.is(201) || answer.is(204);
}

} // namespace

QString webhookAddress(const QString &publicUrl, const QString &connection)
{
    return publicUrl + u"/webhooks/ringcentral/"_s + connection;
}

QList<Subscribed> subscriptionsTo(const QJsonObject &said, const QString &address)
{
    const QJsonArray records = said.contains("records"_L1) ? said.value("records"_L1).toArray() : QJsonArray{said};
    QList<Subscribed> found;
    for (const QJsonValue &value : records) {
        const QJsonObject record = value.toObject();
        const QString id = textAt(record, "id"_L1, maxId);
        if (id.isEmpty() || textAt(record.value("deliveryMode"_L1).toObject(), "address"_L1, 2048) != address)
            continue;
        Subscribed subscribed{.id = id};
        subscribed.isBlacklisted = textAt(record, "status"_L1) != "Active"_L1;
        subscribed.blacklistedAt = timeOf(record.value("blacklistedData"_L1).toObject().value("blacklistedAt"_L1));
        subscribed.expiresAt = timeOf(record.value("expirationTime"_L1));
        for (const QJsonValue &filter : record.value("eventFilters"_L1).toArray())
            subscribed.filters.append(textOf(filter, 1024));
        found.append(subscribed);
    }
    std::stable_partition(found.begin(), found.end(), [](const Subscribed &each) { return !each.isBlacklisted; });
    return found;
}

WebhookSubscription::WebhookSubscription(std::shared_ptr<Api> api, WebhookTarget target, QString extension, StreamTimes times)
    : m_api(std::move(api))
    , m_target(std::move(target))
    , m_extension(std::move(extension))
    , m_times(times)
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &WebhookSubscription::look);
}

void WebhookSubscription::open()
{
    if (std::exchange(m_isOpen, true))
        return;
    look();
}

void WebhookSubscription::close()
{
    m_isOpen = false;
    m_isLooking = false;
    ++m_round;
    m_timer.stop();
}

void WebhookSubscription::look()
{
    m_timer.start(m_times.look);
    if (!m_isLooking)
        watch(++m_round);
}

QCoro::Task<void> WebhookSubscription::watch(quint64 round)
{
    const QPointer<WebhookSubscription> self(this);
    m_isLooking = true;
    co_await lookOnce(round);
    if (self && round == m_round)
        m_isLooking = false;
}

QCoro::Task<void> WebhookSubscription::lookOnce(quint64 round)
{
    const QPointer<WebhookSubscription> self(this);
    const std::shared_ptr<Api> api = m_api;
    ApiCall get;
    get.target = list;
    const ApiAnswer answer = co_await api->send(std::move(get));
    if (!self || round != m_round)
        co_return;
    if (!answer.is(200) || !answer.said.value("records"_L1).isArray()) {
        failWith(answer);
        co_return;
    }
    QList<Subscribed> ours = subscriptionsTo(answer.said, m_target.address);
    const bool isGood = !ours.isEmpty() && !ours.first().isBlacklisted;
    std::optional<Instant> lostSince = m_stoodAt; // it stood once, and is gone
    for (qsizetype i = isGood ? 1 : 0; i < ours.size(); ++i) { // the others would tell us everything twice, or count for nothing
        const Subscribed other = ours.at(i);
        ApiCall remove{.group = Group::Medium, .verb = "DELETE", .target = one(other.id)};
        const ApiAnswer removed = co_await api->send(std::move(remove));
        if (!self || round != m_round)
            co_return;
        if (!isAnswered(removed) && removed.http.status != 404) {
            failWith(removed);
            co_return;
        }
        if (other.isBlacklisted && !isGood) // failed for minutes before that
            lostSince = other.blacklistedAt ? other.blacklistedAt : (lostSince ? lostSince : std::optional(api->clock().now()));
    }
    if (!isGood) {
        co_await make(round, lostSince);
        co_return;
    }
    const Subscribed good = ours.first();
    const QStringList needed = neededFilters(m_extension);
    const bool hasAll = std::all_of(needed.cbegin(), needed.cend(), [&](const QString &filter) {
        const qsizetype path = filter.indexOf(u'?');
        const QString tail = filter.left(path < 0 ? filter.size() : path).section(u'~', -1); // ids stand in place of `~`
        return std::any_of(good.filters.cbegin(), good.filters.cend(), [&](const QString &has) { return has.contains(tail); });
    });
    const bool isFresh = good.expiresAt && *good.expiresAt > api->clock().now() + m_times.subscriptionLife / 2;
    if (hasAll && isFresh)
        stands(good.expiresAt);
    else
        co_await renew(round, good);
}

QCoro::Task<void> WebhookSubscription::make(quint64 round, std::optional<Instant> lostSince)
{
    const QPointer<WebhookSubscription> self(this);
    const std::shared_ptr<Api> api = m_api;
    QStringList filters = eventFilters(m_extension);
    for (int i = 0; i < 2; ++i) {
        ApiCall post{.group = Group::Medium, .verb = "POST", .target = list};
        post.body = QJsonObject{{"eventFilters"_L1, QJsonArray::fromStringList(filters)},
                                {"deliveryMode"_L1, QJsonObject{{"transportType"_L1, "WebHook"_L1},
                                                                {"address"_L1, m_target.address},
                                                                {"verificationToken"_L1, QString::fromUtf8(m_target.verificationToken)}}},
                                {"expiresIn"_L1, qint64(m_times.subscriptionLife / std::chrono::seconds(1))}};
        const ApiAnswer answer = co_await api->send(std::move(post));
        if (!self || round != m_round)
            co_return;
        if (isAnswered(answer)) {
            const QList<Subscribed> made = subscriptionsTo(answer.said, m_target.address);
            stands(made.isEmpty() ? std::nullopt : made.first().expiresAt);
            if (lostSince)
                Q_EMIT missed(*lostSince - lostMargin);
            co_return;
        }
        if (i == 1 || answer.http.status != 403) {
            failWith(answer);
            co_return;
        }
        filters = neededFilters(m_extension); // the app may lack the right to the rest
    }
}

QCoro::Task<void> WebhookSubscription::renew(quint64 round, Subscribed subscribed)
{
    const QPointer<WebhookSubscription> self(this);
    const std::shared_ptr<Api> api = m_api;
    ApiCall put{.group = Group::Medium, .verb = "PUT", .target = one(subscribed.id)};
    put.body = QJsonObject{{"eventFilters"_L1, QJsonArray::fromStringList(eventFilters(m_extension))},
                           {"expiresIn"_L1, qint64(m_times.subscriptionLife / std::chrono::seconds(1))}};
    const ApiAnswer answer = co_await api->send(std::move(put));
    if (!self || round != m_round)
        co_return;
    if (!isAnswered(answer)) {
        failWith(answer);
        co_return;
    }
    const QList<Subscribed> renewed = subscriptionsTo(answer.said, m_target.address);
    stands(renewed.isEmpty() ? subscribed.expiresAt : renewed.first().expiresAt);
}

void WebhookSubscription::stands(const std::optional<Instant> &until)
{
    m_stoodAt = m_api->clock().now();
    m_failures = 0;
    Q_EMIT opened(until.value_or(*m_stoodAt + m_times.look));
}

void WebhookSubscription::failWith(const ApiAnswer &answer)
{
    const Trouble trouble = troubleOf(answer);
    const Milliseconds pause = std::min(m_times.firstPause * ++m_failures, m_times.look);
    m_timer.start(std::max(pause, answer.wait.value_or(Milliseconds(0))));
    Q_EMIT failed(trouble.problem, trouble.detail);
}

} // namespace ringback::connectors::ringcentral
