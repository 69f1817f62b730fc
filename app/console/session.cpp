#include "console/session.h"

#include "mainwindow.h"
#include "signin/door.h"

#include <QApplication>
#include <QEvent>
#include <QEventLoop>

#include <algorithm>
#include <utility>

namespace ringback::app {

using calls::PresenceWord;
using ui::Door;

Session::Session(ui::MainWindow &window, store::Address address, store::WriteTurn turn, const Clock &clock, desk::HashCost cost)
    : m_window(window)
    , m_clock(clock)
    , m_doorman(new Doorman(std::move(address), std::move(turn), clock, cost))
    , m_lastInput(clock.now())
    , m_lastSaid(clock.now())
{
    m_thread.setObjectName(QStringLiteral("doorman"));
    m_doorman->moveToThread(&m_thread);
    connect(&m_thread, &QThread::started, m_doorman, &Doorman::start);
    connect(m_doorman, &Doorman::looked, this, &Session::looked);
    connect(m_doorman, &Doorman::signedIn, this, &Session::enter);
    connect(m_doorman, &Doorman::refused, this, &Session::refuse);
    connect(m_doorman, &Doorman::problem, this, &Session::problem);
    connect(m_doorman, &Doorman::changed, this, [this] { open(true); });
    connect(m_doorman, &Doorman::ownerMade, this, [this](const QString &staff) { enter({.staff = staff}); });
    connect(m_doorman, &Doorman::wasReset, this, [this](const QString &staff) {
        m_resets = false;
        Q_EMIT wasReset(staff);
    });

    Door &door = window.door();
    connect(&door, &Door::signInRequested, this, &Session::signIn);
    connect(&door, &Door::ownerRequested, this, [this](const QString &staff, const QString &name, const desk::Choice &choice) {
        ask([staff, name, choice](Doorman &doorman) { doorman.makeOwner(staff, name, choice); });
    });
    connect(&door, &Door::changeRequested, this, [this](const QString &old, const desk::Choice &choice) {
        ask([me = m_me, secret = std::make_shared<const desk::Secret>(old), choice](Doorman &doorman) {
            doorman.change(me, secret, choice);
        });
    });
    connect(&door, &Door::signOutRequested, this, &Session::leave);
    connect(&door, &Door::cancelled, this, [this] {
        if (signsIn() && m_window.signedIn().isEmpty())
            leave(); // sign-in was set up at another console meanwhile
        else
            open(true);
    });
    connect(&window, &ui::MainWindow::lockRequested, this, &Session::lock);
    connect(&window, &ui::MainWindow::signOutRequested, this, &Session::leave);
    const auto show = [this](Door::Ask what) {
        m_window.door().ask(what, m_me);
        m_window.closeDoor();
        refresh();
    };
    connect(&window, &ui::MainWindow::switchRequested, this, [this, show] {
        if (m_place == Place::Open && signsIn())
            show(Door::Ask::Switch);
    });
    connect(&window, &ui::MainWindow::changeSecretRequested, this, [this, show] {
        if (m_place == Place::Open && signsIn())
            show(Door::Ask::Change);
    });
    connect(&window, &ui::MainWindow::setUpSignInRequested, this, [this, show] {
        if (m_place == Place::Open && !signsIn())
            show(Door::Ask::First);
    });
    connect(&m_ticker, &QTimer::timeout, this, &Session::tick);
}

Session::~Session()
{
    stop();
}

void Session::start(const QString &remembered)
{
    m_me = remembered;
    m_window.door().ask(Door::Ask::Wait);
    m_window.closeDoor();
    qApp->installEventFilter(this);
    m_ticker.start(lookEvery);
    m_thread.start();
}

void Session::stop()
{
    if (m_doorman == nullptr)
        return;
    qApp->removeEventFilter(this);
    m_ticker.stop();
    if (signsIn() && !m_me.isEmpty() && m_place != Place::Outside && m_place != Place::Waiting)
        ask([me = m_me](Doorman &doorman) { doorman.note(me, desk::SignIn::Departure::SignedOut); });
    if (m_thread.isRunning()) {
        QEventLoop untilStopped;
        connect(m_doorman, &Doorman::stopped, &untilStopped, &QEventLoop::quit);
        disconnect(m_doorman, nullptr, this, nullptr);
        QMetaObject::invokeMethod(m_doorman, &Doorman::stop, Qt::QueuedConnection);
        untilStopped.exec();
    }
    if (m_thread.isRunning())
        m_doorman->deleteLater();
    else
        delete m_doorman;
    m_doorman = nullptr;
    m_thread.quit();
    m_thread.wait();
}

template <class Work>
void Session::ask(Work work)
{
    if (m_doorman != nullptr)
        QMetaObject::invokeMethod(m_doorman, [doorman = m_doorman, work] { work(*doorman); });
}

void Session::refresh()
{
    ask([](Doorman &doorman) { doorman.look(); });
}

bool Session::mayEnter(const QString &staff) const
{
    return m_signIns.stateOf(staff) != nullptr &&
           std::any_of(m_signIns.people.cbegin(), m_signIns.people.cend(), [&](const calls::Staff &each) { return each.id == staff; });
}

void Session::looked(const board::SignIns &signIns)
{
    m_signIns = signIns;
    m_window.setSignIns(signIns);
    if (!signIns.isOn) {
        if (m_place != Place::Open) {
            m_place = Place::Waiting; // nobody is asked any more
            setMe(m_me);
            open(false);
        }
        return;
    }
    if (m_place == Place::Waiting) {
        const QString last = std::exchange(m_me, {});
        m_place = Place::Outside;
        setMe({});
        m_window.door().ask(Door::Ask::SignIn, mayEnter(last) ? last : QString());
        return;
    }
    // Set up at another console while this one was open, or this person was suspended or removed.
    if (m_place != Place::Outside && (m_window.signedIn().isEmpty() || !mayEnter(m_me)) && m_window.door().asks() != Door::Ask::First)
        leave();
}

void Session::signIn(const QString &staff, const QString &typed)
{
    const auto purpose = m_place == Place::Locked && staff == m_me ? desk::SignIn::Purpose::Unlock : desk::SignIn::Purpose::SignIn;
    ask([staff, secret = std::make_shared<const desk::Secret>(typed), purpose](Doorman &doorman) {
        doorman.check(staff, secret, purpose);
    });
}

void Session::enter(const desk::SignedIn &who)
{
    const bool isSame = who.staff == m_me;
    if (!isSame && !m_me.isEmpty() && !m_window.signedIn().isEmpty())
        ask([me = m_me](Doorman &doorman) { doorman.note(me, desk::SignIn::Departure::SignedOut); });
    if (!isSame)
        say(PresenceWord::Away); // the one before
    m_window.setSignedIn(who.staff);
    setMe(who.staff);
    if (who.mustChange) {
        m_place = Place::MustChange;
        m_window.door().ask(Door::Ask::MustChange, who.staff);
        return;
    }
    open(isSame);
}

void Session::open(bool sameAsBefore)
{
    m_place = Place::Open;
    m_isAway = false;
    m_lastInput = m_clock.now();
    m_window.door().ask(Door::Ask::Wait); // what was typed there is gone
    m_window.openDoor(sameAsBefore);
    say(PresenceWord::Here);
}

void Session::leave()
{
    if (!signsIn())
        return;
    if (!m_me.isEmpty() && !m_window.signedIn().isEmpty())
        ask([me = m_me](Doorman &doorman) { doorman.note(me, desk::SignIn::Departure::SignedOut); });
    say(PresenceWord::Away);
    m_place = Place::Outside;
    m_window.setSignedIn({});
    m_window.door().ask(Door::Ask::SignIn);
    m_window.closeDoor();
    setMe({});
    refresh();
}

void Session::lock()
{
    if (!signsIn() || m_place != Place::Open)
        return;
    m_place = Place::Locked;
    ask([me = m_me](Doorman &doorman) { doorman.note(me, desk::SignIn::Departure::Locked); });
    m_window.door().ask(Door::Ask::Unlock, m_me);
    m_window.closeDoor();
    say(PresenceWord::Away);
}

void Session::refuse(const desk::SignInRefusal &refusal)
{
    if (std::exchange(m_resets, false)) {
        Q_EMIT resetRefused(refusal);
        return;
    }
    // A computer that may not write sign-ins must not keep somebody out for that.
    if (m_place == Place::MustChange && refusal.why == desk::SignInRefusal::Why::NotHere)
        open(true);
    else
        m_window.door().showRefusal(refusal);
}

// The door stays closed: who cannot be told apart is not let in. Tried again with each look at the clock.
void Session::problem(const QString &what)
{
    m_window.door().showProblem(tr("The database could not be read: %1").arg(what));
}

void Session::reset(const QString &staff, const desk::Choice &choice)
{
    m_resets = true;
    ask([me = m_me, staff, choice](Doorman &doorman) { doorman.reset(me, staff, choice); });
}

void Session::sayMe(const QString &staff)
{
    if (signsIn())
        return;
    say(PresenceWord::Away);
    m_me = staff;
    say(m_isAway ? PresenceWord::Away : PresenceWord::Here);
}

void Session::setMe(const QString &staff)
{
    m_me = staff;
    const auto person =
        std::find_if(m_signIns.people.cbegin(), m_signIns.people.cend(), [&](const calls::Staff &each) { return each.id == staff; });
    Q_EMIT meChanged(staff);
    Q_EMIT moneyShown(!signsIn() || (person != m_signIns.people.cend() && calls::may(*person, calls::Right::SeeMoney)));
}

void Session::say(PresenceWord word)
{
    m_lastSaid = m_clock.now();
    if (!m_me.isEmpty() && m_place != Place::Waiting && m_place != Place::Outside)
        Q_EMIT presenceChanged(m_me, word);
}

void Session::tick()
{
    const Instant now = m_clock.now();
    if (m_place == Place::Waiting)
        refresh();
    const Milliseconds idle = now - m_lastInput;
    const bool isAway = m_signIns.awayAfter.count() > 0 && idle >= m_signIns.awayAfter;
    if (m_place == Place::Open && isAway && !m_isAway) {
        m_isAway = true;
        say(PresenceWord::Away);
    }
    if (m_place == Place::Open && signsIn() && m_signIns.lockAfter.count() > 0 && idle >= m_signIns.lockAfter)
        lock();
    if (now - m_lastSaid >= heartbeat) {
        if (m_place == Place::Outside || m_place == Place::Locked)
            refresh(); // who may sign in
        say(m_place == Place::Open && !m_isAway ? PresenceWord::Here : PresenceWord::Away);
    }
}

bool Session::eventFilter(QObject *watched, QEvent *event)
{
    switch (event->type()) {
    case QEvent::KeyPress:
    case QEvent::MouseMove:
    case QEvent::MouseButtonPress:
    case QEvent::Wheel:
    case QEvent::TouchBegin:
    case QEvent::TabletMove:
        m_lastInput = m_clock.now();
        if (std::exchange(m_isAway, false) && m_place == Place::Open)
            say(PresenceWord::Here);
        break;
    default:
        break;
    }
    return QObject::eventFilter(watched, event);
}

} // namespace ringback::app
