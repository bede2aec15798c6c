package dev.shisa.server.inquiry;

import dev.shisa.server.platform.web.Parts;
import java.util.List;

/** What the pages of inquiries show beside tables and forms: finished words. */
public final class InquiryView {

    private InquiryView() {}

    /**
     * An hour that stood out.
     *
     * @param before what came out shortly before, with its address
     * @param statusHref where a status is published for it; empty: the reader may not
     * @param settled what came of it; empty: nobody has said
     */
    public record Surge(
            String id,
            String code,
            String title,
            String text,
            List<Parts.Crumb> before,
            String statusHref,
            String settled,
            String settledBy) {}

    /** One step of a status. */
    public record Step(String state, String word, String ja, String en, String by) {}

    /** One status with all its steps, the newest first. */
    public record One(
            String code,
            String title,
            String titleEn,
            String series,
            List<Step> steps,
            String publicHref,
            boolean may) {}

    /** A text that lies ready; {@code number} is its place among the maker's own, or empty. */
    public record Ready(String name, String href, String number) {}
}
