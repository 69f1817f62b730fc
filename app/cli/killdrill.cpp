#include "cli/killdrill.h"

#include "audit/trail.h"
#include "cli/aftermath.h"
#include "cli/command.h"
#include "cli/output.h"
#include "places.h"
#include "settings/secretstore.h"
#include "store/jobgateway.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>

#include <atomic>
#include <thread>

namespace ringback::app::cli {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int startPatienceMs = 60'000;
constexpr int endPatienceMs = 30'000;
constexpr std::chrono::milliseconds postPatience = 60s; // for the last acknowledgement, when no more is killed
const QString publicUrl = u"http://127.0.0.1"_s; // what is signed; the port is another after each start

// As the command line takes it; the password goes by the environment, which other users cannot read.
QString nameOf(const store::Address &address)
{
    if (address.dialect == store::Dialect::Sqlite)
        return address.file;
    return u"postgresql://%1@localhost:%2/%3?host=%4"_s.arg(address.user).arg(address.port).arg(address.database, address.host);
}

// One `ringback-engine serve` at a time, each in the place of the one before.
class Engine {
public:
    Engine(const store::Address &database, PracticeHouse &house)
        : m_database(nameOf(database))
        , m_environment(QProcessEnvironment::systemEnvironment())
    {
        m_environment.insert(QString::fromLatin1(settings::EnvironmentSecrets::variableOf(PracticeHouse::secretName())),
                             QString::fromLatin1(house.phone().authToken()));
        if (!database.password.isEmpty())
            m_environment.insert(u"PGPASSWORD"_s, database.password);
    }

    /// Waits until it listens. Errors: Transient (it did not come up).
    [[nodiscard]] Result<quint16> start()
    {
        m_process = std::make_unique<QProcess>();
        m_process->setProcessEnvironment(m_environment);
        m_process->setProcessChannelMode(QProcess::ForwardedErrorChannel);
        m_process->start(QCoreApplication::applicationFilePath(),
                         {u"serve"_s, u"--listen"_s, u"127.0.0.1:0"_s, u"--public-url"_s, publicUrl, u"--database"_s, m_database});
        while (m_process->waitForReadyRead(startPatienceMs)) {
            if (!m_process->canReadLine())
                continue;
            const quint16 port = QString::fromUtf8(m_process->readLine()).trimmed().section(u':', -1).toUShort();
            if (port != 0)
                return port;
            break;
        }
        return failure(ErrorKind::Transient, u"the engine did not start"_s);
    }

    /// False when it has ended by itself.
    [[nodiscard]] bool kill()
    {
        const bool wasRunning = m_process->state() == QProcess::Running && !m_process->waitForFinished(0);
        m_process->kill();
        return m_process->waitForFinished(endPatienceMs) && wasRunning;
    }

    /// SIGTERM. False when it did not end well.
    [[nodiscard]] bool stop()
    {
        m_process->terminate();
        return m_process->waitForFinished(endPatienceMs) && m_process->exitStatus() == QProcess::NormalExit && m_process->exitCode() == 0;
    }

private:
    const QString m_database;
    QProcessEnvironment m_environment;
    std::unique_ptr<QProcess> m_process;
};

} // namespace

int killDrill(const KillDrill &drill, PracticeHouse &house, const Clock &clock)
{
    const practice::StormTarget target{.publicUrl = publicUrl,
                                       .authToken = house.phone().authToken(),
                                       .accountSid = practice::PracticePhone::accountSid(),
                                       .lines = PracticeHouse::lines()};
    Engine engine(drill.database, house);
    std::atomic<quint16> port = 0;
    std::atomic_bool isOver = false;
    practice::StormResult storm;
    std::jthread callers([&] {
        storm = practice::runRoughStorm(
            drill.plan, target, [&port] { return port.load(); }, drill.duration, postPatience);
        isOver = true;
    });

    int kills = 0;
    QElapsedTimer took;
    took.start();
    for (;;) {
        const Result<quint16> listening = engine.start();
        if (!listening) {
            complain(listening.error().what);
            return NoData;
        }
        port = *listening;
        const auto killAt = std::chrono::steady_clock::now() + drill.killEvery;
        while (!isOver && std::chrono::steady_clock::now() < killAt)
            std::this_thread::sleep_for(10ms);
        if (isOver)
            break;
        // The callers are not told: some are in the middle of a request, and the next find nobody.
        if (!engine.kill()) {
            complain(u"The engine ended before it was killed."_s);
            return Found;
        }
        ++kills;
    }
    callers.join();

    const Result<std::unique_ptr<store::Database>> database = openOffice(drill.database, clock);
    if (!database) {
        complain(database.error().what);
        return NoData;
    }
    const Result<bool> ended = waitForTheEnd(**database);
    const bool endedWell = engine.stop();
    const Result<Aftermath> outcome = ended ? judge(**database, storm, house.phone().texts()) : failure(ended);
    const Result<audit::Verification> chain = audit::verify(**database);
    const Result<int> doubtful = store::JobGateway(**database).toReview();
    for (const QString &problem : {outcome ? QString() : outcome.error().what, chain ? QString() : chain.error().what,
                                   doubtful ? QString() : doubtful.error().what}) {
        if (!problem.isEmpty()) {
            complain(problem);
            return NoData;
        }
    }
    house.close();

    QJsonObject suppressed;
    for (auto reason = outcome->suppressed.cbegin(); reason != outcome->suppressed.cend(); ++reason)
        suppressed.insert(reason.key(), reason.value());
    const int lost = outcome->lost + storm.refused + storm.unanswered;
    const QJsonObject result = {{u"calls"_s, drill.plan.calls},
                                {u"acknowledged"_s, storm.acknowledged},
                                {u"posted_again"_s, storm.postedAgain},
                                {u"kills"_s, kills},
                                {u"seconds"_s, qRound64(static_cast<double>(took.elapsed()) / 1'000)},
                                {u"texted"_s, outcome->texted},
                                {u"suppressed"_s, suppressed},
                                {u"lost"_s, lost},
                                {u"duplicated"_s, outcome->doubled},
                                {u"needs_review"_s, *doubtful},
                                {u"audit_rows"_s, chain->rows},
                                {u"audit_whole"_s, !chain->firstBad.has_value()}};
    if (drill.json) {
        print(QString::fromUtf8(QJsonDocument(result).toJson()).trimmed());
    } else {
        for (const QString &key : {u"calls"_s, u"acknowledged"_s, u"posted_again"_s, u"kills"_s, u"seconds"_s, u"texted"_s, u"lost"_s,
                                   u"duplicated"_s, u"needs_review"_s, u"audit_rows"_s})
            print(u"%1 %2"_s.arg(QString(key).replace(u'_', u' ').leftJustified(19)).arg(result[key].toInt()));
        print(u"%1 %2"_s.arg(u"audit trail"_s.leftJustified(19), chain->firstBad ? u"broken"_s : u"whole"_s));
    }
    if (!*ended)
        complain(u"Work was left when patience ran out; what is not done counts as lost."_s);
    if (!endedWell)
        complain(u"The last engine did not end well when it was asked to."_s);
    return lost > 0 || outcome->doubled > 0 || chain->firstBad || !endedWell ? Found : Ok;
}

} // namespace ringback::app::cli
