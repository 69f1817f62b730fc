#include "connections/connectiondialog.h"
#include "connections/connectionspage.h"
#include "connections/findingwords.h"
#include "connections/mapperdialog.h"
#include "connections/systemcard.h"
#include "connections/systemdialog.h"
#include "connections/systemwords.h"
#include "connections/wiringdialog.h"
#include "systemsamples.h"
#include "widgets/confirmdialog.h"
#include "widgets/noticebar.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTableWidget>
#include <QTest>

using namespace ringback;
using namespace ringback::ui;
using namespace Qt::StringLiterals;

class TestConnectionsPage : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyFindingHasASentence();
    void findingsSayWhatToDo();
    void summaries();
    void statesInPlainWords();
    void everySystemSaysWhatItCannot();
    void everyRefusalHasASentence();
    void aCardForEachSystem();
    void onlyOwnersChange();
    void theTestIsShownOnItsCard();
    void wrongFields_data();
    void wrongFields();
    void aNewSystemIsAskedToBeSaved();
    void secretsAreNeverShownAgain();
    void anEditTouchesOnlyWhatWasTyped();
    void aRefusalStaysInTheDialog();
    void aMailboxIsForOneLine();
    void wiringAsksFirst();
    void puttingBackAsksFirst();
    void removingSaysWhatFollows();
    void aSampleIsClickedTogether();
    void unreadableSamples();
    void everyControlHasAName();

private:
    [[nodiscard]] Telling telling() const { return {m_office, m_clock.now()}; }
    std::unique_ptr<ConnectionsPage> page(const QString &me = u"pat"_s)
    {
        auto made = std::make_unique<ConnectionsPage>(m_clock);
        made->resize(1000, 900);
        made->setOffice(m_office);
        made->setMe(me);
        made->setPublicUrl(u"https://calls.summit.example"_s);
        made->setSystems(samples::systems(m_clock.now()));
        made->setHealth(samples::systemsHealth(m_clock.now()));
        made->show();
        return made;
    }
    [[nodiscard]] static SystemCard *card(ConnectionsPage &page, const QString &id)
    {
        return page.findChild<SystemCard *>(u"system-"_s + id);
    }
    static void click(QWidget &in, const QString &name)
    {
        auto *const button = in.findChild<QPushButton *>(name);
        QVERIFY2(button != nullptr && button->isEnabled(), qPrintable(name));
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

    samples::FixedClock m_clock;
    board::Office m_office = samples::office();
};

// The list of words in core/connectors/finding.h, which screens cannot include, is read as text.
void TestConnectionsPage::everyFindingHasASentence()
{
    QFile header(QStringLiteral(RINGBACK_SOURCE_DIR) + u"/core/connectors/finding.h"_s);
    QVERIFY(header.open(QIODevice::ReadOnly));
    const QString source = QString::fromUtf8(header.readAll());
    const QString from = source.mid(source.indexOf(u"`ok` everywhere"_s));
    const QString list = from.left(from.indexOf(u"QString problem"_s)).remove(QRegularExpression(u"\\n\\s*///"_s));
    const qsizetype ofLeads = list.indexOf(u"Of lead systems"_s);
    QVERIFY(ofLeads > 0);
    const auto count = [](const QString &words, bool (*has)(const QString &, const QString &), int &checks, int &problems) {
        static const QRegularExpression check(u"\\b(\\w+): ((?:`\\w+`(?: \\([^)]*\\))?(?:, )?)+)"_s);
        static const QRegularExpression word(u"`(\\w+)`"_s);
        for (const QRegularExpressionMatch &found : check.globalMatch(words)) {
            QString name = found.captured(1).toLower();
            if (name == "calllog"_L1)
                name = u"call_log"_s;
            ++checks;
            QVERIFY2(has(name, u"ok"_s), qPrintable(name));
            for (const QRegularExpressionMatch &each : word.globalMatch(found.captured(2))) {
                ++problems;
                QVERIFY2(has(name, each.captured(1)), qPrintable(name + u' ' + each.captured(1)));
            }
        }
    };
    int checks = 0;
    int problems = 0;
    count(list.left(ofLeads), hasFindingWords, checks, problems);
    QCOMPARE(checks, 9);
    QVERIFY(problems >= 29);
    checks = problems = 0;
    const qsizetype ofCalendars = list.indexOf(u"Calendar: "_s);
    QVERIFY(ofCalendars > ofLeads);
    count(list.mid(ofLeads, ofCalendars - ofLeads), hasLeadFindingWords, checks, problems);
    QCOMPARE(checks, 3);
    QVERIFY(problems >= 10);
    checks = problems = 0;
    count(list.mid(ofCalendars), hasCalendarFindingWords, checks, problems);
    QCOMPARE(checks, 1);
    QCOMPARE(problems, 4);
    // Credentials are as a phone system's.
    for (const char *problem : {"ok", "wrong", "expired", "suspended", "no_right", "trial", "not_reached", "rate_limited", "not_signed_in"})
        QVERIFY2(hasLeadFindingWords(u"credentials"_s, QString::fromLatin1(problem)), problem);
}

