#include "connections/systemdialog.h"
#include "console/backstage.h"
#include "console/leaddesk.h"
#include "leads/choicesdialog.h"
#include "leads/leadspage.h"
#include "leads/leadsystemcard.h"
#include "support/fakehook.h"
#include "support/leadcase.h"
#include "support/testclock.h"
#include "widgets/noticebar.h"

#include <QCoro/QCoroTask>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTest>
#include <QThread>

using namespace Qt::StringLiterals;
using namespace ringback;
using namespace ringback::test;
using app::Backstage;
using app::LeadDesk;
using app::LeadWorks;
using ui::LeadsPage;

namespace {

const QString hookId = u"zapier"_s;

// A keychain that says no to some names, and knows who was written.
class TestStore final : public settings::SecretStore {
public:
    [[nodiscard]] Result<QByteArray> read(const QString &name) override
    {
        if (!values.contains(name))
            return failure(ErrorKind::NotFound, u"no secret of that name"_s);
        return values.value(name);
    }
    [[nodiscard]] Done write(const QString &name, const QByteArray &value) override
    {
        if (name == refused)
            return failure(ErrorKind::Transient, u"the keychain is locked"_s);
        values.insert(name, value);
        ++writes;
        return {};
    }
    [[nodiscard]] Done remove(const QString &name) override
    {
        values.remove(name);
        return {};
    }

    QHash<QString, QByteArray> values;
    QString refused;
    int writes = 0;
};

} // namespace

/// The page of lead systems with all that is behind it: the desk's thread, a keychain, and a lead system over a real socket. On both databases.
class TestLeadWorks : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { addDatabaseRows(); }
    void init();
    void cleanup();

    void aNewSystemIsSavedWithItsSecretAndTested();
    void whatTheDeskRefusesLeavesNoSecret();
    void aRefusedChangePutsTheOldSecretBack();
    void aLockedKeychainChangesNothing();
    void aMissingSecretIsAFinding();
    void aDeadSystemIsASentence();
    void aTestLeadArrives();
    void choicesWithoutTheSecret();
    void aSystemIsRemoved();
    void theReadingIsStopped();
    void aRecordIsChosenAndTriedAgain();
    void aSystemThatIsGoneIsNoTarget();
    void theEndGivesUpWhatIsUnderWay();

private:
    void begin();
    [[nodiscard]] settings::Setup setup() const
    {
        return must(settings::parseSetup(must(store::OfficeGateway(*m_database).setup())->text));
    }
    [[nodiscard]] QString version() const { return valueOf(*m_database, u"SELECT max(version) FROM setups"_s); }
    [[nodiscard]] ui::LeadSystemCard *card(const QString &id) const { return m_page->findChild<ui::LeadSystemCard *>(u"lead-"_s + id); }
    [[nodiscard]] QString notice() const
    {
        for (const ui::NoticeBar *bar : m_page->findChildren<ui::NoticeBar *>(QString(), Qt::FindDirectChildrenOnly)) {
            if (!bar->isHidden())
                return bar->text();
        }
        return {};
    }
    [[nodiscard]] static QStringList texts(const QWidget *in, const QString &name)
    {
        QStringList said;
        if (in != nullptr) {
            for (const QLabel *label : in->findChildren<QLabel *>(name))
                said.append(label->text());
        }
        return said;
    }
    static void click(const QWidget *in, const QString &name)
    {
        QPushButton *const button = in != nullptr ? in->findChild<QPushButton *>(name) : nullptr;
        QVERIFY2(button != nullptr && button->isEnabled() && !button->isHidden(), qPrintable(name));
        button->click();
    }
    [[nodiscard]] settings::LeadConnection another() const
    {
        return {.id = u"make"_s, .account = settings::OutgoingHook{.addressSecret = u"make-address"_s, .signingSecret = {}, .events = {}}};
    }

    TestClock m_clock;
    IdSource m_ids{3};
    std::unique_ptr<TestDatabase> m_test;
    std::unique_ptr<store::Database> m_database;
    std::unique_ptr<FakeHook> m_hook;
    TestStore m_secrets;
    std::unique_ptr<LeadsPage> m_page;
    std::unique_ptr<LeadDesk> m_desk;
    std::unique_ptr<Backstage> m_backstage;
    std::unique_ptr<QThread> m_thread;
};

