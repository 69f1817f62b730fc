#include "people/linesdialog.h"

#include "people/peoplewords.h"
#include "people/personfields.h"
#include "widgets/formfield.h"
#include "widgets/noticebar.h"
#include "widgets/textlabel.h"

#include <QLineEdit>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ringback::ui {

LinesDialog::LinesDialog(const board::People &people, QWidget *parent)
    //: Title of a dialog: who calls back for which line.
    : FormFrame(tr("Lines"), tr("Lines"), tr("Who calls back when a call on a line was missed, and what its callers need."), tr("Save"),
                parent)
{
    setObjectName(u"linesDialog"_s);
    for (const calls::Line &line : people.lines) {
        Row row{.before = {.number = line.number.e164(), .team = line.team, .skills = line.skills, .teamBefore = {}, .skillsBefore = {}}};
        const QString name = line.label.isEmpty() ? line.number.display() : line.label;
        addSection(name == line.number.display() ? name : u"%1, %2"_s.arg(name, line.number.display()));
        row.team = new CalmComboBox(this);
        //: In the place of a team: any of the staff.
        row.team->addItem(tr("Whoever is free"), QString());
        for (const board::TeamCard &card : people.teams)
            row.team->addItem(card.team.name, card.team.id);
        row.team->setCurrentIndex(std::max(0, row.team->findData(line.team)));
        addFormField(form(), u"lineTeam-"_s + row.before.number, tr("Team"), row.team, {});
        //: For screen readers: %1 is a line.
        row.team->setAccessibleName(tr("Team of %1").arg(name));
        FormField skills;
        row.skills = addFormLine(form(), u"lineSkills-"_s + row.before.number, tr("Skills its callers need"), tr("insurance"), {}, &skills);
        row.skills->setText(line.skills.join(u", "_s));
        //: For screen readers: %1 is a line.
        row.skills->setAccessibleName(tr("Skills that callers of %1 need").arg(name));
        row.problem = skills.problem;
        m_rows.append(row);
    }
    finish();
}

desk::LineEdit LinesDialog::answer(const Row &row)
{
    return {.number = row.before.number,
            .team = row.team->currentData().toString(),
            .skills = skillsOf(row.skills->text()),
            .teamBefore = row.before.team,
            .skillsBefore = row.before.skills};
}

bool LinesDialog::isChanged(const desk::LineEdit &edit)
{
    return edit.team != edit.teamBefore || edit.skills != edit.skillsBefore;
}

void LinesDialog::save()
{
    notice()->hide();
    bool isRight = true;
    for (const Row &row : std::as_const(m_rows)) {
        const QStringList skills = skillsOf(row.skills->text());
        const bool fine = skills.size() <= 20 && std::all_of(skills.cbegin(), skills.cend(), isSkill);
        row.problem->setText(fine ? QString() : tr("Give words of letters and digits without accents, separated by commas."));
        row.problem->setVisible(!fine);
        if (!fine && std::exchange(isRight, false))
            row.skills->setFocus();
    }
    if (isRight)
        sendNext();
    else
        showFocused();
}

// One after another: each is a change of its own, with its own line in the records.
void LinesDialog::sendNext()
{
    for (Row &row : m_rows) {
        if (const desk::LineEdit edit = answer(row); isChanged(edit)) {
            showSaving();
            Q_EMIT saveRequested(edit);
            return;
        }
    }
    accept();
}

void LinesDialog::showSaved()
{
    for (Row &row : m_rows) {
        if (const desk::LineEdit edit = answer(row); isChanged(edit)) {
            row.before = edit;
            break;
        }
    }
    sendNext();
}

void LinesDialog::showRefusal(const desk::PeopleRefusal &refusal)
{
    showIdle();
    notice()->say({peopleRefusalSentence(refusal), Glyph::Alert, Tone::Bad});
}

} // namespace ringback::ui
