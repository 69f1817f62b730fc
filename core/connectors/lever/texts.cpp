#include "connectors/lever/texts.h"

#include "connectors/bounded.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace ringback::connectors::lever {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype maxNote = 10'000;
constexpr qsizetype maxName = 200;

QString part(const QString &choice, QLatin1String prefix)
{
    return choice.startsWith(prefix) ? choice.mid(prefix.size()) : QString();
}

} // namespace

QString marked(const LeadWriteHeader &header)
{
    return (bounded(header.text, maxNote).trimmed() + u" ["_s + header.marker + u']').trimmed();
}

QString nameOf(const LeadFacts &facts)
{
    const QString name = bounded(facts.name, maxName).simplified();
    return name.isEmpty() ? u"Unknown "_s + facts.number.display() : name;
}

QByteArray noteBody(const LeadWriteHeader &header)
{
    const QJsonObject note{{u"value"_s, marked(header)}, {u"secret"_s, false}};
    return QJsonDocument(note).toJson(QJsonDocument::Compact);
}

std::optional<Shown> shownBy(const QString &choice)
{
    const Shown shown{.stage = part(choice, "stage:"_L1), .reason = part(choice, "reason:"_L1)};
    if (shown.stage.isEmpty() && shown.reason.isEmpty())
        return std::nullopt;
    return shown;
}

QString stageChoice(const QString &stage)
{
    return u"stage:"_s + stage;
}

QString reasonChoice(const QString &reason)
{
    return u"reason:"_s + reason;
}

} // namespace ringback::connectors::lever
