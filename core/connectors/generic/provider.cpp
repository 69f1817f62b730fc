#include "connectors/generic/provider.h"

namespace ringback::connectors::generic {

using namespace Qt::StringLiterals;

GenericProvider::GenericProvider(const settings::Connection &connection, const Surroundings &surroundings)
    : m_path(webhookPath(connection))
    , m_http(surroundings.network, surroundings.clock, surroundings.timeout)
{}

QCoro::Task<SendOutcome> GenericProvider::sendText(TextRequest)
{
    Refused refused;
    refused.kind = Refused::Class::Sender;
    refused.code = u"no_texting"_s;
    refused.message = u"texts cannot be sent through a webhook"_s;
    SendOutcome outcome = std::move(refused);
    co_return outcome;
}

QCoro::Task<FindOutcome> GenericProvider::findSent(SentQuery)
{
    FindOutcome nothing = NotFound{};
    co_return nothing;
}

void GenericProvider::abandon()
{
    m_http.abandon();
}

QCoro::Task<QList<Finding>> GenericProvider::test(TestQuery query)
{
    Finding proof; // without it there is no provider
    proof.check = Check::Credentials;
    proof.problem = u"ok"_s;
    Finding webhook;
    webhook.check = Check::Webhook;
    webhook.problem = u"ok"_s;
    webhook.subject = query.publicUrl + m_path;
    if (query.publicUrl.isEmpty()) {
        webhook.level = Finding::Level::Bad;
        webhook.problem = u"no_public_address"_s;
        webhook.subject = m_path;
    } else {
        // Not /healthz: a proxy may let in nothing but the webhooks. A GET is turned away by our door alone in this way, and not counted as a forgery.
        HttpCall call;
        call.url = webhook.subject.toUtf8();
        const HttpAnswer answer = co_await m_http.send(std::move(call));
        if (!answer.is(405) || answer.body != "webhooks come by POST\n") {
            webhook.level = Finding::Level::Bad;
            webhook.problem = answer.status == 0 ? u"not_reachable"_s : u"answers_otherwise"_s;
            webhook.detail = answer.status == 0 ? answer.trouble : u"status %1"_s.arg(answer.status);
        }
    }
    QList<Finding> findings{proof, webhook};
    co_return findings;
}

} // namespace ringback::connectors::generic
