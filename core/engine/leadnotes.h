#pragma once

#include "calls/values.h"
#include "playbook/playbook.h"
#include "settings/setup.h"

#include <QString>
#include <QStringList>

namespace ringback::engine {

/// The sentences that go into lead systems, in the office's language and its time: resources/lead_notes. Pure.
class LeadNotes final {
public:
    /// Under the playbook that the case was opened under.
    LeadNotes(const settings::Setup &setup, const playbook::Playbook &playbook);

    [[nodiscard]] QString lead(const calls::FollowUp &followUp, const calls::Lead &lead, Instant calledAt) const;
    [[nodiscard]] QString calledAgain(const calls::FollowUp &followUp) const;
    /// A text or an e-mail of ours, or what the caller wrote.
    [[nodiscard]] QString message(const calls::Message &message) const;
    [[nodiscard]] QString voicemail(Instant at, const calls::Voicemail &voicemail) const;
    [[nodiscard]] QString callback(const calls::CallbackTask &task) const;
    [[nodiscard]] QString callbackTitle(const calls::Contact &contact) const;
    /// How a callback ended: completed, or no longer needed.
    [[nodiscard]] QString ended(const calls::CallbackTask &task, const calls::Lead &lead) const;
    [[nodiscard]] QString undone(const calls::Lead &lead) const;
    [[nodiscard]] QString status(const calls::Lead &lead, bool closed) const;

    /// Every sentence there is, for tests.
    [[nodiscard]] static QStringList keys();

private:
    using Words = QHash<QString, QString>;
    [[nodiscard]] QString say(const QString &key, const Words &words = {}) const;
    [[nodiscard]] QString timeOf(Instant at) const;
    [[nodiscard]] QString personOf(const QString &staff) const;
    [[nodiscard]] QString inLanguage(const QMap<QString, QString> &words) const;
    [[nodiscard]] QString statusWords(const QString &status) const;

    const settings::Setup &m_setup;
    const playbook::Playbook &m_playbook;
};

} // namespace ringback::engine
