#include "queue/completedialog.h"

#include "widgets/phrases.h"
#include "widgets/style.h"
#include "widgets/textlabel.h"

#include "base/time.h"

#include <QButtonGroup>
#include <QDateTimeEdit>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QRegularExpression>
#include <QTimeZone>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace ringback::ui {

std::optional<Money> readDollars(const QString &text)
{
    // Whole thousands groups only: "12,50" is more likely half a sum than 1250 dollars.
    static const QRegularExpression shape(u"^\\$?\\s*(\\d{1,3}(?:,\\d{3})+|\\d{1,8})(?:\\.(\\d{1,2}))?\\s*([kK])?$"_s);
    const QRegularExpressionMatch match = shape.match(text.trimmed());
    if (!match.hasMatch())
        return std::nullopt;
    qint64 cents = match.captured(1).remove(u',').toLongLong() * 100 + match.captured(2).leftJustified(2, u'0').toLongLong();
    if (!match.captured(3).isEmpty())
        cents *= 1'000;
    return cents < 10'000'001'00 ? std::optional(Money{cents}) : std::nullopt;
}

QDateTime usualTime(const board::OutcomeChoice &outcome, Instant now, const QByteArray &zone)
{
    const QTimeZone office(zone);
    QDateTime local = office.isValid() ? toDateTime(now).toTimeZone(office) : toDateTime(now);
    local = outcome.closes ? local.addDays(1) : local.addSecs(30 * 60);
    const bool full = local.time().minute() == 0 && local.time().second() == 0 && local.time().msec() == 0;
    const QDateTime hour(local.date(), QTime(local.time().hour(), 0), local.timeZone());
    return full ? hour : hour.addSecs(3600);
}

CompleteDialog::CompleteDialog(const QString &caller, const QList<board::OutcomeChoice> &outcomes, Instant now, const QByteArray &zone,
                               QWidget *parent)
    : QDialog(parent)
    , m_outcomes(outcomes)
    , m_now(now)
    , m_zone(zone)
    , m_choices(new QButtonGroup(this))
    , m_valueRow(new QWidget(this))
    , m_value(new QLineEdit(m_valueRow))
    , m_timeRow(new QWidget(this))
    , m_timeLabel(new QLabel(m_timeRow))
    , m_time(new QDateTimeEdit(m_timeRow))
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

    auto *timeLayout = new QHBoxLayout(m_timeRow);
    timeLayout->setContentsMargins(0, 12, 0, 0);
    timeLayout->setSpacing(12);
    m_timeLabel->setBuddy(m_time);
    m_time->setObjectName(u"time"_s);
    m_time->setCalendarPopup(true);
    m_time->setTimeSpec(Qt::UTC); // a wall clock without gaps: whose it is, time() says
    //: Date and time as Qt's format string: "Tue, Nov 24, 9:00 AM".
    m_time->setDisplayFormat(tr("ddd, MMM d, h:mm AP"));
    timeLayout->addWidget(m_timeLabel);
    timeLayout->addWidget(m_time, 1);
    layout->addWidget(m_timeRow);
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
    connect(m_choices, &QButtonGroup::idToggled, this, [this](int, bool checked) {
        if (checked)
            choose();
    });
    connect(m_time, &QDateTimeEdit::dateTimeChanged, this, &CompleteDialog::update);
    connect(m_value, &QLineEdit::textChanged, this, &CompleteDialog::update);
    if (QAbstractButton *first = m_choices->button(0)) {
        first->setFocus();
        setTabOrder(m_choices->buttons().last(), m_value);
    }
    setTabOrder(m_value, m_time);
    setTabOrder(m_time, m_accept);
    setTabOrder(m_accept, cancel);
    choose();
}

const board::OutcomeChoice *CompleteDialog::chosen() const
{
    const int id = m_choices->checkedId();
    return id >= 0 ? &m_outcomes[id] : nullptr;
}

QString CompleteDialog::outcome() const
{
    return chosen() != nullptr ? chosen()->id : QString();
}

std::optional<Money> CompleteDialog::value() const
{
    return chosen() != nullptr && chosen()->asksValue ? readDollars(m_value->text()) : std::nullopt;
}

std::optional<Instant> CompleteDialog::time() const
{
    if (chosen() == nullptr || !chosen()->asksTime)
        return std::nullopt;
    // The field holds the wall clock of the office, which need not be this computer's.
    const QTimeZone office(m_zone);
    const QDateTime local =
        office.isValid() ? QDateTime(m_time->date(), m_time->time(), office) : QDateTime(m_time->date(), m_time->time(), Qt::UTC);
    return fromMs(local.toMSecsSinceEpoch());
}

void CompleteDialog::choose()
{
    const board::OutcomeChoice *const outcome = chosen();
    m_valueRow->setVisible(outcome == nullptr || outcome->asksValue);
    m_valueRow->setEnabled(outcome != nullptr && outcome->asksValue);
    m_timeRow->setVisible(outcome != nullptr && outcome->asksTime);
    if (outcome != nullptr && outcome->asksTime) {
        //: Labels of the field for a date and time. & marks the key.
        m_timeLabel->setText(outcome->closes ? tr("&Appointment") : tr("Call again &at"));
        m_time->setAccessibleName(m_timeLabel->text().remove(u'&'));
        const QDateTime usual = usualTime(*outcome, m_now, m_zone);
        m_time->setDateTime(QDateTime(usual.date(), usual.time(), Qt::UTC));
    }
    update();
}

void CompleteDialog::update()
{
    const board::OutcomeChoice *const outcome = chosen();
    QString problem;
    if (outcome == nullptr)
        problem = tr("Choose how it ended.");
    else if (outcome->asksValue && m_value->text().trimmed().isEmpty())
        problem = tr("This outcome asks what it is worth. An estimate is fine.");
    else if (outcome->asksValue && !readDollars(m_value->text()))
        problem = tr("Enter an amount in dollars, such as 12,500 or 950.50.");
    else if (outcome->asksTime && *time() <= m_now)
        problem = tr("That time is in the past. Choose one to come.");
    m_problem->setText(problem);
    m_accept->setEnabled(problem.isEmpty());
}

} // namespace ringback::ui
