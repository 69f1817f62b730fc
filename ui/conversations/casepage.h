#pragma once

#include "board/rows.h"
#include "conversations/casehead.h"
#include "desk/outcome.h"
#include "queue/completedialog.h"
#include "widgets/phrases.h"

#include <QTimer>
#include <QWidget>

class QAbstractButton;
class QSplitter;
class QStackedWidget;
class QVBoxLayout;

namespace ringback::ui {

class ConversationPane;
class NoticeBar;
class RowsView;
class TextLabel;

/// What Board and Queue have in common: a live list, the chosen case beside it, commands by key, click and button, and a calm line for
/// what became of them.
class CasePage : public QWidget {
    Q_OBJECT

public:
    void setOffice(const board::Office &office);
    void setMe(const QString &staffId);
    void setConversation(const board::Conversation &conversation);
    void showNotice(const Mark &mark);
    void showRefusal(const desk::Refusal &refusal);
    /// What a completion brought about, with a way back as long as there is one.
    void showAftermath(const board::Aftermath &after);
    /// That a caller was marked as spam, with a way back as long as there is one.
    void showMarkedAsSpam(const QString &followUpId, Instant undoUntil);
    /// That a call which was taken for spam has a callback now.
    void showCallBack();
    /// How the caller is being rung now.
    void showDialled(bool byLink, bool again);
    [[nodiscard]] QString selectedId() const; ///< the id whose conversation is wanted; empty = none
    void focusList();

Q_SIGNALS:
    void callRequested(const QString &number, const QString &followUpId); ///< as people write it
    void claimRequested(const QString &taskId);
    void releaseRequested(const QString &taskId);
    void completeRequested(const QString &taskId, const ringback::ui::Ending &ending);
    void undoRequested(const QString &taskId);
    void optOutRequested(const QString &number); ///< E.164
    void optInRequested(const QString &number);
    void spamRequested(const QString &followUpId);
    void notSpamRequested(const QString &followUpId); ///< takes that back
    void callBackRequested(const QString &callId); ///< a call that was taken for spam is none
    void leadRetryRequested(const QString &followUpId, const QString &connectionId);
    /// Of several records of a lead system that one is the caller's; empty = none of them.
    void leadRecordRequested(const QString &followUpId, const QString &connectionId, const QString &record);
    void conversationRequested(const QString &rowId);

protected:
    CasePage(const Clock &clock, const QString &title, QWidget *parent);

    void resizeEvent(QResizeEvent *event) override;

    [[nodiscard]] virtual std::optional<CaseHead> selectedCase() const = 0;
    virtual void officeChanged() = 0;
    virtual void tick() = 0;

    /// The list may have changed: the pane and the empty state follow.
    void listChanged();
    void setEmptyState(Glyph glyph, const QString &title, const QString &text);
    /// The Tab key goes as the eye does: what is above the list, the list, the case.
    void followList(const QList<QAbstractButton *> &above);
    void claim(const Holding &holding);
    void release(const Holding &holding);
    void complete(const Holding &holding, const QString &caller);

    [[nodiscard]] const board::Office &office() const { return m_office; }
    [[nodiscard]] const QString &me() const { return m_me; }
    [[nodiscard]] QString myName() const;
    [[nodiscard]] Telling telling() const { return {m_office, m_clock.now()}; }
    [[nodiscard]] const Clock &clock() const { return m_clock; }
    [[nodiscard]] RowsView *view() const { return m_view; }
    [[nodiscard]] QVBoxLayout *head() const { return m_head; }

private:
    void enterPressed();
    void callPressed();
    void spamPressed();
    void markAsSpam(const CaseHead &chosen);
    [[nodiscard]] bool knowsMe();
    void undo();
    void chooseRecord(const QString &connectionId);

    const Clock &m_clock;
    board::Office m_office;
    QString m_me;
    QString m_selectedId;
    QString m_undoable; ///< the task that was completed last
    QString m_markedAsSpam; ///< the case that was, if that came last
    QTimer m_ticker;
    QVBoxLayout *m_head;
    NoticeBar *m_notice;
    QSplitter *m_splitter;
    QStackedWidget *m_stack;
    RowsView *m_view;
    ConversationPane *m_pane;
    QWidget *m_empty;
    QWidget *m_emptyIcon;
    TextLabel *m_emptyTitle;
    TextLabel *m_emptyText;
};

} // namespace ringback::ui
