#include "people/shiftseditor.h"

#include "people/peoplewords.h"
#include "widgets/flowlayout.h"
#include "widgets/formfield.h"
#include "widgets/icons.h"
#include "widgets/style.h"
#include "widgets/textlabel.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QTimeEdit>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ringback::ui {

namespace {

constexpr int mostRows = 50; // of the setup's schema

} // namespace

ShiftsEditor::ShiftsEditor(QWidget *parent)
    : QWidget(parent)
    , m_list(new QVBoxLayout)
    , m_add(new QPushButton(this))
    , m_words(new TextLabel(Rank::Strong, TextLabel::Ink::Normal, this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    m_words->setObjectName(u"shiftsWords"_s);
    m_words->setWordWrap(true);
    layout->addWidget(m_words);
    m_list->setSpacing(8);
    layout->addLayout(m_list);
    m_add->setObjectName(u"addShift"_s);
    setLook(m_add, Look::Plain);
    m_add->setAutoDefault(false);
    //: Button: one more row of days and hours in which somebody works.
    m_add->setText(tr("Add working hours"));
    m_add->setAccessibleName(m_add->text());
    layout->addWidget(m_add, 0, Qt::AlignLeft);
    setFocusProxy(m_add);
    connect(m_add, &QPushButton::clicked, this, [this] {
        // The usual week first; what comes then is for the days that are left.
        addRow({.days = m_rows.isEmpty() ? QList<int>{1, 2, 3, 4, 5} : QList<int>{6}, .from = QTime(8, 0), .to = QTime(17, 0)});
        tell();
        m_rows.last().days.first()->setFocus();
    });
    tell();
}

void ShiftsEditor::setShifts(const QList<calls::Shift> &shifts)
{
    for (const RowWidgets &row : std::as_const(m_rows))
        delete row.holder;
    m_rows.clear();
    for (const calls::Shift &shift : shifts)
        addRow(shift);
    tell();
}

QList<calls::Shift> ShiftsEditor::shifts() const
{
    QList<calls::Shift> shifts;
    for (const RowWidgets &row : m_rows) {
        calls::Shift shift{.days = {}, .from = row.from->time(), .to = row.to->time()};
        for (int day = 0; day < 7; ++day) {
            if (row.days.at(day)->isChecked())
                shift.days.append(day + 1);
        }
        if (!shift.days.isEmpty())
            shifts.append(shift);
    }
    return shifts;
}

void ShiftsEditor::addRow(const calls::Shift &shift)
{
    RowWidgets row;
    row.holder = new QWidget(this);
    auto *flow = new FlowLayout(row.holder, 6, 6);
    flow->setContentsMargins(0, 0, 0, 0);
    const QLocale locale;
    for (int day = 1; day <= 7; ++day) {
        auto *button = new QPushButton(locale.dayName(day, QLocale::ShortFormat), row.holder);
        setLook(button, Look::Segment);
        button->setCheckable(true);
        button->setAutoDefault(false);
        button->setChecked(shift.days.contains(day));
        flow->addWidget(button);
        row.days.append(button);
        connect(button, &QPushButton::toggled, this, &ShiftsEditor::tell);
    }
    auto *hours = new QWidget(row.holder); // these stay together on one line
    auto *across = new QHBoxLayout(hours);
    across->setContentsMargins(0, 0, 0, 0);
    across->setSpacing(6);
    flow->addWidget(hours);
    const auto timeEdit = [&](QTime time) {
        auto *edit = new Calm<QTimeEdit>(time, hours);
        //: Time of day in a field, as Qt's format string.
        edit->setDisplayFormat(tr("h:mm AP"));
        edit->setMinimumWidth(edit->fontMetrics().horizontalAdvance(edit->text() + u"00"_s) + 48); // its padding and its arrows
        across->addWidget(edit);
        connect(edit, &QTimeEdit::timeChanged, this, &ShiftsEditor::tell);
        return edit;
    };
    row.from = timeEdit(shift.from);
    //: Between two times of day: "8:00 AM to 5:00 PM".
    across->addWidget(new QLabel(tr("to"), hours));
    row.to = timeEdit(shift.to);
    auto *remove = new QPushButton(hours);
    setLook(remove, Look::Quiet);
    remove->setAutoDefault(false);
    remove->setIcon(icon(Glyph::Close));
    remove->setToolTip(tr("Remove these hours"));
    across->addWidget(remove);
    connect(remove, &QPushButton::clicked, this, [this, holder = row.holder] { removeRow(holder); });
    m_list->addWidget(row.holder);
    row.holder->show();
    m_rows.append(row);
    nameRows();
}

void ShiftsEditor::removeRow(QWidget *holder)
{
    m_rows.removeIf([holder](const RowWidgets &row) { return row.holder == holder; });
    holder->hide();
    holder->deleteLater(); // its button is just being clicked
    nameRows();
    tell();
    m_add->setFocus();
}

// Each control says to a screen reader what it is and in which row.
void ShiftsEditor::nameRows()
{
    const QLocale locale;
    for (qsizetype i = 0; i < m_rows.size(); ++i) {
        const RowWidgets &row = m_rows.at(i);
        for (int day = 0; day < 7; ++day) {
            row.days.at(day)->setObjectName(u"shift%1-day%2"_s.arg(i).arg(day + 1));
            //: For screen readers: %1 is a day of the week, %2 the number of the row.
            row.days.at(day)->setAccessibleName(tr("%1, working hours %2").arg(locale.dayName(day + 1)).arg(i + 1));
        }
        row.from->setObjectName(u"shift%1-from"_s.arg(i));
        //: For screen readers: %1 is the number of the row.
        row.from->setAccessibleName(tr("From, working hours %1").arg(i + 1));
        row.to->setObjectName(u"shift%1-to"_s.arg(i));
        row.to->setAccessibleName(tr("To, working hours %1").arg(i + 1));
        auto *const remove = row.holder->findChildren<QPushButton *>().last();
        remove->setObjectName(u"shift%1-remove"_s.arg(i));
        remove->setAccessibleName(tr("Remove working hours %1").arg(i + 1));
    }
    m_add->setEnabled(m_rows.size() < mostRows);
}

void ShiftsEditor::tell()
{
    const QList<calls::Shift> all = shifts();
    QString words = shiftsWords(all);
    const bool atNight = std::any_of(all.cbegin(), all.cend(), [](const calls::Shift &each) { return each.to < each.from; });
    if (atNight)
        //: Behind somebody's working hours: at least one shift goes over midnight.
        words = tr("%1 (ends on the next day)").arg(words);
    m_words->setText(words);
}

} // namespace ringback::ui
