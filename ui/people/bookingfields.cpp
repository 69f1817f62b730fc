#include "people/bookingfields.h"

#include "connections/copyrow.h"
#include "desk/connectionwork.h"

#include <QLineEdit>
#include <QPushButton>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ringback::ui {

using desk::BookingPage;
using Type = BookingPage::Type;

namespace {

constexpr qsizetype shortestKey = 20;
constexpr qsizetype longestKey = 100;

// In the order that the form offers them.
const QList<BookingKind> kinds{Type::Calendly, Type::CalCom, std::nullopt};

QString word(Type type)
{
    return type == Type::CalCom ? u"calcom"_s : u"calendly"_s;
}

BookingPage made(Type type, const QStringList &takenIds)
{
    return {.id = desk::freeId(word(type), takenIds), .type = type, .signingSecret = {}, .outcome = {}};
}

} // namespace

BookingFields::BookingFields(const board::BookingPages &pages, QWidget *parent)
    : AccountFields(parent)
    , m_pages(pages)
{
    std::copy_if(pages.links.cbegin(), pages.links.cend(), std::back_inserter(m_owners),
                 [](const board::BookingLink &each) { return each.link.isEmpty(); });
    buildWhose();
    buildKind(Type::Calendly);
    buildLink({});
    buildAccounts();
}

BookingFields::BookingFields(const board::BookingPages &pages, const board::BookingLink &link, QWidget *parent)
    : AccountFields(parent)
    , m_pages(pages)
    , m_owners{link}
{
    // A Cal.com server of the office's own does not show by its address.
    const BookingKind known = desk::bookingTypeOf(link.link);
    buildKind(!known && pages.pageOf(Type::CalCom) != nullptr ? Type::CalCom : known);
    buildLink(link.link);
    buildAccounts();
}

BookingFields::BookingFields(const board::BookingPages &pages, const board::BookingPageCard &card, QWidget *parent)
    : AccountFields(parent)
    , m_pages(pages)
    , m_page(card.page)
{
    buildKey(card.page);
    m_isBuilt = true;
}

void BookingFields::buildWhose()
{
    QStringList names;
    for (const board::BookingLink &each : std::as_const(m_owners))
        names.append(ownerName(each));
    choice(u"whose"_s, tr("&Whose page"), names,
           tr("Callers get the link of whoever looks after them, else that of their team, else the office's."));
}

void BookingFields::buildKind(BookingKind kind)
{
    QStringList names;
    for (const BookingKind each : kinds)
        names.append(bookingKindName(each));
    choice(u"kind"_s, tr("Where it &is"), names, tr("Ringback hears of bookings at Calendly and Cal.com. Any other page works as a link."));
    choose(u"kind"_s, static_cast<int>(kinds.indexOf(kind)));
}

void BookingFields::buildLink(const QString &link)
{
    line(u"booking_link"_s, tr("&Link"), u"https://calendly.com/summit-roofing"_s,
         tr("The address that callers open. Make their phone number a required question there."), true)
        ->setText(link);
}

void BookingFields::buildAccounts()
{
    for (const Type type : {Type::Calendly, Type::CalCom}) {
        if (m_pages.pageOf(type) == nullptr)
            buildKey(made(type, m_pages.takenIds));
    }
    m_isBuilt = true;
    showWhatApplies();
}

void BookingFields::buildKey(const BookingPage &page)
{
    const QString type = word(page.type);
    if (!m_pages.publicUrl.isEmpty()) {
        auto *row = new CopyRow(u"address-"_s + type, u"copyAddress-"_s + type, m_pages.publicUrl + board::bookingPath(page.id),
                                //: Name of a field that shows a web address, for screen readers; %1 is Calendly or Cal.com.
                                tr("Address for %1").arg(bookingKindName(page.type)), this);
        //: %1 is Calendly or Cal.com.
        other(u"address-"_s + type, tr("Address to give to %1").arg(bookingKindName(page.type)), row, whereToPaste(page.type));
    }
    QLineEdit *const key =
        //: %1 is Calendly or Cal.com.
        secret(u"key-"_s + type, tr("&Key shared with %1").arg(bookingKindName(page.type)),
               tr("Proves that a booking comes from there. Make one up, enter it there too, and then save: it goes into this computer's "
                  "keychain and is not shown again."),
               true);
    key->setMaxLength(longestKey);
    offerToMake(key);
    // Of two vendors each has its own.
    for (const QString &name : {u"makeSecret"_s, u"copySecret"_s})
        findChild<QPushButton *>(name)->setObjectName(name + u'-' + type);
}

BookingKind BookingFields::kind() const
{
    return kinds.value(chosen(u"kind"_s));
}

std::optional<BookingPage> BookingFields::newPage() const
{
    const BookingKind chosenKind = kind();
    if (!chosenKind || m_pages.pageOf(*chosenKind) != nullptr)
        return std::nullopt;
    return made(*chosenKind, m_pages.takenIds);
}

void BookingFields::showWhatApplies()
{
    if (!m_isBuilt)
        return;
    const std::optional<BookingPage> page = newPage();
    for (const Type type : {Type::Calendly, Type::CalCom}) {
        const bool shows = page && page->type == type;
        showField(u"address-"_s + word(type), shows);
        showField(u"key-"_s + word(type), shows);
        for (const QString &name : {u"makeSecret-"_s, u"copySecret-"_s}) {
            if (auto *const button = findChild<QPushButton *>(name + word(type)))
                button->setVisible(shows);
        }
    }
}

bool BookingFields::isNeeded(const QString &key) const
{
    return key == "booking_link"_L1 || key.startsWith("key-"_L1);
}

bool BookingFields::hasShape(const QString &key) const
{
    const QString typed = text(key);
    if (key == "booking_link"_L1)
        return !desk::faultOf(typed, kind());
    if (key.startsWith("key-"_L1))
        return typed.size() >= shortestKey && std::none_of(typed.cbegin(), typed.cend(), [](QChar each) { return each.isSpace(); });
    return true;
}

QString BookingFields::problemOf(const QString &key) const
{
    const QString typed = text(key);
    if (key == "booking_link"_L1) {
        const std::optional<desk::LinkFault> fault = desk::faultOf(typed, kind());
        return linkFaultSentence(fault.value_or(desk::LinkFault::NotAnAddress));
    }
    if (key.startsWith("key-"_L1))
        return tr("Choose Make one up, or give at least %1 letters and digits without spaces.").arg(shortestKey);
    return {};
}

std::optional<BookingRequest> BookingFields::read()
{
    if (!looksRight())
        return std::nullopt;
    BookingRequest request;
    if (!m_page) {
        const board::BookingLink &whose = m_owners.at(std::max(0, chosen(u"whose"_s)));
        request.edit.link = {.whose = whose.whose, .link = text(u"booking_link"_s), .before = whose.link};
    }
    if (std::optional<BookingPage> page = m_page ? m_page : newPage()) {
        // The key's own field is named by its vendor; in the keychain it is `calcom-signing`.
        page->signingSecret = m_page ? m_page->signingSecret : desk::secretName(page->id, u"signing"_s);
        request.secrets.insert(page->signingSecret, text(u"key-"_s + word(page->type)));
        request.edit.page = {.page = *page, .before = m_page, .freshSecrets = true};
    }
    return request;
}

} // namespace ringback::ui
