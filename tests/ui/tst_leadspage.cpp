#include "board/boardmodel.h"
#include "connections/signindialog.h"
#include "connections/systemdialog.h"
#include "conversations/conversationpane.h"
#include "leads/choicesdialog.h"
#include "leads/leaddialog.h"
#include "leads/leadspage.h"
#include "leads/leadstrip.h"
#include "leads/leadsystemcard.h"
#include "leads/leadwords.h"
#include "leads/recorddialog.h"
#include "leadsamples.h"
#include "mainwindow.h"
#include "widgets/noticebar.h"

#include <QAbstractButton>
#include <QComboBox>
#include <QDesktopServices>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QRadioButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>

using namespace ringback;
using namespace ringback::ui;
using namespace Qt::StringLiterals;

/// A browser that only writes down what it was asked to open.
class Browser final : public QObject {
    Q_OBJECT

public:
    Browser()
    {
        for (const char *scheme : {"https", "http", "javascript", "file"})
            QDesktopServices::setUrlHandler(QString::fromLatin1(scheme), this, "open");
    }
    ~Browser() override
    {
        for (const char *scheme : {"https", "http", "javascript", "file"})
            QDesktopServices::unsetUrlHandler(QString::fromLatin1(scheme));
    }
    QList<QUrl> opened;

public Q_SLOTS:
    void open(const QUrl &url) { opened.append(url); }
};

class TestLeadsPage : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everySystemSaysWhatItCannot();
    void whatItDoesInWords();
    void statesInPlainWords();
    void aCardForEachSystem();
    void onlyOwnersChange();
    void theFirstPassIsShownAndStopped();
    void findingsNameTheSystemAndTheSlot();
    void wrongFields_data();
    void wrongFields();
    void aNewSystemIsAskedToBeSaved();
    void everyFormGivesBackWhatItWasGiven_data();
    void everyFormGivesBackWhatItWasGiven();
    void aSheetMayBePastedAsAnAddress();
    void secretsAreNeverShownAgain();
    void aRefusalStaysInTheDialog();
    void choicesAreFilledFromTheSystem();
    void aChoiceThatIsGoneSaysSo();
    void listsThatCannotBeReadKeepWhatWasChosen();
    void aTestLeadTakesWhatIsOnTheScreen();
    void removingSaysWhatFollows();
    void signingIn();
    void badges_data();
    void badges();
    void wins_data();
    void wins();
    void onlySafeAddressesAreOpened_data();
    void onlySafeAddressesAreOpened();
    void theStripInTheConversation();
    void choosingARecord();
    void noneOfThese();
    void withoutANameNobodyDecides();
    void theBoardShowsWhatNeedsSomebody();
    void everyControlHasAName();

private:
    [[nodiscard]] Telling telling() const { return {m_office, m_clock.now()}; }
    std::unique_ptr<LeadsPage> page(const QString &me = u"pat"_s)
    {
        auto made = std::make_unique<LeadsPage>(m_clock);
        made->resize(1000, 900);
        made->setOffice(m_office);
        made->setMe(me);
        made->setSystems(samples::leadSystems(m_clock.now()));
        made->setHealth(samples::leadsHealth(m_clock.now()));
        made->show();
        return made;
    }
    std::unique_ptr<MainWindow> window(const QString &me = u"sam"_s)
    {
        auto made = std::make_unique<MainWindow>(m_clock);
        made->setOffice(m_office);
        made->setMe(me);
        made->show();
        made->setBoard(samples::board(m_clock.now()));
        for (QTableView *rows : made->findChildren<QTableView *>(u"rows"_s)) {
            if (rows->isVisible())
                rows->selectRow(1);
        }
        made->setConversation(samples::withLeads(samples::conversation(m_clock.now()), m_clock.now()));
        QCoreApplication::processEvents();
        return made;
    }
    // Board and queue have one each.
    [[nodiscard]] static LeadStrip *strip(MainWindow &window)
    {
        const QList<LeadStrip *> strips = window.findChildren<LeadStrip *>();
        const auto shown = std::find_if(strips.cbegin(), strips.cend(), [](const LeadStrip *each) { return each->isVisible(); });
        return shown != strips.cend() ? *shown : nullptr;
    }
    [[nodiscard]] static LeadSystemCard *card(LeadsPage &page, const QString &id)
    {
        return page.findChild<LeadSystemCard *>(u"lead-"_s + id);
    }
    static void click(QWidget &in, const QString &name)
    {
        auto *const button = in.findChild<QPushButton *>(name);
        QVERIFY2(button != nullptr && button->isEnabled() && !button->isHidden(), qPrintable(name));
        button->click();
    }
    static void type(QWidget &in, const QString &name, const QString &text)
    {
        auto *const line = in.findChild<QLineEdit *>(name);
        QVERIFY2(line != nullptr, qPrintable(name));
        line->setText(text);
    }
    [[nodiscard]] static QStringList texts(QWidget &in, const QString &name)
    {
        QCoreApplication::processEvents(); // layouts show what is new
        QStringList said;
        for (const QLabel *label : in.findChildren<QLabel *>(name)) {
            if (!label->isHidden() && label->parentWidget()->isVisibleTo(&in))
                said.append(label->text());
        }
        return said;
    }
    [[nodiscard]] static QComboBox *box(QWidget &in, const QString &slot) { return in.findChild<QComboBox *>(u"choice-"_s + slot); }
    ChoicesDialog *choices(LeadsPage &page, const QString &id)
    {
        click(*card(page, id), u"choices"_s);
        return page.findChild<ChoicesDialog *>();
    }

    samples::FixedClock m_clock;
    board::Office m_office = samples::office();
};

