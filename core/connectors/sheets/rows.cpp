#include "connectors/sheets/rows.h"

#include "base/time.h"
#include "connectors/bounded.h"
#include "connectors/literaljson.h"

#include <QTimeZone>

#include <algorithm>

namespace ringback::connectors::sheets {

using namespace Qt::StringLiterals;
using Class = NotWritten::Class;

namespace {

constexpr qsizetype maxName = 256;
const QString phonePrefix = u"tel:"_s;

// As people in that office read it.
QString localTime(Instant at, const QByteArray &zone)
{
    const QTimeZone local(zone);
    return toDateTime(at).toTimeZone(local.isValid() ? local : QTimeZone::utc()).toString(u"yyyy-MM-dd HH:mm"_s);
}

NotWritten noColumn(const QString &name)
{
    return {.kind = Class::Unable, .code = u"no_column"_s, .message = name, .retryAfter = {}};
}

QString chosen(const QMap<QString, QString> &choices, const QString &slot, const QString &word)
{
    const QString choice = choices.value(slot);
    return choice.isEmpty() ? word : choice;
}

Cells factsCells(const LeadWriteHeader &header, const Layout &layout, const QMap<QString, QString> &choices)
{
    const LeadFacts &facts = header.facts;
    const QList<std::pair<Column, QString>> all{{Column::CalledAt, localTime(facts.calledAt, facts.zone)},
                                                {Column::Phone, facts.number.e164()},
                                                {Column::Name, facts.name},
                                                {Column::Email, facts.email},
                                                {Column::Language, facts.language},
                                                {Column::Kind, calls::word(facts.kind)},
                                                {Column::Line, facts.line},
                                                {Column::Source, facts.lineSource},
                                                {Column::Tag, facts.tag},
                                                {Column::Status, chosen(choices, u"status."_s + facts.status, facts.status)},
                                                {Column::MissedCalls, QString::number(facts.missedCalls)}};
    Cells cells;
    for (const auto &[column, text] : all) {
        if (layout.has(column) && !text.isEmpty())
            cells.insert(layout.at(column), bounded(text, maxName));
    }
    return cells;
}

struct Changes {
    const Row &row;
    const Layout &layout;
    const QMap<QString, QString> &choices;

    using Answer = tl::expected<Cells, NotWritten>;

    // Only what is empty: the rest is somebody's.
    Answer operator()(const PutLead &write) const
    {
        Cells cells = factsCells(write.header, layout, choices);
        for (const int column : cells.keys()) {
            if (!row.value(column).isEmpty())
                cells.remove(column);
        }
        return cells;
    }
    Answer operator()(const AddNote &write) const
    {
        if (!layout.has(Column::Notes))
            return tl::unexpected(noColumn(u"Notes"_s));
        const QString before = cell(row, layout, Column::Notes);
        if (before.contains(write.header.marker))
            return Cells();
        const LeadWriteHeader &header = write.header;
        const QString line =
            localTime(header.at, header.facts.zone) + u' ' + bounded(header.text, maxCell / 2) + u" ["_s + header.marker + u']';
        const QString after = before.isEmpty() ? line : before + u'\n' + line;
        if (after.size() > maxCell) // nothing of what stands there is ours to cut
            return tl::unexpected(NotWritten{.kind = Class::Write, .code = u"cell_full"_s, .message = u"Notes"_s, .retryAfter = {}});
        return Cells{{layout.at(Column::Notes), after}};
    }
    Answer operator()(const SetStatus &write) const
    {
        if (!layout.has(Column::Status))
            return tl::unexpected(noColumn(u"Status"_s));
        const LeadFacts &facts = write.header.facts;
        Cells cells{{layout.at(Column::Status), chosen(choices, u"status."_s + facts.status, facts.status)}};
        if (write.appointmentAt && layout.has(Column::Appointment))
            cells.insert(layout.at(Column::Appointment), localTime(*write.appointmentAt, facts.zone));
        return differing(cells);
    }
    Answer operator()(const PutTask &write) const
    {
        Cells cells;
        if (layout.has(Column::CallBackBy))
            cells.insert(layout.at(Column::CallBackBy), localTime(write.dueAt, write.header.facts.zone));
        if (layout.has(Column::CallBackWho))
            cells.insert(layout.at(Column::CallBackWho), chosen(choices, u"user."_s + write.assignee, write.assignee));
        return cells.isEmpty() ? Answer(tl::unexpected(noColumn(u"Call back by"_s))) : Answer(differing(cells));
    }
    Answer operator()(const CloseTask &) const
    {
        Cells cells;
        for (const Column column : {Column::CallBackBy, Column::CallBackWho}) {
            if (layout.has(column))
                cells.insert(layout.at(column), QString());
        }
        return cells.isEmpty() ? Answer(tl::unexpected(noColumn(u"Call back by"_s))) : Answer(differing(cells));
    }

