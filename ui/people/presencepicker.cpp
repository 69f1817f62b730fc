#include "people/presencepicker.h"

#include "people/peoplewords.h"
#include "people/untildialog.h"
#include "storm/stormbutton.h"
#include "widgets/icons.h"
#include "widgets/style.h"

#include <QEvent>
#include <QMenu>
#include <QStyleOptionButton>
#include <QStylePainter>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace ringback::ui {

PresencePicker::PresencePicker(const Clock &clock, QWidget *parent)
    : QPushButton(parent)
    , m_clock(clock)
{
    setObjectName(u"presence"_s);
    setLook(this, Look::Plain);
    buildMenu();
    refresh();
}

void PresencePicker::buildMenu()
{
    auto *menu = new QMenu(this);
    using calls::PresenceWord;
    //: In the menu about being there.
    menu->addAction(tr("I am here"), this, [this] { Q_EMIT said({.word = PresenceWord::Here, .until = {}}); })->setObjectName(u"sayHere"_s);
    const auto add = [&](PresenceWord word, const QString &name, const QString &words) {
        auto *const of = menu->addMenu(words);
        of->setObjectName(name);
        const auto choice = [&](const QString &span, const QString &action, auto until) {
            of->addAction(span, this, [this, word, until] { Q_EMIT said({.word = word, .until = until()}); })->setObjectName(name + action);
        };
        //: For how long somebody is busy or away.
        choice(tr("For 30 minutes"), u"Half"_s, [this] { return std::optional(m_clock.now() + 30min); });
        choice(tr("For 1 hour"), u"Hour"_s, [this] { return std::optional(m_clock.now() + 1h); });
        choice(tr("Until the end of the day"), u"Day"_s, [this] { return std::optional(endOfDay(m_clock.now(), m_office.timeZone)); });
        //: Opens a dialog that asks until when somebody is busy or away.
        of->addAction(tr("Until a time…"), this, [this, word] { askForTime(word); })->setObjectName(name + u"Time"_s);
    };
    //: In the menu about being there: in a meeting, or on a job.
    add(PresenceWord::Busy, u"sayBusy"_s, tr("I am busy"));
    add(PresenceWord::Away, u"sayAway"_s, tr("I am away"));
    menu->addSeparator();
    //: In the menu about being there: what somebody said before counts no more.
    m_takeBack = menu->addAction(tr("Let my calendar and this console tell"), this, [this] { Q_EMIT said({}); });
    m_takeBack->setObjectName(u"sayNothing"_s);
    //: In the menu about being there: opens the calendars of whoever sits here.
    menu->addAction(tr("My calendars…"), this, &PresencePicker::calendarsClicked)->setObjectName(u"myCalendars"_s);
    setMenu(menu);
}

void PresencePicker::setOffice(const board::Office &office)
{
    m_office = office;
    refresh();
}

void PresencePicker::setCard(const std::optional<board::PersonCard> &card)
{
    m_card = card;
    refresh();
}

void PresencePicker::refresh()
{
    setVisible(m_card.has_value());
    if (!m_card)
        return;
    const Mark mark = readinessMark(m_card->availability, {m_office, m_clock.now()});
    setIcon(QIcon(tinted(mark.glyph, Theme::of(palette()).tone(mark.tone).text, iconSize(), devicePixelRatioF())));
    setText(mark.text);
    //: For screen readers: a button with a menu; %1 is "Busy until 3:30 PM".
    setAccessibleName(tr("You: %1. Change it").arg(mark.text));
    //: Of the person who sits here: %1 is "Busy until 3:30 PM", %2 says where that is known from, and may be empty.
    setToolTip(
        plainToolTip(tr("%1. Whether you are given callbacks now. %2").arg(mark.text, basisSentence(m_card->availability)).trimmed()));
    m_takeBack->setVisible(m_card->said.has_value());
}

QSize PresencePicker::minimumSizeHint() const
{
    const QFontMetrics metrics = fontMetrics();
    const QString few = metrics.elidedText(text(), Qt::ElideRight, metrics.averageCharWidth() * 6);
    return sizeHint() - QSize(metrics.horizontalAdvance(text()) - metrics.horizontalAdvance(few), 0);
}

void PresencePicker::paintEvent(QPaintEvent *)
{
    QStylePainter painter(this);
    QStyleOptionButton option;
    initStyleOption(&option);
    if (const int missing = sizeHint().width() - width(); missing > 0)
        option.text = fontMetrics().elidedText(text(), Qt::ElideRight, fontMetrics().horizontalAdvance(text()) - missing);
    painter.drawControl(QStyle::CE_PushButton, option);
}

void PresencePicker::changeEvent(QEvent *event)
{
    QPushButton::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        refresh(); // its mark is tinted for the palette
}

void PresencePicker::askForTime(calls::PresenceWord word)
{
    auto *dialog = new UntilDialog(m_clock, m_office.timeZone, window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &UntilDialog::chosen, this, [this, word](Instant until) { Q_EMIT said({.word = word, .until = until}); });
    dialog->open();
}

} // namespace ringback::ui
