#include "desk/csvrows.h"

#include <csv.h>

#include <memory>

namespace ringback::desk {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 blockBytes = 64 << 10;
constexpr qint64 longestRow = 1 << 20; // a quotation mark that is never closed would swallow the file

struct Reading {
    const std::function<Done(int row, const QByteArrayList &fields)> &onRow;
    QByteArrayList fields;
    int row = 0;
    bool ended = false; ///< a row, in this block
    Done done;
};

void onField(void *field, size_t size, void *data)
{
    static_cast<Reading *>(data)->fields.append(QByteArray(static_cast<const char *>(field), static_cast<qsizetype>(size)).trimmed());
}

void onRow(int, void *data)
{
    auto *reading = static_cast<Reading *>(data);
    const QByteArrayList fields = std::exchange(reading->fields, {});
    reading->ended = true;
    ++reading->row;
    if (reading->done)
        reading->done = reading->onRow(reading->row, fields);
}

} // namespace

Done eachCsvRow(QIODevice &file, const std::function<Done(int row, const QByteArrayList &fields)> &each)
{
    csv_parser parser;
    if (csv_init(&parser, CSV_APPEND_NULL | CSV_STRICT | CSV_STRICT_FINI) != 0)
        return failure(ErrorKind::Transient, u"no memory to read the file"_s);
    const std::unique_ptr<csv_parser, void (*)(csv_parser *)> freed(&parser, csv_free);
    Reading reading{.onRow = each, .fields = {}, .row = 0, .ended = false, .done = {}};
    const auto notCsv = [&reading] {
        return failure(ErrorKind::Invalid, u"the file is not CSV after row %1 (a quotation mark that is not closed?)"_s.arg(reading.row));
    };
    QByteArray block(blockBytes, Qt::Uninitialized);
    qint64 sinceRow = 0;
    while (true) {
        const qint64 size = file.read(block.data(), blockBytes);
        if (size < 0)
            return failure(ErrorKind::Transient, u"the file cannot be read: %1"_s.arg(file.errorString()));
        if (size == 0)
            break;
        qsizetype from = 0;
        if (reading.row == 0 && sinceRow == 0 && block.startsWith("\xEF\xBB\xBF")) // the mark that Excel writes first
            from = 3;
        reading.ended = false;
        const auto left = static_cast<size_t>(size - from);
        if (csv_parse(&parser, block.constData() + from, left, onField, onRow, &reading) != left)
            return notCsv();
        if (!reading.done)
            return reading.done;
        sinceRow = reading.ended ? 1 : sinceRow + size;
        if (sinceRow > longestRow)
            return notCsv();
    }
    if (csv_fini(&parser, onField, onRow, &reading) != 0)
        return notCsv();
    return reading.done;
}

} // namespace ringback::desk
