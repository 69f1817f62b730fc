#include "conversations/casepage.h"

#include "conversations/conversationpane.h"
#include "leads/recorddialog.h"
#include "widgets/chip.h"
#include "widgets/confirmdialog.h"
#include "widgets/noticebar.h"
#include "widgets/rowsview.h"
#include "widgets/textlabel.h"

#include <QAbstractButton>
#include <QHBoxLayout>
#include <QResizeEvent>
#include <QShortcut>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <utility>

using namespace Qt::StringLiterals;

namespace ringback::ui {

CasePage::CasePage(const Clock &clock, const QString &title, QWidget *parent)
    : QWidget(parent)
    , m_clock(clock)
    , m_head(new QVBoxLayout)
    , m_notice(new NoticeBar(this))
    , m_splitter(new QSplitter(Qt::Horizontal, this))
    , m_stack(new QStackedWidget(this))
    , m_view(new RowsView(this))
    , m_pane(new ConversationPane(clock, this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    m_head->setContentsMargins(24, 16, 24, 16);
    m_head->setSpacing(12);
    layout->addLayout(m_head);
    m_head->addWidget(m_notice);
    layout->addWidget(m_splitter, 1);

    m_view->setAccessibleName(title);
    m_view->setObjectName(u"rows"_s);
    m_empty = new QWidget(this);
    QWidget *empty = m_empty;
    empty->setFocusPolicy(Qt::StrongFocus);
    auto *emptyLayout = new QVBoxLayout(empty);
    emptyLayout->setContentsMargins(48, 24, 48, 24);
    emptyLayout->setSpacing(8);
    auto *emptyIcon = new GlyphMark(Rank::Title, empty);
    m_emptyIcon = emptyIcon;
    m_emptyTitle = new TextLabel(Rank::Heading, TextLabel::Ink::Normal, empty);
    m_emptyTitle->setAlignment(Qt::AlignCenter);
    m_emptyTitle->setWordWrap(true);
    m_emptyText = new TextLabel(Rank::Body, TextLabel::Ink::Muted, empty);
    m_emptyText->setAlignment(Qt::AlignCenter);
    m_emptyText->setWordWrap(true);
    m_emptyText->setObjectName(u"emptyText"_s);
    emptyLayout->addStretch(2);
    emptyLayout->addWidget(emptyIcon, 0, Qt::AlignHCenter);
    emptyLayout->addWidget(m_emptyTitle);
    m_emptyText->setFixedWidth(fontMetrics().averageCharWidth() * 48); // a line that is easy to read
    auto *centred = new QHBoxLayout; // an alignment would leave it the height of a wider text
    centred->addStretch(1);
    centred->addWidget(m_emptyText);
    centred->addStretch(1);
    emptyLayout->addLayout(centred);
    emptyLayout->addStretch(3);
    empty->setAutoFillBackground(true);
    empty->setBackgroundRole(QPalette::Base);
    m_stack->addWidget(m_view);
    m_stack->addWidget(empty);

    m_splitter->addWidget(m_stack);
    m_splitter->addWidget(m_pane);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setStretchFactor(0, 1);
    m_splitter->setStretchFactor(1, 0);
    m_splitter->setHandleWidth(1);

    connect(m_view, &RowsView::rowSelected, this, &CasePage::listChanged);
    connect(m_view, &RowsView::enterPressed, this, &CasePage::enterPressed);
    connect(m_view, &RowsView::callPressed, this, &CasePage::callPressed);
    connect(m_pane, &ConversationPane::callClicked, this, &CasePage::callPressed);
    connect(m_view, &RowsView::claimPressed, this, [this] {
        if (const std::optional<CaseHead> chosen = selectedCase())
            claim(chosen->holding);
    });
    connect(m_view, &RowsView::releasePressed, this, [this] {
        if (const std::optional<CaseHead> chosen = selectedCase())
            release(chosen->holding);
    });
    connect(m_pane, &ConversationPane::claimClicked, this, [this] {
        if (const std::optional<CaseHead> chosen = selectedCase())
            claim(chosen->holding);
    });
    connect(m_pane, &ConversationPane::releaseClicked, this, [this] {
        if (const std::optional<CaseHead> chosen = selectedCase())
            release(chosen->holding);
    });
    connect(m_pane, &ConversationPane::completeClicked, this, [this] {
        if (const std::optional<CaseHead> chosen = selectedCase())
            complete(chosen->holding, callerWord(chosen->callerName, chosen->callerNumber));
    });
    connect(m_pane, &ConversationPane::optOutClicked, this, &CasePage::optOutRequested);
    connect(m_pane, &ConversationPane::optInClicked, this, &CasePage::optInRequested);
    connect(m_view, &RowsView::spamPressed, this, &CasePage::spamPressed);
    connect(m_pane, &ConversationPane::spamClicked, this, &CasePage::spamPressed);
    connect(m_pane, &ConversationPane::callBackClicked, this, &CasePage::spamPressed);
    connect(m_pane, &ConversationPane::leadChooseClicked, this, &CasePage::chooseRecord);
    connect(m_pane, &ConversationPane::leadRetryClicked, this, [this](const QString &connectionId) {
        const std::optional<CaseHead> chosen = selectedCase();
        if (chosen && knowsMe())
            Q_EMIT leadRetryRequested(chosen->rowId, connectionId);
    });
    connect(m_notice, &NoticeBar::actionClicked, this, &CasePage::undo);
    auto *undoKey = new QShortcut(QKeySequence::Undo, this);
    undoKey->setContext(Qt::WidgetWithChildrenShortcut);
    connect(undoKey, &QShortcut::activated, this, &CasePage::undo);
    connect(&m_ticker, &QTimer::timeout, this, [this] {
        if (isVisible())
            tick();
    });
    m_ticker.start(std::chrono::seconds(1));
}

void CasePage::setOffice(const board::Office &office)
{
    m_office = office;
    m_pane->setOffice(office);
    officeChanged();
    listChanged();
}

void CasePage::setMe(const QString &staffId)
{
    m_me = staffId;
    officeChanged();
    listChanged();
}

void CasePage::setConversation(const board::Conversation &conversation)
{
    m_pane->setConversation(conversation);
}

void CasePage::showNotice(const Mark &mark)
{
    m_notice->say(mark);
}

void CasePage::showRefusal(const desk::Refusal &refusal)
{
    const bool serious = refusal.why == desk::Refusal::Why::CannotStore;
    m_notice->say({refusalSentence(refusal, telling()), serious ? Glyph::Alert : Glyph::Info, serious ? Tone::Bad : Tone::Info});
}

void CasePage::showAftermath(const board::Aftermath &after)
{
    m_undoable = after.taskId;
    m_markedAsSpam.clear();
    const Mark mark{aftermathSentence(after, m_office.outcomes, telling()), Glyph::Check, Tone::Good};
    const Milliseconds left = after.undoUntil - m_clock.now();
    if (left > Milliseconds::zero())
        //: Button, for a few seconds: takes back that a callback was completed.
        m_notice->offer(mark, tr("Undo (Ctrl+Z)"), left);
    else
        m_notice->say(mark);
}

void CasePage::showMarkedAsSpam(const QString &followUpId, Instant undoUntil)
{
    m_undoable.clear();
    m_markedAsSpam = followUpId;
    //: After a caller was marked as spam.
    const Mark mark{tr("Marked as spam: the case is closed, and calls of this number are left alone"), Glyph::Check, Tone::Good};
    if (const Milliseconds left = undoUntil - m_clock.now(); left > Milliseconds::zero())
        m_notice->offer(mark, tr("Undo (Ctrl+Z)"), left);
    else
        m_notice->say(mark);
}

void CasePage::showCallBack()
{
    //: After somebody said that a call was no spam.
    showNotice({tr("Not spam: the callback is in the queue, and calls of this number are welcome"), Glyph::Check, Tone::Good});
}

void CasePage::showDialled(bool byLink, bool again)
{
    if (byLink)
        //: After a click on Call: the program that makes calls on this computer opens.
        showNotice({tr("Your phone program opens with this number. Until you are through, others see that you are calling"), Glyph::Check,
                    Tone::Good});
    else if (again)
        //: After a second click on Call.
        showNotice({tr("Your phone is being rung already. Pick it up to be put through"), Glyph::Info, Tone::Info});
    else
        //: After a click on Call: the phone system rings the person first, then the caller.
        showNotice({tr("Your phone rings in a moment. Pick it up, and the caller is rung"), Glyph::Check, Tone::Good});
}

void CasePage::undo()
{
    if (!m_notice->offers() || (m_undoable.isEmpty() && m_markedAsSpam.isEmpty()))
        return;
    const QString task = std::exchange(m_undoable, {});
    const QString followUp = std::exchange(m_markedAsSpam, {});
    m_notice->hide();
    if (!task.isEmpty())
        Q_EMIT undoRequested(task);
    else
        Q_EMIT notSpamRequested(followUp);
}

QString CasePage::selectedId() const
{
    return m_selectedId;
}

void CasePage::followList(const QList<QAbstractButton *> &above)
{
    for (qsizetype i = 1; i < above.size(); ++i)
        setTabOrder(above[i - 1], above[i]);
    setTabOrder(above.last(), m_view);
    setTabOrder(m_view, m_empty);
    m_pane->comesAfter(m_empty);
}

void CasePage::focusList()
{
    QWidget *shown = m_stack->currentIndex() == 0 ? static_cast<QWidget *>(m_view) : m_empty;
    shown->setFocus(Qt::OtherFocusReason);
}

QString CasePage::myName() const
{
    for (const calls::Staff &person : m_office.staff) {
        if (person.id == m_me)
            return person.name;
    }
    return {};
}

void CasePage::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    // Large text or a small window: the case goes below the list instead of squeezing it.
    const bool narrow = width() < fontMetrics().averageCharWidth() * 118;
    const Qt::Orientation wanted = narrow ? Qt::Vertical : Qt::Horizontal;
    if (m_splitter->orientation() == wanted && m_splitter->property("placed").toBool())
        return;
    m_splitter->setProperty("placed", true);
    m_splitter->setOrientation(wanted);
    const int pane = fontMetrics().averageCharWidth() * 40;
    if (narrow)
        m_splitter->setSizes({height() * 6 / 10, height() * 4 / 10});
    else
        m_splitter->setSizes({std::max(100, width() - pane), pane});
}

void CasePage::listChanged()
{
    const bool empty = m_view->model() == nullptr || m_view->model()->rowCount() == 0;
    const bool hadFocus = m_empty->hasFocus() || (m_view->hasFocus() && empty);
    m_stack->setCurrentIndex(empty ? 1 : 0);
    if (hadFocus)
        focusList();
    const std::optional<CaseHead> chosen = selectedCase();
    m_pane->showCase(chosen);
    m_pane->setVisible(!empty);
    const QString id = chosen ? chosen->rowId : QString();
    if (id == m_selectedId)
        return;
    m_selectedId = id;
    // What a click led to stays said when it took the row out of the list: a completed case with its way back, a call that became a case.
    if (!m_notice->offers() && !m_view->losesRows())
        m_notice->hide();
    Q_EMIT conversationRequested(id);
}

void CasePage::setEmptyState(Glyph glyph, const QString &title, const QString &text)
{
    static_cast<GlyphMark *>(m_emptyIcon)->setMark(glyph, Tone::Neutral);
    m_emptyTitle->setText(title);
    m_empty->setAccessibleName(title);
    m_empty->setAccessibleDescription(text);
    m_emptyText->setText(text);
}

void CasePage::claim(const Holding &holding)
{
    using State = Holding::State;
    if (holding.state == State::Free && m_me.isEmpty())
        //: When somebody claims without having said who they are.
        showNotice({tr("First choose your name at the top right, so that others see who has this callback"), Glyph::Person, Tone::Info});
    else if (holding.state == State::Free)
        Q_EMIT claimRequested(holding.taskId);
    else if (holding.state == State::Theirs)
        showRefusal({.why = desk::Refusal::Why::TakenBySomeone, .who = holding.holder, .since = holding.since, .detail = {}});
    else if (holding.state == State::Mine)
        showNotice({tr("You already have this callback"), Glyph::Info, Tone::Info});
    else
        showNotice({tr("There is no callback to claim for this call"), Glyph::Info, Tone::Info});
}

void CasePage::release(const Holding &holding)
{
    if (holding.state == Holding::State::Mine)
        Q_EMIT releaseRequested(holding.taskId);
}

void CasePage::complete(const Holding &holding, const QString &caller)
{
    if (holding.state != Holding::State::Mine)
        return;
    auto *dialog = new CompleteDialog(caller, m_pane->outcomes(), m_clock.now(), m_office.timeZone, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this,
            [this, dialog, taskId = holding.taskId] { Q_EMIT completeRequested(taskId, dialog->ending()); });
    dialog->open();
}

void CasePage::enterPressed()
{
    const std::optional<CaseHead> chosen = selectedCase();
    if (!chosen)
        return;
    if (chosen->holding.state == Holding::State::Mine)
        complete(chosen->holding, callerWord(chosen->callerName, chosen->callerNumber));
    else
        claim(chosen->holding);
}

void CasePage::callPressed()
{
    const std::optional<CaseHead> chosen = selectedCase();
    if (!chosen || !knowsMe())
        return;
    if (chosen->callerNumber.isEmpty())
        showNotice({tr("This caller hid the number, so nobody can call back"), Glyph::Info, Tone::Info});
    else if (!chosen->isOpen)
        showNotice({tr("There is no open case to call about"), Glyph::Info, Tone::Info});
    else
        Q_EMIT callRequested(chosen->callerNumber, chosen->rowId);
}

// The same key and the same place for both: a case can be marked, a call that was left out can be taken in again.
void CasePage::spamPressed()
{
    const std::optional<CaseHead> chosen = selectedCase();
    if (!chosen || !knowsMe())
        return;
    if (chosen->takenForSpam)
        Q_EMIT callBackRequested(chosen->rowId);
    else if (chosen->isOpen)
        markAsSpam(*chosen);
    else
        showNotice({tr("There is no open case to mark as spam for this call"), Glyph::Info, Tone::Info});
}

void CasePage::markAsSpam(const CaseHead &chosen)
{
    if (chosen.holding.state == Holding::State::Theirs) {
        showRefusal({.why = desk::Refusal::Why::TakenBySomeone, .who = chosen.holding.holder, .since = chosen.holding.since, .detail = {}});
        return;
    }
    auto *dialog = new ConfirmDialog(
        //: Question; %1 is a caller's name or number.
        tr("Mark %1 as spam?").arg(callerWord(chosen.callerName, chosen.callerNumber)),
        tr("This case closes, and nothing more is texted. Calls of this number are left alone from now on: they stay on the board, but "
           "nobody is asked to call back."),
        //: Button that confirms it.
        tr("Mark as spam"), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, followUp = chosen.rowId] { Q_EMIT spamRequested(followUp); });
    dialog->open();
}

void CasePage::chooseRecord(const QString &connectionId)
{
    const std::optional<CaseHead> chosen = selectedCase();
    const board::LeadBadge *const badge = m_pane->lead(connectionId);
    if (!chosen || badge == nullptr || !knowsMe())
        return;
    auto *dialog = new RecordDialog(*badge, callerWord(chosen->callerName, chosen->callerNumber), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &RecordDialog::chosen, this, [this, followUp = chosen->rowId](const QString &connection, const QString &record) {
        Q_EMIT leadRecordRequested(followUp, connection, record);
    });
    dialog->open();
}

bool CasePage::knowsMe()
{
    if (m_me.isEmpty())
        showNotice({tr("First choose your name at the top right, so that others see who decided this"), Glyph::Person, Tone::Info});
    return !m_me.isEmpty();
}

} // namespace ringback::ui
