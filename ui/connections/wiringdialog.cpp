#include "connections/wiringdialog.h"

#include "widgets/noticebar.h"
#include "widgets/style.h"
#include "widgets/textlabel.h"

#include <QGridLayout>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ringback::ui {

QString wiringProblem(const Error &error)
{
    switch (error.kind) {
    case ErrorKind::NotFound:
        return WiringDialog::tr("The password or key is missing on this computer: choose Edit and enter it again.");
    case ErrorKind::Refused:
        //: %1 is what the phone company or its connector says, in English.
        return WiringDialog::tr("The phone company does not let this be set from here. Enter the address on its own page. (%1)")
            .arg(error.what);
    case ErrorKind::Transient:
        //: %1 is what the phone company or the network says, in English.
        return WiringDialog::tr("The phone company could not be reached, so nothing was changed. Try again in a minute. (%1)")
            .arg(error.what);
    default:
        //: %1 is what went wrong, in English.
        return WiringDialog::tr("That did not work, and nothing was changed. (%1)").arg(error.what);
    }
}

WiringDialog::WiringDialog(QString id, const QString &systemName, QWidget *parent)
    : QDialog(parent)
    , m_id(std::move(id))
    , m_state(new TextLabel(Rank::Body, TextLabel::Ink::Muted, this))
    , m_table(new QWidget)
    , m_grid(new QGridLayout(m_table))
    , m_notice(new NoticeBar(this))
    , m_cancel(new QPushButton(this))
    , m_confirm(new QPushButton(this))
{
    setObjectName(u"wiringDialog"_s);
    //: Title of a dialog. Webhooks are a phone company's messages about calls.
    setWindowTitle(tr("Point webhooks here"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 24, 24, 20);
    layout->setSpacing(12);
    auto *title = new TextLabel(Rank::Heading, TextLabel::Ink::Normal, this);
    //: %1 is a phone system.
    title->setText(tr("Where %1 sends news of calls").arg(systemName));
    title->setWordWrap(true);
    m_state->setObjectName(u"wiringState"_s);
    //: %1 is a phone system.
    m_state->setText(tr("Asking %1…").arg(systemName));
    m_state->setWordWrap(true);
    layout->addWidget(title);
    layout->addWidget(m_state);
    auto *scroll = new QScrollArea(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    //: Name of a list, for screen readers.
    scroll->setAccessibleName(tr("Addresses now and new"));
    m_grid->setContentsMargins(0, 0, 8, 0);
    m_grid->setHorizontalSpacing(20);
    m_grid->setVerticalSpacing(12);
    m_grid->setColumnStretch(1, 1);
    m_grid->setColumnStretch(2, 1);
    scroll->setWidget(m_table);
    layout->addWidget(scroll, 1);
    layout->addWidget(m_notice);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    setLook(m_cancel, Look::Plain);
    m_cancel->setAutoDefault(false);
    //: Button: close this dialog and change nothing.
    m_cancel->setText(tr("Cancel"));
    m_cancel->setAccessibleName(m_cancel->text());
    setLook(m_confirm, Look::Primary);
    m_confirm->setObjectName(u"wire"_s);
    m_confirm->setAutoDefault(false);
    //: Button: the phone company's webhooks are to come to this office.
    m_confirm->setText(tr("Point them here"));
    m_confirm->setAccessibleName(m_confirm->text());
    m_confirm->setEnabled(false);
    buttons->addStretch(1);
    buttons->addWidget(m_cancel);
    buttons->addWidget(m_confirm);
    layout->addLayout(buttons);
    connect(m_cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_confirm, &QPushButton::clicked, this, [this] {
        m_confirm->setEnabled(false);
        m_notice->hide();
        //: While a phone system's webhooks are changed.
        m_state->setText(tr("Changing it…"));
        Q_EMIT confirmed();
    });
    resize(fontMetrics().averageCharWidth() * 100, fontMetrics().height() * 24);
}

void WiringDialog::showRows(const QList<board::WiringRow> &rows)
{
    while (QLayoutItem *item = m_grid->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    const auto put = [this](int row, int column, const QString &words, Rank rank, TextLabel::Ink ink) {
        auto *label = new TextLabel(rank, ink, m_table);
        // Addresses have no blanks to break at.
        label->setText(QString(words).replace(u'/', u"/\u200b"_s));
        label->setAccessibleName(words);
        label->setWordWrap(true);
        m_grid->addWidget(label, row, column, Qt::AlignTop);
    };
    //: Headings of a list: a phone number, the address its news go to now, and the address they would go to.
    put(0, 0, tr("Number"), Rank::Small, TextLabel::Ink::Muted);
    put(0, 1, tr("Now"), Rank::Small, TextLabel::Ink::Muted);
    put(0, 2, tr("New"), Rank::Small, TextLabel::Ink::Muted);
    int at = 1;
    for (const board::WiringRow &row : rows) {
        put(at, 0, row.subject, Rank::Strong, TextLabel::Ink::Normal);
        //: In the place of an address: nothing is set.
        put(at, 1, row.now.isEmpty() ? tr("nothing") : row.now, Rank::Body, TextLabel::Ink::Normal);
        //: In the place of an address: it is as it should be.
        put(at, 2, row.isOurs() ? tr("stays: it comes here already") : row.wanted, Rank::Body,
            row.isOurs() ? TextLabel::Ink::Muted : TextLabel::Ink::Normal);
        ++at;
    }
    m_grid->setRowStretch(at, 1);
    const bool allOurs = std::all_of(rows.cbegin(), rows.cend(), [](const board::WiringRow &row) { return row.isOurs(); });
    if (rows.isEmpty())
        m_state->setText(tr("No line goes through this phone system yet: choose Edit and tick its lines first."));
    else if (allOurs)
        m_state->setText(tr("Everything comes here already. There is nothing to do."));
    else
        m_state->setText(
            tr("What stands there now is replaced, and kept: Put back restores it. If another program relies on it, ask whoever "
               "set it up first."));
    m_confirm->setEnabled(!rows.isEmpty() && !allOurs);
    if (allOurs || rows.isEmpty()) {
        //: Button: close this dialog.
        m_cancel->setText(tr("Close"));
        m_cancel->setAccessibleName(m_cancel->text());
    }
}

void WiringDialog::showProblem(const QString &problem)
{
    m_state->clear();
    m_notice->say({problem, Glyph::Alert, Tone::Bad});
}

} // namespace ringback::ui
