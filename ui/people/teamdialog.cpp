#include "people/teamdialog.h"

#include "people/checkslist.h"
#include "people/peoplewords.h"
#include "widgets/noticebar.h"
#include "widgets/style.h"

#include <QLineEdit>
#include <QPushButton>
#include <QUrl>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace ringback::ui {

TeamDialog::TeamDialog(const board::People &people, const std::optional<calls::Team> &team, QWidget *parent)
    //: Title of a dialog; %1 is a team.
    : FormFrame(team ? tr("Edit %1").arg(team->name) : tr("Add a team"), team ? team->name : tr("A new team"),
                tr("People who share a queue of callbacks."), tr("Save"), parent)
    , m_before(team)
{
    setObjectName(u"teamDialog"_s);
    m_name = addFormLine(form(), u"name"_s, tr("&Name"), tr("Front office"), {}, &m_nameField);
    m_name->setMaxLength(80);
    QList<std::pair<QString, QString>> members;
    QStringList in;
    for (const board::PersonCard &card : people.people) {
        members.append({card.person.id, card.person.name});
        if (team && card.person.teams.contains(team->id))
            in.append(card.person.id);
    }
    m_members = new ChecksList(u"member"_s, members, this);
    m_members->setChecked(in);
    m_membersBefore = in;
    addFormField(form(), u"members"_s, tr("Its people"), m_members, {});
    QList<std::pair<QString, QString>> lines;
    QStringList theirs;
    for (const calls::Line &line : people.lines) {
        lines.append({line.number.e164(), line.label.isEmpty() ? line.number.display() : line.label});
        if (team && line.team == team->id)
            theirs.append(line.number.e164());
    }
    m_lines = new ChecksList(u"line"_s, lines, this);
    m_lines->setChecked(theirs);
    m_linesBefore = theirs;
    addFormField(form(), u"lines"_s, tr("Lines whose callbacks go to it"), m_lines,
                 tr("A line belongs to one team: it leaves the one that it was with. Without any, its callbacks go to whoever is free."));
    m_link = addFormLine(form(), u"booking_link"_s, tr("&Booking page"), u"https://book.example/team"_s,
                         tr("Where callers book a time with this team. Empty: the company's page."), &m_linkField);
    m_link->setMaxLength(200);
    if (team) {
        m_name->setText(team->name);
        m_link->setText(team->bookingLink);
        auto *remove = new QPushButton(this);
        remove->setObjectName(u"removeTeam"_s);
        setLook(remove, Look::Quiet);
        remove->setAutoDefault(false);
        //: Button: a team is dissolved.
        remove->setText(tr("Remove…"));
        //: For screen readers: %1 is a team.
        remove->setAccessibleName(tr("Remove %1").arg(team->name));
        addButton(remove);
        connect(remove, &QPushButton::clicked, this, &TeamDialog::removeClicked);
    }
    finish();
}

void TeamDialog::save()
{
    notice()->hide();
    desk::TeamEdit edit{.team = m_before.value_or(calls::Team{}),
                        .before = m_before,
                        .members = m_members->checked(),
                        .lines = m_lines->checked(),
                        .membersBefore = m_membersBefore,
                        .linesBefore = m_linesBefore};
    edit.team.name = m_name->text().simplified();
    edit.team.bookingLink = m_link->text().trimmed();
    m_nameField.setProblem(edit.team.name.isEmpty() ? tr("Give the team a name.") : QString());
    const QUrl link(edit.team.bookingLink, QUrl::StrictMode);
    const bool isAddress = link.isValid() && link.scheme().startsWith("http"_L1) && !link.host().isEmpty();
    m_linkField.setProblem(edit.team.bookingLink.isEmpty() || isAddress ? QString()
                                                                        : tr("Give an address such as https://book.example/team."));
    if (!m_nameField.problemText().isEmpty() || !m_linkField.problemText().isEmpty()) {
        (m_nameField.problemText().isEmpty() ? m_link : m_name)->setFocus();
        showFocused();
        return;
    }
    showSaving();
    Q_EMIT saveRequested(edit);
}

void TeamDialog::showRefusal(const desk::PeopleRefusal &refusal)
{
    showIdle();
    notice()->say({peopleRefusalSentence(refusal), Glyph::Alert, Tone::Bad});
}

} // namespace ringback::ui
