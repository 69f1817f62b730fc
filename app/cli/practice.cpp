#include "base/id.h"
#include "board/feed.h"
#include "cli/command.h"
#include "cli/output.h"
#include "desk/desk.h"
#include "places.h"
#include "practicehouse.h"
#include "quitsignals.h"
#include "service.h"

#include <QCoreApplication>
#include <QTimeZone>
#include <QTimer>

namespace ringback::app::cli {

using namespace Qt::StringLiterals;

namespace {

QString stageWord(board::Stage stage)
{
    switch (stage) {
    case board::Stage::Screened:
        return u"left out"_s;
    case board::Stage::Waiting:
        return u"missed"_s;
    case board::Stage::Texted:
        return u"texted"_s;
    case board::Stage::Replied:
        return u"replied"_s;
    case board::Stage::Claimed:
        return u"claimed"_s;
    case board::Stage::Closed:
        return u"closed"_s;
    case board::Stage::Unclear:
        return u"unclear"_s;
    }
    Q_UNREACHABLE();
}

void printBoard(const QList<board::BoardRow> &rows, const Clock &clock)
{
    print(u"\nBoard at %1"_s.arg(toDateTime(clock.now()).toTimeZone(QTimeZone("America/Chicago")).toString(u"h:mm:ss AP"_s)));
    QJsonArray table;
    for (const board::BoardRow &row : rows.mid(0, 20)) {
        const auto age = std::chrono::duration_cast<std::chrono::seconds>(clock.now() - row.lastCallAt).count();
        table.append(QJsonObject{{u"caller"_s, row.callerName.isEmpty() ? u"(no name)"_s : row.callerName},
                                 {u"number"_s, row.callerNumber},
                                 {u"calls"_s, u"×%1"_s.arg(row.missedCalls)},
                                 {u"line"_s, row.lineLabel},
                                 {u"age"_s, u"%1 s"_s.arg(age)},
                                 {u"text"_s, row.lastText ? calls::word(row.lastText->state) : QString()},
                                 {u"stage"_s, stageWord(row.stage)},
                                 {u"who"_s, row.claimedBy},
                                 {u"why"_s, QJsonArray::fromStringList(row.reasons)}});
    }
    printRows(table,
              {{u"CALLER"_s, u"caller"_s},
               {u"NUMBER"_s, u"number"_s},
               {u""_s, u"calls"_s},
               {u"LINE"_s, u"line"_s},
               {u"AGE"_s, u"age"_s},
               {u"TEXT"_s, u"text"_s},
               {u"STATE"_s, u"stage"_s},
               {u"CLAIMED BY"_s, u"who"_s},
               {u"WHY"_s, u"why"_s}},
              false);
}

// Plays the people of the practice office, one step at a time: the first caller who wrote back is claimed, then called; the next is
// claimed and kept.
class PracticeStaff final {
public:
    explicit PracticeStaff(desk::Desk &desk)
        : m_desk(desk)
    {}

    // True when somebody did something.
    bool act(const QList<board::BoardRow> &rows)
    {
        for (auto row = rows.crbegin(); row != rows.crend(); ++row) { // the oldest first
            const bool waits = row->taskOpen && row->stage == board::Stage::Replied;
            if (m_step == 0 && waits) {
                m_task = row->taskId;
                return did(m_desk.claim(m_task, u"dana"_s).has_value(), u"Dana Reyes claims the callback of %1."_s.arg(row->callerNumber));
            }
            if (m_step == 1 && row->taskId == m_task) {
                return did(m_desk.complete(m_task, u"dana"_s, {.outcome = u"estimate_scheduled"_s, .value = Money{1'120'000}, .at = {}})
                               .has_value(),
                           u"Dana Reyes called %1: estimate scheduled, worth $11,200."_s.arg(row->callerNumber));
            }
            if (m_step == 2 && waits)
                return did(m_desk.claim(row->taskId, u"sam"_s).has_value(),
                           u"Sam Ortiz claims the callback of %1."_s.arg(row->callerNumber));
        }
        return false;
    }

private:
    bool did(bool well, const QString &what)
    {
        if (well) {
            ++m_step;
            print(u"\n→ "_s + what);
        }
        return well;
    }

    desk::Desk &m_desk;
    int m_step = 0;
    QString m_task;
};

} // namespace

int practice(const QStringList &arguments, const Clock &clock)
{
    Command command(u"practice"_s,
                    u"Made-up callers ring a made-up office: the board is printed while texts go out and callbacks are claimed."_s, {},
                    {{u"seconds"_s, u"How long."_s, u"seconds"_s, u"60"_s},
                     {u"speed"_s, u"So many times faster than life."_s, u"factor"_s, u"1"_s},
                     {u"seed"_s, u"The same callers for the same seed."_s, u"number"_s, u"0"_s}},
                    false);
    if (!command.parse(arguments)) {
        complain(command.error());
        return BadUsage;
    }
    const std::optional<qint64> seconds = command.number(u"seconds"_s, 1, 86'400);
    const std::optional<qint64> speed = command.number(u"speed"_s, 1, 100);
    const std::optional<qint64> seed = command.number(u"seed"_s, 0, std::numeric_limits<qint64>::max());
    if (!seconds || !speed || !seed) {
        complain(command.error());
        return BadUsage;
    }
    const Result<store::Address> address =
        store::Address::parse(command.isSet(u"database"_s) ? command.value(u"database"_s) : practiceFile());
    if (!address) {
        complain(address.error().what);
        return NoData;
    }
    PracticeHouse house(clock);
    if (const Done furnished = house.furnish(*address); !furnished) {
        complain(furnished.error().what);
        return NoData;
    }
    Service service({.database = *address, .listenAddress = u"127.0.0.1"_s}, clock, house.secrets());
    QObject::connect(&service, &Service::problem, &service, [](const QString &what) { complain(what); });
    if (const Done started = service.start(); !started) {
        complain(started.error().what);
        return NoData;
    }
    const Result<std::unique_ptr<store::Database>> database = openOffice(*address, clock);
    if (!database) {
        complain(database.error().what);
        return NoData;
    }
    print(u"Practice: these callers are made up, and no real texts are sent.\nDatabase: %1\nWebhooks: %2\n"_s.arg(address->display(),
                                                                                                                  service.listeningOn()));
    IdSource ids(IdSource::systemSeed());
    desk::Desk desk(**database, clock, ids);
    PracticeStaff staff(desk);
    board::Feed feed(**database, clock);
    QList<board::BoardRow> rows;
    QTimer printing;
    printing.setSingleShot(true);
    printing.setInterval(1'000); // what happens within a second is one picture
    QObject::connect(&printing, &QTimer::timeout, &feed, [&] {
        printBoard(rows, clock);
        if (staff.act(rows))
            feed.refresh();
    });
    QObject::connect(&feed, &board::Feed::boardChanged, &feed, [&](const QList<board::BoardRow> &changed) {
        rows = changed;
        if (!printing.isActive())
            printing.start();
    });
    feed.start();
    house.open(service.port(), service.publicUrl(), {.speed = static_cast<double>(*speed), .seed = static_cast<quint64>(*seed)});

    const QuitSignals quitSignals;
    QObject::connect(&quitSignals, &QuitSignals::quitRequested, qApp, &QCoreApplication::quit);
    QTimer::singleShot(std::chrono::seconds(*seconds), qApp, &QCoreApplication::quit);
    QCoreApplication::exec();
    house.close();
    service.stop();
    printBoard(rows, clock);
    return Ok;
}

} // namespace ringback::app::cli
