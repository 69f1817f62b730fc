#include "conversations/conversationpane.h"

#include "conversations/bubble.h"
#include "leads/leadstrip.h"
#include "people/peoplewords.h"
#include "widgets/card.h"
#include "widgets/chip.h"
#include "widgets/flowlayout.h"
#include "widgets/style.h"
#include "widgets/textlabel.h"
#include "widgets/times.h"

#include <QGridLayout>
#include <QPainter>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QStackedLayout>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ringback::ui {

namespace {

TextLabel *section(const QString &title, QWidget *parent)
{
    auto *label = new TextLabel(Rank::Strong, TextLabel::Ink::Normal, parent);
    label->setText(title);
    return label;
}

// The newest line that says on what ground a call was taken for spam.
const board::TimelineEntry *lastScreening(const board::Conversation &conversation)
{
    const auto found = std::find_if(conversation.timeline.crbegin(), conversation.timeline.crend(),
                                    [](const auto &entry) { return entry.spam.has_value(); });
    return found == conversation.timeline.crend() ? nullptr : &*found;
}

} // namespace

ConversationPane::ConversationPane(const Clock &clock, QWidget *parent)
    : QWidget(parent)
    , m_clock(clock)
    , m_stack(new QStackedLayout(this))
    , m_case(new QWidget(this))
{
    auto *nothing = new QWidget(this);
    auto *nothingLayout = new QVBoxLayout(nothing);
    nothingLayout->setContentsMargins(24, 24, 24, 24);
    auto *hint = new TextLabel(Rank::Body, TextLabel::Ink::Muted, nothing);
    //: Where a conversation is shown, while none is chosen.
    hint->setText(tr("Choose a call to see its texts and what happened."));
    hint->setWordWrap(true);
    hint->setAlignment(Qt::AlignCenter);
    nothingLayout->addWidget(hint);

    auto *layout = new QVBoxLayout(m_case);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    m_scroll = new QScrollArea(m_case);
    m_content = new QWidget;
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setWidgetResizable(true);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    //: Name of the scrolling part of a conversation, for screen readers.
    m_scroll->setAccessibleName(tr("Texts and history"));
    m_scroll->setBackgroundRole(QPalette::Base);
    m_content->setBackgroundRole(QPalette::Base);
    layout->addWidget(m_scroll, 1);
    auto *contents = new QVBoxLayout(m_content);
    contents->setContentsMargins(0, 0, 0, 0);
    contents->setSpacing(0);
    buildHead(contents);
    buildActions(contents);
    buildTexting(contents);
    m_leads = new LeadStrip(m_content);
    contents->addWidget(m_leads);
    connect(m_leads, &LeadStrip::retryClicked, this, &ConversationPane::leadRetryClicked);
    connect(m_leads, &LeadStrip::chooseClicked, this, &ConversationPane::leadChooseClicked);
    m_body = new QWidget(m_content);
    contents->addWidget(m_body, 1);
    m_scroll->setWidget(m_content);

    m_stack->addWidget(nothing);
    m_stack->addWidget(m_case);
    setMinimumWidth(fontMetrics().averageCharWidth() * 32);
}

void ConversationPane::buildHead(QVBoxLayout *layout)
{
    auto *head = new QVBoxLayout;
    head->setContentsMargins(24, 24, 24, 0);
    head->setSpacing(4);
    m_name = new TextLabel(Rank::Heading, TextLabel::Ink::Normal, m_content);
    m_name->setObjectName(u"callerName"_s);
    m_name->setWordWrap(true);
    m_number = new TextLabel(Rank::Body, TextLabel::Ink::Muted, m_content);
    m_number->setObjectName(u"callerNumber"_s);
    m_number->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_chips = new QWidget(m_content);
    auto *chips = new FlowLayout(m_chips, 8, 6);
    chips->setContentsMargins(0, 6, 0, 0);
    m_kind = new Chip(m_chips);
    m_optedOut = new Chip(m_chips);
    m_optedOut->setObjectName(u"optedOut"_s);
    //: On a caller who asked for no more texts.
    m_optedOut->setMark({tr("No texts: opted out"), Glyph::Stop, Tone::Bad});
    chips->addWidget(m_kind);
    chips->addWidget(m_optedOut);
    m_lead = new TextLabel(Rank::Small, TextLabel::Ink::Muted, m_content);
    m_lead->setObjectName(u"lead"_s);
    m_lead->setWordWrap(true);
    head->addWidget(m_name);
    head->addWidget(m_number);
    head->addWidget(m_chips);
    m_progress = new TextLabel(Rank::Body, TextLabel::Ink::Normal, m_content);
    m_progress->setObjectName(u"progress"_s);
    m_progress->setWordWrap(true);
    head->addSpacing(2);
    head->addWidget(m_lead);
    head->addWidget(m_progress);
    layout->addLayout(head);
}

