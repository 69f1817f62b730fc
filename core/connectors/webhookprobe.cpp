#include "connectors/webhookprobe.h"

#include "base/time.h"

#include <QLocale>

namespace ringback::connectors {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr Milliseconds probeTime = 10s;
constexpr Milliseconds clockMargin = 5min;

} // namespace

QCoro::Task<Finding> probeWebhooks(HttpClient &http, QString publicUrl)
{
    Finding finding{.check = Check::Webhook, .level = Finding::Level::Good, .problem = u"ok"_s, .subject = publicUrl, .detail = {}};
    if (publicUrl.isEmpty()) {
        finding.level = Finding::Level::Warning;
        finding.problem = u"no_public_address"_s;
        co_return finding;
    }
    HttpCall get;
    get.url = publicUrl.toUtf8() + "/healthz";
    get.timeout = probeTime;
    const HttpAnswer answer = co_await http.send(std::move(get));
    if (answer.is(200) && answer.body == "ok\n")
        co_return finding;
    finding.level = Finding::Level::Bad;
    finding.problem = answer.status == 0 ? u"not_reachable"_s : u"answers_otherwise"_s;
    finding.detail = answer.status == 0 ? answer.trouble : u"status %1"_s.arg(answer.status);
    co_return finding;
}

std::optional<Finding> clockFinding(const HttpAnswer &answer, Instant now)
{
    // RFC 9110: `Sat, 21 Nov 2026 01:59:13 GMT`.
    const QString format = u"ddd, dd MMM yyyy HH:mm:ss 'GMT'"_s;
    QDateTime theirs = QLocale::c().toDateTime(QString::fromLatin1(answer.header("Date")), format);
    if (!theirs.isValid())
        return std::nullopt;
    theirs.setTimeSpec(Qt::UTC);
    const Milliseconds ahead = now - fromMs(theirs.toMSecsSinceEpoch());
    Finding finding{.check = Check::Clock, .level = Finding::Level::Good, .problem = u"ok"_s, .subject = {}, .detail = {}};
    if (std::chrono::abs(ahead) > clockMargin) {
        finding.level = Finding::Level::Bad;
        finding.problem = u"wrong"_s;
        finding.detail = u"%1 s"_s.arg(std::chrono::duration_cast<std::chrono::seconds>(ahead).count());
    }
    return finding;
}

} // namespace ringback::connectors
