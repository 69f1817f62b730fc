#include "store/columns.h"
#include "store/gateways.h"

namespace ringback::store {

using namespace Qt::StringLiterals;

namespace {

Result<VoicemailGateway::Kept> readVoicemail(const Row &row)
{
    VoicemailGateway::Kept kept{.voicemail = {.url = row.text(0), .length = {}, .transcript = row.text(2)}, .receivedAt = row.instant(3)};
    if (const std::optional<qint64> length = row.maybeInteger(1))
        kept.voicemail.length = Milliseconds(*length);
    return kept;
}

} // namespace

Result<std::optional<VoicemailGateway::Kept>> VoicemailGateway::of(const calls::CallId &call) const
{
    return first<Kept>(
        m_database.rows(u"SELECT url, length_ms, transcript, received_at FROM voicemails WHERE call_id = ?"_s, {call.text()}),
        readVoicemail);
}

Done VoicemailGateway::keep(Transaction &transaction, const calls::CallId &call, const calls::Voicemail &voicemail, Instant now) const
{
    return done(
        transaction.change(u"INSERT INTO voicemails (call_id, url, length_ms, transcript, received_at) VALUES (?, ?, ?, ?, ?)"
                           " ON CONFLICT (call_id) DO UPDATE SET"
                           " url = CASE WHEN excluded.url <> '' THEN excluded.url ELSE voicemails.url END,"
                           " length_ms = COALESCE(excluded.length_ms, voicemails.length_ms),"
                           " transcript = CASE WHEN excluded.transcript <> '' THEN excluded.transcript ELSE voicemails.transcript END"_s,
                           {call.text(), text(voicemail.url), orNull(voicemail.length), text(voicemail.transcript), value(now)}));
}

} // namespace ringback::store
