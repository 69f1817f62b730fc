#pragma once

#include "board/leadbadge.h"
#include "board/leadsystems.h"
#include "board/rows.h"
#include "connections/findingwords.h"
#include "widgets/phrases.h"

#include <QList>
#include <QString>

/// What the screens say of lead systems.
namespace ringback::ui {

/// "Jobber"
[[nodiscard]] QString leadSystemName(const QString &type);
/// What it does and what it cannot, honestly.
[[nodiscard]] QString leadSystemSentence(const QString &type);
/// "Jobber", and its id where there are several: "Jobber (jobber-2)".
[[nodiscard]] QString leadName(const QString &id, const board::LeadSystems &systems);
/// What this system does for an office, and what stands in for what it cannot, a line each.
[[nodiscard]] QStringList abilitySentences(const board::LeadAbilities &can, const QString &name);
/// How a connection is doing, most pressing first.
[[nodiscard]] QList<Mark> leadMarks(const board::LeadCard &card, const board::ConnectionPulse &pulse, const Telling &telling);
/// Needed choices that nobody has made: their keys.
[[nodiscard]] QStringList unmadeChoices(const board::LeadCard &card);
/// "Where leads came from"; of a status or a person with its own name: "Status: Needs callback", "Person: Dana Reyes".
[[nodiscard]] QString slotName(const QString &key, const board::Office &office);
/// What a test of it found.
[[nodiscard]] FindingWords leadFinding(const board::TestFinding &finding, const QString &type, const board::Office &office);
/// Why an edit was turned down.
[[nodiscard]] QString leadRefusalSentence(const desk::ConnectionRefusal &refusal);
/// How far the list of people is read: "4,200 of 12,480 people read".
[[nodiscard]] QString firstPassWords(const board::FirstPass &pass);

/// An icon and two or three words: "Not in Jobber".
[[nodiscard]] Mark badgeMark(const board::LeadBadge &badge);
/// Why it is so and what to do, a sentence each.
[[nodiscard]] QStringList badgeSentences(const board::LeadBadge &badge);
/// "$8,400 invoice, Nov 20, in Jobber"
[[nodiscard]] QString winSentence(const board::WinBrief &win, const Telling &telling);
/// "3 people in Jobber have this number. Which one called?"
[[nodiscard]] QString chooserQuestion(const board::LeadBadge &badge);
/// "Prior customer · (214) 555-0142 · maria@example.com"
[[nodiscard]] QString candidateWords(const board::LeadCandidate &candidate);

/// Whether it may be opened in a browser: only what is encrypted and names a host.
[[nodiscard]] bool mayOpen(const QString &url);

} // namespace ringback::ui
