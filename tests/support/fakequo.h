#pragma once

#include "base/clock.h"
#include "ingress/httplistener.h"
#include "support/apidescription.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QList>
#include <QString>
#include <QStringList>
#include <QUrl>

#include <deque>
#include <mutex>
#include <optional>

namespace ringback::test {

/// Quo's two API surfaces on one port, held to the official description where that is at hand, and as strict without it: what it does not know is
/// refused, and noted as a problem. It answers on a thread of its own; every function may be called from any.
class FakeQuo final {
public:
    struct Request {
        QByteArray method;
        QByteArray target; ///< as on the wire
        QByteArray version; ///< header Quo-Api-Version
        QByteArray body;
    };

    FakeQuo();
    ~FakeQuo();
    FakeQuo(const FakeQuo &) = delete;
    FakeQuo &operator=(const FakeQuo &) = delete;
    void stop();

    [[nodiscard]] QUrl baseUrl() const;
    [[nodiscard]] static QByteArray apiKey() { return "quo-test-key-0001"; }
    [[nodiscard]] static QByteArray webhookKey() { return "whsec_bWlzc2VkLWNhbGwtY29uc29sZS10ZXN0LWtleS0wMSE="; }

    // Each is for one coming request that passed the check of its key; they queue up.
    void refuseNext(int status, const QString &code,
                    const QString &message = QStringLiteral("refused by the test")); ///< flat, as described
    void refuseNextAsItReallyDoes(int status, const QString &code, const QString &message); ///< `{"error":{…}}`
    void rateLimitNext(int times = 1); ///< 429, which names no time
    void answerNext(int status, const QByteArray &body, const QByteArray &contentType = "application/json"); ///< takes nothing
    void dropNext(); ///< closes the connection and takes nothing
    void dropAnswerAfterTakingNext();
    void answer500AfterTakingNext();
    void stallNext(); ///< never answers; takes nothing
    void letNextPass(); ///< as usual: for a behaviour after it

    void setNow(Instant now);
    void sayDate(const QByteArray &date); ///< the header of the next answers
    void restrictTexting(const QString &number); ///< to the United States
    void onlyOldSurface(); ///< as at the older host name
    /// Lists hold at most so many, whatever is asked.
    void limitPages(int size);
    QString addCall(QJsonObject call); ///< what is not given is filled in; its id
    QString addText(QJsonObject message);
    QString addHook(QJsonObject hook);
    void setText(const QString &id, const QJsonObject &more);

    [[nodiscard]] QList<QJsonObject> texts() const; ///< all, the oldest first
    [[nodiscard]] QList<QJsonObject> hooks() const;
    [[nodiscard]] QList<Request> requests() const; ///< also those that were refused
    /// What broke the official description, or the fake's own strictness: in requests of ours and answers of its own.
    [[nodiscard]] QStringList problems() const;
    [[nodiscard]] int stalled() const;

private:
    enum class What { Answer, TakeAndAnswer500, TakeAndDrop, Drop, Stall, Pass };
    struct Behaviour {
        What what = What::Answer;
        ingress::HttpResponse response;
    };
    using Asked = ingress::HttpRequest;
    using Response = ingress::HttpResponse;

    void script(What what, Response response = {});
    void handle(const Asked &request, const ingress::HttpListener::Reply &reply);
    [[nodiscard]] Response judged(const Asked &request, Response response);
    [[nodiscard]] Response answer(const Asked &request);
    [[nodiscard]] Response createText(const Asked &request);
    [[nodiscard]] Response page(const Asked &request, const QList<QJsonObject> &all);
    [[nodiscard]] Response hook(const Asked &request);
    [[nodiscard]] Response numbers(bool dated) const;
    [[nodiscard]] Response refuse(const QString &problem, int status = 400);
    [[nodiscard]] QString nextId(const QString &prefix);
    [[nodiscard]] QString now() const;

    const std::optional<ApiDescription> m_description;
    quint16 m_port = 0;
    mutable std::mutex m_mutex; // guards all below
    std::deque<Behaviour> m_script;
    QList<QJsonObject> m_texts;
    QList<QJsonObject> m_calls;
    QList<QJsonObject> m_hooks;
    QList<Request> m_requests;
    QList<ingress::HttpListener::Reply> m_stalled;
    QStringList m_problems;
    QStringList m_restricted;
    std::optional<Instant> m_now;
    QByteArray m_date;
    bool m_onlyOld = false;
    int m_maxPage = 50;
    int m_lastId = 0;
    ingress::HttpListener m_listener; // last: it calls back into the rest
};

} // namespace ringback::test
