package dev.shisa.server.audience;

/** What the pages of businesses show: finished words and links. */
public final class BusinessView {

    private BusinessView() {}

    /** A line of the register. */
    public record Row(
            String href,
            String name,
            String code,
            String kind,
            String mail,
            String series,
            String shape,
            String state) {}

    /** How one channel answers. */
    public record Channel(String name, int members, int sent, int acknowledged, String rate) {}

    /** What one business answered to a notice. */
    public record Answer(String href, String name, String kind, String shape, String state, String when) {}

    /** What was entered of a business. */
    public record Form(
            String kind,
            String name,
            String contact,
            String mail,
            String language,
            String about,
            java.util.Set<String> series,
            String note,
            boolean active,
            int version) {

        public Form {
            series = java.util.Set.copyOf(series);
        }
    }

    /** Until when a supplier mends what it delivers; {@code note} says what is amiss, or nothing. */
    public record Part(String href, String supplier, String parts, String until, String note) {}

    /** Until when a series is supported. */
    public record Support(
            String href,
            String name,
            String code,
            String shape,
            String state,
            String ends,
            java.util.List<dev.shisa.server.platform.web.Parts.Crumb> steps,
            java.util.List<Part> parts) {

        public Support {
            steps = java.util.List.copyOf(steps);
            parts = java.util.List.copyOf(parts);
        }
    }

    /** The rules as typed. */
    public record Rules(String acknowledgeDays, String readDays, String readPercent, int version) {}
}
