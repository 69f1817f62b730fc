#include "connectors/googlevoice/notice.h"

#include "base/time.h"
#include "connectors/bounded.h"
#include "connectors/googlevoice/authresults.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

#include <gmime/gmime.h>

#include <memory>

namespace ringback::connectors::googlevoice {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype maxId = 300;
constexpr qsizetype maxAddress = 254;
constexpr qsizetype maxAddresses = 20;
constexpr qsizetype maxSubject = 500;
constexpr qsizetype maxText = 20'000;

struct Unref {
    void operator()(gpointer object) const { g_object_unref(object); }
};
template <class Object>
using Owned = std::unique_ptr<Object, Unref>;

void addAddresses(InternetAddressList *list, QStringList &addresses)
{
    for (int i = 0; list && i < internet_address_list_length(list) && addresses.size() < maxAddresses; ++i) {
        InternetAddress *const each = internet_address_list_get_address(list, i);
        if (!INTERNET_ADDRESS_IS_MAILBOX(each))
            continue;
        const QString address =
            bounded(QString::fromUtf8(internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(each))).trimmed().toLower(), maxAddress);
        if (!address.isEmpty() && !addresses.contains(address))
            addresses.append(address);
    }
}

QString withoutMarkup(QString html)
{
    static const QRegularExpression hidden(u"<(style|script|head)\\b.*?</\\1\\s*>"_s,
                                           QRegularExpression::CaseInsensitiveOption | QRegularExpression::DotMatchesEverythingOption);
    static const QRegularExpression breaks(u"<(br|/p|/div|/tr|/h[1-6]|/li)\\b[^>]*>"_s, QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression tags(u"<[^>]*>"_s);
    html.replace(hidden, u" "_s).replace(u'\n', u' ').replace(breaks, u"\n"_s).replace(tags, QString());
    html.replace("&nbsp;"_L1, " "_L1).replace("&lt;"_L1, "<"_L1).replace("&gt;"_L1, ">"_L1).replace("&quot;"_L1, "\""_L1);
    return html.replace("&#39;"_L1, "'"_L1).replace("&amp;"_L1, "&"_L1);
}

QString textOf(GMimeMessage *message)
{
    QString html;
    const std::unique_ptr<GMimePartIter, void (*)(GMimePartIter *)> parts(g_mime_part_iter_new(g_mime_message_get_mime_part(message)),
                                                                          g_mime_part_iter_free);
    do {
        GMimeObject *const part = g_mime_part_iter_get_current(parts.get());
        if (!part || !GMIME_IS_TEXT_PART(part))
            continue;
        const std::unique_ptr<char, void (*)(void *)> text(g_mime_text_part_get_text(GMIME_TEXT_PART(part)), g_free);
        const QString words = QString::fromUtf8(text.get());
        GMimeContentType *const type = g_mime_object_get_content_type(part);
        if (g_mime_content_type_is_type(type, "text", "plain") && !words.trimmed().isEmpty())
            return words;
        if (html.isEmpty() && g_mime_content_type_is_type(type, "text", "html"))
            html = words;
    } while (g_mime_part_iter_next(parts.get()));
    return withoutMarkup(html);
}

MailHeaders headersOf(GMimeMessage *message)
{
    MailHeaders headers;
    GMimeHeaderList *const list = g_mime_object_get_header_list(GMIME_OBJECT(message));
    for (int i = 0; i < g_mime_header_list_get_count(list); ++i) {
        GMimeHeader *const header = g_mime_header_list_get_header_at(list, i);
        headers.emplaceBack(g_mime_header_get_name(header), g_mime_header_get_raw_value(header));
    }
    return headers;
}

int countOf(const MailHeaders &headers, const char *name)
{
    return int(std::count_if(headers.cbegin(), headers.cend(),
                             [name](const auto &header) { return header.first.compare(name, Qt::CaseInsensitive) == 0; }));
}

// Who may write as these is Google alone; its other services, which let others word a mail, have other senders than isGenuine() knows.
const QStringList &signers()
{
    static const QStringList list = {u"google.com"_s, u"voice.google.com"_s, u"txt.voice.google.com"_s};
    return list;
}

} // namespace

