#include "connections/connectiondialog.h"
#include "connections/connectionspage.h"
#include "connections/mapperdialog.h"
#include "connections/systemdialog.h"
#include "connections/wiringdialog.h"
#include "cutoff.h"
#include "leads/choicesdialog.h"
#include "leads/leaddialog.h"
#include "leads/leadspage.h"
#include "leads/recorddialog.h"
#include "leadsamples.h"
#include "mainwindow.h"
#include "queue/completedialog.h"
#include "queue/queuepage.h"
#include "review/reviewdialog.h"
#include "samples.h"
#include "systemsamples.h"
#include "widgets/theme.h"

#include <QAbstractButton>
#include <QApplication>
#include <QDir>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QScrollArea>
#include <QScrollBar>
#include <QTableView>
#include <QTest>
#include <QTranslator>

using namespace ringback;
using namespace Qt::StringLiterals;

/// Takes the pictures that a person looks at: every screen in light and dark, at the usual size and with text at 200 %.
class TestPictures : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void screens_data();
    void screens();
    void reviewDialog();
    void completeDialog();
    void systemDialogs();
    void leadDialogs();
    void lightDiffersFromDark();

private:
    void save(const QString &name, QWidget &widget);

    QDir m_folder;
    QTranslator m_translator;
    samples::FixedClock m_clock;
};

void TestPictures::initTestCase()
{
    const QString folder = qEnvironmentVariable("RINGBACK_PICTURES", QCoreApplication::applicationDirPath() + u"/pictures"_s);
    QVERIFY(QDir().mkpath(folder));
    m_folder = QDir(folder);
    // RINGBACK_PICTURES_QM=…/ringback_es.qm draws them in that language.
    if (const QString file = qEnvironmentVariable("RINGBACK_PICTURES_QM"); !file.isEmpty()) {
        QLocale::setDefault(QLocale(QLocale::Spanish, QLocale::UnitedStates));
        QVERIFY(m_translator.load(file));
        QVERIFY(QCoreApplication::installTranslator(&m_translator));
    }
}

void TestPictures::save(const QString &name, QWidget &widget)
{
    const QImage image = widget.grab().toImage();
    QVERIFY(!image.isNull());
    QVERIFY(image.save(m_folder.filePath(name + u".png"_s)));
    // More than one colour: something was painted.
    const QRgb corner = image.pixel(2, 2);
    bool painted = false;
    for (int y = 0; y < image.height() && !painted; y += 3) {
        for (int x = 0; x < image.width() && !painted; x += 3)
            painted = image.pixel(x, y) != corner;
    }
    QVERIFY(painted);
    QCOMPARE(samples::cutOff(widget), QStringList());
}

void TestPictures::screens_data()
{
    QTest::addColumn<QString>("screen");
    QTest::addColumn<bool>("dark");
    QTest::addColumn<double>("scale");
    for (const char *screen :
         {"board", "board-empty", "board-practice", "board-storm", "board-likely", "board-trouble", "board-undo", "queue", "queue-all",
          "queue-mine", "welcome", "connect", "systems", "systems-tested", "leads", "leads-tested", "board-leads"}) {
        for (const bool dark : {false, true}) {
            for (const double scale : {1.0, 2.0}) {
                const QString name =
                    u"%1-%2%3"_s.arg(QLatin1StringView(screen), dark ? u"dark"_s : u"light"_s, scale > 1 ? u"-200"_s : u""_s);
                QTest::newRow(qUtf8Printable(name)) << QString::fromLatin1(screen) << dark << scale;
            }
        }
    }
}

