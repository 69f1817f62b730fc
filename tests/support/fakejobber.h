#pragma once

#include "base/clock.h"
#include "ingress/httplistener.h"
#include "support/graphqlcheck.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QList>
#include <QString>
#include <QStringList>

#include <deque>
#include <mutex>
#include <optional>

namespace ringback::test {

/// Jobber's token endpoint and GraphQL, held to the schema where that is at hand, in requests of ours and in answers of its own. It keeps what was written,
/// and numbers as they were typed. Ids may be asked for in any order. It answers on a thread of its own; every function may be called from any.
class FakeJobber final {
public:
    struct Request {
        QString operation; ///< empty = for a token
        QJsonObject variables;
    };

    FakeJobber();
    ~FakeJobber();
    FakeJobber(const FakeJobber &) = delete;
    FakeJobber &operator=(const FakeJobber &) = delete;

    [[nodiscard]] QString baseUrl() const;
    [[nodiscard]] static QByteArray clientSecret() { return "jobber-test-secret"; }
    [[nodiscard]] static QByteArray refreshToken() { return "jobber-refresh-0"; }

    // Each is for one coming question that passed the check of its token; they queue up.
    void answerNext(int status, const QByteArray &body, const QByteArray &contentType = "application/json"); ///< takes nothing
    void throttleNext(double requested, double available, double restoreRate); ///< 200, as Jobber does; takes nothing
    void dropNext();
    void dropAnswerAfterTakingNext();
    void addErrorsAfterTakingNext(); ///< data and errors
    void stallNext();
    void letNextPass();
    void refuseInput(const QString &field, const QString &message); ///< the next change meets a userError there
    void expireToken();
    void revoke(); ///< also the refresh token
    void setDead(bool dead); ///< closes every connection without an answer

    void setNow(Instant now);
    void limitPages(int size);
    QString addClient(QJsonObject client); ///< what is not given is filled in; its id
    QString addUser(const QString &name);
    QString addJob(const QString &client, QJsonObject job);
    void setAssessment(const QString &request, const QJsonObject &assessment);
    void completeTask(const QString &id);
    void hideTasksFromLists(); ///< as if an index were behind
    void remove(const QString &id); ///< whatever it is

    [[nodiscard]] QList<QJsonObject> clients() const;
    [[nodiscard]] QList<QJsonObject> requestsMade() const;
    [[nodiscard]] QList<QJsonObject> notes() const;
    [[nodiscard]] QList<QJsonObject> tasks() const;
    [[nodiscard]] QList<Request> asked() const;
    [[nodiscard]] QStringList operations() const; ///< of asked(), without those for tokens
    [[nodiscard]] QStringList problems() const;
    [[nodiscard]] int stalled() const;

private:
    enum class What { Answer, Drop, TakeAndDrop, TakeAndErr, Stall, Pass };
    struct Behaviour {
        What what = What::Pass;
        ingress::HttpResponse response = {};
    };
    using Response = ingress::HttpResponse;

    void script(What what, Response response = {});
    void handle(const ingress::HttpRequest &request, const ingress::HttpListener::Reply &reply);
    [[nodiscard]] Response token(const ingress::HttpRequest &request);
    [[nodiscard]] std::optional<Response> refused(const ingress::HttpRequest &request) const;
    [[nodiscard]] Response answer(const QJsonObject &question, bool withErrors);
    [[nodiscard]] QJsonObject read(const QString &operation, const QJsonObject &variables);
    [[nodiscard]] QJsonObject change(const QString &operation, const QJsonObject &variables);
    [[nodiscard]] QJsonObject searchPhones(const QString &term) const;
    [[nodiscard]] QJsonObject searchEmails(const QString &term) const;
    [[nodiscard]] QJsonObject page(const QList<QJsonObject> &all, const QJsonObject &variables) const;
    [[nodiscard]] QList<QJsonObject> tasksOf(const QJsonObject &filter) const;
    void edit(QJsonObject &client, const QJsonObject &input);
    [[nodiscard]] QString nextId(const QString &of);
    [[nodiscard]] QString now() const;

    GraphQlCheck *const m_check;
    quint16 m_port = 0;
    mutable std::mutex m_mutex; // guards all below
    std::deque<Behaviour> m_script;
    QList<QJsonObject> m_clients;
    QList<QJsonObject> m_requests;
    QList<QJsonObject> m_notes;
    QList<QJsonObject> m_tasks;
    QList<QJsonObject> m_jobs;
    QList<QJsonObject> m_users;
    QList<Request> m_asked;
    QList<ingress::HttpListener::Reply> m_stalled;
    QStringList m_problems;
    QJsonArray m_userErrors;
    QByteArray m_access;
    QByteArray m_refresh = refreshToken();
    std::optional<Instant> m_now;
    bool m_hidesTasks = false;
    bool m_isDead = false;
    int m_pageSize = 50;
    int m_lastId = 0;
    ingress::HttpListener m_listener; // last: it calls back into the rest
};

} // namespace ringback::test
