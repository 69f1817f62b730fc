#include "bookingsamples.h"
#include "people/bookingdialog.h"
#include "people/bookingrows.h"
#include "people/bookingsdialog.h"
#include "people/bookingwords.h"
#include "people/peoplepage.h"
#include "peoplesamples.h"
#include "widgets/confirmdialog.h"
#include "widgets/noticebar.h"

#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace ringback;
using namespace ringback::ui;
using namespace Qt::StringLiterals;
using Type = desk::BookingPage::Type;

/// Booking pages on the page of people.
class TestBookingPages : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void ownersOnly_data();
    void ownersOnly();
    void nothingYet();
    void aNewOneIsAskedToBeSaved();
    void anotherPageNeedsNoKey();
    void aSecondOneOfAVendorNeedsNoKey();
    void wrongFields_data();
    void wrongFields();
    void aLinkIsChanged();
    void aLinkIsGivenAKey();
    void aLinkIsRemoved();
    void theKeyIsChanged();
    void anAccountIsDisconnected();
    void theAddressIsCopied();
    void withoutAPublicAddress();
    void saidWhatBecameOfIt();
    void aRefusalStaysInTheForm();
    void everybodyHasOne();
    void severalOfOneVendor();
    void marks();
    void everyControlHasAName();

private:
    [[nodiscard]] Telling telling() const { return {m_office, m_clock.now()}; }
    std::unique_ptr<PeoplePage> page(const board::BookingPages &pages, const QString &me = u"pat"_s)
    {
        auto made = std::make_unique<PeoplePage>(m_clock);
        made->resize(1100, 800);
        made->setOffice(m_office);
        made->setMe(me);
        made->setPeople(samples::people(m_clock.now()));
        made->setBookingPages(pages);
        made->show();
        return made;
    }
    template <class T>
    static T *child(QWidget *of, const QString &name)
    {
        T *const found = of->findChild<T *>(name);
        if (found == nullptr)
            qFatal("there is no %s", qPrintable(name));
        return found;
    }
    static void click(QWidget *of, const QString &button) { QTest::mouseClick(child<QPushButton>(of, button), Qt::LeftButton); }
    static QString notice(QWidget *of) { return child<NoticeBar>(of, u"notice"_s)->text(); }
    static BookingsDialog *open(PeoplePage &page)
    {
        click(&page, u"bookings"_s);
        return page.findChild<BookingsDialog *>();
    }
    static BookingDialog *form(BookingsDialog *dialog, const QString &row, const QString &button)
    {
        click(child<QWidget>(dialog, row), button);
        return dialog->findChild<BookingDialog *>();
    }
    static BookingDialog *newForm(BookingsDialog *dialog)
    {
        click(dialog, u"addBooking"_s);
        return dialog->findChild<BookingDialog *>();
    }
    static void choose(BookingDialog *form, const QString &field, const QString &words)
    {
        auto *const box = child<QComboBox>(form, field);
        box->setCurrentIndex(box->findText(words));
        QCOMPARE(box->currentText(), words);
    }
    static BookingRequest request(QSignalSpy &asked)
    {
        if (asked.isEmpty())
            qFatal("nothing was asked for");
        return asked.takeLast().first().value<BookingRequest>();
    }

    samples::FixedClock m_clock;
    board::Office m_office = samples::officeWithAdmin();
    const board::BookingPages m_pages = samples::bookingPages(m_clock.now());
};

void TestBookingPages::ownersOnly_data()
{
    QTest::addColumn<QString>("me");
    QTest::addColumn<QString>("said");
    QTest::newRow("an owner") << u"pat"_s << QString();
    QTest::newRow("an admin") << u"alex"_s << u"Only owners set up booking pages. Ask one of them."_s;
    QTest::newRow("a rep") << u"dana"_s << u"Only owners set up booking pages. Ask one of them."_s;
    QTest::newRow("nobody") << QString() << u"First choose your name at the top right, so that others see who changed this."_s;
}

void TestBookingPages::ownersOnly()
{
    QFETCH(QString, me);
    QFETCH(QString, said);
    const auto shown = page(m_pages, me);
    QCOMPARE(open(*shown) != nullptr, said.isEmpty());
    if (!said.isEmpty())
        QCOMPARE(notice(shown.get()), said);
}