    [[nodiscard]] Cells differing(Cells cells) const
    {
        for (const int column : cells.keys()) {
            if (row.value(column) == cells.value(column))
                cells.remove(column);
        }
        return cells;
    }
};

} // namespace

QString recordIdOf(const QString &id, const QString &phone)
{
    if (!id.trimmed().isEmpty())
        return bounded(id.trimmed(), maxName);
    const Result<calls::PhoneNumber> number = calls::PhoneNumber::parse(phone);
    return number ? phonePrefix + number->e164() : QString();
}

QString cell(const Row &row, const Layout &layout, Column column)
{
    return layout.has(column) ? row.value(layout.at(column)) : QString();
}

std::optional<calls::LeadRecord> recordOf(const Row &row, const Layout &layout)
{
    const Result<calls::PhoneNumber> number = calls::PhoneNumber::parse(cell(row, layout, Column::Phone).left(maxName));
    if (!number)
        return std::nullopt;
    calls::LeadRecord record;
    record.id = recordIdOf(cell(row, layout, Column::Id), number->e164());
    record.name = bounded(cell(row, layout, Column::Name), maxName);
    record.numbers = {*number};
    const QString email = cell(row, layout, Column::Email).trimmed().toLower();
    if (email.contains(u'@') && email.size() <= maxName)
        record.emails = {email};
    record.kind = calls::fromWord<calls::ContactKind>(cell(row, layout, Column::Kind));
    const QString language = cell(row, layout, Column::Language).trimmed().toLower();
    if (language.size() == 2)
        record.language = language;
    return record;
}

std::optional<Money> typedAmount(const QString &text)
{
    QString digits;
    for (const QChar c : text) {
        if ((c >= u'0' && c <= u'9') || c == u'.' || c == u',' || c == u'-')
            digits += c;
        else if (c.isLetter())
            return std::nullopt; // `12k`, `TBD`
    }
    // The last of both marks is the decimal one; a single mark before three digits stands between thousands.
    const qsizetype mark = std::max(digits.lastIndexOf(u'.'), digits.lastIndexOf(u','));
    const bool isBoth = digits.contains(u'.') && digits.contains(u',');
    const qsizetype after = mark < 0 ? 0 : digits.size() - mark - 1;
    const bool isDecimal = mark >= 0 && (isBoth || (digits.count(digits.at(mark)) == 1 && after != 3));
    QString whole = isDecimal ? digits.left(mark) : digits;
    whole.remove(u'.').remove(u',');
    const QString fraction = isDecimal ? digits.mid(mark + 1) : QString();
    return amountOf(fraction.isEmpty() ? whole : whole + u'.' + fraction);
}

Cells newRow(const LeadWriteHeader &header, const Layout &layout, const QMap<QString, QString> &choices)
{
    Cells cells = factsCells(header, layout, choices);
    cells.insert(layout.at(Column::Id), header.marker);
    return cells;
}

tl::expected<Cells, NotWritten> changesOf(const LeadWrite &write, const Row &row, const Layout &layout,
                                          const QMap<QString, QString> &choices)
{
    const Changes changes{.row = row, .layout = layout, .choices = choices};
    return std::visit(changes, write);
}

} // namespace ringback::connectors::sheets
