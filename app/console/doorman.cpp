#include "console/doorman.h"

#include "places.h"

namespace ringback::app {

namespace {

const desk::SignInRefusal notThere{.why = desk::SignInRefusal::Why::CannotStore, .until = {}, .detail = QStringLiteral("no database")};

} // namespace

Doorman::Doorman(store::Address address, store::WriteTurn turn, const Clock &clock, desk::HashCost cost)
    : m_address(std::move(address))
    , m_turn(std::move(turn))
    , m_clock(clock)
    , m_cost(cost)
{
    qRegisterMetaType<board::SignIns>();
    qRegisterMetaType<desk::SignedIn>();
    qRegisterMetaType<desk::SignInRefusal>();
}

Doorman::~Doorman() = default;

void Doorman::start()
{
    look();
}

void Doorman::stop()
{
    m_signIn.reset();
    m_database.reset();
    Q_EMIT stopped();
}

// Opens the database as well, which may have been away when the console was started, or since.
void Doorman::look()
{
    if (!m_database) {
        Result<std::unique_ptr<store::Database>> database = openOffice(m_address, m_clock, m_turn);
        if (!database) {
            Q_EMIT problem(database.error().what);
            return;
        }
        m_database = std::move(*database);
        m_signIn = std::make_unique<desk::SignIn>(*m_database, m_clock, m_cost);
    }
    const Result<board::SignIns> signIns = board::readSignIns(*m_database);
    if (!signIns) {
        if (m_database->dialect() == store::Dialect::PostgreSql && signIns.error().kind == ErrorKind::Transient)
            (void)m_database->reopen(); // the next look sees whether that helped
        Q_EMIT problem(signIns.error().what);
        return;
    }
    Q_EMIT looked(*signIns);
}

void Doorman::check(const QString &staff, const Typed &secret, desk::SignIn::Purpose purpose)
{
    if (!m_signIn) {
        Q_EMIT refused(notThere);
        return;
    }
    if (const desk::SignInAnswer<desk::SignedIn> in = m_signIn->check(staff, *secret, purpose))
        Q_EMIT signedIn(*in);
    else
        Q_EMIT refused(in.error());
    look();
}

void Doorman::change(const QString &staff, const Typed &old, const desk::Choice &choice)
{
    if (!m_signIn) {
        Q_EMIT refused(notThere);
        return;
    }
    if (const desk::SignInAnswer<void> set = m_signIn->setOwn(staff, *old, choice))
        Q_EMIT changed();
    else
        Q_EMIT refused(set.error());
    look();
}

void Doorman::reset(const QString &who, const QString &staff, const desk::Choice &choice)
{
    if (!m_signIn) {
        Q_EMIT refused(notThere);
        return;
    }
    if (const desk::SignInAnswer<void> set = m_signIn->reset(who, staff, choice))
        Q_EMIT wasReset(staff);
    else
        Q_EMIT refused(set.error());
    look();
}

void Doorman::makeOwner(const QString &staff, const QString &name, const desk::Choice &choice)
{
    if (!m_signIn) {
        Q_EMIT refused(notThere);
        return;
    }
    const desk::SignInAnswer<QString> made = m_signIn->makeOwner(staff, name, choice);
    look(); // first: who is made is among the people
    if (made)
        Q_EMIT ownerMade(*made);
    else
        Q_EMIT refused(made.error());
}

void Doorman::note(const QString &staff, desk::SignIn::Departure departure)
{
    if (!m_signIn)
        return;
    if (const Done noted = m_signIn->note(staff, departure); !noted)
        Q_EMIT problem(noted.error().what);
}

} // namespace ringback::app
