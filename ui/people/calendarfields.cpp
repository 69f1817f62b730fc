#include "people/calendarfields.h"

#include "calls/emailaddress.h"
#include "desk/connectionwork.h"

#include <QCheckBox>
#include <QLineEdit>
#include <QRegularExpression>
#include <QUrl>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ringback::ui {

namespace {

QStringList wordsOf(const QString &text)
{
    QStringList words;
    for (const QString &part : text.split(u',', Qt::SkipEmptyParts)) {
        if (const QString word = part.simplified(); !word.isEmpty() && !words.contains(word))
            words.append(word);
    }
    return words;
}

} // namespace

CalendarFields::CalendarFields(const QString &type, QWidget *parent)
    : AccountFields(parent)
    , m_type(type)
{
    build();
    check(u"reads"_s, tr("What is &busy there keeps callbacks away"), tr("Meetings, and leave for the whole day."));
    if (m_type != "ics"_L1)
        check(u"writes"_s, tr("&Enter callbacks there"), tr("With the caller's number; they move and go with the callback."));
    beginMore();
    line(u"leave_words"_s, tr("Words for &leave"), tr("PTO, vacation"),
         tr("An event with one of these words in its title counts as leave, even where it is marked as free."));
    endMore();
}

void CalendarFields::build()
{
    if (m_type == "ics"_L1) {
        secret(
            u"address_secret"_s, tr("&Private address"),
            tr("In Google Calendar: Settings, the calendar, Secret address in iCal format. In Outlook: Settings, Shared calendars, Publish "
               "a "
               "calendar, the ICS link. Whoever has it can read the calendar: it goes into this computer's keychain, never into a file."),
            true);
        return;
    }
    if (m_type == "caldav"_L1) {
        line(u"address"_s, tr("&Address of the server"), u"https://caldav.icloud.com"_s, tr("Of the server, or of one calendar there."),
             true);
        line(u"user"_s, tr("&Name to sign in with"), u"dana@example.com"_s, {}, true);
        secret(u"password_secret"_s, tr("&Password"), tr("iCloud and Fastmail want one that they make for apps, not the usual one."), true);
        return;
    }
    if (m_type == "google_calendar"_L1) {
        line(u"client_id"_s, tr("Client &ID"), u"123456789-abc.apps.googleusercontent.com"_s,
             tr("Of the office's own app in Google Cloud Console: one for everybody is enough."), true);
        secret(u"client_secret"_s, tr("Client &Secret"), tr("Beside the Client ID."), true);
        return;
    }
    line(u"client_id"_s, tr("Application (client) &ID"), u"00000000-0000-0000-0000-000000000000"_s,
         tr("Of the office's own app in Microsoft Entra: one for everybody is enough."), true);
    line(u"address"_s, tr("&Mailbox"), u"dana@example.com"_s, tr("Whose calendar it is."), true);
    line(u"tenant"_s, tr("&Tenant"), u"common"_s, tr("Leave it empty unless your administrator gave you one."));
}

void CalendarFields::load(const desk::CalendarConnection &connection)
{
    QMap<QString, QString> kept;
    if (const auto *const feed = std::get_if<desk::IcsFeed>(&connection.account))
        kept.insert(u"address_secret"_s, feed->addressSecret);
    if (const auto *const dav = std::get_if<desk::CalDavAccount>(&connection.account)) {
        setText(u"address"_s, dav->address);
        setText(u"user"_s, dav->user);
        kept.insert(u"password_secret"_s, dav->passwordSecret);
    }
    if (const auto *const google = std::get_if<desk::GoogleCalendar>(&connection.account)) {
        setText(u"client_id"_s, google->clientId);
        kept.insert(u"client_secret"_s, google->clientSecret);
    }
    if (const auto *const microsoft = std::get_if<desk::MicrosoftCalendar>(&connection.account)) {
        setText(u"client_id"_s, microsoft->clientId);
        setText(u"address"_s, microsoft->address);
        setText(u"tenant"_s, microsoft->tenant);
    }
    if (!kept.isEmpty())
        setKept(kept);
    tick(u"reads"_s, connection.reads);
    tick(u"writes"_s, connection.writes);
    setText(u"leave_words"_s, connection.leaveWords.join(u", "_s));
}

