#include "mainwindow.h"

#include "board/boardpage.h"
#include "calls/people.h"
#include "connections/connectionspage.h"
#include "leads/leadspage.h"
#include "notices/noticecentre.h"
#include "people/peoplepage.h"
#include "people/unstaffedbanner.h"
#include "queue/queuepage.h"
#include "review/reviewdialog.h"
#include "signin/door.h"
#include "signin/openbanner.h"
#include "storm/stormbanner.h"
#include "storm/stormbutton.h"
#include "welcome/connectpage.h"
#include "welcome/welcomepage.h"
#include "widgets/navigationrail.h"
#include "widgets/practicebanner.h"
#include "widgets/statusline.h"
#include "widgets/textlabel.h"

#include <QApplication>
#include <QComboBox>
#include <QDesktopServices>
#include <QDialog>
#include <QEvent>
#include <QHBoxLayout>
#include <QKeySequence>
#include <QLabel>
#include <QMenu>
#include <QShortcut>
#include <QSignalBlocker>
#include <QStackedWidget>
#include <QToolButton>
#include <QUrl>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace ringback::ui {

MainWindow::MainWindow(const Clock &clock, QWidget *parent)
    : QMainWindow(parent)
    , m_clock(clock)
    , m_rail(new NavigationRail(this))
    , m_header(buildHeader())
    , m_pages(new QStackedWidget(this))
    , m_board(new BoardPage(clock, this))
    , m_queue(new QueuePage(clock, this))
    , m_systems(new ConnectionsPage(clock, this))
    , m_leads(new LeadsPage(clock, this))
    , m_people(new PeoplePage(clock, this))
    , m_connect(new ConnectPage(this))
    , m_practice(new PracticeBanner(this))
    , m_stormBanner(new StormBanner(this))
    , m_unstaffed(new UnstaffedBanner(this))
    , m_status(new StatusLine(this))
    , m_open(new OpenBanner(this))
    , m_door(new Door(clock, this))
{
    setWindowTitle(u"Ringback"_s);
    resize(1280, 800);

    // A page on the rail is one line here, with its number in Page.
    //: Page of the window: every missed call.
    m_rail->addPage(int(Page::Board), Glyph::Board, tr("Board"), QKeySequence(Qt::CTRL | Qt::Key_1));
    //: Page of the window: the callbacks to make.
    m_rail->addPage(int(Page::Queue), Glyph::Queue, tr("Queue"), QKeySequence(Qt::CTRL | Qt::Key_2));
    //: Page of the window: the phone systems that calls come from. Short, as it stands below an icon.
    m_rail->addPage(int(Page::Systems), Glyph::Plug, tr("Phones"), QKeySequence(Qt::CTRL | Qt::Key_3));
    //: Page of the window: the programs that leads are written to (CRM, ATS). Short, as it stands below an icon.
    m_rail->addPage(int(Page::Leads), Glyph::Leads, tr("Leads"), QKeySequence(Qt::CTRL | Qt::Key_4));
    //: Page of the window: the staff. Short, as it stands below an icon.
    m_rail->addPage(int(Page::People), Glyph::People, tr("People"), QKeySequence(Qt::CTRL | Qt::Key_5));

    auto *welcome = new WelcomePage(this);
    addPage(Page::Board, m_board);
    addPage(Page::Queue, m_queue);
    addPage(Page::Systems, m_systems);
    addPage(Page::Leads, m_leads);
    addPage(Page::People, m_people);
    addPage(Page::Welcome, welcome);
    addPage(Page::Connect, m_connect);

    auto *centre = new QWidget(this);
    auto *layout = new QVBoxLayout(centre);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto *right = new QVBoxLayout;
    right->setSpacing(0);
    right->addWidget(m_header);
    right->addWidget(m_pages, 1);
    auto *across = new QHBoxLayout;
    across->setSpacing(0);
    across->addWidget(m_rail);
    across->addLayout(right, 1);
    layout->addWidget(m_practice);
    layout->addWidget(m_open);
    layout->addWidget(m_stormBanner);
    layout->addWidget(m_unstaffed);
    layout->addLayout(across, 1);
    layout->addWidget(m_status);
    m_whole = new QStackedWidget(this);
    m_whole->addWidget(centre);
    m_whole->addWidget(m_door);
    setCentralWidget(m_whole);
    m_practice->hide();
    m_open->hide();
    connect(m_open, &OpenBanner::setUpClicked, this, &MainWindow::setUpSignInRequested);
    auto *lock = new QShortcut(QKeySequence(Qt::CTRL | Qt::Key_L), this);
    connect(lock, &QShortcut::activated, this, &MainWindow::lockRequested);

    wire(m_board);
    wire(m_queue);
    m_notices = new NoticeCentre(m_clock, *m_bell, this);
    connect(m_bell, &NoticeBell::wishesChanged, this, &MainWindow::noticeWishesChanged);
    connect(m_notices, &NoticeCentre::claimChosen, this, &MainWindow::claimRequested);
    connect(m_notices, &NoticeCentre::opened, this, &MainWindow::comeForward);
    connect(m_notices, &NoticeCentre::quitChosen, this, &QWidget::close);
    connect(m_rail, &NavigationRail::pageChosen, this, [this](int id) { showPage(static_cast<Page>(id)); });
    connect(welcome, &WelcomePage::practiceChosen, this, &MainWindow::practiceChosen);
    connect(welcome, &WelcomePage::connectChosen, this, [this] { showPage(Page::Connect); });
    connect(m_connect, &ConnectPage::backChosen, this, [this] { showPage(Page::Welcome); });
    connect(m_connect, &ConnectPage::connectRequested, this, &MainWindow::connectRequested);
    connect(m_connect, &ConnectPage::setupFileChosen, this, &MainWindow::setupFileChosen);
    connect(m_me, &QComboBox::activated, this, [this] {
        const QString staffId = m_me->currentData().toString();
        setMe(staffId);
        Q_EMIT meChanged(staffId);
    });
    connect(m_storm, &StormButton::beginChosen, this, [this](std::optional<Instant> until) {
        if (knowsMe())
            Q_EMIT stormRequested(until);
    });
    const auto endStorm = [this] {
        if (knowsMe())
            Q_EMIT stormEndRequested();
    };
    connect(m_storm, &StormButton::endChosen, this, endStorm);
    connect(m_stormBanner, &StormBanner::endClicked, this, endStorm);
    connect(m_stormBanner, &StormBanner::claimClicked, this, [this](int count) {
        if (knowsMe())
            Q_EMIT claimNextRequested(count);
    });
    connect(m_status, &StatusLine::reviewClicked, this, &MainWindow::review);
    connect(&m_ticker, &QTimer::timeout, this, &MainWindow::tellHealth);
    connect(&m_ticker, &QTimer::timeout, this, &MainWindow::tellPeople);
    connect(m_presence, &PresencePicker::said, this, &MainWindow::presenceSaid);
    connect(m_presence, &PresencePicker::calendarsClicked, m_people, &PeoplePage::openMyCalendars);
    m_ticker.start(std::chrono::seconds(10));
    showPage(Page::Board);
}

