#pragma once

#include "board/rows.h"
#include "desk/outcome.h"
#include "desk/texting.h"
#include "notices/notice.h"
#include "queue/completedialog.h"
#include "welcome/connectrequest.h"

#include <QMainWindow>
#include <QTimer>

#include <optional>

class QComboBox;
class QStackedWidget;

namespace ringback::ui {

class BoardPage;
class CasePage;
class ConnectPage;
class ConnectionsPage;
class LeadsPage;
class NavigationRail;
class NoticeBell;
class NoticeCentre;
class PracticeBanner;
class QueuePage;
class ReviewDialog;
class StormBanner;
class StormButton;
class StatusLine;
class TextLabel;

/// The console's one window: shows values, sends commands. GUI thread.
class MainWindow final : public QMainWindow {
    Q_OBJECT

public:
    /// Board to Leads are on the rail; the others fill the window before there is anything to show.
    enum class Page { Board, Queue, Systems, Leads, Welcome, Connect };
    Q_ENUM(Page)

    explicit MainWindow(const Clock &clock, QWidget *parent = nullptr);

    [[nodiscard]] Page page() const { return m_page; }
    /// The page of phone systems, which asks and is told by itself.
    [[nodiscard]] ConnectionsPage &systems() const { return *m_systems; }
    /// The same of lead systems.
    [[nodiscard]] LeadsPage &leads() const { return *m_leads; }

public Q_SLOTS:
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
    void practiceChosen();
    void connectRequested(const ringback::ui::ConnectRequest &request);
    void setupFileChosen(const QString &path);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QWidget *buildHeader();
    void addPage(Page page, QWidget *widget);
    void wire(CasePage *page);
    void tellHealth();
    void review();
    /// Whether we know who sits here; says so on the page when not.
    [[nodiscard]] bool knowsMe();
    [[nodiscard]] bool isOnRail() const;
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
    QTimer m_ticker;
    NavigationRail *m_rail;
    TextLabel *m_company = nullptr;
    TextLabel *m_title = nullptr;
    QComboBox *m_me = nullptr;
    NoticeBell *m_bell = nullptr;
    NoticeCentre *m_notices = nullptr;
    QWidget *m_header; ///< after what it holds
    QStackedWidget *m_pages;
    BoardPage *m_board;
    QueuePage *m_queue;
    ConnectionsPage *m_systems;
    LeadsPage *m_leads;
    ConnectPage *m_connect;
    PracticeBanner *m_practice;
    StormBanner *m_stormBanner;
    StatusLine *m_status;
};

} // namespace ringback::ui
