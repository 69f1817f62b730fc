#include "cli/command.h"
#include "cli/output.h"
#include "cli/refusal.h"
#include "cli/taskrows.h"
#include "desk/desk.h"

#include <algorithm>

namespace ringback::app::cli {

using namespace Qt::StringLiterals;

namespace {

QJsonObject toJson(const calls::CallbackTask &task)
{
    return {{u"id"_s, task.id.text()},
            {u"state"_s, calls::word(task.state)},
            {u"assigned_to"_s, orNull(task.assignedTo)},
            {u"claimed_by"_s, orNull(task.claimedBy)},
            {u"completed_by"_s, orNull(task.completedBy)},
            {u"outcome"_s, orNull(task.outcome)},
            {u"attempt"_s, task.attempt},
            {u"ready_at"_s, orNull(task.readyAt)},
            {u"note"_s, orNull(task.note)},
            {u"appointment_at"_s, orNull(task.appointmentAt)}};
}

int answer(store::Database &database, const desk::Answer<calls::CallbackTask> &task, const Command &command)
{
    return task ? showTasks({*task}, command) : refusal(database, task.error());
}

// What the verbs about one task have in common.
int onTask(Command &command, const QStringList &arguments, const Clock &clock,
           desk::Answer<calls::CallbackTask> (desk::Desk::*verb)(const QString &, const QString &))
{
    if (!command.parse(arguments))
        return usageError(command);
    const Result<std::unique_ptr<store::Database>> database = command.open(clock);
    if (!database)
        return dataError(database.error());
    IdSource ids(IdSource::systemSeed());
    desk::Desk desk(**database, clock, ids);
    return answer(**database, (desk.*verb)(command.positional(0), command.value(u"as"_s)), command);
}

const QCommandLineOption oldestOption(u"oldest"_s, u"Instead of TASK: the so many oldest that are ready and nobody has."_s, u"count"_s);

int claimOldest(const QStringList &arguments, const Clock &clock)
{
    Command command(u"claim"_s, u"Claims callback tasks."_s, {}, {asOption(), oldestOption}, true);
    if (!command.parse(arguments))
        return usageError(command);
    const std::optional<qint64> count = command.number(u"oldest"_s, 1, desk::Desk::mostAtOnce);
    if (!count)
        return usageError(command);
    const Result<std::unique_ptr<store::Database>> database = command.open(clock);
    if (!database)
        return dataError(database.error());
    IdSource ids(IdSource::systemSeed());
    const desk::Answer<QList<calls::CallbackTask>> tasks =
        desk::Desk(**database, clock, ids).claimOldest(command.value(u"as"_s), static_cast<int>(*count));
    if (!tasks)
        return refusal(**database, tasks.error());
    return showTasks(*tasks, command);
}

} // namespace

int showTasks(const QList<calls::CallbackTask> &tasks, const Command &command)
{
    QJsonArray rows;
    for (const calls::CallbackTask &task : tasks)
        rows.append(toJson(task));
    printRows(rows, {{u"TASK"_s, u"id"_s}, {u"STATE"_s, u"state"_s}, {u"CLAIMED BY"_s, u"claimed_by"_s}, {u"OUTCOME"_s, u"outcome"_s}},
              command.json());
    return Ok;
}

int claim(const QStringList &arguments, const Clock &clock)
{
    const bool oldest = std::any_of(arguments.cbegin(), arguments.cend(),
                                    [](const QString &word) { return word == "--oldest"_L1 || word.startsWith("--oldest="_L1); });
    if (oldest)
        return claimOldest(arguments, clock);
    Command command(u"claim"_s, u"Claims a callback task, or renews one's claim of it."_s, {u"TASK"_s}, {asOption(), oldestOption}, true);
    return onTask(command, arguments, clock, &desk::Desk::claim);
}

int release(const QStringList &arguments, const Clock &clock)
{
    Command command(u"release"_s, u"Puts a claimed task back in the queue."_s, {u"TASK"_s}, {asOption()}, true);
    return onTask(command, arguments, clock, &desk::Desk::release);
}

int undo(const QStringList &arguments, const Clock &clock)
{
    Command command(u"undo"_s, u"Takes a completion back, within ten seconds."_s, {u"TASK"_s}, {asOption()}, true);
    return onTask(command, arguments, clock, &desk::Desk::undo);
}

int complete(const QStringList &arguments, const Clock &clock)
{
    Command command(
        u"complete"_s, u"Completes a callback task."_s, {u"TASK"_s},
        {asOption(),
         {u"outcome"_s, u"How it ended: an outcome's id of the playbook."_s, u"outcome"_s},
         {u"value"_s, u"What it is worth, in cents."_s, u"cents"_s},
         {u"at"_s, u"The appointment, or when to call again: \"2026-11-24 15:30\" in the office's zone, or ISO 8601."_s, u"time"_s}},
        true);
    if (!command.parse(arguments))
        return usageError(command);
    desk::Completion completion{.outcome = command.value(u"outcome"_s), .value = {}, .at = {}};
    if (command.isSet(u"value"_s)) {
        const std::optional<qint64> cents = command.number(u"value"_s, 0, 100'000'000'000);
        if (!cents)
            return usageError(command);
        completion.value = Money{*cents};
    }
    const Result<std::unique_ptr<store::Database>> database = command.open(clock);
    if (!database)
        return dataError(database.error());
    if (command.isSet(u"at"_s)) {
        completion.at = command.time(u"at"_s, officeZone(**database), clock.now());
        if (!completion.at)
            return usageError(command);
    }
    IdSource ids(IdSource::systemSeed());
    desk::Desk desk(**database, clock, ids);
    return answer(**database, desk.complete(command.positional(0), command.value(u"as"_s), completion), command);
}

} // namespace ringback::app::cli
