// What the screens say of a case's place in a lead system.
#include "leads/leadwords.h"

#include "widgets/times.h"

#include <QCoreApplication>
#include <QLocale>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace ringback::ui {

namespace {

struct Badges {
    Q_DECLARE_TR_FUNCTIONS(Badges)
};

// Cents are exact; a locale groups the whole part.
QString moneyWords(Money money)
{
    const QLocale locale;
    const QString whole = locale.toString(qAbs(money.cents) / 100);
    const int cents = static_cast<int>(qAbs(money.cents) % 100);
    const QString text = cents == 0 ? whole : whole + locale.decimalPoint() + u"%1"_s.arg(cents, 2, 10, QLatin1Char('0'));
    return (money.cents < 0 ? u"-$"_s : u"$"_s) + text;
}

QString wonThing(const QString &what)
{
    if (what == "job"_L1)
        //: Something that was earned, after an amount: "$8,400 job".
        return Badges::tr("job");
    if (what == "invoice"_L1)
        //: Something that was earned, after an amount: "$8,400 invoice".
        return Badges::tr("invoice");
    if (what == "placement"_L1)
        //: Something that was earned, after an amount: somebody got a job through the office.
        return Badges::tr("placement");
    if (what == "offer"_L1)
        //: Something that was earned, after an amount: somebody accepted a job offer.
        return Badges::tr("offer");
    return readable(what).toLower();
}

// Then the message is no sentence of the system's but names what is to be chosen.
bool isAboutAChoice(const QString &code)
{
    return code == "choice_missing"_L1 || code == "choice_gone"_L1;
}

// `account`, `revoked` -> what that means and what to do.
QString whyFailed(const QString &kind, const QString &code, const QString &name)
{
    if (kind == "account"_L1 && code == "revoked"_L1)
        //: %1 is a lead system.
        return Badges::tr("%1 does not let Ringback in any more. An owner or admin signs in again on the page of lead systems; it is then "
                          "tried again by itself.")
            .arg(name);
    if (kind == "account"_L1 && isAboutAChoice(code))
        //: %1 is a lead system.
        return Badges::tr("Something that has to be chosen for %1 is not chosen, or is there no more. An owner or admin chooses it on the "
                          "page of lead systems; it is then tried again by itself.")
            .arg(name);
    if (kind == "account"_L1)
        //: %1 is a lead system.
        return Badges::tr("%1 refused it because of the sign-in, a right or a choice. An owner or admin mends that on the page of lead "
                          "systems; it is then tried again by itself.")
            .arg(name);
    if (kind == "write"_L1)
        //: %1 is a lead system.
        return Badges::tr("%1 did not accept what was written.").arg(name);
    if (kind == "gone"_L1)
        //: %1 is a lead system.
        return Badges::tr("The record was deleted or merged in %1.").arg(name);
    if (kind == "for_now"_L1)
        //: %1 is a lead system.
        return Badges::tr("%1 could not be reached for three days, so it was given up.").arg(name);
    if (kind == "unknown"_L1)
        //: %1 is a lead system.
        return Badges::tr("No clear answer came from %1, and it could not be found there either.").arg(name);
    //: %1 is a lead system.
    return Badges::tr("It could not be written to %1.").arg(name);
}

QString whyWaiting(const QString &kind, const QString &name)
{
    if (kind == "for_now"_L1)
        //: %1 is a lead system.
        return Badges::tr("%1 cannot take it right now. It is tried again by itself, and the text does not wait for it.").arg(name);
    if (kind == "unknown"_L1)
        //: %1 is a lead system.
        return Badges::tr("No clear answer came from %1. Ringback looks there before it writes again, so that nothing is there twice.")
            .arg(name);
    //: %1 is a lead system.
    return Badges::tr("It is being written to %1.").arg(name);
}

} // namespace