void ConversationPane::buildActions(QVBoxLayout *layout)
{
    m_actions = new QWidget(m_content);
    auto *row = new QHBoxLayout(m_actions);
    row->setContentsMargins(24, 16, 24, 0);
    row->setSpacing(8);
    m_claim = new QPushButton(m_actions);
    m_claim->setObjectName(u"claim"_s);
    setLook(m_claim, Look::Primary);
    //: Button: I will call this person back.
    m_claim->setText(tr("Claim this callback"));
    m_claim->setAccessibleName(m_claim->text());
    //: Tool tip: the same by keyboard, in the list.
    m_claim->setToolTip(tr("In the list: Enter or C"));
    m_complete = new QPushButton(m_actions);
    m_complete->setObjectName(u"complete"_s);
    setLook(m_complete, Look::Primary);
    //: Button: opens a dialog that asks how the callback ended.
    m_complete->setText(tr("Complete…"));
    //: The same for screen readers.
    m_complete->setAccessibleName(tr("Complete this callback"));
    //: Tool tip: the same by keyboard, in the list.
    m_complete->setToolTip(tr("In the list: Enter"));
    m_release = new QPushButton(m_actions);
    m_release->setObjectName(u"release"_s);
    setLook(m_release, Look::Plain);
    //: Button: somebody else may take this callback.
    m_release->setText(tr("Put back"));
    //: The same for screen readers.
    m_release->setAccessibleName(tr("Put this callback back in the queue"));
    //: Tool tip: the same by keyboard, in the list.
    m_release->setToolTip(tr("In the list: R"));
    m_holder = new TextLabel(Rank::Body, TextLabel::Ink::Muted, m_actions);
    m_holder->setObjectName(u"holder"_s);
    m_holder->setWordWrap(true);
    m_call = new QPushButton(m_actions);
    m_call->setObjectName(u"call"_s);
    setLook(m_call, Look::Plain);
    //: Button: rings this caller, by the phone system or by the person's own dialler.
    m_call->setText(tr("Call"));
    //: The same for screen readers.
    m_call->setAccessibleName(tr("Call this person now"));
    //: Tool tip: the same by keyboard, in the list.
    m_call->setToolTip(tr("In the list: Ctrl+Enter"));
    row->addWidget(m_claim);
    row->addWidget(m_complete);
    row->addWidget(m_call);
    m_callBack = new QPushButton(m_actions);
    m_callBack->setObjectName(u"callBack"_s);
    setLook(m_callBack, Look::Plain);
    //: Button on a call that was left out as spam: it was none, and somebody should call back.
    m_callBack->setText(tr("Not spam, call back"));
    m_callBack->setAccessibleName(m_callBack->text());
    //: Tool tip of that button.
    m_callBack->setToolTip(tr("Calls of this number are welcome from now on, and a callback goes into the queue. In the list: S"));
    row->addWidget(m_release);
    row->addWidget(m_callBack);
    row->addWidget(m_holder, 1);
    row->addStretch(0);
    layout->addWidget(m_actions);
    connect(m_call, &QPushButton::clicked, this, &ConversationPane::callClicked);
    connect(m_claim, &QPushButton::clicked, this, &ConversationPane::claimClicked);
    connect(m_complete, &QPushButton::clicked, this, &ConversationPane::completeClicked);
    connect(m_release, &QPushButton::clicked, this, &ConversationPane::releaseClicked);
    connect(m_callBack, &QPushButton::clicked, this, &ConversationPane::callBackClicked);
}

