#include "leads/leadstrip.h"

#include "leads/leadwords.h"
#include "leads/openlink.h"
#include "widgets/chip.h"
#include "widgets/flowlayout.h"
#include "widgets/style.h"
#include "widgets/textlabel.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace ringback::ui {

LeadStrip::LeadStrip(QWidget *parent)
    : QWidget(parent)
    , m_list(new QVBoxLayout)
    , m_winList(nullptr)
    , m_wins(new QWidget(this))
{
    setObjectName(u"leadStrip"_s);
    //: Name of a part of a case, for screen readers.
    setAccessibleName(tr("Lead systems"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 14, 24, 0);
    layout->setSpacing(8);
    m_list->setSpacing(8);
    layout->addLayout(m_list);
    m_winList = new QVBoxLayout(m_wins);
    m_winList->setContentsMargins(0, 0, 0, 0);
    m_winList->setSpacing(4);
    layout->addWidget(m_wins);
    hide();
}

void LeadStrip::setLeads(const QList<board::LeadBadge> &badges, const QList<board::WinBrief> &wins, const Telling &telling)
{
    const auto isOf = [](const QString &id) {
        return [id](const auto &each) {
            return each.connectionId == id;
        };
    };
    for (qsizetype i = m_rows.size() - 1; i >= 0; --i) {
        if (std::none_of(badges.cbegin(), badges.cend(), isOf(m_rows.at(i).connectionId)))
            m_rows.takeAt(i).holder->deleteLater();
    }
    for (const board::LeadBadge &badge : badges) {
        auto row = std::find_if(m_rows.begin(), m_rows.end(), isOf(badge.connectionId));
        if (row == m_rows.end()) {
            m_rows.append(addRow(badge));
            row = m_rows.end() - 1;
        }
        fill(*row, badge);
    }
    showWins(wins, telling);
    orderTabs();
    setVisible(!badges.isEmpty() || !wins.isEmpty());
}

LeadStrip::Row LeadStrip::addRow(const board::LeadBadge &badge)
{
    Row row{.connectionId = badge.connectionId,
            .holder = new QWidget(this),
            .glyph = nullptr,
            .words = nullptr,
            .why = nullptr,
            .choose = nullptr,
            .retry = nullptr,
            .open = nullptr,
            .url = {}};
    row.holder->setObjectName(u"lead-"_s + badge.connectionId);
    auto *across = new QHBoxLayout(row.holder);
    across->setContentsMargins(0, 0, 0, 0);
    across->setSpacing(8);
    row.glyph = new GlyphMark(Rank::Body, row.holder);
    across->addWidget(row.glyph, 0, Qt::AlignTop);
    auto *down = new QVBoxLayout;
    down->setSpacing(2);
    row.words = new TextLabel(Rank::Body, TextLabel::Ink::Normal, row.holder);
    row.words->setObjectName(u"leadWords"_s);
    row.words->setWordWrap(true);
    row.why = new TextLabel(Rank::Small, TextLabel::Ink::Muted, row.holder);
    row.why->setObjectName(u"leadWhy"_s);
    row.why->setWordWrap(true);
    row.why->setTextInteractionFlags(Qt::TextSelectableByMouse);
    down->addWidget(row.words);
    down->addWidget(row.why);
    auto *buttons = new QWidget(row.holder);
    auto *flow = new FlowLayout(buttons, 8, 4);
    flow->setContentsMargins(0, 2, 0, 0);
    const auto button = [&](const QString &name, const QString &words) {
        auto *made = new QPushButton(words, buttons);
        made->setObjectName(name);
        setLook(made, Look::Plain);
        flow->addWidget(made);
        return made;
    };
    //: Button: opens a dialog that asks which of several people in a lead system called.
    row.choose = button(u"chooseRecord"_s, tr("Choose…"));
    //: Button: what the lead system refused is written once more.
    row.retry = button(u"retryLead"_s, tr("Try again"));
    down->addWidget(buttons);
    across->addLayout(down, 1);
    m_list->addWidget(row.holder);
    connect(row.choose, &QPushButton::clicked, this, [this, id = row.connectionId] { Q_EMIT chooseClicked(id); });
    connect(row.retry, &QPushButton::clicked, this, [this, id = row.connectionId] { Q_EMIT retryClicked(id); });
    return row;
}

void LeadStrip::fill(Row &row, const board::LeadBadge &badge)
{
    const QString system = leadSystemName(badge.type);
    const Mark mark = badgeMark(badge);
    const QStringList why = badgeSentences(badge);
    row.glyph->setMark(mark.glyph, mark.tone);
    row.words->setText(mark.text);
    const bool speaks = mark.tone == Tone::Warn || mark.tone == Tone::Bad;
    row.words->setTone(speaks ? std::optional(mark.tone) : std::nullopt);
    row.why->setText(why.join(u' '));
    row.why->setVisible(!why.isEmpty());
    row.choose->setVisible(badge.state == board::LeadBadge::State::ToChoose && !badge.candidates.isEmpty());
    row.retry->setVisible(badge.canTryAgain);
    for (QPushButton *each : {row.choose, row.retry})
        //: For screen readers: %1 is a button's words, %2 a lead system.
        each->setAccessibleName(tr("%1: %2").arg(each->text(), system));
    if (row.url != badge.url) {
        row.url = badge.url;
        delete row.open;
        row.open = openLink(badge.url, system, {}, row.choose->parentWidget());
        if (row.open != nullptr)
            row.choose->parentWidget()->layout()->addWidget(row.open);
    }
    row.choose->parentWidget()->setVisible(!row.choose->isHidden() || !row.retry->isHidden() || row.open != nullptr);
}

// What is made later comes last in the window; the keyboard is to find it here.
void LeadStrip::orderTabs()
{
    QWidget *last = this;
    const auto next = [&](QWidget *widget) {
        if (widget != nullptr)
            setTabOrder(std::exchange(last, widget), widget);
    };
    for (const Row &row : std::as_const(m_rows)) {
        next(row.choose);
        next(row.retry);
        next(row.open);
    }
    for (QPushButton *each : m_wins->findChildren<QPushButton *>())
        next(each);
}

void LeadStrip::showWins(const QList<board::WinBrief> &wins, const Telling &telling)
{
    m_wins->setVisible(!wins.isEmpty());
    if (wins == m_shownWins)
        return;
    m_shownWins = wins;
    while (QLayoutItem *item = m_winList->takeAt(0)) {
        item->widget()->deleteLater();
        delete item;
    }
    for (const board::WinBrief &win : wins) {
        auto *holder = new QWidget(m_wins);
        auto *across = new QHBoxLayout(holder);
        across->setContentsMargins(0, 0, 0, 0);
        across->setSpacing(8);
        auto *glyph = new GlyphMark(Rank::Body, holder);
        glyph->setMark(win.isTakenBack ? Glyph::Back : Glyph::Money, win.isTakenBack ? Tone::Neutral : Tone::Good);
        auto *words = new TextLabel(Rank::Body, win.isTakenBack ? TextLabel::Ink::Muted : TextLabel::Ink::Normal, holder);
        words->setObjectName(u"win"_s);
        words->setText(winSentence(win, telling));
        words->setWordWrap(true);
        across->addWidget(glyph, 0, Qt::AlignTop);
        auto *down = new QVBoxLayout; // the pane is narrow
        down->setSpacing(2);
        down->addWidget(words);
        across->addLayout(down, 1);
        const QString system = win.type.isEmpty() ? readable(win.connectionId) : leadSystemName(win.type);
        if (QPushButton *const open = openLink(win.url, system, words->text(), holder))
            down->addWidget(open, 0, Qt::AlignLeft);
        m_winList->addWidget(holder);
    }
}

} // namespace ringback::ui
