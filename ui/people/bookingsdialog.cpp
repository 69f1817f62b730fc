#include "people/bookingsdialog.h"

#include "people/bookingdialog.h"
#include "people/bookingrows.h"
#include "people/bookingwords.h"
#include "widgets/confirmdialog.h"
#include "widgets/noticebar.h"
#include "widgets/style.h"
#include "widgets/textlabel.h"

#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ringback::ui {

BookingsDialog::BookingsDialog(const Clock &clock, const board::Office &office, QWidget *parent)
    : QDialog(parent)
    , m_clock(clock)
    , m_office(office)
    , m_notice(new NoticeBar(this))
    , m_content(new QWidget)
    , m_scroll(new QScrollArea(this))
    , m_add(new QPushButton(this))
{
    setObjectName(u"bookingsDialog"_s);
    setWindowTitle(tr("Booking pages"));
    build();
    setPages({});
}

void BookingsDialog::build()
{
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(24, 24, 24, 20);
    outer->setSpacing(8);
    auto *title = new TextLabel(Rank::Title, TextLabel::Ink::Normal, this);
    title->setText(windowTitle());
    outer->addWidget(title);
    auto *about = new TextLabel(Rank::Body, TextLabel::Ink::Muted, this);
    about->setText(tr("Callers who are texted a link choose a time by themselves; their callback is done then."));
    about->setWordWrap(true);
    outer->addWidget(about);
    outer->addSpacing(8);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    //: Name of a list, for screen readers.
    m_scroll->setAccessibleName(tr("Booking pages"));
    auto *contents = new QVBoxLayout(m_content);
    contents->setContentsMargins(0, 0, 8, 0);
    buildLists(contents);
    m_scroll->setWidget(m_content);
    outer->addWidget(m_scroll, 1);
    outer->addWidget(m_notice);
    auto *buttons = new QHBoxLayout;
    m_add->setObjectName(u"addBooking"_s);
    setLook(m_add, Look::Primary);
    //: Button: adds a page on the web where callers book a time.
    m_add->setText(tr("Add a booking page…"));
    m_add->setAccessibleName(m_add->text());
    auto *close = new QPushButton(this);
    close->setObjectName(u"close"_s);
    setLook(close, Look::Plain);
    close->setAutoDefault(false);
    close->setText(tr("Close"));
    close->setAccessibleName(close->text());
    buttons->addWidget(m_add);
    buttons->addStretch(1);
    buttons->addWidget(close);
    outer->addLayout(buttons);
    connect(m_add, &QPushButton::clicked, this, [this] { openForm(new BookingDialog(m_pages, this)); });
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    setMinimumWidth(fontMetrics().averageCharWidth() * 62);
    resize(fontMetrics().averageCharWidth() * 84, fontMetrics().height() * 40);
}

void BookingsDialog::buildLists(QVBoxLayout *contents)
{
    m_nothing = new TextLabel(Rank::Body, TextLabel::Ink::Muted, m_content);
    m_nothing->setObjectName(u"noBookings"_s);
    m_nothing->setText(tr("There is no booking page yet: texts offer no link, and somebody calls back."));
    m_nothing->setWordWrap(true);
    contents->addWidget(m_nothing);
    m_links = new QVBoxLayout;
    contents->addLayout(m_links);
    m_accounts = new TextLabel(Rank::Heading, TextLabel::Ink::Normal, m_content);
    m_accounts->setObjectName(u"accounts"_s);
    //: Heading above the accounts at Calendly and Cal.com that tell of bookings.
    m_accounts->setText(tr("How Ringback hears of bookings"));
    m_accounts->setWordWrap(true);
    contents->addWidget(m_accounts);
    m_accountList = new QVBoxLayout;
    contents->addLayout(m_accountList);
    contents->addStretch(1);
}

void BookingsDialog::setPages(const board::BookingPages &pages)
{
    m_pages = pages;
    showLinks();
    showAccounts();
    m_nothing->setVisible(m_linkRows.isEmpty() && m_pageRows.isEmpty());
    m_accounts->setVisible(!m_pageRows.isEmpty());
    const bool isRoomForMore =
        std::any_of(pages.links.cbegin(), pages.links.cend(), [](const board::BookingLink &each) { return each.link.isEmpty(); });
    m_add->setEnabled(isRoomForMore);
    m_add->setToolTip(isRoomForMore || pages.links.isEmpty() ? QString() : tr("Everybody has a booking page: change one above."));
}

void BookingsDialog::showLinks()
{
    QList<board::BookingLink> links;
    std::copy_if(m_pages.links.cbegin(), m_pages.links.cend(), std::back_inserter(links),
                 [](const board::BookingLink &each) { return !each.link.isEmpty(); });
    if (links != m_shownLinks) { // they change seldom, and mostly by a click here
        qDeleteAll(m_linkRows);
        m_linkRows.clear();
        for (const board::BookingLink &link : std::as_const(links))
            addLinkRow(link);
        m_shownLinks = links;
    }
    for (BookingLinkRow *row : std::as_const(m_linkRows))
        row->setPages(m_pages);
}

void BookingsDialog::addLinkRow(const board::BookingLink &link)
{
    auto *row = new BookingLinkRow(link, m_content);
    row->setObjectName(u"bookingLink-%1"_s.arg(m_linkRows.size()));
    m_links->addWidget(row);
    row->show();
    m_linkRows.append(row);
    connect(row, &BookingLinkRow::changeClicked, this, [this, link] { openForm(new BookingDialog(m_pages, link, this)); });
    connect(row, &BookingLinkRow::removeClicked, this, [this, link] { askToRemoveLink(link); });
}

