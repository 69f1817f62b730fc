#pragma once

#include "board/calendarcards.h"
#include "board/rows.h"
#include "board/signins.h"
#include "desk/outcome.h"
#include "desk/texting.h"
#include "notices/notice.h"
#include "people/presencepicker.h"
#include "queue/completedialog.h"
#include "welcome/connectrequest.h"

#include <QMainWindow>
#include <QPointer>
#include <QTimer>

#include <optional>

class QComboBox;
class QDialog;
class QLabel;
class QStackedWidget;
class QToolButton;

namespace ringback::ui {

class BoardPage;
class CasePage;
class ConnectPage;
class ConnectionsPage;
class Door;
class LeadsPage;
class NavigationRail;
class NoticeBell;
class NoticeCentre;
class OpenBanner;
class PeoplePage;
class PracticeBanner;
class QueuePage;
class ReviewDialog;
class StormBanner;
class StormButton;
class StatusLine;
class TextLabel;
class UnstaffedBanner;

/// The console's one window: shows values, sends commands. GUI thread.
class MainWindow final : public QMainWindow {
    Q_OBJECT

public:
    /// Board to People are on the rail; the others fill the window before there is anything to show.
    enum class Page { Board, Queue, Systems, Leads, People, Welcome, Connect };
    Q_ENUM(Page)

    explicit MainWindow(const Clock &clock, QWidget *parent = nullptr);

    [[nodiscard]] Page page() const { return m_page; }
    /// The page of phone systems, which asks and is told by itself.
    [[nodiscard]] ConnectionsPage &systems() const { return *m_systems; }
    /// The same of lead systems.
    [[nodiscard]] LeadsPage &leads() const { return *m_leads; }
    /// The same of the staff.
    [[nodiscard]] PeoplePage &people() const { return *m_people; }

    /// What stands before the window while nobody is signed in.
    [[nodiscard]] Door &door() const { return *m_door; }
    [[nodiscard]] bool isDoorOpen() const;
    [[nodiscard]] QString signedIn() const { return m_signedIn; }
    /// Nothing of callers is to be seen any more, also not in dialogs; what was typed stays.
    void closeDoor();
    /// `sameAsBefore`: the dialogs that were open are that person's, and are back.
    void openDoor(bool sameAsBefore);

public Q_SLOTS:
    void setSignIns(const ringback::board::SignIns &signIns);
    /// Who has signed in; empty = nobody has to, or nobody is.
    void setSignedIn(const QString &staffId);
    void setOffice(const ringback::board::Office &office);
    void setMe(const QString &staffId);
    void setBoard(const QList<ringback::board::BoardRow> &rows);
    void setQueue(const QList<ringback::board::QueueRow> &rows);
    void setConversation(const ringback::board::Conversation &conversation);
    void setHealth(const ringback::board::Health &health);
    void setReview(const QList<ringback::board::TextToReview> &texts);
    void showAftermath(const ringback::board::Aftermath &after);
    void showMarkedAsSpam(const QString &followUpId, ringback::Instant undoUntil);
    void showCallBack();
    void showRecordChosen();
    void showLeadRetried();
    /// The caller is this person's to ring; by link, their own dialler opens with `number` (E.164).
    void showDialled(const QString &number, bool byLink, bool again);
    void showClaimed(int count); ///< how many callbacks a storm's click brought
    void showRefusal(const QString &taskId, const ringback::desk::Refusal &refusal);
    void setNoticeWishes(const ringback::ui::NoticeWishes &wishes);
    void showConnectProblem(const QString &problem); ///< on the Connect page, in words
    void showPage(ringback::ui::MainWindow::Page page);
    void setPeople(const ringback::board::People &people);
    void setCalendars(const ringback::board::Calendars &calendars);

Q_SIGNALS:
    void callRequested(const QString &number, const QString &followUpId); ///< as people write it
    void claimRequested(const QString &taskId);
    void releaseRequested(const QString &taskId);
    void completeRequested(const QString &taskId, const ringback::ui::Ending &ending);
    void undoRequested(const QString &taskId);
    void optOutRequested(const QString &number); ///< E.164
    void optInRequested(const QString &number);
    void spamRequested(const QString &followUpId);
    void notSpamRequested(const QString &followUpId);
    void callBackRequested(const QString &callId);
    void leadRetryRequested(const QString &followUpId, const QString &connectionId);
    void leadRecordRequested(const QString &followUpId, const QString &connectionId, const QString &record); ///< empty = none of them
    void reviewRequested(const QString &messageId, ringback::desk::ReviewChoice choice);
    void stormRequested(std::optional<ringback::Instant> until);
    void stormEndRequested();
    void claimNextRequested(int count);
    void conversationRequested(const QString &rowId); ///< empty = none
    void meChanged(const QString &staffId);
    void noticeWishesChanged(const ringback::ui::NoticeWishes &wishes);
    void setUpSignInRequested();
    void switchRequested();
    void lockRequested();
    void changeSecretRequested();
    void signOutRequested();
    void practiceChosen();
    void connectRequested(const ringback::ui::ConnectRequest &request);
    void setupFileChosen(const QString &path);
    void presenceSaid(const ringback::ui::Saying &saying);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QWidget *buildHeader();
    void buildPersonMenu(QWidget *header);
    void tellRights();
    void addPage(Page page, QWidget *widget);
    void wire(CasePage *page);
    void tellHealth();
    void review();
    /// Whether we know who sits here; says so on the page when not.
    [[nodiscard]] bool knowsMe();
    [[nodiscard]] bool isOnRail() const;
    void tellPeople();
    /// To the front, with that case in the queue; empty = as it is.
    void comeForward(const QString &followUpId);
    [[nodiscard]] CasePage *casePage() const; ///< the one shown; null on the others

    const Clock &m_clock;
    Page m_page = Page::Board;
    board::Office m_office;
    QString m_staffId;
    std::optional<board::Health> m_health;
    QList<board::TextToReview> m_toReview;
    ReviewDialog *m_review = nullptr; ///< while it is open
    StormButton *m_storm = nullptr;
    PresencePicker *m_presence = nullptr;
    board::People m_staff; ///< as the page of people shows them
    board::Calendars m_calendars;
    QTimer m_ticker;
    NavigationRail *m_rail;
    TextLabel *m_company = nullptr;
    TextLabel *m_title = nullptr;
    QComboBox *m_me = nullptr;
    NoticeBell *m_bell = nullptr;
    NoticeCentre *m_notices = nullptr;
    QLabel *m_meLabel = nullptr;
    QToolButton *m_person = nullptr; ///< in the place of the list of staff where people sign in
    std::optional<board::SignIns> m_signIns; ///< empty = nobody has told, or nobody signs in here (practice)
    QString m_signedIn;
    QList<QPointer<QDialog>> m_hidden; ///< dialogs behind the closed door
    QStackedWidget *m_whole = nullptr; ///< the window's pages, or the door
    QWidget *m_header; ///< after what it holds
    QStackedWidget *m_pages;
    BoardPage *m_board;
    QueuePage *m_queue;
    ConnectionsPage *m_systems;
    LeadsPage *m_leads;
    PeoplePage *m_people;
    ConnectPage *m_connect;
    PracticeBanner *m_practice;
    StormBanner *m_stormBanner;
    UnstaffedBanner *m_unstaffed;
    StatusLine *m_status;
    OpenBanner *m_open;
    Door *m_door;
};

} // namespace ringback::ui
