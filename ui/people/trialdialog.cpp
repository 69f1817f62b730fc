#include "people/trialdialog.h"

#include "people/whylist.h"
#include "widgets/formfield.h"
#include "widgets/noticebar.h"
#include "widgets/style.h"
#include "widgets/textlabel.h"

#include "base/time.h"

#include <QDateTimeEdit>
#include <QHBoxLayout>
#include <QPushButton>
#include <QScrollArea>
#include <QTimeZone>
#include <QVBoxLayout>
#include <QWheelEvent>

using namespace Qt::StringLiterals;

namespace ringback::ui {

namespace {

QTimeZone zoneOf(const QByteArray &id)
{
    const QTimeZone zone(id);
    return zone.isValid() ? zone : QTimeZone::utc();
}

} // namespace

TrialDialog::TrialDialog(const board::People &people, const board::Office &office, const Clock &clock, QWidget *parent)
    : QDialog(parent)
    , m_office(office)
    , m_kind(new CalmComboBox(this))
    , m_line(new CalmComboBox(this))
    , m_language(new CalmComboBox(this))
    , m_at(new Calm<QDateTimeEdit>(this))
    , m_why(new WhyList)
    , m_notice(new NoticeBar(this))
{
    setObjectName(u"trialDialog"_s);
    //: Title of a dialog: tries who would be given the callback of a call.
    setWindowTitle(tr("Who would get it?"));
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(24, 24, 24, 20);
    outer->setSpacing(8);
    auto *title = new TextLabel(Rank::Title, TextLabel::Ink::Normal, this);
    title->setText(windowTitle());
    outer->addWidget(title);
    auto *about = new TextLabel(Rank::Body, TextLabel::Ink::Muted, this);
    about->setText(tr("Tries it with the people, working hours and calendars as they are now. Nothing happens to anybody."));
    about->setWordWrap(true);
    outer->addWidget(about);
    outer->addSpacing(8);

    using calls::ContactKind;
    for (const ContactKind kind : {ContactKind::NewLead, ContactKind::PriorCustomer, ContactKind::Candidate, ContactKind::Client})
        m_kind->addItem(kindWord(kind), int(kind));
    for (const calls::Line &line : people.lines)
        m_line->addItem(line.label.isEmpty() ? line.number.display() : line.label, line.number.e164());
    //: A caller's language: nobody knows it.
    m_language->addItem(tr("Not known"), QString());
    m_language->addItem(tr("English"), u"en"_s);
    m_language->addItem(tr("Spanish"), u"es"_s);
    m_at->setCalendarPopup(true);
    //: Date and time of day in a field, as Qt's format string.
    m_at->setDisplayFormat(tr("ddd MMM d, yyyy  h:mm AP"));
    const QDateTime now = toDateTime(clock.now()).toTimeZone(zoneOf(office.timeZone));
    m_at->setTimeSpec(Qt::UTC); // a day and a time alone: the office's clock may skip other hours than this computer's
    m_at->setDateTime(QDateTime(now.date(), now.time(), Qt::UTC));
    addFormField(outer, u"trialKind"_s, tr("&Who calls"), m_kind, {});
    addFormField(outer, u"trialLine"_s, tr("&Line"), m_line, {});
    addFormField(outer, u"trialAt"_s, tr("&When, on the office's clock"), m_at, {});
    addFormField(outer, u"trialLanguage"_s, tr("Lan&guage of the caller"), m_language, {});

    auto *buttons = new QHBoxLayout;
    auto *tryIt = new QPushButton(this);
    tryIt->setObjectName(u"tryIt"_s);
    setLook(tryIt, Look::Primary);
    tryIt->setDefault(true);
    //: Button: finds out who would get such a call.
    tryIt->setText(tr("Try it"));
    tryIt->setAccessibleName(tryIt->text());
    auto *close = new QPushButton(this);
    close->setObjectName(u"close"_s);
    setLook(close, Look::Plain);
    close->setAutoDefault(false);
    close->setText(tr("Close"));
    close->setAccessibleName(close->text());
    buttons->addWidget(tryIt);
    buttons->addWidget(close);
    buttons->addStretch(1);
    outer->addLayout(buttons);
    outer->addWidget(m_notice);
    auto *scroll = new QScrollArea(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    //: Name of the part of a dialog with the answer, for screen readers.
    scroll->setAccessibleName(tr("Who gets it, and why"));
    auto *content = new QWidget;
    auto *contents = new QVBoxLayout(content);
    contents->setContentsMargins(0, 8, 8, 8);
    contents->addWidget(m_why);
    contents->addStretch(1);
    scroll->setWidget(content);
    outer->addWidget(scroll, 1);
    m_why->hide();
    setMinimumWidth(fontMetrics().averageCharWidth() * 62);
    resize(fontMetrics().averageCharWidth() * 80, fontMetrics().height() * 40);
    connect(tryIt, &QPushButton::clicked, this, &TrialDialog::ask);
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
}

board::TrialQuestion TrialDialog::question() const
{
    return {.kind = static_cast<calls::ContactKind>(m_kind->currentData().toInt()),
            .line = m_line->currentData().toString(),
            .at = fromMs(QDateTime(m_at->date(), m_at->time(), zoneOf(m_office.timeZone)).toMSecsSinceEpoch()),
            .language = m_language->currentData().toString()};
}

void TrialDialog::ask()
{
    m_notice->hide();
    Q_EMIT asked(question());
}

void TrialDialog::showAnswer(const board::TrialAnswer &answer)
{
    m_notice->hide();
    m_why->setWhy(whoWouldGetIt(answer.assignment, {m_office, answer.question.at}));
    m_why->show();
}

void TrialDialog::showProblem(const QString &what)
{
    m_why->hide();
    m_notice->say({what, Glyph::Alert, Tone::Bad});
}

} // namespace ringback::ui
