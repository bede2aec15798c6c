package dev.shisa.server.inquiry;

import dev.shisa.server.platform.web.Parts;
import java.util.List;

/** What the pages of inquiries show: finished words. */
public final class InquiryView {

    private InquiryView() {}

    /** A line of the list. */
    public record Row(
            String id,
            String hour,
            String count,
            String series,
            String channel,
            String topic,
            String by,
            boolean struck,
            String struckText) {}

    /** What somebody counted, as it was typed. */
    public record Form(String day, String hour, String series, String channel, String count, String topic) {}

    /** The rules, as they were typed. */
    public record Rules(String factor, String least, String days, int version) {}

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
            String settledBy) {

        public Surge {
            before = List.copyOf(before);
        }
    }

    /** A status in the list; {@code state} is the colour, {@code word} the state in words. */
    public record StatusRow(
            String href, String code, String title, String series, String state, String word, String at, String text) {}

    /** One step of a status. */
    public record Step(String state, String word, String ja, String en, String by) {}

    /** One status with all its steps, the newest first. */
    public record One(StatusRow row, String titleEn, List<Step> steps, String publicHref, boolean may, boolean open) {

        public One {
            steps = List.copyOf(steps);
        }
    }

    /** What somebody writes, as it was typed. */
    public record StatusForm(
            String series, String state, String titleJa, String titleEn, String textJa, String textEn, String name) {}

    /** A text that lies ready; {@code number} is its place among the maker's own, or empty. */
    public record Ready(String name, String href, String number) {}
}
