#include "connectors/bookings/bookings.h"

#include "connectors/bookings/fields.h"

#include <QCryptographicHash>
#include <QJsonDocument>
#include <QUrl>

namespace ringback::connectors::bookings {

using namespace Qt::StringLiterals;
using Type = settings::BookingPage::Type;

namespace {

bool isAt(const QString &host, const QString &site)
{
    return host == site || host.endsWith(u'.' + site);
}

} // namespace

WebhookJudgement receive(const settings::BookingPage &page, const QByteArray &key, const Webhook &webhook, Instant now)
{
    const bool isCalCom = page.type == Type::CalCom;
    if (const std::optional<Forged> forged = isCalCom ? calComForgery(webhook, key) : calendlyForgery(webhook, key, now))
        return *forged;
    // As text: what is no UTF-8 cannot be kept.
    const QByteArray body = QString::fromUtf8(webhook.body).remove(QChar(u'\0')).toUtf8();
    const QJsonDocument document = QJsonDocument::fromJson(body);
    if (!document.isObject())
        return Malformed{u"expected a JSON object"_s};
    const QJsonObject event = document.object();
    Received received;
    if (isCalCom ? isCalComBooking(event) : isCalendlyBooking(event)) {
        // Neither names its events; a second try brings the same body.
        const QByteArray name = QCryptographicHash::hash(webhook.body, QCryptographicHash::Sha256).toHex();
        received.events.append(
            {.kind = calls::EventKind::Event, .key = u"booking:"_s + QString::fromLatin1(name), .payload = body, .at = {}});
    }
    return received;
}

Result<Booking> read(const settings::BookingPage &page, const QByteArray &payload)
{
    const QJsonObject event = QJsonDocument::fromJson(payload).object();
    return page.type == Type::CalCom ? readCalCom(event) : readCalendly(event);
}

QString tagOf(const calls::FollowUpId &followUp)
{
    return followUp.text().right(8);
}

QString taggedLink(const QString &link, const calls::FollowUpId &followUp)
{
    const QUrl url(link, QUrl::StrictMode);
    const QString host = url.host().toLower();
    const QString name = isAt(host, u"calendly.com"_s) ? u"utm_content"_s
                         : isAt(host, u"cal.com"_s)    ? u"metadata%5Bfollow_up%5D"_s
                                                       : QString();
    if (name.isEmpty() || url.hasFragment())
        return link;
    return link + (url.hasQuery() ? u'&' : u'?') + name + u'=' + tagOf(followUp);
}

} // namespace ringback::connectors::bookings
