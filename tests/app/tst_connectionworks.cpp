#include "connections/connectionspage.h"
#include "connections/signindialog.h"
#include "connections/systemcard.h"
#include "connections/wiringdialog.h"
#include "console/backstage.h"
#include "console/connectiondesk.h"
#include "service.h"
#include "store/wiringgateway.h"
#include "support/fakequo.h"
#include "support/fakeringcentral.h"
#include "support/faketwilio.h"
#include "support/office.h"
#include "support/testdatabase.h"
#include "widgets/confirmdialog.h"
#include "widgets/noticebar.h"

#include <QClipboard>
#include <QDesktopServices>
#include <QGuiApplication>
#include <QLabel>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QPushButton>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTest>
#include <QThread>
#include <QUrlQuery>

using namespace Qt::StringLiterals;
using namespace ringback;
using namespace ringback::test;
using app::Backstage;
using app::ConnectionDesk;
using ui::ConnectionsPage;

namespace {

constexpr int patienceMs = 30'000;

const QString twilio = u"twilio-main"_s;
const QString publicUrl = u"https://hooks.example.com"_s;

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

/// The user's browser, as far as a program sees it: it is given an address to open, and later asks for another.
class Browser final : public QObject {
    Q_OBJECT

public:
    explicit Browser(FakeRingCentral &at)
        : m_at(at)
    {
        QDesktopServices::setUrlHandler(u"http"_s, this, "open");
    }
    ~Browser() override { QDesktopServices::unsetUrlHandler(u"http"_s); }

    QByteArray brings = "code=code-1"; ///< back from the sign-in page; empty = the user never finishes
    QUrl opened;
    QByteArray page; ///< what it shows in the end

public Q_SLOTS:
    void open(const QUrl &url)
    {
        opened = url;
        const QUrlQuery query(url);
        if (brings.isEmpty())
            return;
        m_at.letRedeem("code-1", query.queryItemValue(u"code_challenge"_s).toLatin1());
        const QByteArray back = query.queryItemValue(u"redirect_uri"_s, QUrl::FullyDecoded).toLatin1() + '?' + brings +
                                "&state=" + query.queryItemValue(u"state"_s).toLatin1();
        QNetworkReply *const reply = m_network.get(QNetworkRequest(QUrl::fromEncoded(back)));
        connect(reply, &QNetworkReply::finished, this, [this, reply] {
            page = reply->readAll();
            reply->deleteLater();
        });
    }

private:
    FakeRingCentral &m_at;
    QNetworkAccessManager m_network;
};

/// The page of phone systems with all that is behind it: the desk's thread, a keychain, and phone systems over real sockets. On both databases.
class TestConnectionWorks : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { addDatabaseRows(); }
    void init();
    void cleanup();

    void aNewSystemIsSavedWithItsSecretAndTested();
    void whatTheDeskRefusesLeavesNoSecret();
    void aRefusedChangePutsTheOldSecretBack();
    void aLockedKeychainChangesNothing();
    void aTestSaysWhatIsWrong();
    void aDeadSystemIsASentence();
    void webhooksArePointedHereAndPutBack();
    void aRepPointsNothing();
    void aSystemThatDiesIsLeftAsItIs();
    void somebodySignsInByBrowser();
    void theEngineHearsOfASignIn();
    void signInsThatFail_data();
    void signInsThatFail();
    void aSignInIsGivenUp();
    void aSecondSignInEndsTheFirst();
    void noBrowserOpens();
    void aRepSignsNobodyIn();

private:
    void begin(const QString &url = {});
    [[nodiscard]] settings::Setup setup() const
    {
        return must(settings::parseSetup(must(store::OfficeGateway(*m_database).setup())->text));
    }
    [[nodiscard]] settings::Connection ringCentral() const;
    [[nodiscard]] settings::Connection quo() const;
    [[nodiscard]] QString version() const { return valueOf(*m_database, u"SELECT max(version) FROM setups"_s); }
    [[nodiscard]] QWidget *card(const QString &id) const { return m_page->findChild<ui::SystemCard *>(u"system-"_s + id); }
    template <class Dialog>
    [[nodiscard]] Dialog *dialog() const
    {
        for (Dialog *each : m_page->findChildren<Dialog *>()) {
            if (each->isVisible())
                return each;
        }
        return nullptr;
    }
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
    /// Opens the dialog of that card and presses its button.
    void beginSignIn(const QString &id)
    {
        QTRY_VERIFY(card(id) != nullptr);
        click(card(id), u"signIn"_s);
        QVERIFY(dialog<ui::SignInDialog>() != nullptr);
        click(dialog<ui::SignInDialog>(), u"beginSignIn"_s);
    }