void TestConnectionsPage::findingsSayWhatToDo()
{
    const QList<board::TestFinding> findings = samples::findings();
    const FindingWords cannot = findingWords(findings.at(2));
    QCOMPARE(cannot.mark.text, u"(214) 555-0170 cannot send texts"_s);
    QCOMPARE(cannot.mark.glyph, Glyph::Failed);
    QVERIFY(cannot.advice.contains(u"Texts from"_s));
    QCOMPARE(findingWords(findings.at(0)).mark.glyph, Glyph::Check);
    QCOMPARE(findingWords(findings.at(3)).mark.tone, Tone::Warn);
    // What nobody taught us stays readable.
    QCOMPARE(findingWords({.check = u"number"_s, .problem = u"on_the_moon"_s, .subject = u"x"_s, .detail = {}}).mark.text,
             u"Number on the moon: x"_s);
}

void TestConnectionsPage::summaries()
{
    const auto words = [](const QList<board::TestFinding> &findings) {
        QList<FindingWords> said;
        for (const board::TestFinding &finding : findings)
            said.append(findingWords(finding));
        return said;
    };
    QCOMPARE(findingsSummary(words(samples::findings())).tone, Tone::Bad);
    QCOMPARE(findingsSummary(words({samples::findings().at(0), samples::findings().at(3)})).tone, Tone::Warn);
    QCOMPARE(findingsSummary(words({samples::findings().at(0)})).text, u"Everything works"_s);
    QCOMPARE(findingsSummary({}).tone, Tone::Neutral);
}

void TestConnectionsPage::statesInPlainWords()
{
    const board::PhoneSystems systems = samples::systems(m_clock.now());
    const board::Health health = samples::systemsHealth(m_clock.now());
    const auto words = [&](int which) {
        QStringList said;
        for (const Mark &mark : connectionMarks(systems.connections.at(which), health.connections.at(which), systems.publicUrl, telling()))
            said.append(mark.text);
        return said;
    };
    QVERIFY2(words(0).contains(u"Last call or text heard of 2 minutes ago"_s), qPrintable(words(0).join(u'|')));
    QVERIFY2(words(0).contains(u"Reads the list of calls every minute, last 20 seconds ago"_s), qPrintable(words(0).join(u'|')));
    QVERIFY2(words(1).contains(u"Signed in until 3:39 PM; renewed by itself"_s), qPrintable(words(1).join(u'|')));
    QVERIFY2(words(1).first().contains(u"3 messages were turned away"_s), qPrintable(words(1).join(u'|')));
    QVERIFY2(words(2).first().contains(u"missing on this computer"_s), qPrintable(words(2).join(u'|')));
    board::ConnectionPulse polled = health.connections.at(0);
    const QList<Mark> without = connectionMarks(systems.connections.at(0), polled, {}, telling());
    QVERIFY(std::any_of(without.cbegin(), without.cend(), [](const Mark &mark) { return mark.text.contains(u"every 15 seconds"_s); }));
}

void TestConnectionsPage::everySystemSaysWhatItCannot()
{
    for (const QString &type : desk::phoneSystemTypes())
        QVERIFY2(systemSentence(type).size() > 60, qPrintable(type));
    QVERIFY(systemSentence(u"google_voice"_s).contains(u"cannot text"_s));
    const std::unique_ptr<SystemDialog> dialog(phoneSystemDialog(nullptr));
    QSignalSpy chosen(dialog.get(), &SystemDialog::chosen);
    click(*dialog, u"choose-google_voice"_s);
    QCOMPARE(chosen.first().first().toString(), u"google_voice"_s);
}

