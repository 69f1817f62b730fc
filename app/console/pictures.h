#pragma once

#include "console/console.h"

#include <QObject>
#include <QString>

namespace ringback::app {

/// Saves the console's pages as PNG, light and dark, once the office's rows are shown: for documents, and for machines without a display.
class Pictures final : public QObject {
    Q_OBJECT

public:
    Pictures(Console &console, QString folder, QObject *parent = nullptr);

Q_SIGNALS:
    /// 0, or 4 when the folder could not be written.
    void finished(int exitCode);

private:
    void next();
    void selectSecondRow();

    Console &m_console;
    const QString m_folder;
    int m_next = 0;
};

} // namespace ringback::app
