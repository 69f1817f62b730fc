#pragma once

#include "connectors/caldav/kind.h"
#include "support/testclock.h"
#include "support/testsecrets.h"

#include <QCoro/QCoroTask>
#include <QNetworkAccessManager>

#include <memory>
#include <optional>

/// What tests of CalDAV share.
namespace ringback::test {

inline const QString davUid = QStringLiteral("018f9c1e-0000-7000-8000-000000000001-dana@callback.ringback");

[[nodiscard]] inline connectors::CalendarEntry davCallback(qint64 revision = 1)
{
    return {.uid = davUid,
            .from = instantOf(QStringLiteral("2026-11-23T15:00:00Z")),
            .to = instantOf(QStringLiteral("2026-11-23T15:15:00Z")),
            .zone = "America/Chicago",
            .title = QStringLiteral("Call back: Ana Ortiz-Núñez ☎"),
            .text = QStringLiteral("(214) 555-0123\nStorm line, missed at 8:59; \"leak\""),
            .url = QStringLiteral("https://leads.example.com/018f"),
            .revision = revision,
            .alarmBefore = std::chrono::minutes(5)};
}

/// Another's event, as iCalendar text.
[[nodiscard]] inline QByteArray davEvent(const QByteArray &name, const QByteArray &lines)
{
    QByteArray text = "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//Example//Mail//EN\nBEGIN:VEVENT\nUID:" + name +
                      "@summit.example\nDTSTAMP:20261101T000000Z\n" + lines + "END:VEVENT\nEND:VCALENDAR\n";
    return text.replace("\n", "\r\n");
}

template <class T>
[[nodiscard]] std::optional<T> as(const connectors::EntryOutcome &outcome)
{
    if (const T *value = std::get_if<T>(&outcome))
        return *value;
    return std::nullopt;
}

/// For messages of tests: what came, in a few words.
[[nodiscard]] inline QByteArray said(const connectors::EntryOutcome &outcome)
{
    static constexpr const char *kinds[] = {"for now", "the entry", "the account", "full"};
    if (const auto refusal = as<connectors::EntryRefused>(outcome))
        return QByteArray("refused ") + kinds[static_cast<int>(refusal->kind)] + ": " + refusal->code.toUtf8();
    if (std::holds_alternative<connectors::Unknown>(outcome))
        return "unknown";
    return std::holds_alternative<connectors::EntryGone>(outcome) ? "gone" : "written";
}
[[nodiscard]] inline QByteArray said(const Result<connectors::BusyTimes> &read)
{
    return read ? QByteArray::number(read->busy.size()) + " busy"
                : "error " + QByteArray::number(static_cast<int>(read.error().kind)) + ": " + read.error().what.toUtf8();
}
[[nodiscard]] inline QStringList said(const QList<connectors::Finding> &findings)
{
    QStringList words;
    for (const connectors::Finding &finding : findings) {
        const QString check = finding.check == connectors::Check::Credentials ? QStringLiteral("credentials") : QStringLiteral("calendar");
        words.append((check + u' ' + finding.problem + u' ' + finding.subject).trimmed());
    }
    return words;
}

[[nodiscard]] inline calls::BusyTime busyTime(const char *from, const char *to, calls::BusyKind kind = calls::BusyKind::Busy)
{
    return {.from = instantOf(QString::fromLatin1(from)), .to = instantOf(QString::fromLatin1(to)), .kind = kind};
}
[[nodiscard]] inline QStringList said(const QList<calls::BusyTime> &busy)
{
    QStringList words;
    for (const calls::BusyTime &each : busy)
        words.append(QStringLiteral("%1 to %2, %3").arg(toIso(each.from), toIso(each.to)).arg(static_cast<int>(each.kind)));
    return words;
}

/// Dana's calendar as the engine opens it, on a clock that stands.
struct CalDavRig {
    const Instant from = instantOf(QStringLiteral("2026-11-20T18:00:00Z"));
    const Instant to = instantOf(QStringLiteral("2026-12-04T18:00:00Z"));
    TestClock clock;
    QNetworkAccessManager network;
    std::shared_ptr<TestSecrets> secrets = std::make_shared<TestSecrets>();
    std::shared_ptr<connectors::Calendar> calendar;

    [[nodiscard]] std::shared_ptr<connectors::Calendar> opened(const settings::CalDavAccount &account, Milliseconds timeout)
    {
        const settings::CalendarConnection connection{
            .id = QStringLiteral("dana-work"), .staff = QStringLiteral("dana"), .account = account};
        const connectors::Surroundings surroundings{.network = network, .clock = clock, .timeout = timeout, .secrets = secrets};
        return connectors::caldav::kind().open(connection, surroundings);
    }
    [[nodiscard]] connectors::EntryOutcome put(const connectors::CalendarEntry &entry, const connectors::EntryPlace &place = {})
    {
        return QCoro::waitFor(calendar->put(entry, place));
    }
    [[nodiscard]] connectors::EntryOutcome remove(const connectors::EntryPlace &place)
    {
        return QCoro::waitFor(calendar->remove(davUid, place));
    }
    [[nodiscard]] Result<connectors::BusyTimes> busy(const QByteArray &cursor = {}, Milliseconds later = {})
    {
        const connectors::BusyQuery query{.from = from + later,
                                          .to = to + later,
                                          .zone = "America/Chicago",
                                          .leaveWords = {QStringLiteral("PTO")},
                                          .cursor = cursor,
                                          .ownEntries = QString::fromUtf16(connectors::entryDomain)};
        return QCoro::waitFor(calendar->busy(query));
    }
    [[nodiscard]] QStringList test() { return said(QCoro::waitFor(calendar->test())); }
};

} // namespace ringback::test