    TestClock m_clock;
    std::unique_ptr<TestDatabase> m_test;
    std::unique_ptr<store::Database> m_database;
    std::unique_ptr<FakeTwilio> m_twilio;
    std::unique_ptr<FakeQuo> m_quo;
    std::unique_ptr<FakeRingCentral> m_ringCentral;
    TestStore m_secrets;
    std::unique_ptr<ConnectionsPage> m_page;
    std::unique_ptr<ConnectionDesk> m_desk;
    std::unique_ptr<Backstage> m_backstage;
    std::unique_ptr<QThread> m_thread;
};

settings::Connection TestConnectionWorks::ringCentral() const
{
    return {.id = u"ringcentral"_s,
            .account = settings::RingCentralAccount{.clientId = FakeRingCentral::clientId(),
                                                    .clientSecret = u"rc-secret"_s,
                                                    .signIn = settings::RingCentralAccount::SignIn::Browser,
                                                    .credentialSecret = u"rc-credential"_s,
                                                    .verificationSecret = {}},
            .baseUrl = m_ringCentral->baseUrl().toString()};
}

settings::Connection TestConnectionWorks::quo() const
{
    return {.id = u"quo"_s, .account = settings::QuoAccount{.apiKeySecret = u"quo-api-key"_s}, .baseUrl = m_quo->baseUrl().toString()};
}

void TestConnectionWorks::init()
{
    QFETCH_GLOBAL(const store::Dialect, dialect);
    m_test = std::make_unique<TestDatabase>(dialect);
    m_database = m_test->open();
    m_twilio = std::make_unique<FakeTwilio>();
    m_twilio->setNow(m_clock.now());
    m_twilio->add(FakeTwilio::Number{.number = u"+12145550100"_s});
    m_twilio->add(FakeTwilio::Number{.number = u"+12145550102"_s});
    m_quo = std::make_unique<FakeQuo>();
    m_ringCentral = std::make_unique<FakeRingCentral>();
    m_ringCentral->setNow(m_clock.now());
    m_ringCentral->setSocketUri(u"ws://127.0.0.1:9/ws"_s); // nobody is there
    m_ringCentral->ownNumber(u"+12145550100"_s);
    storeOffice(*m_database, m_clock.now(), [this](settings::Setup &setup) {
        setup.connections.first().baseUrl = m_twilio->baseUrl().toString();
        setup.connections.append(ringCentral());
    });
    m_secrets = TestStore();
    m_secrets.values = {{u"twilio-main-token"_s, FakeTwilio::authToken().toUtf8()}, {u"rc-secret"_s, FakeRingCentral::clientSecret()}};
}

void TestConnectionWorks::begin(const QString &url)
{
    m_page = std::make_unique<ConnectionsPage>(m_clock);
    m_page->resize(1000, 900);
    m_page->setMe(u"pat"_s);
    m_page->show();
    m_thread = std::make_unique<QThread>();
    m_backstage = std::make_unique<Backstage>(m_test->address(), nullptr, m_clock);
    m_backstage->moveToThread(m_thread.get());
    connect(m_thread.get(), &QThread::started, m_backstage.get(), &Backstage::start);
    connect(m_backstage.get(), &Backstage::officeChanged, m_page.get(), &ConnectionsPage::setOffice);
    connect(m_backstage.get(), &Backstage::healthChanged, m_page.get(), &ConnectionsPage::setHealth);
    m_desk = std::make_unique<ConnectionDesk>(*m_page, *m_backstage, m_clock, m_secrets, url);
    m_desk->setMe(u"pat"_s);
    QSignalSpy shown(m_backstage.get(), &Backstage::shown);
    m_thread->start();
    QVERIFY(shown.wait(patienceMs));
    QTRY_VERIFY(card(twilio) != nullptr);
}

