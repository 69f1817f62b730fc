#pragma once

#include "conversations/casehead.h"
#include "widgets/phrases.h"

#include <QSet>
#include <QWidget>

class QPushButton;
class QScrollArea;
class QStackedLayout;
class QVBoxLayout;

namespace ringback::ui {

class Chip;
class LeadStrip;
class TextLabel;

/// One case beside the list: who called, what to do now, why, the texts, and what happened. Shows what the row knows at once, and the
/// rest when it arrives.
class ConversationPane final : public QWidget {
    Q_OBJECT

public:
    explicit ConversationPane(const Clock &clock, QWidget *parent = nullptr);

    void setOffice(const board::Office &office);
    void comesAfter(QWidget *before); ///< in the order of the Tab key
    void showCase(const std::optional<CaseHead> &head);
    void setConversation(const board::Conversation &conversation); ///< ignored unless it belongs to the case shown
    /// How the case shown may end: what holds for it, or for the office while that has not arrived.
    [[nodiscard]] const QList<board::OutcomeChoice> &outcomes() const;
    /// Where the case shown stands in that lead system; null while that is not known.
    [[nodiscard]] const board::LeadBadge *lead(const QString &connectionId) const;

Q_SIGNALS:
    void callClicked(); ///< ring the caller now
    void claimClicked();
    void releaseClicked();
    void completeClicked();
    void optOutClicked(const QString &number); ///< E.164
    void optInClicked(const QString &number);
    void spamClicked(); ///< the caller is spam
    void callBackClicked(); ///< the call is none, whatever it was taken for
    void leadRetryClicked(const QString &connectionId);
    void leadChooseClicked(const QString &connectionId); ///< which of several records is the caller's?

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void buildHead(QVBoxLayout *layout);
    void buildActions(QVBoxLayout *layout);
    void buildTexting(QVBoxLayout *layout);
    void fillHead();
    void fillTexting();
    void fillLeads();
    void fillActions();
    void fillBody();
    void addWhy(QVBoxLayout *body);
    void addCalls(QVBoxLayout *body, const Telling &telling);
    void addTexts(QVBoxLayout *body, const Telling &telling);
    void addTimeline(QVBoxLayout *body, const Telling &telling);
    /// "Why Dana Reyes?", which opens the answer below it.
    [[nodiscard]] QWidget *whyThem(const board::TimelineEntry &entry, const Telling &telling, QWidget *parent);
    [[nodiscard]] bool arrived() const;

    const Clock &m_clock;
    board::Office m_office;
    std::optional<CaseHead> m_head;
    board::Conversation m_conversation;
    QSet<qint64> m_openWhys; ///< of the timeline, by sequence

    QStackedLayout *m_stack;
    QWidget *m_case;
    TextLabel *m_name;
    TextLabel *m_number;
    QWidget *m_chips;
    Chip *m_kind;
    Chip *m_optedOut;
    TextLabel *m_lead;
    TextLabel *m_progress;
    QWidget *m_likely; ///< asks whether the caller wants no more texts
    TextLabel *m_likelyText;
    QPushButton *m_likelyYes;
    QPushButton *m_likelyNo;
    QWidget *m_texting;
    TextLabel *m_optedOutBy;
    QPushButton *m_optOut;
    QPushButton *m_optIn;
    QPushButton *m_spam;
    LeadStrip *m_leads;
    QWidget *m_actions;
    QPushButton *m_call;
    QPushButton *m_claim;
    QPushButton *m_complete;
    QPushButton *m_release;
    QPushButton *m_callBack;
    TextLabel *m_holder;
    QScrollArea *m_scroll;
    QWidget *m_content;
    QWidget *m_body;
};

} // namespace ringback::ui