void TestPictures::screens()
{
    QFETCH(QString, screen);
    QFETCH(bool, dark);
    QFETCH(double, scale);
    ui::dress(*qApp, dark, scale);
    ui::MainWindow window(m_clock);
    window.resize(1280, 800);
    window.setOffice(samples::office());
    window.setMe(u"sam"_s);
    board::Health health = samples::health(m_clock.now());
    if (screen == u"board-practice") {
        health.practice = true;
        health.engineRunning = false;
        health.quietHoursOff = true;
        health.connections[0].refusedSignatures = 3;
        health.connections[0].secretMissing = true;
    }
    if (screen == u"board-storm")
        health = samples::stormy(m_clock.now());
    if (screen == u"board-trouble") {
        health.trouble = ErrorKind::Transient;
        health.onNetworkShare = true;
        health.likelyOptOuts = 2;
        health.connections[0].pausedUntil = m_clock.now() + samples::minutes(4);
    }
    window.show();
    QVERIFY(QTest::qWaitForWindowExposed(&window));
    if (screen != u"board-empty") {
        window.setBoard(samples::board(m_clock.now()));
        window.setQueue(samples::queue(m_clock.now()));
    } else {
        health.unclaimed = health.overdue = health.textsToReview = health.textsWaiting = 0;
    }
    window.setHealth(health);
    if (screen.startsWith(u"queue"))
        window.showPage(ui::MainWindow::Page::Queue);
    if (screen.startsWith(u"systems")) {
        window.showPage(ui::MainWindow::Page::Systems);
        window.setMe(u"pat"_s);
        window.systems().setPublicUrl(u"https://calls.summit.example"_s);
        window.systems().setSystems(samples::systems(m_clock.now()));
        window.setHealth(samples::systemsHealth(m_clock.now()));
        if (screen == u"systems-tested")
            window.systems().showFindings(u"twilio"_s, samples::findings());
    }
    if (screen.startsWith(u"leads")) {
        window.showPage(ui::MainWindow::Page::Leads);
        window.setMe(u"pat"_s);
        window.leads().setSystems(samples::leadSystems(m_clock.now()));
        window.setHealth(samples::leadsHealth(m_clock.now()));
        if (screen == u"leads-tested")
            window.leads().showFindings(u"jobber"_s, samples::leadFindings());
    }
    if (screen == u"board-leads") {
        QList<board::BoardRow> rows = samples::board(m_clock.now());
        rows[0].lead = samples::failedLead();
        rows[1].lead = samples::toChoose();
        rows[2].lead = samples::syncedLead();
        rows[4].lead = samples::failedLead();
        window.setBoard(rows);
    }
    if (screen == u"welcome")
        window.showPage(ui::MainWindow::Page::Welcome);
    if (screen == u"connect") {
        window.showPage(ui::MainWindow::Page::Connect);
        window.findChild<QLineEdit *>(u"company"_s)->setText(u"Summit Roofing"_s);
        window.findChild<QLineEdit *>(u"publicAddress"_s)->setText(u"https://calls.summit.example"_s);
        window.findChild<QAbstractButton *>(u"submit"_s)->click();
    }
    const QList<QTableView *> lists = window.findChildren<QTableView *>(u"rows"_s);
    for (QTableView *list : lists) {
        if (list->isVisible())
            list->selectRow(screen == u"queue" ? 0 : screen == u"board-likely" ? list->model()->rowCount() - 1 : 1);
    }
    if (screen == u"queue-all") {
        const QList<QAbstractButton *> buttons = window.findChildren<QAbstractButton *>();
        for (QAbstractButton *button : buttons) {
            if (button->isVisible() &&
                button->accessibleName() == u"%1: %2"_s.arg(ui::QueuePage::tr("All")).arg(samples::queue(m_clock.now()).size()))
                button->click();
        }
        for (QTableView *list : lists) {
            if (list->isVisible())
                list->selectRow(list->model()->rowCount() - 1);
        }
        window.setConversation(samples::conversation(m_clock.now(), u"h"_s));
    }
    if (screen == u"board-undo")
        window.showAftermath({.taskId = u"task-b"_s,
                              .outcome = u"estimate_scheduled"_s,
                              .undoUntil = m_clock.now() + samples::seconds(10),
                              .confirmationAt = m_clock.now() + samples::seconds(10),
                              .returnsAt = m_clock.now() + samples::hours(20),
                              .attempt = 2,
                              .attempts = 3});
    if (screen == u"board-likely")
        window.setConversation(samples::likelyOptOut(m_clock.now()));
    if (screen == u"queue-mine") {
        const QList<QAbstractButton *> buttons = window.findChildren<QAbstractButton *>();
        for (QAbstractButton *button : buttons) {
            if (button->isVisible() && button->text().startsWith(u"Mine"))
                button->click();
        }
        for (QTableView *list : lists) {
            if (list->isVisible())
                list->selectRow(0);
        }
        window.showRefusal(u"task-c"_s, {.why = desk::Refusal::Why::TakenBySomeone,
                                         .who = u"Dana Reyes"_s,
                                         .since = m_clock.now() - samples::minutes(8),
                                         .detail = {}});
    }
    board::Conversation conversation = samples::conversation(m_clock.now(), screen == u"queue-mine" ? u"mine"_s : u"b"_s);
    if (screen == u"board-leads")
        conversation = samples::withLeads(conversation, m_clock.now());
    window.setConversation(conversation);
    QCoreApplication::processEvents();
    QCoreApplication::processEvents();
    QCOMPARE(window.size(), QSize(1280, 800));
    save(QString::fromLatin1(QTest::currentDataTag()), window);
}