void TestLeadsPage::everySystemSaysWhatItCannot()
{
    QSet<QString> sentences;
    for (const QString &type : desk::leadSystemTypes()) {
        QVERIFY2(leadSystemSentence(type).size() > 80, qPrintable(type));
        sentences.insert(leadSystemSentence(type));
        QVERIFY2(!leadSystemName(type).contains(u'_'), qPrintable(type));
    }
    QCOMPARE(sentences.size(), 8);
    const auto shown = page();
    click(*shown, u"addLeadSystem"_s);
    auto *const dialog = shown->findChild<SystemDialog *>();
    QVERIFY(dialog != nullptr);
    click(*dialog, u"choose-bullhorn"_s);
    auto *const form = shown->findChild<LeadDialog *>();
    QVERIFY(form != nullptr);
    QCOMPARE(form->id(), u"bullhorn"_s);
}

void TestLeadsPage::whatItDoesInWords()
{
    const board::LeadSystems systems = samples::leadSystems(m_clock.now());
    const QStringList jobber = abilitySentences(systems.connections.at(0).can, u"Jobber"_s);
    QVERIFY2(jobber.first().startsWith(u"In Jobber, Ringback finds callers by number, writes notes, "_s) &&
                 jobber.first().endsWith(u"reads what was earned."_s),
             qPrintable(jobber.first()));
    QVERIFY(jobber.last().contains(u"lets no program finish its tasks"_s));
    const QStringList accuLynx = abilitySentences(systems.connections.at(1).can, u"AccuLynx"_s);
    QVERIFY(accuLynx.first().contains(u"in a list kept here"_s));
    QVERIFY(accuLynx.last().contains(u"callbacks stay in Ringback"_s));
    QVERIFY(abilitySentences({}, u"X"_s).last().contains(u"not looked up there"_s));
}

void TestLeadsPage::statesInPlainWords()
{
    const board::LeadSystems systems = samples::leadSystems(m_clock.now());
    const board::Health health = samples::leadsHealth(m_clock.now());
    const auto words = [&](int which, const board::LeadCard &of) {
        QStringList said;
        for (const Mark &mark : leadMarks(of, health.leadSystems.at(which), telling()))
            said.append(mark.text);
        return said.join(u'|');
    };
    const QString jobber = words(0, systems.connections.at(0));
    for (const char *said : {"before these are chosen, under What goes where: Where leads came from", "1 writes were refused",
                             "1 callers match several people", "2 writes are on their way", "Last answered 2 minutes ago"})
        QVERIFY2(jobber.contains(QString::fromLatin1(said)), qPrintable(jobber));
    QVERIFY(words(2, systems.connections.at(2)).contains(u"318 people of it are known here, complete since"_s));
    QVERIFY(words(2, systems.connections.at(2)).contains(u"missing on this computer: choose Edit"_s));
    board::LeadCard stopped = systems.connections.at(1);
    stopped.firstPass->isPaused = true;
    stopped.firstPass->failures = 3;
    QVERIFY(words(1, stopped).contains(u"Reading its people is stopped"_s) && words(1, stopped).contains(u"3 times in a row"_s));
}

void TestLeadsPage::aCardForEachSystem()
{
    const auto shown = page();
    QCOMPARE(shown->findChildren<LeadSystemCard *>().size(), 3);
    QVERIFY(card(*shown, u"jobber"_s)->findChild<QPushButton *>(u"signIn"_s)->isVisible());
    QVERIFY(!card(*shown, u"acculynx-2"_s)->findChild<QPushButton *>(u"signIn"_s)->isVisible());
    QVERIFY(!card(*shown, u"google-sheets"_s)->findChild<QPushButton *>(u"choices"_s)->isVisible()); // nothing to choose
    board::LeadSystems fewer = samples::leadSystems(m_clock.now());
    fewer.connections.removeLast();
    LeadSystemCard *const stays = card(*shown, u"jobber"_s);
    shown->setSystems(fewer);
    QCOMPARE(shown->findChildren<LeadSystemCard *>().size(), 2);
    QCOMPARE(card(*shown, u"jobber"_s), stays);
    shown->setSystems({});
    QVERIFY(!texts(*shown, u"noSystems"_s).isEmpty());
}

void TestLeadsPage::onlyOwnersChange()
{
    for (const auto &[who, words] : {std::pair{u"dana"_s, u"Only owners change lead systems"_s}, std::pair{u""_s, u"choose your name"_s}}) {
        const auto shown = page(who);
        QSignalSpy paused(shown.get(), &LeadsPage::pauseRequested);
        click(*shown, u"addLeadSystem"_s);
        for (const char *name : {"choices", "edit", "signIn", "remove"})
            click(*card(*shown, u"jobber"_s), QString::fromLatin1(name));
        click(*card(*shown, u"acculynx-2"_s), u"pauseReading"_s);
        QVERIFY(shown->findChildren<QDialog *>().isEmpty() && paused.isEmpty());
        QVERIFY2(shown->findChild<NoticeBar *>()->text().contains(words), qPrintable(shown->findChild<NoticeBar *>()->text()));
        QSignalSpy tests(shown.get(), &LeadsPage::testRequested);
        click(*card(*shown, u"jobber"_s), u"test"_s); // changes nothing, so anyone may
        QCOMPARE(tests.size(), 1);
    }
}

