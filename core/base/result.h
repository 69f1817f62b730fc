#pragma once

#include <QString>

#include <tl/expected.hpp>

namespace ringback {

/// What went wrong, for code. The screens turn a kind into a sentence.
enum class ErrorKind {
    Invalid, ///< what came in is malformed or out of bounds
    NotFound, ///< what was asked for does not exist
    Conflict, ///< somebody else was first
    Refused, ///< the rules say no
    Transient, ///< may work when tried again
    Corrupt, ///< what we stored is not what we wrote
};

/// `what` is for the log: it never holds a secret, a phone number or the text of a message.
struct Error {
    ErrorKind kind = ErrorKind::Invalid;
    QString what;

    friend bool operator==(const Error &, const Error &) = default;
};

template <class T>
using Result = tl::expected<T, Error>;

/// Success without a value.
using Done = Result<void>;

[[nodiscard]] inline tl::unexpected<Error> failure(ErrorKind kind, QString what)
{
    return tl::unexpected<Error>(Error{kind, std::move(what)});
}

/// Passes another Result's error on, whatever that Result would have held.
template <class T>
[[nodiscard]] tl::unexpected<Error> failure(const Result<T> &result)
{
    return tl::unexpected<Error>(result.error());
}

} // namespace ringback
