#include "widgets/formfield.h"

#include "widgets/textlabel.h"

#include <QLineEdit>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace ringback::ui {

void FormField::setProblem(const QString &what) const
{
    problem->setText(what);
    problem->setVisible(!what.isEmpty());
}

QString FormField::problemText() const
{
    return problem->isHidden() ? QString() : problem->text();
}

FormField addFormField(QVBoxLayout *layout, const QString &name, const QString &label, QWidget *input, const QString &help)
{
    auto *holder = new QWidget(layout->parentWidget());
    auto *inner = new QVBoxLayout(holder);
    inner->setContentsMargins(0, 0, 0, 10);
    inner->setSpacing(4);
    input->setParent(holder);
    input->setObjectName(name);
    input->setAccessibleName(QString(label).remove(u'&'));
    auto *words = new QLabel(label, holder);
    words->setTextFormat(Qt::PlainText);
    words->setBuddy(input);
    words->setWordWrap(true);
    inner->addWidget(words);
    inner->addWidget(input);
    if (!help.isEmpty()) {
        auto *below = new TextLabel(Rank::Small, TextLabel::Ink::Muted, holder);
        below->setText(help);
        below->setWordWrap(true);
        inner->addWidget(below);
        input->setAccessibleDescription(help);
    }
    auto *problem = new TextLabel(Rank::Small, TextLabel::Ink::Normal, holder);
    problem->setObjectName(name + u"Problem"_s);
    problem->setTone(Tone::Bad);
    problem->setWordWrap(true);
    problem->hide();
    inner->addWidget(problem);
    layout->addWidget(holder);
    return {.input = input, .holder = holder, .problem = problem};
}

QLineEdit *addFormLine(QVBoxLayout *layout, const QString &name, const QString &label, const QString &example, const QString &help,
                       FormField *field)
{
    auto *line = new QLineEdit(layout->parentWidget());
    line->setPlaceholderText(example);
    *field = addFormField(layout, name, label, line, help);
    QObject::connect(line, &QLineEdit::textEdited, field->problem, &QWidget::hide);
    return line;
}

} // namespace ringback::ui