void TestBookingPages::nothingYet()
{
    const auto shown = page(samples::noBookingPages());
    BookingsDialog *const dialog = open(*shown);
    QVERIFY(child<QLabel>(dialog, u"noBookings"_s)->isVisible());
    QVERIFY(!child<QLabel>(dialog, u"accounts"_s)->isVisible());
    shown->setBookingPages(m_pages);
    QVERIFY(!child<QLabel>(dialog, u"noBookings"_s)->isVisible());
    QVERIFY(child<QLabel>(dialog, u"accounts"_s)->isVisible());
    QCOMPARE(dialog->findChildren<BookingLinkRow *>().size(), 3);
    QCOMPARE(dialog->findChildren<BookingPageRow *>().size(), 1);
    shown->setBookingPages(samples::noBookingPages());
    QVERIFY(dialog->findChildren<BookingLinkRow *>().isEmpty() && dialog->findChildren<BookingPageRow *>().isEmpty());
}

void TestBookingPages::aNewOneIsAskedToBeSaved()
{
    const auto shown = page(samples::noBookingPages());
    QSignalSpy asked(shown.get(), &PeoplePage::bookingSaveRequested);
    BookingDialog *const form = newForm(open(*shown));
    choose(form, u"whose"_s, u"Team: Dallas crew desk"_s);
    choose(form, u"kind"_s, u"Cal.com"_s);
    QVERIFY(!child<QLineEdit>(form, u"key-calendly"_s)->isVisible());
    QVERIFY(!child<QPushButton>(form, u"makeSecret-calendly"_s)->isVisible());
    auto *const key = child<QLineEdit>(form, u"key-calcom"_s);
    QVERIFY(key->isVisible());
    QCOMPARE(child<QLineEdit>(form, u"address-calcom"_s)->text(), u"https://calls.example.com/webhooks/booking/calcom"_s);
    child<QLineEdit>(form, u"booking_link"_s)->setText(u" https://cal.com/summit/dallas "_s);
    click(form, u"makeSecret-calcom"_s);
    QCOMPARE(key->echoMode(), QLineEdit::Normal); // this once, as it must be entered there too
    QVERIFY(key->text().size() >= 32);
    click(form, u"copySecret-calcom"_s);
    QCOMPARE(QGuiApplication::clipboard()->text(), key->text());
    click(form, u"save"_s);
    QCOMPARE(asked.size(), 1);
    const BookingRequest wanted = request(asked);
    const desk::BookingOwner dallas{.kind = desk::BookingOwner::Kind::Team, .id = u"dallas"_s};
    QCOMPARE(*wanted.edit.link, (desk::BookingLinkEdit{.whose = dallas, .link = u"https://cal.com/summit/dallas"_s, .before = {}}));
    const desk::BookingPage calCom{.id = u"calcom"_s, .type = Type::CalCom, .signingSecret = u"calcom-signing"_s, .outcome = {}};
    QCOMPARE(*wanted.edit.page, (desk::BookingPageEdit{.page = calCom, .before = {}, .freshSecrets = true}));
    QCOMPARE(wanted.secrets, (QMap<QString, QString>{{u"calcom-signing"_s, key->text()}}));
}

void TestBookingPages::anotherPageNeedsNoKey()
{
    const auto shown = page(samples::noBookingPages());
    QSignalSpy asked(shown.get(), &PeoplePage::bookingSaveRequested);
    BookingDialog *const form = newForm(open(*shown));
    choose(form, u"kind"_s, u"Another page"_s);
    QVERIFY(!child<QLineEdit>(form, u"key-calendly"_s)->isVisible() && !child<QLineEdit>(form, u"key-calcom"_s)->isVisible());
    child<QLineEdit>(form, u"booking_link"_s)->setText(u"https://book.example/us"_s);
    click(form, u"save"_s);
    QCOMPARE(asked.size(), 1);
    const BookingRequest wanted = request(asked);
    QCOMPARE(wanted.edit.link->whose, desk::BookingOwner());
    QVERIFY(!wanted.edit.page && wanted.secrets.isEmpty());
}