void TestLeadsPage::theFirstPassIsShownAndStopped()
{
    const auto shown = page();
    LeadSystemCard &accuLynx = *card(*shown, u"acculynx-2"_s);
    auto *const bar = accuLynx.findChild<QProgressBar *>(u"firstPass"_s);
    QVERIFY(bar->isVisible());
    QCOMPARE(bar->value(), 336); // thousandths
    QCOMPARE(texts(accuLynx, u"firstPassWords"_s), QStringList{u"4,200 of 12,480 people read"_s});
    QVERIFY(!card(*shown, u"google-sheets"_s)->findChild<QProgressBar *>(u"firstPass"_s)->isVisible()); // is whole
    QVERIFY(!card(*shown, u"jobber"_s)->findChild<QProgressBar *>(u"firstPass"_s)->isVisible()); // keeps no list
    QSignalSpy paused(shown.get(), &LeadsPage::pauseRequested);
    auto *const button = accuLynx.findChild<QPushButton *>(u"pauseReading"_s);
    QCOMPARE(button->text(), u"Stop"_s);
    button->click();
    QCOMPARE(paused.takeFirst(), (QVariantList{u"acculynx-2"_s, true}));
    board::LeadSystems systems = samples::leadSystems(m_clock.now());
    systems.connections[1].firstPass->isPaused = true;
    systems.connections[1].firstPass->total.reset();
    shown->setSystems(systems);
    QCOMPARE(button->text(), u"Go on"_s);
    QCOMPARE(texts(accuLynx, u"firstPassWords"_s), QStringList{u"4,200 people read"_s});
    button->click();
    QCOMPARE(paused.takeFirst(), (QVariantList{u"acculynx-2"_s, false}));
}

void TestLeadsPage::findingsNameTheSystemAndTheSlot()
{
    const auto shown = page();
    LeadSystemCard &jobber = *card(*shown, u"jobber"_s);
    click(jobber, u"test"_s);
    QVERIFY(!jobber.findChild<QPushButton *>(u"test"_s)->isEnabled());
    QVERIFY(texts(jobber, u"testState"_s).first().startsWith(u"Asking Jobber"_s));
    shown->showFindings(u"jobber"_s, samples::leadFindings());
    QVERIFY(jobber.findChild<QPushButton *>(u"test"_s)->isEnabled());
    const QStringList said = texts(jobber, u"findingSentence"_s);
    QCOMPARE(said.size(), 5);
    QCOMPARE(said.at(0), u"Not chosen yet: Where leads came from"_s); // what needs somebody comes first
    QCOMPARE(said.at(1), u"What was chosen is no longer in Jobber: Person: Sam Ortiz"_s);
    QVERIFY(said.contains(u"Signed in at Jobber"_s));
    for (const QString &sentence : said + texts(jobber, u"findingAdvice"_s))
        QVERIFY2(!sentence.contains(u'%') && !sentence.contains(u"phone company"_s), qPrintable(sentence));
    shown->showFindings(u"gone"_s, samples::leadFindings()); // removed meanwhile
}

void TestLeadsPage::wrongFields_data()
{
    QTest::addColumn<QString>("system");
    QTest::addColumn<QString>("field");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("problem");
    QTest::newRow("nothing") << u"jobber"_s << u"client_id"_s << QString() << u"This is needed."_s;
    QTest::newRow("a secret that is missing") << u"lever"_s << u"api_key_secret"_s << QString() << u"This is needed."_s;
    QTest::newRow("a tenant with letters") << u"servicetitan"_s << u"tenant"_s << u"summit"_s << u"A Tenant ID is a number"_s;
    QTest::newRow("a page of pages") << u"servicetitan"_s << u"web_host"_s << u"http://go.servicetitan.com"_s << u"Copy it again"_s;
    QTest::newRow("a sheet that is none") << u"google_sheets"_s << u"spreadsheet_id"_s << u"my sheet"_s << u"no sheet's address"_s;
    QTest::newRow("a key file that is none") << u"google_sheets"_s << u"credential_secret"_s << u"hello"_s << u"private_key"_s;
    QTest::newRow("an address without encryption")
        << u"webhook"_s << u"address_secret"_s << u"http://hooks.example.com/x"_s << u"https://"_s;
    QTest::newRow("a signing key that is short") << u"webhook"_s << u"signing_secret"_s << u"secret"_s << u"base64"_s;
    QTest::newRow("events with blanks only") << u"webhook"_s << u"events"_s << u"Lead Created!"_s << u"lead.created"_s;
    QTest::newRow("a version that is no date") << u"jobber"_s << u"api_version"_s << u"newest"_s << u"2026-04-16"_s;
}

void TestLeadsPage::wrongFields()
{
    QFETCH(const QString, system);
    QFETCH(const QString, field);
    QFETCH(const QString, text);
    QFETCH(const QString, problem);
    LeadDialog dialog(system, {});
    dialog.show();
    QSignalSpy saved(&dialog, &LeadDialog::saveRequested);
    type(dialog, field, text);
    click(dialog, u"save"_s);
    QVERIFY(saved.isEmpty());
    const QString said = texts(dialog, field + u"Problem"_s).value(0);
    QVERIFY2(said.contains(problem), qPrintable(said));
}