QWidget *MainWindow::buildHeader()
{
    auto *header = new QWidget(this);
    auto *row = new QHBoxLayout(header);
    row->setContentsMargins(24, 16, 24, 0);
    row->setSpacing(12);
    auto *names = new QVBoxLayout;
    names->setSpacing(2);
    m_title = new TextLabel(Rank::Title, TextLabel::Ink::Normal, header);
    m_title->setObjectName(u"pageTitle"_s);
    m_title->setWordWrap(true); // with large text the header has little room
    m_company = new TextLabel(Rank::Small, TextLabel::Ink::Muted, header);
    m_company->setObjectName(u"company"_s);
    m_company->setWordWrap(true); // and some companies have long names
    names->addWidget(m_company);
    names->addWidget(m_title);
    m_me = new QComboBox(header);
    m_me->setObjectName(u"me"_s);
    //: In the list of staff while nobody is chosen.
    m_me->setPlaceholderText(tr("Choose your name"));
    m_me->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_me->setMinimumContentsLength(16);
    m_me->setFocusPolicy(Qt::StrongFocus);
    m_me->installEventFilter(this);
    //: Label of the list of staff; & marks the key.
    m_meLabel = new QLabel(tr("&You are:"), header);
    m_meLabel->setBuddy(m_me);
    buildPersonMenu(header);
    m_storm = new StormButton(m_clock, header);
    m_bell = new NoticeBell(m_clock, header);
    row->addLayout(names, 1);
    row->addWidget(m_bell, 0, Qt::AlignVCenter);
    row->addWidget(m_storm, 0, Qt::AlignVCenter);
    row->addSpacing(12);
    row->addWidget(m_meLabel, 0, Qt::AlignVCenter);
    row->addWidget(m_me, 0, Qt::AlignVCenter);
    row->addWidget(m_person, 0, Qt::AlignVCenter);
    m_presence = new PresencePicker(m_clock, header);
    row->addWidget(m_presence, 0, Qt::AlignVCenter);
    return header;
}

