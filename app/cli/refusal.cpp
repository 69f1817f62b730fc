#include "cli/refusal.h"

#include "base/time.h"
#include "cli/command.h"
#include "cli/output.h"
#include "settings/setup.h"
#include "store/gateways.h"

#include <QTimeZone>

namespace ringback::app::cli {

using namespace Qt::StringLiterals;

QByteArray officeZone(store::Database &database)
{
    if (const Result<std::optional<store::OfficeGateway::Document>> document = store::OfficeGateway(database).setup();
        document && *document) {
        if (const Result<settings::Setup> setup = settings::parseSetup((*document)->text))
            return setup->company.timeZone;
    }
    return QTimeZone::systemTimeZoneId();
}

QString localTime(store::Database &database, Instant at)
{
    return toDateTime(at).toTimeZone(QTimeZone(officeZone(database))).toString(u"MMM d, h:mm AP"_s);
}

std::optional<Instant> readTime(const QString &text, const QByteArray &zone, Instant now)
{
    const QTimeZone office(zone);
    if (const QTime time = QTime::fromString(text, u"H:mm"_s); time.isValid()) {
        const QDate today = toDateTime(now).toTimeZone(office).date();
        const QDateTime at(today, time, office);
        return fromMs((at.toMSecsSinceEpoch() > toMs(now) ? at : QDateTime(today.addDays(1), time, office)).toMSecsSinceEpoch());
    }
    const QDateTime at = QDateTime::fromString(QString(text).replace(u' ', u'T'), Qt::ISODateWithMs);
    if (!at.isValid())
        return std::nullopt;
    return fromMs((at.timeSpec() == Qt::LocalTime ? QDateTime(at.date(), at.time(), office) : at).toMSecsSinceEpoch());
}

int refusal(store::Database &database, const desk::Refusal &why)
{
    using Why = desk::Refusal::Why;
    const QString since = why.since ? u" since %1"_s.arg(localTime(database, *why.since)) : QString();
    switch (why.why) {
    case Why::TakenBySomeone:
        complain(u"%1 has this task%2."_s.arg(why.who, since));
        return Refused;
    case Why::AlreadyDone:
        complain(why.who.isEmpty() ? u"This task was taken back: there is nothing left to do."_s
                                   : u"%1 completed this task%2."_s.arg(why.who, QString(since).replace(u" since "_s, u" on "_s)));
        return Refused;
    case Why::NotYours:
        complain(u"Nobody has this task: claim it first."_s);
        return Refused;
    case Why::NoSuchTask:
        complain(u"There is no task of that id; see: ringback-engine tasks"_s);
        return BadUsage;
    case Why::NoSuchPerson:
        complain(u"There is nobody of that id in the setup; see: ringback-engine export"_s);
        return BadUsage;
    case Why::NotAllowed:
        complain(u"This person's role does not allow that, or they are suspended."_s);
        return Refused;
    case Why::NoSuchOutcome:
        complain(u"The playbook has no such outcome; it has: %1"_s.arg(why.detail));
        return BadUsage;
    case Why::NoSuchNumber:
        complain(u"That is not a phone number: write it with its area code, or with + and the country's code."_s);
        return BadUsage;
    case Why::NothingToReview:
        complain(u"This text is settled: there is nothing to decide about it any more."_s);
        return Refused;
    case Why::NothingToChoose:
        complain(why.who.isEmpty() ? u"Nobody asks which record of this lead system is the caller's; see: ringback-engine leads pending"_s
                                   : u"%1 has chosen the record already."_s.arg(why.who));
        return Refused;
    case Why::NoSuchRecord:
        complain(u"That is none of the records to choose from; see: ringback-engine leads pending"_s);
        return BadUsage;
    case Why::NothingToRetry:
        complain(u"Nothing of this case was refused there, so there is nothing to try again; see: ringback-engine leads pending"_s);
        return Refused;
    case Why::SomebodyRinging:
        complain(u"%1 is ringing this caller%2."_s.arg(why.who, since));
        return Refused;
    case Why::TooLate:
        complain(u"It is too late to take this back: the few seconds are over, or something has happened to the case since."_s);
        return Refused;
    case Why::TimeInThePast:
        complain(u"The time is in the past: give one to come."_s);
        return BadUsage;
    case Why::CannotStore:
        complain(u"Nothing was changed: %1"_s.arg(why.detail));
        return NoData;
    }
    Q_UNREACHABLE();
}

} // namespace ringback::app::cli
