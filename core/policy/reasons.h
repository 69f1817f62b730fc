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
inline constexpr char16_t ownerOfRecord[] = u"owner_of_record"; ///< goes to who looks after the caller in the lead system
inline constexpr char16_t ownerNotHere[] = u"owner_not_here"; ///< who looks after the caller is not to be had now
inline constexpr char16_t seniorFirst[] = u"senior_first";
inline constexpr char16_t hasTheSkill[] = u"has_the_skill";
inline constexpr char16_t speaksTheirLanguage[] = u"speaks_their_language";
inline constexpr char16_t assigneeLeft[] = u"assignee_left"; ///< and had not claimed it: goes to somebody else
inline constexpr char16_t somebodyCame[] = u"somebody_came"; ///< a callback that waited for people
inline constexpr char16_t booked[] = u"booked"; ///< the caller chose a time by themselves
inline constexpr char16_t nobodyAvailable[] = u"nobody_available";
inline constexpr char16_t likelyOptedOut[] = u"likely_opted_out"; ///< what the caller wrote may mean it; a person has to read it
inline constexpr char16_t reached[] = u"reached"; ///< somebody of ours has spoken with the caller
inline constexpr char16_t claimed[] = u"claimed"; ///< somebody works on it
inline constexpr char16_t noEmail[] = u"no_email"; ///< the step wants an address and none is on file
inline constexpr char16_t emailOnFile[] = u"email_on_file"; ///< another step writes to it
inline constexpr char16_t noMailer[] = u"no_mailer"; ///< the office has no mail server set up
inline constexpr char16_t stormOn[] = u"storm"; ///< more calls are missed than usual
inline constexpr char16_t repeatedShortCalls[] = u"repeated_short_calls"; ///< three in an hour: somebody in need, not a robot
inline constexpr char16_t returningOurCall[] = u"returning_our_call";
inline constexpr char16_t answeredLater[] = u"answered_later"; ///< the caller rang again and somebody answered
inline constexpr char16_t weCalled[] = u"we_called"; ///< a call of ours to the caller was answered
inline constexpr char16_t earlierMessage[] = u"earlier_message"; ///< waits for one planned before it
inline constexpr char16_t notClaimed[] = u"not_claimed"; ///< in time: goes to somebody else
inline constexpr char16_t claimLapsed[] = u"claim_lapsed"; ///< claimed and left alone
inline constexpr char16_t notResolved[] = u"not_resolved"; ///< in time: the list that is never automated again
inline constexpr char16_t textedUs[] = u"texted_us"; ///< a text from somebody without an open case

inline constexpr char16_t blockedByStaff[] = u"blocked_by_staff";
inline constexpr char16_t blockedByList[] = u"blocked_by_list"; ///< one that the office imported
inline constexpr char16_t manyComplaints[] = u"many_complaints"; ///< as public complaint files count them
inline constexpr char16_t allowedByStaff[] = u"allowed_by_staff"; ///< though a list names the number or people complain of it
inline constexpr char16_t knownThoughListed[] = u"known_though_listed"; ///< somebody of our lead book: what lists say is only a hint
inline constexpr char16_t notSpam[] = u"not_spam"; ///< a person brought a screened call back

} // namespace ringback::policy::reason