// A click on the name is the way to somebody else; what is rarer stands in its menu.
void MainWindow::buildPersonMenu(QWidget *header)
{
    m_person = new QToolButton(header);
    m_person->setObjectName(u"person"_s);
    m_person->setIcon(icon(Glyph::Person));
    m_person->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_person->setPopupMode(QToolButton::MenuButtonPopup);
    m_person->setFocusPolicy(Qt::StrongFocus);
    m_person->setToolTip(tr("Somebody else signs in"));
    auto *menu = new QMenu(m_person);
    menu->addAction(tr("Somebody else signs in…"), this, &MainWindow::switchRequested);
    //: In the menu of the person who is signed in; %1 are keys.
    menu->addAction(tr("Lock (%1)").arg(QKeySequence(Qt::CTRL | Qt::Key_L).toString(QKeySequence::NativeText)), this,
                    &MainWindow::lockRequested);
    menu->addAction(tr("Change password or PIN…"), this, &MainWindow::changeSecretRequested);
    menu->addAction(tr("Sign out"), this, &MainWindow::signOutRequested);
    m_person->setMenu(menu);
    m_person->hide();
    connect(m_person, &QToolButton::clicked, this, &MainWindow::switchRequested);
}

bool MainWindow::isDoorOpen() const
{
    return m_whole->currentWidget() != m_door;
}

void MainWindow::closeDoor()
{
    while (QWidget *const popup = QApplication::activePopupWidget())
        popup->close();
    for (QDialog *const dialog : findChildren<QDialog *>()) {
        if (dialog->isVisible()) {
            m_hidden.append(dialog);
            dialog->setVisible(false); // neither accepted nor rejected
        }
    }
    m_whole->setCurrentWidget(m_door);
    m_door->focusWhatIsNext(); // whoever comes types at once
    m_notices->setSilent(true);
}

void MainWindow::openDoor(bool sameAsBefore)
{
    m_whole->setCurrentIndex(0);
    m_notices->setSilent(false);
    for (const QPointer<QDialog> &dialog : std::exchange(m_hidden, {})) {
        if (dialog.isNull())
            continue;
        if (sameAsBefore)
            dialog->setVisible(true);
        else
            dialog->reject();
    }
    if (CasePage *const page = casePage())
        page->focusList();
}

void MainWindow::setSignIns(const board::SignIns &signIns)
{
    m_signIns = signIns;
    m_door->setSignIns(signIns);
    tellRights();
}

void MainWindow::setSignedIn(const QString &staffId)
{
    m_signedIn = staffId;
    tellRights();
}

