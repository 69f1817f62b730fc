#include "playbook/playbook.h"

#include <QDir>
#include <QFile>

#include <algorithm>

namespace ringback::playbook {

using namespace Qt::StringLiterals;

namespace {

template <class Item>
const Item *find(const QList<Item> &items, QStringView id)
{
    const auto found = std::find_if(items.begin(), items.end(), [id](const Item &item) { return item.id == id; });
    return found == items.end() ? nullptr : &*found;
}

} // namespace

const Step *Playbook::step(QStringView stepId) const
{
    return find(steps, stepId);
}

const Template *Playbook::findTemplate(QStringView templateId) const
{
    return find(templates, templateId);
}

const Outcome *Playbook::outcome(QStringView outcomeId) const
{
    return find(outcomes, outcomeId);
}

QStringList presets()
{
    QStringList ids = QDir(u":/playbooks"_s).entryList({u"*.json"_s}, QDir::Files, QDir::Name);
    for (QString &id : ids)
        id.chop(5); // .json
    return ids;
}

Result<QByteArray> presetDocument(const QString &id)
{
    if (!presets().contains(id))
        return failure(ErrorKind::NotFound, u"no playbook of that name ships; there are: %1"_s.arg(presets().join(u", "_s)));
    QFile file(u":/playbooks/%1.json"_s.arg(id));
    if (!file.open(QIODevice::ReadOnly))
        return failure(ErrorKind::Corrupt, u"the playbook %1 cannot be read"_s.arg(id));
    return file.readAll();
}

QString word(StopsOn stop)
{
    switch (stop) {
    case StopsOn::Replied:
        return u"replied"_s;
    case StopsOn::Reached:
        return u"reached"_s;
    case StopsOn::Claimed:
        return u"claimed"_s;
    case StopsOn::Closed:
        return u"closed"_s;
    case StopsOn::OptedOut:
        return u"opted_out"_s;
    }
    Q_UNREACHABLE();
}

QString word(StepAction action)
{
    switch (action) {
    case StepAction::Text:
        return u"text"_s;
    case StepAction::Email:
        return u"email"_s;
    }
    Q_UNREACHABLE();
}

} // namespace ringback::playbook