void ConversationPane::buildTexting(QVBoxLayout *layout)
{
    const auto button = [](QWidget *parent, const QString &name, Look look, const QString &words) {
        auto *made = new QPushButton(words, parent);
        made->setObjectName(name);
        made->setAccessibleName(words);
        setLook(made, look);
        return made;
    };
    m_likely = new Card(Tone::Warn, m_content);
    m_likely->setObjectName(u"likelyOptOut"_s);
    auto *ask = new QVBoxLayout(m_likely);
    ask->setContentsMargins(12, 10, 12, 10);
    ask->setSpacing(8);
    m_likelyText = new TextLabel(Rank::Body, TextLabel::Ink::Normal, m_likely);
    m_likelyText->setObjectName(u"likelyText"_s);
    m_likelyText->setWordWrap(true);
    ask->addWidget(m_likelyText);
    auto *answers = new QWidget(m_likely);
    auto *across = new FlowLayout(answers, 8, 8);
    //: Button: the caller is not texted any more.
    m_likelyYes = button(answers, u"noMoreTexts"_s, Look::Plain, tr("They want no more texts"));
    //: Button: the caller did not mean to stop the texts.
    m_likelyNo = button(answers, u"keepTexting"_s, Look::Plain, tr("Keep texting"));
    across->addWidget(m_likelyYes);
    across->addWidget(m_likelyNo);
    ask->addWidget(answers);
    auto *asking = new QVBoxLayout;
    asking->setContentsMargins(24, 16, 24, 0);
    asking->addWidget(m_likely);
    layout->addLayout(asking);

    m_texting = new QWidget(m_content);
    auto *row = new FlowLayout(m_texting, 8, 4);
    row->setContentsMargins(24, 12, 24, 0);
    m_optedOutBy = new TextLabel(Rank::Small, TextLabel::Ink::Muted, m_texting);
    m_optedOutBy->setObjectName(u"optedOutBy"_s);
    //: Button: the caller asked, by voice or otherwise, not to be texted.
    m_optOut = button(m_texting, u"optOut"_s, Look::Quiet, tr("No more texts to this caller"));
    //: Button: the caller wants texts after all.
    m_optIn = button(m_texting, u"optIn"_s, Look::Quiet, tr("Allow texts again"));
    row->addWidget(m_optedOutBy);
    row->addWidget(m_optOut);
    row->addWidget(m_optIn);
    //: Button: asks once more, then closes the case and leaves calls of this number alone.
    m_spam = button(m_texting, u"markAsSpam"_s, Look::Quiet, tr("Mark as spam…"));
    //: The same for screen readers.
    m_spam->setAccessibleName(tr("Mark this caller as spam"));
    //: Tool tip: the same by keyboard, in the list.
    m_spam->setToolTip(tr("In the list: S"));
    row->addWidget(m_spam);
    layout->addWidget(m_texting);
    connect(m_spam, &QPushButton::clicked, this, &ConversationPane::spamClicked);
    for (QPushButton *yes : {m_likelyYes, m_optOut})
        connect(yes, &QPushButton::clicked, this, [this] { Q_EMIT optOutClicked(m_conversation.callerE164); });
    for (QPushButton *no : {m_likelyNo, m_optIn})
        connect(no, &QPushButton::clicked, this, [this] { Q_EMIT optInClicked(m_conversation.callerE164); });
}

const QList<board::OutcomeChoice> &ConversationPane::outcomes() const
{
    return arrived() && !m_conversation.outcomes.isEmpty() ? m_conversation.outcomes : m_office.outcomes;
}

const board::LeadBadge *ConversationPane::lead(const QString &connectionId) const
{
    const QList<board::LeadBadge> &leads = m_conversation.leads;
    const auto found =
        std::find_if(leads.cbegin(), leads.cend(), [&](const board::LeadBadge &each) { return each.connectionId == connectionId; });
    return arrived() && found != leads.cend() ? &*found : nullptr;
}

void ConversationPane::setOffice(const board::Office &office)
{
    m_office = office;
    if (m_head)
        fillBody();
}

void ConversationPane::comesAfter(QWidget *before)
{
    QWidget *last = before;
    for (QWidget *next : {static_cast<QWidget *>(m_claim), static_cast<QWidget *>(m_complete), static_cast<QWidget *>(m_release),
                          static_cast<QWidget *>(m_callBack), static_cast<QWidget *>(m_likelyYes), static_cast<QWidget *>(m_likelyNo),
                          static_cast<QWidget *>(m_optOut), static_cast<QWidget *>(m_optIn), static_cast<QWidget *>(m_spam),
                          static_cast<QWidget *>(m_leads), static_cast<QWidget *>(m_scroll)}) {
        setTabOrder(last, next);
        last = next;
    }
}

