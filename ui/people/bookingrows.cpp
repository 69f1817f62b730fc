#include "people/bookingrows.h"

#include "connections/copyrow.h"
#include "connections/stateslist.h"
#include "people/bookingwords.h"
#include "widgets/flowlayout.h"
#include "widgets/style.h"
#include "widgets/textlabel.h"

#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace ringback::ui {

namespace {

QVBoxLayout *rowLayout(QWidget *row, const QString &title)
{
    auto *layout = new QVBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 16);
    layout->setSpacing(4);
    auto *name = new TextLabel(Rank::Strong, TextLabel::Ink::Normal, row);
    name->setText(title);
    name->setWordWrap(true);
    layout->addWidget(name);
    return layout;
}

// A button and what screen readers hear of it, which says whose row it is in.
struct RowButton {
    QString name;
    Look look;
    QString words;
    QString heard;
};

QList<QPushButton *> addButtons(QVBoxLayout *layout, QWidget *row, const QList<RowButton> &buttons)
{
    auto *holder = new QWidget(row);
    auto *flow = new FlowLayout(holder, 8, 8);
    flow->setContentsMargins(0, 4, 0, 0);
    QList<QPushButton *> made;
    for (const RowButton &each : buttons) {
        auto *button = new QPushButton(each.words, holder);
        button->setObjectName(each.name);
        button->setAccessibleName(each.heard);
        button->setAutoDefault(false);
        setLook(button, each.look);
        flow->addWidget(button);
        made.append(button);
    }
    layout->addWidget(holder);
    return made;
}

} // namespace

BookingLinkRow::BookingLinkRow(const board::BookingLink &link, QWidget *parent)
    : QWidget(parent)
    , m_link(link.link)
    , m_state(new StatesList(this))
{
    const QString whose = ownerName(link);
    //: Whose booking page, and where: "Dana Reyes, Calendly".
    QVBoxLayout *const layout = rowLayout(this, tr("%1, %2").arg(whose, bookingKindName(desk::bookingTypeOf(link.link))));
    //: Name of a field that shows a web address, for screen readers; %1 is a person, a team, or the whole office.
    layout->addWidget(new CopyRow(u"link"_s, u"copyLink"_s, link.link, tr("Booking link: %1").arg(whose), this));
    layout->addWidget(m_state);
    const QList<QPushButton *> buttons =
        addButtons(layout, this,
                   //: Button: opens the form of a booking page.
                   {{u"change"_s, Look::Plain, tr("Change…"), tr("Change the booking page: %1").arg(whose)},
                    //: Button: callers are no longer texted this link.
                    {u"remove"_s, Look::Quiet, tr("Remove…"), tr("Remove the booking page: %1").arg(whose)}});
    connect(buttons.at(0), &QPushButton::clicked, this, &BookingLinkRow::changeClicked);
    connect(buttons.at(1), &QPushButton::clicked, this, &BookingLinkRow::removeClicked);
}

void BookingLinkRow::setPages(const board::BookingPages &pages)
{
    m_state->setMarks({bookingLinkMark(m_link, pages)});
}

BookingPageRow::BookingPageRow(const board::BookingPageCard &card, const QString &name, const QString &address, QWidget *parent)
    : QWidget(parent)
    , m_state(new StatesList(this))
{
    setObjectName(u"bookingPage-"_s + card.page.id);
    QVBoxLayout *const layout = rowLayout(this, name);
    layout->addWidget(m_state);
    if (!address.isEmpty()) {
        //: Name of a field that shows a web address, for screen readers; %1 is Calendly or Cal.com.
        layout->addWidget(new CopyRow(u"address"_s, u"copyAddress"_s, address, tr("Address for %1").arg(name), this));
        auto *where = new TextLabel(Rank::Small, TextLabel::Ink::Muted, this);
        where->setObjectName(u"where"_s);
        where->setText(whereToPaste(card.page.type));
        where->setWordWrap(true);
        layout->addWidget(where);
    }
    const QList<QPushButton *> buttons = addButtons(layout, this,
                                                    //: Button: gives another key to the account of a booking page.
                                                    {{u"key"_s, Look::Plain, tr("Change the key…"), tr("Change the key: %1").arg(name)},
                                                     //: Button: bookings there are no longer heard of.
                                                     {u"remove"_s, Look::Quiet, tr("Disconnect…"), tr("Disconnect %1").arg(name)}});
    connect(buttons.at(0), &QPushButton::clicked, this, &BookingPageRow::keyClicked);
    connect(buttons.at(1), &QPushButton::clicked, this, &BookingPageRow::removeClicked);
}

void BookingPageRow::setCard(const board::BookingPageCard &card, const QString &publicUrl, const Telling &telling)
{
    m_state->setMarks(bookingPageMarks(card, publicUrl, telling));
}

} // namespace ringback::ui
