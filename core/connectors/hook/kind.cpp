#include "connectors/hook/kind.h"

#include "connectors/hook/system.h"
#include "connectors/standardwebhooks.h"

#include <QHostAddress>
#include <QUrl>

namespace ringback::connectors::hook {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype maxAddress = 2'000;

bool isHere(const QString &host)
{
    return host == "localhost"_L1 || QHostAddress(host).isLoopback();
}

// Why nothing may be posted there; empty when it may.
QString troubleOf(const QByteArray &address)
{
    const QUrl url = QUrl::fromEncoded(address, QUrl::StrictMode);
    if (address.size() > maxAddress || !url.isValid() || url.host().isEmpty() || !url.userInfo().isEmpty() || url.hasFragment() ||
        (url.scheme() != "https"_L1 && url.scheme() != "http"_L1))
        return u"bad_address"_s;
    return url.scheme() == "https"_L1 || isHere(url.host()) ? QString() : u"https_needed"_s;
}

// The same path and query at another host.
QByteArray movedTo(const QByteArray &base, const QByteArray &address)
{
    const qsizetype host = address.indexOf("://");
    const qsizetype path = host < 0 ? -1 : address.indexOf('/', host + 3);
    return base + (path < 0 ? QByteArray("/") : address.mid(path));
}

} // namespace

LeadAbilities HookKind::abilities() const
{
    LeadAbilities abilities;
    abilities.writesNotes = true;
    abilities.setsStatus = true;
    abilities.writesTasks = true;
    abilities.closesTasks = true;
    return abilities;
}

QList<ChoiceSlot> HookKind::choiceSlots(const settings::LeadConnection &, const QStringList &statuses, const QStringList &staff) const
{
    QList<ChoiceSlot> all; // free text: what the receiver calls them, if otherwise than we do
    for (const QString &status : statuses)
        all.append({.key = u"status."_s + status, .list = {}});
    for (const QString &person : staff)
        all.append({.key = u"user."_s + person, .list = {}});
    return all;
}

std::shared_ptr<LeadSystem> HookKind::open(const settings::LeadConnection &connection, const Surroundings &surroundings) const
{
    const auto &account = std::get<settings::OutgoingHook>(connection.account);
    QByteArray address = surroundings.secrets->value(account.addressSecret).trimmed();
    const QByteArray key = account.signingSecret.isEmpty() ? QByteArray() : surroundings.secrets->value(account.signingSecret).trimmed();
    if (address.isEmpty() || (!account.signingSecret.isEmpty() && key.isEmpty()))
        return nullptr;
    HookSettings settings{.address = address,
                          .signingKey = webhookKeyBytes(key),
                          .trouble = troubleOf(address),
                          .events = account.events,
                          .choices = connection.choices,
                          .timeout = surroundings.timeout};
    if (!connection.baseUrl.isEmpty()) {
        settings.address = movedTo(connection.baseUrl.toUtf8(), address);
        settings.trouble = troubleOf(settings.address);
    }
    if (settings.trouble.isEmpty() && !key.isEmpty() && settings.signingKey.isEmpty())
        settings.trouble = u"bad_signing_key"_s; // an unsigned post is not what was asked for
    return std::make_shared<HookSystem>(std::move(settings), surroundings);
}

} // namespace ringback::connectors::hook
