#include "console/console.h"

#include "base/time.h"
#include "connections/connectionspage.h"
#include "desk/officework.h"
#include "people/peoplepage.h"
#include "places.h"
#include "settings/setup.h"
#include "store/gateways.h"

#include <QEventLoop>
#include <QFile>
#include <QFileInfo>
#include <QSettings>

#include <array>

namespace ringback::app {

using namespace Qt::StringLiterals;

namespace {

const QString meKey = u"me"_s;
const QString publicUrlKey = u"publicUrl"_s;

// What this computer remembers: who sits here, and what the phone company calls it by.
QSettings remembered()
{
    return QSettings(u"Ringback"_s, u"console"_s);
}

constexpr std::array noticeClasses{u"assigned", u"overdue", u"reply"}; // by ui::NoticeClass

ui::NoticeWishes rememberedWishes()
{
    const QSettings settings = remembered();
    ui::NoticeWishes wishes;
    if (const qint64 until = settings.value(u"notices/quietUntil"_s).toLongLong(); until != 0)
        wishes.quietUntil = fromMs(until);
    wishes.sounds = settings.value(u"notices/sounds"_s, true).toBool();
    for (size_t i = 0; i < noticeClasses.size(); ++i)
        wishes.soundOf[i] = settings.value(u"notices/sound_"_s + QString::fromUtf16(noticeClasses.at(i)), true).toBool();
    return wishes;
}

void rememberWishes(const ui::NoticeWishes &wishes)
{
    QSettings settings = remembered();
    settings.setValue(u"notices/quietUntil"_s, wishes.quietUntil ? toMs(*wishes.quietUntil) : 0);
    settings.setValue(u"notices/sounds"_s, wishes.sounds);
    for (size_t i = 0; i < noticeClasses.size(); ++i)
        settings.setValue(u"notices/sound_"_s + QString::fromUtf16(noticeClasses.at(i)), wishes.soundOf[i]);
}

// The office that the connect form describes.
settings::Setup setupOf(const ui::ConnectRequest &request)
{
    const QString connection = u"twilio-main"_s;
    settings::Setup setup{.company = {.name = request.company, .timeZone = request.timeZone}, .playbook = request.business};
    setup.company.phone = calls::PhoneNumber::fromE164(request.businessNumber);
    setup.teams = {{.id = u"office"_s, .name = Console::tr("Office")}};
    setup.staff = {{.id = u"owner"_s, .name = request.yourName, .role = calls::Role::Owner, .teams = {u"office"_s}}};
    setup.connections = {{.id = connection,
                          .account = settings::TwilioAccount{.accountSid = request.accountSid, .authTokenSecret = u"twilio-main-token"_s}}};
    if (setup.company.phone) {
        calls::Line line{.number = *setup.company.phone,
                         .label = Console::tr("Main"),
                         .source = u"main line"_s,
                         .team = u"office"_s,
                         .callsConnection = connection,
                         .textsConnection = connection};
        for (const QString &phone : request.phonesToRing) {
            if (const std::optional<calls::PhoneNumber> number = calls::PhoneNumber::fromE164(phone))
                line.forwardTo.append(*number);
        }
        setup.lines = {line};
    }
    return setup;
}

} // namespace

Console::Console(Options options, const Clock &clock)
    : m_options(std::move(options))
    , m_clock(clock)
    , m_window(clock)
{
    m_me = m_options.me.isEmpty() ? remembered().value(meKey).toString() : m_options.me;
    connect(&m_window, &ui::MainWindow::practiceChosen, this, &Console::startPractice);
    connect(&m_window, &ui::MainWindow::connectRequested, this, &Console::connectPhone);
    connect(&m_window, &ui::MainWindow::setupFileChosen, this, &Console::importSetup);
    connect(&m_window, &ui::MainWindow::meChanged, this, [this](const QString &staff) {
        setMe(staff);
        if (m_session)
            m_session->sayMe(staff);
        remembered().setValue(meKey, staff);
    });
    connect(&m_window, &ui::MainWindow::noticeWishesChanged, this, &rememberWishes);
    m_window.setNoticeWishes(rememberedWishes());
    m_backstageThread.setObjectName(u"backstage"_s);
}

Console::~Console()
{
    stop();
}

void Console::setMe(const QString &staff)
{
    m_me = staff;
    m_window.setMe(staff);
    if (m_connections)
        m_connections->setMe(staff);
    if (m_leads)
        m_leads->setMe(staff);
    if (m_people)
        m_people->setMe(staff);
    if (m_calendars)
        m_calendars->setMe(staff);
    if (m_bookings)
        m_bookings->setMe(staff);
}

void Console::start()
{
    if (m_options.database) {
        openOffice(*m_options.database);
        return;
    }
    if (QFileInfo::exists(officeFile())) {
        openOffice(store::Address{.file = officeFile()});
        return;
    }
    m_window.showPage(ui::MainWindow::Page::Welcome);
}

void Console::startPractice()
{
    m_practice = std::make_unique<PracticeHouse>(m_clock);
    const store::Address address{.file = practiceFile()};
    if (const Done furnished = m_practice->furnish(address); !furnished) {
        m_practice.reset();
        m_window.showPage(ui::MainWindow::Page::Board); // where the status line says why it stays empty
        showProblem(tr("The practice line could not be set up. %1").arg(furnished.error().what));
        return;
    }
    startService(address, m_practice->secrets());
    startBackstage(address);
    if (m_service)
        m_practice->open(m_service->port(), m_service->publicUrl());
}

void Console::connectPhone(const ui::ConnectRequest &request)
{
    if (const Done stored = m_secrets.write(u"twilio-main-token"_s, request.authToken.toUtf8()); !stored) {
        m_window.showConnectProblem(
            tr("The Auth Token could not be put into this computer's keychain, so nothing was saved. %1").arg(stored.error().what));
        return;
    }
    const Result<std::unique_ptr<store::Database>> database = app::openOffice(store::Address{.file = officeFile()}, m_clock);
    if (!database) {
        m_window.showConnectProblem(tr("The database could not be made, so nothing was saved. %1").arg(database.error().what));
        return;
    }
    const Result<desk::SetupImport> imported = desk::importSetup(**database, settings::toJson(setupOf(request)), false, m_clock.now());
    if (!imported) {
        m_window.showConnectProblem(tr("Nothing was saved. Please look at: %1").arg(imported.error().what));
        return;
    }
    remembered().setValue(publicUrlKey, request.publicAddress);
    m_me = u"owner"_s;
    remembered().setValue(meKey, m_me);
    openOffice(store::Address{.file = officeFile()});
}

void Console::importSetup(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        m_window.showConnectProblem(tr("The file could not be read. %1").arg(file.errorString()));
        return;
    }
    const Result<std::unique_ptr<store::Database>> database = app::openOffice(store::Address{.file = officeFile()}, m_clock);
    if (!database) {
        m_window.showConnectProblem(tr("The database could not be made, so nothing was saved. %1").arg(database.error().what));
        return;
    }
    const Result<desk::SetupImport> imported = desk::importSetup(**database, file.readAll(), false, m_clock.now());
    if (!imported) {
        m_window.showConnectProblem(tr("Nothing was saved. The file needs a look at: %1").arg(imported.error().what));
        return;
    }
    openOffice(store::Address{.file = officeFile()});
}

