#pragma once

#include <QString>

class QPushButton;
class QWidget;

namespace ringback::ui {

/// A button that opens a record's page in the browser; null where the address is none that may be opened (mayOpen()). Screen readers hear whose.
[[nodiscard]] QPushButton *openLink(const QString &url, const QString &system, const QString &whose, QWidget *parent);

} // namespace ringback::ui