void TestConnectionsPage::everyRefusalHasASentence()
{
    using Why = desk::ConnectionRefusal::Why;
    QSet<QString> sentences;
    const QList<Why> all = {Why::NoSuchPerson, Why::NotAllowed,     Why::NoSuchConnection, Why::ChangedMeanwhile,
                            Why::Invalid,      Why::LineNeedsCalls, Why::CannotText,       Why::CannotStore};
    for (const Why why : all)
        sentences.insert(connectionRefusalSentence({.why = why, .field = u"+12145550100"_s, .detail = u"disk full"_s}));
    QCOMPARE(sentences.size(), all.size());
}

void TestConnectionsPage::aCardForEachSystem()
{
    const auto shown = page();
    QCOMPARE(shown->findChildren<SystemCard *>().size(), 3);
    QCOMPARE(texts(*card(*shown, u"twilio"_s), u"systemTexts"_s),
             QStringList{u"Texts: Main, (214) 555-0100; Hail campaign, (214) 555-0102 from (214) 555-0170"_s});
    QCOMPARE(texts(*card(*shown, u"ringcentral"_s), u"systemCalls"_s), QStringList{u"Calls: Hail campaign, (214) 555-0102"_s});
    QVERIFY(texts(*shown, u"recovered"_s).first().contains(u"2 calls never reached us; found in the call list"_s));
    QVERIFY(card(*shown, u"twilio"_s)->findChild<QPushButton *>(u"putBack"_s)->isVisible());
    QVERIFY(!card(*shown, u"ringcentral"_s)->findChild<QPushButton *>(u"putBack"_s)->isVisible());
    QVERIFY(!card(*shown, u"google-voice"_s)->findChild<QPushButton *>(u"wireHere"_s)->isVisible());
    board::PhoneSystems fewer = samples::systems(m_clock.now());
    fewer.connections.removeLast();
    SystemCard *const stays = card(*shown, u"twilio"_s);
    shown->setSystems(fewer);
    QCOMPARE(shown->findChildren<SystemCard *>().size(), 2);
    QCOMPARE(card(*shown, u"twilio"_s), stays);
}

void TestConnectionsPage::onlyOwnersChange()
{
    for (const auto &[who, words] : {std::pair{u"dana"_s, u"Only owners change"_s}, std::pair{u""_s, u"choose your name"_s}}) {
        const auto shown = page(who);
        click(*shown, u"addConnection"_s);
        click(*card(*shown, u"twilio"_s), u"edit"_s);
        click(*card(*shown, u"twilio"_s), u"wireHere"_s);
        click(*card(*shown, u"twilio"_s), u"remove"_s);
        QVERIFY(shown->findChildren<QDialog *>().isEmpty());
        QVERIFY2(shown->findChild<NoticeBar *>()->text().contains(words), qPrintable(shown->findChild<NoticeBar *>()->text()));
        QSignalSpy tests(shown.get(), &ConnectionsPage::testRequested);
        click(*card(*shown, u"twilio"_s), u"test"_s); // changes nothing, so anyone may
        QCOMPARE(tests.size(), 1);
    }
}

void TestConnectionsPage::theTestIsShownOnItsCard()
{
    const auto shown = page();
    SystemCard &twilio = *card(*shown, u"twilio"_s);
    click(twilio, u"test"_s);
    QVERIFY(!twilio.findChild<QPushButton *>(u"test"_s)->isEnabled());
    shown->showFindings(u"twilio"_s, samples::findings());
    QVERIFY(twilio.findChild<QPushButton *>(u"test"_s)->isEnabled());
    QCOMPARE(texts(twilio, u"testSummary"_s), QStringList{u"1 things do not work yet"_s} /* no translation is loaded */);
    const QStringList sentences = texts(twilio, u"findingSentence"_s);
    QCOMPARE(sentences.size(), 5);
    QCOMPARE(sentences.first(), u"(214) 555-0170 cannot send texts"_s); // what needs somebody comes first
    QVERIFY(texts(twilio, u"findingDetail"_s).isEmpty());
    click(twilio, u"findingDetails"_s);
    QVERIFY(texts(twilio, u"findingDetail"_s).first().startsWith(u"21606"_s));
    QVERIFY(texts(*card(*shown, u"ringcentral"_s), u"findingSentence"_s).isEmpty());
    shown->showFindings(u"gone"_s, samples::findings()); // removed meanwhile
}

