#include "practice/floor.h"

#include "base/id.h"
#include "base/time.h"
#include "ingress/httplistener.h"
#include "practice/practicephone.h"
#include "practice/webhookclient.h"
#include "practice/webhookforms.h"
#include "store/database.h"
#include "store/gateways.h"
#include "store/migrations.h"

#include <QDateTime>
#include <QDir>
#include <QTemporaryDir>

#include <algorithm>
#include <cmath>

namespace ringback::practice {

using namespace Qt::StringLiterals;
using std::chrono::nanoseconds;
using std::chrono::steady_clock;

namespace {

constexpr int roundTrips = 2'000;
constexpr int commits = 300;
constexpr double median = 50;

Instant systemNow()
{
    return fromMs(QDateTime::currentMSecsSinceEpoch());
}

connectors::twilio::Form webhook()
{
    SidSource sids;
    const MadeUpCall call{.accountSid = PracticePhone::accountSid(),
                          .sid = sids.next("CA"_L1),
                          .caller = u"+12145550123"_s,
                          .line = u"+12145550100"_s,
                          .callerName = {},
                          .from = {}};
    return notAnswered(call, systemNow());
}

Result<nanoseconds> measureRoundTrip()
{
    ingress::HttpListener listener([](const ingress::HttpRequest &, const ingress::HttpListener::Reply &reply) {
        reply({.contentType = "text/xml; charset=utf-8", .body = "<Response/>"});
    });
    const Result<quint16> port = listener.start(u"127.0.0.1"_s, 0);
    if (!port)
        return failure(port);
    WebhookClient client(*port, {}, "0123456789abcdef0123456789abcdef");
    const QByteArray request = client.request("/webhooks/twilio/voice", webhook());
    if (const Done opened = client.open(); !opened)
        return failure(opened);
    std::vector<nanoseconds> times;
    times.reserve(roundTrips);
    for (int i = 0; i < roundTrips; ++i) {
        const steady_clock::time_point sentAt = steady_clock::now();
        if (const Result<int> status = client.send(request); !status)
            return failure(status);
        times.push_back(steady_clock::now() - sentAt);
    }
    return percentile(times, median);
}

// The same row the door writes, so the difference to the door is the door's.
Result<nanoseconds> measureSyncedCommit(const QString &folder)
{
    if (!QDir().mkpath(folder))
        return failure(ErrorKind::Refused, u"the folder for the measurement cannot be made"_s);
    const QTemporaryDir place(QDir(folder).filePath(u"floor-XXXXXX"_s));
    if (!place.isValid())
        return failure(ErrorKind::Refused, u"nothing can be written in the folder for the measurement"_s);
    const Result<store::Address> address = store::Address::parse(place.filePath(u"floor.db"_s));
    if (!address)
        return failure(address);
    const Result<std::unique_ptr<store::Database>> database = store::Database::open(*address);
    if (!database)
        return failure(database);
    if (const Done migrated = store::migrate(**database, systemNow()); !migrated)
        return failure(migrated);

    const store::InboxGateway inbox(**database);
    IdSource ids(IdSource::systemSeed());
    const QByteArray payload = connectors::twilio::encodeForm(webhook());
    std::vector<nanoseconds> times;
    times.reserve(commits);
    for (int i = 0; i < commits; ++i) {
        const Instant now = systemNow();
        const store::InboxEvent event{.id = ids.next<calls::InboxId>(now),
                                      .connection = u"floor"_s,
                                      .kind = calls::EventKind::Voice,
                                      .key = QString::number(i),
                                      .payload = payload,
                                      .receivedAt = now};
        const steady_clock::time_point begunAt = steady_clock::now();
        Result<store::Transaction> transaction = store::Transaction::begin(**database);
        if (!transaction)
            return failure(transaction);
        if (const Result<bool> appended = inbox.append(*transaction, event); !appended)
            return failure(appended);
        if (const Done committed = transaction->commit(); !committed)
            return failure(committed);
        times.push_back(steady_clock::now() - begunAt);
    }
    return percentile(times, median);
}

} // namespace

Result<Floor> measureFloor(const QString &folder)
{
    const Result<nanoseconds> roundTrip = measureRoundTrip();
    if (!roundTrip)
        return failure(roundTrip);
    const Result<nanoseconds> syncedCommit = measureSyncedCommit(folder);
    if (!syncedCommit)
        return failure(syncedCommit);
    return Floor{.roundTrip = *roundTrip, .syncedCommit = *syncedCommit};
}

nanoseconds percentile(std::vector<nanoseconds> &values, double percent)
{
    if (values.empty())
        return nanoseconds(0);
    const double rank = std::ceil(std::clamp(percent, 0.0, 100.0) / 100 * static_cast<double>(values.size()));
    const auto nth = values.begin() + static_cast<std::ptrdiff_t>(std::max(rank, 1.0)) - 1;
    std::nth_element(values.begin(), nth, values.end());
    return *nth;
}

} // namespace ringback::practice