void ConversationPane::showCase(const std::optional<CaseHead> &head)
{
    if (m_head == head)
        return;
    const bool another = !m_head || !head || m_head->rowId != head->rowId;
    const bool sameBody = !another && m_head->reasons == head->reasons && m_head->note == head->note;
    m_head = head;
    m_stack->setCurrentIndex(head ? 1 : 0);
    if (!head)
        return;
    fillHead();
    fillActions();
    if (!sameBody)
        fillBody();
    if (another)
        m_scroll->verticalScrollBar()->setValue(0);
}

void ConversationPane::setConversation(const board::Conversation &conversation)
{
    if (!m_head || conversation.id != m_head->rowId || conversation == m_conversation)
        return;
    m_conversation = conversation;
    fillHead();
    fillBody();
}

bool ConversationPane::arrived() const
{
    return m_head && m_conversation.id == m_head->rowId;
}

void ConversationPane::fillHead()
{
    m_name->setText(callerWord(m_head->callerName, m_head->callerNumber));
    m_number->setText(m_head->callerNumber);
    m_number->setVisible(!m_head->callerName.isEmpty() && !m_head->callerNumber.isEmpty());
    m_kind->setMark(
        {kindWord(m_head->callerKind), Glyph::Person, m_head->callerKind == calls::ContactKind::NewLead ? Tone::Neutral : Tone::Info});
    fillTexting();
    fillLeads();
    const QStringList progress = progressSentences(m_head->progress, {m_office, m_clock.now()});
    m_progress->setText(progress.join(u'\n'));
    m_progress->setVisible(!progress.isEmpty());
    QStringList lead;
    if (arrived() && m_conversation.nameAsReported && !m_head->callerName.isEmpty())
        //: Of a caller's name that is not in the office's own list.
        lead.append(tr("Name as the phone company reports it"));
    if (arrived() && !m_conversation.leadStatus.isEmpty())
        //: %1 is the lead's status in words.
        lead.append(tr("Lead: %1").arg(readable(m_conversation.leadStatus)));
    if (arrived() && !m_conversation.leadSource.isEmpty())
        //: Where the lead came from: %1 is a campaign or a line.
        lead.append(tr("Source: %1").arg(readable(m_conversation.leadSource)));
    m_lead->setText(lead.join(u" · "_s));
    m_lead->setVisible(!lead.isEmpty());
    m_chips->updateGeometry();
}

void ConversationPane::fillLeads()
{
    const bool isHere = arrived();
    m_leads->setLeads(isHere ? m_conversation.leads : QList<board::LeadBadge>(), isHere ? m_conversation.wins : QList<board::WinBrief>(),
                      {m_office, m_clock.now()});
}

void ConversationPane::fillTexting()
{
    const std::optional<board::OptOutBrief> optOut = arrived() ? m_conversation.optOut : std::nullopt;
    const bool likely = optOut && optOut->isLikely();
    const bool known = arrived() && !m_conversation.callerE164.isEmpty();
    m_optedOut->setVisible(optOut && !likely);
    m_likely->setVisible(likely);
    // Who has the case decides what becomes of it.
    const bool mayBeSpam = m_head->isOpen && m_head->holding.state != Holding::State::Theirs;
    m_spam->setVisible(mayBeSpam);
    m_texting->setVisible((known && !likely) || mayBeSpam);
    m_optedOutBy->setVisible(optOut && !likely);
    // What the phone company blocks, only the caller can allow again.
    const bool blocked = optOut && optOut->source == u"provider";
    m_optOut->setVisible(known && !optOut);
    m_optIn->setVisible(optOut && !likely && !blocked);
    if (likely && optOut->words.isEmpty())
        m_likelyText->setText(tr("What they wrote may mean that they want no more texts. Texts are held until you decide."));
    else if (likely)
        //: %1 is what the caller wrote.
        m_likelyText->setText(tr("They wrote: “%1”. Texts are held until you decide.").arg(optOut->words));
    else if (optOut)
        m_optedOutBy->setText(optOutSentence(*optOut, {m_office, m_clock.now()}));
}

