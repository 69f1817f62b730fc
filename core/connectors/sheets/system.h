#pragma once

#include "connectors/leadsystem.h"
#include "connectors/sheets/api.h"
#include "connectors/sheets/rows.h"

#include <QList>
#include <QMap>
#include <QPromise>

#include <memory>

namespace ringback::connectors::sheets {

/// One tab of a spreadsheet as the lead book of a small office. Lives as LeadSystem says.
///
/// A new row carries the write's marker as its id and is looked for by it before it is appended; what goes into cells is compared with what stands
/// there; so that every write can be asked for again. Writes that wait at the same time go together: one look, one change, one append, as Google
/// allows a user sixty requests a minute.
class SheetSystem final : public LeadSystem {
public:
    SheetSystem(const SheetSettings &settings, QMap<QString, QString> choices, const Surroundings &surroundings);

    QCoro::Task<WriteOutcome> write(LeadWrite write) override;
    QCoro::Task<WriteFinding> findWritten(LeadWrite write, Instant since) override;
    void abandon() override;
    QCoro::Task<Result<LeadChanges>> changesSince(QString cursor) override;
    QCoro::Task<Result<QList<calls::Win>>> wins(WinQuery query) override;
    QCoro::Task<QList<Finding>> test() override;
    QCoro::Task<QList<Finding>> tryRecord(LeadFacts facts) override;

    static constexpr int atOnce = 40; ///< writes
    static constexpr int rowsAtOnce = 5'000; ///< of changesSince()
    static constexpr int maxRows = 50'000;

private:
    struct Waiting {
        LeadWrite write;
        std::shared_ptr<QPromise<WriteOutcome>> outcome;
    };
    /// The sheet as it is at a moment.
    struct Look {
        Tab tab;
        Layout layout;
        QList<QString> records; ///< the ids of all rows from the first of the grid on; empty where there is none
        bool isNew = false; ///< the header is not there yet, or lacks our id's column

        [[nodiscard]] int rowOf(const QString &record) const; ///< as the sheet counts; 0 = nowhere
    };

    QCoro::Task<> work();
    QCoro::Task<> bring(QList<Waiting> batch);
    QCoro::Task<> bringChanges(QList<Waiting> batch, Look look);
    QCoro::Task<> bringNew(QList<Waiting> batch, Look look);
    QCoro::Task<Result<Look>> look();
    QCoro::Task<std::optional<NotWritten>> makeHeader(Look look);
    QCoro::Task<Result<QList<Row>>> rows(Layout layout, QList<Column> columns, int from, int to);
    [[nodiscard]] calls::LeadLink linkOf(const LeadWrite &write) const;

    SheetsApi m_api;
    const QMap<QString, QString> m_choices; ///< LeadConnection's
    QList<Waiting> m_queue;
    bool m_isWorking = false;
    std::optional<QCoro::Task<>> m_work;
};

} // namespace ringback::connectors::sheets
