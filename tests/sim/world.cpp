#include "sim/world.h"

#include "connectors/twilio/events.h"
#include "desk/desk.h"
#include "desk/handling.h"
#include "desk/officework.h"
#include "desk/presencework.h"
#include "desk/stormswitch.h"
#include "desk/texting.h"
#include "sim/sqlitecalls.h"
#include "store/jobgateway.h"
#include "store/migrations.h"
#include "support/office.h"
#include "support/testdatabase.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTimeZone>

#include <sqlite3.h>

#include <cstdio>

namespace ringback::sim {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using test::must;
namespace twilio = connectors::twilio;

namespace {

constexpr Milliseconds beatInterval = 2s;
constexpr int hall = 2; // the number of the door's and the desk's connection, behind the engines
constexpr int turnsAtOnce = 40;
constexpr int longestSettling = 20'000;
constexpr Milliseconds longestLeftWithTheAbsent = 5min;

const QString connectionId = u"twilio-main"_s;

// A folder in memory where there is one: the disk is not what is tested.
QTemporaryDir &folder()
{
    static QTemporaryDir made(QFileInfo(u"/dev/shm"_s).isWritable() ? u"/dev/shm/ringback-sim-XXXXXX"_s : QString());
    return made;
}

// The rules of a run, read once for all runs.
const settings::Setup &setupOf(const QString &playbook, int variant)
{
    static std::map<std::pair<QString, int>, settings::Setup> all;
    const auto key = std::make_pair(playbook, variant);
    if (const auto known = all.find(key); known != all.end())
        return known->second;
    settings::Setup setup = test::exampleSetup();
    setup.playbook = playbook;
    setup.mail = settings::Mail{.host = u"127.0.0.1"_s, .security = settings::Mail::Security::None, .fromAddress = u"office@example.com"_s};
    if (variant == 1) {
        setup.staff.last().capacity = 1;
        setup.staff[1].shifts = {{.days = {1, 2, 3, 4, 5, 6, 7}, .from = QTime(8, 0), .to = QTime(18, 0)}}; // Dana's, of every day
    }
    return all.emplace(key, setup).first->second;
}

QByteArray documentOf(const QString &playbook, int variant)
{
    QByteArray document = must(playbook::presetDocument(playbook));
    if (variant == 1) {
        const qsizetype before = document.size();
        document.replace("\"dedup_window\": \"4 h\"", "\"dedup_window\": \"5 h\"");
        Q_ASSERT(document.size() == before);
    }
    return document;
}

const playbook::Playbook &bookOf(const QString &playbook, int variant)
{
    static std::map<std::pair<QString, int>, playbook::Playbook> all;
    const auto key = std::make_pair(playbook, variant);
    if (const auto known = all.find(key); known != all.end())
        return known->second;
    return all.emplace(key, must(playbook::parse(documentOf(playbook, variant)))).first->second;
}

void store(store::Database &database, const QString &playbook, int variant, Instant now, bool first)
{
    store::Transaction transaction = must(store::Transaction::begin(database));
    store::OfficeGateway office(database);
    if (first)
        must(office.begin(transaction, false, now));
    must(office.addSetup(transaction, settings::toJson(setupOf(playbook, variant)), now));
    must(office.addPlaybook(transaction, playbook, documentOf(playbook, variant), now));
    must(transaction.commit());
}

// A furnished office, made once and copied for each run.
QString furnished(const QString &playbook)
{
    const QString file = folder().filePath(playbook + u".db"_s);
    if (QFile::exists(file))
        return file;
    const Instant past = test::instantOf(u"2026-01-01T00:00:00Z"_s);
    const std::unique_ptr<store::Database> database = must(store::Database::open({.file = file}));
    must(store::migrate(*database, past));
    store(*database, playbook, 0, past, true);
    IdSource ids(7);
    const desk::ContactImport imported = must(desk::importContacts(*database, ids,
                                                                   "name,phone,email,kind,language\n"
                                                                   "Ana Ruiz,+12125550110,ana@example.com,prior customer,es\n"
                                                                   "Kim Cole,+18085550114,kim@example.com,client,en\n"
                                                                   "Lee Hall,+13105550111,,,en\n",
                                                                   past));
    Q_ASSERT(imported.refused.isEmpty());
    return file;
}

} // namespace

World::World(const Options &options)
    : m_options(options)
    , m_schedule(drawSchedule(options.seed))
    , m_clock(m_schedule.beginning)
    , m_dice(options.seed * 2 + 1)
    , m_hallIds(options.seed)
    , m_company(*this, options.seed ^ 0x5DEECE66DULL)
{
    if (m_options.events >= 0 && m_options.events < m_schedule.events.size())
        m_schedule.events.resize(m_options.events);
    m_company.post = [this](const QString &sid, const QString &status, Milliseconds after) {
        const Webhook receipt{calls::EventKind::MessageStatus, test::receiptForm(sid, status)};
        at(now() + after, [this, receipt] { deliver(receipt, 0); });
    };
    makeOffice();
}

World::~World()
{
    for (Engine &engine : m_engines)
        bury(engine);
    leaveAlone(*m_hallDatabase);
    m_hallDatabase.reset();
    m_outside.reset();
    for (const QString &suffix : {QString(), u"-wal"_s, u"-shm"_s})
        QFile::remove(m_file + suffix);
}

void World::makeOffice()
{
    m_file = folder().filePath(u"run.db"_s);
    for (const QString &suffix : {QString(), u"-wal"_s, u"-shm"_s})
        QFile::remove(m_file + suffix);
    if (!QFile::copy(furnished(m_schedule.playbook), m_file))
        qFatal("the office cannot be copied");
    m_outside = open(nullptr, nullptr);
    m_hallDatabase = open(&m_hall, nullptr);
    const store::OfficeGateway::Versions versions = must(store::OfficeGateway(*m_outside).versions());
    m_setupVariants[versions.setup] = 0;
    m_bookVariants[versions.playbook] = 0;
    for (int i = 0; i < 2; ++i) {
        m_engines[i].number = i;
        start(m_engines[i]);
    }
}

std::unique_ptr<store::Database> World::open(Accidents *accidents, Engine *engine)
{
    std::unique_ptr<store::Database> database = must(store::Database::open({.file = m_file}));
    // A process that dies loses nothing that the system has; crashes here are connections that are dropped in the middle.
    must(database->change(u"PRAGMA synchronous = OFF"_s));
    if (accidents) {
        const store::Database &itself = *database;
        interrupt(itself, [this, accidents, engine, &itself](Moment moment, const QString &sql) {
            return strike(*accidents, engine, itself, moment, sql);
        });
    }
    return database;
}

int World::strike(Accidents &accidents, Engine *engine, const store::Database &database, Moment moment, const QString &sql)
{
    if (accidents.dead)
        return SQLITE_IOERR;
    const bool isCommit = sql == "COMMIT"_L1;
    if (moment == Moment::Before) {
        if (accidents.crash && accidents.crash->after-- <= 0 && !accidents.crash->answerLost) {
            trace(u"  killed before: "_s + sql.left(60));
            accidents.dead = true;
            return SQLITE_IOERR;
        }
        if (accidents.fault && sql != "ROLLBACK"_L1 && accidents.fault->what != Fault::What::CommitAnswerLost &&
            accidents.fault->after-- <= 0) {
            if (accidents.fault->what == Fault::What::RolledBack) // what SQLite does by itself when the disk is full
                rollBack(database);
            const int code = accidents.fault->what == Fault::What::Busy ? SQLITE_BUSY : SQLITE_FULL;
            if (--accidents.fault->times <= 0)
                accidents.fault.reset();
            trace(u"  refused: "_s + sql.left(60));
            return code;
        }
        return SQLITE_OK;
    }
    if (accidents.crash && accidents.crash->answerLost && accidents.crash->after <= 0) {
        trace(u"  killed behind: "_s + sql.left(60));
        accidents.dead = true;
        return SQLITE_IOERR;
    }
    if (isCommit && accidents.fault && accidents.fault->what == Fault::What::CommitAnswerLost && accidents.fault->after-- <= 0) {
        if (--accidents.fault->times <= 0)
            accidents.fault.reset();
        trace(u"  the answer to COMMIT is lost"_s);
        return SQLITE_IOERR;
    }
    if (isCommit && engine && accidents.pause && accidents.pause->after-- <= 0) {
        const Milliseconds length = accidents.pause->length;
        accidents.pause.reset();
        stopFor(*engine, length);
    }
    return SQLITE_OK;
}

// The others go on meanwhile, within this engine's statement.
void World::stopFor(Engine &engine, Milliseconds length)
{
    for (const Engine &each : m_engines) {
        if (each.stopped)
            return; // one at a time
    }
    trace(u"  engine %1 stops for %2 ms"_s.arg(engine.number).arg(length.count()));
    engine.stopped = true;
    engine.phone->hold();
    runUntil(now() + length);
    engine.stopped = false;
    trace(u"  engine %1 goes on"_s.arg(engine.number));
    const std::shared_ptr<Phone> phone = engine.phone;
    at(now(), [phone] { phone->readOn(); });
}

void World::start(Engine &engine)
{
    ++engine.incarnation;
    engine.id = u"engine-%1-%2"_s.arg(engine.number).arg(engine.incarnation);
    engine.accidents = {};
    engine.failures = 0;
    engine.ids = std::make_unique<IdSource>(m_options.seed * 1'000 + static_cast<quint64>(engine.incarnation * 2 + engine.number));
    engine.database = open(&engine.accidents, &engine);
    engine.intake = std::make_unique<engine::Intake>(*engine.database, m_clock, *engine.ids);
    engine.timekeeper = std::make_unique<engine::Timekeeper>(*engine.database, m_clock, *engine.ids);
    engine.staffing = std::make_unique<engine::Staffing>(*engine.database, m_clock, *engine.ids);
    engine.runner = std::make_unique<engine::Runner>(*engine.database, m_clock, *engine.ids, engine.id);
    const auto dies = [this, &engine] { // between two requests, too
        if (engine.accidents.crash && engine.accidents.crash->after-- <= 0)
            engine.accidents.dead = true;
        return engine.accidents.dead;
    };
    engine.phone = std::make_shared<Phone>(
        m_company,
        [this, &engine, dies](const connectors::TextRequest &request) -> std::optional<QString> {
            if (dies())
                return std::nullopt;
            return leaving(engine, request);
        },
        [dies] { return !dies(); });
    engine.wakeAt = now();
    engine.nextBeat = now() + beatInterval;
    trace(u"  engine %1 starts as %2"_s.arg(engine.number).arg(engine.id));
}

// What was under way ends with the process: nobody takes its answer down.
void World::bury(Engine &engine)
{
    engine.accidents.dead = true;
    if (engine.phone)
        engine.phone->abandon();
    engine.runner.reset();
    engine.staffing.reset();
    engine.timekeeper.reset();
    engine.intake.reset();
    engine.phone.reset();
    if (engine.database)
        leaveAlone(*engine.database);
    engine.database.reset();
    engine.office.reset();
    engine.wakeAt.reset();
}

Done World::refreshOffice(Engine &engine)
{
    const Result<bool> outdated = engine::isOutdated(*engine.database, engine.office);
    if (!outdated)
        return failure(outdated);
    if (!*outdated)
        return {};
    const Result<store::OfficeGateway::Versions> versions = store::OfficeGateway(*engine.database).versions();
    if (!versions)
        return failure(versions);
    engine.office = engine::Office{.setup = setupOf(m_schedule.playbook, m_setupVariants.at(versions->setup)),
                                   .setupVersion = versions->setup,
                                   .playbook = bookOf(m_schedule.playbook, m_bookVariants.at(versions->playbook)),
                                   .playbookVersion = versions->playbook};
    engine.runner->setSenders({{connectionId, {.provider = engine.phone, .statusCallback = QUrl(u"http://127.0.0.1/receipts"_s)}},
                               {settings::Mail::connectionId(), {.mailer = engine.phone}}});
    return {};
}

// As engine::Engine::workOnce().
Result<bool> World::workOnce(Engine &engine)
{
    if (const Done refreshed = refreshOffice(engine); !refreshed)
        return failure(refreshed);
    const Result<int> events = engine.intake->turn(*engine.office);
    if (!events)
        return failure(events);
    const bool more = *events >= engine::Intake::eventsPerTurn;
    const Result<int> jobs = engine.runner->turn(*engine.office);
    if (!jobs)
        return failure(jobs);
    if (more)
        return true;
    const Result<int> due = engine.timekeeper->turn(*engine.office);
    if (!due)
        return failure(due);
    if (*due > 0)
        return true;
    const Result<int> placed = engine.staffing->turn(*engine.office);
    if (!placed)
        return failure(placed);
    return *placed > 0;
}

void World::work(Engine &engine)
{
    if (!engine.database) { // dead
        engine.wakeAt.reset();
        return;
    }
    if (engine.stopped)
        return;
    Result<bool> more = true;
    if (now() >= engine.nextBeat) {
        engine.nextBeat = now() + beatInterval;
        if (engine.office) {
            if (const Done beaten = engine.runner->heartbeat(*engine.office); !beaten)
                more = failure(beaten);
        }
    }
    for (int turn = 0; turn < turnsAtOnce && more && *more && !engine.accidents.dead; ++turn)
        more = workOnce(engine);
    std::optional<Instant> next;
    if (more && !engine.accidents.dead) {
        const auto consider = [&](const char *whose, const Result<std::optional<Instant>> &due) {
            if (!due)
                more = failure(due);
            else if (*due)
                next = next ? std::min(*next, **due) : **due;
            if (m_options.trace && due && *due && **due <= now())
                trace(u"  engine %1: its %2 has something due that it does not take"_s.arg(engine.number).arg(QLatin1StringView(whose)));
        };
        consider("intake", engine.intake->nextDue());
        consider("timekeeper", engine.timekeeper->nextDue());
        Result<std::optional<Instant>> staffing = engine.staffing->nextDue();
        if (staffing && *staffing && m_calm && **staffing > std::max(m_restBy, now() + engine::Staffing::between))
            staffing->reset();
        consider("staffing", staffing);
        consider("runner", engine.runner->nextDue());
        if (engine.runner->inFlight() > 0)
            next = next ? std::min(*next, engine.nextBeat) : engine.nextBeat;
    }
    if (engine.accidents.dead) {
        bury(engine);
        const Instant again = now() + Milliseconds(m_calm ? 0 : m_dice.below(40'000));
        at(again, [this, &engine] { start(engine); });
        return;
    }
    if (!more) {
        trace(u"  engine %1: %2"_s.arg(engine.number).arg(more.error().what));
        if (more.error().kind != ErrorKind::Transient)
            found(u"an engine cannot go on: "_s + more.error().what);
        engine.failures = std::min(engine.failures + 1, 5);
        next = now() + std::chrono::seconds(std::min(30, 1 << engine.failures));
    } else {
        engine.failures = 0;
        if (next && *next <= now()) // due, but waits for another: a free request, a message before it
            next = now() + 1s;
    }
    engine.wakeAt = next;
}

void World::workAll()
{
    const int first = m_dice.below(2);
    work(m_engines[first]);
    work(m_engines[1 - first]);
}

// The company is about to get a request. Whether we may make it is asked of the database as it is now, not of the engine.
std::optional<QString> World::leaving(Engine &engine, const connectors::TextRequest &request)
{
    const store::Rows rows = must(m_outside->rows(
        u"SELECT messages.id, messages.automated, jobs.lease_owner, jobs.lease_until_at, jobs.in_doubt, jobs.in_doubt_since_at, "
        u"messages.step"
        " FROM messages JOIN jobs ON jobs.message_id = messages.id"
        " WHERE jobs.state = 'running' AND messages.state = 'sending' AND messages.peer = ? AND messages.line = ? AND messages.body = ?"_s,
        {request.to.e164(), request.from.e164(), request.body}));
    trace(u"  engine %1 sends to %2: %3"_s.arg(engine.number).arg(request.to.e164(), request.body.left(40)));
    if (rows.size() != 1) {
        found(u"a text leaves for which there %1"_s.arg(rows.isEmpty() ? u"is no written intent (or its lease went to nobody)"_s
                                                                       : u"are several intents"_s));
        return rows.isEmpty() ? QString() : rows.first().text(0);
    }
    const store::Row &row = rows.first();
    if (row.text(2) != engine.id)
        found(u"an engine sends a text whose lease another holds"_s);
    else if (row.instant(3) <= now())
        found(u"an engine sends a text after its lease"_s);
    if (!row.flag(4))
        found(u"a text leaves that is not marked as in doubt"_s);
    if (row.flag(1) && !row.isNull(5)) {
        for (const Caller &caller : callers()) {
            if (caller.number != request.to.e164())
                continue;
            if (!caller.mayBeTexted && row.text(6) != "confirmation"_L1) // that one a person sends
                found(u"an automated text to a number that must get none"_s);
            for (const QByteArray &zone : caller.zones) {
                const QTime local = QDateTime::fromMSecsSinceEpoch(row.integer(5), QTimeZone(zone)).time();
                if (local >= QTime(21, 0) || local < QTime(8, 0))
                    found(u"an automated text in the quiet hours: %1 in %2"_s.arg(local.toString(), QString::fromLatin1(zone)));
            }
        }
    }
    return row.text(0);
}

void World::at(Instant when, std::function<void()> what)
{
    m_agenda.emplace(std::make_pair(std::max(when, now()), ++m_agendaNumber), std::move(what));
}

void World::play(const Event &event)
{
    struct Visitor {
        World &world;

        void operator()(const Webhook &webhook) const { world.deliver(webhook, 0); }
        void operator()(const StaffAct &act) const { world.act(act); }
        void operator()(const Crash &crash) const { world.m_engines[crash.engine].accidents.crash = crash; }
        void operator()(const Fault &fault) const
        {
            (fault.connection == hall ? world.m_hall : world.m_engines[fault.connection].accidents).fault = fault;
        }
        void operator()(const Pause &pause) const { world.m_engines[pause.engine].accidents.pause = pause; }
        void operator()(const Weather &weather) const { world.m_company.setWeather(weather); }
        void operator()(const NewRules &rules) const { world.change(rules); }
    };
    trace(describe(event));
    std::visit(Visitor{*this}, event.what);
}

// The door: acknowledged means committed. What was not is posted again, as the phone company does.
void World::deliver(const Webhook &webhook, int tries)
{
    const QString key = must(twilio::eventKey(webhook.kind, must(twilio::decodeForm(webhook.payload))));
    const auto append = [&]() -> Done {
        Result<store::Transaction> transaction = store::Transaction::begin(*m_hallDatabase);
        if (!transaction)
            return failure(transaction);
        const store::InboxEvent event{.id = m_hallIds.next<calls::InboxId>(now()),
                                      .connection = connectionId,
                                      .kind = webhook.kind,
                                      .key = key,
                                      .payload = webhook.payload,
                                      .receivedAt = now()};
        if (const Result<bool> appended = store::InboxGateway(*m_hallDatabase).append(*transaction, event); !appended)
            return failure(appended);
        return transaction->commit();
    };
    if (append()) {
        if (m_acknowledged.emplace(key, webhook.payload).second)
            m_arrivals.append({key, now()});
    } else {
        at(now() + 5s, [this, webhook, tries] { deliver(webhook, tries + 1); });
    }
    for (Engine &engine : m_engines)
        engine.wakeAt = now();
}

void World::change(const NewRules &rules)
{
    store(*m_outside, m_schedule.playbook, rules.variant, now(), false);
    const store::OfficeGateway::Versions versions = must(store::OfficeGateway(*m_outside).versions());
    m_setupVariants[versions.setup] = rules.variant;
    m_bookVariants[versions.playbook] = rules.variant;
}

void World::act(const StaffAct &act)
{
    using What = StaffAct::What;
    Dice dice(act.dice);
    const QStringList people = {u"pat"_s, u"dana"_s, u"sam"_s};
    const QString person = dice.one(people);
    const store::Rows tasks =
        must(m_outside->rows(u"SELECT id, claimed_by FROM callback_tasks"
                             " ORDER BY CASE WHEN state IN ('open', 'claimed') THEN 0 ELSE 1 END, id DESC LIMIT 4"_s));
    desk::Desk desk(*m_hallDatabase, m_clock, m_hallIds);
    desk::Handling handling(*m_hallDatabase, m_clock, m_hallIds);
    desk::Texting texting(*m_hallDatabase, m_clock, m_hallIds);
    desk::StormSwitch storm(*m_hallDatabase, m_clock, m_hallIds);
    desk::PresenceWork presence(*m_hallDatabase, m_clock);
    const auto report = [&](const auto &answer, const QString &what) {
        trace(u"  %1 by %2: %3"_s.arg(what, person, answer ? u"yes"_s : u"no"_s));
    };
    if (tasks.isEmpty())
        return;
    const store::Row &task = tasks.at(dice.percent(70) ? 0 : dice.below(static_cast<int>(tasks.size())));
    const QString number = callers().at(dice.below(static_cast<int>(callers().size()))).number;
    const QString whose = dice.percent(80) && !task.text(1).isEmpty() ? task.text(1) : person;
    switch (act.what) {
    case What::Claim:
        report(desk.claim(task.text(0), person), u"claim"_s);
        break;
    case What::Release:
        report(desk.release(task.text(0), whose), u"release"_s);
        break;
    case What::Complete: {
        const playbook::Playbook &book = bookOf(m_schedule.playbook, 0);
        const playbook::Outcome &outcome = dice.one(book.outcomes);
        report(desk.complete(task.text(0), whose,
                             {.outcome = outcome.id,
                              .value = outcome.asksValue ? std::optional(Money{120'000}) : std::nullopt,
                              .at = outcome.asksTime ? std::optional(now() + 26h) : std::nullopt}),
               u"complete as "_s + outcome.id);
        break;
    }
    case What::Undo: {
        const store::Rows done = must(m_outside->rows(u"SELECT id, completed_by FROM callback_tasks WHERE state = 'done'"
                                                      " ORDER BY completed_at DESC, id LIMIT 1"_s));
        if (!done.isEmpty())
            report(desk.undo(done.first().text(0), done.first().text(1)), u"undo"_s);
        break;
    }
    case What::ClaimOldest:
        report(desk.claimOldest(person, dice.between(1, 5)), u"claim the oldest"_s);
        break;
    case What::Snooze:
        report(handling.snooze(task.text(0), whose, now() + std::chrono::minutes(dice.between(1, 300)), u"later"_s), u"snooze"_s);
        break;
    case What::BringBack:
        report(handling.bringBack(task.text(0), whose), u"bring back"_s);
        break;
    case What::HandOver:
        report(handling.handOver(task.text(0), whose, {.to = dice.one(people), .note = u"yours"_s, .anyway = dice.percent(30)}),
               u"hand over"_s);
        break;
    case What::OptOut:
        report(texting.optOut(number, person), u"opt-out of "_s + number);
        break;
    case What::OptIn:
        report(texting.optIn(number, person), u"opt-in of "_s + number);
        break;
    case What::Review: {
        const store::Rows doubtful = must(m_outside->rows(u"SELECT id FROM messages WHERE state = 'needs_review' ORDER BY id LIMIT 1"_s));
        const auto choice =
            dice.one<desk::ReviewChoice>({desk::ReviewChoice::SendAgain, desk::ReviewChoice::WasSent, desk::ReviewChoice::Drop});
        if (!doubtful.isEmpty())
            report(texting.review(doubtful.first().text(0), person, choice), u"review"_s);
        break;
    }
    case What::StormOn:
        report(storm.begin(person, dice.percent(50) ? std::optional(now() + 1h) : std::nullopt), u"storm on"_s);
        break;
    case What::StormOff:
        report(storm.end(person), u"storm off"_s);
        break;
    case What::Away:
    case What::Busy:
    case What::Here: {
        const auto word = act.what == What::Away   ? calls::PresenceWord::Away
                          : act.what == What::Busy ? calls::PresenceWord::Busy
                                                   : calls::PresenceWord::Here;
        const std::optional<Instant> until =
            dice.percent(50) ? std::optional(now() + std::chrono::minutes(dice.between(1, 300))) : std::nullopt;
        report(presence.say(person, word, until, calls::Presence::Source::Person), calls::word(word));
        break;
    }
    case What::TakeBack:
        report(presence.takeBack(person), u"word taken back"_s);
        break;
    }
    for (Engine &engine : m_engines)
        engine.wakeAt = now();
}

std::optional<Instant> World::nextTime() const
{
    std::optional<Instant> next;
    const auto consider = [&](std::optional<Instant> at) {
        if (at)
            next = next ? std::min(*next, *at) : *at;
    };
    if (m_played < m_schedule.events.size())
        consider(m_schedule.beginning + m_schedule.events.at(m_played).at);
    if (!m_agenda.empty())
        consider(m_agenda.begin()->first.first);
    for (const Engine &engine : m_engines) {
        if (!engine.stopped)
            consider(engine.wakeAt);
    }
    return next;
}

void World::runUntil(Instant end)
{
    while (m_violations.isEmpty()) {
        const std::optional<Instant> next = nextTime();
        if (!next || *next > end) {
            m_clock.set(std::max(now(), end));
            return;
        }
        m_clock.set(std::max(now(), *next));
        if (m_played < m_schedule.events.size() && m_schedule.beginning + m_schedule.events.at(m_played).at <= now()) {
            play(m_schedule.events.at(m_played++));
            if (m_dice.percent(30)) // what comes in the same moment is worked off together
                continue;
        } else if (!m_agenda.empty() && m_agenda.begin()->first.first <= now()) {
            const std::function<void()> what = m_agenda.begin()->second;
            m_agenda.erase(m_agenda.begin());
            what();
        }
        workAll();
        lookAtTheAbsent();
    }
}

// A callback does not lie with somebody who said that they are away; for a while, as engines die, stop and wait for the database.
void World::lookAtTheAbsent()
{
    std::map<QString, Instant> left;
    for (const store::Row &row :
         must(m_outside->rows(u"SELECT callback_tasks.id FROM callback_tasks JOIN presences ON presences.staff = callback_tasks.assigned_to"
                              " WHERE callback_tasks.state = 'open' AND presences.source = 'person' AND presences.word = 'away'"
                              " AND (presences.until_at IS NULL OR presences.until_at > ?)"
                              " AND (callback_tasks.ready_at IS NULL OR callback_tasks.ready_at <= ?)"
                              " AND callback_tasks.escalated_to IN ('', 'next_person')"_s,
                              {store::value(now()), store::value(now())}))) {
        const auto known = m_leftWith.find(row.text(0));
        const Instant since = known == m_leftWith.end() ? now() : known->second;
        if (now() - since > longestLeftWithTheAbsent)
            found(u"a callback lies with somebody who is away"_s);
        left.emplace(row.text(0), since);
    }
    m_leftWith = std::move(left);
}

// Fair weather, no accidents, both engines up; until nobody has anything to do any more.
void World::settle()
{
    m_calm = true;
    m_restBy = now() + 36h;
    m_company.setWeather({});
    m_hall = {};
    for (Engine &engine : m_engines) {
        engine.accidents.crash.reset();
        engine.accidents.fault.reset();
        engine.accidents.pause.reset();
    }
    for (int steps = 0; m_violations.isEmpty(); ++steps) {
        const std::optional<Instant> next = nextTime();
        if (!next)
            return;
        if (steps > longestSettling) {
            found(u"it does not come to rest"_s);
            return;
        }
        runUntil(*next);
    }
}

QStringList World::run()
{
    const Instant last = m_schedule.beginning + (m_schedule.events.isEmpty() ? 0ms : m_schedule.events.last().at);
    runUntil(last);
    settle();
    if (m_violations.isEmpty()) {
        checkAudit();
        checkInbox();
        checkCalls();
        checkTexts();
        checkCases();
        checkPlaces();
        checkTimeline();
    }
    return m_violations;
}

QString World::fingerprint()
{
    return test::valueOf(*m_outside, u"SELECT hash FROM audit_head"_s);
}

void World::found(const QString &what)
{
    trace(u"VIOLATION "_s + what);
    if (m_options.trace && m_violations.isEmpty()) { // for a look at its tables
        const QString kept = QDir::temp().filePath(u"sim-%1.db"_s.arg(m_options.seed));
        QFile::remove(kept);
        if (m_outside->change(u"VACUUM INTO '%1'"_s.arg(kept)))
            trace(u"the database lies in "_s + kept);
    }
    m_violations.append(what);
}

void World::trace(const QString &what) const
{
    if (m_options.trace)
        std::printf("%s  %s\n", qPrintable(toIso(now())), qPrintable(what));
}

} // namespace ringback::sim
