#include "connectors/servicetitan/kind.h"

#include "connectors/servicetitan/system.h"

#include <QUrl>

namespace ringback::connectors::servicetitan {

using namespace Qt::StringLiterals;

namespace {

QString withoutSlash(QString url)
{
    while (url.endsWith(u'/'))
        url.chop(1);
    return url;
}

} // namespace

LeadAbilities ServiceTitanKind::abilities() const
{
    return {.findsByNumber = true,
            .findsByEmail = false,
            .listsChanges = true,
            .writesNotes = true,
            .setsStatus = true,
            .writesTasks = true,
            .readsTasks = true,
            .closesTasks = false,
            .readsWins = true,
            .removesRecords = false};
}

QList<ChoiceSlot> ownSlots()
{
    return {{.key = u"campaign"_s, .list = u"campaigns"_s, .isNeeded = true},
            {.key = u"tag"_s, .list = u"tag_types"_s, .isNeeded = false},
            {.key = u"business_unit"_s, .list = u"business_units"_s, .isNeeded = true},
            {.key = u"task_type"_s, .list = u"task_types"_s, .isNeeded = true},
            {.key = u"task_source"_s, .list = u"task_sources"_s, .isNeeded = true},
            {.key = u"reported_by"_s, .list = u"employees"_s, .isNeeded = true}};
}

QList<ChoiceSlot> ServiceTitanKind::choiceSlots(const settings::LeadConnection &, const QStringList &statuses,
                                                const QStringList &staff) const
{
    QList<ChoiceSlot> all = ownSlots();
    for (const QString &status : statuses) // what a lead is dismissed for when it comes to that; none = it is not
        all.append({.key = u"status."_s + status, .list = u"call_reasons"_s, .isNeeded = false});
    for (const QString &person : staff)
        all.append({.key = u"user."_s + person, .list = u"employees"_s, .isNeeded = false});
    return all;
}

std::shared_ptr<LeadSystem> ServiceTitanKind::open(const settings::LeadConnection &connection, const Surroundings &surroundings) const
{
    const auto &account = std::get<settings::ServiceTitanAccount>(connection.account);
    ApiSettings settings;
    settings.tenant = QUrl::toPercentEncoding(account.tenant.trimmed());
    settings.clientId = account.clientId.trimmed().toUtf8();
    settings.clientSecret = surroundings.secrets->value(account.clientSecret).trimmed();
    settings.appKey = surroundings.secrets->value(account.appKeySecret).trimmed();
    if (settings.clientSecret.isEmpty() || settings.appKey.isEmpty())
        return nullptr;
    const QString environment = account.integration ? u"-integration"_s : QString();
    settings.apiUrl = u"https://api%1.servicetitan.io"_s.arg(environment).toLatin1();
    settings.authUrl = u"https://auth%1.servicetitan.io"_s.arg(environment).toLatin1();
    if (!connection.baseUrl.isEmpty()) {
        settings.apiUrl = QUrl(withoutSlash(connection.baseUrl)).toEncoded();
        settings.authUrl = settings.apiUrl;
    }
    settings.limit = RateLimit::ofCredential(settings.appKey + '/' + settings.tenant, requestsPerSecond, std::chrono::seconds(1));
    Setup setup;
    setup.bookingProvider = QString::fromLatin1(QUrl::toPercentEncoding(account.bookingProvider.trimmed()));
    setup.webHost = withoutSlash(account.webHost.trimmed());
    setup.choices = connection.choices;
    return std::make_shared<ServiceTitan>(std::move(settings), std::move(setup), surroundings);
}

} // namespace ringback::connectors::servicetitan
