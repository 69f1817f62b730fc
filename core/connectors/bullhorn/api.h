#pragma once

#include "connectors/bullhorn/session.h"
#include "connectors/bullhorn/words.h"
#include "connectors/http/turns.h"

#include <QJsonObject>
#include <QList>
#include <QStringList>

#include <memory>

namespace ringback::connectors::bullhorn {

/// What Bullhorn allows one customer in a minute. It also allows 100,000 in a month, so whoever asks again and again asks little.
inline constexpr int requestsPerMinute = 1500;

/// Requests inside a session, which is begun when there is none and once more when Bullhorn has ended it: then at its new address.
class Api final {
public:
    Api(SignIn signIn, const Surroundings &surroundings);

    /// `target` is below the session's address. An error is the sign-in's, and nothing has left then. A request that Bullhorn turned down (401, 429)
    /// has not been carried out, so that it is sent again, whatever it is.
    QCoro::Task<Result<HttpAnswer>> send(QByteArray verb, QByteArray target, QJsonObject body = {});

    struct List {
        QByteArray source; ///< `query/Task`, `search/Candidate`
        QString filter; ///< JPQL or Lucene, as the source wants it
        QByteArray fields;
        QByteArray order = {};
        int atMost = 500;
        bool literally = false; ///< numbers come as the texts they are written as
    };
    /// All of it, over all its pages, as far as `atMost`. Errors: Refused, Transient, NotFound (no such table or field), Invalid.
    QCoro::Task<Result<QList<QJsonObject>>> list(List what);

    void abandon();

    [[nodiscard]] Session &session() { return m_session; }
    [[nodiscard]] Instant now() const { return m_clock.now(); }
    [[nodiscard]] QString withoutSecrets(QString text) const;

    static constexpr int pageSize = 100;
    static constexpr qsizetype longestFilter = 2000; ///< in an address; a longer one goes into a body. Bullhorn takes 7,500 characters

private:
    const SignIn m_signIn;
    const Clock &m_clock;
    HttpClient m_http;
    Session m_session;
    Turns m_turns;
};

} // namespace ringback::connectors::bullhorn