void TestConnectionWorks::cleanup()
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
    QVERIFY2(m_twilio->problems().isEmpty(), qPrintable(m_twilio->problems().join(u"; "_s)));
    QVERIFY2(m_quo->problems().isEmpty(), qPrintable(m_quo->problems().join(u"; "_s)));
    QVERIFY2(m_ringCentral->problems().isEmpty(), qPrintable(m_ringCentral->problems().join(u"; "_s)));
    m_twilio.reset();
    m_quo.reset();
    m_ringCentral.reset();
    m_database.reset();
    m_test.reset();
}

void TestConnectionWorks::aNewSystemIsSavedWithItsSecretAndTested()
{
    begin();
    const calls::PhoneNumber line = number(u"+12145550102"_s);
    Q_EMIT m_page->saveRequested({.edit = {.connection = quo(),
                                           .before = {},
                                           .lines = {{.number = line, .label = {}, .calls = true, .texts = true}},
                                           .freshSecrets = true},
                                  .secrets = {{u"quo-api-key"_s, QString::fromLatin1(FakeQuo::apiKey())}}});
    QTRY_VERIFY(setup().connection(u"quo"_s) != nullptr);
    QCOMPARE(m_secrets.values.value(u"quo-api-key"_s), FakeQuo::apiKey());
    QVERIFY(!must(store::OfficeGateway(*m_database).setup())->text.contains(FakeQuo::apiKey()));
    QTRY_VERIFY(!texts(card(u"quo"_s), u"findingSentence"_s).isEmpty());
    QVERIFY(texts(card(u"quo"_s), u"findingSentence"_s).contains(u"Signed in"_s));
    QCOMPARE(notice(), u"Quo (OpenPhone) is saved."_s);
    QVERIFY(texts(card(u"quo"_s), u"findingSentence"_s).contains(u"(214) 555-0102 belongs to this account and can text"_s));
    QVERIFY(!m_quo->requests().isEmpty());
}

void TestConnectionWorks::whatTheDeskRefusesLeavesNoSecret()
{
    begin();
    m_desk->setMe(u"dana"_s); // the desk knows better than the page who may
    Q_EMIT m_page->saveRequested(
        {.edit = {.connection = quo(), .before = {}, .lines = {}, .freshSecrets = true}, .secrets = {{u"quo-api-key"_s, u"new"_s}}});
    QCOMPARE(m_secrets.writes, 1);
    QTRY_VERIFY(notice().startsWith(u"Only owners"_s));
    QTRY_VERIFY(!m_secrets.values.contains(u"quo-api-key"_s));
    QCOMPARE(version(), u"1"_s);
}

void TestConnectionWorks::aRefusedChangePutsTheOldSecretBack()
{
    begin();
    const settings::Connection seen = setup().connections.first();
    settings::Connection stale = seen;
    stale.pollEvery = std::chrono::seconds(45); // not as it is stored: somebody else was quicker
    Q_EMIT m_page->saveRequested({.edit = {.connection = seen, .before = stale, .lines = {}, .freshSecrets = true},
                                  .secrets = {{u"twilio-main-token"_s, u"new"_s}, {u"another"_s, u"new"_s}}});
    QCOMPARE(m_secrets.values.value(u"twilio-main-token"_s), "new"_ba);
    QTRY_COMPARE(m_secrets.values.value(u"twilio-main-token"_s), FakeTwilio::authToken().toLatin1());
    QVERIFY(!m_secrets.values.contains(u"another"_s));
    QVERIFY(notice().startsWith(u"Somebody else has changed this phone system"_s));
    // The next one is taken, and stays.
    Q_EMIT m_page->saveRequested({.edit = {.connection = seen, .before = seen, .lines = {}, .freshSecrets = true},
                                  .secrets = {{u"twilio-main-token"_s, FakeTwilio::authToken()}}});
    QTRY_COMPARE(version(), u"2"_s);
    QTRY_COMPARE(notice(), u"Twilio is saved."_s);
    QCOMPARE(m_secrets.values.value(u"twilio-main-token"_s), FakeTwilio::authToken().toLatin1());
}