void TestBookingPages::aSecondOneOfAVendorNeedsNoKey()
{
    const auto shown = page(m_pages); // Calendly tells already
    QSignalSpy asked(shown.get(), &PeoplePage::bookingSaveRequested);
    BookingDialog *const form = newForm(open(*shown));
    QCOMPARE(child<QComboBox>(form, u"kind"_s)->currentText(), u"Calendly"_s);
    QVERIFY(form->findChild<QLineEdit *>(u"key-calendly"_s) == nullptr);
    QVERIFY(!child<QLineEdit>(form, u"key-calcom"_s)->isVisible());
    QVERIFY(child<QComboBox>(form, u"whose"_s)->findText(u"The whole office"_s) < 0); // has one
    choose(form, u"whose"_s, u"Sam Ortiz"_s);
    child<QLineEdit>(form, u"booking_link"_s)->setText(u"https://calendly.com/sam"_s);
    click(form, u"save"_s);
    const BookingRequest wanted = request(asked);
    QCOMPARE(wanted.edit.link->whose.id, u"sam"_s);
    QVERIFY(!wanted.edit.page && wanted.secrets.isEmpty());
}

void TestBookingPages::wrongFields_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("link");
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("field");
    QTest::addColumn<QString>("said");
    const QString good = u"https://calendly.com/summit"_s;
    const QString key = u"a-signing-key-of-the-tests"_s;
    QTest::newRow("no link") << u"Calendly"_s << QString() << key << u"booking_link"_s
                             << u"Give the whole address of the page, such as https://calendly.com/summit-roofing."_s;
    QTest::newRow("no address") << u"Calendly"_s << u"calendly.com/summit"_s << key << u"booking_link"_s
                                << u"Give the whole address of the page, such as https://calendly.com/summit-roofing."_s;
    QTest::newRow("not secure") << u"Another page"_s << u"http://book.example/us"_s << QString() << u"booking_link"_s
                                << u"Give an address that begins with https://, so that nobody on the way reads what callers enter."_s;
    QTest::newRow("elsewhere") << u"Calendly"_s << u"https://book.example/us"_s << key << u"booking_link"_s
                               << u"This is no page at Calendly: its address begins with https://calendly.com/. Or choose another kind."_s;
    QTest::newRow("front page") << u"Cal.com"_s << u"https://cal.com/"_s << key << u"booking_link"_s
                                << u"This leads to the front page of the site. Open your own booking page there and copy its address."_s;
    QTest::newRow("too long") << u"Calendly"_s << good + QString(200, u'a') << key << u"booking_link"_s
                              << u"This link is too long for a text. Give one of at most 200 letters."_s;
    const QString noKey = u"Choose Make one up, or give at least 20 letters and digits without spaces."_s;
    QTest::newRow("no key") << u"Calendly"_s << good << QString() << u"key-calendly"_s << noKey;
    QTest::newRow("a short key") << u"Calendly"_s << good << u"secret123"_s << u"key-calendly"_s << noKey;
    QTest::newRow("a key of words") << u"Cal.com"_s << u"https://cal.com/summit"_s << u"correct horse battery staple"_s << u"key-calcom"_s
                                    << noKey;
}

void TestBookingPages::wrongFields()
{
    QFETCH(QString, kind);
    QFETCH(QString, link);
    QFETCH(QString, key);
    QFETCH(QString, field);
    QFETCH(QString, said);
    const auto shown = page(samples::noBookingPages());
    QSignalSpy asked(shown.get(), &PeoplePage::bookingSaveRequested);
    BookingDialog *const form = newForm(open(*shown));
    choose(form, u"kind"_s, kind);
    child<QLineEdit>(form, u"booking_link"_s)->setText(link);
    if (!key.isEmpty())
        child<QLineEdit>(form, kind == "Cal.com"_L1 ? u"key-calcom"_s : u"key-calendly"_s)->setText(key);
    click(form, u"save"_s);
    QVERIFY(asked.isEmpty());
    QCOMPARE(child<QLabel>(form, field + u"Problem"_s)->text(), said);
    QVERIFY(child<QLabel>(form, field + u"Problem"_s)->isVisible());
    QVERIFY(child<QLineEdit>(form, field)->hasFocus() || form->focusWidget() == child<QLineEdit>(form, field));
}

void TestBookingPages::aLinkIsChanged()
{
    const auto shown = page(m_pages);
    QSignalSpy asked(shown.get(), &PeoplePage::bookingSaveRequested);
    BookingDialog *const form = this->form(open(*shown), u"bookingLink-0"_s, u"change"_s);
    QCOMPARE(form->windowTitle(), u"Booking page: The whole office"_s);
    auto *const link = child<QLineEdit>(form, u"booking_link"_s);
    QCOMPARE(link->text(), u"https://calendly.com/summit-roofing"_s);
    QCOMPARE(child<QComboBox>(form, u"kind"_s)->currentText(), u"Calendly"_s);
    link->setText(u"https://calendly.com/summit-roofing/visit"_s);
    click(form, u"save"_s);
    const BookingRequest wanted = request(asked);
    QCOMPARE(*wanted.edit.link,
             (desk::BookingLinkEdit{
                 .whose = {}, .link = u"https://calendly.com/summit-roofing/visit"_s, .before = u"https://calendly.com/summit-roofing"_s}));
    QVERIFY(!wanted.edit.page && wanted.secrets.isEmpty());
}