// What a person may not is not offered; the desk would refuse it anyway.
void MainWindow::tellRights()
{
    const bool signsIn = m_signIns && m_signIns->isOn;
    m_me->setVisible(!signsIn);
    m_meLabel->setVisible(!signsIn);
    m_person->setVisible(signsIn);
    const auto personOf = [this](const QString &id) {
        const auto found =
            std::find_if(m_office.staff.cbegin(), m_office.staff.cend(), [&](const calls::Staff &each) { return each.id == id; });
        return found == m_office.staff.cend() ? nullptr : &*found;
    };
    const calls::Staff *const person = personOf(signsIn ? m_signedIn : m_staffId);
    m_person->setText(person != nullptr ? person->name : QString());
    //: Name of the button of the person who is signed in, for screen readers: %1 is that person.
    m_person->setAccessibleName(tr("Signed in as %1").arg(m_person->text()));
    m_open->setVisible(m_signIns && !signsIn && person != nullptr && calls::may(*person, calls::Right::EditOwners));
    const bool mayConnect = !signsIn || (person != nullptr && calls::may(*person, calls::Right::EditConnections));
    for (const Page page : {Page::Systems, Page::Leads}) {
        m_rail->setOffered(int(page), mayConnect);
        if (m_page == page && !mayConnect)
            showPage(Page::Board);
    }
}

void MainWindow::addPage(Page page, QWidget *widget)
{
    Q_ASSERT(m_pages->count() == int(page));
    Q_UNUSED(page);
    m_pages->addWidget(widget);
}

void MainWindow::wire(CasePage *page)
{
    connect(page, &CasePage::callRequested, this, &MainWindow::callRequested);
    connect(page, &CasePage::claimRequested, this, &MainWindow::claimRequested);
    connect(page, &CasePage::releaseRequested, this, &MainWindow::releaseRequested);
    connect(page, &CasePage::completeRequested, this, &MainWindow::completeRequested);
    connect(page, &CasePage::undoRequested, this, &MainWindow::undoRequested);
    connect(page, &CasePage::optOutRequested, this, [this](const QString &number) {
        if (knowsMe())
            Q_EMIT optOutRequested(number);
    });
    connect(page, &CasePage::optInRequested, this, [this](const QString &number) {
        if (knowsMe())
            Q_EMIT optInRequested(number);
    });
    connect(page, &CasePage::spamRequested, this, &MainWindow::spamRequested);
    connect(page, &CasePage::notSpamRequested, this, &MainWindow::notSpamRequested);
    connect(page, &CasePage::callBackRequested, this, &MainWindow::callBackRequested);
    connect(page, &CasePage::leadRetryRequested, this, &MainWindow::leadRetryRequested);
    connect(page, &CasePage::leadRecordRequested, this, &MainWindow::leadRecordRequested);
    connect(page, &CasePage::conversationRequested, this, [this, page](const QString &rowId) {
        if (page == casePage())
            Q_EMIT conversationRequested(rowId);
    });
}

CasePage *MainWindow::casePage() const
{
    if (m_page == Page::Board)
        return m_board;
    return m_page == Page::Queue ? static_cast<CasePage *>(m_queue) : nullptr;
}

bool MainWindow::isOnRail() const
{
    return int(m_page) <= int(Page::People);
}

void MainWindow::setOffice(const board::Office &office)
{
    if (office == m_office)
        return; // an open list of staff stays open
    m_office = office;
    m_company->setText(office.company);
    //: Title of the window: %1 is the company.
    setWindowTitle(office.company.isEmpty() ? u"Ringback"_s : tr("%1 - Ringback").arg(office.company));
    {
        const QSignalBlocker quiet(m_me);
        m_me->clear();
        for (const calls::Staff &person : office.staff)
            m_me->addItem(person.name, person.id);
    }
    m_storm->setZone(office.timeZone);
    m_notices->setOffice(office);
    m_board->setOffice(office);
    m_queue->setOffice(office);
    m_systems->setOffice(office);
    m_leads->setOffice(office);
    m_people->setOffice(office);
    m_presence->setOffice(office);
    setMe(m_staffId);
    tellHealth();
}