void TestConnectionsPage::wrongFields_data()
{
    QTest::addColumn<QString>("system");
    QTest::addColumn<QString>("field");
    QTest::addColumn<QString>("text");
    QTest::newRow("Twilio: an API key instead") << u"twilio"_s << u"account_sid"_s << u"SK00000000000000000000000000000001"_s;
    QTest::newRow("Twilio: no token") << u"twilio"_s << u"auth_token_secret"_s << QString();
    QTest::newRow("Twilio: no messaging service") << u"twilio"_s << u"messaging_service_sid"_s << u"AC1"_s;
    QTest::newRow("RingCentral: no client id") << u"ringcentral"_s << u"client_id"_s << u"  "_s;
    QTest::newRow("RingCentral: no JWT") << u"ringcentral"_s << u"credential_secret"_s << QString();
    QTest::newRow("Quo: no key") << u"quo"_s << u"api_key_secret"_s << QString();
    QTest::newRow("Quo: not a signing key") << u"quo"_s << u"webhook_secret"_s << u"abc"_s;
    QTest::newRow("generic: no password") << u"generic"_s << u"proof_secret"_s << QString();
    QTest::newRow("Google Voice: no address") << u"google_voice"_s << u"user"_s << u"summit"_s;
    QTest::newRow("Google Voice: no app password") << u"google_voice"_s << u"password_secret"_s << QString();
    QTest::newRow("Google Voice: nobody checks senders") << u"google_voice"_s << u"trusted_host"_s << QString();
}

static void fill(QWidget &dialog, const QString &system)
{
    static const QHash<QString, QList<std::pair<QString, QString>>> good = {
        {u"twilio"_s, {{u"account_sid"_s, u"AC00000000000000000000000000000009"_s}, {u"auth_token_secret"_s, u"not-a-real-token"_s}}},
        {u"ringcentral"_s, {{u"client_id"_s, u"abc"_s}, {u"credential_secret"_s, u"eyJ.not.real"_s}}},
        {u"quo"_s, {{u"api_key_secret"_s, u"not-a-real-key"_s}}},
        {u"generic"_s, {{u"proof_secret"_s, u"not-a-real-password"_s}}},
        {u"google_voice"_s, {{u"user"_s, u"summit@example.com"_s}, {u"password_secret"_s, u"abcd efgh ijkl mnop"_s}}}};
    for (const auto &[name, text] : good.value(system))
        dialog.findChild<QLineEdit *>(name)->setText(text);
}

void TestConnectionsPage::wrongFields()
{
    QFETCH(QString, system);
    QFETCH(QString, field);
    QFETCH(QString, text);
    ConnectionDialog dialog(system, samples::systems(m_clock.now()));
    dialog.show();
    fill(dialog, system);
    type(dialog, field, text);
    QSignalSpy saves(&dialog, &ConnectionDialog::saveRequested);
    click(dialog, u"save"_s);
    QVERIFY(saves.isEmpty());
    for (const QLabel *label : dialog.findChildren<QLabel *>()) {
        if (label->objectName().endsWith(u"Problem"))
            QVERIFY2(label->isHidden() != (label->objectName() == field + u"Problem"_s), qPrintable(label->objectName()));
    }
}

void TestConnectionsPage::aNewSystemIsAskedToBeSaved()
{
    ConnectionDialog dialog(u"quo"_s, samples::systems(m_clock.now()));
    dialog.show();
    fill(dialog, u"quo"_s);
    type(dialog, u"newNumber"_s, u"214 555 0160"_s); // typed, not added: surely meant
    type(dialog, u"newLabel"_s, u"Trucks"_s);
    dialog.findChild<QCheckBox *>(u"calls+12145550102"_s)->click();
    QSignalSpy saves(&dialog, &ConnectionDialog::saveRequested);
    click(dialog, u"save"_s);
    QCOMPARE(saves.size(), 1);
    const auto request = saves.first().first().value<ConnectionRequest>();
    QCOMPARE(request.edit.connection.id, u"quo"_s);
    QVERIFY(!request.edit.before);
    QCOMPARE(std::get<desk::QuoAccount>(request.edit.connection.account).apiKeySecret, u"quo-api-key"_s);
    QCOMPARE(request.secrets, (QMap<QString, QString>{{u"quo-api-key"_s, u"not-a-real-key"_s}}));
    QVERIFY(request.edit.freshSecrets);
    QCOMPARE(request.edit.lines.size(), 2);
    QCOMPARE(request.edit.lines.first().number.e164(), u"+12145550102"_s);
    QVERIFY(request.edit.lines.first().calls && !request.edit.lines.first().texts);
    QCOMPARE(request.edit.lines.last().label, u"Trucks"_s);
    QVERIFY(request.edit.lines.last().calls && request.edit.lines.last().texts);
    QVERIFY(!dialog.findChild<QPushButton *>(u"save"_s)->isEnabled()); // until there is an answer
}