void TestLeadsPage::aNewSystemIsAskedToBeSaved()
{
    board::LeadSystems systems = samples::leadSystems(m_clock.now());
    LeadDialog dialog(u"jobber"_s, systems);
    dialog.show();
    QSignalSpy saved(&dialog, &LeadDialog::saveRequested);
    type(dialog, u"client_id"_s, u" an-app "_s);
    type(dialog, u"client_secret"_s, u"hush"_s);
    click(dialog, u"save"_s);
    QCOMPARE(saved.size(), 1);
    const auto request = saved.first().first().value<LeadRequest>();
    QCOMPARE(request.edit.connection.id, u"jobber-2"_s); // jobber is taken
    QVERIFY(!request.edit.before && request.edit.freshSecrets);
    const auto account = std::get<desk::JobberAccount>(request.edit.connection.account);
    QCOMPARE(account.clientId, u"an-app"_s);
    QCOMPARE(account.clientSecret, u"jobber-2-client"_s);
    QCOMPARE(account.credentialSecret, u"jobber-2-credential"_s); // where the sign-in will keep what it gets
    QCOMPARE(request.secrets, (QMap<QString, QString>{{u"jobber-2-client"_s, u"hush"_s}}));
    QVERIFY(!dialog.findChild<QPushButton *>(u"save"_s)->isEnabled());
}

void TestLeadsPage::everyFormGivesBackWhatItWasGiven_data()
{
    QTest::addColumn<desk::LeadConnection>("connection");
    const auto row = [](const char *name, const desk::LeadAccount &account) {
        QTest::newRow(name) << desk::LeadConnection{.id = u"x"_s,
                                                    .account = account,
                                                    .choices = {{u"tag"_s, u"t"_s}},
                                                    .baseUrl = u"https://proxy.example"_s,
                                                    .pollEvery = std::chrono::seconds(90)};
    };
    row("jobber",
        desk::JobberAccount{.clientId = u"a"_s, .clientSecret = u"x-a"_s, .credentialSecret = u"elsewhere"_s, .version = u"2026-04-13"_s});
    row("servicetitan", desk::ServiceTitanAccount{.tenant = u"12"_s,
                                                  .clientId = u"a"_s,
                                                  .clientSecret = u"x-a"_s,
                                                  .appKeySecret = u"x-b"_s,
                                                  .bookingProvider = u"77"_s,
                                                  .integration = true,
                                                  .webHost = u"https://next.servicetitan.com"_s});
    row("acculynx", desk::AccuLynxAccount{.apiKeySecret = u"x-a"_s});
    row("greenhouse", desk::GreenhouseAccount{.clientId = u"a"_s, .clientSecret = u"x-a"_s, .userId = u"4080"_s});
    row("lever", desk::LeverAccount{.apiKeySecret = u"x-a"_s, .performAs = u"u-1"_s, .sandbox = true});
    row("bullhorn", desk::BullhornAccount{.username = u"api.summit"_s,
                                          .clientId = u"a"_s,
                                          .clientSecret = u"x-a"_s,
                                          .credentialSecret = u"x-b"_s,
                                          .cluster = u"45"_s,
                                          .smallFee = desk::BullhornAccount::Fee::Amount});
    row("a sheet by key file", desk::GoogleSheet{.spreadsheetId = u"1abcdefghijklmnop"_s,
                                                 .sheet = u"Callers"_s,
                                                 .clientId = {},
                                                 .clientSecret = {},
                                                 .credentialSecret = u"x-a"_s});
    row("a sheet by browser", desk::GoogleSheet{.spreadsheetId = u"1abcdefghijklmnop"_s,
                                                .signIn = desk::GoogleSheet::SignIn::Browser,
                                                .clientId = u"a"_s,
                                                .clientSecret = u"x-a"_s,
                                                .credentialSecret = u"x-b"_s});
    row("webhook",
        desk::OutgoingHook{.addressSecret = u"x-a"_s, .signingSecret = u"x-b"_s, .events = {u"lead.created"_s, u"task.created"_s}});
}

void TestLeadsPage::everyFormGivesBackWhatItWasGiven()
{
    QFETCH(const desk::LeadConnection, connection);
    LeadDialog dialog(board::LeadCard{.connection = connection, .choiceSlots = {}, .firstPass = {}});
    dialog.show();
    QSignalSpy saved(&dialog, &LeadDialog::saveRequested);
    click(dialog, u"save"_s);
    QCOMPARE(saved.size(), 1);
    const auto request = saved.first().first().value<LeadRequest>();
    QVERIFY(request.edit.connection == connection);
    QVERIFY(request.edit.before == connection && request.secrets.isEmpty() && !request.edit.freshSecrets);
}

void TestLeadsPage::aSheetMayBePastedAsAnAddress()
{
    LeadDialog dialog(u"google_sheets"_s, {});
    dialog.show();
    QSignalSpy saved(&dialog, &LeadDialog::saveRequested);
    type(dialog, u"spreadsheet_id"_s, u"https://docs.google.com/spreadsheets/d/1AbC-dEf_123456789/edit#gid=0"_s);
    type(dialog, u"credential_secret"_s, u"{ \"private_key\": \"k\" }"_s);
    QVERIFY(!dialog.findChild<QLineEdit *>(u"client_id"_s)->isVisible());
    click(dialog, u"save"_s);
    QCOMPARE(saved.size(), 1);
    const auto request = saved.first().first().value<LeadRequest>();
    QCOMPARE(std::get<desk::GoogleSheet>(request.edit.connection.account).spreadsheetId, u"1AbC-dEf_123456789"_s);
    dialog.findChild<QComboBox *>(u"sign_in"_s)->setCurrentIndex(1);
    QVERIFY(dialog.findChild<QLineEdit *>(u"client_id"_s)->isVisible());
    QVERIFY(!dialog.findChild<QPushButton *>(u"keyFile"_s)->isVisible());
}

void TestLeadsPage::secretsAreNeverShownAgain()
{
    LeadDialog dialog(samples::leadSystems(m_clock.now()).connections.first());
    auto *const secret = dialog.findChild<QLineEdit *>(u"client_secret"_s);
    QVERIFY(secret->text().isEmpty());
    QCOMPARE(secret->placeholderText(), u"Saved; leave empty to keep it"_s);
    QCOMPARE(secret->echoMode(), QLineEdit::Password);
}

