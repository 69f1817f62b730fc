#pragma once

#include "connectors/twilio/events.h"
#include "connectors/twilio/form.h"
#include "connectors/twilio/signature.h"
#include "ingress/httplistener.h"

#include <QList>
#include <QSet>
#include <QStringList>

#include <functional>
#include <mutex>
#include <variant>

namespace ringback::test {

/// A webhook door without an office behind it: believes only what Twilio would have sent, and keeps it in the order it came.
class CheckingDoor final {
public:
    struct Webhook {
        QByteArray path;
        connectors::twilio::Form form;
        connectors::PhoneEvent event;
        QByteArray peer; ///< one per connection
    };

    CheckingDoor(QString publicUrl, QByteArray authToken)
        : m_publicUrl(std::move(publicUrl))
        , m_authToken(std::move(authToken))
        , m_listener([this](const ingress::HttpRequest &request, const ingress::HttpListener::Reply &reply) { handle(request, reply); })
    {
        const Result<quint16> taken = m_listener.start(QStringLiteral("127.0.0.1"), 0);
        if (!taken)
            qFatal("the door cannot listen: %s", qUtf8Printable(taken.error().what));
        m_port = *taken;
    }

    [[nodiscard]] quint16 port() const { return m_port; }
    void stop() { m_listener.stop(); }

    /// What to answer instead of 200 to a webhook that is right. 0 closes the connection. Set before there are any.
    std::function<int(const Webhook &)> status = [](const Webhook &) {
        return 200;
    };

    [[nodiscard]] QList<Webhook> webhooks() const
    {
        const std::scoped_lock lock(m_mutex);
        return m_webhooks;
    }
    /// What was wrong with the others.
    [[nodiscard]] QStringList objections() const
    {
        const std::scoped_lock lock(m_mutex);
        return m_objections;
    }

    /// The calls among the webhooks, and the events of another kind.
    template <class Event>
    [[nodiscard]] QList<Event> events() const
    {
        QList<Event> found;
        const QList<Webhook> all = webhooks();
        for (const Webhook &webhook : all) {
            if (const Event *event = std::get_if<Event>(&webhook.event))
                found.append(*event);
        }
        return found;
    }

private:
    void handle(const ingress::HttpRequest &request, const ingress::HttpListener::Reply &reply)
    {
        namespace twilio = connectors::twilio;
        const auto object = [&](const QString &why) {
            const std::scoped_lock lock(m_mutex);
            m_objections.append(QString::fromLatin1(request.target) + QStringLiteral(": ") + why);
            reply({.status = 400});
        };
        if (request.method != "POST" || !request.header("content-type").startsWith("application/x-www-form-urlencoded"))
            return object(QStringLiteral("not a form by POST"));
        const Result<twilio::Form> form = twilio::decodeForm(request.body);
        if (!form)
            return object(form.error().what);
        const QByteArray base = m_publicUrl.isEmpty() ? "http://" + request.header("host") : m_publicUrl.toUtf8();
        if (!twilio::isSigned(m_authToken, base + request.target, *form, request.header("x-twilio-signature")))
            return object(QStringLiteral("not signed"));
        const Result<connectors::PhoneEvent> event = translate(request.path(), *form);
        if (!event)
            return object(event.error().what);
        if (const auto *ignored = std::get_if<connectors::Ignored>(&*event))
            return object(ignored->why);

        const Webhook webhook{request.path(), *form, *event, request.peer};
        {
            const std::scoped_lock lock(m_mutex);
            m_webhooks.append(webhook);
        }
        reply({.status = status(webhook), .contentType = "text/xml; charset=utf-8", .body = "<Response/>"});
    }

    static Result<connectors::PhoneEvent> translate(const QByteArray &path, const connectors::twilio::Form &form)
    {
        if (path == "/webhooks/twilio/voice")
            return connectors::twilio::translateVoice(form);
        if (path == "/webhooks/twilio/message")
            return connectors::twilio::translateMessage(form);
        if (path == "/webhooks/twilio/message-status")
            return connectors::twilio::translateMessageStatus(form);
        return failure(ErrorKind::NotFound, QStringLiteral("no such webhook"));
    }

    const QString m_publicUrl;
    const QByteArray m_authToken;
    quint16 m_port = 0;
    mutable std::mutex m_mutex; // guards the two lists
    QList<Webhook> m_webhooks;
    QStringList m_objections;
    ingress::HttpListener m_listener; // last: its thread uses all of the above
};

} // namespace ringback::test
