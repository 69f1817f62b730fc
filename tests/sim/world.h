#pragma once

#include "base/id.h"
#include "engine/intake.h"
#include "engine/office.h"
#include "engine/runner.h"
#include "engine/staffing.h"
#include "engine/timekeeper.h"
#include "sim/company.h"
#include "sim/schedule.h"
#include "sim/sqlitecalls.h"
#include "store/database.h"
#include "support/testclock.h"

#include <QSet>
#include <QStringList>

#include <map>
#include <memory>

namespace ringback::sim {

/// What may go wrong with the statements of one connection.
struct Accidents {
    std::optional<Crash> crash;
    std::optional<Fault> fault;
    std::optional<Pause> pause;
    bool dead = false;
};

/// The office of one run: the door, the desk, two engines and the phone company on one database and one clock, in one thread.
class World final : private Agenda {
public:
    struct Options {
        quint64 seed = 1;
        qsizetype events = -1; ///< only so many of the schedule; -1 = all
        bool trace = false;
    };

    explicit World(const Options &options);
    ~World() override;
    World(const World &) = delete;
    World &operator=(const World &) = delete;

    /// Plays the schedule, then lets everything come to rest in fair weather. What was found wrong.
    [[nodiscard]] QStringList run();

    [[nodiscard]] qsizetype events() const { return m_schedule.events.size(); }
    /// The end of the audit chain: the same for the same seed.
    [[nodiscard]] QString fingerprint();

private:
    /// An engine's process, from its start to its end; and the next one in its place.
    struct Engine {
        int number = 0;
        int incarnation = 0;
        QString id;
        std::unique_ptr<IdSource> ids;
        std::unique_ptr<store::Database> database;
        std::unique_ptr<engine::Intake> intake;
        std::unique_ptr<engine::Timekeeper> timekeeper;
        std::unique_ptr<engine::Staffing> staffing;
        std::unique_ptr<engine::Runner> runner;
        std::shared_ptr<Phone> phone;
        std::optional<engine::Office> office;
        Accidents accidents;
        bool stopped = false; ///< SIGSTOP
        int failures = 0;
        std::optional<Instant> wakeAt;
        Instant nextBeat;
    };

    [[nodiscard]] Instant now() const override { return m_clock.now(); }
    void at(Instant when, std::function<void()> what) override;

    void makeOffice();
    [[nodiscard]] std::unique_ptr<store::Database> open(Accidents *accidents, Engine *engine);
    [[nodiscard]] int strike(Accidents &accidents, Engine *engine, const store::Database &database, Moment moment, const QString &sql);
    void stopFor(Engine &engine, Milliseconds length);

    void start(Engine &engine);
    void bury(Engine &engine);
    void work(Engine &engine);
    [[nodiscard]] Result<bool> workOnce(Engine &engine);
    [[nodiscard]] Done refreshOffice(Engine &engine);
    void workAll();
    [[nodiscard]] std::optional<QString> leaving(Engine &engine, const connectors::TextRequest &request);

    void play(const Event &event);
    void deliver(const Webhook &webhook, int tries);
    void act(const StaffAct &act);
    void change(const NewRules &rules);

    void lookAtTheAbsent();
    [[nodiscard]] std::optional<Instant> nextTime() const;
    void runUntil(Instant end);
    void settle();
    void found(const QString &what);
    void trace(const QString &what) const;

    // After the run.
    void checkInbox();
    void checkCalls();
    void checkTexts();
    void checkCases();
    void checkPlaces();
    void checkTimeline();
    void checkAudit();

    const Options m_options;
    Schedule m_schedule;
    test::TestClock m_clock;
    Dice m_dice;
    QString m_file;
    std::unique_ptr<store::Database> m_outside; ///< no accidents: the checks, and the company's knowledge of us
    Accidents m_hall; ///< of the door and the desk
    std::unique_ptr<store::Database> m_hallDatabase;
    IdSource m_hallIds;
    Company m_company;
    Engine m_engines[2];
    std::map<std::pair<Instant, int>, std::function<void()>> m_agenda;
    int m_agendaNumber = 0;
    qsizetype m_played = 0;
    bool m_calm = false; ///< the schedule is over: no more accidents
    Instant m_restBy; ///< people come and go for ever; what happens because of that alone is not waited for after this
    std::map<QString, Instant> m_leftWith; ///< open tasks that lie with somebody who is away, and since when they do
    std::map<qint64, int> m_setupVariants; ///< by version
    std::map<qint64, int> m_bookVariants;
    std::map<QString, QByteArray> m_acknowledged; ///< webhooks by key
    QList<std::pair<QString, Instant>> m_arrivals; ///< the same, first time, in order
    QStringList m_violations;
};

} // namespace ringback::sim
