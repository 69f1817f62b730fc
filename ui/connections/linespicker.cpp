#include "connections/linespicker.h"

#include "connections/systemwords.h"
#include "widgets/style.h"
#include "widgets/textlabel.h"

#include <QCheckBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ringback::ui {

LinesPicker::LinesPicker(const board::PhoneSystems &systems, const QString &id, bool sendsTexts, QWidget *parent)
    : QWidget(parent)
    , m_systems(systems)
    , m_id(id)
    , m_sendsTexts(sendsTexts)
    , m_grid(new QGridLayout)
    , m_number(new QLineEdit(this))
    , m_label(new QLineEdit(this))
    , m_problem(new TextLabel(Rank::Small, TextLabel::Ink::Normal, this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    m_grid->setHorizontalSpacing(16);
    m_grid->setVerticalSpacing(10);
    m_grid->setColumnStretch(0, 1);
    layout->addLayout(m_grid);
    headings();
    for (const board::LineCard &line : systems.lines)
        addRow(line, false);

    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    m_number->setObjectName(u"newNumber"_s);
    //: In an empty field: a phone number to be added.
    m_number->setPlaceholderText(tr("Another number"));
    m_number->setAccessibleName(tr("Number of a new line"));
    m_label->setObjectName(u"newLabel"_s);
    //: In an empty field: what the office calls a phone line, such as "Main".
    m_label->setPlaceholderText(tr("What you call it"));
    m_label->setAccessibleName(tr("Name of a new line"));
    m_label->setMaxLength(80);
    auto *add = new QPushButton(this);
    add->setObjectName(u"addLine"_s);
    setLook(add, Look::Plain);
    add->setAutoDefault(false);
    //: Button: adds a phone line to a list.
    add->setText(tr("Add line"));
    add->setAccessibleName(add->text());
    row->addWidget(m_number, 2);
    row->addWidget(m_label, 2);
    row->addWidget(add);
    layout->addSpacing(4);
    layout->addLayout(row);
    m_problem->setObjectName(u"linesProblem"_s);
    m_problem->setTone(Tone::Bad);
    m_problem->setWordWrap(true);
    m_problem->hide();
    layout->addWidget(m_problem);
    connect(add, &QPushButton::clicked, this, &LinesPicker::addLine);
    connect(m_number, &QLineEdit::textEdited, m_problem, &QWidget::hide);
}

void LinesPicker::headings()
{
    int column = 0;
    const auto heading = [&](const QString &words, Qt::Alignment alignment) {
        auto *label = new TextLabel(Rank::Small, TextLabel::Ink::Muted, this);
        label->setText(words);
        m_grid->addWidget(label, 0, column++, alignment);
    };
    //: Heading of a list of phone lines.
    heading(tr("Line"), Qt::AlignLeft);
    //: Heading of a list of phone lines: whether their calls come by this phone system.
    heading(tr("Calls"), Qt::AlignHCenter);
    if (!m_sendsTexts)
        return;
    //: Heading of a list of phone lines: whether their texts leave through this phone system.
    heading(tr("Texts"), Qt::AlignHCenter);
    //: Heading of a list of phone lines: the number that texts leave from.
    heading(tr("Texts from"), Qt::AlignLeft);
}

void LinesPicker::addRow(const board::LineCard &line, bool isNew)
{
    const int at = m_grid->rowCount();
    Row row{.number = line.number, .label = line.label};
    auto *words = new QWidget(this);
    auto *lines = new QVBoxLayout(words);
    lines->setContentsMargins(0, 0, 0, 0);
    lines->setSpacing(1);
    auto *name = new TextLabel(Rank::Body, TextLabel::Ink::Normal, words);
    name->setText(lineName(line));
    name->setWordWrap(true);
    lines->addWidget(name);
    QString elsewhere;
    if (!isNew && line.callsBy != m_id)
        //: Below a phone line: %1 is the phone system that tells of its calls today.
        elsewhere = tr("calls by %1 today").arg(connectionName(line.callsBy, m_systems));
    if (!isNew && !line.textsBy.isEmpty() && line.textsBy != m_id)
        elsewhere += (elsewhere.isEmpty() ? QString() : u" · "_s) +
                     //: Below a phone line: %1 is the phone system that its texts leave through today.
                     tr("texts by %1").arg(connectionName(line.textsBy, m_systems));
    if (!elsewhere.isEmpty()) {
        auto *now = new TextLabel(Rank::Small, TextLabel::Ink::Muted, words);
        now->setText(elsewhere);
        now->setWordWrap(true);
        lines->addWidget(now);
    }
    m_grid->addWidget(words, at, 0);
    row.calls = new QCheckBox(this);
    row.calls->setObjectName(u"calls"_s + line.number.e164());
    //: Of a box to tick, for screen readers: %1 is a phone line.
    row.calls->setAccessibleName(tr("Calls to %1").arg(lineName(line)));
    row.calls->setChecked(isNew || line.callsBy == m_id);
    if (!isNew && line.callsBy == m_id) {
        row.calls->setEnabled(false);
        row.calls->setToolTip(plainToolTip(tr("To move its calls, tick the line in the other phone system")));
    }
    connect(row.calls, &QCheckBox::toggled, this, &LinesPicker::changed);
    m_grid->addWidget(row.calls, at, 1, Qt::AlignHCenter | Qt::AlignVCenter);
    if (m_sendsTexts) {
        row.texts = new QCheckBox(this);
        row.texts->setObjectName(u"texts"_s + line.number.e164());
        //: Of a box to tick, for screen readers: %1 is a phone line.
        row.texts->setAccessibleName(tr("Texts to callers of %1").arg(lineName(line)));
        row.texts->setChecked(isNew || line.textsBy == m_id);
        row.textsFrom = new QLineEdit(this);
        row.textsFrom->setObjectName(u"from"_s + line.number.e164());
        //: In an empty field: texts leave from the number of the line itself.
        row.textsFrom->setPlaceholderText(tr("this number"));
        //: Of a field, for screen readers: %1 is a phone line.
        row.textsFrom->setAccessibleName(tr("Number that texts for %1 leave from").arg(lineName(line)));
        row.textsFrom->setMinimumWidth(fontMetrics().averageCharWidth() * 17);
        if (line.textsFrom && line.textsBy == m_id)
            row.textsFrom->setText(line.textsFrom->display());
        row.textsFrom->setEnabled(row.texts->isChecked());
        connect(row.texts, &QCheckBox::toggled, row.textsFrom, &QWidget::setEnabled);
        connect(row.textsFrom, &QLineEdit::textEdited, m_problem, &QWidget::hide);
        m_grid->addWidget(row.texts, at, 2, Qt::AlignHCenter | Qt::AlignVCenter);
        m_grid->addWidget(row.textsFrom, at, 3);
    }
    m_rows.append(row);
    Q_EMIT changed();
}

void LinesPicker::addLine()
{
    const Result<calls::PhoneNumber> number = calls::PhoneNumber::parse(m_number->text());
    if (!number) {
        say(tr("Enter a phone number with its area code, such as (214) 555-0100."));
        m_number->setFocus();
        return;
    }
    const bool known = std::any_of(m_rows.cbegin(), m_rows.cend(), [&](const Row &row) { return row.number == *number; });
    if (known) {
        say(tr("This number is in the list already."));
        return;
    }
    m_problem->hide();
    const QString label = m_label->text().simplified();
    addRow({.number = *number, .label = label.isEmpty() ? number->display() : label, .callsBy = m_id, .textsBy = {}, .textsFrom = {}},
           true);
    m_number->clear();
    m_label->clear();
}

void LinesPicker::say(const QString &problem)
{
    m_problem->setText(problem);
    m_problem->show();
}

bool LinesPicker::showProblem(const QString &number, const QString &what)
{
    for (const Row &row : m_rows) {
        if (row.number.e164() != number)
            continue;
        say(what);
        row.calls->setFocus();
        return true;
    }
    return false;
}

QList<calls::PhoneNumber> LinesPicker::withCalls() const
{
    QList<calls::PhoneNumber> numbers;
    for (const Row &row : m_rows) {
        if (row.calls->isChecked())
            numbers.append(row.number);
    }
    return numbers;
}

std::optional<QList<desk::LineUse>> LinesPicker::read()
{
    m_problem->hide();
    if (!m_number->text().trimmed().isEmpty()) // typed, and not added: surely meant
        addLine();
    if (!m_problem->isHidden())
        return std::nullopt;
    QList<desk::LineUse> uses;
    for (const Row &row : std::as_const(m_rows)) {
        desk::LineUse use{.number = row.number, .label = row.label, .calls = row.calls->isChecked(), .texts = false, .textsFrom = {}};
        use.texts = row.texts != nullptr && row.texts->isChecked();
        const QString from = use.texts ? row.textsFrom->text().trimmed() : QString();
        if (!from.isEmpty()) {
            const Result<calls::PhoneNumber> number = calls::PhoneNumber::parse(from);
            if (!number) {
                //: %1 is what somebody typed.
                say(tr("“%1” is not a phone number with an area code.").arg(from));
                row.textsFrom->setFocus();
                return std::nullopt;
            }
            use.textsFrom = *number;
        }
        uses.append(use);
    }
    return uses;
}

} // namespace ringback::ui
