#pragma once

#include "base/clock.h"
#include "base/result.h"
#include "ingress/httplistener.h"
#include "practice/webhookforms.h"

#include <QByteArray>
#include <QList>
#include <QSet>
#include <QString>
#include <QUrl>

#include <chrono>
#include <functional>
#include <mutex>

namespace ringback::practice {

/// A phone company's API on loopback, in Twilio's shape: takes texts, lists them, and delivers them to nobody. It answers on a thread of
/// its own; every function may be called from any.
class PracticePhone final {
public:
    struct Text {
        QString sid;
        QString to;
        QString from;
        QString body;
        std::chrono::steady_clock::time_point takenAt;
        Instant createdAt; ///< by the system's clock, for dates
    };
    using OnText = std::function<void(const Text &)>;

    PracticePhone();
    ~PracticePhone();
    PracticePhone(const PracticePhone &) = delete;
    PracticePhone &operator=(const PracticePhone &) = delete;

    /// Listens on 127.0.0.1. The port that was taken. Errors: as HttpListener.
    [[nodiscard]] Result<quint16> start();
    void stop();

    /// For the connector; after start().
    [[nodiscard]] QUrl baseUrl() const;
    [[nodiscard]] static QString accountSid() { return QStringLiteral("AC00000000000000000000000005550100"); }
    /// 32 hex digits, made up at construction: no other program on this machine can know them.
    [[nodiscard]] QByteArray authToken() const { return m_authToken; }

    /// The texts taken so far, the oldest first.
    [[nodiscard]] QList<Text> texts() const;
    [[nodiscard]] qsizetype textCount() const; ///< cheaper, for who waits

    /// Called for each text taken from here on, on the phone's thread; must not call this function. When it returns the one before is not
    /// running any more.
    void setOnText(OnText onText);

    /// From here on texts to this number are refused as Twilio refuses them after a STOP (21610).
    void optOut(const QString &number);

private:
    void handle(const ingress::HttpRequest &request, const ingress::HttpListener::Reply &reply);
    void create(const ingress::HttpRequest &request, const ingress::HttpListener::Reply &reply);
    [[nodiscard]] ingress::HttpResponse list(const ingress::HttpRequest &request) const;

    const QByteArray m_authToken;
    const QByteArray m_authorization;
    const QByteArray m_callsPath;
    const QByteArray m_messagesPath;
    quint16 m_port = 0;
    mutable std::mutex m_mutex; // guards what follows up to the next mutex
    SidSource m_sids;
    QList<Text> m_texts;
    QSet<QString> m_optedOut;
    std::mutex m_onTextMutex; // held while m_onText runs
    OnText m_onText;
    ingress::HttpListener m_listener; // last: its thread uses all of the above
};

} // namespace ringback::practice