Mark badgeMark(const board::LeadBadge &badge)
{
    using State = board::LeadBadge::State;
    const QString name = leadSystemName(badge.type);
    switch (badge.state) {
    case State::Synced:
        //: Short, on a case: %1 is a lead system.
        return {Badges::tr("In %1").arg(name), badge.mayBeDouble ? Glyph::Alert : Glyph::Check,
                badge.mayBeDouble ? Tone::Warn : Tone::Good};
    case State::Waiting:
        //: Short, on a case that is still being written: %1 is a lead system.
        return {Badges::tr("On its way to %1").arg(name), Glyph::Sent, Tone::Neutral};
    case State::NotKnown:
        //: Short, on a case of which nobody can tell yet whether the caller is in a lead system: %1 is that.
        return {Badges::tr("Waits for %1's list").arg(name), Glyph::Clock, Tone::Neutral};
    case State::ToChoose:
        //: Short, on a case of which several records may be the caller's: %1 is a lead system.
        return {Badges::tr("Who in %1?").arg(name), Glyph::Question, Tone::Warn};
    case State::Failed:
        //: Short, on a case that could not be written: %1 is a lead system.
        return {Badges::tr("Not in %1").arg(name), Glyph::Failed, Tone::Bad};
    }
    Q_UNREACHABLE();
}

QStringList badgeSentences(const board::LeadBadge &badge)
{
    using State = board::LeadBadge::State;
    const QString name = leadSystemName(badge.type);
    const QString kind = badge.why.section(u':', 0, 0);
    const QString code = badge.why.section(u':', 1);
    QStringList sentences;
    switch (badge.state) {
    case State::Synced:
        break;
    case State::Waiting:
        sentences.append(whyWaiting(kind, name));
        break;
    case State::NotKnown:
        //: %1 is a lead system.
        sentences.append(Badges::tr("%1 cannot be asked for a number, and its list has not been read to its end yet. The lead is written "
                                    "when that is done, or within the hour.")
                             .arg(name));
        break;
    case State::ToChoose:
        //: %1 is a lead system.
        sentences.append(Badges::tr("Several people in %1 have this number, and Ringback does not guess.").arg(name));
        break;
    case State::Failed:
        sentences.append(whyFailed(kind, code, name));
        break;
    }
    if (!badge.message.isEmpty() && badge.state != State::Synced && !isAboutAChoice(code))
        //: What a lead system said, word for word: %1 is the system, %2 its words.
        sentences.append(Badges::tr("%1 says: “%2”").arg(name, badge.message));
    if (badge.mayBeDouble)
        //: %1 is a lead system.
        sentences.append(Badges::tr("This record was made before %1's list was read to its end: the caller may be there twice. Merge them "
                                    "there if so.")
                             .arg(name));
    return sentences;
}

QString winSentence(const board::WinBrief &win, const Telling &telling)
{
    const QString day = dayAlone(win.wonAt, telling.now, telling.office.timeZone);
    const QString name = win.type.isEmpty() ? readable(win.connectionId) : leadSystemName(win.type);
    const QString thing = wonThing(win.what);
    //: What was earned: %1 an amount, %2 "invoice" or "job": "$8,400 invoice".
    const QString what = win.amount ? Badges::tr("%1 %2").arg(moneyWords(*win.amount), thing)
                                    //: What was earned, without an amount: %1 "Job" or "Invoice".
                                    : Badges::tr("%1 without an amount").arg(thing);
    const QString title = win.title.isEmpty() ? QString() : u" “%1”"_s.arg(win.title);
    //: %1 is what was earned ("$8,400 invoice “Roof”"), %2 a day, %3 a lead system.
    const QString sentence = Badges::tr("%1, %2, in %3").arg(what + title, day, name);
    //: %1 is what was earned once: the invoice is void or the job cancelled.
    return win.isTakenBack ? Badges::tr("Taken back: %1").arg(sentence) : sentence;
}

QString chooserQuestion(const board::LeadBadge &badge)
{
    //: %n people; %1 is a lead system.
    return Badges::tr("%n people in %1 have this number. Which one called?", nullptr, int(badge.candidates.size()))
        .arg(leadSystemName(badge.type));
}

QString candidateWords(const board::LeadCandidate &candidate)
{
    QStringList words;
    if (candidate.kind)
        words.append(kindWord(*candidate.kind));
    if (!candidate.isOpen)
        //: Of a person in a lead system: archived or no longer active.
        words.append(Badges::tr("Not active"));
    words += candidate.numbers;
    words += candidate.emails;
    return words.join(u" · "_s);
}

bool mayOpen(const QString &url)
{
    const QUrl parsed(url, QUrl::StrictMode);
    return parsed.isValid() && parsed.scheme() == "https"_L1 && !parsed.host().isEmpty() && parsed.userInfo().isEmpty();
}

} // namespace ringback::ui
