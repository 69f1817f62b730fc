#include "queue/completedialog.h"

#include "widgets/phrases.h"
#include "widgets/style.h"
#include "widgets/textlabel.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QRegularExpression>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace ringback::ui {

std::optional<Money> readDollars(const QString &text)
{
    // Whole thousands groups only: "12,50" is more likely half a sum than 1250 dollars.
    static const QRegularExpression shape(u"^\\$?\\s*(\\d{1,3}(?:,\\d{3})+|\\d{1,8})(?:\\.(\\d{1,2}))?$"_s);
    const QRegularExpressionMatch match = shape.match(text.trimmed());
    if (!match.hasMatch())
        return std::nullopt;
    const qint64 dollars = match.captured(1).remove(u',').toLongLong();
    if (dollars > 10'000'000)
        return std::nullopt;
    return Money{dollars * 100 + match.captured(2).leftJustified(2, u'0').toLongLong()};
}

CompleteDialog::CompleteDialog(const QString &caller, const QList<board::OutcomeChoice> &outcomes, QWidget *parent)
    : QDialog(parent)
    , m_outcomes(outcomes)
    , m_choices(new QButtonGroup(this))
    , m_valueRow(new QWidget(this))
    , m_value(new QLineEdit(m_valueRow))
    , m_problem(new TextLabel(Rank::Small, TextLabel::Ink::Muted, this))
    , m_accept(new QPushButton(this))
{
    setObjectName(u"completeDialog"_s);
    //: Title of the dialog that asks how a callback ended.
    setWindowTitle(tr("Complete callback"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 24, 24, 24);
    layout->setSpacing(4);
    auto *title = new TextLabel(Rank::Heading, TextLabel::Ink::Normal, this);
    //: %1 is the caller's name or number.
    title->setText(tr("How did it go with %1?").arg(caller));
    title->setWordWrap(true);
    layout->addWidget(title);
    layout->addSpacing(12);
    for (int i = 0; i < m_outcomes.size(); ++i) {
        auto *choice = new QRadioButton(literal(m_outcomes[i].label), this);
        choice->setAccessibleName(m_outcomes[i].label);
        m_choices->addButton(choice, i);
        layout->addWidget(choice);
    }
    if (m_outcomes.isEmpty()) {
        auto *none = new TextLabel(Rank::Body, TextLabel::Ink::Muted, this);
        none->setText(tr("The playbook has no outcomes yet."));
        layout->addWidget(none);
    }

    auto *valueLayout = new QHBoxLayout(m_valueRow);
    valueLayout->setContentsMargins(0, 12, 0, 0);
    valueLayout->setSpacing(12);
    //: Label of the field for an amount of money. & marks the key.
    auto *valueLabel = new QLabel(tr("&Worth, in dollars"), m_valueRow);
    valueLabel->setBuddy(m_value);
    m_value->setObjectName(u"value"_s);
    m_value->setAccessibleName(tr("Worth, in dollars"));
    //: Example of an amount.
    m_value->setPlaceholderText(tr("12,500"));
    valueLayout->addWidget(valueLabel);
    valueLayout->addWidget(m_value, 1);
    layout->addWidget(m_valueRow);
    m_problem->setWordWrap(true);
    layout->addSpacing(4);
    layout->addWidget(m_problem);
    layout->addStretch(1);
    layout->addSpacing(16);

    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    auto *cancel = new QPushButton(this);
    setLook(cancel, Look::Plain);
    //: Button: close this dialog and change nothing.
    cancel->setText(tr("Cancel"));
    cancel->setAccessibleName(cancel->text());
    setLook(m_accept, Look::Primary);
    m_accept->setObjectName(u"accept"_s);
    //: Button: the callback is finished with the chosen outcome.
    m_accept->setText(tr("Complete"));
    m_accept->setAccessibleName(m_accept->text());
    m_accept->setDefault(true);
    buttons->addStretch(1);
    buttons->addWidget(cancel);
    buttons->addWidget(m_accept);
    layout->addLayout(buttons);

    setMinimumWidth(fontMetrics().averageCharWidth() * 56);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_accept, &QPushButton::clicked, this, &QDialog::accept);
    connect(m_choices, &QButtonGroup::idToggled, this, &CompleteDialog::update);
    connect(m_value, &QLineEdit::textChanged, this, &CompleteDialog::update);
    if (QAbstractButton *first = m_choices->button(0)) {
        first->setFocus();
        setTabOrder(m_choices->buttons().last(), m_value);
    }
    setTabOrder(m_value, m_accept);
    setTabOrder(m_accept, cancel);
    update();
}

QString CompleteDialog::outcome() const
{
    const int id = m_choices->checkedId();
    return id >= 0 ? m_outcomes[id].id : QString();
}

std::optional<Money> CompleteDialog::value() const
{
    return asksValue() ? readDollars(m_value->text()) : std::nullopt;
}

bool CompleteDialog::asksValue() const
{
    const int id = m_choices->checkedId();
    return id >= 0 && m_outcomes[id].asksValue;
}

void CompleteDialog::update()
{
    const bool asks = asksValue();
    const bool readableValue = readDollars(m_value->text()).has_value();
    m_valueRow->setEnabled(asks);
    QString problem;
    if (m_choices->checkedId() < 0)
        problem = tr("Choose how it ended.");
    else if (asks && m_value->text().trimmed().isEmpty())
        problem = tr("This outcome asks what it is worth. An estimate is fine.");
    else if (asks && !readableValue)
        problem = tr("Enter an amount in dollars, such as 12,500 or 950.50.");
    m_problem->setText(problem);
    m_accept->setEnabled(problem.isEmpty());
}

} // namespace ringback::ui