void TestPictures::reviewDialog()
{
    for (const bool dark : {false, true}) {
        for (const double scale : {1.0, 2.0}) {
            ui::dress(*qApp, dark, scale);
            ui::ReviewDialog dialog;
            const board::Office office = samples::office();
            dialog.setTexts(samples::toReview(m_clock.now()), {office, m_clock.now()});
            dialog.show();
            QCoreApplication::processEvents();
            save(u"review-%1%2"_s.arg(dark ? u"dark"_s : u"light"_s, scale > 1 ? u"-200"_s : u""_s), dialog);
        }
    }
}

void TestPictures::completeDialog()
{
    for (const bool dark : {false, true}) {
        ui::dress(*qApp, dark);
        ui::CompleteDialog dialog(u"Omar Haddad"_s, samples::office().outcomes, m_clock.now(), samples::office().timeZone);
        dialog.show();
        QTest::keyClick(dialog.focusWidget(), Qt::Key_Space);
        QCoreApplication::processEvents();
        save(dark ? u"complete-dark"_s : u"complete-light"_s, dialog);
    }
}

void TestPictures::systemDialogs()
{
    const board::PhoneSystems systems = samples::systems(m_clock.now());
    for (const bool dark : {false, true}) {
        ui::dress(*qApp, dark);
        const QString look = dark ? u"dark"_s : u"light"_s;
        const auto draw = [&](QDialog &dialog, const QString &name) {
            dialog.show();
            QCoreApplication::processEvents();
            QCoreApplication::processEvents();
            save(u"%1-%2"_s.arg(name, look), dialog);
        };
        const std::unique_ptr<ui::SystemDialog> choice(ui::phoneSystemDialog(nullptr));
        draw(*choice, u"systems-choice"_s);
        ui::ConnectionDialog twilio(systems.connections.first(), systems);
        draw(twilio, u"systems-twilio"_s);
        ui::ConnectionDialog ringCentral(u"ringcentral"_s, systems);
        draw(ringCentral, u"systems-ringcentral"_s);
        ui::ConnectionDialog mailbox(u"google_voice"_s, systems);
        mailbox.show();
        mailbox.findChild<QAbstractButton *>(u"save"_s)->click();
        draw(mailbox, u"systems-google-voice"_s);
        ui::ConnectionDialog generic(u"generic"_s, systems);
        draw(generic, u"systems-generic"_s);
        ui::WiringDialog wiring(u"twilio"_s, u"Twilio"_s);
        wiring.showRows(samples::wiring());
        draw(wiring, u"systems-wiring"_s);
        ui::MapperDialog mapper(desk::GenericHook{.proofSecret = u"x"_s});
        mapper.findChild<QPlainTextEdit *>(u"sample"_s)->setPlainText(QString::fromUtf8(samples::postedSample()));
        draw(mapper, u"systems-mapper"_s);
    }
}

void TestPictures::leadDialogs()
{
    const board::LeadSystems systems = samples::leadSystems(m_clock.now());
    const board::Office office = samples::office();
    for (const double scale : {1.0, 2.0}) {
        for (const bool dark : {false, true}) {
            ui::dress(*qApp, dark, scale);
            const QString look = (dark ? u"dark"_s : u"light"_s) + (scale > 1 ? u"-200"_s : QString());
            const auto draw = [&](QDialog &dialog, const QString &name) {
                dialog.show();
                QCoreApplication::processEvents();
                QCoreApplication::processEvents();
                save(u"%1-%2"_s.arg(name, look), dialog);
            };
            ui::ChoicesDialog choices(systems.connections.first(), office);
            choices.showLists(samples::leadLists());
            draw(choices, u"leads-choices"_s);
            ui::RecordDialog record(samples::toChoose(), u"Maria Alvarez"_s);
            draw(record, u"leads-record"_s);
            for (const QString &type : {u"jobber"_s, u"servicetitan"_s, u"google_sheets"_s, u"webhook"_s}) {
                ui::LeadDialog form(type, systems);
                draw(form, u"leads-"_s + type);
            }
        }
    }
}

void TestPictures::lightDiffersFromDark()
{
    const QImage light(m_folder.filePath(u"board-light.png"_s));
    const QImage dark(m_folder.filePath(u"board-dark.png"_s));
    QVERIFY(!light.isNull() && !dark.isNull());
    QVERIFY(qGray(light.pixel(640, 790)) > 200);
    QVERIFY(qGray(dark.pixel(640, 790)) < 60);
}

QTEST_MAIN(TestPictures)
#include "tst_pictures.moc"