void TestConnectionWorks::aLockedKeychainChangesNothing()
{
    begin();
    m_secrets.refused = u"quo-webhook"_s;
    settings::Connection hooked = quo();
    std::get<settings::QuoAccount>(hooked.account).webhookSecret = u"quo-webhook"_s;
    Q_EMIT m_page->saveRequested({.edit = {.connection = hooked, .before = {}, .lines = {}, .freshSecrets = true},
                                  .secrets = {{u"quo-api-key"_s, u"new"_s}, {u"quo-webhook"_s, u"whsec_new"_s}}});
    QCOMPARE(m_secrets.writes, 1); // the first was taken
    QVERIFY(!m_secrets.values.contains(u"quo-api-key"_s));
    QCOMPARE(notice(), u"It could not be saved, so nothing has changed. the keychain is locked"_s);
    QCOMPARE(version(), u"1"_s);
}

void TestConnectionWorks::aTestSaysWhatIsWrong()
{
    begin();
    click(card(twilio), u"test"_s);
    QTRY_VERIFY(texts(card(twilio), u"findingSentence"_s).contains(u"Signed in"_s));
    QVERIFY(texts(card(twilio), u"findingSentence"_s).contains(u"(214) 555-0100 belongs to this account and can text"_s));
    // Nobody signed in at the other one; no request is made without a token.
    click(card(u"ringcentral"_s), u"test"_s);
    QTRY_COMPARE(texts(card(u"ringcentral"_s), u"findingSentence"_s), QStringList{u"Nobody has signed in yet on this computer"_s});
    QVERIFY(m_ringCentral->requests().isEmpty());
    m_secrets.values.remove(u"rc-secret"_s);
    click(card(u"ringcentral"_s), u"test"_s);
    QTRY_COMPARE(texts(card(u"ringcentral"_s), u"findingSentence"_s), QStringList{u"The password or key is missing on this computer"_s});
    m_secrets.values.insert(u"twilio-main-token"_s, "0123456789abcdef0123456789abcdee");
    click(card(twilio), u"test"_s);
    QTRY_VERIFY(texts(card(twilio), u"findingSentence"_s).contains(u"The phone company does not accept the password or key"_s));
}

void TestConnectionWorks::aDeadSystemIsASentence()
{
    begin(publicUrl);
    m_twilio->stop();
    click(card(twilio), u"test"_s);
    QTRY_VERIFY(texts(card(twilio), u"findingSentence"_s).contains(u"The phone company could not be reached"_s));
    click(card(twilio), u"wireHere"_s);
    QVERIFY(dialog<ui::WiringDialog>() != nullptr);
    auto *const bar = dialog<ui::WiringDialog>()->findChild<ui::NoticeBar *>();
    QTRY_VERIFY(bar->text().startsWith(u"The phone company could not be reached, so nothing was changed."_s));
    QVERIFY(!dialog<ui::WiringDialog>()->findChild<QPushButton *>(u"wire"_s)->isEnabled());
}