void TestBookingPages::aLinkIsGivenAKey()
{
    const auto shown = page(m_pages);
    QSignalSpy asked(shown.get(), &PeoplePage::bookingSaveRequested);
    BookingDialog *const form = this->form(open(*shown), u"bookingLink-1"_s, u"change"_s); // Dana's, at Cal.com
    QCOMPARE(child<QComboBox>(form, u"kind"_s)->currentText(), u"Cal.com"_s);
    click(form, u"makeSecret-calcom"_s);
    click(form, u"save"_s);
    const BookingRequest wanted = request(asked);
    QCOMPARE(wanted.edit.link->link, wanted.edit.link->before);
    QCOMPARE(wanted.edit.page->page.id, u"calcom"_s);
    QCOMPARE(wanted.secrets.size(), 1);
}

void TestBookingPages::aLinkIsRemoved()
{
    const auto shown = page(m_pages);
    QSignalSpy asked(shown.get(), &PeoplePage::bookingSaveRequested);
    BookingsDialog *const dialog = open(*shown);
    click(child<QWidget>(dialog, u"bookingLink-1"_s), u"remove"_s);
    QVERIFY(asked.isEmpty()); // it is asked first
    click(dialog->findChild<ConfirmDialog *>(), u"confirm"_s);
    const BookingRequest wanted = request(asked);
    const desk::BookingOwner dana{.kind = desk::BookingOwner::Kind::Person, .id = u"dana"_s};
    QCOMPARE(*wanted.edit.link, (desk::BookingLinkEdit{.whose = dana, .link = {}, .before = u"https://cal.com/dana-reyes"_s}));
    QVERIFY(!wanted.edit.page);
}

void TestBookingPages::theKeyIsChanged()
{
    const auto shown = page(m_pages);
    QSignalSpy asked(shown.get(), &PeoplePage::bookingSaveRequested);
    BookingDialog *const form = this->form(open(*shown), u"bookingPage-visits"_s, u"key"_s);
    QVERIFY(form->findChild<QLineEdit *>(u"booking_link"_s) == nullptr);
    QVERIFY(form->findChild<QLineEdit *>(u"key-calcom"_s) == nullptr);
    auto *const key = child<QLineEdit>(form, u"key-calendly"_s);
    QCOMPARE(key->echoMode(), QLineEdit::Password);
    QVERIFY(key->text().isEmpty()); // what is stored is never shown
    key->setText(u"another-key-of-the-tests"_s);
    click(form, u"save"_s);
    const BookingRequest wanted = request(asked);
    const desk::BookingPage visits = m_pages.pages.first().page;
    QVERIFY(!wanted.edit.link);
    QCOMPARE(*wanted.edit.page, (desk::BookingPageEdit{.page = visits, .before = visits, .freshSecrets = true}));
    QCOMPARE(wanted.secrets, (QMap<QString, QString>{{u"visits-key"_s, u"another-key-of-the-tests"_s}}));
}

void TestBookingPages::anAccountIsDisconnected()
{
    const auto shown = page(m_pages);
    QSignalSpy removed(shown.get(), &PeoplePage::bookingPageRemoveRequested);
    BookingsDialog *const dialog = open(*shown);
    click(child<QWidget>(dialog, u"bookingPage-visits"_s), u"remove"_s);
    QVERIFY(removed.isEmpty());
    click(dialog->findChild<ConfirmDialog *>(), u"confirm"_s);
    QCOMPARE(removed.takeLast().first().toString(), u"visits"_s);
    shown->showBookingPageRemoved();
    QCOMPARE(notice(dialog), u"Disconnected."_s);
}

