-- Times that callers booked by themselves.
CREATE TABLE bookings (
    connection TEXT NOT NULL, -- of the booking page
    booking_id TEXT NOT NULL, -- the page's own
    follow_up_id TEXT REFERENCES follow_ups (id), -- empty = nobody who called
    state TEXT NOT NULL CHECK (state IN ('booked', 'cancelled')),
    name TEXT NOT NULL,
    number TEXT NOT NULL, -- E.164, where the page asked for it
    email TEXT NOT NULL,
    starts_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL, -- by the page's clock: an older word never replaces a newer one
    seen_at BIGINT NOT NULL,
    PRIMARY KEY (connection, booking_id)
)
;

CREATE INDEX bookings_by_case ON bookings (follow_up_id)
;