void TestConnectionWorks::webhooksArePointedHereAndPutBack()
{
    begin(publicUrl);
    const QString before = m_twilio->numbers().first().fields.value(u"voice_url"_s);
    const store::WiringGateway wirings(*m_database);
    click(card(twilio), u"wireHere"_s);
    QVERIFY(dialog<ui::WiringDialog>() != nullptr);
    auto *const confirm = dialog<ui::WiringDialog>()->findChild<QPushButton *>(u"wire"_s);
    QTRY_VERIFY(confirm->isEnabled()); // it was looked at
    QCOMPARE(m_twilio->numbers().first().fields.value(u"voice_url"_s), before);
    confirm->click();
    QTRY_VERIFY(must(wirings.find(twilio)).has_value());
    QVERIFY(m_twilio->numbers().first().fields.value(u"status_callback"_s).startsWith(publicUrl) ||
            m_twilio->numbers().first().fields.value(u"voice_url"_s).startsWith(publicUrl));
    QCOMPARE(must(wirings.find(twilio))->undos.size(), 1);
    QCOMPARE(must(wirings.find(twilio))->changedBy, u"staff:pat"_s);
    QTRY_VERIFY(notice().contains(u"now tells this office about calls"_s));
    QTRY_VERIFY(card(twilio)->findChild<QPushButton *>(u"putBack"_s)->isVisible());

    click(card(twilio), u"putBack"_s);
    QVERIFY(dialog<ui::ConfirmDialog>() != nullptr);
    dialog<ui::ConfirmDialog>()->accept();
    QTRY_VERIFY(!must(wirings.find(twilio)).has_value());
    QCOMPARE(m_twilio->numbers().first().fields.value(u"voice_url"_s), before);
    for (const FakeTwilio::Number &each : m_twilio->numbers()) {
        for (const QString &value : each.fields)
            QVERIFY2(!value.startsWith(publicUrl), qPrintable(value));
    }
    QTRY_VERIFY(notice().contains(u"sends its news of calls where it did before"_s));
    QTRY_VERIFY(!card(twilio)->findChild<QPushButton *>(u"putBack"_s)->isVisible());
}

void TestConnectionWorks::aRepPointsNothing()
{
    begin(publicUrl);
    m_desk->setMe(u"dana"_s);
    QSignalSpy refusals(m_backstage.get(), &Backstage::connectionRefused);
    Q_EMIT m_page->wireRequested(twilio);
    QTRY_VERIFY(notice().startsWith(u"Only owners"_s));
    Q_EMIT m_page->putBackRequested(twilio);
    Q_EMIT m_page->removeRequested(twilio);
    Q_EMIT m_page->signInRequested(u"ringcentral"_s);
    QTRY_COMPARE(refusals.size(), 4);
    QVERIFY(m_twilio->allRequests().isEmpty());
    QVERIFY(m_ringCentral->requests().isEmpty());
    QVERIFY(!must(store::WiringGateway(*m_database).find(twilio)).has_value());
    QCOMPARE(version(), u"1"_s);
}

void TestConnectionWorks::aSystemThatDiesIsLeftAsItIs()
{
    begin(publicUrl);
    click(card(twilio), u"wireHere"_s);
    QVERIFY(dialog<ui::WiringDialog>() != nullptr);
    auto *const confirm = dialog<ui::WiringDialog>()->findChild<QPushButton *>(u"wire"_s);
    QTRY_VERIFY(confirm->isEnabled());
    m_twilio->stop();
    confirm->click();
    auto *const bar = dialog<ui::WiringDialog>()->findChild<ui::NoticeBar *>();
    QTRY_VERIFY(bar->text().startsWith(u"The phone company could not be reached"_s));
    QVERIFY(!must(store::WiringGateway(*m_database).find(twilio)).has_value());
}

void TestConnectionWorks::somebodySignsInByBrowser()
{
    begin();
    Browser browser(*m_ringCentral);
    beginSignIn(u"ringcentral"_s);
    QTRY_VERIFY(m_secrets.values.contains(u"rc-credential"_s));
    QCOMPARE(QUrlQuery(browser.opened).queryItemValue(u"redirect_uri"_s, QUrl::FullyDecoded),
             board::signInAddress(u"ringcentral"_s)); // what the form and the dialog show
    QTRY_COMPARE(version(), u"2"_s); // other programs of the office hear of it
    QVERIFY(setup().connections.contains(ringCentral()));
    QCOMPARE(rowsOf(*m_database, u"SELECT actor, action, subject FROM audit ORDER BY sequence"_s).last(),
             u"staff:pat connection_changed connection:ringcentral"_s);
    QVERIFY(!must(store::OfficeGateway(*m_database).setup())->text.contains("refresh-1"));
    QTRY_COMPARE(notice(), u"You are signed in at RingCentral."_s);
    QTRY_VERIFY(dialog<ui::SignInDialog>() == nullptr);
    QTRY_VERIFY(browser.page.contains("You are signed in."));
    // It is tested at once, with the new token, which is replaced in the keychain by the next.
    QTRY_VERIFY(texts(card(u"ringcentral"_s), u"findingSentence"_s).contains(u"Signed in"_s));
    QCOMPARE(m_secrets.values.value(u"rc-credential"_s), "refresh-2"_ba);
}

