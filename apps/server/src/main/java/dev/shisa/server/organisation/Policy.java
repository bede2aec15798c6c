package dev.shisa.server.organisation;

import dev.shisa.server.evidence.EvidenceTitle;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The product security policy as a document (guide 002, measure 1), as far as the register needs it.
 *
 * @param title of the document, or of the evidence that there is one elsewhere
 * @param version that is approved, or else written; empty: there is none, or it is a document from elsewhere
 * @param approver who approved it; empty: nobody
 * @param review when it is to be reviewed
 * @param readers accounts whose people are to read the approved version
 * @param read those who have said here that they did
 * @param sections headings of what is written in it, without gaps, by the words of {@code policy.parts}
 * @param contents headings of the sections that speak of what the guides list, by the keys of {@link GuideLists#contents}
 * @param said what else evidence says of a policy from elsewhere, as {@code policy.covers/safety}
 * @param href of its page, or where one is begun
 * @param interval after how many days a check or a review is too old; null: nobody has decided
 */
record Policy(
        State state,
        EvidenceTitle title,
        String version,
        String approver,
        @Nullable LocalDate approvedOn,
        @Nullable LocalDate review,
        Set<UUID> readers,
        Set<UUID> read,
        Map<String, String> sections,
        Map<String, String> contents,
        Set<String> said,
        String href,
        @Nullable Integer interval) {

    Policy {
        sections = Map.copyOf(sections);
        contents = Map.copyOf(contents);
        said = Set.copyOf(said);
        readers = Set.copyOf(readers);
        read = Set.copyOf(read);
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
        return new Policy(
                State.NONE,
                new EvidenceTitle("", _ -> ""),
                "",
                "",
                null,
                null,
                Set.of(),
                Set.of(),
                Map.of(),
                Map.of(),
                Set.of(),
                href,
                null);
    }

    /** Its own section that speaks of something, or its title where evidence says only that it does. */
    Optional<String> section(GuideLists.ContentItem item) {
        return item.group().equals("items")
                ? Optional.ofNullable(sections.get(item.word()))
                : Optional.of(title.stored()).filter(_ -> said.contains(item.fact() + "/" + item.word()));
    }

    /** A heading in it; where its title stands for one, as whoever reads calls it. */
    String told(String section, Locale locale) {
        return section.equals(title.stored()) ? title.in(locale) : section;
    }

    boolean isApproved() {
        return state == State.APPROVED || state == State.ELSEWHERE;
    }

    /** Which version it is, as far as what people saw in it counts for no other; empty: there is none. */
    String mark() {
        return switch (state) {
            case NONE -> "";
            case ELSEWHERE -> href.substring(href.lastIndexOf('/') + 1);
            case DRAFT, APPROVED -> version;
        };
    }

    /** Whether evidence says that a policy from elsewhere was made known in the company. */
    boolean isSaidToBeKnown() {
        return said.stream().anyMatch(s -> s.startsWith("policy.spread/"));
    }
}