void ConversationPane::fillActions()
{
    using State = Holding::State;
    const Holding &holding = m_head->holding;
    QWidget *const focused = m_actions->focusWidget();
    const bool hadFocus = focused != nullptr && focused->hasFocus();
    const bool canBeCalled = m_head->isOpen && !m_head->callerNumber.isEmpty();
    m_actions->setVisible(holding.state != State::NoTask || m_head->takenForSpam || canBeCalled);
    m_call->setVisible(canBeCalled);
    m_callBack->setVisible(m_head->takenForSpam);
    m_claim->setVisible(holding.state == State::Free);
    m_complete->setVisible(holding.state == State::Mine);
    m_release->setVisible(holding.state == State::Mine);
    m_holder->setVisible(holding.state == State::Theirs);
    if (holding.state == State::Theirs) {
        const QString since = holding.since ? dayAndTime(*holding.since, m_clock.now(), m_office.timeZone) : QString();
        //: %1 is a person, %2 a time.
        m_holder->setText(since.isEmpty() ? tr("%1 has this callback").arg(holding.holder)
                                          : tr("%1 has this callback since %2").arg(holding.holder, since));
    }
    // Who pressed Claim by keyboard goes on with Complete, not with the window's first control.
    if (hadFocus && !focused->isVisible()) {
        if (holding.state == State::Mine)
            m_complete->setFocus();
        else if (holding.state == State::Free)
            m_claim->setFocus();
        else
            m_scroll->setFocus();
    }
}

void ConversationPane::fillBody()
{
    const int scrolled = m_scroll->verticalScrollBar()->value();
    auto *content = new QWidget(m_content);
    auto *body = new QVBoxLayout(content);
    body->setContentsMargins(24, 20, 24, 24);
    body->setSpacing(12);
    const Telling telling{m_office, m_clock.now()};
    addWhy(body);
    if (arrived()) {
        addCalls(body, telling);
        addTexts(body, telling);
        addTimeline(body, telling);
    } else {
        auto *loading = new TextLabel(Rank::Body, TextLabel::Ink::Muted, content);
        //: While a conversation is being fetched.
        loading->setText(tr("Loading the conversation…"));
        body->addWidget(loading);
    }
    body->addStretch(1);
    delete m_content->layout()->replaceWidget(m_body, content);
    m_body->deleteLater();
    m_body->hide();
    m_body = content;
    content->show();
    m_scroll->verticalScrollBar()->setValue(scrolled);
}

void ConversationPane::addWhy(QVBoxLayout *body)
{
    if (m_head->reasons.isEmpty() && m_head->note.isEmpty())
        return;
    QWidget *content = body->parentWidget();
    //: Heading above the reasons for what the program did with a call.
    body->addWidget(section(tr("Why"), content));
    QStringList lines = reasonSentences(m_head->reasons);
    if (const board::TimelineEntry *const screened = arrived() ? lastScreening(m_conversation) : nullptr; screened && m_head->takenForSpam)
        lines.append(spamSentence(*screened->spam, {m_office, m_clock.now()}));
    if (!m_head->note.isEmpty())
        lines.prepend(m_head->note);
    auto *why = new TextLabel(Rank::Body, TextLabel::Ink::Muted, content);
    why->setObjectName(u"why"_s);
    why->setText(lines.join(u'\n'));
    why->setWordWrap(true);
    body->addWidget(why);
    body->addSpacing(8);
}

// Only what a call left behind, or what is odd about it: that it happened stands in the history.
void ConversationPane::addCalls(QVBoxLayout *body, const Telling &telling)
{
    QWidget *content = body->parentWidget();
    bool isFirst = true;
    for (const board::CallBrief &call : m_conversation.calls) {
        const QStringList hints = callSentences(call.attestation, call.foundInLog);
        if (!call.voicemail && hints.isEmpty())
            continue;
        if (std::exchange(isFirst, false))
            //: Heading above what is known of a caller's calls.
            body->addWidget(section(tr("Calls"), content));
        auto *card = new Card(std::nullopt, content);
        card->setObjectName(u"call"_s);
        auto *lines = new QVBoxLayout(card);
        lines->setContentsMargins(14, 10, 14, 10);
        lines->setSpacing(4);
        auto *when = new TextLabel(Rank::Small, TextLabel::Ink::Muted, card);
        when->setText(dayAndTime(call.at, telling.now, telling.office.timeZone));
        lines->addWidget(when);
        if (call.voicemail) {
            auto *head = new TextLabel(Rank::Strong, TextLabel::Ink::Normal, card);
            head->setObjectName(u"voicemail"_s);
            head->setText(voicemailWords(*call.voicemail));
            lines->addWidget(head);
        }
        if (call.voicemail && !call.voicemail->transcript.isEmpty()) {
            auto *transcript = new TextLabel(Rank::Body, TextLabel::Ink::Normal, card);
            transcript->setObjectName(u"transcript"_s);
            //: What a caller said on a voicemail, in quotation marks.
            transcript->setText(tr("“%1”").arg(call.voicemail->transcript));
            transcript->setWordWrap(true);
            transcript->setTextInteractionFlags(Qt::TextSelectableByMouse);
            lines->addWidget(transcript);
        }
        if (!hints.isEmpty()) {
            auto *hint = new TextLabel(Rank::Small, TextLabel::Ink::Muted, card);
            hint->setObjectName(u"callHints"_s);
            hint->setText(hints.join(u'\n'));
            hint->setWordWrap(true);
            lines->addWidget(hint);
        }
        body->addWidget(card);
    }
    if (!isFirst)
        body->addSpacing(8);
}