void TestConnectionsPage::secretsAreNeverShownAgain()
{
    const board::PhoneSystems systems = samples::systems(m_clock.now());
    ConnectionDialog dialog(systems.connections.first(), systems);
    dialog.show();
    auto *const token = dialog.findChild<QLineEdit *>(u"auth_token_secret"_s);
    QVERIFY(token->text().isEmpty());
    QCOMPARE(token->echoMode(), QLineEdit::Password);
    QSignalSpy saves(&dialog, &ConnectionDialog::saveRequested);
    click(dialog, u"save"_s);
    QCOMPARE(saves.size(), 1); // it is kept
    const auto request = saves.first().first().value<ConnectionRequest>();
    QVERIFY(request.secrets.isEmpty() && !request.edit.freshSecrets);
    QCOMPARE(request.edit.connection, systems.connections.first().connection);
}

void TestConnectionsPage::anEditTouchesOnlyWhatWasTyped()
{
    board::PhoneSystems systems = samples::systems(m_clock.now());
    auto &twilio = std::get<desk::TwilioAccount>(systems.connections.first().connection.account);
    twilio.lookUpNumbers = true;
    twilio.shortTalk = std::chrono::seconds(4);
    systems.connections.first().connection.pollEvery = std::chrono::seconds(30); // the form has no field for it
    ConnectionDialog dialog(systems.connections.first(), systems);
    type(dialog, u"auth_token_secret"_s, u"another-token"_s);
    type(dialog, u"from+12145550102"_s, u"(214) 555-0171"_s);
    QVERIFY(!dialog.findChild<QCheckBox *>(u"calls+12145550100"_s)->isEnabled()); // its calls must come from somewhere
    QSignalSpy saves(&dialog, &ConnectionDialog::saveRequested);
    click(dialog, u"save"_s);
    const auto request = saves.first().first().value<ConnectionRequest>();
    QCOMPARE(request.edit.connection, systems.connections.first().connection);
    QCOMPARE(request.edit.before, std::optional(systems.connections.first().connection));
    QCOMPARE(request.secrets, (QMap<QString, QString>{{u"twilio-auth-token"_s, u"another-token"_s}}));
    QCOMPARE(request.edit.lines.at(1).textsFrom->e164(), u"+12145550171"_s);
    QVERIFY(request.edit.lines.at(1).texts && !request.edit.lines.at(1).calls);
    QVERIFY(!request.edit.lines.at(2).texts && !request.edit.lines.at(2).calls);
}

void TestConnectionsPage::aRefusalStaysInTheDialog()
{
    using Why = desk::ConnectionRefusal::Why;
    const auto shown = page();
    click(*card(*shown, u"twilio"_s), u"edit"_s);
    auto *const dialog = shown->findChild<ConnectionDialog *>();
    QVERIFY(dialog != nullptr);
    click(*dialog, u"save"_s);
    shown->showRefusal({.why = Why::Invalid, .field = u"account_sid"_s, .detail = {}});
    QVERIFY(dialog->isVisible() && dialog->findChild<QPushButton *>(u"save"_s)->isEnabled());
    QCOMPARE(texts(*dialog, u"account_sidProblem"_s).size(), 1);
    QVERIFY(!dialog->findChild<NoticeBar *>()->text().isEmpty());
    shown->showRefusal({.why = Why::LineNeedsCalls, .field = u"+12145550100"_s, .detail = {}});
    QVERIFY(texts(*dialog, u"linesProblem"_s).first().contains(u"(214) 555-0100"_s));
    QSignalSpy tests(shown.get(), &ConnectionsPage::testRequested);
    shown->showSaved(u"twilio"_s);
    QVERIFY(!dialog->isVisible());
    QCOMPARE(tests.size(), 1); // "Save and test"
}

