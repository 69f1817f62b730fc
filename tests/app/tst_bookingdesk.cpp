#include "base/time.h"
#include "console/backstage.h"
#include "console/bookingdesk.h"
#include "engine/intake.h"
#include "people/bookingdialog.h"
#include "people/bookingsdialog.h"
#include "people/peoplepage.h"
#include "service.h"
#include "settings/setup.h"
#include "store/gateways.h"
#include "support/bookingevents.h"
#include "support/office.h"
#include "support/testdatabase.h"
#include "systemclock.h"
#include "widgets/noticebar.h"
#include "widgets/textlabel.h"

#include <QComboBox>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTcpSocket>
#include <QTest>
#include <QThread>

#include <memory>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace ringback;
using namespace ringback::test;
using app::Backstage;
using app::BookingDesk;
using app::Service;
using ui::BookingDialog;
using ui::BookingsDialog;
using ui::PeoplePage;

namespace {

constexpr int patience = 15'000; // ms; never reached when all is well
const QString publicUrl = u"https://calls.example.com"_s;
const QString ours = u"https://cal.com/summit-roofing"_s;
const QString page = u"calcom"_s;
const QString keyName = u"calcom-signing"_s;

// A keychain that can be locked.
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
        if (isLocked)
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

    QHash<QString, QByteArray> values{{u"twilio-main-token"_s, "token"}};
    bool isLocked = false;
    int writes = 0;
};

} // namespace

/// From the form of a booking page to the keychain, the desk, the door and the callback that a booking ends, on both databases.
class TestBookingDesk : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { addDatabaseRows(); }
    void init();
    void cleanup();

    void aPageThatWasAddedEndsTheCallback();
    void theKeyIsNowhereElse();
    void whatTheDeskRefusesLeavesNoKey();
    void aLockedKeychainChangesNothing();
    void anotherKey();
    void disconnected();

private:
    [[nodiscard]] settings::Setup setup() { return must(settings::parseSetup(must(store::OfficeGateway(*m_database).setup())->text)); }
    template <class T>
    static T *child(QWidget *of, const QString &name)
    {
        T *const found = of->findChild<T *>(name);
        if (found == nullptr)
            qFatal("there is no %s", qPrintable(name));
        return found;
    }
    static void click(QWidget *of, const QString &button) { QTest::mouseClick(child<QPushButton>(of, button), Qt::LeftButton); }
    static QString notice(QWidget *of) { return child<ui::NoticeBar>(of, u"notice"_s)->text(); }
    BookingsDialog *dialog()
    {
        if (m_page->findChild<BookingsDialog *>() == nullptr)
            click(m_page.get(), u"bookings"_s);
        return m_page->findChild<BookingsDialog *>();
    }
    /// What a row says of how it is doing.
    QString saidOf(const QString &row)
    {
        QStringList words;
        if (auto *const found = dialog()->findChild<QWidget *>(row)) {
            for (const ui::TextLabel *label : found->findChildren<ui::TextLabel *>())
                words.append(label->text());
        }
        return words.join(u" | "_s);
    }
    /// As somebody does it; the key that was made up.
    QByteArray add();
    int post(const BookingEvent &event, const QByteArray &key);
    void serve();
    [[nodiscard]] calls::FollowUp followUp() { return must(store::FollowUpGateway(*m_database).find(*m_followUp)).value(); }
    [[nodiscard]] BookingEvent booking() const
    {
        return {.what = u"BOOKING_CREATED"_s,
                .id = u"booking-1"_s,
                .startsAt = toIso(m_clock.now() + 48h),
                .createdAt = toIso(m_clock.now()),
                .phone = u"+12145550123"_s};
    }

    app::SystemClock m_clock;
    IdSource m_ids{7};
    std::unique_ptr<TestDatabase> m_test;
    std::unique_ptr<store::Database> m_database;
    TestStore m_secrets;
    std::optional<calls::FollowUpId> m_followUp;
    std::unique_ptr<PeoplePage> m_page;
    std::unique_ptr<Backstage> m_backstage;
    std::unique_ptr<QThread> m_thread;
    std::unique_ptr<BookingDesk> m_desk;
    std::unique_ptr<Service> m_service;
};

