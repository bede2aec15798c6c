package dev.shisa.server.conformity;

import java.util.List;

/**
 * What the answers and evidence of a requirement count for besides it. A relation never carries a verdict: each of the
 * others is decided from the facts by its own rule.
 *
 * @param related the requirements that a cross-map relates to it
 * @param sharing other requirements that read some of the same facts
 */
public record Elsewhere(List<Related> related, List<Sharing> sharing) {

    public Elsewhere {
        related = List.copyOf(related);
        sharing = List.copyOf(sharing);
    }

    /**
     * One related requirement.
     *
     * @param href empty: it is not decided for this subject and has no page here
     * @param state its own verdict; empty while it is not decided
     * @param unverified whether only number and title are known
     * @param how what the two have to do with each other
     * @param basis on what that rests
     */
    public record Related(
            String guide,
            String number,
            String title,
            String href,
            String state,
            boolean unverified,
            String how,
            String basis) {}

    /** Another requirement and how many of the facts both read. */
    public record Sharing(String guide, String number, String title, String href, String state, int facts) {}
}
