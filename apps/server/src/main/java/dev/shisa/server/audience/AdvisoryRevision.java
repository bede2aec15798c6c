package dev.shisa.server.audience;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The revision of an advisory of which a notice tells, as the notice's source names it. */
record AdvisoryRevision(UUID advisory, int number) {

    private static final Pattern SOURCE = Pattern.compile("advisory:([0-9a-f-]{36}):([0-9]{1,9})");

    static AdvisoryRevision of(UUID advisory, int number) {
        return new AdvisoryRevision(advisory, number);
    }

    /** Empty: the notice tells of something else. */
    static Optional<AdvisoryRevision> of(String source) {
        Matcher matcher = SOURCE.matcher(source);
        return matcher.matches()
                ? Optional.of(
                        new AdvisoryRevision(UUID.fromString(matcher.group(1)), Integer.parseInt(matcher.group(2))))
                : Optional.empty();
    }

    String source() {
        return "advisory:" + advisory + ":" + number;
    }
}
