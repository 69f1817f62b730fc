#pragma once

#include "people/peoplewords.h"

#include <QWidget>

class QVBoxLayout;

namespace ringback::ui {

class TextLabel;

/// Who gets a callback, why, and why not each of the others.
class WhyList final : public QWidget {
    Q_OBJECT

public:
    explicit WhyList(QWidget *parent = nullptr);

    void setWhy(const Why &why);
    /// All of it, a line each; for tests and screen readers.
    [[nodiscard]] QString text() const;

private:
    TextLabel *m_answer;
    TextLabel *m_reasons;
    TextLabel *m_others;
};

} // namespace ringback::ui