void TestConnectionWorks::theEngineHearsOfASignIn()
{
    app::Service service({.database = m_test->address(), .listenAddress = {}, .publicUrl = {}}, m_clock, m_secrets);
    QVERIFY(service.start());
    begin();
    m_desk->shareSecrets(service.secrets());
    const auto missing = [&] {
        return valueOf(*m_database, u"SELECT secret_missing FROM connection_pulses WHERE connection = 'ringcentral'"_s);
    };
    QTRY_COMPARE_WITH_TIMEOUT(missing(), u"1"_s, patienceMs);
    QTRY_VERIFY_WITH_TIMEOUT(texts(card(u"ringcentral"_s), u"state"_s).join(u' ').contains(u"Nobody is signed in"_s), patienceMs);
    {
        Browser browser(*m_ringCentral);
        beginSignIn(u"ringcentral"_s);
        QTRY_VERIFY(m_secrets.values.contains(u"rc-credential"_s));
    }
    QTRY_COMPARE_WITH_TIMEOUT(missing(), u"0"_s, patienceMs);
    QTRY_VERIFY_WITH_TIMEOUT(!texts(card(u"ringcentral"_s), u"state"_s).join(u' ').contains(u"Nobody is signed in"_s), patienceMs);
    // Its stream is asked for with a token of that sign-in.
    QTRY_VERIFY_WITH_TIMEOUT(!m_ringCentral->requests("/restapi/oauth/wstoken").isEmpty(), patienceMs);
    m_desk->shareSecrets(nullptr);
    service.stop();
}

void TestConnectionWorks::signInsThatFail_data()
{
    QTest::addColumn<QByteArray>("brings");
    QTest::addColumn<QString>("what");
    QTest::addColumn<QString>("says");
    QTest::newRow("the user says no") << "error=access_denied"_ba << QString() << u"did not let you in"_s;
    QTest::newRow("a code that is not RingCentral's") << "code=forged"_ba << QString() << u"but not Ringback"_s;
    QTest::newRow("the token endpoint is away") << "code=code-1"_ba << u"drop"_s << u"could not be reached to finish"_s;
    QTest::newRow("it gives no refresh token") << "code=code-1"_ba << u"once"_s << u"refresh tokens. (no_refresh_token)"_s;
    QTest::newRow("another program is in the way") << QByteArray() << u"port"_s << u"Another program"_s;
    QTest::newRow("the app's secret is missing") << QByteArray() << u"secret"_s << u"The Client Secret is missing"_s;
    QTest::newRow("the keychain is locked") << "code=code-1"_ba << u"keychain"_s << u"the keychain is locked"_s;
    QTest::newRow("changed meanwhile") << "code=code-1"_ba << u"changed"_s << u"Somebody else has changed"_s;
}

void TestConnectionWorks::signInsThatFail()
{
    QFETCH(const QByteArray, brings);
    QFETCH(const QString, what);
    QFETCH(const QString, says);
    begin();
    Browser browser(*m_ringCentral);
    browser.brings = brings;
    QTcpServer other;
    if (what == "drop"_L1)
        m_ringCentral->dropNext("/restapi/oauth/token");
    else if (what == "once"_L1)
        m_ringCentral->withoutRefreshTokens();
    else if (what == "port"_L1)
        QVERIFY(other.listen(QHostAddress::LocalHost, static_cast<quint16>(QUrl(board::signInAddress(u"ringcentral"_s)).port())));
    else if (what == "secret"_L1)
        m_secrets.values.remove(u"rc-secret"_s);
    else if (what == "keychain"_L1)
        m_secrets.refused = u"rc-credential"_s;
    if (what == "changed"_L1)
        m_ringCentral->stallNext("/restapi/oauth/token");
    beginSignIn(u"ringcentral"_s);
    if (what == "changed"_L1) {
        QTRY_COMPARE(m_ringCentral->stalled(), 1);
        settings::Connection theirs = ringCentral();
        theirs.pollEvery = std::chrono::seconds(90);
        desk::ConnectionWork work(*m_database, m_clock);
        QVERIFY(work.put({.connection = theirs, .before = ringCentral(), .lines = {}}, u"pat"_s));
        m_ringCentral->release();
    }
    auto *const shown = dialog<ui::SignInDialog>();
    auto *const bar = shown->findChild<ui::NoticeBar *>();
    QTRY_VERIFY2(bar->isVisible() && bar->text().contains(says), qPrintable(bar->text()));
    QVERIFY(!bar->text().contains("%1"_L1) && !bar->text().contains("code-1"_L1));
    QTRY_VERIFY(!m_secrets.values.contains(u"rc-credential"_s));
    QCOMPARE(version(), what == "changed"_L1 ? u"2"_s : u"1"_s);
    QVERIFY(shown->findChild<QPushButton *>(u"beginSignIn"_s)->isEnabled()); // once more
}