void TestLeadsPage::aRefusalStaysInTheDialog()
{
    using Why = desk::ConnectionRefusal::Why;
    const auto shown = page();
    click(*card(*shown, u"jobber"_s), u"edit"_s);
    auto *const dialog = shown->findChild<LeadDialog *>();
    QSignalSpy saved(shown.get(), &LeadsPage::saveRequested);
    click(*dialog, u"save"_s);
    QCOMPARE(saved.size(), 1);
    shown->showRefusal({.why = Why::Invalid, .field = u"client_id"_s, .detail = {}});
    QVERIFY(dialog->isVisible() && dialog->findChild<QPushButton *>(u"save"_s)->isEnabled());
    QVERIFY(!texts(*dialog, u"client_id"_s + u"Problem"_s).isEmpty());
    shown->showRefusal({.why = Why::ChangedMeanwhile, .field = {}, .detail = {}});
    QVERIFY(dialog->findChild<NoticeBar *>()->text().contains(u"this lead system"_s));
    QSignalSpy tests(shown.get(), &LeadsPage::testRequested);
    shown->showSaved(u"jobber"_s);
    QVERIFY(!dialog->isVisible());
    QCOMPARE(tests.size(), 1);
}

void TestLeadsPage::choicesAreFilledFromTheSystem()
{
    const auto shown = page();
    QSignalSpy asked(shown.get(), &LeadsPage::listsRequested);
    ChoicesDialog *const dialog = choices(*shown, u"jobber"_s);
    QVERIFY(dialog != nullptr);
    QCOMPARE(asked.first().first().toString(), u"jobber"_s);
    QVERIFY(!texts(*dialog, u"reading"_s).isEmpty());
    QVERIFY(!box(*dialog, u"source"_s)->isEnabled());
    QComboBox *const outcome = box(*dialog, u"outcome.task_done"_s); // of the office's own there is a list from the start
    QVERIFY(outcome->isEnabled());
    QVERIFY(outcome->findText(u"Estimate scheduled"_s) > 0);
    QVERIFY(outcome->findData(u"no_answer"_s) < 0); // it does not close a case
    QVERIFY(texts(*dialog, u"state-source"_s).first().contains(u"Without it nothing can be written"_s));
    shown->showLists(u"acculynx-2"_s, board::LeadLists()); // another's
    QVERIFY(!box(*dialog, u"source"_s)->isEnabled());
    shown->showLists(u"jobber"_s, samples::leadLists());
    QVERIFY(texts(*dialog, u"reading"_s).isEmpty());
    QComboBox *const source = box(*dialog, u"source"_s);
    QCOMPARE(source->count(), 3); // nothing, and two
    QCOMPARE(source->currentData().toString(), QString());
    source->setCurrentIndex(source->findText(u"Missed call"_s));
    QVERIFY(texts(*dialog, u"state-source"_s).first().contains(u"exists in Jobber"_s));
    QCOMPARE(box(*dialog, u"user.pat"_s)->itemText(3), u"Tom & Jerry <crew>"_s);
    type(*dialog, u"choice-status.no_interest"_s, u" lost "_s);
    QSignalSpy saved(shown.get(), &LeadsPage::saveRequested);
    click(*dialog, u"save"_s);
    QCOMPARE(saved.size(), 1);
    const auto request = saved.first().first().value<LeadRequest>();
    QMap<QString, QString> expected = samples::leadSystems(m_clock.now()).connections.first().connection.choices;
    expected.insert(u"source"_s, u"s-2"_s);
    expected.insert(u"status.no_interest"_s, u"lost"_s);
    QCOMPARE(request.edit.connection.choices, expected);
    QVERIFY(request.edit.before == samples::leadSystems(m_clock.now()).connections.first().connection);
    QVERIFY(!request.edit.freshSecrets);
}

void TestLeadsPage::aChoiceThatIsGoneSaysSo()
{
    const auto shown = page();
    ChoicesDialog *const dialog = choices(*shown, u"jobber"_s);
    shown->showLists(u"jobber"_s, samples::leadLists());
    QCOMPARE(texts(*dialog, u"state-user.sam"_s), QStringList{u"Checked: is gone from Jobber. Choose another"_s});
    QCOMPARE(texts(*dialog, u"state-user.dana"_s), QStringList{u"Checked: exists in Jobber"_s});
    QCOMPARE(box(*dialog, u"user.sam"_s)->currentData().toString(), u"u-9"_s); // not thrown away unasked
    box(*dialog, u"user.sam"_s)->setCurrentIndex(0);
    QVERIFY(texts(*dialog, u"state-user.sam"_s).isEmpty());
    QVERIFY(!dialog->connection().choices.contains(u"user.sam"_s));
}

void TestLeadsPage::listsThatCannotBeReadKeepWhatWasChosen()
{
    const auto shown = page();
    QSignalSpy asked(shown.get(), &LeadsPage::listsRequested);
    ChoicesDialog *const dialog = choices(*shown, u"jobber"_s);
    shown->showLists(u"jobber"_s, tl::unexpected<Error>(Error{ErrorKind::Transient, u"time-out"_s}));
    QVERIFY(dialog->findChild<NoticeBar *>()->text().contains(u"time-out"_s));
    QCOMPARE(dialog->connection(), samples::leadSystems(m_clock.now()).connections.first().connection);
    QVERIFY(texts(*dialog, u"state-user.sam"_s).isEmpty()); // nobody knows
    click(*dialog, u"readAgain"_s);
    QCOMPARE(asked.size(), 2);
}

