#pragma once

#include "audit/trail.h"
#include "desk/desk.h"
#include "desk/handling.h"
#include "desk/presencework.h"
#include "engine/intake.h"
#include "engine/staffing.h"
#include "engine/timekeeper.h"
#include "store/gateways.h"
#include "support/office.h"
#include "support/testclock.h"
#include "support/testdatabase.h"

#include <barrier>
#include <memory>
#include <thread>

namespace ringback::test {

/// An office with callbacks and the engine's parts that look after them; it is noon in Dallas.
struct HandlingRig {
    explicit HandlingRig(store::Dialect dialect, const std::function<void(settings::Setup &)> &change = nullptr)
        : place(dialect)
        , database(place.open())
        , office(storeOffice(*database, clock.now(), change))
        , intake(*database, clock, ids)
        , staffing(*database, clock, ids)
        , timekeeper(*database, clock, ids)
        , desk(*database, clock, ids)
        , handling(*database, clock, ids)
    {}

    /// A missed call of the main line; its callback's id. Dana gets the first.
    QString missCall(int caller = 123)
    {
        const QString from = QStringLiteral("+1214555%1").arg(caller, 4, 10, QChar(u'0'));
        const QString sid = QStringLiteral("CA%1-%2").arg(caller).arg(toMs(clock.now()));
        putIntoInbox(*database, ids, calls::EventKind::Voice, voiceForm(sid, QStringLiteral("no-answer"), {{QStringLiteral("From"), from}}),
                     clock.now());
        if (must(intake.turn(office)) != 1)
            qFatal("one call comes in");
        return value(QStringLiteral("SELECT MAX(id) FROM callback_tasks"));
    }
    void say(const QString &staff, calls::PresenceWord word)
    {
        if (!desk::PresenceWork(*database, clock).say(staff, word, std::nullopt, calls::Presence::Source::Person))
            qFatal("nobody may say so");
    }
    void put(const std::function<void(settings::Setup &)> &change)
    {
        change(office.setup);
        store::Transaction transaction = must(store::Transaction::begin(*database));
        must(store::OfficeGateway(*database).addSetup(transaction, settings::toJson(office.setup), clock.now()));
        must(transaction.commit());
        office = must(engine::loadOffice(*database)).value();
    }
    /// What the engine does by itself meanwhile.
    void pass(Milliseconds time)
    {
        clock.advance(time);
        while (must(timekeeper.turn(office)) > 0) {
        }
        clock.advance(engine::Staffing::between);
        while (must(staffing.turn(office)) > 0)
            clock.advance(engine::Staffing::between);
    }
    void sql(const QString &text, const QVariantList &values = {}) { must(database->change(text, values)); }
    [[nodiscard]] QString value(const QString &text) { return valueOf(*database, text); }
    [[nodiscard]] calls::CallbackTask task(const QString &id)
    {
        return must(store::TaskGateway(*database).find(calls::TaskId::parse(id).value())).value();
    }
    /// `actor action`, of what people did.
    [[nodiscard]] QStringList audited()
    {
        return rowsOf(*database, QStringLiteral("SELECT actor, action FROM audit WHERE actor LIKE 'staff:%' ORDER BY sequence"));
    }
    /// Two people click in the same moment, each at a console of their own.
    template <class One, class Other>
    auto atOnce(One one, Other other)
    {
        std::barrier together(2);
        const auto click = [&](auto what, quint64 seed) {
            const std::unique_ptr<store::Database> own = place.open();
            IdSource theirIds(seed);
            desk::Handling theirs(*own, clock, theirIds);
            together.arrive_and_wait();
            return what(theirs);
        };
        std::optional<decltype(other(handling))> second;
        std::thread thread([&] { second = click(other, 1); });
        auto first = click(one, 2);
        thread.join();
        return std::pair(std::move(first), std::move(*second));
    }

    TestClock clock;
    IdSource ids{7};
    TestDatabase place;
    std::unique_ptr<store::Database> database;
    engine::Office office;
    engine::Intake intake;
    engine::Staffing staffing;
    engine::Timekeeper timekeeper;
    desk::Desk desk;
    desk::Handling handling;
};

} // namespace ringback::test