void TestBookingPages::theAddressIsCopied()
{
    const auto shown = page(m_pages);
    BookingsDialog *const dialog = open(*shown);
    auto *const row = child<QWidget>(dialog, u"bookingPage-visits"_s);
    QGuiApplication::clipboard()->clear();
    click(row, u"copyAddress"_s);
    QCOMPARE(QGuiApplication::clipboard()->text(), u"https://calls.example.com/webhooks/booking/visits"_s);
    QCOMPARE(child<QLabel>(row, u"where"_s)->text(), whereToPaste(Type::Calendly));
    click(child<QWidget>(dialog, u"bookingLink-1"_s), u"copyLink"_s);
    QCOMPARE(QGuiApplication::clipboard()->text(), u"https://cal.com/dana-reyes"_s);
}

void TestBookingPages::withoutAPublicAddress()
{
    board::BookingPages pages = m_pages;
    pages.publicUrl.clear();
    const auto shown = page(pages);
    BookingsDialog *const dialog = open(*shown);
    auto *const row = child<QWidget>(dialog, u"bookingPage-visits"_s);
    QVERIFY(row->findChild<QPushButton *>(u"copyAddress"_s) == nullptr);
    QCOMPARE(bookingPageMarks(pages.pages.first(), {}, telling()).first().text,
             u"This office has no public address: news of bookings cannot reach it"_s);
    shown->setBookingPages(m_pages); // it has one now
    QVERIFY(child<QPushButton>(dialog, u"copyAddress"_s)->isVisible());
}

void TestBookingPages::saidWhatBecameOfIt()
{
    const auto shown = page(m_pages);
    BookingsDialog *const dialog = open(*shown);
    QPointer<BookingDialog> form = newForm(dialog);
    choose(form, u"whose"_s, u"Sam Ortiz"_s);
    child<QLineEdit>(form, u"booking_link"_s)->setText(u"https://calendly.com/sam"_s);
    click(form, u"save"_s);
    QVERIFY(!child<QPushButton>(form, u"save"_s)->isEnabled());
    shown->showBookingSaved({});
    QTRY_VERIFY(!form);
    QCOMPARE(notice(dialog), u"Saved."_s);
    shown->showBookingSaved(u"visits"_s);
    QCOMPARE(notice(dialog), u"Saved. Enter the address and the key at Calendly, if you have not yet."_s);
    // Nobody is left who has none: nothing is asked of a page that is closed.
    click(dialog, u"close"_s);
    shown->showBookingSaved({});
    shown->showBookingRefusal({.why = desk::ConnectionRefusal::Why::NotAllowed, .field = {}, .detail = {}});
}

void TestBookingPages::aRefusalStaysInTheForm()
{
    using Why = desk::ConnectionRefusal::Why;
    const auto shown = page(m_pages);
    BookingsDialog *const dialog = open(*shown);
    BookingDialog *const form = this->form(dialog, u"bookingLink-0"_s, u"change"_s);
    click(form, u"save"_s);
    shown->showBookingRefusal({.why = Why::ChangedMeanwhile, .field = {}, .detail = {}});
    QVERIFY(form->isVisible());
    QVERIFY(child<QPushButton>(form, u"save"_s)->isEnabled());
    QCOMPARE(notice(form), u"Somebody else has changed this booking page meanwhile. Close this and look again; nothing was saved."_s);
    shown->showBookingRefusal({.why = Why::Invalid, .field = u"booking_link"_s, .detail = {}});
    QVERIFY(child<QLabel>(form, u"booking_linkProblem"_s)->isVisible());
    QCOMPARE(notice(form), u"Something is not filled in as it should be. Nothing was saved."_s);
    click(form, u"cancel"_s);
    QTRY_VERIFY(dialog->findChild<BookingDialog *>() == nullptr);
    shown->showBookingRefusal({.why = Why::NotAllowed, .field = {}, .detail = {}});
    QCOMPARE(notice(dialog), u"Only owners set up booking pages. Ask one of them."_s);
    QSet<QString> seen;
    for (const Why why : {Why::NoSuchPerson, Why::NotAllowed, Why::NoSuchConnection, Why::ChangedMeanwhile, Why::Invalid, Why::CannotStore})
        seen.insert(bookingRefusalSentence({.why = why, .field = {}, .detail = {}}));
    QCOMPARE(seen.size(), 6);
}

void TestBookingPages::everybodyHasOne()
{
    board::BookingPages pages = m_pages;
    for (board::BookingLink &each : pages.links)
        each.link = u"https://book.example/us"_s;
    const auto shown = page(pages);
    BookingsDialog *const dialog = open(*shown);
    QVERIFY(!child<QPushButton>(dialog, u"addBooking"_s)->isEnabled());
    QCOMPARE(child<QPushButton>(dialog, u"addBooking"_s)->toolTip(), u"Everybody has a booking page: change one above."_s);
    shown->setBookingPages(m_pages);
    QVERIFY(child<QPushButton>(dialog, u"addBooking"_s)->isEnabled());
}

