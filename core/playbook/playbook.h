#pragma once

#include "base/money.h"
#include "base/result.h"
#include "calls/values.h"

#include <QJsonObject>
#include <QList>
#include <QMap>
#include <QString>
#include <QStringList>
#include <QTime>

#include <chrono>
#include <optional>

/// The rules of one business as versioned data: what the JSON document (resources/schemas/playbook.schema.json) says, as values. Pure.
namespace ringback::playbook {

using std::chrono::minutes;
using std::chrono::seconds;

/// Who gets no text and no callback because the call was hardly one.
struct Screening {
    seconds shortRing{10}; ///< a caller who gave up before ringing this long; 0 = never too short
    bool withheldNumbers = true; ///< callers without a number
    bool listedAsSpam = true; ///< callers a spam registry names
    int shortCallsToSurface =
        3; ///< within an hour: somebody in need who gives up each time; a person gets the callback, the caller no text
    int complaintsToBlock = 3; ///< so many public complaints about a number; 0 = however many

    friend bool operator==(const Screening &, const Screening &) = default;
};

/// Local time of the recipient in which no automated text leaves; over midnight where `end` is before `start`.
struct QuietHours {
    QTime start;
    QTime end;
    bool stateRules = true; ///< also the stricter hours of the recipient's state (resources/states/text_hours.csv)

    friend bool operator==(const QuietHours &, const QuietHours &) = default;
};

enum class StepAction { Text, Email };

/// What ends a sequence before a step is due.
enum class StopsOn { Replied, Reached, Claimed, Closed, OptedOut };

/// One automated message at one delay after the missed call.
struct Step {
    QString id; ///< `text_back`, `second_touch`
    StepAction action = StepAction::Text;
    seconds after{0};
    minutes trueFor{30}; ///< how long after its due time the words are still true
    QList<StopsOn> stopsOn;
    /// Template ids by situation: `default` always; `prior_customer`, `candidate`, `client`, `new_lead`, `storm`, and `late` (what
    /// leaves the morning after in place of a text whose moment passed in the quiet hours; absent = it is dropped), and `returning` (the caller
    /// returns our call) where they differ.
    QMap<QString, QString> templates;
    bool needsEmail = false; ///< only where an address is on file
    bool unlessEmailOnFile = false; ///< only where none is

    friend bool operator==(const Step &, const Step &) = default;
};

struct Template {
    QString id;
    QMap<QString, QString> text; ///< by language: `en` always, `es` where written
    QMap<QString, QString> subject; ///< e-mail only, by language as `text`

    friend bool operator==(const Template &, const Template &) = default;
};

/// Who gets the callback task of a kind of caller.
struct Route {
    QString team; ///< empty = the team of the dialled line
    bool senior = false; ///< a senior person first
    bool priority = false;
    QString note; ///< written on the task: `prior customer: handle with priority`

    friend bool operator==(const Route &, const Route &) = default;
};

struct Escalation {
    minutes after{0}; ///< unclaimed for so long
    QString to; ///< `next_person`, `team`, `owner`, `human_queue`

    friend bool operator==(const Escalation &, const Escalation &) = default;
};

struct Callback {
    minutes dueIn{30};
    QMap<QString, Route> routes; ///< by caller kind (`prior_customer`, …); `default` always
    QList<Escalation> escalation;
    minutes claimIdleLimit{30};

    friend bool operator==(const Callback &, const Callback &) = default;
};

/// How a follow-up may end.
struct Outcome {
    QString id; ///< `estimate_scheduled`
    QMap<QString, QString> label; ///< by language, for the screen
    bool recovered = false;
    bool closes = true; ///< false: the task comes back
    QString leadStatus;
    QString confirmation; ///< template id; empty = none
    bool asksValue = false;
    bool asksTime = false;
    std::optional<minutes> retryIn; ///< when the task returns, with `closes` false
    int attempts = 1; ///< how often it may return

    friend bool operator==(const Outcome &, const Outcome &) = default;
};

struct Storm {
    int missesPer15Minutes = 12;
    minutes perCallback{6}; ///< what one callback takes, for the hours until a backlog is worked off

    friend bool operator==(const Storm &, const Storm &) = default;
};

struct OptOut {
    QStringList stop; ///< whole message, any case, punctuation aside
    QStringList start;
    QStringList help;
    QStringList likely; ///< phrases that hold texts and ask a person; `*` at a word's end is any ending, alone it is up to two words
    QStringList courtesy; ///< a stop word with only these around it holds texts too: `please stop`
    QString stopReply; ///< template ids: what is answered where the provider does not answer by itself
    QString startReply; ///< empty = no answer
    QString helpReply;

    friend bool operator==(const OptOut &, const OptOut &) = default;
};

struct LeadRules {
    QString tag; ///< `missed-call-automation`
    QString newStatus; ///< `needs_callback`
    QString reachedStatus = QStringLiteral("contacted"); ///< when an answered call closes the case by itself
    calls::ContactKind unknownCaller = calls::ContactKind::NewLead;

    friend bool operator==(const LeadRules &, const LeadRules &) = default;
};

struct MoneyRules {
    Money averageValue; ///< of one won call that nobody put a value on
    int winPercent = 100; ///< how many of a hundred recovered calls are won in the end; for those nobody put a value on
    QMap<QString, QString> valueLabel; ///< by language: `job value`, `placement fee`

    friend bool operator==(const MoneyRules &, const MoneyRules &) = default;
};

struct Playbook {
    QString id; ///< `roofing`
    QString name; ///< `Roofing`
    Screening screening;
    std::chrono::hours dedupWindow{4}; ///< one automated text per number in it, across lines
    std::chrono::hours returningWindow{24}; ///< our own call to that number within it means that the caller returns it
    int repeatsForPriority = 3; ///< missed calls within an hour
    std::optional<QuietHours> quietHours;
    seconds crmHeadStart{20};
    LeadRules lead;
    QList<Template> templates;
    QList<Step> steps;
    Callback callback;
    QList<Outcome> outcomes;
    Storm storm;
    OptOut optOut;
    MoneyRules money;

    [[nodiscard]] const Step *step(QStringView id) const;
    [[nodiscard]] const Template *findTemplate(QStringView id) const;
    [[nodiscard]] const Outcome *outcome(QStringView id) const;

    friend bool operator==(const Playbook &, const Playbook &) = default;
};

/// Reads and checks a document: first against the JSON Schema, then what a schema cannot say (a step names a template that exists, a
/// template's fields are known, ids are unique). Errors: Invalid; `what` lists every finding, each with its JSON Pointer path:
/// `/steps/0/after: expected a number`.
[[nodiscard]] Result<Playbook> parse(const QByteArray &json);

/// The ids of the playbooks that ship: `recruiting`, `roofing`.
[[nodiscard]] QStringList presets();

/// The document of a preset, as it ships. Errors: NotFound.
[[nodiscard]] Result<QByteArray> presetDocument(const QString &id);

/// The words of StopsOn and StepAction in the document.
[[nodiscard]] QString word(StopsOn stop);
[[nodiscard]] QString word(StepAction action);

} // namespace ringback::playbook
