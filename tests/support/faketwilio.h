#pragma once

#include "base/clock.h"
#include "connectors/twilio/form.h"
#include "ingress/httplistener.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QList>
#include <QMap>
#include <QSet>
#include <QString>
#include <QStringList>
#include <QUrl>

#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>

namespace ringback::test {

/// Twilio's APIs over a real socket, as strict as the real ones or stricter: a request that the specification does not know is refused. Where
/// Twilio's own descriptions are at hand, what it takes and says is held to them too: see problems(). It answers on a thread of its own;
/// every function may be called from any.
class FakeTwilio final {
public:
    struct Message {
        QString sid = {};
        QString to = {};
        QString from = {}; ///< empty with a messaging service
        QString messagingService = {};
        QString body = {};
        QString statusCallback = {};
        int validityPeriod = 0; ///< 0 = not set
        QString direction = QStringLiteral("outbound-api");
        QString status = QStringLiteral("queued");
        int errorCode = 0;
        Instant dateCreated = {};
    };
    /// A leg; also that of a call which came in.
    struct Call {
        QString sid = {};
        QString parent = {};
        QString from = QStringLiteral("+12145550123");
        QString to = QStringLiteral("+12145550100");
        QString status = QStringLiteral("completed");
        QString direction = QStringLiteral("inbound");
        Instant start = {};
        std::chrono::seconds lasted{0}; ///< ringing included
        int duration = 0; ///< seconds, as Twilio counts them
        QString answeredBy = {};
        QString callerName = {};
    };
    struct Recording {
        QString call = {};
        int duration = 14;
        int channels = 1;
        QString source = QStringLiteral("RecordVerb");
        QString status = QStringLiteral("completed");
    };
    /// Of the account. `fields` in the words of answers: `voice_url`.
    struct Number {
        QString number = {};
        bool takesCalls = true;
        bool takesTexts = true;
        QMap<QString, QString> fields = {};
        QString sid = {};
    };
    /// A call that we had it make. Its leg is in the list of calls.
    struct Ring {
        QString sid = {};
        QString to = {};
        QString from = {};
        QString twiml = {};
        int timeout = 60;
    };
    struct Request {
        QByteArray method;
        QByteArray target; ///< as on the wire
        QByteArray peer; ///< one per connection
        QByteArray body;
    };

    /// Listens on a free port of 127.0.0.1. With `pathPrefix` (`/twilio`) it stands behind such a path, as a proxy would have it.
    explicit FakeTwilio(QByteArray pathPrefix = {});
    ~FakeTwilio();
    FakeTwilio(const FakeTwilio &) = delete;
    FakeTwilio &operator=(const FakeTwilio &) = delete;

    /// Closes the connections of stalled requests, and the port.
    void stop();

    [[nodiscard]] QUrl baseUrl() const;
    [[nodiscard]] static QString accountSid() { return QStringLiteral("AC00000000000000000000000000000001"); }
    [[nodiscard]] static QString authToken() { return QStringLiteral("0123456789abcdef0123456789abcdef"); }

    // Each is for one coming request that passed the check of its credentials; they queue up. Requests about texts that we send, unless
    // aimAt() named others: a part of `POST /2010-04-01/…`.
    void aimAt(const QByteArray &part);
    void refuseNext(int code, int httpStatus = 400, const QString &message = QStringLiteral("refused by the test"));
    void rateLimitNext(const QByteArray &retryAfter = {}); ///< 429 and code 20429
    void failNext(int httpStatus); ///< without a body and without having done anything
    void answer500AfterTakingNext();
    void dropAnswerAfterTakingNext(); ///< takes the text and closes the connection
    void dropNext(); ///< closes the connection and takes nothing
    void html200Next(); ///< as a captive portal does; takes nothing
    void answerNext(int httpStatus, const QByteArray &body, const QByteArray &contentType = "application/json"); ///< takes nothing
    void redirectNext(const QUrl &to); ///< 307; takes nothing
    void stallNext(); ///< does not answer until release(); takes nothing before
    void stallAfterTakingNext(); ///< takes the text and answers at release()
    void release();

    /// This number has opted out: 21610.
    void optOut(const QString &number);
    /// From here on only these may be `From` (21606; of a call 21210, and what it shows). Before: any number.
    void own(const QStringList &numbers);
    /// What time it is for dates. Before: the system's clock.
    void setNow(Instant now);
    void setStatus(const QString &sid, const QString &status, int errorCode = 0);
    /// A text that did not come by this API, such as an inbound one. Its sid is given by the fake and returned.
    QString add(Message message);
    /// Lists hold at most so many, whatever PageSize asks.
    void limitPages(int size);
    /// The oldest first, as they would be added. Returns the sid, given by the fake unless the call has one.
    QString add(Call call);
    void add(const Recording &recording);
    QString add(Number number);
    void setCall(const QString &sid, const QString &status, int duration);
    [[nodiscard]] QList<Number> numbers() const;
    /// `active`, `suspended`, `closed`; `Full`, `Trial`.
    void setAccount(const QString &status, const QString &type = QStringLiteral("Full"));
    /// What a look-up of the number says; others are mobiles.
    void setLineType(const QString &number, const QString &type);
    /// The account's messaging service, and the state of its campaign; an empty one: it has none.
    [[nodiscard]] static QString serviceSid() { return QStringLiteral("MG00000000000000000000000000000001"); }
    void setService(bool usesWebhookOfNumber, const QString &campaignStatus);
    [[nodiscard]] QString inboundRequestUrl() const; ///< of the service
    /// Of toll-free numbers; empty = none was asked for.
    void setVerification(const QString &status);

