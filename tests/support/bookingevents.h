#pragma once

#include <QByteArray>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMessageAuthenticationCode>
#include <QString>

/// What booking pages post, in the shapes that Calendly and Cal.com document, and their signatures, worked out apart from the program's own.
namespace ringback::test {

inline constexpr char16_t bookingStart[] = u"2026-11-24T20:00:00.000000Z";

struct BookingEvent {
    QString what = QStringLiteral("invitee.created"); ///< or Cal.com's word
    QString id = QStringLiteral("inv-1");
    QString startsAt = QString::fromUtf16(bookingStart);
    QString createdAt = QStringLiteral("2026-11-20T18:05:00.000000Z");
    QString phone = {};
    QString email = QStringLiteral("zoe@example.com");
    QString tag = {};
    QString replaces = {}; ///< the id of the one that was moved
    bool isMoved = false; ///< cancelled, as it was moved
};

[[nodiscard]] inline QByteArray calendlyBody(const BookingEvent &event)
{
    using namespace Qt::StringLiterals;
    const QString invitees = u"https://api.calendly.com/scheduled_events/ev-1/invitees/"_s;
    const QJsonObject invitee{{u"uri"_s, invitees + event.id},
                              {u"email"_s, event.email},
                              {u"name"_s, u"Zoe Miller"_s},
                              {u"status"_s, event.what == "invitee.created"_L1 ? u"active"_s : u"canceled"_s},
                              {u"text_reminder_number"_s, event.phone.isEmpty() ? QJsonValue() : QJsonValue(event.phone)},
                              {u"old_invitee"_s, event.replaces.isEmpty() ? QJsonValue() : QJsonValue(invitees + event.replaces)},
                              {u"rescheduled"_s, event.isMoved},
                              {u"tracking"_s, QJsonObject{{u"utm_source"_s, QJsonValue()},
                                                          {u"utm_content"_s, event.tag.isEmpty() ? QJsonValue() : QJsonValue(event.tag)}}},
                              {u"scheduled_event"_s, QJsonObject{{u"uri"_s, u"https://api.calendly.com/scheduled_events/ev-1"_s},
                                                                 {u"start_time"_s, event.startsAt}}}};
    return QJsonDocument(QJsonObject{{u"created_at"_s, event.createdAt}, {u"event"_s, event.what}, {u"payload"_s, invitee}}).toJson();
}

[[nodiscard]] inline QByteArray calComBody(const BookingEvent &event)
{
    using namespace Qt::StringLiterals;
    QJsonObject booking{
        {u"uid"_s, event.id},
        {u"title"_s, u"Roof visit"_s},
        {u"startTime"_s, event.startsAt},
        {u"attendees"_s,
         QJsonArray{QJsonObject{{u"email"_s, event.email}, {u"name"_s, u"Zoe Miller"_s}, {u"timeZone"_s, u"America/Chicago"_s}}}},
        {u"responses"_s, QJsonObject{{u"attendeePhoneNumber"_s, QJsonObject{{u"label"_s, u"phone_number"_s}, {u"value"_s, event.phone}}}}},
        {u"metadata"_s, event.tag.isEmpty() ? QJsonObject() : QJsonObject{{u"follow_up"_s, event.tag}}}};
    if (!event.replaces.isEmpty())
        booking.insert(u"rescheduleUid"_s, event.replaces);
    return QJsonDocument(QJsonObject{{u"triggerEvent"_s, event.what}, {u"createdAt"_s, event.createdAt}, {u"payload"_s, booking}}).toJson();
}

[[nodiscard]] inline QByteArray hexHmac(const QByteArray &key, const QByteArray &text)
{
    return QMessageAuthenticationCode::hash(text, key, QCryptographicHash::Sha256).toHex();
}

[[nodiscard]] inline QByteArray calendlySignature(const QByteArray &key, qint64 seconds, const QByteArray &body)
{
    const QByteArray time = QByteArray::number(seconds);
    return "t=" + time + ",v1=" + hexHmac(key, time + '.' + body);
}

} // namespace ringback::test