void TestConnectionsPage::aMailboxIsForOneLine()
{
    ConnectionDialog dialog(u"google_voice"_s, samples::systems(m_clock.now()));
    dialog.show();
    fill(dialog, u"google_voice"_s);
    QSignalSpy saves(&dialog, &ConnectionDialog::saveRequested);
    click(dialog, u"save"_s);
    QVERIFY(saves.isEmpty());
    QVERIFY(dialog.findChild<NoticeBar *>()->text().contains(u"Tick the line"_s));
    QVERIFY(dialog.findChild<QCheckBox *>(u"texts+12145550102"_s) == nullptr); // it cannot text
    dialog.findChild<QCheckBox *>(u"calls+12145550102"_s)->click();
    click(dialog, u"save"_s);
    QCOMPARE(saves.size(), 1);
    const auto request = saves.first().first().value<ConnectionRequest>();
    const auto &mailbox = std::get<desk::GoogleVoiceMailbox>(request.edit.connection.account);
    QCOMPARE(mailbox.lines, (QMap<QString, calls::PhoneNumber>{{QString(), samples::number("+12145550102")}}));
    QCOMPARE(request.edit.connection.id, u"google-voice-2"_s);
    QCOMPARE(request.secrets.value(u"google-voice-2-password"_s), u"abcdefghijklmnop"_s);
}

void TestConnectionsPage::wiringAsksFirst()
{
    const auto shown = page();
    QSignalSpy looks(shown.get(), &ConnectionsPage::wiringRequested);
    QSignalSpy wires(shown.get(), &ConnectionsPage::wireRequested);
    click(*card(*shown, u"twilio"_s), u"wireHere"_s);
    QCOMPARE(looks.size(), 1);
    auto *const dialog = shown->findChild<WiringDialog *>();
    QVERIFY(!dialog->findChild<QPushButton *>(u"wire"_s)->isEnabled()); // nobody has seen yet what it replaces
    shown->showWiring(u"twilio"_s, samples::wiring());
    QStringList said;
    for (const QLabel *label : dialog->findChildren<QLabel *>())
        said.append(label->accessibleName().isEmpty() ? label->text() : label->accessibleName());
    QVERIFY(said.contains(u"https://demo.twilio.com/welcome/voice/"_s) && said.contains(u"nothing"_s));
    QVERIFY(wires.isEmpty());
    click(*dialog, u"wire"_s);
    QCOMPARE(wires.size(), 1);
    shown->showWiringProblem(u"twilio"_s, {.kind = ErrorKind::Transient, .what = u"timeout"_s});
    QVERIFY(dialog->isVisible());
    QVERIFY(dialog->findChild<NoticeBar *>()->text().contains(u"could not be reached"_s));
    dialog->showRows(samples::wiring().mid(1, 1));
    QVERIFY(!dialog->findChild<QPushButton *>(u"wire"_s)->isEnabled()); // it comes here already
    shown->showWired(u"twilio"_s);
    QVERIFY(!dialog->isVisible());

    shown->setPublicUrl({});
    click(*card(*shown, u"twilio"_s), u"wireHere"_s);
    QCOMPARE(looks.size(), 1); // there is nowhere to point
}

void TestConnectionsPage::puttingBackAsksFirst()
{
    const auto shown = page();
    QSignalSpy asked(shown.get(), &ConnectionsPage::putBackRequested);
    click(*card(*shown, u"twilio"_s), u"putBack"_s);
    QVERIFY(asked.isEmpty());
    click(*shown->findChild<ConfirmDialog *>(), u"confirm"_s);
    QCOMPARE(asked.size(), 1);
    QCOMPARE(asked.first().first().toString(), u"twilio"_s);
}

void TestConnectionsPage::removingSaysWhatFollows()
{
    const auto shown = page();
    QSignalSpy removed(shown.get(), &ConnectionsPage::removeRequested);
    click(*card(*shown, u"twilio"_s), u"remove"_s);
    auto *const dialog = shown->findChild<ConfirmDialog *>();
    const QString follows = dialog->findChild<QLabel *>(u"whatFollows"_s)->text();
    QVERIFY(follows.contains(u"no longer followed up: Main, (214) 555-0100."_s));
    QVERIFY(follows.contains(u"get no texts any more: Hail campaign, (214) 555-0102."_s));
    QVERIFY(follows.contains(u"Put back first"_s));
    QVERIFY(removed.isEmpty());
    click(*dialog, u"confirm"_s);
    QCOMPARE(removed.size(), 1);
}

