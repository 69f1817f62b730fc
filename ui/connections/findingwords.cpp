#include "connections/findingwords.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace ringback::ui {

namespace {

struct Findings {
    Q_DECLARE_TR_FUNCTIONS(Findings)
};

struct Entry {
    QStringView check;
    QStringView problem;
    const char *sentence;
    const char *advice;
};

//: What the test of a phone system found, and what to do about it. %1 is a number or an address where there is a %1; it may also be at the end.
constexpr auto table = std::to_array<Entry>({
    {u"credentials", u"ok", QT_TRANSLATE_NOOP("Findings", "Signed in"), ""},
    {u"credentials", u"secret_missing", QT_TRANSLATE_NOOP("Findings", "The password or key is missing on this computer"),
     QT_TRANSLATE_NOOP("Findings", "Choose Edit and enter it again: each computer keeps its own, in its keychain.")},
    {u"credentials", u"wrong", QT_TRANSLATE_NOOP("Findings", "The phone company does not accept the password or key"),
     QT_TRANSLATE_NOOP("Findings",
                       "Choose Edit and copy it again from the phone company's page. Was a new one made there? Then the old one ended.")},
    {u"credentials", u"expired", QT_TRANSLATE_NOOP("Findings", "The sign-in has expired"),
     QT_TRANSLATE_NOOP("Findings", "Sign in again, or make a new credential at the phone company and enter it under Edit.")},
    {u"credentials", u"suspended", QT_TRANSLATE_NOOP("Findings", "The phone company has suspended this account"),
     QT_TRANSLATE_NOOP("Findings",
                       "Sign in at the phone company's page: an unpaid bill or a question about your business is the usual reason.")},
    {u"credentials", u"no_right", QT_TRANSLATE_NOOP("Findings", "This sign-in may not do all that Ringback needs"),
     QT_TRANSLATE_NOOP("Findings", "Give it the missing permissions at the phone company. The guide for this system lists them by name.")},
    {u"credentials", u"trial", QT_TRANSLATE_NOOP("Findings", "This is a trial account: it texts only numbers that you have verified"),
     QT_TRANSLATE_NOOP("Findings", "Upgrade the account at the phone company before real callers rely on it.")},
    {u"credentials", u"not_reached", QT_TRANSLATE_NOOP("Findings", "The phone company could not be reached"),
     QT_TRANSLATE_NOOP("Findings", "Check this computer's internet connection, then test again. A firewall may be in the way.")},
    {u"credentials", u"rate_limited", QT_TRANSLATE_NOOP("Findings", "The phone company asks for a pause: too many requests"),
     QT_TRANSLATE_NOOP("Findings", "Wait a minute and test again. If it stays, another program uses the same account.")},
    {u"credentials", u"not_signed_in", QT_TRANSLATE_NOOP("Findings", "Nobody has signed in yet on this computer"),
     QT_TRANSLATE_NOOP("Findings", "Choose Sign in on this card: the phone company's page opens in the browser.")},
    {u"number", u"ok", QT_TRANSLATE_NOOP("Findings", "%1 belongs to this account and can text"), ""},
    {u"number", u"not_in_account", QT_TRANSLATE_NOOP("Findings", "%1 is not a number of this account"),
     QT_TRANSLATE_NOOP("Findings", "Look for a typing mistake, or connect the account that the number belongs to.")},
    {u"number", u"cannot_text", QT_TRANSLATE_NOOP("Findings", "%1 cannot send texts"),
     QT_TRANSLATE_NOOP("Findings", "Turn texting on for it at the phone company, or choose another number under Texts from.")},
    {u"number", u"no_calls", QT_TRANSLATE_NOOP("Findings", "%1 takes no calls"),
     QT_TRANSLATE_NOOP("Findings", "Turn voice calls on for it at the phone company, or look for a typing mistake.")},
    {u"number", u"not_of_this_user", QT_TRANSLATE_NOOP("Findings", "%1 belongs to another user of the account"),
     QT_TRANSLATE_NOOP("Findings", "Sign in as the user whose number it is, or choose one of this user's numbers under Texts from.")},
    {u"number", u"no_lines", QT_TRANSLATE_NOOP("Findings", "No line uses this connection yet"),
     QT_TRANSLATE_NOOP("Findings", "Choose Edit and tick the lines whose calls or texts go through it.")},
    {u"number", u"no_calls", QT_TRANSLATE_NOOP("Findings", "%1 cannot take calls"),
     QT_TRANSLATE_NOOP("Findings", "Turn calls on for it at the phone company, or let another number's calls come by this connection.")},
    {u"registration", u"ok", QT_TRANSLATE_NOOP("Findings", "Texts are registered with the carriers"), ""},
    {u"registration", u"not_registered",
     QT_TRANSLATE_NOOP("Findings", "Texts from %1 are not registered with the carriers, who may block them"),
     QT_TRANSLATE_NOOP("Findings",
                       "Register your business for texting at the phone company (it is called A2P 10DLC, or toll-free verification).")},
    {u"registration", u"pending", QT_TRANSLATE_NOOP("Findings", "The registration of texts from %1 is still being checked"),
     QT_TRANSLATE_NOOP("Findings", "Wait for the phone company's mail; it can take days or weeks. Until then some texts may not arrive.")},
    {u"registration", u"not_known",
     QT_TRANSLATE_NOOP("Findings", "Nobody can tell from here whether texts are registered with the carriers"),
     QT_TRANSLATE_NOOP("Findings", "Look at the phone company's page whether your texting registration is approved.")},
    {u"webhook", u"ok", QT_TRANSLATE_NOOP("Findings", "News of calls comes to this office"), ""},
    {u"webhook", u"not_set", QT_TRANSLATE_NOOP("Findings", "The phone company does not tell this office about calls to %1"),
     QT_TRANSLATE_NOOP("Findings", "Choose Point webhooks here, or enter the address on the phone company's page.")},
    {u"webhook", u"points_elsewhere", QT_TRANSLATE_NOOP("Findings", "News of calls to %1 goes somewhere else"),
     QT_TRANSLATE_NOOP("Findings", "Choose Point webhooks here: it shows what is there now, and can put it back.")},
    {u"webhook", u"no_public_address",
     QT_TRANSLATE_NOOP("Findings", "This office has no public address, so the phone company cannot tell it anything"),
     QT_TRANSLATE_NOOP("Findings",
                       "It works without: the list of calls is read again and again. For speed, set up a tunnel or reverse proxy.")},
    {u"webhook", u"not_reachable", QT_TRANSLATE_NOOP("Findings", "The public address does not answer from the internet"),
     QT_TRANSLATE_NOOP("Findings", "Is the tunnel or reverse proxy running? Opening the address with /healthz at its end should say ok.")},
    {u"webhook", u"answers_otherwise", QT_TRANSLATE_NOOP("Findings", "Something else answers at the public address"),
     QT_TRANSLATE_NOOP("Findings", "Look at the tunnel or reverse proxy: it must lead to this computer, and show no log-in page.")},
    {u"webhook", u"not_needed", QT_TRANSLATE_NOOP("Findings", "No public address is needed: Ringback opens the connection itself"), ""},
    {u"subscription", u"ok", QT_TRANSLATE_NOOP("Findings", "The phone company pushes news of calls"), ""},
    {u"subscription", u"none", QT_TRANSLATE_NOOP("Findings", "The phone company does not push news of calls yet"),
     QT_TRANSLATE_NOOP("Findings", "Leave Ringback running for a minute and test again: it asks for them by itself.")},
    {u"subscription", u"expires_soon", QT_TRANSLATE_NOOP("Findings", "The phone company will soon stop pushing news of calls"),
     QT_TRANSLATE_NOOP("Findings", "Keep Ringback running: it renews this by itself. If it stays like this, restart Ringback.")},
    {u"subscription", u"blacklisted",
     QT_TRANSLATE_NOOP("Findings", "The phone company has stopped pushing news of calls, as they did not get through"),
     QT_TRANSLATE_NOOP("Findings", "Make the public address work first. Then leave Ringback running: it asks for them anew.")},
    {u"call_log", u"ok", QT_TRANSLATE_NOOP("Findings", "The list of calls can be read, so nothing gets lost"), ""},
    {u"call_log", u"no_right", QT_TRANSLATE_NOOP("Findings", "This sign-in may not read the list of calls"),
     QT_TRANSLATE_NOOP("Findings", "Give it that permission at the phone company: with it, calls are found whose news got lost.")},
    {u"call_log", u"not_readable", QT_TRANSLATE_NOOP("Findings", "The list of calls could not be read"),
     QT_TRANSLATE_NOOP("Findings", "Test again in a minute. If it stays, look whether the phone company reports an outage.")},
    {u"texts", u"ok", QT_TRANSLATE_NOOP("Findings", "Texts can be sent"), ""},
    {u"texts", u"not_offered", QT_TRANSLATE_NOOP("Findings", "This system sends no texts for other programs"),
     QT_TRANSLATE_NOOP("Findings", "Let the texts of its lines go through another connection: tick the lines there.")},
    {u"texts", u"no_right", QT_TRANSLATE_NOOP("Findings", "This sign-in may not send texts"),
     QT_TRANSLATE_NOOP("Findings", "Give it that permission at the phone company.")},
    {u"clock", u"ok", QT_TRANSLATE_NOOP("Findings", "This computer's clock is right"), ""},
    {u"clock", u"wrong", QT_TRANSLATE_NOOP("Findings", "This computer's clock is wrong"),
     QT_TRANSLATE_NOOP("Findings", "Turn on setting the time automatically: with a wrong clock, true messages look forged.")},
    {u"mailbox", u"ok", QT_TRANSLATE_NOOP("Findings", "The mailbox can be read"), ""},
    {u"mailbox", u"not_reached", QT_TRANSLATE_NOOP("Findings", "The mail server could not be reached"),
     QT_TRANSLATE_NOOP("Findings", "Check the name of the mail server under Edit, and this computer's internet connection.")},
    {u"mailbox", u"no_such_folder", QT_TRANSLATE_NOOP("Findings", "The mailbox has no folder or label of that name"),
     QT_TRANSLATE_NOOP("Findings", "Write it under Edit exactly as the mailbox does, capitals too. INBOX always exists.")},
    {u"mailbox", u"empty", QT_TRANSLATE_NOOP("Findings", "No notification of Google Voice was found in the mailbox"),
     QT_TRANSLATE_NOOP("Findings",
                       "In Google Voice's settings, turn on e-mail for missed calls and voicemail. Then call your line and test again.")},
    {u"mailbox", u"not_authenticated",
     QT_TRANSLATE_NOOP("Findings", "Notifications are there, but nothing proves that they come from Google"),
     QT_TRANSLATE_NOOP(
         "Findings",
         "Read the mailbox that Google writes to, not one that mail is forwarded to, and check the name under Who checks senders.")},
});

//: What the test of a lead system found, and what to do about it. %1 is what it is about, %2 the lead system's name.
constexpr auto leadTable = std::to_array<Entry>({
    {u"credentials", u"ok", QT_TRANSLATE_NOOP("Findings", "Signed in at %2"), ""},
    {u"credentials", u"secret_missing", QT_TRANSLATE_NOOP("Findings", "A password or key for %2 is missing on this computer"),
     QT_TRANSLATE_NOOP("Findings", "Choose Edit and enter it again: each computer keeps its own, in its keychain.")},
    {u"credentials", u"wrong", QT_TRANSLATE_NOOP("Findings", "%2 does not accept the password or key"),
     QT_TRANSLATE_NOOP("Findings", "Choose Edit and copy it again from the page in %2. Was a new one made there? Then the old one ended.")},
    {u"credentials", u"expired", QT_TRANSLATE_NOOP("Findings", "The sign-in at %2 has expired"),
     QT_TRANSLATE_NOOP("Findings", "Sign in again on this card, or make a new key in %2 and enter it under Edit.")},
    {u"credentials", u"suspended", QT_TRANSLATE_NOOP("Findings", "%2 has suspended this account"),
     QT_TRANSLATE_NOOP("Findings", "Sign in at %2 in the browser: an unpaid bill or a smaller plan is the usual reason.")},
    {u"credentials", u"no_right", QT_TRANSLATE_NOOP("Findings", "This sign-in may not do all that Ringback needs in %2"),
     QT_TRANSLATE_NOOP("Findings", "Give it the missing permissions in %2. The guide for this system lists them by name.")},
    {u"credentials", u"trial", QT_TRANSLATE_NOOP("Findings", "This is a trial account or a sandbox: real leads are not seen there"),
     QT_TRANSLATE_NOOP("Findings", "Connect the real account before the office relies on it.")},
    {u"credentials", u"not_reached", QT_TRANSLATE_NOOP("Findings", "%2 could not be reached"),
     QT_TRANSLATE_NOOP("Findings", "Check this computer's internet connection, then test again. A firewall may be in the way.")},
    {u"credentials", u"rate_limited", QT_TRANSLATE_NOOP("Findings", "%2 asks for a pause: too many requests"),
     QT_TRANSLATE_NOOP("Findings", "Wait a minute and test again. If it stays, another program uses the same account.")},
    {u"credentials", u"not_signed_in", QT_TRANSLATE_NOOP("Findings", "Nobody is signed in at %2, or access was taken back there"),
     QT_TRANSLATE_NOOP("Findings", "Choose Sign in on this card: the page of %2 opens in the browser.")},
    {u"lookup", u"ok", QT_TRANSLATE_NOOP("Findings", "Callers are found in %2 by their number"), ""},
    {u"lookup", u"no_right", QT_TRANSLATE_NOOP("Findings", "This sign-in may not look callers up in %2"),
     QT_TRANSLATE_NOOP("Findings", "Give it the right to read people in %2; without it every caller looks new.")},
    {u"lookup", u"not_readable", QT_TRANSLATE_NOOP("Findings", "The list of people in %2 could not be read"),
     QT_TRANSLATE_NOOP("Findings", "Test again in a minute. If it stays, look whether %2 reports an outage.")},
    {u"lookup", u"only_by_list",
     QT_TRANSLATE_NOOP("Findings", "%2 cannot be asked for a number: its list of people is kept on this office's computers"),
     QT_TRANSLATE_NOOP("Findings", "Nothing to do. Until that list has been read once, a caller may be written down twice.")},
    {u"choices", u"ok", QT_TRANSLATE_NOOP("Findings", "All that was chosen exists in %2"), ""},
    {u"choices", u"missing", QT_TRANSLATE_NOOP("Findings", "Not chosen yet: %1"),
     QT_TRANSLATE_NOOP("Findings", "Choose What goes where on this card, and pick one.")},
    {u"choices", u"gone", QT_TRANSLATE_NOOP("Findings", "What was chosen is no longer in %2: %1"),
     QT_TRANSLATE_NOOP("Findings", "Somebody removed or renamed it there. Choose What goes where on this card, and pick another.")},
    {u"choices", u"no_right", QT_TRANSLATE_NOOP("Findings", "This sign-in may not read what there is to choose from in %2"),
     QT_TRANSLATE_NOOP("Findings", "Give it that right in %2, or type under What goes where what it is called there.")},
    {u"record", u"ok", QT_TRANSLATE_NOOP("Findings", "A test lead was written to %2 and removed again"), ""},
    {u"record", u"left_there", QT_TRANSLATE_NOOP("Findings", "A test lead was written to %2, and stays there: %1"),
     QT_TRANSLATE_NOOP("Findings", "%2 lets no program remove it. Delete it there by hand.")},
    {u"record", u"not_made", QT_TRANSLATE_NOOP("Findings", "The test lead could not be written to %2"),
     QT_TRANSLATE_NOOP("Findings", "Look at the details for what %2 said. Most often something under What goes where is not chosen.")},
    {u"record", u"no_right", QT_TRANSLATE_NOOP("Findings", "This sign-in may not write leads to %2"),
     QT_TRANSLATE_NOOP("Findings", "Give it that right in %2. The guide for this system lists the rights by name.")},
    {u"record", u"not_checked", QT_TRANSLATE_NOOP("Findings", "Whether leads can be written to %2 was not tried"),
     QT_TRANSLATE_NOOP("Findings", "Choose What goes where on this card, and then Write a test lead.")},
    {u"clock", u"wrong", QT_TRANSLATE_NOOP("Findings", "This computer's clock is wrong"),
     QT_TRANSLATE_NOOP("Findings", "Turn on setting the time automatically: with a wrong clock, a sign-in looks forged.")},
});

//: What the test of a person's calendar found, and what to do about it. %2 is where the calendar is: Google, Microsoft, a server's name.
constexpr auto calendarTable = std::to_array<Entry>({
    {u"credentials", u"ok", QT_TRANSLATE_NOOP("Findings", "%2 lets Ringback in"), ""},
    {u"credentials", u"secret_missing", QT_TRANSLATE_NOOP("Findings", "The password or private address is missing on this computer"),
     QT_TRANSLATE_NOOP("Findings", "Choose Edit and enter it again: each computer keeps its own, in its keychain.")},
    {u"credentials", u"wrong", QT_TRANSLATE_NOOP("Findings", "%2 does not accept the name or password"),
     QT_TRANSLATE_NOOP("Findings", "Enter it again under Edit. iCloud and Fastmail want a password made for this app alone.")},
    {u"credentials", u"expired", QT_TRANSLATE_NOOP("Findings", "The sign-in at %2 has expired"),
     QT_TRANSLATE_NOOP("Findings", "Choose Sign in: the page of %2 opens in the browser.")},
    {u"credentials", u"suspended", QT_TRANSLATE_NOOP("Findings", "%2 has suspended this account"),
     QT_TRANSLATE_NOOP("Findings", "Sign in at %2 in the browser and look what it says.")},
    {u"credentials", u"no_right", QT_TRANSLATE_NOOP("Findings", "%2 does not let this sign-in into the calendar"),
     QT_TRANSLATE_NOOP("Findings", "Sign in again and allow all that is asked for. In a company, its administrator may have to allow it.")},
    {u"credentials", u"not_reached", QT_TRANSLATE_NOOP("Findings", "%2 could not be reached"),
     QT_TRANSLATE_NOOP("Findings", "Check the address, and this computer's internet connection. Then test again.")},
    {u"credentials", u"rate_limited", QT_TRANSLATE_NOOP("Findings", "%2 asks for a pause: too many requests"),
     QT_TRANSLATE_NOOP("Findings", "Wait a minute and test again.")},
    {u"credentials", u"not_signed_in", QT_TRANSLATE_NOOP("Findings", "Nobody is signed in at %2, or access was taken back there"),
     QT_TRANSLATE_NOOP("Findings", "Choose Sign in: the page of %2 opens in the browser.")},
    {u"calendar", u"ok", QT_TRANSLATE_NOOP("Findings", "The calendar can be used"), ""},
    {u"calendar", u"no_such_calendar", QT_TRANSLATE_NOOP("Findings", "There is no such calendar"),
     QT_TRANSLATE_NOOP("Findings",
                       "It was removed or renamed, or its private address was made anew. Copy the address again and enter it under Edit.")},
    {u"calendar", u"not_readable", QT_TRANSLATE_NOOP("Findings", "The calendar could not be read"),
     QT_TRANSLATE_NOOP("Findings",
                       "Check that the address is the calendar's own, and not that of a web page. Until it can be read, nobody knows "
                       "whether this person is free.")},
    {u"calendar", u"read_only", QT_TRANSLATE_NOOP("Findings", "The calendar can only be read"),
     QT_TRANSLATE_NOOP("Findings", "Callbacks do not show there. Choose a calendar of the person's own if they should.")},
    {u"calendar", u"trails", QT_TRANSLATE_NOOP("Findings", "What this calendar says may be hours old"),
     QT_TRANSLATE_NOOP("Findings",
                       "A private address is brought up to date by its publisher now and then. Signing in instead is quicker.")},
    {u"clock", u"wrong", QT_TRANSLATE_NOOP("Findings", "This computer's clock is wrong"),
     QT_TRANSLATE_NOOP("Findings", "Turn on setting the time automatically: with a wrong clock, a sign-in looks forged.")},
});

template <class Table>
const Entry *find(const Table &in, const QString &check, const QString &problem)
{
    const auto found =
        std::find_if(in.begin(), in.end(), [&](const Entry &each) { return each.check == check && each.problem == problem; });
    return found == in.end() ? nullptr : &*found;
}

Mark markOf(board::TestFinding::Level level, const QString &sentence)
{
    using Level = board::TestFinding::Level;
    switch (level) {
    case Level::Good:
        return {sentence, Glyph::Check, Tone::Good};
    case Level::Warning:
        return {sentence, Glyph::Alert, Tone::Warn};
    case Level::Bad:
        break;
    }
    return {sentence, Glyph::Failed, Tone::Bad};
}

// A sentence that does not say what it is about is followed by it.
QString withSubject(const QString &sentence, const QString &subject)
{
    if (subject.isEmpty())
        return sentence;
    //: %1 is a sentence without full stop, %2 what it is about: a phone number or an address.
    return Findings::tr("%1: %2").arg(sentence, subject);
}

} // namespace

