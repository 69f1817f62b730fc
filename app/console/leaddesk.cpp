#include "console/leaddesk.h"

#include "console/backstage.h"
#include "leads/leadspage.h"

#include <QCoro/QCoroTask>
#include <QDesktopServices>
#include <QUrl>

#include <algorithm>

namespace ringback::app {

using namespace Qt::StringLiterals;

LeadDesk::LeadDesk(ui::LeadsPage &page, Backstage &backstage, const Clock &clock, settings::SecretStore &secrets)
    : m_page(page)
    , m_backstage(backstage)
    , m_pending(secrets)
    , m_works(clock, secrets)
{
    using ui::LeadsPage;
    connect(&page, &LeadsPage::saveRequested, this, &LeadDesk::save);
    connect(&page, &LeadsPage::testRequested, this, &LeadDesk::test);
    connect(&page, &LeadsPage::listsRequested, this, &LeadDesk::readLists);
    connect(&page, &LeadsPage::recordRequested, this, &LeadDesk::tryRecord);
    connect(&page, &LeadsPage::signInRequested, this, [this](const QString &id) {
        m_toSignIn = id;
        QMetaObject::invokeMethod(&m_backstage, [backstage = &m_backstage, id, me = m_me] { backstage->askToChangeLead(id, me); });
    });
    connect(&page, &LeadsPage::signInGivenUp, this, [this] {
        m_toSignIn.clear();
        ++m_signIn;
        m_works.giveUpSignIn();
    });
    connect(&page, &LeadsPage::removeRequested, this, [this](const QString &id) {
        QMetaObject::invokeMethod(&m_backstage, [backstage = &m_backstage, id, me = m_me] { backstage->removeLeadSystem(id, me); });
    });
    connect(&page, &LeadsPage::pauseRequested, this, [this](const QString &id, bool paused) {
        QMetaObject::invokeMethod(&m_backstage,
                                  [backstage = &m_backstage, id, paused, me = m_me] { backstage->pauseLeadRead(id, paused, me); });
    });
    connect(&backstage, &Backstage::leadChangeAllowed, this, [this](const QString &id) {
        if (id == m_toSignIn)
            signIn(id);
    });
    connect(&backstage, &Backstage::leadSystemsChanged, this, [this](const board::LeadSystems &systems) {
        m_systems = systems;
        m_page.setSystems(systems);
    });
    connect(&backstage, &Backstage::leadSaved, this, [this](const QString &id) {
        m_pending.settle(id);
        m_page.showSaved(id);
    });
    connect(&backstage, &Backstage::leadNotSaved, this, [this](const QString &id) {
        if (const Done back = m_pending.putBack(id); !back)
            refuse(back.error());
    });
    connect(&backstage, &Backstage::leadRemoved, &page, &LeadsPage::showRemoved);
    connect(&backstage, &Backstage::leadRefused, &page, &LeadsPage::showRefusal);
}

void LeadDesk::refuse(const Error &error)
{
    m_page.showRefusal({.why = desk::ConnectionRefusal::Why::CannotStore, .field = {}, .detail = error.what});
}

void LeadDesk::save(const ui::LeadRequest &request)
{
    if (const Done written = m_pending.write(request.edit.connection.id, request.secrets); !written) {
        refuse(written.error());
        return;
    }
    QMetaObject::invokeMethod(&m_backstage,
                              [backstage = &m_backstage, edit = request.edit, me = m_me] { backstage->putLeadSystem(edit, me); });
}

const board::LeadCard *LeadDesk::cardOf(const QString &id) const
{
    const auto found = std::find_if(m_systems.connections.cbegin(), m_systems.connections.cend(),
                                    [&](const board::LeadCard &card) { return card.connection.id == id; });
    return found == m_systems.connections.cend() ? nullptr : &*found; // null: removed a moment ago; its card goes too
}

LeadWorks::Target LeadDesk::targetOf(const desk::LeadConnection &connection) const
{
    return {.connection = connection, .zone = m_systems.zone, .tag = m_systems.tag, .status = m_systems.newStatus};
}

void LeadDesk::test(const QString &id)
{
    if (const board::LeadCard *const card = cardOf(id))
        QCoro::connect(m_works.test(targetOf(card->connection)), this,
                       [this, id](const QList<board::TestFinding> &findings) { m_page.showFindings(id, findings); });
}

void LeadDesk::readLists(const QString &id)
{
    if (const board::LeadCard *const card = cardOf(id))
        QCoro::connect(m_works.choices(targetOf(card->connection)), this,
                       [this, id](const Result<board::LeadLists> &lists) { m_page.showLists(id, lists); });
}

// With what is chosen on the screen, saved or not.
void LeadDesk::tryRecord(const desk::LeadConnection &connection)
{
    QCoro::connect(m_works.tryRecord(targetOf(connection)), this,
                   [this, id = connection.id](const QList<board::TestFinding> &findings) { m_page.showRecordFindings(id, findings); });
}

void LeadDesk::signIn(const QString &id)
{
    m_toSignIn.clear();
    const board::LeadCard *const card = cardOf(id);
    if (card == nullptr || !card->signsInByBrowser)
        return; // changed a moment ago; the card shows it
    const int attempt = ++m_signIn;
    const auto openPage = [this, id](const QByteArray &url) {
        m_page.showSignInPage(id, url, QDesktopServices::openUrl(QUrl::fromEncoded(url)));
    };
    QCoro::connect(m_works.signIn(targetOf(card->connection), openPage), this,
                   [this, id, attempt, connection = card->connection](const LeadWorks::SignedIn &signedIn) {
                       if (attempt != m_signIn)
                           return;
                       if (signedIn.end.how != board::SignInEnd::How::SignedIn) {
                           m_page.showSignInEnd(id, signedIn.end);
                           return;
                       }
                       // As if it had been typed: programs of the office learn from a new setup that there is another secret.
                       save({.edit = {.connection = connection, .before = connection, .freshSecrets = true}, .secrets = signedIn.secrets});
                   });
}

} // namespace ringback::app
