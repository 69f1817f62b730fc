#pragma once

#include <QComboBox>
#include <QSpinBox>
#include <QString>
#include <QWheelEvent>

class QLineEdit;
class QVBoxLayout;

namespace ringback::ui {

class TextLabel;

/// Turning the wheel over a form must scroll the form, not change an answer.
template <class Widget>
class Calm final : public Widget {
public:
    using Widget::Widget;

protected:
    void wheelEvent(QWheelEvent *event) override { event->ignore(); }
};
using CalmComboBox = Calm<QComboBox>;
using CalmSpinBox = Calm<QSpinBox>;

/// A question of a form: its label above, what it means below, and what is wrong with the answer in place.
struct FormField {
    QWidget *input = nullptr;
    QWidget *holder = nullptr; ///< all of it, for hiding
    TextLabel *problem = nullptr;

    /// Empty = it is fine.
    void setProblem(const QString &what) const;
    [[nodiscard]] QString problemText() const;
};

/// `label` may have a `&`; `name` is the input's object name, and the problem's with `Problem` behind it.
FormField addFormField(QVBoxLayout *layout, const QString &name, const QString &label, QWidget *input, const QString &help);
/// The same with a line to type into.
QLineEdit *addFormLine(QVBoxLayout *layout, const QString &name, const QString &label, const QString &example, const QString &help,
                       FormField *field);

} // namespace ringback::ui