bool hasFindingWords(const QString &check, const QString &problem)
{
    return find(table, check, problem) != nullptr;
}

bool hasLeadFindingWords(const QString &check, const QString &problem)
{
    return find(leadTable, check, problem) != nullptr;
}

bool hasCalendarFindingWords(const QString &check, const QString &problem)
{
    return find(calendarTable, check, problem) != nullptr;
}

FindingWords findingWords(const board::TestFinding &finding)
{
    FindingWords words{.mark = {}, .advice = {}, .level = finding.level, .detail = finding.detail};
    const Entry *const entry = find(table, finding.check, finding.problem);
    QString sentence =
        entry != nullptr ? QCoreApplication::translate("Findings", entry->sentence) : readable(finding.check + u' ' + finding.problem);
    if (sentence.contains("%1"_L1))
        //: In the place of a phone number that is not known: "Texts from your numbers are not registered …".
        sentence = sentence.arg(finding.subject.isEmpty() ? Findings::tr("your numbers") : finding.subject);
    else
        sentence = withSubject(sentence, finding.subject);
    if (entry != nullptr && *entry->advice != '\0')
        words.advice = QCoreApplication::translate("Findings", entry->advice);
    words.mark = markOf(finding.level, sentence);
    return words;
}

namespace {

// Of a table whose sentences name the system and may name what they are about.
template <class Table>
FindingWords wordsOf(const Table &in, const board::TestFinding &finding, const QString &system, const QString &subject)
{
    FindingWords words{.mark = {}, .advice = {}, .level = finding.level, .detail = finding.detail};
    const Entry *const entry = find(in, finding.check, finding.problem);
    QString sentence =
        entry != nullptr ? QCoreApplication::translate("Findings", entry->sentence) : readable(finding.check + u' ' + finding.problem);
    sentence.replace(u"%2"_s, system);
    if (!sentence.contains("%1"_L1))
        sentence = withSubject(sentence, subject);
    else if (subject.isEmpty())
        sentence.remove(u": %1"_s); // which of them it is was not told
    else
        sentence.replace(u"%1"_s, subject);
    if (entry != nullptr && *entry->advice != '\0')
        words.advice = QCoreApplication::translate("Findings", entry->advice).replace(u"%2"_s, system);
    words.mark = markOf(finding.level, sentence);
    return words;
}

} // namespace

FindingWords leadFindingWords(const board::TestFinding &finding, const QString &system, const QString &subject)
{
    return wordsOf(leadTable, finding, system, subject);
}

FindingWords calendarFindingWords(const board::TestFinding &finding, const QString &system)
{
    return wordsOf(calendarTable, finding, system, finding.subject);
}

Mark findingsSummary(const QList<FindingWords> &findings)
{
    using Level = board::TestFinding::Level;
    const auto count = [&](Level level) {
        return static_cast<int>(
            std::count_if(findings.cbegin(), findings.cend(), [level](const FindingWords &each) { return each.level == level; }));
    };
    if (findings.isEmpty())
        //: A phone or lead system that cannot be tested.
        return {Findings::tr("There is nothing here that could be tested."), Glyph::Info, Tone::Neutral};
    if (const int bad = count(Level::Bad); bad > 0)
        return {Findings::tr("%n things do not work yet", nullptr, bad), Glyph::Failed, Tone::Bad};
    if (const int warnings = count(Level::Warning); warnings > 0)
        return {Findings::tr("It works; %n things are worth a look", nullptr, warnings), Glyph::Alert, Tone::Warn};
    return {Findings::tr("Everything works"), Glyph::Check, Tone::Good};
}

} // namespace ringback::ui