void TestBookingDesk::init()
{
    QFETCH_GLOBAL(store::Dialect, dialect);
    m_secrets = {};
    m_test = std::make_unique<TestDatabase>(dialect);
    m_database = m_test->open();
    const engine::Office office =
        storeOffice(*m_database, m_clock.now(), [](settings::Setup &setup) { setup.company.bookingLink.clear(); });
    putIntoInbox(*m_database, m_ids, calls::EventKind::Voice, voiceForm(u"CA1"_s, u"no-answer"_s), m_clock.now());
    engine::Intake intake(*m_database, m_clock, m_ids);
    QCOMPARE(must(intake.turn(office)), 1);
    const calls::Contact contact = must(store::ContactGateway(*m_database).find(number(u"+12145550123"_s))).value();
    m_followUp = must(store::FollowUpGateway(*m_database).openOf(contact.id)).value().id;

    m_page = std::make_unique<PeoplePage>(m_clock);
    m_page->resize(1100, 800);
    m_page->setMe(u"pat"_s);
    m_thread = std::make_unique<QThread>();
    m_backstage = std::make_unique<Backstage>(m_test->address(), nullptr, m_clock);
    m_backstage->moveToThread(m_thread.get());
    connect(m_thread.get(), &QThread::started, m_backstage.get(), &Backstage::start);
    connect(m_backstage.get(), &Backstage::officeChanged, m_page.get(), &PeoplePage::setOffice);
    m_desk = std::make_unique<BookingDesk>(*m_page, *m_backstage, m_secrets, publicUrl);
    m_desk->setMe(u"pat"_s);
    QSignalSpy shown(m_backstage.get(), &Backstage::shown);
    m_thread->start();
    QVERIFY(shown.wait(patience));
    m_page->show();
    QCoreApplication::processEvents();
}

void TestBookingDesk::cleanup()
{
    if (m_service)
        m_service->stop();
    m_service.reset();
    m_desk.reset();
    if (m_backstage) {
        QMetaObject::invokeMethod(m_backstage.get(), &Backstage::stop, Qt::BlockingQueuedConnection);
        m_thread->quit();
        m_thread->wait();
    }
    m_backstage.reset();
    m_thread.reset();
    m_page.reset();
    m_database.reset();
    m_test.reset();
}

void TestBookingDesk::serve()
{
    m_service = std::make_unique<Service>(
        Service::Options{.database = m_test->address(), .listenAddress = u"127.0.0.1"_s, .port = 0, .publicUrl = publicUrl}, m_clock,
        m_secrets);
    const Done started = m_service->start();
    QVERIFY2(started, started ? "" : qPrintable(started.error().what));
}

QByteArray TestBookingDesk::add()
{
    click(dialog(), u"addBooking"_s);
    auto *const form = dialog()->findChild<BookingDialog *>();
    auto *const kind = child<QComboBox>(form, u"kind"_s);
    kind->setCurrentIndex(kind->findText(u"Cal.com"_s));
    child<QLineEdit>(form, u"booking_link"_s)->setText(ours);
    click(form, u"makeSecret-calcom"_s);
    const QByteArray key = child<QLineEdit>(form, u"key-calcom"_s)->text().toUtf8();
    click(form, u"save"_s);
    return key;
}

