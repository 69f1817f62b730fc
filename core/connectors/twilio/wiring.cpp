#include "connectors/twilio/wiring.h"
#include "connectors/twilio/fields.h"
#include "connectors/twilio/provider.h"

#include <QJsonDocument>

/// Sending the webhooks of numbers and of the messaging service to us, and back again.
namespace ringback::connectors::twilio {

using namespace Qt::StringLiterals;

namespace {

constexpr int maxPages = 10; // ten thousand numbers

QJsonObject toJson(const Form &form)
{
    QJsonObject object;
    for (const auto &[name, value] : form.fields)
        object.insert(name, value);
    return object;
}

Form toForm(const QJsonObject &object)
{
    Form form;
    for (auto it = object.begin(); it != object.end(); ++it)
        form.fields.emplaceBack(it.key(), it.value().toString());
    return form;
}

QJsonObject toJson(const Change &change)
{
    return {{u"sid"_s, change.point.id}, {u"set"_s, toJson(change.fields)}, {u"was"_s, toJson(change.undo)}};
}

bool isService(const QString &sid)
{
    return isSid(sid, {u"MG"});
}

// What we may be asked to change: nobody names another resource to us in a file.
bool isChangeable(const QString &sid)
{
    return isSid(sid, {u"PN"}) || isService(sid);
}

} // namespace

QCoro::Task<Result<QHash<QString, QJsonObject>>> TwilioProvider::numbers()
{
    Result<QHash<QString, QJsonObject>> numbers = QHash<QString, QJsonObject>();
    QByteArray target = m_api.account("/IncomingPhoneNumbers.json?PageSize=1000");
    for (int i = 0; i < maxPages && !target.isEmpty(); ++i) {
        const Result<Api::Page> page = co_await m_api.page(target, u"incoming_phone_numbers"_s);
        if (!page) {
            numbers = failure(page);
            co_return numbers;
        }
        for (const auto &value : page->items) {
            const QJsonObject number = value.toObject();
            if (isSid(number.value("sid"_L1).toString(), {u"PN"}))
                numbers->insert(number.value("phone_number"_L1).toString(), number);
        }
        target = page->next;
    }
    co_return numbers;
}

QCoro::Task<Result<std::optional<QJsonObject>>> TwilioProvider::service()
{
    Result<std::optional<QJsonObject>> service = std::optional<QJsonObject>();
    if (m_settings.messagingServiceSid.isEmpty())
        co_return service;
    const Result<QJsonObject> answer =
        co_await m_api.get(Api::Host::Messaging, "/v1/Services/" + m_settings.messagingServiceSid.toLatin1());
    if (!answer)
        service = failure(answer);
    else if (takesTexts(*answer))
        service = *answer;
    co_return service;
}

QCoro::Task<Result<QList<Change>>> TwilioProvider::changes(TestQuery query)
{
    Result<QList<Change>> changes = QList<Change>();
    if (query.publicUrl.isEmpty()) {
        changes = failure(ErrorKind::Refused, u"there is no address that Twilio could call"_s);
        co_return changes;
    }
    const Result<QHash<QString, QJsonObject>> known = co_await numbers();
    if (!known) {
        changes = failure(known);
        co_return changes;
    }
    const Result<std::optional<QJsonObject>> texts = co_await service();
    if (!texts) {
        changes = failure(texts);
        co_return changes;
    }
    QList<calls::PhoneNumber> chosen = query.lines;
    for (const calls::PhoneNumber &sender : std::as_const(query.textsFrom)) {
        if (!chosen.contains(sender))
            chosen.append(sender);
    }
    for (const calls::PhoneNumber &number : std::as_const(chosen)) {
        if (const auto found = known->constFind(number.e164()); found != known->constEnd())
            changes->append(numberChange(*found, query, texts->has_value()));
    }
    if (*texts)
        changes->append(serviceChange(**texts, query.publicUrl));
    co_return changes;
}

QCoro::Task<Result<QList<WiringPoint>>> TwilioProvider::wiring(TestQuery query)
{
    const Result<QList<Change>> changes = co_await this->changes(std::move(query));
    Result<QList<WiringPoint>> points = QList<WiringPoint>();
    if (!changes)
        points = failure(changes);
    for (const Change &change : changes.value_or(QList<Change>()))
        points->append(change.point);
    co_return points;
}

QCoro::Task<Result<Wired>> TwilioProvider::wire(TestQuery query)
{
    const Result<QList<Change>> changes = co_await this->changes(std::move(query));
    Result<Wired> wired = Wired{};
    if (!changes) {
        wired = failure(changes);
        co_return wired;
    }
    QList<Change> made;
    for (const Change &wanted : *changes) {
        wired->points.append(wanted.point);
        if (wanted.fields.fields.isEmpty())
            continue;
        made.append(wanted); // also where nobody can tell whether it was made
        const Result<QJsonObject> done = co_await change(wanted.point.id, wanted.fields);
        if (done)
            continue;
        for (const Change &each : std::as_const(made)) {
            const Result<QJsonObject> back = co_await change(each.point.id, each.undo);
            Q_UNUSED(back) // the error that is told is the first
        }
        wired = failure(done);
        co_return wired;
    }
    QJsonArray undo;
    for (const Change &each : std::as_const(made))
        undo.append(toJson(each));
    wired->undo = QJsonDocument(undo).toJson(QJsonDocument::Compact);
    co_return wired;
}

QCoro::Task<Result<QList<WiringPoint>>> TwilioProvider::unwire(QByteArray undo)
{
    Result<QList<WiringPoint>> points = QList<WiringPoint>();
    const QJsonDocument document = QJsonDocument::fromJson(undo);
    if (!document.isArray()) {
        points = failure(ErrorKind::Invalid, u"what was kept cannot be read"_s);
        co_return points;
    }
    for (const auto &value : document.array()) {
        const QJsonObject entry = value.toObject();
        const QString sid = entry.value("sid"_L1).toString();
        if (!isChangeable(sid)) {
            points = failure(ErrorKind::Invalid, u"what was kept names no number"_s);
            co_return points;
        }
        const Result<QJsonObject> now = co_await resource(sid);
        if (!now && now.error().kind == ErrorKind::NotFound)
            continue; // the number has been given up
        if (!now) {
            points = failure(now);
            co_return points;
        }
        const Form set = toForm(entry.value("set"_L1).toObject());
        const Form was = toForm(entry.value("was"_L1).toObject());
        QJsonObject after = *now;
        if (holds(*now, set)) { // else somebody has changed it since, or it is back already: it is theirs
            const Result<QJsonObject> changed = co_await change(sid, was);
            if (!changed) {
                points = failure(changed);
                co_return points;
            }
            after = *changed;
        }
        points->append(pointOf(after));
    }
    co_return points;
}

QCoro::Task<Result<QJsonObject>> TwilioProvider::resource(QString sid)
{
    const QByteArray id = sid.toLatin1();
    const QByteArray target = isService(sid) ? "/v1/Services/" + id : m_api.account("/IncomingPhoneNumbers/") + id + ".json";
    Result<QJsonObject> found = co_await m_api.get(isService(sid) ? Api::Host::Messaging : Api::Host::Api, target);
    co_return found;
}

// Changes addresses, and believes it only of an answer that has them.
QCoro::Task<Result<QJsonObject>> TwilioProvider::change(QString sid, Form fields)
{
    const QByteArray id = sid.toLatin1();
    const QByteArray target = isService(sid) ? "/v1/Services/" + id : m_api.account("/IncomingPhoneNumbers/") + id + ".json";
    HttpCall post = m_api.post(isService(sid) ? Api::Host::Messaging : Api::Host::Api, target, fields);
    const HttpAnswer answer = co_await m_api.send(std::move(post));
    Result<QJsonObject> changed = m_api.read(answer);
    if (changed && !holds(*changed, fields))
        changed = failure(ErrorKind::Invalid, u"Twilio took the change and did not make it"_s);
    co_return changed;
}

} // namespace ringback::connectors::twilio