void MainWindow::setMe(const QString &staffId)
{
    m_staffId = staffId; // also before the list of staff arrives
    m_me->setCurrentIndex(m_me->findData(staffId));
    m_board->setMe(staffId);
    m_queue->setMe(staffId);
    m_systems->setMe(staffId);
    m_leads->setMe(staffId);
    m_people->setMe(staffId);
    m_notices->setMe(staffId);
    tellRights();
    tellPeople();
}

void MainWindow::setPeople(const board::People &people)
{
    m_staff = people;
    m_people->setPeople(people);
    m_queue->setPeople(people);
    tellPeople();
}

void MainWindow::setCalendars(const board::Calendars &calendars)
{
    m_calendars = calendars;
    m_people->setCalendars(calendars);
    tellHealth();
}

void MainWindow::tellPeople()
{
    const board::PersonCard *const mine = m_staff.person(m_staffId);
    m_presence->setCard(mine != nullptr ? std::optional(*mine) : std::nullopt);
    m_unstaffed->setPeople(m_staff, m_clock.now());
    if (m_page != Page::Board && m_page != Page::Queue && m_page != Page::People)
        m_unstaffed->hide();
}

void MainWindow::setBoard(const QList<board::BoardRow> &rows)
{
    m_board->setRows(rows);
}

void MainWindow::setQueue(const QList<board::QueueRow> &rows)
{
    m_queue->setRows(rows);
    m_notices->setQueue(rows);
    int open = 0;
    for (const board::QueueRow &row : rows)
        open += row.state == calls::TaskState::Open ? 1 : 0;
    m_rail->setCount(int(Page::Queue), open);
}

void MainWindow::setConversation(const board::Conversation &conversation)
{
    m_board->setConversation(conversation);
    m_queue->setConversation(conversation);
}

void MainWindow::setHealth(const board::Health &health)
{
    const bool began = health.storm && (!m_health || !m_health->storm);
    const bool ended = !health.storm && m_health && m_health->storm;
    m_health = health;
    m_board->setHealth(health);
    m_systems->setHealth(health);
    m_leads->setHealth(health);
    m_storm->setStorm(health.storm);
    // The one who turned it on knows; everybody else, and all when it came by itself, are told.
    CasePage *const page = casePage();
    if (began && page != nullptr)
        page->showNotice({stormSentences(health, {m_office, m_clock.now()}).first(), Glyph::Storm, Tone::Warn});
    else if (ended && page != nullptr)
        //: Notice on the page.
        page->showNotice({tr("Storm mode is over"), Glyph::Check, Tone::Info});
    m_practice->setVisible(health.practice);
    tellHealth();
}

void MainWindow::tellHealth()
{
    m_status->setVisible(m_health.has_value() && isOnRail());
    if (!m_health)
        return;
    m_status->setMarks(statusMarks(*m_health, m_calendars, {m_office, m_clock.now()}));
    m_status->setToReview(m_health->textsToReview);
    m_stormBanner->setHealth(*m_health, {m_office, m_clock.now()});
    if (casePage() == nullptr)
        m_stormBanner->hide();
}

bool MainWindow::knowsMe()
{
    if (!m_staffId.isEmpty())
        return true;
    if (CasePage *page = casePage())
        //: When somebody decides something without having said who they are.
        page->showNotice({tr("First choose your name at the top right, so that others see who decided this"), Glyph::Person, Tone::Info});
    else if (m_page == Page::People)
        m_people->showRefusal({.why = desk::PeopleRefusal::Why::NoSuchPerson, .field = {}, .detail = {}});
    else if (isOnRail())
        (m_page == Page::Leads ? static_cast<SystemsPage *>(m_leads) : m_systems)
            ->showRefusal({.why = desk::ConnectionRefusal::Why::NoSuchPerson, .field = {}, .detail = {}});
    return false;
}

void MainWindow::setReview(const QList<board::TextToReview> &texts)
{
    m_toReview = texts;
    if (m_review != nullptr)
        m_review->setTexts(texts, {m_office, m_clock.now()});
}

