#include "policy/wording.h"

namespace ringback::policy {

using namespace Qt::StringLiterals;

QString templateFor(const playbook::Step &step, const Situation &situation)
{
    const QMap<QString, QString> &templates = step.templates;
    if (situation.late && templates.contains(u"late"_s))
        return templates.value(u"late"_s);
    if (situation.returning && templates.contains(u"returning"_s))
        return templates.value(u"returning"_s);
    if (situation.storm && templates.contains(u"storm"_s))
        return templates.value(u"storm"_s);
    return templates.value(calls::word(situation.kind), templates.value(u"default"_s));
}

QString languageOf(const calls::Contact &contact, const Rules &rules)
{
    return contact.language.isEmpty() ? rules.officeLanguage : contact.language;
}

bool answersTheCall(const playbook::Playbook &playbook)
{
    return !playbook.steps.isEmpty() && playbook.steps.first().action == playbook::StepAction::Text;
}

} // namespace ringback::policy