bool Notice::isGenuine() const
{
    return !signedBy.isEmpty() && (from == "voice-noreply@google.com"_L1 || from.endsWith("@txt.voice.google.com"_L1));
}

std::optional<Notice> readNotice(const QByteArray &mail, const QString &trustedHost)
{
    static const bool initialised = [] {
        g_mime_init();
        return true;
    }();
    Q_UNUSED(initialised)

    const Owned<GMimeStream> stream(g_mime_stream_mem_new_with_buffer(mail.constData(), size_t(mail.size())));
    const Owned<GMimeParser> parser(g_mime_parser_new_with_stream(stream.get()));
    const Owned<GMimeMessage> message(g_mime_parser_construct_message(parser.get(), nullptr));
    if (!message)
        return std::nullopt;
    Notice notice;
    const MailHeaders headers = headersOf(message.get());
    notice.id = bounded(QString::fromUtf8(g_mime_message_get_message_id(message.get())).trimmed(), maxId);
    QStringList from;
    addAddresses(g_mime_message_get_from(message.get()), from);
    if (from.size() == 1 && countOf(headers, "from") == 1) // a second one may not be what was signed
        notice.from = from.first();
    for (const char *name : {"delivered-to", "x-original-to", "x-forwarded-to"}) {
        for (const auto &[candidate, value] : headers) {
            if (candidate.compare(name, Qt::CaseInsensitive) != 0)
                continue;
            const Owned<InternetAddressList> list(internet_address_list_parse(nullptr, value.constData()));
            addAddresses(list.get(), notice.to);
        }
    }
    addAddresses(g_mime_message_get_to(message.get()), notice.to);
    addAddresses(g_mime_message_get_cc(message.get()), notice.to);
    notice.subject = bounded(QString::fromUtf8(g_mime_message_get_subject(message.get())).simplified(), maxSubject);
    if (GDateTime *const date = g_mime_message_get_date(message.get()))
        notice.at = fromMs(g_date_time_to_unix(date) * 1000);
    notice.text = bounded(textOf(message.get()), maxText);
    if (const std::optional<AuthenticationResults> results = trustedResults(headers, trustedHost))
        notice.signedBy = googlevoice::signedBy(*results, signers());
    return notice;
}

QByteArray noticeJson(const Notice &notice)
{
    QJsonObject json{{u"id"_s, notice.id},           {u"from"_s, notice.from},          {u"to"_s, QJsonArray::fromStringList(notice.to)},
                     {u"subject"_s, notice.subject}, {u"signed_by"_s, notice.signedBy}, {u"text"_s, notice.text}};
    if (notice.at)
        json.insert(u"date"_s, toIso(*notice.at));
    return QJsonDocument(json).toJson(QJsonDocument::Compact);
}

Result<Notice> noticeFromJson(const QByteArray &json)
{
    const QJsonDocument document = QJsonDocument::fromJson(json);
    if (!document.isObject())
        return failure(ErrorKind::Invalid, u"not a notification of Google Voice"_s);
    Notice notice{.id = document["id"_L1].toString(),
                  .from = document["from"_L1].toString(),
                  .to = {},
                  .subject = document["subject"_L1].toString(),
                  .at = {},
                  .text = document["text"_L1].toString(),
                  .signedBy = document["signed_by"_L1].toString()};
    for (const auto address : document["to"_L1].toArray())
        notice.to.append(address.toString());
    const QDateTime at = QDateTime::fromString(document["date"_L1].toString(), Qt::ISODateWithMs);
    if (at.isValid())
        notice.at = fromMs(at.toMSecsSinceEpoch());
    if (!notice.isGenuine()) // never stored; whoever wrote this was not us
        return failure(ErrorKind::Invalid, u"not a notification of Google Voice"_s);
    return notice;
}

} // namespace ringback::connectors::googlevoice
