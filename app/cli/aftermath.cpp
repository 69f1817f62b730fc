#include "cli/aftermath.h"

#include "store/gateways.h"
#include "store/jobgateway.h"

#include <QElapsedTimer>
#include <QThread>

#include <algorithm>

namespace ringback::app::cli {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 patienceMs = 120'000; // for the last text after the last acknowledgement

} // namespace

Result<bool> waitForTheEnd(store::Database &database)
{
    QElapsedTimer waited;
    waited.start();
    while (waited.elapsed() < patienceMs) {
        const Result<int> events = store::InboxGateway(database).waiting();
        const Result<std::optional<Instant>> jobs = store::JobGateway(database).nextDue();
        if (!events)
            return failure(events);
        if (!jobs)
            return failure(jobs);
        if (*events == 0 && !*jobs)
            return true;
        QThread::msleep(10);
    }
    return false;
}

Result<Aftermath> judge(store::Database &database, const practice::StormResult &storm, const QList<practice::PracticePhone::Text> &texts)
{
    Aftermath outcome;
    QHash<QString, int> textsTo;
    auto lastAt = storm.endedAt;
    for (const practice::PracticePhone::Text &text : texts) {
        if (++textsTo[text.to] == 1 && storm.firstEligiblePostAt.contains(text.to))
            outcome.webhookToText.push_back(text.takenAt - storm.firstEligiblePostAt.value(text.to));
        lastAt = std::max(lastAt, text.takenAt);
    }
    for (const QString &number : storm.expectTexted) {
        const int count = textsTo.take(number);
        outcome.texted += count > 0 ? 1 : 0;
        outcome.lost += count == 0 ? 1 : 0;
        outcome.doubled += std::max(0, count - 1);
    }
    for (const int unexpected : std::as_const(textsTo))
        outcome.doubled += unexpected;

    const QStringList suppressions = {u"too_short"_s,       u"already_texted"_s,  u"opted_out"_s,      u"do_not_text"_s, u"own_number"_s,
                                      u"withheld_number"_s, u"unusable_number"_s, u"listed_as_spam"_s, u"quiet_hours"_s};
    int stored = 0;
    QString before;
    while (true) {
        const Result<QList<calls::Call>> page = store::CallGateway(database).page(before, 1'000);
        if (!page)
            return failure(page);
        if (page->isEmpty())
            break;
        before = page->last().id.text();
        for (const calls::Call &call : *page) {
            stored += call.verdict == calls::Verdict::Missed ? 1 : 0;
            for (const QString &reason : call.reasons) {
                if (suppressions.contains(reason))
                    ++outcome.suppressed[reason];
            }
        }
    }
    outcome.lost += std::max(0, storm.acknowledged - stored);
    const std::chrono::duration<double> took = lastAt - storm.startedAt;
    outcome.callsPerSecond = storm.acknowledged / std::max(took.count(), 1e-6);
    return outcome;
}

} // namespace ringback::app::cli
