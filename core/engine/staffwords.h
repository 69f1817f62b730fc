#pragma once

#include "calls/values.h"
#include "settings/setup.h"

#include <QHash>
#include <QString>
#include <QStringList>

namespace ringback::engine {

/// The sentences that staff get off the desk, in the person's language and time: resources/staff_notices. Pure.
class StaffWords final {
public:
    StaffWords(const settings::Setup &setup, const calls::Staff &person);

    struct Waiting {
        const calls::Contact &contact;
        QString line; ///< as the case has it: E.164
        Instant calledAt;
        Instant since; ///< it is ready to be called back
    };
    /// What there is to call back; `escalated`: and nobody has. Of an e-mail, which "C" does not answer, the words say so.
    [[nodiscard]] QString callback(const Waiting &waiting, bool escalated, bool byEmail, Instant now) const;
    [[nodiscard]] QString callbackSubject(const Waiting &waiting, bool escalated) const;
    [[nodiscard]] QString unstaffed(const QString &team, int count, Instant oldest, Instant now) const;
    [[nodiscard]] QString unstaffedSubject(const QString &team) const;

    [[nodiscard]] QString yours(const calls::Contact &contact) const;
    [[nodiscard]] QString theirs(const QString &staff, Instant since) const;
    [[nodiscard]] QString doneAlready() const;
    [[nodiscard]] QString nothingToClaim() const;

    /// Every sentence there is, for tests.
    [[nodiscard]] static QStringList keys(const QString &language);
    [[nodiscard]] static QString sentence(const QString &language, const QString &key);

private:
    using Words = QHash<QString, QString>;
    [[nodiscard]] QString say(const QString &key, const Words &words = {}) const;
    [[nodiscard]] QString timeOf(Instant at) const;
    [[nodiscard]] QString callerOf(const calls::Contact &contact) const;
    [[nodiscard]] QString teamOf(const QString &team) const;

    const settings::Setup &m_setup;
    const calls::Staff &m_person;
    const QString m_language;
};

} // namespace ringback::engine