    [[nodiscard]] QList<Message> messages() const; ///< the oldest first
    [[nodiscard]] QList<Ring> rings() const; ///< the oldest first
    [[nodiscard]] QList<Request> requests() const; ///< about texts that we send; also those that were refused
    [[nodiscard]] QList<Request> allRequests() const;
    /// What of our requests and its own answers is not as Twilio describes it; empty, too, where the descriptions are not at hand.
    [[nodiscard]] QStringList problems() const;
    /// From here on its answers need not be as Twilio describes them.
    void mayLie();
    [[nodiscard]] int stalled() const;
    /// Whether at least `n` texts were taken; waits for them at most `atMost`. For QTRY_VERIFY, or for a test without an event loop.
    [[nodiscard]] bool waitForMessages(qsizetype n, std::chrono::milliseconds atMost = std::chrono::milliseconds(0)) const;

    /// The form fields that creating a text takes: the specification's CreateMessageRequest.
    [[nodiscard]] static QStringList createFields();
    /// The same of a call: CreateCallRequest.
    [[nodiscard]] static QStringList callFields();

private:
    enum class What { Answer, TakeAndAnswer500, TakeAndDrop, Drop, Stall, TakeAndStall };
    struct Behaviour {
        What what = What::Answer;
        ingress::HttpResponse response;
        QByteArray aim;
    };
    struct Stalled {
        ingress::HttpRequest request;
        ingress::HttpListener::Reply reply;
        std::optional<ingress::HttpResponse> answer; ///< of a request that was carried out already
    };

    void script(What what, ingress::HttpResponse response = {});
    void handle(const ingress::HttpRequest &request, const ingress::HttpListener::Reply &reply);
    [[nodiscard]] ingress::HttpResponse answer(const ingress::HttpRequest &request);
    [[nodiscard]] ingress::HttpResponse held(const ingress::HttpRequest &request, ingress::HttpResponse response);
    [[nodiscard]] ingress::HttpResponse resource(const ingress::HttpRequest &request);
    // faketwiliotexts.cpp
    [[nodiscard]] ingress::HttpResponse create(const ingress::HttpRequest &request);
    [[nodiscard]] ingress::HttpResponse list(const ingress::HttpRequest &request) const;
    [[nodiscard]] ingress::HttpResponse one(const QString &sid) const;
    // faketwiliocalls.cpp
    [[nodiscard]] ingress::HttpResponse ring(const ingress::HttpRequest &request);
    [[nodiscard]] QString faultOf(const QString &twiml) const;
    // faketwilioaccount.cpp
    [[nodiscard]] static QJsonObject callJson(const Call &call);
    [[nodiscard]] ingress::HttpResponse calls(const ingress::HttpRequest &request) const;
    [[nodiscard]] ingress::HttpResponse recordings(const ingress::HttpRequest &request, const QString &callSid) const;
    [[nodiscard]] ingress::HttpResponse numbers(const ingress::HttpRequest &request) const;
    [[nodiscard]] ingress::HttpResponse number(const ingress::HttpRequest &request, const QString &sid);
    [[nodiscard]] ingress::HttpResponse account() const;
    [[nodiscard]] ingress::HttpResponse lookup(const ingress::HttpRequest &request, const QByteArray &number) const;
    [[nodiscard]] ingress::HttpResponse messaging(const ingress::HttpRequest &request, const QByteArray &path);
    [[nodiscard]] QString nextSid(const QString &prefix);
    /// A list as Twilio pages it: `items` of `key`, the newest first.
    [[nodiscard]] ingress::HttpResponse page(const ingress::HttpRequest &request, const connectors::twilio::Form &query, const QString &key,
                                             const QJsonArray &items) const;
    [[nodiscard]] QString store(Message message);
    [[nodiscard]] Instant now() const;

    const QByteArray m_prefix;
    quint16 m_port = 0;
    mutable std::mutex m_mutex; // guards all below
    mutable std::condition_variable m_taken;
    std::deque<Behaviour> m_script;
    QList<Message> m_messages;
    QList<Call> m_calls;
    QList<Ring> m_rings;
    QList<Recording> m_recordings;
    QList<Number> m_numbers;
    QMap<QString, QString> m_lineTypes;
    QString m_accountStatus = QStringLiteral("active");
    QString m_accountType = QStringLiteral("Full");
    QString m_campaignStatus;
    QString m_verification;
    QString m_inboundRequestUrl;
    QString m_inboundMethod = QStringLiteral("POST");
    bool m_usesWebhookOfNumber = true;
    QByteArray m_aim;
    bool m_mayLie = false;
    QStringList m_problems;
    QList<Request> m_requests;
    QList<Stalled> m_stalled;
    QSet<QString> m_optedOut;
    QSet<QString> m_own;
    std::optional<Instant> m_now;
    int m_maxPage = 1000;
    quint64 m_lastSid = 0;
    ingress::HttpListener m_listener; // last: it calls back into the rest
};

} // namespace ringback::test
