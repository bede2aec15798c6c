package dev.shisa.server.scan;

import java.util.List;

/** What the pages of scan results show, in words. */
public final class ScanView {

    private ScanView() {}

    /** A result among those of a series. */
    public record Line(
            String tool,
            String release,
            String scanned,
            String imported,
            String href,
            String state,
            String judged,
            boolean withdrawn) {}

    /** A release, and what its results come to. */
    public record Standing(String release, String state, String sentence, List<String> open) {}

    /** What was typed into the form that takes a result in. */
    public record Form(String release, String model, boolean shipping, String scannedOn, String database, String by) {}

    /** A detection with its judgement in words. */
    public record Row(
            int number,
            String item,
            String name,
            String ids,
            String severity,
            String place,
            List<String> seen,
            boolean fresh,
            String state,
            String judgement,
            List<String> reason,
            String before) {}

    /** Ports that a result saw, beside the register. */
    public record Difference(
            List<String> unregistered,
            List<String> perhaps,
            List<String> unseen,
            List<String> unclear,
            boolean agrees) {

        public Difference {
            unregistered = List.copyOf(unregistered);
            perhaps = List.copyOf(perhaps);
            unseen = List.copyOf(unseen);
            unclear = List.copyOf(unclear);
        }
    }
}