void MainWindow::review()
{
    if (m_review != nullptr) {
        m_review->activateWindow();
        return;
    }
    m_review = new ReviewDialog(this);
    m_review->setAttribute(Qt::WA_DeleteOnClose);
    m_review->setTexts(m_toReview, {m_office, m_clock.now()});
    connect(m_review, &ReviewDialog::answered, this, [this](const QString &message, desk::ReviewChoice choice) {
        if (knowsMe())
            Q_EMIT reviewRequested(message, choice);
        else
            m_review->reject(); // what is missing stands behind it
    });
    connect(m_review, &QObject::destroyed, this, [this] { m_review = nullptr; });
    m_review->open();
}

void MainWindow::showAftermath(const board::Aftermath &after)
{
    if (CasePage *page = casePage())
        page->showAftermath(after);
}

void MainWindow::showMarkedAsSpam(const QString &followUpId, Instant undoUntil)
{
    if (CasePage *page = casePage())
        page->showMarkedAsSpam(followUpId, undoUntil);
}

void MainWindow::showCallBack()
{
    if (CasePage *page = casePage())
        page->showCallBack();
}

void MainWindow::showRecordChosen()
{
    if (CasePage *page = casePage())
        //: After somebody said which record of a lead system is the caller's.
        page->showNotice({tr("Chosen: what waited for it is being written"), Glyph::Check, Tone::Good});
}

void MainWindow::showLeadRetried()
{
    if (CasePage *page = casePage())
        //: After somebody had a lead system tried again.
        page->showNotice({tr("It is being tried again"), Glyph::Check, Tone::Info});
}

void MainWindow::showDialled(const QString &number, bool byLink, bool again)
{
    if (byLink)
        QDesktopServices::openUrl(QUrl(u"tel:"_s + number));
    if (CasePage *page = casePage())
        page->showDialled(byLink, again);
}

void MainWindow::showClaimed(int count)
{
    if (CasePage *page = casePage())
        page->showNotice(
            count > 0 ? Mark{tr("%n more callbacks are yours: look under Mine in the queue", nullptr, count), Glyph::Check, Tone::Good}
                      : Mark{tr("Nobody waits any more: others were faster"), Glyph::Info, Tone::Info});
}

void MainWindow::showRefusal(const QString &taskId, const desk::Refusal &refusal)
{
    Q_UNUSED(taskId);
    if (CasePage *page = casePage())
        page->showRefusal(refusal);
}

void MainWindow::setNoticeWishes(const NoticeWishes &wishes)
{
    m_bell->setWishes(wishes);
}

void MainWindow::comeForward(const QString &followUpId)
{
    setWindowState(windowState() & ~Qt::WindowMinimized);
    show();
    raise();
    activateWindow();
    if (!isOnRail())
        return;
    showPage(Page::Queue);
    if (!followUpId.isEmpty())
        m_queue->select(followUpId);
}

void MainWindow::showConnectProblem(const QString &problem)
{
    m_connect->showProblem(problem);
}

void MainWindow::showPage(Page page)
{
    m_page = page;
    m_pages->setCurrentIndex(int(page));
    CasePage *shown = casePage();
    m_rail->setVisible(isOnRail());
    m_header->setVisible(isOnRail());
    tellHealth();
    tellPeople();
    if (isOnRail())
        m_rail->setCurrent(int(page));
    if (shown == nullptr) {
        m_title->setText(page == Page::People ? tr("People") : page == Page::Leads ? tr("Lead systems") : tr("Phone systems"));
        m_pages->currentWidget()->setFocus();
        Q_EMIT conversationRequested({});
        return;
    }
    m_title->setText(page == Page::Board ? tr("Board") : tr("Queue"));
    shown->focusList();
    Q_EMIT conversationRequested(shown->selectedId());
}

bool MainWindow::eventFilter(QObject *watched, QEvent *event)
{
    // A wheel turned over the header must not make somebody another person.
    if (watched == m_me && event->type() == QEvent::Wheel)
        return true;
    return QMainWindow::eventFilter(watched, event);
}

} // namespace ringback::ui
