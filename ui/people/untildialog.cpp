#include "people/untildialog.h"

#include "widgets/formfield.h"
#include "widgets/style.h"
#include "widgets/textlabel.h"

#include "base/time.h"

#include <QDateTimeEdit>
#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace ringback::ui {

UntilDialog::UntilDialog(const Clock &clock, const QByteArray &zone, QWidget *parent)
    : QDialog(parent)
    , m_clock(clock)
    , m_zone(QTimeZone(zone).isValid() ? QTimeZone(zone) : QTimeZone::utc())
    , m_until(new Calm<QDateTimeEdit>(this))
{
    setObjectName(u"untilDialog"_s);
    //: Title of a dialog that asks until when somebody is busy or away.
    setWindowTitle(tr("Until when?"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 24, 24, 20);
    layout->setSpacing(8);
    m_until->setCalendarPopup(true);
    //: Date and time of day in a field, as Qt's format string.
    m_until->setDisplayFormat(tr("ddd MMM d, yyyy  h:mm AP"));
    const QDateTime suggested = toDateTime(clock.now() + 2h).toTimeZone(m_zone);
    m_until->setTimeSpec(Qt::UTC); // a day and a time alone: the office's clock may skip other hours than this computer's
    m_until->setDateTime(QDateTime(suggested.date(), suggested.time(), Qt::UTC));
    m_problem = addFormField(layout, u"until"_s, tr("&Until, on the office's clock"), m_until, {}).problem;
    auto *buttons = new QHBoxLayout;
    buttons->addStretch(1);
    auto *cancel = new QPushButton(this);
    setLook(cancel, Look::Plain);
    cancel->setAutoDefault(false);
    //: Button: close this dialog and change nothing.
    cancel->setText(tr("Cancel"));
    cancel->setAccessibleName(cancel->text());
    auto *save = new QPushButton(this);
    save->setObjectName(u"save"_s);
    setLook(save, Look::Primary);
    save->setDefault(true);
    //: Button: that is until when.
    save->setText(tr("Set"));
    save->setAccessibleName(save->text());
    buttons->addWidget(cancel);
    buttons->addWidget(save);
    layout->addLayout(buttons);
    setMinimumWidth(fontMetrics().averageCharWidth() * 44);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(save, &QPushButton::clicked, this, &UntilDialog::choose);
}

void UntilDialog::choose()
{
    const Instant until = fromMs(QDateTime(m_until->date(), m_until->time(), m_zone).toMSecsSinceEpoch());
    if (until <= m_clock.now()) {
        m_problem->setText(tr("That is over. Choose a time to come."));
        m_problem->show();
        return;
    }
    Q_EMIT chosen(until);
    accept();
}

} // namespace ringback::ui
