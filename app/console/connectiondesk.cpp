#include "console/connectiondesk.h"

#include "connections/connectionspage.h"
#include "console/backstage.h"

#include <QCoro/QCoroTask>
#include <QDesktopServices>
#include <QUrl>

namespace ringback::app {

using namespace Qt::StringLiterals;

ConnectionDesk::ConnectionDesk(ui::ConnectionsPage &page, Backstage &backstage, const Clock &clock, settings::SecretStore &secrets,
                               QString publicUrl)
    : m_page(page)
    , m_backstage(backstage)
    , m_publicUrl(std::move(publicUrl))
    , m_pending(secrets)
    , m_works(clock, secrets)
{
    using ui::ConnectionsPage;
    page.setPublicUrl(m_publicUrl);
    connect(&page, &ConnectionsPage::saveRequested, this, &ConnectionDesk::save);
    connect(&page, &ConnectionsPage::testRequested, this, &ConnectionDesk::test);
    connect(&page, &ConnectionsPage::wiringRequested, this, &ConnectionDesk::look);
    connect(&page, &ConnectionsPage::signInRequested, this, [this](const QString &id) {
        m_toSignIn = id;
        QMetaObject::invokeMethod(&m_backstage, [backstage = &m_backstage, id, me = m_me] { backstage->askToChange(id, me); });
    });
    connect(&page, &ConnectionsPage::signInGivenUp, this, [this] {
        m_toSignIn.clear();
        ++m_signIn;
        m_works.giveUpSignIn();
    });
    connect(&backstage, &Backstage::changeAllowed, this, [this](const QString &id) {
        if (id == m_toSignIn)
            signIn(id);
    });
    // Whether this person may is known behind the window; the phone system is asked after that.
    const auto readWiring = [this](const QString &id) {
        QMetaObject::invokeMethod(&m_backstage, [backstage = &m_backstage, id, me = m_me] { backstage->readWiring(id, me); });
    };
    connect(&page, &ConnectionsPage::wireRequested, this, [this, readWiring](const QString &id) {
        m_wiring.insert(id, true);
        readWiring(id);
    });
    connect(&page, &ConnectionsPage::putBackRequested, this, [this, readWiring](const QString &id) {
        m_wiring.insert(id, false);
        readWiring(id);
    });
    connect(&page, &ConnectionsPage::removeRequested, this, [this](const QString &id) {
        QMetaObject::invokeMethod(&m_backstage, [backstage = &m_backstage, id, me = m_me] { backstage->removeConnection(id, me); });
    });
    connect(&backstage, &Backstage::systemsChanged, this, [this](const board::PhoneSystems &systems) {
        m_systems = systems;
        m_page.setSystems(systems);
    });
    connect(&backstage, &Backstage::connectionSaved, this, [this](const QString &id) {
        m_pending.settle(id);
        m_page.showSaved(id);
    });
    connect(&backstage, &Backstage::connectionNotSaved, this, [this](const QString &id) {
        if (const Done back = m_pending.putBack(id); !back)
            refuse(back.error());
    });
    connect(&backstage, &Backstage::connectionRemoved, &page, &ConnectionsPage::showRemoved);
    connect(&backstage, &Backstage::connectionRefused, &page, &ConnectionsPage::showRefusal);
    connect(&backstage, &Backstage::wiringRead, this, [this](const QString &id, const QByteArrayList &undos) {
        if (m_wiring.take(id))
            wire(id);
        else
            putBack(id, undos);
    });
    connect(&backstage, &Backstage::wiringKept, &page, [this](const QString &id) { m_page.showWired(id); });
    connect(&backstage, &Backstage::wiringForgotten, this, [this](const QString &id) { putBack(id, m_undos.take(id)); });
}

void ConnectionDesk::refuse(const Error &error)
{
    m_page.showRefusal({.why = desk::ConnectionRefusal::Why::CannotStore, .field = {}, .detail = error.what});
}

void ConnectionDesk::save(const ui::ConnectionRequest &request)
{
    if (const Done written = m_pending.write(request.edit.connection.id, request.secrets); !written) {
        refuse(written.error());
        return;
    }
    QMetaObject::invokeMethod(&m_backstage,
                              [backstage = &m_backstage, edit = request.edit, me = m_me] { backstage->putConnection(edit, me); });
}

std::optional<ConnectionWorks::Target> ConnectionDesk::targetOf(const QString &id) const
{
    for (const board::ConnectionCard &card : m_systems.connections) {
        if (card.connection.id == id)
            return ConnectionWorks::Target{.connection = card.connection, .lines = m_systems.lines, .publicUrl = m_publicUrl};
    }
    return std::nullopt; // removed a moment ago; its card goes too
}

void ConnectionDesk::test(const QString &id)
{
    if (const std::optional<ConnectionWorks::Target> target = targetOf(id))
        QCoro::connect(m_works.test(*target), this,
                       [this, id](const QList<board::TestFinding> &findings) { m_page.showFindings(id, findings); });
}

void ConnectionDesk::signIn(const QString &id)
{
    m_toSignIn.clear();
    const std::optional<ConnectionWorks::Target> target = targetOf(id);
    if (!target || !board::signsInByBrowser(target->connection))
        return; // changed a moment ago; the card shows it
    const int attempt = ++m_signIn;
    const auto openPage = [this, id](const QByteArray &url) {
        m_page.showSignInPage(id, url, QDesktopServices::openUrl(QUrl::fromEncoded(url)));
    };
    QCoro::connect(m_works.signIn(*target, openPage), this,
                   [this, id, attempt, connection = target->connection](const ConnectionWorks::SignedIn &signedIn) {
                       if (attempt != m_signIn)
                           return;
                       if (signedIn.end.how != board::SignInEnd::How::SignedIn) {
                           m_page.showSignInEnd(id, signedIn.end);
                           return;
                       }
                       // As if it had been typed: programs of the office learn from a new setup that there is another secret.
                       save({.edit = {.connection = connection, .before = connection, .lines = {}, .freshSecrets = true},
                             .secrets = signedIn.secrets});
                   });
}

void ConnectionDesk::look(const QString &id)
{
    const std::optional<ConnectionWorks::Target> target = targetOf(id);
    if (!target)
        return;
    QCoro::connect(m_works.look(*target), this, [this, id](const Result<QList<board::WiringRow>> &rows) {
        if (rows)
            m_page.showWiring(id, *rows);
        else
            m_page.showWiringProblem(id, rows.error());
    });
}

void ConnectionDesk::wire(const QString &id)
{
    const std::optional<ConnectionWorks::Target> target = targetOf(id);
    if (!target)
        return;
    QCoro::connect(m_works.wire(*target), this, [this, id](const Result<ConnectionWorks::Wired> &wired) {
        if (!wired) {
            m_page.showWiringProblem(id, wired.error());
            return;
        }
        QMetaObject::invokeMethod(&m_backstage,
                                  [backstage = &m_backstage, id, undo = wired->undo, me = m_me] { backstage->keepWiring(id, undo, me); });
    });
}

void ConnectionDesk::putBack(const QString &id, const QByteArrayList &undos)
{
    const std::optional<ConnectionWorks::Target> target = targetOf(id);
    if (!target)
        return;
    if (undos.isEmpty()) {
        m_page.showPutBack(id);
        return;
    }
    const QByteArray newest = undos.last();
    m_undos.insert(id, undos.mid(0, undos.size() - 1));
    QCoro::connect(m_works.unwire(*target, newest), this, [this, id](const Result<QList<board::WiringRow>> &back) {
        if (!back) {
            m_undos.remove(id);
            m_page.showWiringProblem(id, back.error());
            return;
        }
        QMetaObject::invokeMethod(&m_backstage, [backstage = &m_backstage, id, me = m_me] { backstage->forgetWiring(id, me); });
    });
}

} // namespace ringback::app