void TestConnectionsPage::aSampleIsClickedTogether()
{
    MapperDialog dialog(desk::GenericHook{.proofSecret = u"x"_s});
    dialog.show();
    auto *const preview = dialog.findChild<QLabel *>(u"preview"_s);
    dialog.findChild<QPlainTextEdit *>(u"sample"_s)->setPlainText(QString::fromUtf8(samples::postedSample()));
    // Guessed already.
    QCOMPARE(dialog.fields().value(u"from"_s), u"/call/caller/number"_s);
    QVERIFY2(preview->text().contains(u"(214) 555-0123"_s), qPrintable(preview->text()));

    // Our field first, then theirs.
    auto *const rows = dialog.findChild<QTableWidget *>(u"sampleFields"_s);
    const auto rowOf = [rows](const QString &value) {
        for (int row = 0; row < rows->rowCount(); ++row) {
            if (rows->item(row, 1)->text() == value)
                return row;
        }
        return -1;
    };
    for (const auto &[field, value] : {std::pair{u"to"_s, u"+12145550100"_s}, std::pair{u"status"_s, u"NO ANSWER"_s},
                                       std::pair{u"id"_s, u"b2f6-17"_s}, std::pair{u"caller_name"_s, u"Omar Haddad"_s}}) {
        click(dialog, u"field-"_s + field);
        QVERIFY(rowOf(value) >= 0);
        Q_EMIT rows->cellClicked(rowOf(value), 0);
    }
    QCOMPARE(dialog.fields().value(u"to"_s), u"/call/did"_s);
    QCOMPARE(dialog.fields().value(u"caller_name"_s), u"/call/caller/name"_s);
    QCOMPARE(preview->text(), u"This would be a missed call from (214) 555-0123 to (214) 555-0100."_s);

    // Their word means something else here.
    auto *const meaning = dialog.findChild<QComboBox *>(u"meaning"_s);
    meaning->setCurrentIndex(meaning->findData(u"answered"_s));
    Q_EMIT meaning->activated(meaning->currentIndex());
    QCOMPARE(dialog.words().value(u"answered"_s), QStringList{u"NO ANSWER"_s});
    QCOMPARE(preview->text(), u"This would be an answered call from (214) 555-0123 to (214) 555-0100."_s);
}

void TestConnectionsPage::unreadableSamples()
{
    MapperDialog dialog(desk::GenericHook{.proofSecret = u"x"_s});
    dialog.show();
    auto *const sample = dialog.findChild<QPlainTextEdit *>(u"sample"_s);
    sample->setPlainText(u"{ \"from\": "_s);
    QVERIFY(dialog.findChild<QLabel *>(u"sampleProblem"_s)->isVisible());
    sample->setPlainText(u"{ \"weather\": \"fine\" }"_s);
    QVERIFY(!dialog.findChild<QLabel *>(u"sampleProblem"_s)->isVisible());
    QVERIFY(!dialog.findChild<QLabel *>(u"preview"_s)->text().contains(u"This would be a missed call"_s));
}

void TestConnectionsPage::everyControlHasAName()
{
    const auto shown = page();
    shown->showFindings(u"twilio"_s, samples::findings());
    QList<QWidget *> places = {shown.get()};
    const board::PhoneSystems systems = samples::systems(m_clock.now());
    QList<QDialog *> dialogs = {phoneSystemDialog(shown.get()), new MapperDialog(desk::GenericHook{}, shown.get())};
    for (const QString &type : desk::phoneSystemTypes())
        dialogs.append(new ConnectionDialog(type, systems, shown.get()));
    for (QDialog *dialog : std::as_const(dialogs))
        places.append(dialog);
    int controls = 0;
    for (QWidget *place : std::as_const(places)) {
        for (QWidget *widget : place->findChildren<QWidget *>()) {
            const bool isControl = qobject_cast<QAbstractButton *>(widget) != nullptr || qobject_cast<QComboBox *>(widget) != nullptr ||
                                   (qobject_cast<QLineEdit *>(widget) != nullptr && widget->objectName() != u"qt_spinbox_lineedit") ||
                                   qobject_cast<QPlainTextEdit *>(widget) != nullptr;
            if (!isControl || widget->inherits("QTableCornerButton"))
                continue;
            ++controls;
            QVERIFY2(!widget->accessibleName().isEmpty(), qPrintable(widget->objectName()));
        }
    }
    QVERIFY(controls > 60);
}

QTEST_MAIN(TestConnectionsPage)
#include "tst_connectionspage.moc"
