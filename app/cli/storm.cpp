#include "cli/command.h"
#include "cli/output.h"
#include "cli/refusal.h"
#include "desk/stormswitch.h"
#include "store/gateways.h"

#include <QJsonDocument>

namespace ringback::app::cli {

using namespace Qt::StringLiterals;

namespace {

int say(store::Database &database, const Command &command)
{
    const Result<std::optional<calls::Storm>> storm = store::StormGateway(database).current();
    if (!storm)
        return dataError(storm.error());
    if (command.json()) {
        print(QString::fromUtf8(QJsonDocument(QJsonObject{{u"storm"_s, toJson(*storm)}}).toJson()).trimmed());
    } else if (*storm) {
        print(u"On since %1 (%2), %3."_s.arg(localTime(database, (*storm)->beganAt), (*storm)->begunBy,
                                             (*storm)->until ? u"until "_s + localTime(database, *(*storm)->until)
                                                             : u"until fewer calls are missed"_s));
    } else {
        print(u"Off."_s);
    }
    return Ok;
}

} // namespace

int storm(const QStringList &arguments, const Clock &clock)
{
    Command command(
        u"storm"_s, u"The storm switch: other words for callers while more calls are missed than usual. Without --on or --off, says."_s, {},
        {asOption(),
         {u"on"_s, u"Switches it on, or sets its end anew."_s},
         {u"off"_s, u"Switches it off."_s},
         {u"until"_s,
          u"When it ends: \"18:30\" or \"2026-11-24 15:30\" in the office's zone, or ISO 8601. Without it, when fewer calls are missed."_s,
          u"time"_s}},
        true);
    if (!command.parse(arguments))
        return usageError(command);
    const bool on = command.isSet(u"on"_s);
    const bool off = command.isSet(u"off"_s);
    if ((on && off) || (command.isSet(u"until"_s) && !on)) {
        complain(on ? u"storm takes --on or --off, not both."_s : u"--until goes with --on."_s);
        return BadUsage;
    }
    const Result<std::unique_ptr<store::Database>> database = command.open(clock);
    if (!database)
        return dataError(database.error());
    IdSource ids(IdSource::systemSeed());
    desk::StormSwitch stormSwitch(**database, clock, ids);
    if (on) {
        std::optional<Instant> until;
        if (command.isSet(u"until"_s)) {
            until = command.time(u"until"_s, officeZone(**database), clock.now());
            if (!until)
                return usageError(command);
        }
        if (const desk::Answer<calls::Storm> begun = stormSwitch.begin(command.value(u"as"_s), until); !begun)
            return refusal(**database, begun.error());
    } else if (off) {
        if (const desk::Answer<bool> ended = stormSwitch.end(command.value(u"as"_s)); !ended)
            return refusal(**database, ended.error());
    }
    return say(**database, command);
}

} // namespace ringback::app::cli
