package dev.shisa.server.audience;

import java.util.Locale;

/** How far a notice is on its way to its readers, in one word: the same one in the list, on its page and in a file. */
enum AudienceStand {
    WAITING("recheck"),
    /** Decided, while no mail can leave the house. */
    MAILLESS("recheck"),
    GOING("unknown"),
    FAILED("not-met"),
    /** Decided, and no mail has left: nobody was to get one, or all were stopped. */
    UNSENT("not-applicable"),
    SENT("met"),
    ASIDE("not-applicable");

    private final String shape;

    AudienceStand(String shape) {
        this.shape = shape;
    }

    /**
     * Of a notice.
     *
     * @param mails whether there is a mail server
     */
    static AudienceStand of(UserNotice notice, AudienceStore.Tally tally, boolean mails) {
        return switch (notice.state()) {
            case WAITING -> WAITING;
            case SENT -> {
                if (tally.failed() > 0) {
                    yield FAILED;
                }
                if (tally.open() > 0) {
                    yield mails ? GOING : MAILLESS;
                }
                yield tally.sent() > 0 ? SENT : UNSENT;
            }
            case ASIDE -> ASIDE;
        };
    }

    String shape() {
        return shape;
    }

    String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