void TestLeadsPage::aTestLeadTakesWhatIsOnTheScreen()
{
    const auto shown = page();
    ChoicesDialog *const dialog = choices(*shown, u"jobber"_s);
    shown->showLists(u"jobber"_s, samples::leadLists());
    box(*dialog, u"source"_s)->setCurrentIndex(1);
    QSignalSpy tried(shown.get(), &LeadsPage::recordRequested);
    click(*dialog, u"tryRecord"_s);
    QCOMPARE(tried.size(), 1);
    QCOMPARE(tried.first().first().value<desk::LeadConnection>().choices.value(u"source"_s), u"s-1"_s);
    QVERIFY(!dialog->findChild<QPushButton *>(u"tryRecord"_s)->isEnabled());
    using Level = board::TestFinding::Level;
    shown->showRecordFindings(
        u"jobber"_s,
        {{.check = u"record"_s, .level = Level::Warning, .problem = u"left_there"_s, .subject = u"Ringback Test"_s, .detail = {}}});
    QVERIFY(dialog->findChild<QPushButton *>(u"tryRecord"_s)->isEnabled());
    QCOMPARE(texts(*dialog, u"findingSentence"_s), QStringList{u"A test lead was written to Jobber, and stays there: Ringback Test"_s});
}

void TestLeadsPage::removingSaysWhatFollows()
{
    const auto shown = page();
    QSignalSpy removed(shown.get(), &LeadsPage::removeRequested);
    click(*card(*shown, u"acculynx-2"_s), u"remove"_s);
    auto *const dialog = shown->findChild<QDialog *>(u"confirmDialog"_s);
    QVERIFY(texts(*dialog, u"whatFollows"_s).first().contains(u"Nothing more is written there"_s));
    QVERIFY(removed.isEmpty());
    click(*dialog, u"confirm"_s);
    QCOMPARE(removed.first().first().toString(), u"acculynx-2"_s);
}

void TestLeadsPage::signingIn()
{
    const auto shown = page();
    QSignalSpy asked(shown.get(), &LeadsPage::signInRequested);
    click(*card(*shown, u"jobber"_s), u"signIn"_s);
    auto *const dialog = shown->findChild<SignInDialog *>();
    QVERIFY(dialog != nullptr);
    click(*dialog, u"beginSignIn"_s);
    QCOMPARE(asked.first().first().toString(), u"jobber"_s);
    shown->showSignInEnd(u"jobber"_s, {.how = board::SignInEnd::How::SaidNo, .detail = u"access_denied"_s});
    QVERIFY(dialog->findChild<NoticeBar *>()->text().contains(u"Jobber did not let you in"_s));
    shown->showSaved(u"jobber"_s);
    QVERIFY(!dialog->isVisible());
    QVERIFY(shown->findChild<NoticeBar *>()->text().contains(u"signed in at Jobber"_s));
}

void TestLeadsPage::badges_data()
{
    using State = board::LeadBadge::State;
    QTest::addColumn<board::LeadBadge>("badge");
    QTest::addColumn<QString>("words");
    QTest::addColumn<int>("glyph");
    QTest::addColumn<QString>("why");
    const auto row = [](const char *name, State state, const QString &why, const QString &words, Glyph glyph, const QString &sentence,
                        bool mayBeDouble = false) {
        QTest::newRow(name) << board::LeadBadge{.connectionId = u"jobber"_s,
                                                .type = u"jobber"_s,
                                                .state = state,
                                                .why = why,
                                                .message = {},
                                                .url = {},
                                                .mayBeDouble = mayBeDouble,
                                                .candidates = {}}
                            << words << int(glyph) << sentence;
    };
    row("all is there", State::Synced, {}, u"In Jobber"_s, Glyph::Check, {});
    row("there, perhaps twice", State::Synced, {}, u"In Jobber"_s, Glyph::Alert, u"may be there twice"_s, true);
    row("on its way", State::Waiting, {}, u"On its way to Jobber"_s, Glyph::Sent, u"is being written"_s);
    row("dead for now", State::Waiting, u"for_now:503"_s, u"On its way to Jobber"_s, Glyph::Sent, u"the text does not wait for it"_s);
    row("no clear answer", State::Waiting, u"unknown"_s, u"On its way to Jobber"_s, Glyph::Sent, u"nothing is there twice"_s);
    row("the list is read", State::NotKnown, u"for_now:not_known_yet"_s, u"Waits for Jobber's list"_s, Glyph::Clock, u"within the hour"_s);
    row("several", State::ToChoose, {}, u"Who in Jobber?"_s, Glyph::Question, u"does not guess"_s);
    row("revoked", State::Failed, u"account:revoked"_s, u"Not in Jobber"_s, Glyph::Failed, u"signs in again"_s);
    row("no right", State::Failed, u"account:no_right"_s, u"Not in Jobber"_s, Glyph::Failed, u"An owner or admin mends that"_s);
    row("not chosen", State::Failed, u"account:choice_missing"_s, u"Not in Jobber"_s, Glyph::Failed, u"An owner or admin chooses it"_s);
    row("chosen, and gone", State::Failed, u"account:choice_gone"_s, u"Not in Jobber"_s, Glyph::Failed, u"An owner or admin chooses it"_s);
    row("not accepted", State::Failed, u"write:422"_s, u"Not in Jobber"_s, Glyph::Failed, u"did not accept"_s);
    row("gone", State::Failed, u"gone:404"_s, u"Not in Jobber"_s, Glyph::Failed, u"deleted or merged"_s);
    row("three days", State::Failed, u"for_now:503"_s, u"Not in Jobber"_s, Glyph::Failed, u"three days"_s);
    row("something new", State::Failed, u"purple"_s, u"Not in Jobber"_s, Glyph::Failed, u"could not be written"_s);
}