void Console::openOffice(const store::Address &address)
{
    startSession(address); // the first: nothing is to be seen before it is known who is here
    if (m_options.withEngine)
        startService(address, m_secrets);
    startBackstage(address);
}

void Console::startSession(const store::Address &address)
{
    m_session = std::make_unique<Session>(m_window, address, m_writeTurn, m_clock, m_options.hashCost);
    connect(m_session.get(), &Session::meChanged, this, [this](const QString &staff) {
        setMe(staff);
        if (!staff.isEmpty())
            remembered().setValue(meKey, staff);
    });
    connect(m_session.get(), &Session::moneyShown, this, [this](bool shows) {
        m_showsMoney = shows;
        if (m_backstage)
            QMetaObject::invokeMethod(m_backstage, [backstage = m_backstage, shows] { backstage->showMoney(shows); });
    });
    connect(m_session.get(), &Session::presenceChanged, this, [this](const QString &staff, calls::PresenceWord word) {
        if (m_backstage)
            QMetaObject::invokeMethod(m_backstage, [backstage = m_backstage, staff, word] { backstage->sayConsolePresence(word, staff); });
    });
    ui::PeoplePage &people = m_window.people();
    connect(&people, &ui::PeoplePage::signInResetRequested, m_session.get(), &Session::reset);
    connect(m_session.get(), &Session::wasReset, &people, &ui::PeoplePage::showSignInReset);
    connect(m_session.get(), &Session::resetRefused, &people, &ui::PeoplePage::showSignInRefusal);
    m_session->start(m_me);
}