desk::CalendarAccount CalendarFields::account(const desk::CalendarConnection &from, QMap<QString, QString> &secrets)
{
    if (const auto *const feed = std::get_if<desk::IcsFeed>(&from.account))
        return desk::IcsFeed{.addressSecret = keep(u"address_secret"_s, feed->addressSecret, from.id, secrets)};
    if (const auto *const before = std::get_if<desk::CalDavAccount>(&from.account)) {
        desk::CalDavAccount dav = *before;
        dav.address = text(u"address"_s);
        dav.user = text(u"user"_s);
        dav.passwordSecret = keep(u"password_secret"_s, before->passwordSecret, from.id, secrets);
        return dav;
    }
    const auto credential = [&](const QString &before) {
        return before.isEmpty() ? desk::secretName(from.id, u"credential"_s) : before;
    };
    if (const auto *const before = std::get_if<desk::GoogleCalendar>(&from.account)) {
        desk::GoogleCalendar google = *before;
        google.clientId = text(u"client_id"_s);
        google.clientSecret = keep(u"client_secret"_s, before->clientSecret, from.id, secrets);
        google.credentialSecret = credential(before->credentialSecret);
        return google;
    }
    desk::MicrosoftCalendar microsoft = std::get<desk::MicrosoftCalendar>(from.account);
    microsoft.clientId = text(u"client_id"_s);
    microsoft.address = text(u"address"_s);
    microsoft.tenant = text(u"tenant"_s).isEmpty() ? u"common"_s : text(u"tenant"_s);
    microsoft.credentialSecret = credential(microsoft.credentialSecret);
    return microsoft;
}

std::optional<desk::CalendarConnection> CalendarFields::read(const desk::CalendarConnection &from, QMap<QString, QString> &secrets)
{
    if (!looksRight())
        return std::nullopt;
    desk::CalendarConnection connection = from;
    connection.account = account(from, secrets);
    connection.reads = ticked(u"reads"_s);
    connection.writes = m_type == "ics"_L1 ? from.writes : ticked(u"writes"_s);
    connection.leaveWords = wordsOf(text(u"leave_words"_s));
    return connection;
}

bool CalendarFields::hasShape(const QString &key) const
{
    static const QRegularExpression clientId(u"^[A-Za-z0-9._-]{8,120}$"_s);
    const QString typed = text(key);
    if (typed.isEmpty())
        return true;
    if (key == "address_secret"_L1 || (key == "address"_L1 && m_type == "caldav"_L1)) {
        const QUrl url(typed, QUrl::StrictMode);
        const bool isLocal = url.scheme() == "http"_L1 && (url.host() == "localhost"_L1 || url.host() == "127.0.0.1"_L1);
        return url.isValid() && !url.host().isEmpty() && (url.scheme() == "https"_L1 || url.scheme() == "webcal"_L1 || isLocal);
    }
    if (key == "address"_L1)
        return calls::isEmailAddress(typed);
    if (key == "client_id"_L1)
        return clientId.match(typed).hasMatch();
    if (key == "leave_words"_L1) {
        const QStringList words = wordsOf(typed);
        return words.size() <= 50 &&
               std::all_of(words.cbegin(), words.cend(), [](const QString &word) { return word.size() >= 2 && word.size() <= 60; });
    }
    return true;
}

QString CalendarFields::problemOf(const QString &key) const
{
    if (text(key).isEmpty())
        return {};
    if (key == "address_secret"_L1)
        return tr("Give the whole address, such as https://calendar.google.com/calendar/ical/…/basic.ics.");
    if (key == "address"_L1)
        return m_type == "caldav"_L1 ? tr("Give an address that begins with https://.") : tr("Give an address such as dana@example.com.");
    if (key == "leave_words"_L1)
        return tr("Give words of 2 to 60 letters, separated by commas.");
    return {};
}

} // namespace ringback::ui
