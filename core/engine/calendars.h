#pragma once

#include "engine/calendarreader.h"
#include "engine/calendarwriter.h"

#include <QObject>

#include <functional>
#include <memory>

namespace ringback::engine {

/// Opens a calendar; null when a secret is missing.
using CalendarFactory =
    std::function<std::shared_ptr<connectors::Calendar>(const settings::CalendarConnection &, const settings::EngineLimits &)>;

/// The calendars of the office, opened once: what is busy in them is read, and callbacks are entered. Lives on the engine's thread.
class Calendars final : public QObject {
    Q_OBJECT

public:
    struct Config {
        CalendarFactory open = nullptr; ///< null: another engine has them
        /// Another text whenever somebody changes a secret of it; null: then all are opened anew with forgetSecrets().
        std::function<QByteArray(const settings::CalendarConnection &)> secretsMark = nullptr;
        /// What a calendar can do; null: what is known of its kind.
        std::function<connectors::CalendarAbilities(const settings::CalendarConnection &)> abilities = nullptr;
    };

    Calendars(store::Database &database, const Clock &clock, const QString &engineId, Config config);

    /// The office has changed. Calendars that nothing has changed about stay open. Which of them lack a secret, by connection id.
    [[nodiscard]] QList<std::pair<QString, bool>> setSetup(const settings::Setup &setup);
    void forgetSecrets();

    /// Before what passing time decides: who is busy now is known then. Errors: Transient.
    [[nodiscard]] Result<int> read(const Office &office) { return m_reader.turn(office); }
    /// After what happened has been written down. True when there may be more at once. Errors: Transient.
    [[nodiscard]] Result<bool> write(const Office &office);
    [[nodiscard]] Result<bool> hasNews() { return m_writer.hasNews(); }
    [[nodiscard]] Result<std::optional<Instant>> nextDue() const;
    [[nodiscard]] Done heartbeat(const Office &office);

    [[nodiscard]] int inFlight() const { return m_reader.inFlight() + m_writer.inFlight(); }
    [[nodiscard]] bool hasLanded() const { return m_reader.hasLanded() || m_writer.hasLanded(); }
    void stopTaking();
    void abandon();

Q_SIGNALS:
    /// There is something to record.
    void landed();

private:
    struct Opened {
        settings::CalendarConnection connection;
        settings::EngineLimits limits;
        QByteArray secretsMark;
        CalendarAccess access;
    };
    [[nodiscard]] CalendarAccess accessOf(const settings::CalendarConnection &connection, const settings::EngineLimits &limits);

    const Config m_config;
    QHash<QString, Opened> m_opened;
    CalendarReader m_reader;
    CalendarWriter m_writer;
};

} // namespace ringback::engine
