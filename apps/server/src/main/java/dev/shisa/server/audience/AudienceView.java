package dev.shisa.server.audience;

/** What the pages of notices to users show: finished words and links. */
public final class AudienceView {

    private AudienceView() {}

    /** A line of the list of notices. */
    public record Row(
            String href,
            String title,
            String code,
            String kind,
            String shape,
            String state,
            String day,
            String receivers,
            String read) {}

    /** A mail that did not arrive. */
    public record Failure(String who, String when, String why) {}

    /** A sentence with its number. */
    public record Count(String label, String count, String note) {}

    /** What a reader gets. */
    public record Preview(String language, String subject, String text) {}
}
