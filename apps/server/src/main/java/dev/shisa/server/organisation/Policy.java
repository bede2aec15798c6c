package dev.shisa.server.organisation;

import java.time.LocalDate;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The product security policy as a document (guide 002, measure 1), as far as the register needs it.
 *
 * @param version that is approved, or else written; empty: there is none, or it is a document from elsewhere
 * @param approver who approved it; empty: nobody
 * @param review when it is to be reviewed
 * @param acknowledged how many of those who are to read the approved version have said so
 * @param expected how many are to
 * @param sections headings of what is written in it, without gaps, by the words of {@code policy.parts}
 * @param said what else evidence says of a policy from elsewhere, as {@code policy.covers/safety}
 * @param href of its page, or where one is begun
 */
record Policy(
        State state,
        String title,
        String version,
        String approver,
        @Nullable LocalDate approvedOn,
        @Nullable LocalDate review,
        int acknowledged,
        int expected,
        Map<String, String> sections,
        Set<String> said,
        String href) {

    Policy {
        sections = Map.copyOf(sections);
        said = Set.copyOf(said);
    }

    /** How far it is. */
    enum State {
        NONE,
        DRAFT,
        /** Written and approved outside of the platform, as confirmed evidence says. */
        ELSEWHERE,
        APPROVED
    }

    /** @param href where one is begun */
    static Policy none(String href) {
        return new Policy(State.NONE, "", "", "", null, null, 0, 0, Map.of(), Set.of(), href);
    }

    boolean isApproved() {
        return state == State.APPROVED || state == State.ELSEWHERE;
    }

    boolean isOverdue(LocalDate today) {
        return review != null && review.isBefore(today);
    }

    /** Whether evidence says that a policy from elsewhere was made known in the company. */
    boolean isSaidToBeKnown() {
        return said.stream().anyMatch(s -> s.startsWith("policy.spread/"));
    }

    boolean isReadByAll() {
        return expected > 0 && acknowledged >= expected;
    }
}
