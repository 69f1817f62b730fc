#pragma once

#include "base/clock.h"
#include "base/result.h"
#include "practice/practiceline.h"
#include "practice/practicephone.h"
#include "settings/secretstore.h"
#include "store/database.h"

#include <memory>

namespace ringback::app {

/// The practice office: a database of its own with made-up people, and the simulated phone company and callers outside it. Main thread.
class PracticeHouse final {
public:
    explicit PracticeHouse(const Clock &clock);
    ~PracticeHouse();
    PracticeHouse(const PracticeHouse &) = delete;
    PracticeHouse &operator=(const PracticeHouse &) = delete;

    /// Starts the phone company and sets the office up in this database. A file begins afresh: what was practised before is over. A database
    /// that is not marked as practice is left alone. Errors: Refused (a real office lies there), as the store and HttpListener.
    [[nodiscard]] Done furnish(const store::Address &address);

    /// Lets callers call; `doorPort` and `publicUrl` are the service's.
    void open(quint16 doorPort, const QString &publicUrl, practice::PracticeLine::Pace pace = {});
    void close();

    [[nodiscard]] settings::SecretStore &secrets() { return m_secrets; }
    [[nodiscard]] practice::PracticePhone &phone() { return m_phone; }

    /// The lines of the practice office, E.164.
    [[nodiscard]] static QStringList lines();
    /// What its connection's secret is called.
    [[nodiscard]] static QString secretName();

private:
    const Clock &m_clock;
    settings::MemorySecrets m_secrets;
    practice::PracticePhone m_phone;
    std::unique_ptr<practice::PracticeLine> m_line;
};

} // namespace ringback::app