int TestBookingDesk::post(const BookingEvent &event, const QByteArray &key)
{
    const QByteArray body = calComBody(event);
    QTcpSocket socket;
    socket.connectToHost(QHostAddress::LocalHost, m_service->port());
    socket.waitForConnected(patience);
    socket.write("POST /webhooks/booking/calcom HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Type: application/json\r\n"
                 "X-Cal-Signature-256: " +
                 hexHmac(key, body) + "\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body);
    QByteArray answer;
    while (socket.state() != QAbstractSocket::UnconnectedState && socket.waitForReadyRead(patience))
        answer += socket.readAll();
    answer += socket.readAll();
    return answer.mid(9, 3).toInt();
}

void TestBookingDesk::aPageThatWasAddedEndsTheCallback()
{
    serve();
    QCOMPARE(post(booking(), "whatever"), 404); // there is no page yet
    const QByteArray key = add();
    QTRY_VERIFY_WITH_TIMEOUT(dialog()->findChild<BookingDialog *>() == nullptr, patience); // it is saved
    QCOMPARE(notice(dialog()), u"Saved. Enter the address and the key at Cal.com, if you have not yet."_s);
    QCOMPARE(setup().company.bookingLink, ours);
    auto *const row = child<QWidget>(dialog(), u"bookingPage-"_s + page);
    QCOMPARE(child<QLineEdit>(row, u"address"_s)->text(), u"https://calls.example.com/webhooks/booking/calcom"_s);
    QVERIFY(saidOf(u"bookingPage-calcom"_s).contains(u"No booking heard of yet"_s));
    QVERIFY(saidOf(u"bookingLink-0"_s).contains(u"A booking there ends the callback"_s));

    // The program at the door hears of the page and fetches its key.
    QTRY_COMPARE_WITH_TIMEOUT(post(booking(), "a-key-that-is-not-ours"), 403, patience);
    QTRY_VERIFY_WITH_TIMEOUT(saidOf(u"bookingPage-calcom"_s).contains(u"the key here and the one at Cal.com differ"_s), patience);
    QCOMPARE(followUp().state, calls::FollowUpState::Open);

    const BookingEvent event = booking();
    QCOMPARE(post(event, key), 200);
    QTRY_COMPARE_WITH_TIMEOUT(followUp().state, calls::FollowUpState::Closed, patience);
    QCOMPARE(followUp().outcome, u"estimate_scheduled"_s);
    const calls::CallbackTask task = must(store::TaskGateway(*m_database).latestOf(*m_followUp)).value();
    QCOMPARE(task.completedBy, u"provider:calcom"_s);
    QCOMPARE(task.appointmentAt ? toIso(*task.appointmentAt) : QString(), event.startsAt);
    QTRY_VERIFY_WITH_TIMEOUT(saidOf(u"bookingPage-calcom"_s).contains(u"Last heard of a booking"_s), patience);
    QVERIFY(!saidOf(u"bookingPage-calcom"_s).contains(u"differ"_s));
}

void TestBookingDesk::theKeyIsNowhereElse()
{
    serve();
    QStringList problems;
    connect(m_service.get(), &Service::problem, this, [&](const QString &what) { problems.append(what); });
    const QByteArray key = add();
    QVERIFY(key.size() >= 32);
    QTRY_COMPARE_WITH_TIMEOUT(post(booking(), key), 200, patience);
    QTRY_COMPARE_WITH_TIMEOUT(followUp().state, calls::FollowUpState::Closed, patience);
    QCOMPARE(m_secrets.values.value(keyName), key);
    QCOMPARE(setup().bookingPage(page)->signingSecret, keyName);
    QVERIFY(!must(store::OfficeGateway(*m_database).setup())->text.contains(key));
    const QStringList rows = rowsOf(*m_database, u"SELECT actor, action, subject, detail FROM audit"_s) +
                             rowsOf(*m_database, u"SELECT connection, payload FROM inbox"_s) + problems;
    QVERIFY(!rows.isEmpty());
    QVERIFY(!rows.join(u'\n').contains(QString::fromUtf8(key)));
    if (m_test->address().file.isEmpty())
        return;
    // All that SQLite has written, its journal included.
    const QFileInfo file(m_test->address().file);
    qint64 looked = 0;
    for (const QFileInfo &each : file.dir().entryInfoList(QDir::Files)) {
        QFile opened(each.filePath());
        QVERIFY(opened.open(QIODevice::ReadOnly));
        const QByteArray bytes = opened.readAll();
        QVERIFY2(!bytes.contains(key), qPrintable(each.fileName()));
        looked += bytes.contains(keyName.toUtf8()) ? 1 : 0; // its name is there: this looks where it would be
    }
    QVERIFY(looked > 0);
}

void TestBookingDesk::whatTheDeskRefusesLeavesNoKey()
{
    m_desk->setMe(u"dana"_s); // the desk knows better than the page who may
    const settings::Setup before = setup();
    add();
    QCOMPARE(m_secrets.writes, 1);
    auto *const form = dialog()->findChild<BookingDialog *>();
    QTRY_COMPARE(notice(form), u"Only owners set up booking pages. Ask one of them."_s);
    QTRY_VERIFY(!m_secrets.values.contains(keyName));
    QCOMPARE(setup(), before);
}

void TestBookingDesk::aLockedKeychainChangesNothing()
{
    m_secrets.isLocked = true;
    const settings::Setup before = setup();
    add();
    auto *const form = dialog()->findChild<BookingDialog *>();
    QTRY_COMPARE(notice(form), u"It could not be saved, so nothing has changed. the keychain is locked"_s);
    QCOMPARE(setup(), before);
    m_secrets.isLocked = false;
    click(form, u"save"_s);
    QTRY_VERIFY(setup().bookingPage(page) != nullptr);
}

void TestBookingDesk::anotherKey()
{
    serve();
    const QByteArray first = add();
    QTRY_VERIFY_WITH_TIMEOUT(dialog()->findChild<BookingDialog *>() == nullptr, patience);
    QTRY_COMPARE_WITH_TIMEOUT(post(booking(), first), 200, patience);
    click(child<QWidget>(dialog(), u"bookingPage-"_s + page), u"key"_s);
    auto *const form = dialog()->findChild<BookingDialog *>();
    const QByteArray second = "another-signing-key-of-the-tests";
    child<QLineEdit>(form, u"key-calcom"_s)->setText(QString::fromUtf8(second));
    click(form, u"save"_s);
    BookingEvent moved = booking();
    moved.id = u"booking-2"_s;
    QTRY_COMPARE_WITH_TIMEOUT(post(moved, second), 200, patience);
    QCOMPARE(post(moved, first), 403);
    QCOMPARE(m_secrets.values.value(keyName), second);
}

void TestBookingDesk::disconnected()
{
    serve();
    const QByteArray key = add();
    QTRY_VERIFY_WITH_TIMEOUT(dialog()->findChild<BookingDialog *>() == nullptr, patience);
    QTRY_COMPARE_WITH_TIMEOUT(post(booking(), key), 200, patience);
    Q_EMIT m_page->bookingPageRemoveRequested(page);
    QTRY_COMPARE(notice(dialog()), u"Disconnected."_s);
    QTRY_COMPARE_WITH_TIMEOUT(post(booking(), key), 404, patience);
    QVERIFY(dialog()->findChild<QWidget *>(u"bookingPage-"_s + page) == nullptr);
    QCOMPARE(setup().company.bookingLink, ours);
}

QTEST_MAIN(TestBookingDesk)
#include "tst_bookingdesk.moc"
