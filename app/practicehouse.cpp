#include "practicehouse.h"

#include "base/id.h"
#include "desk/officework.h"
#include "places.h"
#include "settings/setup.h"
#include "store/gateways.h"

#include <QFile>
#include <QFileInfo>

namespace ringback::app {

using namespace Qt::StringLiterals;

namespace {

settings::Setup practiceSetup(const practice::PracticePhone &phone)
{
    const QString connection = u"practice-phone"_s;
    settings::Setup setup{
        .company = {.name = u"Summit Roofing (practice)"_s, .timeZone = "America/Chicago", .bookingLink = u"https://book.example/summit"_s},
        .playbook = u"roofing"_s,
        // Whoever practises in the evening wants to see texts go out too.
        .quietHours = settings::SwitchedOff{}};
    setup.company.phone = calls::PhoneNumber::fromE164(PracticeHouse::lines().constFirst());
    setup.teams = {{.id = u"office"_s, .name = u"Front office"_s}};
    setup.staff = {{.id = u"pat"_s, .name = u"Pat Lee"_s, .role = calls::Role::Owner, .teams = {u"office"_s}},
                   {.id = u"dana"_s, .name = u"Dana Reyes"_s, .teams = {u"office"_s}},
                   {.id = u"sam"_s, .name = u"Sam Ortiz"_s, .senior = true, .teams = {u"office"_s}}};
    setup.connections = {{.id = connection,
                          .account = settings::TwilioAccount{.accountSid = practice::PracticePhone::accountSid(),
                                                             .authTokenSecret = PracticeHouse::secretName()},
                          .baseUrl = phone.baseUrl().toString()}};
    const QStringList labels = {u"Main"_s, u"Hail campaign"_s};
    for (qsizetype i = 0; i < labels.size(); ++i) {
        setup.lines.append({.number = *calls::PhoneNumber::fromE164(PracticeHouse::lines().at(i)),
                            .label = labels.at(i),
                            .source = labels.at(i).toLower(),
                            .team = u"office"_s,
                            .callsConnection = connection,
                            .textsConnection = connection});
    }
    return setup;
}

Result<bool> isRealOffice(const store::Address &address, const Clock &clock)
{
    if (address.dialect == store::Dialect::Sqlite && !QFileInfo::exists(address.file))
        return false;
    const Result<std::unique_ptr<store::Database>> database = openOffice(address, clock);
    if (!database)
        return failure(database);
    const store::OfficeGateway office(**database);
    const Result<store::OfficeGateway::Versions> versions = office.versions();
    const Result<bool> practice = office.isPractice();
    if (!versions || !practice)
        return failure(versions ? practice.error().kind : versions.error().kind, u"the practice database cannot be read"_s);
    return versions->setup > 0 && !*practice;
}

} // namespace

PracticeHouse::PracticeHouse(const Clock &clock)
    : m_clock(clock)
{}

PracticeHouse::~PracticeHouse()
{
    close();
}

QString PracticeHouse::secretName()
{
    return u"practice-token"_s;
}

QStringList PracticeHouse::lines()
{
    return {u"+12145550100"_s, u"+12145550102"_s};
}

Done PracticeHouse::furnish(const store::Address &address)
{
    const Result<bool> real = isRealOffice(address, m_clock);
    if (!real)
        return failure(real);
    if (*real)
        return failure(ErrorKind::Refused, u"%1 holds a real office; practice needs a database of its own"_s.arg(address.display()));
    if (address.dialect == store::Dialect::Sqlite) {
        for (const QString &ending : {QString(), u"-wal"_s, u"-shm"_s}) {
            const QString file = address.file + ending;
            if (QFile::exists(file) && !QFile::remove(file))
                return failure(ErrorKind::Refused, u"%1 cannot be cleared away; is a practice still running?"_s.arg(file));
        }
    }
    if (const Result<quint16> started = m_phone.start(); !started)
        return failure(started);
    if (const Done written = m_secrets.write(secretName(), m_phone.authToken()); !written)
        return failure(written);
    const Result<std::unique_ptr<store::Database>> database = openOffice(address, m_clock);
    if (!database)
        return failure(database);
    const Result<desk::SetupImport> imported = desk::importSetup(**database, settings::toJson(practiceSetup(m_phone)), true, m_clock.now());
    if (!imported)
        return failure(imported);
    return {};
}

void PracticeHouse::open(quint16 doorPort, const QString &publicUrl, practice::PracticeLine::Pace pace)
{
    if (pace.seed == 0)
        pace.seed = IdSource::systemSeed();
    m_line = std::make_unique<practice::PracticeLine>(
        practice::PracticeLine::Config{.doorPort = doorPort, .publicUrl = publicUrl, .lines = lines(), .phone = m_phone, .pace = pace});
    m_line->start();
}

void PracticeHouse::close()
{
    if (m_line)
        m_line->stop();
    m_line.reset();
    m_phone.stop();
}

} // namespace ringback::app