void TestConnectionWorks::aSignInIsGivenUp()
{
    begin();
    Browser browser(*m_ringCentral);
    browser.brings.clear();
    beginSignIn(u"ringcentral"_s);
    auto *const shown = dialog<ui::SignInDialog>();
    QTRY_VERIFY(texts(shown, u"signInState"_s).first().startsWith(u"Waiting for you"_s));
    QVERIFY(!browser.opened.isEmpty());
    click(shown, u"cancel"_s);
    // Nobody listens for the browser any more, so the next one can.
    QTcpServer next;
    QTRY_VERIFY(next.isListening() ||
                next.listen(QHostAddress::LocalHost, static_cast<quint16>(QUrl(board::signInAddress(u"ringcentral"_s)).port())));
    QVERIFY(m_ringCentral->requests().isEmpty());
    QVERIFY(!m_secrets.values.contains(u"rc-credential"_s));
    QCOMPARE(version(), u"1"_s);
}

// The browser has come back, and the code is being exchanged, when the user gives up and begins again.
void TestConnectionWorks::aSecondSignInEndsTheFirst()
{
    begin();
    Browser browser(*m_ringCentral);
    m_ringCentral->stallNext("/restapi/oauth/token");
    beginSignIn(u"ringcentral"_s);
    QTRY_COMPARE(m_ringCentral->stalled(), 1);
    click(dialog<ui::SignInDialog>(), u"cancel"_s);
    browser.brings.clear();
    browser.opened.clear();
    beginSignIn(u"ringcentral"_s);
    QTRY_VERIFY(!browser.opened.isEmpty());
    m_ringCentral->release();
    QTRY_VERIFY(browser.page.contains("signed in")); // that is what the first one's page says
    QVERIFY(texts(dialog<ui::SignInDialog>(), u"signInState"_s).first().startsWith(u"Waiting for you"_s));
    QVERIFY(!m_secrets.values.contains(u"rc-credential"_s));
    QCOMPARE(version(), u"1"_s);
}

void TestConnectionWorks::noBrowserOpens()
{
    begin();
    QObject nobody;
    QDesktopServices::setUrlHandler(u"http"_s, &nobody, "deleteNothing"); // there is no such slot
    beginSignIn(u"ringcentral"_s);
    auto *const shown = dialog<ui::SignInDialog>();
    QTRY_VERIFY2(texts(shown, u"signInState"_s).first().startsWith(u"No browser could be opened"_s),
                 qPrintable(texts(shown, u"signInState"_s).first()));
    QDesktopServices::unsetUrlHandler(u"http"_s);
    click(shown, u"copySignInPage"_s);
    QVERIFY(QGuiApplication::clipboard()->text().startsWith(m_ringCentral->baseUrl().toString()));
}

void TestConnectionWorks::aRepSignsNobodyIn()
{
    begin();
    m_desk->setMe(u"dana"_s);
    Browser browser(*m_ringCentral);
    beginSignIn(u"ringcentral"_s);
    auto *const bar = dialog<ui::SignInDialog>()->findChild<ui::NoticeBar *>();
    QTRY_VERIFY2(bar->text().startsWith(u"Only owners"_s), qPrintable(bar->text()));
    QVERIFY(browser.opened.isEmpty());
}

QTEST_MAIN(TestConnectionWorks)
#include "tst_connectionworks.moc"