void ConversationPane::addTexts(QVBoxLayout *body, const Telling &telling)
{
    QWidget *content = body->parentWidget();
    //: Heading above the text messages with a caller.
    body->addWidget(section(tr("Texts"), content));
    if (m_conversation.texts.isEmpty()) {
        auto *none = new TextLabel(Rank::Body, TextLabel::Ink::Muted, content);
        none->setText(tr("No texts with this caller yet."));
        none->setWordWrap(true);
        body->addWidget(none);
    }
    for (const board::TextBrief &text : m_conversation.texts)
        body->addWidget(new Bubble(text, telling, content));
    body->addSpacing(8);
}

void ConversationPane::addTimeline(QVBoxLayout *body, const Telling &telling)
{
    QWidget *content = body->parentWidget();
    //: Heading above the history of a call.
    body->addWidget(section(tr("What happened"), content));
    auto *grid = new QGridLayout;
    grid->setHorizontalSpacing(12);
    grid->setVerticalSpacing(2);
    grid->setColumnStretch(1, 1);
    int line = 0;
    for (const board::TimelineEntry &entry : m_conversation.timeline) {
        auto *time = new TextLabel(Rank::Small, TextLabel::Ink::Muted, content);
        time->setText(dayAndTime(entry.at, telling.now, telling.office.timeZone));
        auto *what = new TextLabel(Rank::Body, TextLabel::Ink::Normal, content);
        what->setWordWrap(true);
        what->setText(actionSentence(entry, telling));
        grid->addWidget(time, line, 0, Qt::AlignTop | Qt::AlignRight);
        grid->addWidget(what, line, 1);
        ++line;
        QStringList reasons = reasonSentences(entry.reasons);
        if (entry.spam)
            reasons.append(spamSentence(*entry.spam, telling));
        if (!reasons.isEmpty()) {
            auto *why = new TextLabel(Rank::Small, TextLabel::Ink::Muted, content);
            why->setWordWrap(true);
            why->setText(reasons.join(u". "_s));
            grid->addWidget(why, line++, 1);
        }
        if (!entry.considered.isEmpty())
            grid->addWidget(whyThem(entry, telling, content), line++, 1);
        grid->setRowMinimumHeight(line++, 6);
    }
    body->addLayout(grid);
}

QWidget *ConversationPane::whyThem(const board::TimelineEntry &entry, const Telling &telling, QWidget *parent)
{
    // The reasons stand above it; what was looked at when it was given is told on the clock of then.
    const Why why = whoGotIt(entry.considered, entry.reasons, {telling.office, entry.at});
    auto *holder = new QWidget(parent);
    auto *layout = new QVBoxLayout(holder);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    auto *ask = new QPushButton(holder);
    ask->setObjectName(u"whyThem"_s);
    setLook(ask, Look::Link);
    ask->setText(literal(whyQuestion(entry.considered, telling.office)));
    ask->setAccessibleName(whyQuestion(entry.considered, telling.office));
    layout->addWidget(ask, 0, Qt::AlignLeft);
    auto *answer = new TextLabel(Rank::Small, TextLabel::Ink::Muted, holder);
    answer->setObjectName(u"whyThemAnswer"_s);
    answer->setWordWrap(true);
    answer->setText((QStringList{why.reasons} + why.others).join(u'\n').trimmed());
    answer->setVisible(m_openWhys.contains(entry.sequence));
    layout->addWidget(answer);
    connect(ask, &QPushButton::clicked, this, [this, answer, sequence = entry.sequence] {
        answer->setVisible(answer->isHidden());
        if (answer->isHidden())
            m_openWhys.remove(sequence);
        else
            m_openWhys.insert(sequence);
    });
    return holder;
}

void ConversationPane::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), Theme::of(palette()).surface);
}

} // namespace ringback::ui