void TestBookingPages::severalOfOneVendor()
{
    board::BookingPages pages = m_pages;
    pages.pages.append({.page = {.id = u"calls"_s, .type = Type::Calendly, .signingSecret = u"calls-key"_s, .outcome = {}},
                        .path = board::bookingPath(u"calls"_s)});
    const auto shown = page(m_pages);
    BookingsDialog *const dialog = open(*shown);
    const auto heard = [&](const QString &row) {
        return child<QPushButton>(child<QWidget>(dialog, row), u"remove"_s)->accessibleName();
    };
    QCOMPARE(heard(u"bookingPage-visits"_s), u"Disconnect Calendly"_s);
    shown->setBookingPages(pages);
    QCOMPARE(heard(u"bookingPage-visits"_s), u"Disconnect Calendly (visits)"_s);
    QCOMPARE(heard(u"bookingPage-calls"_s), u"Disconnect Calendly (calls)"_s);
}

void TestBookingPages::marks()
{
    QCOMPARE(bookingLinkMark(u"https://calendly.com/summit"_s, m_pages).text, u"A booking there ends the callback"_s);
    QCOMPARE(bookingLinkMark(u"https://cal.com/dana"_s, m_pages).text,
             u"Ringback does not hear of bookings at Cal.com yet: choose Change, and make up a key"_s);
    QCOMPARE(bookingLinkMark(u"https://book.example/us"_s, m_pages).text,
             u"Ringback hears of bookings at Calendly and Cal.com; those of any other page you end by hand"_s);
    board::BookingPages withCalCom = m_pages;
    withCalCom.pages.first().page.type = Type::CalCom;
    QCOMPARE(bookingLinkMark(u"https://book.example/us"_s, withCalCom).text,
             u"A booking there ends the callback if it is a Cal.com page that has the address below"_s);

    board::BookingPageCard card = m_pages.pages.first();
    const auto said = [&] {
        QStringList words;
        for (const Mark &mark : bookingPageMarks(card, m_pages.publicUrl, telling()))
            words.append(mark.text);
        return words;
    };
    QCOMPARE(said(), QStringList{u"Last heard of a booking 2 minutes ago"_s});
    card.heardAt = m_clock.now() - std::chrono::minutes(9);
    card.refusedAt = m_clock.now() - std::chrono::minutes(5);
    QCOMPARE(said(), (QStringList{u"Turned away 5 minutes ago: the key here and the one at Calendly differ"_s,
                                  u"Last heard of a booking 9 minutes ago"_s}));
    card.refusedForClock = true;
    QCOMPARE(said().first(), u"Turned away 5 minutes ago: the clock of this computer and that of Calendly differ"_s);
    card.refusedAt = m_clock.now() - std::chrono::minutes(12); // it has been mended since
    QCOMPARE(said().size(), 1);
    card.heardAt.reset();
    card.refusedAt.reset();
    QCOMPARE(said(), QStringList{u"No booking heard of yet"_s});
}

void TestBookingPages::everyControlHasAName()
{
    const auto shown = page(m_pages);
    BookingsDialog *const dialog = open(*shown);
    QList<QWidget *> windows{dialog, newForm(dialog)};
    windows.append(this->form(dialog, u"bookingLink-0"_s, u"change"_s));
    windows.append(this->form(dialog, u"bookingPage-visits"_s, u"key"_s));
    QSet<QString> buttons;
    for (QWidget *window : std::as_const(windows)) {
        for (QWidget *each : window->findChildren<QWidget *>()) {
            const bool isControl = qobject_cast<QPushButton *>(each) || qobject_cast<QLineEdit *>(each) || qobject_cast<QComboBox *>(each);
            if (isControl && each->window() == window)
                QVERIFY2(!each->accessibleName().isEmpty(), qPrintable(each->objectName()));
        }
    }
    // In the list no two buttons sound the same.
    for (const QPushButton *each : dialog->findChildren<QPushButton *>()) {
        if (each->window() != dialog)
            continue;
        QVERIFY2(!buttons.contains(each->accessibleName()), qPrintable(each->accessibleName()));
        buttons.insert(each->accessibleName());
    }
}

QTEST_MAIN(TestBookingPages)
#include "tst_bookingpages.moc"