void Console::startService(const store::Address &address, settings::SecretStore &secrets)
{
    Service::Options options{
        .database = address, .writeTurn = m_writeTurn, .listenAddress = m_options.listenAddress, .port = m_options.port};
    if (m_practice)
        options.port = 0; // nobody outside needs to find the practice line
    else
        options.publicUrl = m_options.publicUrl.isEmpty() ? remembered().value(publicUrlKey).toString() : m_options.publicUrl;
    m_service = std::make_unique<Service>(options, m_clock, secrets);
    connect(m_service.get(), &Service::problem, this, &Console::showProblem);
    Done started = m_service->start();
    if (!started && started.error().kind == ErrorKind::Refused && !m_practice) {
        // Another console on this computer takes the webhooks already; this one still shares the work.
        options.listenAddress.clear();
        m_service = std::make_unique<Service>(options, m_clock, secrets);
        connect(m_service.get(), &Service::problem, this, &Console::showProblem);
        started = m_service->start();
    }
    if (!started)
        showProblem(started.error().what);
}

void Console::startBackstage(const store::Address &address)
{
    m_backstage = new Backstage(address, m_writeTurn, m_clock);
    m_backstage->showMoney(m_showsMoney);
    m_backstage->moveToThread(&m_backstageThread);
    connect(&m_backstageThread, &QThread::started, m_backstage, &Backstage::start);
    connect(m_backstage, &Backstage::officeChanged, &m_window, [this](const board::Office &office) {
        m_window.setOffice(office);
        m_window.setMe(m_me);
        if (m_session)
            m_session->refresh(); // somebody may have been suspended
    });
    connect(m_backstage, &Backstage::boardChanged, &m_window, &ui::MainWindow::setBoard);
    connect(m_backstage, &Backstage::shown, this, &Console::boardShown);
    connect(m_backstage, &Backstage::queueChanged, &m_window, &ui::MainWindow::setQueue);
    connect(m_backstage, &Backstage::conversationChanged, &m_window, &ui::MainWindow::setConversation);
    connect(m_backstage, &Backstage::refused, &m_window, &ui::MainWindow::showRefusal);
    connect(m_backstage, &Backstage::healthChanged, &m_window, [this](const board::Health &health) {
        m_health = health;
        showProblem(m_serviceProblem);
    });
    connect(&m_window, &ui::MainWindow::conversationRequested, m_backstage, &Backstage::follow);
    connect(m_backstage, &Backstage::calendarsChanged, &m_window, &ui::MainWindow::setCalendars);
    connect(m_backstage, &Backstage::reviewChanged, &m_window, &ui::MainWindow::setReview);
    connect(m_backstage, &Backstage::completed, &m_window, &ui::MainWindow::showAftermath);
    connect(m_backstage, &Backstage::markedAsSpam, &m_window, &ui::MainWindow::showMarkedAsSpam);
    connect(m_backstage, &Backstage::calledBack, &m_window, &ui::MainWindow::showCallBack);
    connect(m_backstage, &Backstage::recordChosen, &m_window, &ui::MainWindow::showRecordChosen);
    connect(m_backstage, &Backstage::leadRetried, &m_window, &ui::MainWindow::showLeadRetried);
    connect(m_backstage, &Backstage::claimed, &m_window, &ui::MainWindow::showClaimed);
    connect(m_backstage, &Backstage::dialled, &m_window, &ui::MainWindow::showDialled);
    // Commands say who gave them when they were given, and then cross to the other thread.
    const auto order = [this](auto command) {
        QMetaObject::invokeMethod(m_backstage, [backstage = m_backstage, me = m_me, command] { command(*backstage, me); });
    };
    using ui::MainWindow;
    using Me = const QString &;
    connect(&m_window, &MainWindow::claimRequested, this,
            [order](const QString &task) { order([task](Backstage &backstage, Me me) { backstage.claim(task, me); }); });
    connect(&m_window, &MainWindow::callRequested, this, [order](const QString &number, const QString &followUp) {
        order([number, followUp](Backstage &backstage, Me me) { backstage.dial(number, followUp, me); });
    });
    connect(&m_window, &MainWindow::releaseRequested, this,
            [order](const QString &task) { order([task](Backstage &backstage, Me me) { backstage.release(task, me); }); });
    connect(&m_window, &MainWindow::completeRequested, this, [order](const QString &task, const ui::Ending &ending) {
        order([task, ending](Backstage &backstage, Me me) {
            backstage.complete(task, me, {.outcome = ending.outcome, .value = ending.value, .at = ending.at});
        });
    });
    connect(&m_window, &MainWindow::undoRequested, this,
            [order](const QString &task) { order([task](Backstage &backstage, Me me) { backstage.undo(task, me); }); });
    connect(&m_window, &MainWindow::claimNextRequested, this,
            [order](int count) { order([count](Backstage &backstage, Me me) { backstage.claimNext(me, count); }); });
    connect(&m_window, &MainWindow::optOutRequested, this,
            [order](const QString &number) { order([number](Backstage &backstage, Me me) { backstage.optOut(number, me); }); });
    connect(&m_window, &MainWindow::optInRequested, this,
            [order](const QString &number) { order([number](Backstage &backstage, Me me) { backstage.optIn(number, me); }); });
    connect(&m_window, &MainWindow::spamRequested, this,
            [order](const QString &followUp) { order([followUp](Backstage &backstage, Me me) { backstage.markAsSpam(followUp, me); }); });
    connect(&m_window, &MainWindow::notSpamRequested, this,
            [order](const QString &followUp) { order([followUp](Backstage &backstage, Me me) { backstage.notSpam(followUp, me); }); });
    connect(&m_window, &MainWindow::callBackRequested, this,
            [order](const QString &call) { order([call](Backstage &backstage, Me me) { backstage.callBack(call, me); }); });
    connect(&m_window, &MainWindow::leadRecordRequested, this,
            [order](const QString &followUp, const QString &connection, const QString &record) {
                order([followUp, connection, record](Backstage &backstage, Me me) {
                    backstage.chooseRecord(followUp, connection, record, me);
                });
            });
    connect(&m_window, &MainWindow::leadRetryRequested, this, [order](const QString &followUp, const QString &connection) {
        order([followUp, connection](Backstage &backstage, Me me) { backstage.retryLead(followUp, connection, me); });
    });
    connect(&m_window, &MainWindow::reviewRequested, this, [order](const QString &message, desk::ReviewChoice choice) {
        order([message, choice](Backstage &backstage, Me me) { backstage.review(message, me, choice); });
    });
    connect(&m_window, &MainWindow::stormRequested, this,
            [order](std::optional<Instant> until) { order([until](Backstage &backstage, Me me) { backstage.beginStorm(me, until); }); });
    connect(&m_window, &MainWindow::stormEndRequested, this,
            [order] { order([](Backstage &backstage, Me me) { backstage.endStorm(me); }); });
    QString publicUrl = m_options.publicUrl.isEmpty() ? remembered().value(publicUrlKey).toString() : m_options.publicUrl;
    if (m_practice)
        publicUrl = m_service ? m_service->publicUrl() : QString();
    settings::SecretStore &secrets = m_practice ? m_practice->secrets() : static_cast<settings::SecretStore &>(m_secrets);
    m_connections = std::make_unique<ConnectionDesk>(m_window.systems(), *m_backstage, m_clock, secrets, publicUrl);
    m_connections->setMe(m_me);
    m_leads = std::make_unique<LeadDesk>(m_window.leads(), *m_backstage, m_clock, secrets);
    m_leads->setMe(m_me);
    m_people = std::make_unique<PeopleDesk>(m_window, *m_backstage);
    m_people->setMe(m_me);
    m_calendars = std::make_unique<CalendarDesk>(m_window.people(), *m_backstage, m_clock, secrets);
    m_calendars->setMe(m_me);
    m_bookings = std::make_unique<BookingDesk>(m_window.people(), *m_backstage, secrets, publicUrl);
    m_bookings->setMe(m_me);
    if (m_service) {
        m_connections->shareSecrets(m_service->secrets());
        m_leads->shareSecrets(m_service->secrets());
        m_calendars->shareSecrets(m_service->secrets());
    }
    m_window.showPage(ui::MainWindow::Page::Board);
    m_backstageThread.start();
}

void Console::stop()
{
    if (m_session)
        m_session->stop();
    m_bookings.reset();
    m_calendars.reset();
    m_people.reset();
    m_leads.reset();
    m_connections.reset();
    if (m_practice)
        m_practice->close();
    if (m_service)
        m_service->stop();
    if (m_backstage) {
        QEventLoop untilStopped;
        connect(m_backstage, &Backstage::stopped, &untilStopped, &QEventLoop::quit);
        QMetaObject::invokeMethod(m_backstage, &Backstage::stop, Qt::QueuedConnection);
        untilStopped.exec();
        m_backstage->deleteLater();
        m_backstage = nullptr;
        m_backstageThread.quit();
        m_backstageThread.wait();
    }
    m_session.reset();
    m_service.reset();
    m_practice.reset();
}

void Console::showProblem(const QString &what)
{
    m_serviceProblem = what;
    board::Health health = m_health;
    if (health.problem.isEmpty())
        health.problem = what;
    m_window.setHealth(health);
}

} // namespace ringback::app
