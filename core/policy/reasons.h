#pragma once

/// Why we did what we did: stable words for the store, the audit trail and the JSON lists. The screens turn them into sentences.
namespace ringback::policy::reason {

inline constexpr char16_t texted[] = u"texted"; ///< a text is on its way or planned
inline constexpr char16_t tooShort[] = u"too_short";
inline constexpr char16_t ringTimeUnknown[] = u"ring_time_unknown";
inline constexpr char16_t alreadyTexted[] = u"already_texted";
inline constexpr char16_t repeatCall[] = u"repeat_call";
inline constexpr char16_t quietHours[] = u"quiet_hours";
inline constexpr char16_t optedOut[] = u"opted_out";
inline constexpr char16_t doNotText[] = u"do_not_text";
inline constexpr char16_t ownNumber[] = u"own_number";
inline constexpr char16_t withheldNumber[] = u"withheld_number";
inline constexpr char16_t unusableNumber[] = u"unusable_number";
inline constexpr char16_t listedAsSpam[] = u"listed_as_spam";
inline constexpr char16_t answered[] = u"answered";
inline constexpr char16_t outcomeNotKnown[] = u"outcome_not_known";
inline constexpr char16_t priorCustomer[] = u"prior_customer";
inline constexpr char16_t client[] = u"client";
inline constexpr char16_t noLine[] = u"no_line"; ///< the dialled number is not one of ours
inline constexpr char16_t noSender[] = u"no_sender"; ///< the line has no connection that sends texts
inline constexpr char16_t noLongerTrue[] = u"no_longer_true";
inline constexpr char16_t replied[] = u"replied";
inline constexpr char16_t caseClosed[] = u"case_closed";
inline constexpr char16_t assignedNextAvailable[] = u"assigned_next_available";
inline constexpr char16_t nobodyAvailable[] = u"nobody_available";
inline constexpr char16_t textedUs[] = u"texted_us"; ///< a text from somebody without an open case

} // namespace ringback::policy::reason
