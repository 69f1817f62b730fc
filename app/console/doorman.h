#pragma once

#include "base/clock.h"
#include "board/signins.h"
#include "desk/signin.h"
#include "store/database.h"

#include <QObject>
#include <QString>

#include <memory>

namespace ringback::app {

/// Lets people in: reads who may sign in, and proves secrets, which takes half a second each, on one database connection and one thread of its own. Made on
/// the main thread and moved; every slot runs on its thread.
class Doorman final : public QObject {
    Q_OBJECT

public:
    Doorman(store::Address address, store::WriteTurn turn, const Clock &clock, desk::HashCost cost);
    ~Doorman() override;

    /// Secrets cross threads in one place of memory, which is wiped.
    using Typed = std::shared_ptr<const desk::Secret>;

public Q_SLOTS:
    void start();
    void stop();
    void look();

public:
    void check(const QString &staff, const Typed &secret, desk::SignIn::Purpose purpose);
    void change(const QString &staff, const Typed &old, const desk::Choice &choice);
    void reset(const QString &who, const QString &staff, const desk::Choice &choice);
    void makeOwner(const QString &staff, const QString &name, const desk::Choice &choice);
    void note(const QString &staff, desk::SignIn::Departure departure);

Q_SIGNALS:
    void looked(const ringback::board::SignIns &signIns);
    void signedIn(const ringback::desk::SignedIn &who);
    void changed(); ///< their own
    void wasReset(const QString &staff);
    void ownerMade(const QString &staff);
    void refused(const ringback::desk::SignInRefusal &refusal);
    void problem(const QString &what); ///< the database says no
    void stopped();

private:
    const store::Address m_address;
    const store::WriteTurn m_turn;
    const Clock &m_clock;
    const desk::HashCost m_cost;
    std::unique_ptr<store::Database> m_database;
    std::unique_ptr<desk::SignIn> m_signIn;
};

} // namespace ringback::app