void TestLeadWorks::init()
{
    QFETCH_GLOBAL(const store::Dialect, dialect);
    m_test = std::make_unique<TestDatabase>(dialect);
    m_database = m_test->open();
    m_hook = std::make_unique<FakeHook>();
    storeLeadOffice(*m_database, m_clock.now());
    m_secrets = TestStore();
    m_secrets.values = {{u"zapier-address"_s, m_hook->address()}};
}

void TestLeadWorks::begin()
{
    m_page = std::make_unique<LeadsPage>(m_clock);
    m_page->resize(1000, 900);
    m_page->setMe(u"pat"_s);
    m_page->show();
    m_thread = std::make_unique<QThread>();
    m_backstage = std::make_unique<Backstage>(m_test->address(), nullptr, m_clock);
    m_backstage->moveToThread(m_thread.get());
    connect(m_thread.get(), &QThread::started, m_backstage.get(), &Backstage::start);
    connect(m_backstage.get(), &Backstage::officeChanged, m_page.get(), &LeadsPage::setOffice);
    connect(m_backstage.get(), &Backstage::healthChanged, m_page.get(), &LeadsPage::setHealth);
    m_desk = std::make_unique<LeadDesk>(*m_page, *m_backstage, m_clock, m_secrets);
    m_desk->setMe(u"pat"_s);
    QSignalSpy shown(m_backstage.get(), &Backstage::shown);
    m_thread->start();
    QVERIFY(shown.wait(10'000));
    QTRY_VERIFY(card(hookId) != nullptr);
}

void TestLeadWorks::cleanup()
{
    m_desk.reset();
    if (m_backstage) {
        QMetaObject::invokeMethod(m_backstage.get(), &Backstage::stop, Qt::BlockingQueuedConnection);
        m_thread->quit();
        m_thread->wait();
    }
    m_backstage.reset();
    m_thread.reset();
    m_page.reset();
    m_hook.reset();
    m_database.reset();
    m_test.reset();
}

void TestLeadWorks::aNewSystemIsSavedWithItsSecretAndTested()
{
    begin();
    Q_EMIT m_page->saveRequested({.edit = {.connection = another(), .before = {}, .freshSecrets = true},
                                  .secrets = {{u"make-address"_s, QString::fromLatin1(m_hook->address())}}});
    QTRY_VERIFY(setup().leadSystem(u"make") != nullptr);
    QCOMPARE(m_secrets.values.value(u"make-address"_s), m_hook->address());
    QVERIFY(!must(store::OfficeGateway(*m_database).setup())->text.contains(m_hook->address()));
    QTRY_VERIFY(!texts(card(u"make"_s), u"findingSentence"_s).isEmpty());
    QVERIFY(texts(card(u"make"_s), u"findingSentence"_s).contains(u"Signed in at Outgoing webhook"_s));
    QCOMPARE(notice(), u"Outgoing webhook (make) is saved."_s); // there are two of the kind
}

void TestLeadWorks::whatTheDeskRefusesLeavesNoSecret()
{
    begin();
    m_desk->setMe(u"dana"_s); // the desk knows better than the page who may
    Q_EMIT m_page->saveRequested(
        {.edit = {.connection = another(), .before = {}, .freshSecrets = true}, .secrets = {{u"make-address"_s, u"new"_s}}});
    QCOMPARE(m_secrets.writes, 1);
    QTRY_VERIFY(notice().startsWith(u"Only owners change lead systems"_s));
    QTRY_VERIFY(!m_secrets.values.contains(u"make-address"_s));
    QCOMPARE(version(), u"1"_s);
}

void TestLeadWorks::aRefusedChangePutsTheOldSecretBack()
{
    begin();
    const settings::LeadConnection seen = hookConnection();
    settings::LeadConnection stale = seen;
    stale.pollEvery = std::chrono::seconds(45); // not as it is stored: somebody else was quicker
    Q_EMIT m_page->saveRequested(
        {.edit = {.connection = seen, .before = stale, .freshSecrets = true}, .secrets = {{u"zapier-address"_s, u"new"_s}}});
    QCOMPARE(m_secrets.values.value(u"zapier-address"_s), "new"_ba);
    QTRY_COMPARE(m_secrets.values.value(u"zapier-address"_s), m_hook->address());
    QTRY_VERIFY(notice().startsWith(u"Somebody else has changed this lead system"_s));
}

void TestLeadWorks::aLockedKeychainChangesNothing()
{
    begin();
    m_secrets.refused = u"make-address"_s;
    Q_EMIT m_page->saveRequested({.edit = {.connection = another(), .before = {}, .freshSecrets = true},
                                  .secrets = {{u"another"_s, u"new"_s}, {u"make-address"_s, u"new"_s}}});
    QVERIFY(notice().contains(u"the keychain is locked"_s));
    QVERIFY(!m_secrets.values.contains(u"another"_s)); // what went before it is taken back
    QCOMPARE(version(), u"1"_s);
}

void TestLeadWorks::aMissingSecretIsAFinding()
{
    begin();
    m_secrets.values.clear();
    click(card(hookId), u"test"_s);
    QTRY_COMPARE(texts(card(hookId), u"findingSentence"_s),
                 QStringList{u"A password or key for Outgoing webhook is missing on this computer"_s});
}

void TestLeadWorks::aDeadSystemIsASentence()
{
    begin();
    QTcpServer nobody;
    QVERIFY(nobody.listen(QHostAddress::LocalHost));
    m_secrets.values.insert(u"zapier-address"_s, u"http://127.0.0.1:%1/hook"_s.arg(nobody.serverPort()).toLatin1());
    nobody.close();
    click(card(hookId), u"test"_s);
    QTRY_VERIFY(texts(card(hookId), u"findingSentence"_s).contains(u"Outgoing webhook could not be reached"_s));
}

void TestLeadWorks::aTestLeadArrives()
{
    begin();
    click(card(hookId), u"choices"_s);
    auto *const dialog = m_page->findChild<ui::ChoicesDialog *>();
    QVERIFY(dialog != nullptr);
    const qsizetype before = m_hook->events().size();
    click(dialog, u"tryRecord"_s);
    QTRY_COMPARE(m_hook->events().size(), before + 1);
    QTRY_VERIFY(!texts(dialog, u"findingSentence"_s).isEmpty());
    QVERIFY2(texts(dialog, u"findingSentence"_s).first().contains(u"test lead was written to Outgoing webhook"_s),
             qPrintable(texts(dialog, u"findingSentence"_s).join(u'|')));
    const QJsonObject event = m_hook->events().last();
    QCOMPARE(event[u"phone"_s].toString(), LeadWorks::testNumber().e164());
    QCOMPARE(event[u"tag"_s].toString(), u"missed-call-automation"_s); // the playbook's tag
}

void TestLeadWorks::choicesWithoutTheSecret()
{
    LeadWorks works(m_clock, m_secrets);
    const Result<LeadWorks::Target> jobber = LeadWorks::targetOf(*m_database, u"jobber"_s);
    QVERIFY(jobber.has_value());
    const Result<board::LeadLists> none = QCoro::waitFor(works.choices(*jobber));
    QVERIFY(!none.has_value());
    QCOMPARE(none.error().kind, ErrorKind::NotFound);
    const Result<LeadWorks::Target> hook = LeadWorks::targetOf(*m_database, hookId);
    QVERIFY(QCoro::waitFor(works.choices(*hook)).has_value()); // it has nothing to choose from
}

void TestLeadWorks::aSystemIsRemoved()
{
    begin();
    Q_EMIT m_page->removeRequested(u"jobber"_s);
    QTRY_VERIFY(card(u"jobber"_s) == nullptr);
    QTRY_COMPARE(notice(), u"The lead system is removed."_s);
    QVERIFY(setup().leadSystem(u"jobber") == nullptr);
}

void TestLeadWorks::theReadingIsStopped()
{
    {
        store::Transaction transaction = must(store::Transaction::begin(*m_database));
        must(store::LeadReadGateway(*m_database).begin(transaction, u"jobber"_s, store::LeadReadKind::Records, m_clock.now()));
        must(transaction.commit());
    }
    begin();
    QTRY_VERIFY(card(u"jobber"_s)->findChild<QPushButton *>(u"pauseReading"_s)->isVisible());
    click(card(u"jobber"_s), u"pauseReading"_s);
    QTRY_COMPARE(card(u"jobber"_s)->findChild<QPushButton *>(u"pauseReading"_s)->text(), u"Go on"_s);
    QVERIFY(must(store::LeadReadGateway(*m_database).find(u"jobber"_s, store::LeadReadKind::Records))->paused);
    click(card(u"jobber"_s), u"pauseReading"_s);
    QTRY_COMPARE(card(u"jobber"_s)->findChild<QPushButton *>(u"pauseReading"_s)->text(), u"Stop"_s);
}

void TestLeadWorks::aRecordIsChosenAndTriedAgain()
{
    const calls::FollowUpId asks = addCase(*m_database, m_ids, m_clock.now());
    askForChoice(*m_database, m_ids, m_clock.now(), asks);
    addWrite(*m_database, m_ids, m_clock.now(), asks, hookId, 3, {.state = calls::LeadWriteState::Failed, .kind = u"write"_s});
    begin();
    QSignalSpy chosen(m_backstage.get(), &Backstage::recordChosen);
    QSignalSpy retried(m_backstage.get(), &Backstage::leadRetried);
    QSignalSpy refused(m_backstage.get(), &Backstage::refused);
    const QString id = asks.text();
    const auto order = [this](auto command) {
        QMetaObject::invokeMethod(m_backstage.get(), command);
    };
    order([backstage = m_backstage.get(), id] { backstage->chooseRecord(id, u"jobber"_s, u"c-2"_s, u"dana"_s); });
    QTRY_COMPARE(chosen.size(), 1);
    order([backstage = m_backstage.get(), id] { backstage->chooseRecord(id, u"jobber"_s, u"c-1"_s, u"sam"_s); });
    QTRY_COMPARE(refused.size(), 1);
    QCOMPARE(refused.first().at(1).value<desk::Refusal>().who, u"Dana Reyes"_s);
    order([backstage = m_backstage.get(), id] { backstage->retryLead(id, hookId, u"sam"_s); });
    QTRY_COMPARE(retried.size(), 1);
    QCOMPARE(retried.first().first().toInt(), 1);
    QTRY_COMPARE(valueOf(*m_database, u"SELECT COUNT(*) FROM lead_writes WHERE state <> 'waiting'"_s), u"0"_s);
}

void TestLeadWorks::aSystemThatIsGoneIsNoTarget()
{
    const Result<LeadWorks::Target> target = LeadWorks::targetOf(*m_database, u"nowhere"_s);
    QVERIFY(!target.has_value());
    QCOMPARE(target.error().kind, ErrorKind::NotFound);
    QCOMPARE(LeadWorks::targetOf(*m_database, hookId)->tag, u"missed-call-automation"_s);
}

// Nobody answers; the window closes all the same.
void TestLeadWorks::theEndGivesUpWhatIsUnderWay()
{
    QTcpServer silent;
    QVERIFY(silent.listen(QHostAddress::LocalHost));
    QSignalSpy asked(&silent, &QTcpServer::newConnection);
    m_secrets.values.insert(u"zapier-address"_s, u"http://127.0.0.1:%1/hook"_s.arg(silent.serverPort()).toLatin1());
    begin();
    click(card(hookId), u"test"_s);
    QTRY_COMPARE(asked.size(), 1);
    QElapsedTimer time;
    time.start();
    m_desk.reset();
    QVERIFY2(time.elapsed() < 4'000, "it waited for the request's own time-out");
}

QTEST_MAIN(TestLeadWorks)
#include "tst_leadworks.moc"
