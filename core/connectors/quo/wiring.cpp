#include "connectors/quo/hook.h"
#include "connectors/quo/json.h"
#include "connectors/quo/provider.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

// The webhook of a connection: one of the dated surface, for the whole workspace. Those of others are left alone.
namespace ringback::connectors::quo {

using namespace Qt::StringLiterals;

namespace {

const QByteArray hooks = "/webhooks";

QByteArray compact(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

// The path of a webhook; its id goes into an address, so it must be what Quo's are.
Result<QByteArray> pathOf(const QJsonObject &hook)
{
    const QByteArray id = hook.value("id"_L1).toVariant().toString().toLatin1();
    if (id.isEmpty() || id.size() > maxId || !std::all_of(id.cbegin(), id.cend(), [](char c) { return c >= '0' && c <= '9'; }))
        return failure(ErrorKind::Invalid, u"a webhook without an id"_s);
    return hooks + '/' + id;
}

Done done(const HttpAnswer &answer, const QByteArray &path)
{
    if (answer.status >= 200 && answer.status < 300 && !answer.brokeOff)
        return {};
    return tl::unexpected<Error>(readingFailed(answer, path));
}

Result<QJsonObject> dataOf(const HttpAnswer &answer, const QByteArray &path)
{
    if (const Done went = done(answer, path); !went)
        return failure(went);
    const QJsonObject data = QJsonDocument::fromJson(answer.body).object().value("data"_L1).toObject();
    if (data.isEmpty())
        return failure(ErrorKind::Invalid, u"what came is no webhook"_s);
    return data;
}

QString idOfHook(const QJsonObject &hook)
{
    return hook.value("id"_L1).toVariant().toString().left(maxId);
}

} // namespace

QCoro::Task<Result<QuoProvider::Hook>> QuoProvider::findHook(QList<calls::PhoneNumber> lines)
{
    const HttpAnswer answer = co_await m_api.send("GET", hooks);
    const Result<ListPage> listed = readPage(answer, hooks);
    if (!listed) {
        Result<Hook> failed = failure(listed);
        co_return failed;
    }
    const Done learnt = co_await learnNumbers();
    if (!learnt) {
        Result<Hook> failed = failure(learnt);
        co_return failed;
    }
    Hook hook;
    for (const QJsonObject &each : listed->entries) {
        // Of several (a new one after an address that changed) the one that works.
        const bool isBetter = hook.found.isEmpty() || each.value("status"_L1).toString() == "enabled"_L1;
        if (isHookOf(each, m_api.settings().connection) && isBetter)
            hook.found = each;
    }
    if (!hook.found.isEmpty()) {
        QStringList ids;
        for (const calls::PhoneNumber &line : lines)
            ids.append(m_numbers.key(line.e164(), line.e164())); // a line that Quo does not have is covered by `*` alone
        hook.lacks = shortcomings(hook.found, ids);
    }
    Result<Hook> found = hook;
    co_return found;
}

WiringPoint QuoProvider::pointOf(const Hook &hook, const QString &publicUrl) const
{
    const QString url = hook.found.value("url"_L1).toString().left(1024);
    return {.subject = u"Quo"_s,
            .id = idOfHook(hook.found),
            .now = (QStringList{url} + hook.lacks).join(u'\n'),
            .wanted = publicUrl.isEmpty() ? QString() : publicUrl + hookPath(m_api.settings().connection)};
}

QCoro::Task<Result<QList<WiringPoint>>> QuoProvider::wiring(TestQuery query)
{
    const Result<Hook> hook = co_await findHook(query.lines);
    Result<QList<WiringPoint>> points = failure(ErrorKind::Invalid, QString());
    if (hook)
        points = QList<WiringPoint>{pointOf(*hook, query.publicUrl)};
    else
        points = failure(hook);
    co_return points;
}

QCoro::Task<Result<Wired>> QuoProvider::wire(TestQuery query)
{
    Result<Wired> result = failure(ErrorKind::Refused, u"there is no public address for webhooks"_s);
    if (query.publicUrl.isEmpty())
        co_return result;
    const Result<Hook> before = co_await findHook(query.lines);
    if (!before) {
        result = failure(before);
        co_return result;
    }
    const bool isNew = before->found.isEmpty();
    const QString url = query.publicUrl + hookPath(m_api.settings().connection);

    // What Quo made without our hearing of it is found by its address.
    const Result<QJsonObject> hook = co_await writeHook(before->found, url);
    QJsonObject undo;
    if (hook)
        undo = isNew ? QJsonObject{{u"made"_s, idOfHook(*hook)}}
                     : QJsonObject{{u"changed"_s, idOfHook(before->found)}, {u"former"_s, formerHook(before->found)}};
    Done kept = hook ? Done() : Done(failure(hook));
    if (kept)
        kept = co_await keepKey(*hook);
    if (!hook && hook.error().kind == ErrorKind::Refused) { // nothing has happened
        result = failure(hook);
        co_return result;
    }
    if (!kept) {
        const Done undone = co_await putBack(undo, before->found, query);
        result = failure(kept);
        if (!undone)
            result =
                failure(kept.error().kind, kept.error().what + u"; and what was before could not be put back: "_s + undone.error().what);
        co_return result;
    }
    Wired wired{.points = {pointOf(*before, query.publicUrl)}, .undo = compact(undo)};
    // So that who looks at it knows where the signing key is.
    const QString keyName = m_api.settings().webhookKeyName;
    wired.points.append({.subject = u"Quo signing key"_s, .id = {}, .now = keyName, .wanted = keyName});
    result = wired;
    co_return result;
}

// Makes it, or changes the one that is there. The data of the answer.
QCoro::Task<Result<QJsonObject>> QuoProvider::writeHook(QJsonObject before, QString url)
{
    Result<QByteArray> path = hooks;
    if (!before.isEmpty())
        path = pathOf(before);
    Result<QJsonObject> written = failure(ErrorKind::Invalid, QString());
    if (!path) {
        written = failure(path);
        co_return written;
    }
    const QByteArray verb = before.isEmpty() ? "POST" : "PATCH";
    const QByteArray body = compact(wantedHook(before, url));
    const HttpAnswer answer = co_await m_api.send(verb, *path, body);
    written = dataOf(answer, *path);
    if (written && !pathOf(*written))
        written = failure(pathOf(*written));
    co_return written;
}

// The key is told once: when a webhook is made, and when its key is replaced.
QCoro::Task<Done> QuoProvider::keepKey(QJsonObject hook)
{
    const QString name = m_api.settings().webhookKeyName;
    QByteArray key = hook.value("key"_L1).toString().toLatin1();
    Done kept;
    if (key.isEmpty() && !m_secrets->value(name).isEmpty())
        co_return kept; // it has one, and so have we
    if (key.isEmpty()) {
        const QByteArray path = *pathOf(hook) + "/rotate";
        const HttpAnswer answer = co_await m_api.send("POST", path);
        const Result<QJsonObject> rotated = dataOf(answer, path);
        if (!rotated) {
            kept = failure(rotated);
            co_return kept;
        }
        key = rotated->value("key"_L1).toString().toLatin1();
    }
    if (!key.startsWith("whsec_")) {
        kept = failure(ErrorKind::Invalid, u"the webhook came without its signing key"_s);
        co_return kept;
    }
    kept = co_await m_secrets->keep(name, key);
    co_return kept;
}

// After a failure: as it was. `undo` is empty when nobody knows whether anything was changed.
QCoro::Task<Done> QuoProvider::putBack(QJsonObject undo, QJsonObject before, TestQuery query)
{
    if (undo.isEmpty() && !before.isEmpty()) {
        undo = {{u"changed"_s, idOfHook(before)}, {u"former"_s, formerHook(before)}};
    } else if (undo.isEmpty()) {
        const Result<Hook> now = co_await findHook(query.lines);
        Done nothing = now ? Done() : Done(failure(now));
        if (!now || now->found.isEmpty())
            co_return nothing;
        undo = {{u"made"_s, idOfHook(now->found)}};
    }
    const Done undone = co_await undoHook(undo);
    co_return undone;
}

QCoro::Task<Done> QuoProvider::undoHook(QJsonObject undo)
{
    const bool wasMade = undo.contains("made"_L1);
    const Result<QByteArray> path = pathOf({{u"id"_s, undo.value(wasMade ? "made"_L1 : "changed"_L1)}});
    Done undone;
    if (!path) {
        undone = failure(path);
        co_return undone;
    }
    const QByteArray verb = wasMade ? "DELETE" : "PATCH";
    const QByteArray body = wasMade ? QByteArray() : compact(undo.value("former"_L1).toObject());
    const HttpAnswer answer = co_await m_api.send(verb, *path, body);
    if (!(wasMade && answer.is(404))) // somebody else has removed it
        undone = done(answer, *path);
    co_return undone;
}

QCoro::Task<Result<QList<WiringPoint>>> QuoProvider::unwire(QByteArray undo)
{
    const QJsonObject said = QJsonDocument::fromJson(undo).object();
    const Done undone = co_await undoHook(said);
    Result<QList<WiringPoint>> points = failure(ErrorKind::Invalid, QString());
    if (!undone) {
        points = failure(undone);
        co_return points;
    }
    const TestQuery query{.lines = {}, .textsFrom = {}, .publicUrl = m_publicUrl};
    points = co_await wiring(query);
    co_return points;
}

} // namespace ringback::connectors::quo
