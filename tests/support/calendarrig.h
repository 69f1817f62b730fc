#pragma once

#include "connectors/calendar.h"
#include "support/testclock.h"
#include "support/testsecrets.h"

#include <QCoro/QCoroTask>
#include <QNetworkAccessManager>
#include <QTcpSocket>
#include <QUrl>

#include <memory>
#include <optional>

namespace ringback::test {

/// A calendar as the engine opens it, beside its stand-in, on a clock that stands.
template <class Fake>
struct CalendarRig {
    explicit CalendarRig(const connectors::CalendarKind &ofKind)
        : kind(ofKind)
    {}

    TestClock clock;
    Fake fake;
    QNetworkAccessManager network;
    std::shared_ptr<TestSecrets> secrets = std::make_shared<TestSecrets>();
    const connectors::CalendarKind &kind;
    settings::CalendarConnection connection;
    std::shared_ptr<connectors::Calendar> calendar;

    [[nodiscard]] connectors::Surroundings surroundings(Milliseconds timeout = std::chrono::seconds(5))
    {
        return {.network = network, .clock = clock, .timeout = timeout, .secrets = secrets};
    }
    void open(settings::CalendarConnection with, Milliseconds timeout = std::chrono::seconds(5))
    {
        connection = std::move(with);
        connection.baseUrl = fake.baseUrl();
        calendar = kind.open(connection, surroundings(timeout));
    }
    [[nodiscard]] Result<connectors::BusyTimes> busy(const connectors::BusyQuery &query) { return QCoro::waitFor(calendar->busy(query)); }
    [[nodiscard]] connectors::EntryOutcome put(const connectors::CalendarEntry &entry, const connectors::EntryPlace &place = {})
    {
        return QCoro::waitFor(calendar->put(entry, place));
    }
    [[nodiscard]] connectors::EntryOutcome remove(const QString &uid, const connectors::EntryPlace &place = {})
    {
        return QCoro::waitFor(calendar->remove(uid, place));
    }
    [[nodiscard]] QList<connectors::Finding> test() { return QCoro::waitFor(calendar->test()); }

    /// A whole sign-in, with a browser whose user says yes or no at the stand-in's page.
    [[nodiscard]] Done signIn(bool consents = true)
    {
        connectors::LoopbackSignIn signIn(kind.signIn(connection));
        const Result<QByteArray> url = signIn.start();
        if (!url)
            return failure(url);
        const QUrl back = QUrl::fromEncoded(fake.browserGoesTo(*url, consents));
        if (!back.isValid() || back.isEmpty())
            return failure(ErrorKind::Invalid, QStringLiteral("the sign-in page shows an error"));
        QTcpSocket browser;
        QObject::connect(&browser, &QTcpSocket::readyRead, &browser, [&] { m_shown += browser.readAll(); });
        browser.connectToHost(QHostAddress::LocalHost, static_cast<quint16>(back.port()));
        browser.write("GET /?" + back.query(QUrl::FullyEncoded).toLatin1() + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
        const connectors::LoopbackSignIn::Exchange exchange = [this](connectors::LoopbackSignIn::Grant grant) {
            return kind.finish(connection, surroundings(), std::move(grant));
        };
        return QCoro::waitFor(signIn.finish(exchange, std::chrono::seconds(10)));
    }

private:
    QByteArray m_shown; ///< by the browser
};

/// A callback of Ana's, on a Friday at noon in Dallas.
[[nodiscard]] inline connectors::CalendarEntry exampleEntry()
{
    return {.uid = QStringLiteral("rb-task-0001@callback.ringback"),
            .from = instantOf(QStringLiteral("2026-11-20T18:30:00Z")),
            .to = instantOf(QStringLiteral("2026-11-20T18:45:00Z")),
            .zone = "America/Chicago",
            .title = QStringLiteral("Call back: Ana Ortiz"),
            .text = QStringLiteral("(214) 555-0123\nDallas line, <hail> & wind"),
            .url = QStringLiteral("https://crm.example.com/leads/7?a=1&b=2"),
            .revision = 1,
            .alarmBefore = std::chrono::minutes(5)};
}

/// Two weeks from the Monday before.
[[nodiscard]] inline connectors::BusyQuery exampleQuery()
{
    return {.from = instantOf(QStringLiteral("2026-11-16T06:00:00Z")),
            .to = instantOf(QStringLiteral("2026-11-30T06:00:00Z")),
            .zone = "America/Chicago",
            .leaveWords = {QStringLiteral("PTO"), QStringLiteral("fuera de oficina")},
            .addresses = {QStringLiteral("dana@example.com")},
            .ownEntries = QString::fromUtf16(connectors::entryDomain)};
}

/// `2026-11-20T18:00Z/2026-11-20T19:00Z busy`, for tables.
[[nodiscard]] inline QStringList spelled(const QList<calls::BusyTime> &busy)
{
    QStringList words;
    for (const calls::BusyTime &time : busy) {
        const QString kind = time.kind == calls::BusyKind::Leave       ? QStringLiteral("leave")
                             : time.kind == calls::BusyKind::Tentative ? QStringLiteral("tentative")
                                                                       : QStringLiteral("busy");
        words.append(toDateTime(time.from).toString(QStringLiteral("yyyy-MM-dd'T'HH:mm'Z'")) + u'/' +
                     toDateTime(time.to).toString(QStringLiteral("yyyy-MM-dd'T'HH:mm'Z'")) + u' ' + kind);
    }
    return words;
}

template <class T>
[[nodiscard]] std::optional<T> outcomeAs(const connectors::EntryOutcome &outcome)
{
    if (const T *value = std::get_if<T>(&outcome))
        return *value;
    return std::nullopt;
}

/// In a few words: `written`, `gone`, `unknown`, `account no_right`.
[[nodiscard]] inline QString said(const connectors::EntryOutcome &outcome)
{
    if (std::holds_alternative<connectors::EntryWritten>(outcome))
        return QStringLiteral("written");
    if (std::holds_alternative<connectors::EntryGone>(outcome))
        return QStringLiteral("gone");
    const auto *refused = std::get_if<connectors::EntryRefused>(&outcome);
    if (!refused)
        return QStringLiteral("unknown");
    static const QStringList kinds{QStringLiteral("for now"), QStringLiteral("entry"), QStringLiteral("account"), QStringLiteral("full")};
    return (kinds.at(static_cast<int>(refused->kind)) + u' ' + refused->code).trimmed();
}

} // namespace ringback::test
