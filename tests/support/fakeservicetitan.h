#pragma once

#include "base/clock.h"
#include "ingress/httplistener.h"
#include "support/apidescription.h"

#include <QHash>
#include <QJsonArray>
#include <QJsonObject>
#include <QList>
#include <QMap>
#include <QSet>
#include <QString>
#include <QStringList>
#include <QUrlQuery>

#include <list>
#include <mutex>
#include <optional>

namespace ringback::test {

/// ServiceTitan's token endpoint and the modules that we use, at one tenant, held to the official descriptions where these are at hand and as strict
/// without them: what it does not know is refused, and noted as a problem. It keeps what is written. It answers on a thread of its own; every function may
/// be called from any.
class FakeServiceTitan final {
public:
    struct Request {
        QByteArray method;
        QByteArray target; ///< as on the wire
        QByteArray body;
    };
    struct Contact {
        QString type; ///< `MobilePhone`, `Phone`, `Email`
        QString value;
    };
    /// What becomes of one coming request.
    enum class What { Answer, TakeAndAnswer500, TakeAndDrop, Drop, Stall };

    explicit FakeServiceTitan(const Clock &clock); ///< tokens expire by it, and records have its time
    ~FakeServiceTitan();
    FakeServiceTitan(const FakeServiceTitan &) = delete;
    FakeServiceTitan &operator=(const FakeServiceTitan &) = delete;
    void stop();

    [[nodiscard]] QString baseUrl() const;
    [[nodiscard]] static QString tenant() { return QStringLiteral("4711"); }
    [[nodiscard]] static QString clientId() { return QStringLiteral("cid.test"); }
    [[nodiscard]] static QByteArray clientSecret() { return "cs1.test-secret+/="; }
    [[nodiscard]] static QByteArray appKey() { return "ak1.test-key"; }
    static constexpr qint64 bookingProvider = 9;

    /// For the next request whose `METHOD target` contains `part`; several for one part queue up.
    void next(const QByteArray &part, What what, int status = 0, const QByteArray &body = {},
              const QByteArray &contentType = "application/json", const QByteArray &retryAfter = {});
    void refuseNext(const QByteArray &part, int status, const QString &title = QStringLiteral("refused by the test"),
                    const QJsonObject &fields = {});
    void throttleNext(const QByteArray &part, int times = 1);

    void expireTokens(); ///< those that are out; new ones are to be had
    void revoke(); ///< the app is no longer connected
    void forbid(const QByteArray &module); ///< the app has no right to it
    void limitPages(int size); ///< lists hold at most so many, whatever is asked
    void limitExport(int size);

    qint64 addCustomer(const QString &name, const QList<Contact> &contacts, const QJsonObject &more = {});
    void addContact(qint64 customer, const Contact &contact);
    void addLocation(qint64 customer, const Contact &contact); ///< with a contact of its own
    void change(const QString &table, qint64 id,
                const QJsonObject &more); ///< as the office does: `customers`, `leads`, `bookings`, `tasks`, `jobs`
    qint64 addJob(qint64 customer, const QJsonObject &more = {});
    qint64 addInvoice(qint64 job, const QString &total, const QJsonObject &more = {});
    void remove(const QString &table, qint64 id);

    [[nodiscard]] QList<QJsonObject> all(const QString &table) const; ///< in the order they were made
    [[nodiscard]] QJsonObject one(const QString &table, qint64 id) const;
    [[nodiscard]] QStringList notesOf(const QString &table, qint64 id) const;
    [[nodiscard]] QList<Request> requests() const; ///< all that had a good token, also those that were refused
    [[nodiscard]] int count(const QByteArray &part) const; ///< of requests(), as in next()
    [[nodiscard]] int tokensGiven() const;
    /// What broke the official description, or the fake's own strictness: in requests of ours and answers of its own.
    [[nodiscard]] QStringList problems() const;

private:
    using Asked = ingress::HttpRequest;
    using Response = ingress::HttpResponse;
    struct Behaviour {
        QByteArray part;
        What what = What::Answer;
        Response response;
    };
    using Keeps = std::function<bool(const QJsonObject &)>;

    void handle(const Asked &request, const ingress::HttpListener::Reply &reply);
    [[nodiscard]] Response token(const Asked &request);
    [[nodiscard]] std::optional<Response> turnedAway(const Asked &request);
    [[nodiscard]] Response judged(const Asked &request, const QByteArray &module);
    [[nodiscard]] Response answer(const Asked &request, const QByteArray &module, const QByteArray &path);

    [[nodiscard]] Response crm(const Asked &request, const QStringList &path);
    [[nodiscard]] Response customers(const Asked &request, const QStringList &path);
    [[nodiscard]] Response locations(const Asked &request, const QStringList &path);
    [[nodiscard]] Response leads(const Asked &request, const QStringList &path);
    [[nodiscard]] Response createLead(const QJsonObject &body);
    [[nodiscard]] Response bookings(const Asked &request, const QStringList &path);
    [[nodiscard]] Response notes(const Asked &request, const QString &table, qint64 id);
    [[nodiscard]] Response exported(const Asked &request, const QStringList &path);
    [[nodiscard]] Response office(const Asked &request, const QByteArray &module, const QStringList &path);
    [[nodiscard]] Response tasks(const Asked &request, const QStringList &path);
    [[nodiscard]] QJsonObject dataOfTasks() const;

    [[nodiscard]] Response page(const Asked &request, const QList<QJsonObject> &entries);
    [[nodiscard]] QList<QJsonObject> filtered(const QString &table, const Asked &request, const QStringList &equal) const;
    [[nodiscard]] Response refuse(int status, const QString &title, const QJsonObject &fields = {});
    [[nodiscard]] Response noSuch(const Asked &request);
    /// The first name that a body lacks, or nobody knows, or whose time is none; for what the description would say too. Empty = none.
    [[nodiscard]] static QString oddIn(const QJsonObject &body, const QStringList &required, const QStringList &known);
    QJsonObject &add(const QString &table, QJsonObject entry);
    QJsonObject *find(const QString &table, qint64 id);
    [[nodiscard]] bool isChoice(const QString &list, const QJsonValue &id) const;
    [[nodiscard]] QString now() const;

    const Clock &m_clock;
    const QHash<QString, ApiDescription> m_descriptions;
    quint16 m_port = 0;
    mutable std::mutex m_mutex; // guards all below
    std::list<Behaviour> m_script;
    QMap<QString, QList<QJsonObject>> m_tables;
    QMap<QByteArray, Instant> m_tokens; ///< until when each is good
    QList<Request> m_requests;
    QList<ingress::HttpListener::Reply> m_stalled;
    QStringList m_problems;
    QSet<QByteArray> m_forbidden;
    bool m_isRevoked = false;
    int m_tokensGiven = 0;
    int m_maxPage = 1000;
    int m_maxExport = 1000;
    qint64 m_lastId = 1000;
    qint64 m_lastChange = 0;
    ingress::HttpListener m_listener; // last: it calls back into the rest
};

/// `usual` with what is given.
[[nodiscard]] QJsonObject filled(QJsonObject usual, const QJsonObject &given);

} // namespace ringback::test
