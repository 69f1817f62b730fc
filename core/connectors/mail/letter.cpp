#include "connectors/mail/letter.h"

#include "base/time.h"
#include "calls/emailaddress.h"

#include <QRegularExpression>

#include <gmime/gmime.h>

#include <memory>
#include <utility>

namespace ringback::connectors::mail {

using namespace Qt::StringLiterals;

namespace {

struct Unref {
    void operator()(gpointer object) const { g_object_unref(object); }
};
template <class Object>
using Owned = std::unique_ptr<Object, Unref>;

struct Free {
    void operator()(gchar *text) const { g_free(text); }
    void operator()(GDateTime *at) const { g_date_time_unref(at); }
    void operator()(GMimeFormatOptions *options) const { g_mime_format_options_free(options); }
};
template <class Value>
using Freed = std::unique_ptr<Value, Free>;

Done check(const Author &author, const MailRequest &request)
{
    // The two sides of an `@`, as in an address, with the characters that ids of mails have.
    static const QRegularExpression id(u"\\A[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9.-]+\\z"_s);
    if (!calls::isEmailAddress(author.address) || calls::hasControlCharacters(author.name))
        return failure(ErrorKind::Refused, u"the sender's name or address cannot stand in a mail"_s);
    if (!calls::isEmailAddress(request.to))
        return failure(ErrorKind::NotFound, u"the recipient's address is none"_s);
    if (calls::hasControlCharacters(request.subject) || request.body.contains(QChar::Null) || !id.match(request.messageId).hasMatch())
        return failure(ErrorKind::Invalid, u"the subject, the text or the mail's id cannot stand in a mail"_s);
    return {};
}

} // namespace

Result<QByteArray> compose(const Author &author, const MailRequest &request, Instant now)
{
    if (const Done valid = check(author, request); !valid)
        return failure(valid);
    static const bool initialised = [] {
        g_mime_init();
        return true;
    }();
    Q_UNUSED(initialised)

    const Owned<GMimeMessage> message(g_mime_message_new(TRUE));
    g_mime_message_add_mailbox(message.get(), GMIME_ADDRESS_TYPE_FROM, author.name.isEmpty() ? nullptr : author.name.toUtf8().constData(),
                               author.address.toUtf8().constData());
    g_mime_message_add_mailbox(message.get(), GMIME_ADDRESS_TYPE_TO, nullptr, request.to.toUtf8().constData());
    g_mime_message_set_subject(message.get(), request.subject.toUtf8().constData(), "utf-8");
    g_mime_message_set_message_id(message.get(), request.messageId.toUtf8().constData());
    const Freed<GDateTime> date(g_date_time_new_from_unix_utc(std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count()));
    g_mime_message_set_date(message.get(), date.get());
    g_mime_object_set_header(GMIME_OBJECT(message.get()), "Auto-Submitted", "auto-generated", nullptr);

    const Owned<GMimeTextPart> text(g_mime_text_part_new_with_subtype("plain"));
    g_mime_text_part_set_charset(text.get(), "utf-8");
    QString body = request.body;
    body.replace(u"\r\n"_s, u"\n"_s).replace(u'\r', u'\n');
    g_mime_text_part_set_text(text.get(), body.toUtf8().constData());
    // Lines of any length, and a line that begins with "From ", arrive as they were written.
    g_mime_part_set_content_encoding(GMIME_PART(text.get()), GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);
    g_mime_message_set_mime_part(message.get(), GMIME_OBJECT(text.get()));

    const Freed<GMimeFormatOptions> options(g_mime_format_options_new());
    g_mime_format_options_set_newline_format(options.get(), GMIME_NEWLINE_FORMAT_DOS);
    const Freed<gchar> wire(g_mime_object_to_string(GMIME_OBJECT(message.get()), options.get()));
    return QByteArray(wire.get());
}

} // namespace ringback::connectors::mail