void TestLeadsPage::badges()
{
    QFETCH(board::LeadBadge, badge);
    QFETCH(const QString, words);
    QFETCH(const int, glyph);
    QFETCH(const QString, why);
    QCOMPARE(badgeMark(badge).text, words);
    QCOMPARE(int(badgeMark(badge).glyph), glyph);
    const QString said = badgeSentences(badge).join(u' ');
    QVERIFY2(said.contains(why) && said.isEmpty() == why.isEmpty(), qPrintable(said));
    badge.message = u"phone is invalid"_s;
    const bool isWords = badge.state != board::LeadBadge::State::Synced && !badge.why.contains(u"choice_"_s); // else it names a slot
    QCOMPARE(badgeSentences(badge).join(u' ').contains(u"Jobber says: “phone is invalid”"_s), isWords);
}

void TestLeadsPage::wins_data()
{
    QTest::addColumn<board::WinBrief>("win");
    QTest::addColumn<QString>("sentence");
    const board::WinBrief invoice{.connectionId = u"jobber"_s,
                                  .type = u"jobber"_s,
                                  .what = u"invoice"_s,
                                  .title = {},
                                  .amount = Money{840'000},
                                  .wonAt = m_clock.now() - samples::hours(26 * 24),
                                  .url = {}};
    board::WinBrief other = invoice;
    QTest::newRow("whole dollars") << invoice << u"$8,400 invoice, Apr 24, in Jobber"_s;
    other.amount = Money{123'405};
    other.title = u"Roof"_s;
    QTest::newRow("cents and a title") << other << u"$1,234.05 invoice “Roof”, Apr 24, in Jobber"_s;
    other = invoice;
    other.amount.reset();
    other.what = u"job"_s;
    QTest::newRow("no amount") << other << u"job without an amount, Apr 24, in Jobber"_s;
    other = invoice;
    other.isTakenBack = true;
    QTest::newRow("void") << other << u"Taken back: $8,400 invoice, Apr 24, in Jobber"_s;
    other = invoice;
    other.type.clear();
    other.connectionId = u"old-crm"_s;
    QTest::newRow("of a system that is gone") << other << u"$8,400 invoice, Apr 24, in Old crm"_s;
}

void TestLeadsPage::wins()
{
    QFETCH(const board::WinBrief, win);
    QFETCH(const QString, sentence);
    QCOMPARE(winSentence(win, telling()), sentence);
}

void TestLeadsPage::onlySafeAddressesAreOpened_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<bool>("may");
    QTest::newRow("a page") << u"https://secure.getjobber.com/clients/1?a=b#c"_s << true;
    QTest::newRow("not encrypted") << u"http://secure.getjobber.com/clients/1"_s << false;
    QTest::newRow("a script") << u"javascript:alert(1)"_s << false;
    QTest::newRow("a file") << u"file:///etc/passwd"_s << false;
    QTest::newRow("no host") << u"https:///clients"_s << false;
    QTest::newRow("a name and a password") << u"https://user:pass@evil.example/"_s << false;
    QTest::newRow("nothing") << QString() << false;
    QTest::newRow("blanks in it") << u"https://x.example/a b"_s << false;
}

void TestLeadsPage::onlySafeAddressesAreOpened()
{
    QFETCH(const QString, url);
    QFETCH(const bool, may);
    QCOMPARE(mayOpen(url), may);
    Browser browser;
    LeadStrip strip(nullptr);
    board::LeadBadge badge = samples::syncedLead();
    badge.url = url;
    strip.setLeads({badge}, {}, telling());
    auto *const open = strip.findChild<QPushButton *>(u"openRecord"_s);
    QCOMPARE(open != nullptr, may);
    if (open != nullptr) {
        open->click();
        QCOMPARE(browser.opened, QList<QUrl>{QUrl(url)});
    }
}

void TestLeadsPage::theStripInTheConversation()
{
    const auto shown = window();
    LeadStrip *const strip = this->strip(*shown);
    QVERIFY(strip != nullptr);
    QCOMPARE(texts(*strip, u"leadWords"_s), (QStringList{u"Who in Jobber?"_s, u"Not in AccuLynx"_s, u"In Google Sheets"_s}));
    QVERIFY(texts(*strip, u"leadWhy"_s).at(1).contains(u"This API key may not create contacts."_s));
    QCOMPARE(texts(*strip, u"win"_s), QStringList{u"$8,400 invoice “Roof repair”, Apr 24, in Jobber"_s});
    QSignalSpy retried(shown.get(), &MainWindow::leadRetryRequested);
    QPushButton *retry = nullptr;
    for (QPushButton *each : strip->findChildren<QPushButton *>(u"retryLead"_s))
        retry = each->isVisible() ? each : retry;
    QVERIFY(retry != nullptr);
    // The keyboard goes from one to the next.
    auto *const choose = strip->findChild<QPushButton *>(u"chooseRecord"_s);
    choose->setFocus();
    QTest::keyClick(choose, Qt::Key_Tab);
    QCOMPARE(shown->focusWidget(), retry);
    retry->click();
    QCOMPARE(retried.takeFirst(), (QVariantList{u"b"_s, u"acculynx-2"_s}));
    // What comes anew changes words, and leaves the keyboard where it is.
    board::Conversation anew = samples::withLeads(samples::conversation(m_clock.now()), m_clock.now());
    anew.leads[1].message = u"Still not."_s;
    shown->setConversation(anew);
    QVERIFY(texts(*strip, u"leadWhy"_s).at(1).contains(u"Still not."_s));
    QCOMPARE(shown->focusWidget(), retry);
    anew.leads.clear();
    anew.wins.clear();
    shown->setConversation(anew);
    QVERIFY(!strip->isVisible());
}

void TestLeadsPage::choosingARecord()
{
    const auto shown = window();
    QSignalSpy chosen(shown.get(), &MainWindow::leadRecordRequested);
    click(*strip(*shown), u"chooseRecord"_s);
    auto *const dialog = shown->findChild<RecordDialog *>();
    QVERIFY(dialog != nullptr);
    QCOMPARE(texts(*dialog, u"question"_s), QStringList{u"3 people in Jobber have this number. Which one called?"_s});
    QCOMPARE(dialog->findChildren<QRadioButton *>().size(), 4);
    QCOMPARE(dialog->findChildren<QPushButton *>(u"openRecord"_s).size(), 2); // a script is no page
    QVERIFY(!dialog->findChild<QPushButton *>(u"confirm"_s)->isEnabled()); // nobody is chosen unasked
    QCOMPARE(dialog->findChild<QRadioButton *>(u"record-c-3"_s)->text(), u"Oak Hill Property && Co"_s);
    dialog->findChild<QRadioButton *>(u"record-c-2"_s)->click();
    click(*dialog, u"confirm"_s);
    QCOMPARE(chosen.takeFirst(), (QVariantList{u"b"_s, u"jobber"_s, u"c-2"_s}));
}

void TestLeadsPage::noneOfThese()
{
    const auto shown = window();
    QSignalSpy chosen(shown.get(), &MainWindow::leadRecordRequested);
    click(*strip(*shown), u"chooseRecord"_s);
    auto *const dialog = shown->findChild<RecordDialog *>();
    dialog->findChild<QRadioButton *>(u"record-"_s)->click();
    QCOMPARE(dialog->findChild<QPushButton *>(u"confirm"_s)->text(), u"Write a new one"_s);
    click(*dialog, u"confirm"_s);
    QCOMPARE(chosen.takeFirst(), (QVariantList{u"b"_s, u"jobber"_s, QString()}));
}

void TestLeadsPage::withoutANameNobodyDecides()
{
    const auto shown = window({});
    QSignalSpy chosen(shown.get(), &MainWindow::leadRecordRequested);
    QSignalSpy retried(shown.get(), &MainWindow::leadRetryRequested);
    click(*strip(*shown), u"chooseRecord"_s);
    for (QPushButton *each : shown->findChildren<QPushButton *>(u"retryLead"_s))
        each->click();
    QVERIFY(shown->findChildren<RecordDialog *>().isEmpty() && chosen.isEmpty() && retried.isEmpty());
}

void TestLeadsPage::theBoardShowsWhatNeedsSomebody()
{
    BoardModel model(m_clock);
    model.setOffice(m_office);
    QList<board::BoardRow> rows = samples::board(m_clock.now());
    rows[0].lead = samples::failedLead();
    rows[1].lead = samples::syncedLead();
    model.setRows(rows);
    const auto status = [&](int row) {
        return model.index(row, int(BoardModel::Column::Status)).data().toString();
    };
    const auto tip = [&](int row) {
        return model.index(row, int(BoardModel::Column::Status)).data(Qt::ToolTipRole).toString();
    };
    QVERIFY2(status(0).contains(u"Not in AccuLynx"_s), qPrintable(status(0)));
    QVERIFY2(tip(0).contains(u"This API key may not create contacts."_s), qPrintable(tip(0)));
    QVERIFY2(status(1).contains(u"In Google Sheets"_s) && tip(1).contains(u"In Google Sheets"_s), qPrintable(tip(1)));
    QVERIFY2(!status(2).contains(u"AccuLynx"_s), qPrintable(status(2)));
}

void TestLeadsPage::everyControlHasAName()
{
    const auto shown = page();
    shown->showFindings(u"jobber"_s, samples::leadFindings());
    const board::LeadSystems systems = samples::leadSystems(m_clock.now());
    auto *const choosing = new ChoicesDialog(systems.connections.first(), m_office, shown.get());
    choosing->showLists(samples::leadLists());
    QList<QDialog *> dialogs = {choosing, new RecordDialog(samples::toChoose(), u"Maria"_s, shown.get())};
    for (const QString &type : desk::leadSystemTypes())
        dialogs.append(new LeadDialog(type, systems, shown.get()));
    const auto whole = window();
    QList<QWidget *> places = {shown.get(), strip(*whole)};
    for (QDialog *dialog : dialogs) {
        dialog->show();
        places.append(dialog);
    }
    for (QWidget *place : places) {
        for (const QWidget *each : place->findChildren<QWidget *>()) {
            const bool isControl = qobject_cast<const QAbstractButton *>(each) != nullptr ||
                                   qobject_cast<const QLineEdit *>(each) != nullptr || qobject_cast<const QComboBox *>(each) != nullptr ||
                                   qobject_cast<const QProgressBar *>(each) != nullptr;
            if (isControl && each->focusPolicy() != Qt::NoFocus && each->isVisibleTo(place))
                QVERIFY2(!each->accessibleName().isEmpty(), qPrintable(place->objectName() + u' ' + each->objectName()));
        }
    }
}

QTEST_MAIN(TestLeadsPage)
#include "tst_leadspage.moc"