void BookingsDialog::showAccounts()
{
    const auto keyOf = [this](const board::BookingPageCard &card) {
        return card.page.id + u' ' + nameOf(card) + u' ' + m_pages.publicUrl;
    };
    QStringList wanted;
    for (const board::BookingPageCard &card : std::as_const(m_pages.pages))
        wanted.append(keyOf(card));
    for (const QString &key : m_pageRows.keys()) {
        if (!wanted.contains(key))
            delete m_pageRows.take(key);
    }
    for (const board::BookingPageCard &card : std::as_const(m_pages.pages)) {
        BookingPageRow *&row = m_pageRows[keyOf(card)];
        if (row == nullptr)
            row = addPageRow(card);
        row->setCard(card, m_pages.publicUrl, {m_office, m_clock.now()});
    }
}

BookingPageRow *BookingsDialog::addPageRow(const board::BookingPageCard &card)
{
    const QString address = m_pages.publicUrl.isEmpty() ? QString() : m_pages.publicUrl + card.path;
    auto *row = new BookingPageRow(card, nameOf(card), address, m_content);
    m_accountList->addWidget(row);
    row->show();
    connect(row, &BookingPageRow::keyClicked, this, [this, id = card.page.id] {
        if (const board::BookingPageCard *const now = cardOf(id))
            openForm(new BookingDialog(m_pages, *now, this));
    });
    connect(row, &BookingPageRow::removeClicked, this, [this, id = card.page.id] {
        if (const board::BookingPageCard *const now = cardOf(id))
            askToRemovePage(*now);
    });
    return row;
}

const board::BookingPageCard *BookingsDialog::cardOf(const QString &id) const
{
    const auto found =
        std::find_if(m_pages.pages.cbegin(), m_pages.pages.cend(), [&](const board::BookingPageCard &each) { return each.page.id == id; });
    return found == m_pages.pages.cend() ? nullptr : &*found;
}

// The id too where there are several of that kind.
QString BookingsDialog::nameOf(const board::BookingPageCard &card) const
{
    const QString name = bookingKindName(card.page.type);
    const auto ofThatKind = std::count_if(m_pages.pages.cbegin(), m_pages.pages.cend(),
                                          [&](const board::BookingPageCard &each) { return each.page.type == card.page.type; });
    return ofThatKind > 1 ? u"%1 (%2)"_s.arg(name, card.page.id) : name;
}

void BookingsDialog::openForm(BookingDialog *dialog)
{
    m_notice->hide();
    m_dialog = dialog;
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &BookingDialog::saveRequested, this, &BookingsDialog::saveRequested);
    dialog->open();
}

void BookingsDialog::askToRemoveLink(const board::BookingLink &link)
{
    //: %1 is a person, a team, or the whole office.
    auto *dialog = new ConfirmDialog(tr("Remove the booking page: %1?").arg(ownerName(link)),
                                     tr("Callers are not texted this link any more. The page itself stays, and so does what was booked."),
                                     //: Button: callers are no longer texted this link.
                                     tr("Remove"), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    const BookingRequest request{.edit = {.link = desk::BookingLinkEdit{.whose = link.whose, .link = {}, .before = link.link}, .page = {}},
                                 .secrets = {}};
    connect(dialog, &QDialog::accepted, this, [this, request] { Q_EMIT saveRequested(request); });
    dialog->open();
}

void BookingsDialog::askToRemovePage(const board::BookingPageCard &card)
{
    //: %1 is Calendly or Cal.com.
    auto *dialog = new ConfirmDialog(tr("Disconnect %1?").arg(nameOf(card)),
                                     tr("Ringback hears of no bookings there any more: you end those callbacks by hand. Links stay."),
                                     //: Button: bookings there are no longer heard of.
                                     tr("Disconnect"), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, id = card.page.id] { Q_EMIT pageRemoveRequested(id); });
    dialog->open();
}

void BookingsDialog::showSaved(const QString &page)
{
    if (m_dialog)
        m_dialog->accept();
    const board::BookingPageCard *const added = cardOf(page);
    if (added == nullptr || m_pages.publicUrl.isEmpty()) {
        m_notice->say({tr("Saved."), Glyph::Check, Tone::Good});
        return;
    }
    //: %1 is Calendly or Cal.com.
    m_notice->say({tr("Saved. Enter the address and the key at %1, if you have not yet.").arg(bookingKindName(added->page.type)),
                   Glyph::Check, Tone::Good});
    if (BookingPageRow *const row = m_content->findChild<BookingPageRow *>(u"bookingPage-"_s + page))
        QMetaObject::invokeMethod( // once the layout knows where it is
            row, [this, row] { m_scroll->ensureWidgetVisible(row, 0, 24); }, Qt::QueuedConnection);
}

void BookingsDialog::showPageRemoved()
{
    m_notice->say({tr("Disconnected."), Glyph::Check, Tone::Info});
}

void BookingsDialog::showRefusal(const desk::ConnectionRefusal &refusal)
{
    if (m_dialog)
        m_dialog->showRefusal(refusal);
    else
        m_notice->say({bookingRefusalSentence(refusal), Glyph::Alert, Tone::Bad});
}

} // namespace ringback::ui
