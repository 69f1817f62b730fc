#include "playbook/documenttree.h"

namespace ringback::playbook {

using namespace Qt::StringLiterals;

namespace {

using Shape = Node::Shape;
using Layout = Node::Layout;

Node words(const QString &text)
{
    return {.text = text, .isQuoted = true};
}

Node number(int count)
{
    return {.text = QString::number(count)};
}

Node flag(bool isSo)
{
    return {.text = isSo ? u"true"_s : u"false"_s};
}

// In the largest unit that it is a whole number of.
Node duration(seconds length)
{
    const qint64 count = length.count();
    if (count != 0 && count % 3600 == 0)
        return words(u"%1 h"_s.arg(count / 3600));
    if (count != 0 && count % 60 == 0)
        return words(u"%1 min"_s.arg(count / 60));
    return words(u"%1 s"_s.arg(count));
}

Node hours(std::chrono::hours length)
{
    return words(u"%1 h"_s.arg(length.count()));
}

Node money(Money amount)
{
    if (amount.cents % 100 == 0)
        return {.text = QString::number(amount.cents / 100)};
    return {.text = QString::number(static_cast<double>(amount.cents) / 100, 'f', 2)};
}

Node phrases(const QStringList &list, Layout layout)
{
    Node node{.shape = Shape::List, .layout = layout};
    for (const QString &phrase : list)
        node.add(phrase, words(phrase));
    return node;
}

// `first` in that order, then what else there is: nothing is left out for being unknown here.
QStringList ordered(const QStringList &keys, const QStringList &first)
{
    QStringList list;
    for (const QString &key : first) {
        if (keys.contains(key))
            list.append(key);
    }
    for (const QString &key : keys) {
        if (!first.contains(key))
            list.append(key);
    }
    return list;
}

Node byName(const QMap<QString, QString> &map, Layout layout, const QStringList &first = {})
{
    Node node{.shape = Shape::Object, .layout = layout};
    const QStringList keys = ordered(map.keys(), first);
    for (const QString &key : keys)
        node.add(key, words(map.value(key)));
    return node;
}

template <class Item>
Node list(const QList<Item> &items, Node (*nodeOf)(const Item &), QString (*nameOf)(const Item &))
{
    Node node{.shape = Shape::List, .layout = Layout::Lines};
    for (const Item &item : items)
        node.add(nameOf(item), nodeOf(item));
    return node;
}

template <class Item>
QString idOf(const Item &item)
{
    return item.id;
}

Node nodeOf(const Screening &screening)
{
    Node node{.shape = Shape::Object};
    node.add(u"short_ring"_s, duration(screening.shortRing));
    node.add(u"withheld_numbers"_s, flag(screening.withheldNumbers));
    node.add(u"listed_as_spam"_s, flag(screening.listedAsSpam));
    node.add(u"short_calls_to_surface"_s, number(screening.shortCallsToSurface));
    node.add(u"complaints_to_block"_s, number(screening.complaintsToBlock));
    return node;
}

Node nodeOf(const std::optional<QuietHours> &hours)
{
    if (!hours)
        return {.text = u"null"_s};
    Node node{.shape = Shape::Object};
    node.add(u"start"_s, words(hours->start.toString(u"HH:mm"_s)));
    node.add(u"end"_s, words(hours->end.toString(u"HH:mm"_s)));
    node.add(u"state_rules"_s, flag(hours->stateRules));
    return node;
}

Node nodeOf(const LeadRules &lead)
{
    Node node{.shape = Shape::Object, .layout = Layout::Lines};
    node.add(u"tag"_s, words(lead.tag));
    node.add(u"new_status"_s, words(lead.newStatus));
    node.add(u"reached_status"_s, words(lead.reachedStatus));
    node.add(u"unknown_caller"_s, words(calls::word(lead.unknownCaller)));
    return node;
}

Node nodeOf(const Template &message)
{
    Node node{.shape = Shape::Object, .layout = Layout::Lines};
    node.add(u"id"_s, words(message.id));
    if (!message.subject.isEmpty())
        node.add(u"subject"_s, byName(message.subject, Layout::OneLine));
    node.add(u"text"_s, byName(message.text, Layout::Lines));
    return node;
}

Node nodeOf(const Step &step)
{
    static const QStringList situations = {u"default"_s, u"new_lead"_s, u"prior_customer"_s, u"candidate"_s,
                                           u"client"_s,  u"storm"_s,    u"late"_s,           u"returning"_s};
    Node node{.shape = Shape::Object, .layout = Layout::Lines};
    node.add(u"id"_s, words(step.id));
    node.add(u"action"_s, words(word(step.action)));
    node.add(u"after"_s, duration(step.after));
    node.add(u"true_for"_s, duration(step.trueFor));
    QStringList stops;
    for (const StopsOn stop : step.stopsOn)
        stops.append(word(stop));
    node.add(u"stops_on"_s, phrases(stops, Layout::OneLine));
    if (step.needsEmail)
        node.add(u"needs_email"_s, flag(true));
    if (step.unlessEmailOnFile)
        node.add(u"unless_email_on_file"_s, flag(true));
    node.add(u"templates"_s, byName(step.templates, step.templates.size() > 1 ? Layout::Lines : Layout::OneLine, situations));
    return node;
}

Node nodeOf(const Route &route)
{
    Node node{.shape = Shape::Object};
    if (!route.team.isEmpty())
        node.add(u"team"_s, words(route.team));
    if (route.senior)
        node.add(u"senior"_s, flag(true));
    if (route.priority)
        node.add(u"priority"_s, flag(true));
    if (!route.note.isEmpty())
        node.add(u"note"_s, words(route.note));
    return node;
}

Node nodeOf(const Escalation &escalation)
{
    Node node{.shape = Shape::Object};
    node.add(u"after"_s, duration(escalation.after));
    node.add(u"to"_s, words(escalation.to));
    return node;
}

Node nodeOf(const Callback &callback)
{
    static const QStringList kinds = {u"default"_s, u"new_lead"_s, u"prior_customer"_s, u"candidate"_s, u"client"_s};
    Node routes{.shape = Shape::Object, .layout = Layout::Lines};
    const QStringList named = ordered(callback.routes.keys(), kinds);
    for (const QString &kind : named)
        routes.add(kind, nodeOf(callback.routes.value(kind)));
    Node node{.shape = Shape::Object, .layout = Layout::Lines};
    node.add(u"due_in"_s, duration(callback.dueIn));
    node.add(u"claim_idle_limit"_s, duration(callback.claimIdleLimit));
    node.add(u"routes"_s, std::move(routes));
    node.add(u"escalation"_s, list<Escalation>(callback.escalation, nodeOf, [](const Escalation &each) { return each.to; }));
    return node;
}

Node nodeOf(const Outcome &outcome)
{
    Node node{.shape = Shape::Object, .layout = Layout::Lines};
    node.add(u"id"_s, words(outcome.id));
    node.add(u"label"_s, byName(outcome.label, Layout::OneLine));
    if (outcome.recovered)
        node.add(u"recovered"_s, flag(true));
    if (!outcome.closes)
        node.add(u"closes"_s, flag(false));
    node.add(u"lead_status"_s, words(outcome.leadStatus));
    if (!outcome.confirmation.isEmpty())
        node.add(u"confirmation"_s, words(outcome.confirmation));
    if (outcome.asksValue)
        node.add(u"asks_value"_s, flag(true));
    if (outcome.asksTime)
        node.add(u"asks_time"_s, flag(true));
    if (outcome.retryIn)
        node.add(u"retry_in"_s, duration(*outcome.retryIn));
    if (outcome.attempts != Outcome().attempts)
        node.add(u"attempts"_s, number(outcome.attempts));
    return node;
}

Node nodeOf(const Storm &storm)
{
    Node node{.shape = Shape::Object};
    node.add(u"misses_per_15_minutes"_s, number(storm.missesPer15Minutes));
    node.add(u"per_callback"_s, duration(storm.perCallback));
    return node;
}

Node nodeOf(const OptOut &rules)
{
    Node node{.shape = Shape::Object, .layout = Layout::Lines};
    node.add(u"stop"_s, phrases(rules.stop, Layout::Lines));
    node.add(u"start"_s, phrases(rules.start, Layout::Lines));
    node.add(u"help"_s, phrases(rules.help, Layout::Lines));
    node.add(u"likely"_s, phrases(rules.likely, Layout::Lines));
    if (!rules.courtesy.isEmpty())
        node.add(u"courtesy"_s, phrases(rules.courtesy, Layout::Lines));
    node.add(u"stop_reply"_s, words(rules.stopReply));
    if (!rules.startReply.isEmpty())
        node.add(u"start_reply"_s, words(rules.startReply));
    node.add(u"help_reply"_s, words(rules.helpReply));
    return node;
}

Node nodeOf(const MoneyRules &rules)
{
    Node node{.shape = Shape::Object, .layout = Layout::Lines};
    node.add(u"average_value"_s, money(rules.averageValue));
    node.add(u"win_percent"_s, number(rules.winPercent));
    node.add(u"value_label"_s, byName(rules.valueLabel, Layout::OneLine));
    return node;
}

} // namespace

Node treeOf(const Playbook &playbook)
{
    Node node{.shape = Shape::Object, .layout = Layout::Lines};
    node.add(u"id"_s, words(playbook.id));
    node.add(u"name"_s, words(playbook.name));
    node.add(u"screening"_s, nodeOf(playbook.screening));
    node.add(u"dedup_window"_s, hours(playbook.dedupWindow));
    node.add(u"returning_window"_s, hours(playbook.returningWindow));
    node.add(u"repeats_for_priority"_s, number(playbook.repeatsForPriority));
    node.add(u"quiet_hours"_s, nodeOf(playbook.quietHours));
    node.add(u"crm_head_start"_s, duration(playbook.crmHeadStart));
    node.add(u"lead"_s, nodeOf(playbook.lead));
    node.add(u"templates"_s, list<Template>(playbook.templates, nodeOf, idOf));
    node.add(u"steps"_s, list<Step>(playbook.steps, nodeOf, idOf));
    node.add(u"callback"_s, nodeOf(playbook.callback));
    node.add(u"outcomes"_s, list<Outcome>(playbook.outcomes, nodeOf, idOf));
    node.add(u"storm"_s, nodeOf(playbook.storm));
    node.add(u"opt_out"_s, nodeOf(playbook.optOut));
    node.add(u"money"_s, nodeOf(playbook.money));
    return node;
}

} // namespace ringback::playbook
